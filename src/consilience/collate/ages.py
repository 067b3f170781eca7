"""How old the reports say that a person is: ages of one person are held against one another wherever they stand.

An age is told by the way ("Anna Hale, 54,"), in sentences that seldom state the same, so it is not looked for
within one finding.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from consilience.collate.trees import children, of_sentence
from consilience.collate.units import Unit, home_of, is_age
from consilience.collate.values import span_of
from consilience.model import Annotated, Conflict, ConflictRelation, Quantity, Side, Span, StoryEntity, Tokens
from consilience.tables import frequency

# How an age hangs on the name, or on the noun beside it: "Hale, 54", "a 54-year-old nurse", "aged 54".
_OWN = frozenset(
    {"amod", "nummod", "npadvmod", "appos", "compound", "nmod", "acl", "quantmod", "advmod", "dep", "pobj"}
)
_CLIMB = 5
_REACH = 2  # sentences back in which "the 24-year-old" was named
TELLING = 5.0  # idf of a noun by which one person of a story can be told from all others
_WORD = re.compile(r"[^\W\d_]{2,}")
# Reports that lie so few days apart are not parted by a birthday.
BIRTHDAY_DAYS = 7


def bearer(annotated: Annotated, age: Quantity) -> tuple[int, int]:
    """The index of the person of the report who is said to be so old, and the word that stands for him or her.

    Either is -1 where that is not clear.
    """
    tokens = annotated.tokens
    inside = range(bisect_left(tokens.start, age.start), bisect_left(tokens.start, age.end))
    if not inside:
        return -1, -1
    below = children(tokens, of_sentence(tokens, tokens.sentence[inside[0]]))
    top = next((t for t in inside if not inside[0] <= tokens.head[t] <= inside[-1]), inside[0])
    found = _person(annotated, top)
    for _ in range(_CLIMB):
        if found >= 0 or tokens.dep[top] not in _OWN or tokens.head[top] == top:
            break
        top = tokens.head[top]
        found = _named(annotated, top, below)
    if found < 0 and tokens.dep[top] in ("attr", "acomp"):  # "Hale is 54", "Hale, who is 54"
        subject = _subject(tokens, tokens.head[top], below)
        return (_person(annotated, subject), subject) if subject >= 0 else (-1, -1)
    if found < 0 and any(tokens.dep[t] == "poss" and tokens.pos[t] == "PRON" for t in inside):  # "his age as 67"
        return _last_named(annotated, inside[0]), -1
    if found < 0 and top in inside and any(tokens.lemma[t] == "the" for t in below.get(top, ())):
        return _last_named(annotated, inside[0]), -1  # "The 24-year-old was suspended"
    return found, top


def _person(annotated: Annotated, token: int) -> int:
    entity = annotated.tokens.entity[token]
    return entity if entity >= 0 and annotated.entities[entity].type == "PERSON" else -1


def _named(annotated: Annotated, token: int, below: Mapping[int, Sequence[int]]) -> int:
    """The person that a word names, or that a noun stands beside: "a 54-year-old nurse, Anna Hale,"."""
    found = _person(annotated, token)
    if found >= 0 or annotated.tokens.pos[token] not in ("NOUN", "PROPN"):
        return found
    beside = [t for t in below.get(token, ()) if annotated.tokens.dep[t] == "appos"]
    people = {entity for t in beside if (entity := _person(annotated, t)) >= 0}
    return people.pop() if len(people) == 1 else -1


def _subject(tokens: Tokens, verb: int, below: Mapping[int, Sequence[int]]) -> int:
    subject = next((t for t in below.get(verb, ()) if tokens.dep[t] == "nsubj"), None)
    if subject is None or tokens.lemma[verb] != "be":
        return -1
    return tokens.head[verb] if tokens.lemma[subject] == "who" and tokens.dep[verb] == "relcl" else subject


def _last_named(annotated: Annotated, word: int) -> int:
    """The one person whom the sentences right before the word's own name, -1 where there are several or none.

    "The 59-year-old" that opens a paragraph is whom the report is about, not who is named last in the one before.
    """
    tokens, text = annotated.tokens, annotated.report.text
    for back in range(1, _REACH + 1):
        named = of_sentence(tokens, tokens.sentence[word] - back)
        people = {entity: t for t in named if tokens.pos[t] == "PROPN" and (entity := _person(annotated, t)) >= 0}
        if not people:
            continue
        person, at = people.popitem()
        opens = "\n" in text[tokens.end[at] : tokens.start[word]]
        return person if not people and (not opens or _is_most_named(annotated, person)) else -1
    return -1


def _is_most_named(annotated: Annotated, person: int) -> bool:
    """Whether no other person of the report is named more often."""
    people = [len(entity.mentions) for entity in annotated.entities if entity.type == "PERSON"]
    return len(annotated.entities[person].mentions) >= max(people, default=0)


class _Described:
    """The persons of a story by what the reports call them: "the 48-year-old opposition leader"."""

    def __init__(self, reports: Sequence[Annotated], known: Mapping[tuple[str, str], str]) -> None:
        self.called: dict[str, set[frozenset[str]]] = {}
        for annotated in reports:
            for entity in annotated.entities:
                person = known.get((annotated.report.id, entity.id))
                if person is not None:
                    words = (frozenset(_WORD.findall(text.lower())) for text in entity.descriptors)
                    self.called.setdefault(person, set()).update(words)

    def meant(self, annotated: Annotated, word: int) -> str | None:
        """The one person who is called so, where the words tell something ("shepherd", "opposition leader")."""
        tokens = annotated.tokens
        if word < 0 or tokens.pos[word] != "NOUN":
            return None
        parts = [t for t in range(word) if tokens.head[t] == word and tokens.dep[t] == "compound"]
        words = frozenset(tokens.text[t].lower() for t in (*parts, word) if tokens.pos[t] == "NOUN")
        if len(words) < 2 and frequency.idf(tokens.lemma[word]) < TELLING:
            return None
        people = {person for person, called in self.called.items() if any(words <= name for name in called)}
        return people.pop() if len(people) == 1 else None


def _told(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> dict[str, dict[float, list[Span]]]:
    """For every person of the story, by id, the ages that reports give, with the words."""
    known = {mention: entity.id for entity in entities if entity.type == "PERSON" for mention in entity.mentions}
    described = _Described(reports, known)
    found: dict[str, dict[float, list[Span]]] = {}
    for annotated in reports:
        for age in annotated.quantities:
            if age.value is None or not is_age(age) or (age.low, age.high) != (None, None):
                continue
            person, word = bearer(annotated, age)
            named = annotated.entities[person].id if person >= 0 else None
            entity = known.get((annotated.report.id, named)) if named else described.meant(annotated, word)
            if entity is not None:
                found.setdefault(entity, {}).setdefault(age.value, []).append(span_of(annotated.report.id, age))
    return found


def ages(
    units: Sequence[Unit],
    reports: Sequence[Annotated],
    entities: Sequence[StoryEntity],
    finding_of: Mapping[int, str],
) -> list[Conflict]:
    """One conflict for each person whose age the reports put differently; ``finding_of`` maps units to findings.

    A *contradiction*, or *undecided* where a birthday may lie between the reports. An age that no finding holds is
    left out.
    """
    names = {entity.id: entity.name for entity in entities}
    published = {a.report.id: a.report.published or "" for a in reports}
    made = []
    for person, told in sorted(_told(reports, entities).items()):
        spans = [span for value in sorted(told) for span in told[value]]
        if len(told) < 2 or len({span.report for span in spans}) < 2:
            continue
        home = home_of(spans, units, reports, finding_of)
        if home is None:
            continue
        stamps = {published[span.report][:10] for span in spans}
        days = [date.fromisoformat(stamp) for stamp in stamps if stamp]
        near = len(days) == len(stamps) and (max(days) - min(days)).days <= BIRTHDAY_DAYS
        relation: ConflictRelation = "contradiction" if near or max(told) - min(told) > 1 else "undecided"
        sides = tuple(Side(told[value][0].text, tuple(told[value])) for value in sorted(told))
        made.append(
            Conflict(
                "",
                home,
                "number",
                relation,
                sides,
                f"the reports put the age of {names[person]} differently",
            )
        )
    return made
