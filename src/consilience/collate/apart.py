"""Pairs of claims that are alike and yet not the same: what keeps two claims out of one finding.

A score says how alike two claims are; "the 12th package" and "the 13th", "bought" and
"sold", "A sued B" and "B sued A" are as alike as can be. What is found here is never joined, whatever its score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consilience.collate.units import Lexicon, Unit
from consilience.model import Quantity
from consilience.tables import opposites

Pair = tuple[int, int]


def _undo(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether what one claim says was done undoes what the other says; "did not buy" may well be "sold"."""
    if one.claim.polarity != other.claim.polarity:
        return False
    return opposites.are(lexicon.keys[one.predicate], lexicon.keys[other.predicate])


def _ordinals(unit: Unit) -> list[Quantity]:
    return [q for q in unit.quantities if q.unit == "ordinal" and q.value is not None and q.counted]


def _numbered_otherwise(one: Unit, other: Unit) -> bool:
    """Whether both number a thing of one kind, and no number is the same."""
    mine, yours = ({(q.counted or "").split()[-1].lower(): q.value for q in _ordinals(u)} for u in (one, other))
    shared = mine.keys() & yours.keys()
    return bool(shared) and all(mine[kind] != yours[kind] for kind in shared)


def _turned_round(one: Unit, other: Unit) -> bool:
    """Whether what one claim says was done to somebody, the other says that somebody did."""
    crossed = one.acting & other.acted_on and one.acted_on & other.acting
    return bool(crossed) and not one.acting & other.acting and not one.acted_on & other.acted_on


def apart(units: Sequence[Unit], lexicon: Lexicon, pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Those of the pairs whose claims are known not to state the same thing."""
    return frozenset(
        (i, j)
        for i, j in pairs
        if _undo(units[i], units[j], lexicon)
        or _numbered_otherwise(units[i], units[j])
        or _turned_round(units[i], units[j])
    )
