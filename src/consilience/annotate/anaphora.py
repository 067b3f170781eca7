"""What the words without a name mean: "the company", "which", "its", a title beside a name.

Precision comes first, for a wrong link lets two reports agree that do not. A noun
is taken for an entity only where the report itself describes the entity so,
or where one thing alone, near and prominent, can be meant. What stands in
quoted speech belongs to the speaker's world and is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consilience.annotate import epithets
from consilience.annotate.contents import SUBJECTS
from consilience.annotate.referents import nouns, roles
from consilience.annotate.speakers import Resolver
from consilience.annotate.words import word_set
from consilience.tables import benchmarks, countries, naming

_HE_SHE = word_set("he him his she her hers himself herself")
_POINTING = word_set("the this that")
_STATE_NOUNS = word_set("country nation state kingdom republic")
_CITY_NOUNS = word_set("city town capital village")
_GAUGES = word_set("index average gauge benchmark indicator")
_WEATHER = word_set("rain snow pour clear unclear likely unlikely possible impossible important necessary late early")
_THINGS = frozenset({"ORG", "GPE", "PRODUCT", "FAC", "LOC"})
# How many sentences back a definite noun may reach.
_REACH = 4


@dataclass(frozen=True, slots=True)
class Anaphora:
    """Finds what the words of one report mean; ``resolver`` knows its entities and how they are described.

    ``things`` are the report's products and vessels, and its stock indices, with how often each is named.
    """

    resolver: Resolver
    things: dict[bool, dict[int, int]]

    def sure(self) -> tuple[Callable[[int], int], ...]:
        """The ways to resolve a word that claims are told of: a token's number to an entity's or -1."""
        return (self.relative, self.own, self.pronoun, self.national, self.kind, self.business)

    def likely(self) -> tuple[Callable[[int], int], ...]:
        """Further ways: a role by which a person is called again, "it" for the subject before."""
        return (self.described, self.subject)

    def entity_of(self, token: int, likely: bool = False) -> int:
        """The entity that a word means, -1 where that is not clear."""
        ways = (*self.sure(), *self.likely()) if likely else self.sure()
        return next((found for way in ways if (found := way(token)) >= 0), -1)

    def type(self, entity: int) -> str:
        return self.resolver.referents.entities[entity].type

    def relative(self, i: int) -> int:
        """ "X, which sank" and "X, whose crew": the name that the clause hangs on."""
        words, at = self.resolver.words, self.resolver.referents.at
        if words.tag[i] not in ("WP", "WDT", "WP$"):
            return -1
        verb = words.head[words.head[i]] if words.tag[i] == "WP$" else words.head[i]
        while words.dep[verb] in ("conj", "aux", "auxpass") and words.head[verb] != verb:
            verb = words.head[verb]
        found = words.head[verb] if words.dep[verb] == "relcl" else -1
        return at[found] if 0 <= found < i else -1

    def own(self, i: int) -> int:
        """ "Halden raised its prices": what is owned in a clause whose subject is a body or a place is that one's."""
        words, at = self.resolver.words, self.resolver.referents.at
        if words.text[i].lower() not in ("its", "their") or words.dep[i] != "poss":
            return -1
        verb = words.head[i]
        while words.dep[verb] not in ("ROOT", "ccomp", "advcl", "relcl", "acl", "xcomp") and words.head[verb] != verb:
            verb = words.head[verb]
        while words.dep[verb] in ("xcomp", "acl") and words.head[verb] != verb and not self._subjects(verb):
            verb = words.head[verb]
        subjects = self._subjects(verb)
        if len(subjects) == 1 and words.first[subjects[0]] <= i <= words.last[subjects[0]]:
            # "Its shares fell": what the sentence before was about.
            return self._alone_before(i)
        if len(subjects) != 1 or subjects[0] >= i or any(words.dep[c] == "conj" for c in words.children[subjects[0]]):
            return -1
        entity = at[subjects[0]]
        if entity < 0 and (words.pos[subjects[0]] == "PRON" or words.tag[subjects[0]] == "WDT"):
            entity = self.entity_of(subjects[0])
        plural = words.text[i].lower() == "their"
        fits = ("ORG",) if plural else ("ORG", "GPE", "PRODUCT", "FAC", "LOC")
        return entity if entity >= 0 and self.type(entity) in fits else -1

    def _alone_before(self, i: int) -> int:
        """The subject of the sentence before, where that is a thing and no other thing was named since."""
        words, at = self.resolver.words, self.resolver.referents.at
        if not words.sentence[i]:
            return -1
        first, last = words.sentences[words.sentence[i] - 1]
        subjects = [c for k in range(first, last + 1) if words.dep[k] == "ROOT" for c in self._subjects(k)]
        entity = at[subjects[0]] if len(subjects) == 1 else -1
        if entity < 0 or self.type(entity) not in _THINGS:
            return -1
        others = {e for token, e in self._recent(i, _THINGS) if token > subjects[0] and e != entity}
        return -1 if others else entity

    def _subjects(self, verb: int) -> list[int]:
        return [c for c in self.resolver.words.children[verb] if self.resolver.words.dep[c] in SUBJECTS]

    def pronoun(self, i: int) -> int:
        """ "He" and "she"; "it" as a subject where the clause before had one thing for its subject."""
        words = self.resolver.words
        lower = words.text[i].lower()
        if words.pos[i] != "PRON" or lower not in _HE_SHE:
            return -1
        found = self.resolver.pronoun(i, lower)
        return found.entity if found is not None and not found.plural else -1

    def _definite(self, i: int, nouns_: frozenset[str]) -> bool:
        """Whether a word is one of the nouns, in the singular, after "the" or "this" and without a limiting clause."""
        words = self.resolver.words
        if (
            words.text[i].lower() not in nouns_
            or words.tag[i] not in ("NN", "NNP")
            or self.resolver.referents.at[i] >= 0
        ):
            return False
        led = [c for c in words.children[i] if words.dep[c] == "det"]
        limited = any(words.dep[c] in ("relcl", "acl", "appos", "poss", "nummod") for c in words.children[i])
        return bool(led) and words.text[led[0]].lower() in _POINTING and not limited

    def _modifiers(self, i: int) -> list[int]:
        words = self.resolver.words
        return [c for c in words.children[i] if words.dep[c] in ("amod", "compound", "nmod", "prep")]

    def _recent(self, i: int, types: frozenset[str]) -> list[tuple[int, int]]:
        """The mentions of these types in the sentences before, (token, entity), the last first."""
        words, mentions, found = self.resolver.words, self.resolver.referents.mentions, []
        for k in range(bisect_left(mentions, (i, -1)) - 1, -1, -1):
            at, entity = mentions[k]
            if words.sentence[i] - words.sentence[at] > _REACH:
                break
            if self.type(entity) in types:
                found.append((at, entity))
        return found

    def national(self, i: int) -> int:
        """ "The Norwegian government": the state, where the report names it."""
        words = self.resolver.words
        if words.text[i].lower() != "government":
            return -1
        codes = {
            code
            for c in words.children[i]
            if words.dep[c] in ("amod", "compound", "nmod", "poss") and (code := countries.code(words.text[c]))
        }
        if len(codes) != 1:
            return -1
        code = codes.pop()
        name = countries.by_code()[code].name
        entities = self.resolver.referents.entities
        return next((k for k, entity in enumerate(entities) if entity.country == code and entity.name == name), -1)

    def described(self, i: int) -> int:
        """ "The minister", "the airline": the one entity that the report describes so."""
        lower = self.resolver.words.text[i].lower()
        if lower not in roles() | nouns("body") or not self._definite(i, frozenset((lower,))):
            return -1
        words = self.resolver.words
        found = epithets.described(self.resolver, i, (words.first[i], words.last[i]), lower)
        known = {d.entity for d in self.resolver.referents.described.get(lower, ())}
        if found is None or found.at > i:
            return -1
        if len(known) > 1:
            near = [entity for at, entity in self._recent(i, frozenset((self.type(found.entity),))) if entity in known]
            return near[0] if near and near[0] == found.entity else -1
        return found.entity

    def kind(self, i: int) -> int:
        """ "The city", "the country", "the ferry": the last of that kind, where only one was named of late."""
        words = self.resolver.words
        lower = words.text[i].lower()
        entities = self.resolver.referents.entities
        if self._definite(i, _STATE_NOUNS | _CITY_NOUNS) and not self._modifiers(i):
            state = lower in _STATE_NOUNS
            near = [
                entity
                for _, entity in self._recent(i, frozenset(("GPE",)))
                if (countries.find(entities[entity].name) is not None) == state
            ]
        elif self._definite(i, naming.words("vehicles") | _GAUGES):
            index = lower in _GAUGES
            near = [
                entity
                for _, entity in self._recent(i, frozenset(("PRODUCT",)))
                if (benchmarks.find(entities[entity].name) is not None) == index
            ]
            if self._modifiers(i) and not self._only(near, index):
                return -1
            if near and self._prominent(near[0], index):
                return near[0]
        else:
            return -1
        return near[0] if len({*near}) == 1 else -1

    def _only(self, near: list[int], index: bool) -> bool:
        """Whether the report names no other thing of the kind at all."""
        return self.things[index].keys() == {*near}

    def _prominent(self, chosen: int, index: bool) -> bool:
        """Whether a thing is named as often as all others of its kind together."""
        counts = self.things[index]
        return 2 * counts[chosen] >= sum(counts.values())

    def subject(self, i: int) -> int:
        """ "It" as a subject: the thing that was the subject before, where no other thing was named since."""
        words, at = self.resolver.words, self.resolver.referents.at
        if words.text[i].lower() not in ("it", "they") or words.dep[i] not in SUBJECTS or self._empty(i):
            return -1
        types = frozenset(("ORG",)) if words.text[i].lower() == "they" else _THINGS
        clause = [verb for verb in self._clauses_before(i) if self._subjects(verb)][:1]
        for verb in clause:
            subject = self._subjects(verb)[-1]
            entity = at[subject]
            if entity < 0 or self.type(entity) not in types or subject >= i:
                return -1
            others = {e for at_, e in self._recent(i, types) if at_ > subject and e != entity}
            return -1 if others else entity
        return -1

    def _clauses_before(self, i: int) -> Iterator[int]:
        """The verb over a word's own clause if it stands before it, and the main verb of the sentence before."""
        words = self.resolver.words
        verb = words.head[i]
        while words.head[verb] != verb:
            verb = words.head[verb]
            if verb < i and words.pos[verb] in ("VERB", "AUX"):
                yield verb
        if words.sentence[i]:
            first, last = words.sentences[words.sentence[i] - 1]
            yield from (k for k in range(first, last + 1) if words.dep[k] == "ROOT")

    def _empty(self, i: int) -> bool:
        """ "It is clear that", "it seems", "it rained": no thing at all."""
        words = self.resolver.words
        verb = words.head[i]
        lemmas = {words.lemma[verb], *(words.lemma[c] for c in words.children[verb])}
        if lemmas & _WEATHER:
            return True
        return any(
            words.dep[c] in ("ccomp", "xcomp", "csubj", "advcl", "acomp", "attr") for c in words.children[verb]
        ) and (
            words.lemma[verb] in ("be", "seem", "appear", "become", "take", "make", "remain", "look", "turn", "happen")
        )

    def business(self, i: int) -> int:
        """ "The company", "the airline": the body near and prominent enough to be meant."""
        words = self.resolver.words
        lower = words.text[i].lower()
        if not self._definite(i, nouns("business")) or self._modifiers(i):
            return -1
        found = epithets.last_body(self.resolver, i, lower)
        return found.entity if found is not None else -1

    def first_person(self, i: int, speaker: int) -> int:
        """ "I" is the speaker; "we" the body that speaks, or the one body that the speaker's title names."""
        lower = self.resolver.words.text[i].lower()
        person = self.type(speaker) == "PERSON"
        if lower in ("i", "me", "my", "myself"):
            return speaker if person else -1
        if not person:
            return speaker
        bodies = {
            body
            for head, entity in self.resolver.referents.mentions
            if entity == speaker
            for body in self._titled(head)
        }
        return bodies.pop() if len(bodies) == 1 else -1

    def _titled(self, head: int) -> Iterator[int]:
        """The bodies and states in the titles and appositions of a name."""
        words, at = self.resolver.words, self.resolver.referents.at
        parts = [c for c in words.children[head] if words.dep[c] in ("appos", "compound", "nmod")]
        if words.dep[head] == "appos":
            parts.append(words.head[head])
        if not any(words.text[part].lower() in roles() or words.text[part] in _OFFICES for part in parts):
            return
        for part in (head, *parts):
            for k in range(words.first[part], min(words.last[part], part + 8) + 1):
                if at[k] >= 0 and self.type(at[k]) in ("ORG", "GPE"):
                    yield at[k]


def anaphora_of(resolver: Resolver) -> Anaphora:
    """The words of one report, ready to be asked."""
    things: dict[bool, dict[int, int]] = {False: {}, True: {}}
    for k, entity in enumerate(resolver.referents.entities):
        if entity.type == "PRODUCT":
            things[benchmarks.find(entity.name) is not None][k] = len(entity.mentions)
    return Anaphora(resolver, things)


def beside(anaphora: Anaphora) -> Iterator[tuple[int, int]]:
    """Titles before a name, appositions to it and what "is" says of it: (token, entity), no token twice."""
    words, referents = anaphora.resolver.words, anaphora.resolver.referents
    seen = set()
    for head, entity in referents.mentions:
        over = words.head[head]
        around = [c for c in words.children[head] if words.dep[c] in ("compound", "nmod", "amod") and c < head]
        around = [c for c in around if words.text[c].lower().rstrip(".") in roles() or words.text[c] in _OFFICES]
        around += [c for c in words.children[head] if words.dep[c] == "appos"]
        if words.dep[head] == "appos":
            around.append(over)
        if words.dep[head] in SUBJECTS and words.lemma[over] == "be":
            around += [c for c in words.children[over] if words.dep[c] == "attr"]
        for token in around:
            if referents.at[token] < 0 and token not in seen and words.pos[token] in ("NOUN", "PROPN"):
                seen.add(token)
                yield token, entity


_OFFICES = frozenset({"CEO", "CFO", "COO", "CTO", "PM", "MP", "President", "Chairman", "Minister"})
