"""How many there were in all: the people on board, the crew, by each report, wherever it tells it.

A headcount is told by the way ("a tanker with 23 people on board"), like an age, so it is not looked for within one
finding. Who gives two counts tells of two ships, or of a part, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

from consilience.collate.background import goes_on_about_the_past, is_new
from consilience.collate.moments import all_before
from consilience.collate.numbers import bounds, is_part
from consilience.collate.tolls import tolls_told
from consilience.collate.units import Unit, home_of, is_ruled_out
from consilience.collate.values import span_of
from consilience.model import Annotated, Conflict, ConflictRelation, Quantity, Side, Span
from consilience.tables import load

_ALL = re.compile(r"\b(?:all|the|its|their)\s+$", re.IGNORECASE)
_SOME = re.compile(r"\b(?:other|another|further|first|last|remaining)\s+$", re.IGNORECASE)
_BEFORE = 24  # characters before a number that are looked at


@dataclass(frozen=True, slots=True)
class _Kind:
    """A headcount of the table: what it counts, and what stands before or behind its number."""

    what: str
    before: re.Pattern[str] | None
    behind: re.Pattern[str]


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            row["what"],
            re.compile(row["before"], re.IGNORECASE) if "before" in row else None,
            re.compile(row["behind"], re.IGNORECASE),
        )
        for row in load("headcounts.toml").values()
    )


def _told(unit: Unit, annotated: Annotated) -> Iterator[tuple[str, Quantity]]:
    """The headcounts of one claim. What became of some on board counts these; "all 12 on board died" counts all."""
    claim, text = unit.claim, annotated.report.text
    told = claim.quantities and claim.polarity != "negative" and is_new(claim, annotated)
    if not told or goes_on_about_the_past(claim, annotated):
        return
    outcome = bool(tolls_told(annotated.tokens.lemma[t] for t in claim.tokens))
    for quantity in (annotated.quantities[k] for k in claim.quantities):
        before = max(0, quantity.start - _BEFORE)
        whole = _ALL.search(text, before, quantity.start) is not None
        part = _SOME.search(text, before, quantity.start) or is_part(quantity, text) or is_ruled_out(quantity, text)
        if quantity.value is None or quantity.unit is not None or part or (outcome and not whole):
            continue
        for kind in _kinds():
            led = kind.before is not None and kind.before.search(text, before, quantity.start)
            if led or kind.behind.match(text, quantity.end):
                yield kind.what, quantity


def headcounts(units: Sequence[Unit], reports: Sequence[Annotated], finding_of: Mapping[int, str]) -> list[Conflict]:
    """One conflict for each headcount that the reports put differently; ``finding_of`` maps units to findings.

    A *revision* where it moves with the days of the reports, *precision* where all can be true, else a *contradiction*.
    One that no finding holds is left out.
    """
    published = {a.report.id: (a.report.published or "")[:10] for a in reports}
    given: dict[str, dict[int, dict[tuple[float, float], list[Span]]]] = {}
    for unit in units:
        annotated = reports[unit.report]
        for what, quantity in _told(unit, annotated):
            counts = given.setdefault(what, {}).setdefault(unit.report, {})
            counts.setdefault(bounds(quantity), []).append(span_of(annotated.report.id, quantity))
    made = []
    for what, by_report in sorted(given.items()):
        sides: dict[tuple[float, float], set[Span]] = {}
        for counts in by_report.values():
            if len(counts) == 1:
                ((value, spans),) = counts.items()
                sides.setdefault(value, set()).update(spans)
        values = sorted(sides)
        ordered = [sorted(sides[value], key=lambda s: (s.report, s.start)) for value in values]
        home = home_of((span for spans in ordered for span in spans), units, reports, finding_of)
        if len(values) < 2 or home is None:
            continue
        relation, reason = _relation(values, [[s.report for s in spans] for spans in ordered], published)
        found = tuple(Side(spans[0].text, tuple(spans)) for spans in ordered)
        made.append(Conflict("", home, "number", relation, found, reason.format(what)))
    return made


def _relation(
    values: Sequence[tuple[float, float]], sides: Sequence[Sequence[str]], published: Mapping[str, str]
) -> tuple[ConflictRelation, str]:
    if all(one[0] <= other[1] and other[0] <= one[1] for one, other in combinations(values, 2)):
        return "precision", "all figures for {} can be true together"
    if all(all_before(a, b, published) for a, b in pairwise(sides)):
        return "revision", "the number of {} moves with the times of the reports"
    return "contradiction", "the reports put the number of {} differently"
