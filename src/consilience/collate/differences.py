"""Where two claims differ in value: numbers and units, days, places, and what one affirms and the other denies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from consilience.collate.numbers import numbers
from consilience.collate.pairs import Pair
from consilience.collate.places import compatible, where
from consilience.collate.units import Lexicon, Unit
from consilience.collate.values import Difference, Value, alike, value_of
from consilience.collate.when import Days, days, may_last_as_long, naming, periods
from consilience.model import (
    Annotated,
    Claim,
    ConflictRelation,
    Place,
    Report,
    Span,
)

Places = tuple[Place, ...]
SURE = 0.5  # a pair of claims must be this likely the same before a difference is called a contradiction
LIKELY = 0.3  # and this likely where both tell of one act
SAME_PREDICATE = 0.6
SAME_NAMED = 0.45  # likeness of two nouns that name one thing, each with its day ("the May slayings")


def _one_act(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    return float(lexicon.likeness[one.predicate, other.predicate]) >= SAME_PREDICATE


def _moment(unit: int, of: Days, report: str) -> Value:
    return value_of(unit, of.expression, report, of.earliest + of.clock, of.latest + of.clock)


def _may_agree(a: Days, b: Days) -> bool:
    return a.meets(b) or a.but_for_the_year(b) or a.of_one_weekday(b)


def _dates(one: Unit, other: Unit, of: tuple[Report, Report], at: Pair, sure: bool) -> list[Difference]:
    """How the times of two claims differ: equal ones go first, then those that can agree, then the one left over."""
    left, right = days(one, of[0]), days(other, of[1])
    for a in tuple(left):
        equal = next((b for b in right if (a.earliest, a.latest, a.clock) == (b.earliest, b.latest, b.clock)), None)
        if equal is not None:
            left.remove(a)
            right.remove(equal)
    found = []
    for a in tuple(left):
        b = next((b for b in right if _may_agree(a, b)), None)
        if b is None:
            continue
        left.remove(a)
        right.remove(b)
        sides = (_moment(at[0], a, of[0].id), _moment(at[1], b, of[1].id))
        first, second = a.expression.text, b.expression.text
        if a.clock and b.clock and a.clock != b.clock:
            found.append(Difference("date", "undecided", sides, f"{first} against {second}"))
        elif a.meets(b):
            found.append(Difference("date", "precision", sides, f"{first} and {second} can be the same time"))
        else:
            reason = f"{first} and {second}: of which week or year is left open"
            found.append(Difference("date", "ambiguity", sides, reason))
    if len(left) == len(right) == 1 and not found:
        a, b = left[0], right[0]
        agree = sure and a.direct and b.direct and one.claim.factuality == other.claim.factuality
        reason = (
            f"{a.expression.text} ({a.earliest} to {a.latest}) against {b.expression.text} ({b.earliest} to {b.latest})"
        )
        sides = (_moment(at[0], a, of[0].id), _moment(at[1], b, of[1].id))
        found.append(Difference("date", "contradiction" if agree else "undecided", sides, reason))
        return found
    for a, b in _as_exact(left, right):
        sides = (_moment(at[0], a, of[0].id), _moment(at[1], b, of[1].id))
        found.append(Difference("date", "undecided", sides, f"{a.expression.text} against {b.expression.text}"))
    return found


def _as_exact(left: Sequence[Days], right: Sequence[Days]) -> list[tuple[Days, Days]]:
    """Of times that are left over, those that are the only ones of their kind (a day, a month, a year) on each side."""
    found = []
    for size in sorted({d.size for d in left} & {d.size for d in right}):
        mine, yours = ([d for d in side if d.size == size] for side in (left, right))
        if len(mine) == len(yours) == 1:
            found.append((mine[0], yours[0]))
    return found


def _named_days(
    one: Unit, other: Unit, of: tuple[Annotated, Annotated], at: Pair, lexicon: Lexicon
) -> list[Difference]:
    """Two days that name things of one kind ("the May 2005 shooting", "Sunday's game")."""
    found = []
    right = naming(other.claim, of[1])
    for noun, a in naming(one.claim, of[0]):
        like = [b for counterpart, b in right if alike(noun, counterpart, lexicon) >= SAME_NAMED]
        if not like or any(_may_agree(a, b) for b in like):
            continue
        sides = (_moment(at[0], a, of[0].report.id), _moment(at[1], like[0], of[1].report.id))
        reason = f"{a.expression.text} against {like[0].expression.text}: perhaps two of a kind"
        found.append(Difference("date", "undecided", sides, reason))
    return found


def _periods(one: Unit, other: Unit, ids: tuple[str, str], at: Pair, sure: bool) -> list[Difference]:
    """Two lengths of time, where each claim has one that is no quantity too ("a season", "a year")."""
    left, right = ([p for p in periods(u) if all(q.start != p.start for q in u.quantities)] for u in (one, other))
    if len(left) != 1 or len(right) != 1 or left[0].value == right[0].value:
        return []
    a, b = left[0], right[0]
    sides = (value_of(at[0], a, ids[0], a.value, a.value), value_of(at[1], b, ids[1], b.value, b.value))
    relation: ConflictRelation = "contradiction" if sure else "undecided"
    if "X" in a.value + b.value:
        relation = "precision" if may_last_as_long(a.value, b.value) else "undecided"
    return [Difference("date", relation, sides, f"{a.text} against {b.text}")]


def _mention(unit: int, place: Place, annotated: Annotated, claim: Claim) -> Value | None:
    """The words of a claim that name a place."""
    for mention in annotated.places:
        if mention.place == place and claim.start <= mention.start < claim.end:
            span = Span(annotated.report.id, mention.start, mention.end, mention.text)
            return Value(unit, mention.text, span, mention.text, mention.text, True)
    return None


def _places(
    one: Unit, other: Unit, of: tuple[Annotated, Annotated], at: Pair, places: tuple[Places, Places]
) -> list[Difference]:
    """Where the places of two claims lie apart, all of them, or one lies in the other."""
    left, right = (
        [p for p in side if not any(compatible(p, q) == "same" for q in against)]
        for side, against in (places, places[::-1])
    )
    relations = {(a, b): compatible(a, b) for a in left for b in right}
    kinds = set(relations.values())
    if not kinds or not kinds <= {"apart", "inside"}:
        return []
    kind = "inside" if "inside" in kinds and not _towns_apart(relations) else "apart"
    pairs = [pair for pair, relation in relations.items() if relation == kind]
    a, b = min(pairs, key=lambda pair: pair[0].sort != pair[1].sort)  # a town against a town, the first of them
    first, second = _mention(at[0], a, of[0], one.claim), _mention(at[1], b, of[1], other.claim)
    if first is None or second is None:
        return []
    if kind == "inside":
        reason = f"{a.name} and {b.name}: one lies in the other"
        return [Difference("place", "precision", (first, second), reason)]
    return [Difference("place", "undecided", (first, second), f"{a.name} or {b.name}, which lie apart")]


def _towns_apart(relations: Mapping[tuple[Place, Place], str]) -> bool:
    """Whether two towns lie apart, and no town is in the other's: that both lie in one state makes them no one town."""
    of_towns = {relation for (a, b), relation in relations.items() if a.sort == b.sort == "town"}
    return of_towns == {"apart"}


def _whole(unit: Unit, number: int, report: str) -> Value:
    claim = unit.claim
    return Value(
        number, claim.polarity, Span(report, claim.start, claim.end, claim.text), claim.polarity, claim.polarity, True
    )


def _polarity(one: Unit, other: Unit, lexicon: Lexicon, ids: tuple[str, str], at: Pair, sure: bool) -> list[Difference]:
    """A denial against an affirmation: of one predicate a contradiction, of two a question."""
    if one.claim.polarity == other.claim.polarity:
        return []
    one_act = _one_act(one, other, lexicon)
    if not one_act and not sure:
        return []
    sides = (_whole(one, at[0], ids[0]), _whole(other, at[1], ids[1]))
    relation: ConflictRelation = "contradiction" if sure and one_act else "undecided"
    return [Difference("polarity", relation, sides, "one affirms what the other denies")]


def differences(
    groups: Iterable[Iterable[Pair]],
    units: Sequence[Unit],
    lexicon: Lexicon,
    reports: Sequence[Annotated],
    scores: Mapping[Pair, float],
) -> list[list[Difference]]:
    """For each group of pairs the differences in number, time, place and polarity, in the order of the pairs."""

    @cache
    def happened(k: int) -> Places:
        return where(units[k].claim, reports[units[k].report])

    return [_between(pairs, units, lexicon, reports, scores, happened) for pairs in groups]


def _between(
    pairs: Iterable[Pair],
    units: Sequence[Unit],
    lexicon: Lexicon,
    reports: Sequence[Annotated],
    scores: Mapping[Pair, float],
    happened: Callable[[int], Places],
) -> list[Difference]:
    found: list[Difference] = []
    for i, j in pairs:
        one, other = units[i], units[j]
        ids = reports[one.report].report.id, reports[other.report].report.id
        one_act = _one_act(one, other, lexicon)
        sure = scores.get((i, j), 0.0) >= (LIKELY if one_act else SURE)
        both = reports[one.report], reports[other.report]
        found += numbers(one, other, lexicon, both, (i, j), sure, scores.get((i, j), 0.0) >= LIKELY)
        found += _dates(one, other, (both[0].report, both[1].report), (i, j), sure and one_act)
        found += _named_days(one, other, both, (i, j), lexicon)
        found += _periods(one, other, ids, (i, j), sure and one_act)
        if happened(i) and happened(j):
            found += _places(one, other, both, (i, j), (happened(i), happened(j)))
        found += _polarity(one, other, lexicon, ids, (i, j), sure)
    return found


def left_open(found: Sequence[Difference]) -> list[Difference]:
    """The same differences between claims that are no finding together: none is more than a question."""
    reason = "{}; whether both speak of one thing is left open"
    return [
        replace(d, relation="undecided", reason=reason.format(d.reason)) if d.relation == "contradiction" else d
        for d in found
    ]
