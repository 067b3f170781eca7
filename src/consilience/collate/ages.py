"""How old the reports say that a person is: ages of one person are held against one another wherever they stand.

An age is told by the way ("Anna Hale, 54,"), in sentences that seldom state the same, so it is not looked for
within one finding.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from consilience.collate.units import Unit, around, children, is_age
from consilience.model import Annotated, Conflict, ConflictRelation, Quantity, Side, Span, StoryEntity

# How an age hangs on the name, or on the noun beside it: "Hale, 54", "a 54-year-old nurse", "aged 54".
_OWN = frozenset(
    {"amod", "nummod", "npadvmod", "appos", "compound", "nmod", "acl", "quantmod", "advmod", "dep", "pobj"}
)
_CLIMB = 5
# Reports that lie so few days apart are not parted by a birthday.
BIRTHDAY_DAYS = 7


def whose(annotated: Annotated, age: Quantity) -> int:
    """The index of the person of the report who is said to be so old, -1 where that is not clear."""
    tokens = annotated.tokens
    inside = range(bisect_left(tokens.start, age.start), bisect_left(tokens.start, age.end))
    if not inside:
        return -1
    first, last = (find(tokens.sentence, tokens.sentence[inside[0]]) for find in (bisect_left, bisect_right))
    below = children(tokens, range(first, last))
    top = next((t for t in inside if not inside[0] <= tokens.head[t] <= inside[-1]), inside[0])
    found = _person(annotated, top)
    for _ in range(_CLIMB):
        if found >= 0 or tokens.dep[top] not in _OWN or tokens.head[top] == top:
            break
        top = tokens.head[top]
        found = _named(annotated, top, below)
    if found < 0 and tokens.dep[top] in ("attr", "acomp"):  # "Hale is 54", "Hale, who is 54"
        found = _subject(annotated, tokens.head[top], below)
    return found


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


def _subject(annotated: Annotated, verb: int, below: Mapping[int, Sequence[int]]) -> int:
    tokens = annotated.tokens
    subject = next((t for t in below.get(verb, ()) if tokens.dep[t] == "nsubj"), None)
    if subject is None or tokens.lemma[verb] != "be":
        return -1
    if tokens.lemma[subject] == "who" and tokens.dep[verb] == "relcl":
        return _person(annotated, tokens.head[verb])
    return _person(annotated, subject)


def _told(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> dict[str, dict[float, list[Span]]]:
    """For every person of the story, by id, the ages that reports give, with the words."""
    known = {mention: entity.id for entity in entities if entity.type == "PERSON" for mention in entity.mentions}
    found: dict[str, dict[float, list[Span]]] = {}
    for annotated in reports:
        for age in annotated.quantities:
            if age.value is None or not is_age(age) or (age.low, age.high) != (None, None):
                continue
            person = whose(annotated, age)
            entity = known.get((annotated.report.id, annotated.entities[person].id)) if person >= 0 else None
            if entity is not None:
                span = Span(annotated.report.id, age.start, age.end, age.text)
                found.setdefault(entity, {}).setdefault(age.value, []).append(span)
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
        home = next((k for s in spans if (k := around(s, units, reports, finding_of)) is not None), None)
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
                finding_of[home],
                "number",
                relation,
                sides,
                f"the reports put the age of {names[person]} differently",
            )
        )
    return made
