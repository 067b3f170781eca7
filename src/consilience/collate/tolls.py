"""The running toll of a story: how many died, were hurt or are missing, report by report.

A toll moves while the news is written, and each report states it in a sentence of
its own. So it is not looked for within one finding: the highest figure that each
report gives for the event stands for that report, and the figures are laid out in
the order of the days.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

from consilience.collate.findings import BACKGROUND_DAYS, is_new
from consilience.collate.numbers import bounds, counted_noun
from consilience.collate.units import Lexicon, Unit
from consilience.model import Annotated, Claim, Conflict, ConflictRelation, Quantity, Side, Span


@dataclass(frozen=True, slots=True)
class _Figure:
    unit: int
    quantity: Quantity
    span: Span
    low: float
    high: float


@cache
def _table() -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))
    counts = table.pop("counts")
    return {name: frozenset(words) for name, words in table.items()}, frozenset(counts["nouns"])


def _is_of_people(quantity: Quantity) -> bool:
    if quantity.unit is not None:
        return False
    noun = counted_noun(quantity.counted)
    nouns = _table()[1]
    return not noun or noun in nouns or noun.removesuffix("s") in nouns


def _figure(number: int, unit: Unit, report: str) -> _Figure | None:
    """The one number of people in the claim; None where there are several, or the claim denies or only fears."""
    counts = [q for q in unit.quantities if _is_of_people(q)]
    if len(counts) != 1 or unit.claim.polarity == "negative" or unit.claim.factuality not in ("asserted", "doubted"):
        return None
    quantity = counts[0]
    low, high = bounds(quantity)
    return _Figure(number, quantity, Span(report, quantity.start, quantity.end, quantity.text), low, high)


def tolls(
    units: Sequence[Unit], lexicon: Lexicon, reports: Sequence[Annotated], finding_of: Mapping[int, str]
) -> list[Conflict]:
    """One conflict for each toll that the reports put differently.

    A *revision* where the figure rises with the day of the report, *precision* where
    all figures can hold together, else *undecided*. ``finding_of`` maps units to findings.
    """
    found = []
    for name, words in _table()[0].items():
        highest: dict[int, _Figure] = {}
        keys = {lexicon.index[word] for word in words if word in lexicon.index}
        if not keys:
            continue
        for number, unit in enumerate(units):
            if not unit.quantities or number not in finding_of or keys.isdisjoint(unit.words.tolist()):
                continue
            if not is_new(unit, reports[unit.report]):
                continue
            figure = _figure(number, unit, reports[unit.report].report.id)
            best = highest.get(unit.report)
            if figure is not None and (best is None or figure.low > best.low):
                highest[unit.report] = figure
        conflict = _conflict(name, highest, reports, finding_of)
        if conflict is not None:
            found.append(conflict)
    return found


def _conflict(
    name: str, highest: Mapping[int, _Figure], reports: Sequence[Annotated], finding_of: Mapping[int, str]
) -> Conflict | None:
    sides: dict[tuple[float, float], list[tuple[str, _Figure]]] = {}
    for report, figure in highest.items():
        day = (reports[report].report.published or "")[:10]
        sides.setdefault((figure.low, figure.high), []).append((day, figure))
    if len(sides) < 2:
        return None
    ordered = [sides[key] for key in sorted(sides)]
    days = [(min(d for d, _ in side), max(d for d, _ in side)) for side in ordered]
    rises = all(early[1] < late[0] for early, late in pairwise(days)) and days[0][0] != ""
    meet = all(one[0] <= other[1] and other[0] <= one[1] for one in sides for other in sides)
    relation: ConflictRelation = "revision" if rises else "precision" if meet else "undecided"
    reasons = {
        "revision": f"the number of the {name} rises with the days on which the reports were published",
        "precision": f"all figures for the {name} can be true together",
        "undecided": f"the reports give several figures for the {name}, and their days do not order them",
    }
    latest = ordered[-1][0][1]
    return Conflict(
        id="",
        finding=finding_of[latest.unit],
        slot="number",
        relation=relation,
        sides=tuple(
            Side(side[0][1].quantity.text, tuple(sorted((f.span for _, f in side), key=lambda s: (s.report, s.start))))
            for side in ordered
        ),
        reason=reasons[relation],
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """A toll as one report gives it: its words, and the least and the most that they allow."""

    span: Span
    low: float
    high: float


def stated(annotated: Annotated) -> dict[str, Stated]:
    """The highest figure that one report gives for each toll of the event, by the name of the toll."""
    found: dict[str, Stated] = {}
    for claim in annotated.claims:
        lemmas = {annotated.tokens.lemma[token] for token in claim.tokens}
        counts = [q for q in (annotated.quantities[k] for k in claim.quantities) if _is_of_people(q)]
        if len(counts) != 1 or claim.polarity == "negative" or claim.factuality not in ("asserted", "doubted"):
            continue
        if not claim.new or _is_past(annotated, claim):
            continue
        quantity = counts[0]
        low, high = bounds(quantity)
        figure = Stated(Span(annotated.report.id, quantity.start, quantity.end, quantity.text), low, high)
        for name, words in _table()[0].items():
            if not words.isdisjoint(lemmas) and (name not in found or low > found[name].low):
                found[name] = figure
    return found


def _is_past(annotated: Annotated, claim: Claim) -> bool:
    """Whether the claim dates itself well before its report."""
    published = (annotated.report.published or "")[:10]
    times = [annotated.times[k] for k in claim.times]
    ends = [t.latest for t in times if t.latest and t.type in ("DATE", "TIME")]
    if not published or not ends:
        return False
    return (date.fromisoformat(published) - date.fromisoformat(max(ends)[:10])).days > BACKGROUND_DAYS
