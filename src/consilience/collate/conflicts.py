"""Where the claims of one finding differ, slot by slot, and how they differ.

A difference is named by its relation: a *contradiction* cannot both be true, a
*revision* moves a figure on in the order of publication, *precision* says the
same more or less exactly, *ambiguity* turns on a word with two readings,
*wording* is one utterance in other words. What cannot be told apart is
``undecided``, never silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from consilience.collate.pairs import Pair
from consilience.collate.units import Lexicon, Unit
from consilience.collate.when import days
from consilience.model import (
    Annotated,
    Conflict,
    ConflictRelation,
    ConflictSlot,
    Finding,
    Quantity,
    Quotation,
    Report,
    Side,
    Span,
    TimeExpression,
)

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


def counts_the_same(one: Quantity, other: Quantity, lexicon: Lexicon, index: Mapping[str, int]) -> bool:
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
    i, j = (index.get(w, index.get(w.rstrip("s"), -1)) for w in (a, b))
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


def _numbers(
    one: Unit, other: Unit, lexicon: Lexicon, index: Mapping[str, int], ids: tuple[str, str], at: Pair, sure: bool
) -> list[Difference]:
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
            if counts_the_same(a, b, lexicon, index):
                difference = _number(one, other, a, b, ids, at, sure)
                right.remove(b)
                if difference:
                    found.append(difference)
                break
    return found


def _dates(one: Unit, other: Unit, of: tuple[Report, Report], at: Pair, sure: bool) -> list[Difference]:
    """The one difference in time between two claims, if there is one: a pair that can agree goes first."""
    left, right = days(one, of[0]), days(other, of[1])
    pairs = [(a, b) for a in left for b in right]
    meeting = [(a, b) for a, b in pairs if a.meets(b) or a.but_for_the_year(b) or a.of_one_weekday(b)]
    chosen = meeting or (pairs if len(left) == len(right) == 1 else [])
    for a, b in chosen[:1]:
        if (a.earliest, a.latest, a.clock) == (b.earliest, b.latest, b.clock):
            return []
        first, second = a.expression, b.expression
        sides = (
            _value(at[0], first, of[0].id, a.earliest + a.clock, a.latest + a.clock),
            _value(at[1], second, of[1].id, b.earliest + b.clock, b.latest + b.clock),
        )
        if not meeting:
            agree = sure and a.direct and b.direct and one.claim.factuality == other.claim.factuality
            reason = f"{first.text} ({a.earliest} to {a.latest}) against {second.text} ({b.earliest} to {b.latest})"
            return [Difference("date", "contradiction" if agree else "undecided", sides, reason)]
        if a.clock and b.clock and a.clock != b.clock:
            return [Difference("date", "undecided", sides, f"{first.text} against {second.text}")]
        if a.meets(b):
            return [Difference("date", "precision", sides, f"{first.text} and {second.text} can be the same time")]
        reason = f"{first.text} and {second.text}: of which week or year is left open"
        return [Difference("date", "ambiguity", sides, reason)]
    return []


def _whole(unit: Unit, number: int, report: str) -> Value:
    claim = unit.claim
    return Value(
        number, claim.polarity, Span(report, claim.start, claim.end, claim.text), claim.polarity, claim.polarity, True
    )


def _polarity(one: Unit, other: Unit, lexicon: Lexicon, ids: tuple[str, str], at: Pair, sure: bool) -> list[Difference]:
    """A denial against an affirmation of one predicate; of two predicates it would mean nothing."""
    if one.claim.polarity == other.claim.polarity:
        return []
    if float(lexicon.likeness[one.predicate, other.predicate]) < SAME_PREDICATE:
        return []
    sides = (_whole(one, at[0], ids[0]), _whole(other, at[1], ids[1]))
    relation: ConflictRelation = "contradiction" if sure else "undecided"
    return [Difference("polarity", relation, sides, "one affirms what the other denies")]


def differences(
    pairs: Iterable[Pair],
    units: Sequence[Unit],
    lexicon: Lexicon,
    reports: Sequence[Annotated],
    scores: Mapping[Pair, float],
) -> list[Difference]:
    """All differences in number, date and polarity between the claims of each pair, in the order of the pairs."""
    index = {key: k for k, key in enumerate(lexicon.keys)}
    found: list[Difference] = []
    for i, j in pairs:
        one, other = units[i], units[j]
        ids = reports[one.report].report.id, reports[other.report].report.id
        alike = float(lexicon.likeness[one.predicate, other.predicate]) >= SAME_PREDICATE
        sure = scores.get((i, j), 0.0) >= (LIKELY if alike else SURE)
        found += _numbers(one, other, lexicon, index, ids, (i, j), sure)
        of = reports[one.report].report, reports[other.report].report
        found += _dates(one, other, of, (i, j), sure and alike)
        found += _polarity(one, other, lexicon, ids, (i, j), sure)
    return found


def left_open(found: Sequence[Difference]) -> list[Difference]:
    """The same differences between claims that are no finding together: none is more than a question."""
    reason = "{}; whether both speak of one thing is left open"
    return [
        replace(d, relation="undecided", reason=reason.format(d.reason)) if d.relation == "contradiction" else d
        for d in found
    ]


_STRENGTH: tuple[ConflictRelation, ...] = (
    "contradiction",
    "revision",
    "ambiguity",
    "undecided",
    "precision",
    "wording",
)


def _sides(group: Sequence[Difference]) -> tuple[Side, ...]:
    spans: dict[tuple[float | str, float | str], tuple[str, set[Span]]] = {}
    for difference in group:
        for value in difference.sides:
            _, where = spans.setdefault((value.low, value.high), (value.label, set()))
            where.add(value.span)
    ordered = sorted(spans.items(), key=lambda item: (str(type(item[0][0])), item[0]))
    return tuple(
        Side(label, tuple(sorted(where, key=lambda s: (s.report, s.start, s.end)))) for _, (label, where) in ordered
    )


def _revised(sides: Sequence[Side], published: Mapping[str, str]) -> bool:
    """Whether the sides' values rise with the days on which their reports were published."""
    days = [{published.get(s.report, "")[:10] for s in side.spans} for side in sides]
    if any("" in d for d in days):
        return False
    return all(max(a) < min(b) for a, b in pairwise(days))


def conflicts(
    finding: str,
    found: Sequence[Difference],
    published: Mapping[str, str],
) -> list[Conflict]:
    """One conflict for each slot of a finding in which its claims differ; ids are given later.

    ``published`` maps report ids to their days: figures that rise from day to day are a revision.
    """
    made = []
    for slot in ("number", "date", "polarity", "other"):
        of_slot = [d for d in found if d.slot == slot]
        for group in _linked(of_slot):
            relation = min((d.relation for d in group), key=_STRENGTH.index)
            kept = [d for d in group if d.relation == relation] if relation in ("contradiction", "undecided") else group
            sides = _sides(group if slot == "number" else kept)
            if len(sides) < 2:
                continue
            reason = next(d.reason for d in group if d.relation == relation)
            if slot == "number" and relation == "contradiction" and _revised(sides, published):
                relation, reason = "revision", "the figure moves with the day of the report"
            made.append(Conflict("", finding, slot, relation, sides, reason))
    return made


def _linked(found: Sequence[Difference]) -> list[list[Difference]]:
    """Differences that share a value's place belong to one conflict."""
    groups: list[tuple[set[Span], list[Difference]]] = []
    for difference in found:
        spans = {value.span for value in difference.sides}
        touching = [g for g in groups if g[0] & spans]
        merged = (spans.union(*(g[0] for g in touching)), [d for g in touching for d in g[1]] + [difference])
        groups = [g for g in groups if g not in touching] + [merged]
    return [differences for _, differences in groups]


def wordings(quotations: Sequence[Quotation], findings: Sequence[Finding], least: float = 0.03) -> list[Conflict]:
    """One conflict for each utterance that reports give in different words, at the first finding that holds it."""
    made = []
    for quotation in quotations:
        if len({v.report for v in quotation.variants}) < 2 or quotation.difference < least:
            continue
        by_text: dict[str, list[Span]] = {}
        for variant in quotation.variants:
            by_text.setdefault(" ".join(variant.text.lower().split()).strip(" .,"), []).append(variant)
        if len(by_text) < 2:
            continue
        sides = tuple(Side(spans[0].text, tuple(spans)) for spans in by_text.values())
        who = quotation.speaker or "one speaker"
        reason = f"{who} is quoted in {len(sides)} wordings"
        made.append(Conflict("", _finding_of(quotation, findings), "quotation", "wording", sides, reason))
    return made


def _finding_of(quotation: Quotation, findings: Sequence[Finding]) -> str:
    """The first finding of which a support shares characters with the quotation; "" where none does."""
    for finding in findings:
        for support in finding.support:
            if any(
                v.report == support.report and v.start < support.end and support.start < v.end
                for v in quotation.variants
            ):
                return finding.id
    return ""


def numbered(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The same conflicts with their ids, ``C1``, ``C2`` …, in order."""
    return tuple(replace(conflict, id=f"C{k}") for k, conflict in enumerate(found, start=1))
