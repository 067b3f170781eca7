"""The running toll of a story: how many died, were hurt or are missing, report by report.

A toll moves while the news is written, and each report states it in a sentence of
its own. So it is not looked for within one finding: the highest figure that each
report gives for the event stands for that report, and the figures are laid out in
the order of the days.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Literal

from consilience.collate.findings import BACKGROUND_DAYS, is_new
from consilience.collate.moments import moment, order_of
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
def _table() -> tuple[Mapping[str, frozenset[str]], frozenset[str], frozenset[str]]:
    """The words of each toll, the nouns of those whom tolls count, and the tolls that may fall."""
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))
    counts = table.pop("counts")
    words = {name: frozenset(words) for name, words in table.items()}
    return words, frozenset(counts["nouns"]), frozenset(counts["fall"])


def tolls_told(lemmas: Iterable[str]) -> frozenset[str]:
    """Of which tolls the words speak."""
    words = frozenset(lemmas)
    return frozenset(name for name, own in _table()[0].items() if not own.isdisjoint(words))


def _is_of_people(quantity: Quantity) -> bool:
    if quantity.unit is not None:
        return False
    noun = counted_noun(quantity.counted)
    nouns = _table()[1]
    return not noun or noun in nouns or noun.removesuffix("s") in nouns


def _figure(number: int, unit: Unit, report: str, name: str) -> _Figure | None:
    """The one number of people in the claim that the toll can count.

    None where there are several, or the claim denies or only fears. "58 dead and 430 injured" has one for each toll.
    """
    if unit.claim.polarity == "negative" or unit.claim.factuality not in ("asserted", "doubted"):
        return None
    tolls, counts = _table()[0], [q for q in unit.quantities if _is_of_people(q)]
    said = {id(q): frozenset((q.counted or "").lower().split()) for q in counts}
    own = [q for q in counts if said[id(q)] & tolls[name]]
    others = [q for q in counts if any(said[id(q)] & words for other, words in tolls.items() if other != name)]
    counts = own or [q for q in counts if q not in others]
    if len(counts) != 1:
        return None
    quantity = counts[0]
    low, high = bounds(quantity)
    return _Figure(number, quantity, Span(report, quantity.start, quantity.end, quantity.text), low, high)


def tolls(
    units: Sequence[Unit], lexicon: Lexicon, reports: Sequence[Annotated], finding_of: Mapping[int, str]
) -> list[Conflict]:
    """One conflict for each toll that the reports put differently.

    A *revision* where the figure rises, or falls, with the time of the report, *precision* where
    all figures can hold together, else *undecided*. ``finding_of`` maps units to findings.
    """
    found = []
    home = _homes(units, finding_of)
    for name, words in _table()[0].items():
        highest: dict[int, list[_Figure]] = {}
        keys = {lexicon.index[word] for word in words if word in lexicon.index}
        if not keys:
            continue
        for number, unit in enumerate(units):
            if not unit.quantities or number not in home or keys.isdisjoint(unit.words.tolist()):
                continue
            if not is_new(unit, reports[unit.report]):
                continue
            figure = _figure(number, unit, reports[unit.report].report.id, name)
            best = highest.get(unit.report)
            if figure is not None and (best is None or figure.low > best[0].low):
                highest[unit.report] = [figure]
            elif figure is not None and best is not None and (figure.low, figure.high) == (best[0].low, best[0].high):
                best.append(figure)
        conflict = _conflict(name, highest, reports, home)
        if conflict is not None:
            found.append(conflict)
    return found


def _homes(units: Sequence[Unit], finding_of: Mapping[int, str]) -> dict[int, str]:
    """The finding of every claim; one with a number that was left out of all has that of the claim around it."""
    of_report: dict[int, list[int]] = {}
    for k in finding_of:
        of_report.setdefault(units[k].report, []).append(k)
    home = dict(finding_of)
    for number, unit in enumerate(units):
        if unit.quantities and number not in home:
            around = [k for k in of_report.get(unit.report, ()) if units[k].holds(unit)]
            if around:
                home[number] = finding_of[min(around, key=lambda k: units[k].claim.end - units[k].claim.start)]
    return home


def _conflict(
    name: str, highest: Mapping[int, Sequence[_Figure]], reports: Sequence[Annotated], finding_of: Mapping[int, str]
) -> Conflict | None:
    sides: dict[tuple[float, float], list[_Figure]] = {}
    for figures in highest.values():
        for figure in figures:
            sides.setdefault((figure.low, figure.high), []).append(figure)
    if len(sides) < 2:
        return None
    when = {f.unit: moment(reports[report].report.published or "") for report, own in highest.items() for f in own}
    ordered = [sides[key] for key in sorted(sides)]
    moves = _moves([f for side in ordered for f in side], when)
    if moves == "falls" and name not in _table()[2]:
        moves = None
    meet = all(one[0] <= other[1] and other[0] <= one[1] for one in sides for other in sides)
    relation: ConflictRelation = "revision" if moves else "precision" if meet else "undecided"
    reasons = {
        "revision": f"the number of the {name} {moves} with the times at which the reports were published",
        "precision": f"all figures for the {name} can be true together",
        "undecided": f"the reports give several figures for the {name}, and their times do not order them",
    }
    if moves == "falls":
        ordered.reverse()
    latest = ordered[-1][0]
    return Conflict(
        id="",
        finding=finding_of[latest.unit],
        slot="number",
        relation=relation,
        sides=tuple(
            Side(side[0].quantity.text, tuple(sorted((f.span for f in side), key=lambda s: (s.report, s.start))))
            for side in ordered
        ),
        reason=reasons[relation],
    )


def _moves(figures: Sequence[_Figure], when: Mapping[int, datetime | None]) -> Literal["rises", "falls"] | None:
    """Which way the figure goes with time; None where two that cannot both be true are not in that order.

    Figures that can both be true ("at least 9", "11") may come in any order, but not all of them may.
    """
    ways: set[Literal["rises", "falls"]] = set()
    for low, high in combinations(sorted(figures, key=lambda f: (f.low, f.high)), 2):
        first, second = when[low.unit], when[high.unit]
        apart = low.high < high.low
        order = None if first is None or second is None else order_of(first, second)
        if not order:
            if apart:
                return None
        elif low.low < high.low and (apart or order < 0):
            ways.add("rises" if order < 0 else "falls")
    return ways.pop() if len(ways) == 1 else None


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
