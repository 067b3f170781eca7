"""The differences between the claims of a finding as conflicts: one for each slot in which they differ.

A difference is named by its relation: a *contradiction* cannot both be true, a
*revision* moves a figure on in the order of publication, *precision* says the
same more or less exactly, *ambiguity* turns on a word with two readings,
*wording* is one utterance in other words. What cannot be told apart is
``undecided``, never silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

from consilience.collate.moments import all_before, moment, order_of
from consilience.collate.values import Difference
from consilience.model import Conflict, ConflictRelation, ConflictSlot, Finding, Quotation, Side, Span

_SLOTS: tuple[ConflictSlot, ...] = ("number", "date", "polarity", "person", "place", "other")
_VALUED = frozenset({"number", "date", "place"})
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


def _in_time(sides: Sequence[Side], group: Sequence[Difference]) -> tuple[Side, ...]:
    """The sides in the order of their figures' own times: each difference has its earlier one first."""
    before = {side: {d.sides[0].span for d in group if d.sides[1].span in side.spans} for side in sides}

    def behind(side: Side) -> int:
        return sum(not before[side].isdisjoint(other.spans) for other in sides if other is not side)

    return tuple(sorted(sides, key=behind))


def _revised(sides: Sequence[Side], published: Mapping[str, str]) -> bool:
    """Whether the sides' values rise with the days on which their reports were published, or three with the hours.

    Two figures of one day have one order or the other; that says nothing.
    """
    times = [[moment(published.get(s.report, "")) for s in side.spans] for side in sides]
    if any(time is None for of_side in times for time in of_side):
        return False
    known = [[time for time in of_side if time is not None] for of_side in times]
    days = [[time.date() for time in of_side] for of_side in known]
    if all(max(a) < min(b) for a, b in pairwise(days)):
        return True
    return len(sides) > 2 and all(order_of(a, b) < 0 for one, two in pairwise(known) for a, b in product(one, two))


def _come_about(sides: Sequence[Side], published: Mapping[str, str]) -> tuple[ConflictRelation, str]:
    """How a denial that leaves room for a change ("not yet") stands to what is affirmed: moved on if that is later."""
    denied, affirmed = ([span.report for span in side.spans] for side in sides)
    if all_before(denied, affirmed, published):
        return "revision", "what was not so yet is so in a later report"
    return "undecided", "what one says is not so yet another affirms, and their times do not order them"


def conflicts(
    finding: str,
    found: Sequence[Difference],
    published: Mapping[str, str],
) -> list[Conflict]:
    """The slots of a finding in which its claims differ, each once, or as decided and as open; ids are given later.

    ``published`` maps report ids to their days: figures that rise from day to day are a revision.
    """
    made = []
    for slot in _SLOTS:
        of_slot = [d for d in found if d.slot == slot]
        for group in (part for linked in _linked(of_slot) for part in _decided_apart(slot, linked)):
            relation = min((d.relation for d in group), key=_STRENGTH.index)
            apart = relation in ("contradiction", "undecided") or (relation == "revision" and slot == "other")
            kept = [d for d in group if d.relation == relation] if apart else group
            awaited = slot == "polarity" and any(d.relation == "revision" for d in group)
            sides = _sides(group if slot == "number" or awaited else kept)
            if len(sides) < 2:
                continue
            reason = next(d.reason for d in group if d.relation == relation)
            if slot == "number" and relation == "contradiction" and _revised(sides, published):
                relation, reason = "revision", "the figure moves with the day of the report"
            if slot in ("number", "other") and relation == "revision" and all(d.relation == relation for d in kept):
                sides = _in_time(sides, kept)
            if awaited:
                relation, reason = _come_about(sides, published)
            made.append(Conflict("", finding, slot, relation, sides, reason))
    return made


def _decided_apart(slot: ConflictSlot, group: list[Difference]) -> list[list[Difference]]:
    """What is decided of values, and what is left open, as two conflicts: a question hides no answer.

    Nor does it join one: what may be another figure is no side of a contradiction. Not of words, which have no values.
    """
    asked = [d for d in group if d.relation == "undecided"]
    told = [d for d in group if d.relation != "undecided"]
    if slot not in _VALUED or not asked or not told:
        return [group]
    return [told, asked]


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
