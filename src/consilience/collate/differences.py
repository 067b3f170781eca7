"""Where two claims differ in value: numbers and units, days, places, and what one affirms and the other denies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from consilience.collate.pairs import Pair
from consilience.collate.places import compatible, where
from consilience.collate.units import Lexicon, Unit
from consilience.collate.when import Days, days, periods
from consilience.model import (
    Annotated,
    Claim,
    ConflictRelation,
    ConflictSlot,
    Place,
    Quantity,
    Report,
    Span,
    TimeExpression,
)

Places = tuple[Place, ...]
SURE = 0.5  # a pair of claims must be this likely the same before a difference is called a contradiction
LIKELY = 0.3  # and this likely where both tell of one act
ROUGHLY = 0.1  # how far "about 100" reaches to either side
SAME_PREDICATE = 0.6
SAME_COUNTED = 0.6  # likeness of two counted nouns that count the same thing


@dataclass(frozen=True, slots=True)
class Value:
    """What one claim says in a slot: the words, their place, and the claim's number in the story."""

    unit: int
    label: str
    span: Span
    low: float | str
    high: float | str
    exact: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values of one slot that are not the same."""

    slot: ConflictSlot
    relation: ConflictRelation
    sides: tuple[Value, Value]
    reason: str


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The values that the words allow, both ends included."""
    if quantity.value is None:
        low = quantity.low if quantity.low is not None else float("-inf")
        return low, quantity.high if quantity.high is not None else float("inf")
    value = quantity.value
    if quantity.bound in (">=", ">"):
        return value, float("inf")
    if quantity.bound in ("<=", "<"):
        return float("-inf"), value
    if quantity.bound == "~":
        return value - abs(value) * ROUGHLY, value + abs(value) * ROUGHLY
    return value, value


def _head(counted: str | None) -> str:
    return counted.split()[-1].lower() if counted else ""


def counts_the_same(one: Quantity, other: Quantity, lexicon: Lexicon) -> bool:
    """Equal units, and counted nouns that are one word or nearly one in meaning."""
    if (one.unit or "") != (other.unit or ""):
        return False
    if one.unit == "ordinal":
        return False
    a, b = _head(one.counted), _head(other.counted)
    if not a or not b:
        return bool(one.unit) or a == b
    if a == b or a.rstrip("s") == b.rstrip("s"):
        return True
    i, j = (lexicon.index.get(w, lexicon.index.get(w.rstrip("s"), -1)) for w in (a, b))
    return i >= 0 and j >= 0 and float(lexicon.likeness[i, j]) >= SAME_COUNTED


def _value(unit: int, item: Quantity | TimeExpression, report: str, low: float | str, high: float | str) -> Value:
    span = Span(report, item.start, item.end, item.text)
    return Value(unit, item.text, span, low, high, low == high)


def _number(
    one: Unit, other: Unit, a: Quantity, b: Quantity, ids: tuple[str, str], at: Pair, sure: bool
) -> Difference | None:
    """How two quantities that count the same differ; None where they say the same."""
    ranges = bounds(a), bounds(b)
    if ranges[0] == ranges[1]:
        return None
    sides = (_value(at[0], a, ids[0], *ranges[0]), _value(at[1], b, ids[1], *ranges[1]))
    frequency = a.unit is not None and a.unit.startswith("/")
    if frequency and a.value != b.value and (a.low != a.high or b.low != b.high):
        return Difference("number", "ambiguity", sides, f"“{a.text}” or “{b.text}” can be read in two ways")
    meet = ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]
    if meet:
        return Difference("number", "precision", sides, f"{a.text} and {b.text} can both be true")
    if not sure or one.claim.factuality != other.claim.factuality:
        return Difference("number", "undecided", sides, f"{a.text} against {b.text}: perhaps not of one thing")
    return Difference("number", "contradiction", sides, f"{a.text} against {b.text} for the same count")


def _numbers(one: Unit, other: Unit, lexicon: Lexicon, ids: tuple[str, str], at: Pair, sure: bool) -> list[Difference]:
    """Each quantity is compared with the one of the other claim that it matches; agreeing ones are taken first."""
    left = list(one.quantities)
    right = list(other.quantities)
    for a in tuple(left):
        for b in tuple(right):
            if bounds(a) == bounds(b) and (a.unit or "") == (b.unit or "") and a in left:
                left.remove(a)
                right.remove(b)
    found = []
    for a in left:
        for b in tuple(right):
            if counts_the_same(a, b, lexicon):
                difference = _number(one, other, a, b, ids, at, sure)
                right.remove(b)
                if difference:
                    found.append(difference)
                break
            if _in_other_units(a, b) or (a.unit == b.unit == "ordinal" and a.value != b.value):
                sides = (_value(at[0], a, ids[0], a.text, a.text), _value(at[1], b, ids[1], b.text, b.text))
                found.append(Difference("number", "undecided", sides, f"{a.text} against {b.text}"))
                right.remove(b)
                break
    return found


def _in_other_units(one: Quantity, other: Quantity) -> bool:
    """Whether one number stands with two units ("25 miles", "25 kilometres")."""
    units = {one.unit, other.unit}
    return len(units) == 2 and None not in units and "ordinal" not in units and one.value == other.value is not None


def _moment(unit: int, of: Days, report: str) -> Value:
    return _value(unit, of.expression, report, of.earliest + of.clock, of.latest + of.clock)


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


def _periods(one: Unit, other: Unit, ids: tuple[str, str], at: Pair, sure: bool) -> list[Difference]:
    """Two lengths of time, where each claim has one that is no quantity too ("a season", "a year")."""
    left, right = ([p for p in periods(u) if all(q.start != p.start for q in u.quantities)] for u in (one, other))
    if len(left) != 1 or len(right) != 1 or left[0].value == right[0].value:
        return []
    a, b = left[0], right[0]
    sides = (_value(at[0], a, ids[0], a.value, a.value), _value(at[1], b, ids[1], b.value, b.value))
    vague = "X" in a.value + b.value
    relation: ConflictRelation = "precision" if vague else "contradiction" if sure else "undecided"
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
    left, right = places
    relations = {(a, b): compatible(a, b) for a in left for b in right}
    kinds = set(relations.values())
    if not kinds or not kinds <= {"apart", "inside"}:
        return []
    kind = "inside" if "inside" in kinds else "apart"
    a, b = next(pair for pair, relation in relations.items() if relation == kind)
    first, second = _mention(at[0], a, of[0], one.claim), _mention(at[1], b, of[1], other.claim)
    if first is None or second is None:
        return []
    if kind == "inside":
        reason = f"{a.name} and {b.name}: one lies in the other"
        return [Difference("place", "precision", (first, second), reason)]
    return [Difference("place", "undecided", (first, second), f"{a.name} or {b.name}, which lie apart")]


def _whole(unit: Unit, number: int, report: str) -> Value:
    claim = unit.claim
    return Value(
        number, claim.polarity, Span(report, claim.start, claim.end, claim.text), claim.polarity, claim.polarity, True
    )


def _polarity(one: Unit, other: Unit, lexicon: Lexicon, ids: tuple[str, str], at: Pair, sure: bool) -> list[Difference]:
    """A denial against an affirmation: of one predicate a contradiction, of two a question."""
    if one.claim.polarity == other.claim.polarity:
        return []
    alike = float(lexicon.likeness[one.predicate, other.predicate]) >= SAME_PREDICATE
    if not alike and not sure:
        return []
    sides = (_whole(one, at[0], ids[0]), _whole(other, at[1], ids[1]))
    relation: ConflictRelation = "contradiction" if sure and alike else "undecided"
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
        alike = float(lexicon.likeness[one.predicate, other.predicate]) >= SAME_PREDICATE
        sure = scores.get((i, j), 0.0) >= (LIKELY if alike else SURE)
        found += _numbers(one, other, lexicon, ids, (i, j), sure)
        of = reports[one.report].report, reports[other.report].report
        found += _dates(one, other, of, (i, j), sure and alike)
        found += _periods(one, other, ids, (i, j), sure and alike)
        if happened(i) and happened(j):
            both = reports[one.report], reports[other.report]
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
