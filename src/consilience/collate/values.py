"""What a claim says in a slot, and two such values that are not the same."""

from __future__ import annotations

from dataclasses import dataclass

from consilience.collate.units import Lexicon
from consilience.model import ConflictRelation, ConflictSlot, Quantity, Span, TimeExpression


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


def span_of(report: str, item: Quantity | TimeExpression) -> Span:
    """The words of a number or a time, of the report of that id."""
    return Span(report, item.start, item.end, item.text)


def value_of(unit: int, item: Quantity | TimeExpression, report: str, low: float | str, high: float | str) -> Value:
    return Value(unit, item.text, span_of(report, item), low, high, low == high)


def alike(one: str, other: str, lexicon: Lexicon) -> float:
    """The likeness of two nouns in whatever number."""
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return 1.0
    i, j = (lexicon.index.get(w, lexicon.index.get(w.rstrip("s"), -1)) for w in (one, other))
    return float(lexicon.likeness[i, j]) if i >= 0 and j >= 0 else 0.0
