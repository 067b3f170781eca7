"""The running toll of a story: how many died, were hurt or are missing, how much has burned, report by report.

A toll moves while the news is written, and each report states it in a sentence of
its own. So it is not looked for within one finding: the highest figure that each
report gives for the event stands for that report, and the figures are laid out in
the order of the days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import combinations
from typing import Literal

from consilience.collate.background import goes_on_about_the_past, is_new
from consilience.collate.moments import moment, order_of
from consilience.collate.numbers import bounds, counted_noun
from consilience.collate.units import Unit, is_ruled_out
from consilience.collate.values import span_of
from consilience.collate.when import as_of, days
from consilience.model import Annotated, Claim, Conflict, ConflictRelation, Quantity, Side, Span
from consilience.tables import load, people

# "Nine of the dead had been in the chapel" is no toll.
_PART = re.compile(r"\s+of\s+(?:the|those|these|them|whom|their)\b", re.IGNORECASE)
# "The previous figure, 38, covered only the hospitals": it holds no longer.
_HAS_BEEN = re.compile(
    r"\b(?:previous|earlier|initial|original|first|former)\s+(?:official\s+)?(?:count|estimate|figure|number|tally|toll)s?\b"
    r"[^.;\n]{0,12}$",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(r"\ba\s$", re.IGNORECASE)  # "a third guard has died" makes three; "the third victim" says who
_NOBODY = re.compile(
    r"\b(?:no[ -]one|nobody|no (?:casualties|deaths|fatalities|injuries|people|persons))\b(?! (?:else|other|more)\b)",
    re.I,
)
PERIOD_DAYS = 60  # a sum over a period that began so long before the report is not of its event


@dataclass(frozen=True, slots=True)
class _Kind:
    """A toll of the table: the words that tell of it, as lemmas, and what it counts, by nouns or by units."""

    name: str
    words: frozenset[str]
    nouns: frozenset[str]
    units: frozenset[str]
    falls: bool
    ranked: bool
    phrases: Sequence[frozenset[str]]
    counted: Mapping[str, Sequence[str]]  # nouns that tell of it where they are counted with one of these verbs

    def is_told(self, lemmas: Collection[str]) -> bool:
        """Whether one of its words is among the lemmas, or all words of one of its phrases."""
        return not self.words.isdisjoint(lemmas) or any(phrase <= frozenset(lemmas) for phrase in self.phrases)

    def is_told_by(self, quantity: Quantity, verb: str) -> bool:
        """Whether the number and the verb tell of it by themselves: "cost 14 lives"."""
        return verb in self.counted.get(counted_noun(quantity.counted), ())


@dataclass(frozen=True, slots=True)
class _Figure:
    unit: int
    quantity: Quantity
    span: Span
    low: float
    high: float
    corrects: bool = False  # the claim says that it puts an earlier figure right
    of: datetime | None = None  # the time up to which it holds, where that is told ("as of Friday")


@cache
def moving(kind: str) -> frozenset[str]:
    """Lemmas by which a figure is said to move, by their kind in the table: those that put it right, that raise it."""
    return frozenset(load("tolls.toml")["moves"][kind])


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = load("tolls.toml")
    counted = frozenset(table["counts"]["nouns"])
    return tuple(
        _Kind(
            name,
            frozenset(row["words"]),
            frozenset(row.get("nouns", () if "units" in row else counted)),
            frozenset(row.get("units", ())),
            row.get("falls", False),
            row.get("ranked", False),
            tuple(map(frozenset, row.get("phrases", ()))),
            row.get("counted", {}),
        )
        for name, row in table["toll"].items()
    )


def tolls_told(lemmas: Iterable[str]) -> frozenset[str]:
    """Of which tolls the words speak."""
    words = frozenset(lemmas)
    return frozenset(kind.name for kind in _kinds() if kind.is_told(words))


def is_tolled(quantity: Quantity, lemmas: Iterable[str]) -> bool:
    """Whether one of the tolls that the words speak of can count the number; "the destroyed boxes" are none."""
    words = frozenset(lemmas)
    return any(kind.is_told(words) and _is_counted(quantity, kind) for kind in _kinds())


def _is_counted(quantity: Quantity, kind: _Kind) -> bool:
    """Whether the toll can count it: people where it counts people, an area where it measures one."""
    if kind.units or (quantity.unit is not None and not (kind.ranked and quantity.unit == "ordinal")):
        return quantity.unit in kind.units
    if quantity.value is not None and quantity.value != round(quantity.value):
        return False  # "4.38" is a time of day, or anything but people
    noun = counted_noun(quantity.counted)
    return not noun or noun in kind.counted or noun in kind.nouns or noun.removesuffix("s") in kind.nouns


def _figures(annotated: Annotated, claim: Claim) -> Iterator[tuple[str, Quantity]]:
    """For each toll that the claim tells of the one number that it can count.

    None where there are several, or the claim denies or only fears, or tells of another time. "58 dead and 430
    injured" has one for each toll, "no one was hurt" none of the injured.
    """
    denied = claim.polarity == "negative"
    if claim.factuality not in ("asserted", "doubted") or not (claim.quantities or denied):
        return
    lemmas = {annotated.tokens.lemma[token] for token in claim.tokens}
    numbers, verb = [annotated.quantities[k] for k in claim.quantities], annotated.tokens.lemma[claim.head]
    told = [k for k in _kinds() if k.is_told(lemmas) or any(k.is_told_by(q, verb) for q in numbers)]
    if (
        not told
        or not is_new(claim, annotated)
        or goes_on_about_the_past(claim, annotated)
        or _sums_up(annotated, claim)
    ):
        return
    if denied:
        nobody = _nobody(annotated, claim)
        yield from ((kind.name, nobody) for kind in told if nobody is not None and not kind.units)
        return
    text = annotated.report.text
    quantities = [q for q in numbers if q.unit != "ordinal" or _ONE_MORE.search(text, max(0, q.start - 2), q.start)]
    # "One firefighter, not two"; a part of the dead.
    quantities = [q for q in quantities if not is_ruled_out(q, text) and not _PART.match(text, q.end)]
    quantities = [q for q in quantities if not _HAS_BEEN.search(text, max(0, q.start - 60), q.start)]
    nearest = {id(q): _nearest(annotated, claim, q, told) for q in quantities}
    said = {id(q): frozenset((q.counted or "").lower().split()) for q in quantities}
    for kind in told:
        counts = [q for q in quantities if _is_counted(q, kind)]
        own = [q for q in counts if said[id(q)] & kind.words or kind.is_told_by(q, verb)]
        others = [q for q in counts if any(said[id(q)] & other.words for other in _kinds() if other is not kind)]
        counts = [q for q in own or counts if own or (q not in others and nearest[id(q)] in (None, kind.name))]
        if len({(q.value, q.low, q.high, q.unit) for q in counts}) == 1:
            count = replace(counts[0], unit=None) if counts[0].unit == "ordinal" else counts[0]
            yield kind.name, _with_one_more(annotated, claim, count) if not kind.units else count


def _with_one_more(annotated: Annotated, claim: Claim, count: Quantity) -> Quantity:
    """The count with somebody who stands beside those that it counts: "two students and a bus driver" are three."""
    tokens = annotated.tokens
    number = next((t for t in claim.tokens if count.start <= tokens.start[t] < count.end), None)
    if number is None or tokens.dep[number] != "nummod" or count.value is None:
        return count
    for t in claim.tokens:
        if tokens.dep[t] == "conj" and tokens.head[t] == tokens.head[number] and tokens.tag[t] == "NN":
            one = any(tokens.head[k] == t and tokens.lemma[k] in ("a", "an", "the") for k in claim.tokens)
            if one and people.both(tokens.text[t], "person"):
                text = annotated.report.text[count.start : tokens.end[t]]
                return replace(count, value=count.value + 1, end=tokens.end[t], text=text)
    return count


def _nobody(annotated: Annotated, claim: Claim) -> Quantity | None:
    """The words of a claim by which a toll is none: "no one was hurt", "no injuries were reported"."""
    found = _NOBODY.search(annotated.report.text, claim.start, claim.end)
    return Quantity(found.start(), found.end(), found[0], 0.0) if found else None


def _nearest(annotated: Annotated, claim: Claim, quantity: Quantity, told: Sequence[_Kind]) -> str | None:
    """Of several tolls that a claim tells of, the one whose word stands nearest to the number; None of one."""
    if len(told) < 2:
        return None
    tokens = annotated.tokens
    at = next((t for t in claim.tokens if quantity.start <= tokens.start[t] < quantity.end), None)
    if at is None:
        return None
    far = {
        kind.name: min((abs(t - at) for t in claim.tokens if tokens.lemma[t] in kind.words), default=len(tokens.start))
        for kind in told
    }
    return min(far, key=lambda name: (far[name], name))


def _sums_up(annotated: Annotated, claim: Claim) -> bool:
    """Whether the claim sums up a period that began long before its report: "since January"."""
    published = (annotated.report.published or "")[:10]
    begins = [
        t.earliest[:10]
        for t in (annotated.times[k] for k in claim.times)
        if t.earliest and t.latest and t.type == "DATE" and t.earliest < t.latest
    ]
    if not published or not begins:
        return False
    return (date.fromisoformat(published) - date.fromisoformat(min(begins))).days > PERIOD_DAYS


def tolls(units: Sequence[Unit], reports: Sequence[Annotated], finding_of: Mapping[int, str]) -> list[Conflict]:
    """One conflict for each toll that the reports put differently.

    A *revision* where the figure rises, or falls, with the time of the report, *precision* where
    all figures can hold together, else *undecided*. ``finding_of`` maps units to findings.
    """
    home, correcting = _homes(units, finding_of), moving("corrections") | moving("recounts")
    highest: dict[str, dict[int, list[_Figure]]] = {kind.name: {} for kind in _kinds()}
    for number, unit in enumerate(units):
        if number not in home:
            continue
        annotated = reports[unit.report]
        for name, quantity in _figures(annotated, unit.claim):
            low, high = bounds(quantity)
            span = span_of(annotated.report.id, quantity)
            lemmas = {annotated.tokens.lemma[token] for token in unit.claim.tokens}
            own = as_of(days(unit, annotated), annotated.report.text)
            of = moment(own.latest + (f"T{own.clock}" if own.clock else "")) if own is not None else None
            figure = _Figure(number, quantity, span, low, high, bool(lemmas & correcting) or _is_cut(quantity), of)
            best = highest[name].setdefault(unit.report, [figure])
            # A report that puts a figure right may still tell who has the old one.
            if (figure.corrects, figure.low) > (best[0].corrects, best[0].low):
                highest[name][unit.report] = [figure]
            elif (figure.low, figure.high) == (best[0].low, best[0].high) and figure not in best:
                best.append(figure)
    made = (_conflict(kind, _of_one_unit(highest[kind.name]), reports, home) for kind in _kinds())
    return [conflict for conflict in made if conflict is not None]


def _is_cut(quantity: Quantity) -> bool:
    """Whether the figure is said to have come down: "from 19 to 18"."""
    return quantity.value is not None and quantity.high is not None and quantity.value < quantity.high


def _of_one_unit(highest: Mapping[int, Sequence[_Figure]]) -> dict[int, Sequence[_Figure]]:
    """The figures in the unit that most reports use: hectares are not held against acres."""
    used = Counter(figures[0].quantity.unit for figures in highest.values())
    unit = max(used, key=lambda u: (used[u], u or ""), default=None)
    return {report: figures for report, figures in highest.items() if figures[0].quantity.unit == unit}


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
    kind: _Kind, highest: Mapping[int, Sequence[_Figure]], reports: Sequence[Annotated], finding_of: Mapping[int, str]
) -> Conflict | None:
    sides: dict[tuple[float, float], list[_Figure]] = {}
    for figures in highest.values():
        for figure in figures:
            sides.setdefault((figure.low, figure.high), []).append(figure)
    if len(sides) < 2:
        return None
    when = {f.unit: f.of or moment(reports[report].report.published or "") for report, o in highest.items() for f in o}
    ordered = [sides[key] for key in sorted(sides)]
    moves = _moves([f for side in ordered for f in side], when)
    if moves == "falls" and not kind.falls:
        moves = None
    corrected = None if moves else _corrected(ordered, when)
    meet = all(one[0] <= other[1] and other[0] <= one[1] for one in sides for other in sides)
    if corrected is not None:
        relation: ConflictRelation = "revision"
        reason = f"the latest report corrects the number of the {kind.name}"
        ordered.append(ordered.pop(corrected))
    elif moves:
        relation = "revision"
        of_their_own = any(figure.of for side in ordered for figure in side)
        times = "of the figures" if of_their_own else "at which the reports were published"
        reason = f"the number of the {kind.name} {moves} with the times {times}"
        ordered = ordered[::-1] if moves == "falls" else ordered
    elif meet:
        relation, reason = "precision", f"all figures for the {kind.name} can be true together"
    else:
        relation = "undecided"
        reason = f"the reports give several figures for the {kind.name}, and their times do not order them"
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
        reason=reason,
    )


def _corrected(ordered: Sequence[Sequence[_Figure]], when: Mapping[int, datetime | None]) -> int | None:
    """The place of the figure that is said to put the others right, which rise with time up to it; None without one."""
    last = [k for k, side in enumerate(ordered) if all(figure.corrects for figure in side)]
    if len(last) != 1:
        return None
    others = [figure for k, side in enumerate(ordered) if k != last[0] for figure in side]
    times = [(when[a.unit], when[b.unit]) for a in others for b in ordered[last[0]]]
    later = all(a is not None and b is not None and order_of(a, b) < 0 for a, b in times)
    rises = len({(f.low, f.high) for f in others}) == 1 or _moves(others, when) == "rises"
    return last[0] if later and rises else None


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
        for name, quantity in _figures(annotated, claim):
            low, high = bounds(quantity)
            if name not in found or low > found[name].low:
                span = span_of(annotated.report.id, quantity)
                found[name] = Stated(span, low, high)
    return found
