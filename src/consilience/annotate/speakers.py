"""Who the words of a source mean: names, bare surnames, titles, pronouns, groups and the unnamed.

Sources are resolved in the order of the text: each looks back on the entities
named so far, on how the report describes them, and on who spoke last. What is
not resolved keeps its own words.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from consilience.annotate import epithets, writings
from consilience.annotate.contents import SUBJECTS, Piece
from consilience.annotate.referents import (
    MEDIA_WORDS,
    Referents,
    as_written,
    is_called_source,
    named_in_full,
    nouns,
    reads_as_person,
    roles,
)
from consilience.annotate.words import Marked, Words, word_set

_HE, _SHE = word_set("he him himself his"), word_set("she her herself hers")
_IT, _THEY = word_set("it itself its"), word_set("they them themselves their")
FIRST_PERSON = word_set("i we me us my our myself ourselves")
_INDEFINITE = word_set("a an one another some any no every each many several few most")
_REACH = 8  # how many sentences back a pronoun may reach


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved source: what to call it, its entity's number (-1 without one) and how that was found."""

    name: str
    entity: int = -1
    anonymous: bool = False
    plural: bool = False
    reason: str = ""


@dataclass(slots=True)
class Resolver:
    """Resolves the sources of one report, in the order of the text; remembers who spoke."""

    words: Words
    marked: Marked
    referents: Referents
    spoken: list[tuple[int, Speaker]] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)  # the texts whose issuer is being looked for

    def heard(self, at: int, speaker: Speaker) -> None:
        """Remember who spoke at the word ``at``."""
        self.spoken.append((at, speaker))

    def resolve(self, head: int, piece: Piece) -> Speaker:
        """The speaker that the source with this head word means."""
        heads = [head]
        for part in heads:
            heads += [c for c in self.words.children[part] if self.words.dep[c] == "conj" and piece[0] <= c <= piece[1]]
        if len(heads) == 2 and all(self.words.text[h].lower() in roles() for h in heads):
            found = self.one(head, piece)  # one person with two roles
            if found.entity >= 0:
                return found
        # A long list of sources is one phrase, and its conjuncts may be anything.
        if not 1 < len(heads) <= 4 or self.words.pos[heads[-1]] in ("VERB", "AUX"):
            return self.one(head, piece)
        spans: list[Piece] = []
        for number, part in enumerate(heads):
            first = self.words.first[part] if number else piece[0]
            joint = min(
                (self.words.first[c] for c in self.words.children[part] if self.words.dep[c] in ("cc", "conj")),
                default=piece[1] + 1,
            )
            spans.append((first, max(part, min(joint - 1, piece[1]))))
        each = [self.one(part, span) for part, span in zip(heads, spans, strict=True)]
        if all(s.entity >= 0 for s in each):
            return Speaker(" and ".join(s.name for s in each), plural=True, reason="several speak together")
        whole = as_written(self.words, heads[-1], (piece[0], max(s[1] for s in spans)))
        return Speaker(whole, anonymous=any(s.anonymous for s in each), plural=True, reason="as the report has it")

    def one(self, head: int, piece: Piece) -> Speaker:
        words = self.words
        if words.tag[head] in ("WP", "WDT"):
            antecedent = self.antecedent(head)
            if antecedent is not None:
                return self.one(antecedent, (words.first[antecedent], antecedent))
        known = self.named(head, piece)
        if known is not None:
            return known
        lower = words.text[head].lower()
        if lower in _HE or lower in _SHE or lower in _IT or lower in _THEY:
            found = self.pronoun(head, lower)
            return found or Speaker(
                words.text[head], reason="whom the pronoun means is not clear", plural=lower in _THEY
            )
        if words.pos[head] in ("NUM", "DET", "PRON") or lower == "pair":
            two = self.the_two(head, piece)
            if two is not None:
                return two
        return self.noun(head, piece, lower)

    def antecedent(self, head: int) -> int | None:
        """What "who" or "which" stands for: what its clause hangs on, or for "who" the last person before it."""
        words, at = self.words, self.referents.at
        verb = words.head[head]
        found = words.head[verb] if words.dep[verb] == "relcl" else None
        if found is not None and words.tag[found] in ("WP", "WDT"):
            found = None
        if found is not None and words.text[head].lower() == "who":
            found = self.whoever(found)
        if words.text[head].lower() == "who" and (found is None or not self.is_personal(found)):
            for i in range(head - 1, max(words.sentences[words.sentence[head]][0], head - 14) - 1, -1):
                if at[i] >= 0 and self.referents.entities[at[i]].type == "PERSON":
                    return i
        return found

    def whoever(self, found: int) -> int:
        """The person of "a private from Post 14, who says": a body does not say "who" beside somebody of its own."""
        words, entity = self.words, self.referents.at[found]
        if words.dep[found] != "pobj" or entity < 0 or self.referents.entities[entity].type == "PERSON":
            return found
        over = words.head[words.head[found]]
        return over if words.text[over].lower() in roles() and self.referents.at[over] < 0 else found

    def is_personal(self, index: int) -> bool:
        """Whether a noun can be somebody who speaks."""
        entity = self.referents.at[index]
        lower = self.words.text[index].lower()
        if entity >= 0:
            return self.referents.entities[entity].type in ("PERSON", "ORG", "GPE", "NORP")
        return lower in roles() or lower in nouns("body") or lower in nouns("group") or self.words.pos[index] == "PRON"

    def named(self, head: int, piece: Piece) -> Speaker | None:
        """The source is an entity's name, or stands in apposition to one."""
        words, at = self.words, self.referents.at
        if at[head] >= 0:
            led = head - 1  # "Police Scotland"
            before = led in words.children[head] and words.dep[led] == "compound" and at[led] != at[head]
            if before and words.text[led].lower() in nouns("body") and self.referents.entities[at[head]].type == "GPE":
                return Speaker(as_written(words, head, (led, head)), reason="as the report has it")
            return self.speaker(at[head], "named in the source")
        over = words.head[head]
        a_body = words.text[head].lower() in nouns("body") | MEDIA_WORDS and words.text[head].lower() not in roles()
        beside = words.dep[head] == "appos" and at[over] >= 0 and not a_body
        if beside and self.referents.entities[at[over]].type == "PERSON":
            return self.speaker(at[over], "named beside the source")
        people = {at[i] for i in range(piece[0], piece[1] + 1) if at[i] >= 0 and words.dep[i] in ("appos", "conj")}
        people = {n for n in people if self.referents.entities[n].type == "PERSON"}
        if len(people) == 1 and (words.text[head].lower() in roles() or (words.pos[head] == "NOUN" and not a_body)):
            return self.speaker(people.pop(), "named beside the source")
        for c in words.children[head]:
            beside = words.dep[c] == "appos" and at[c] >= 0 and piece[0] <= c <= piece[1] and words.pos[c] == "PROPN"
            if beside and self.referents.entities[at[c]].type in ("PERSON", "ORG"):
                return self.speaker(at[c], "named beside the source")
        after = piece[1] + 1  # "state news agency TarInform" where the parser took both for subjects
        if after < len(words) and at[after] >= 0 and words.text[head].lower() in roles() | nouns("body"):
            top = next((c for c in (after, words.head[after]) if words.head[c] == words.head[head]), -1)
            if top > head and words.dep[top] == words.dep[head] and words.dep[head] in SUBJECTS:
                return self.speaker(at[after], "named beside the source")
        # "minister Name" where the parser took the title for the head.
        for c in range(head + 1, min(head + 4, piece[1] + 1)):
            if at[c] >= 0 and words.head[c] == head and words.dep[c] in ("appos", "nmod", "flat"):
                return self.speaker(at[c], "named beside the source")
        return None

    def speaker(self, entity: int, reason: str) -> Speaker:
        return Speaker(self.referents.entities[entity].name, entity, reason=reason)

    def pronoun(self, head: int, lower: str) -> Speaker | None:
        """Whom a pronoun means: the best of the last mentions and of who spoke last, None where there is none."""
        words, referents = self.words, self.referents
        person = lower in _HE or lower in _SHE
        gender = "m" if lower in _HE else "f" if lower in _SHE else None
        best: tuple[float, int] = (-float(_REACH), -1)
        chosen: Speaker | None = None
        seen = bisect_left(referents.mentions, (head, -1))
        for at, number in referents.mentions[max(0, seen - epithets.LOOK) : seen]:
            entity = referents.entities[number]
            is_person = entity.type == "PERSON" or (person and entity.type == "ORG" and reads_as_person(entity.name))
            if is_person != person or entity.type not in ("PERSON", "ORG", "GPE", "NORP"):
                continue
            if gender and referents.gender[number] not in (None, gender):
                continue
            if lower in _THEY and entity.type == "GPE":
                continue
            if words.head[at] == words.head[head] and words.dep[at] not in SUBJECTS:
                continue  # an object of the pronoun's own verb is somebody else
            if self.is_told_by(head, at):
                continue
            rank = (self.nearness(at, head) + (gender is not None and referents.gender[number] == gender), at)
            if rank > best:
                best, chosen = rank, self.speaker(number, f"“{words.text[head]}” refers to the name before it")
        for at, spoke in reversed(self.spoken[-6:]):
            is_person = spoke.anonymous and not spoke.plural if spoke.entity < 0 else self.type(spoke) == "PERSON"
            fits = is_person == person if lower not in _THEY else spoke.plural or (not is_person and bool(spoke.name))
            fits = fits or (lower in _IT and spoke.anonymous and is_called_source(spoke.name))
            if not fits or at >= head or self.is_told_by(head, at):
                continue
            if gender and spoke.entity >= 0 and referents.gender[spoke.entity] not in (None, gender):
                continue
            rank = (self.nearness(at, head) + (0.7 if spoke.anonymous else 1.3), at)
            if rank > best:
                reason = f"“{words.text[head]}” refers to who spoke before"
                best, chosen = rank, Speaker(spoke.name, spoke.entity, spoke.anonymous, spoke.plural, reason)
        if gender and chosen is not None and chosen.entity >= 0 and best[0] >= 0:  # who is "she" is not "he" later
            referents.gender[chosen.entity] = referents.gender[chosen.entity] or gender
        return chosen

    def is_told_by(self, head: int, at: int) -> bool:
        """Whether a word stands in what the pronoun's own verb tells: "a guard fired, it says" is not the guard's."""
        words, verb = self.words, self.words.head[head]
        told = (c for c in words.children[verb] if words.dep[c] == "ccomp" and c < head)
        return any(words.first[c] <= at <= words.last[c] for c in told)

    def type(self, speaker: Speaker) -> str | None:
        return self.referents.entities[speaker.entity].type if speaker.entity >= 0 else None

    def nearness(self, at: int, head: int) -> float:
        """How likely a mention is meant by a later pronoun: its distance in sentences, its place in its own."""
        words = self.words
        score = -float(words.sentence[head] - words.sentence[at]) - 0.3 * (words.line[head] != words.line[at])
        top = at
        while words.dep[top] in ("compound", "flat", "nmod", "appos") and words.head[top] != top:
            top = words.head[top]
        if words.dep[top] in SUBJECTS:
            score += {"ROOT": 1.2, "conj": 1.2, "ccomp": 1.0}.get(words.dep[words.head[top]], 0.8)
        elif words.dep[top] == "poss":
            score -= 0.4
        elif words.dep[top] in ("pobj", "dobj"):
            score -= 0.8
        if self.marked.number[at] and self.marked.number[at] != self.marked.number[head]:
            score -= 2.5
        return score

    def the_two(self, head: int, piece: Piece) -> Speaker | None:
        """ "the two", "both", "the pair": the last two persons named, or else the last two bodies."""
        words, referents = self.words, self.referents
        text = [words.text[i].lower() for i in range(piece[0], piece[1] + 1)]
        if text not in (["the", "two"], ["both"], ["the", "pair"], ["the", "two", "men"], ["the", "two", "leaders"]):
            return None
        seen = bisect_left(referents.mentions, (head, -1))
        found: list[int] = []
        for at, number in reversed(referents.mentions[max(0, seen - epithets.LOOK) : seen]):
            if words.sentence[head] - words.sentence[at] > 3:
                break
            if referents.entities[number].type == "PERSON" and number not in found:
                found.append(number)
            if len(found) == 2:
                name = " and ".join(referents.entities[n].name for n in reversed(found))
                return Speaker(name, plural=True, reason=f"“{' '.join(text)}”: the last two persons named")
        return None

    def noun(self, head: int, piece: Piece, lower: str) -> Speaker:
        """A noun without a name: whom the report has described so, whose text or whose spokesperson it is."""
        words = self.words
        plural = words.tag[head] in ("NNS", "NNPS")
        before_it = [(words.text[i].lower(), words.pos[i]) for i in range(piece[0], head)]
        determiners = {word for word, pos in before_it if pos in ("DET", "NUM", "PRON") or word in _INDEFINITE}
        aged = epithets.has_age(words, head, piece)
        definite = not determiners & _INDEFINITE and (aged or all(pos != "NUM" for _, pos in before_it))
        if lower in nouns("document"):
            found = self.owner(head, piece) or (writings.issuer(self, head) if definite else None)
            if found is not None:
                return Speaker(found.name, found.entity, found.anonymous, found.plural, f"whose {lower} it is")
        if lower in nouns("spokesperson"):
            known = epithets.described(self, head, piece, lower) if definite and not plural else None
            if known is not None and self.referents.entities[known.entity].type == "PERSON":
                return self.speaker(known.entity, f"the report calls this person “{lower}”")
            body = self.owner(head, piece)
            if body is not None and self.type(body) != "PERSON":
                return Speaker(body.name, body.entity, plural=plural, reason=f"its {lower} speaks for it, unnamed")
        before = (writings.cited(self, head) or writings.again(self, head)) if definite else None
        if before is not None:
            return before
        if lower in nouns("spokesperson") and definite and not plural:
            for at, spoke in reversed(self.spoken[-12:]):
                if at < head and "unnamed" in spoke.reason:
                    return Speaker(spoke.name, spoke.entity, reason=f"the {lower} who spoke before")
        owned = lower in nouns("body") and any(words.tag[c] == "PRP$" for c in words.children[head])
        if definite and not plural and not owned and (aged or lower in roles() or lower in nouns("body")):
            epithet = epithets.epithet(self, head, piece, lower) or self.in_full(head, piece, lower)
            if epithet is not None:
                return epithet
        short = self.short_name(head, lower) if definite and words.text[head][0].isupper() else None
        if short is not None:
            return short
        unnamed = lower in nouns("unnamed") or (lower in roles() and lower not in nouns("body"))
        anonymous = unnamed and lower not in nouns("group")
        if lower not in nouns("unnamed") and not plural and definite and determiners:
            anonymous = False  # "the mayor" is somebody whom everybody can name
        return Speaker(as_written(self.words, head, piece), -1, anonymous, plural, "as the report has it")

    def in_full(self, head: int, piece: Piece, lower: str) -> Speaker | None:
        """ "The service": the body that the report last called so with more words ("the civil protection service")."""
        found = named_in_full(self.words, head, piece[0])
        if found is None:
            return None
        at, phrase = found
        if self.referents.at[at] >= 0:
            return self.speaker(self.referents.at[at], f"the body whose name ends in “{lower}”")
        return Speaker(as_written(self.words, at, phrase), reason=f"the {lower} that was named in full before")

    def short_name(self, head: int, lower: str) -> Speaker | None:
        """ "the Guard": the last body named with that word in its name."""
        entities = self.referents.entities
        seen = bisect_left(self.referents.mentions, (head, -1))
        for _, number in reversed(self.referents.mentions[max(0, seen - epithets.LOOK) : seen]):
            if entities[number].type == "ORG" and lower in entities[number].name.lower().split():
                return self.speaker(number, f"the body whose name has “{lower}”")
        return None

    def owner(self, head: int, piece: Piece) -> Speaker | None:
        """Who owns or is served by the noun: "X's spokesman", "an X spokesman", "a spokesman for X"."""
        words = self.words
        for c in words.children[head]:
            if words.dep[c] in ("poss", "compound", "nmod") and c < head:
                if self.referents.at[c] >= 0:
                    return self.speaker(self.referents.at[c], "named in the source")
                if words.dep[c] == "poss" or words.text[c].lower() in nouns("body") | nouns("group"):
                    return self.one(c, (min(piece[0], words.first[c]), c))
            elif words.dep[c] in ("prep", "agent") and words.lemma[c] in ("for", "of", "from", "by", "at", "with"):
                for inner in words.children[c]:
                    if words.dep[inner] == "pobj":
                        return self.one(inner, (words.first[inner], min(words.last[inner], max(piece[1], inner))))
        return None
