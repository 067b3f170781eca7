"""What one dossier of a story says that earlier ones did not, and what it says no longer.

Ids of findings count anew in every dossier, and a report is replaced by its later version. So a finding is known again
by its words: it goes on where an outlet still says one of its passages in the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from consilience.model import (
    Conflict,
    ConflictRelation,
    ConflictSlot,
    Dossier,
    Finding,
    Report,
    Side,
    Span,
    Status,
)

# Relations that leave something to be decided; the others say that the sides agree or follow each other.
OPEN: frozenset[ConflictRelation] = frozenset({"contradiction", "undecided", "ambiguity"})

# Outlet and words: where a report has been put in the place of an earlier version of it, these stay.
Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a finding rested on at a time."""

    status: Status
    outlets: int
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A report that came into the story or left it; ``replaces``: the id of the version that it came in place of."""

    change: Literal["new", "left"]
    report: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is new or gone, rests on more or fewer origins, or has another status.

    ``id`` counts in the later dossier, of a finding that is gone in the earlier one. ``origins`` are the names of the
    origins that it did not rest on before.
    """

    change: Literal["new", "gone", "risen", "fallen", "status"]
    id: str
    text: str
    span: Span
    was: Standing | None
    now: Standing | None
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictChange:
    """A conflict that is new, settled, or became another kind; ``about`` is its finding's text."""

    change: Literal["new", "settled", "turned"]
    slot: ConflictSlot
    about: str
    was: ConflictRelation | None
    now: ConflictRelation | None
    sides: tuple[Side, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure or day that later reports give otherwise: its values in the order of the days, and which are new."""

    about: str
    slot: ConflictSlot
    values: tuple[Side, ...]
    new: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All of it. ``was_titled`` is None where the title is the same."""

    was_titled: str | None
    reports: tuple[ReportChange, ...]
    findings: tuple[FindingChange, ...]
    conflicts: tuple[ConflictChange, ...]
    revised: tuple[Revised, ...]

    def __bool__(self) -> bool:
        return bool(self.was_titled or self.reports or self.findings or self.conflicts or self.revised)


def changes(before: Sequence[Dossier], now: Dossier) -> Changes:
    """What ``now`` says that none of the dossiers ``before`` it did, and what of theirs it says no longer.

    There are several before where stories were joined; where there is none, everything is new. What is the same
    or more exact in other words (``precision``, ``wording``) is no change of conflicts.
    """
    titles = [dossier.title for dossier in before]
    return Changes(
        titles[0] if titles and now.title not in titles else None,
        tuple(_reports(before, now)),
        tuple(_findings(before, now)),
        tuple(_conflicts(before, now)),
        tuple(_revised(before, now)),
    )


def _reports(before: Sequence[Dossier], now: Dossier) -> Iterator[ReportChange]:
    known = {report.id: report for dossier in before for report in dossier.reports}
    here = {report.id for report in now.reports}
    left = {i: report for i, report in known.items() if i not in here}
    for report in now.reports:
        if report.id in known:
            continue
        replaced = next((i for i, old in left.items() if report.url and old.url == report.url), None)
        left.pop(replaced or "", None)
        yield _report("new", report, replaced)
    yield from (_report("left", report) for report in left.values())


def _report(change: Literal["new", "left"], r: Report, replaces: str | None = None) -> ReportChange:
    return ReportChange(change, r.id, r.outlet, r.title, r.published, r.url, replaces)


def folded(text: str) -> str:
    """A text as it is compared: without case, and white space as one blank."""
    return " ".join(text.casefold().split())


def outlet(report: Report) -> str:
    """Who a report counts for."""
    return report.outlet or report.path


def said(dossier: Dossier) -> dict[str, list[Said]]:
    """For every finding, by its id, who says it how, in the order of the reports."""
    place = {report.id: n for n, report in enumerate(dossier.reports)}
    who = {report.id: outlet(report) for report in dossier.reports}
    return {
        finding.id: [
            (who.get(s.report, s.report), folded(s.text))
            for s in sorted(finding.support, key=lambda s: (place.get(s.report, len(place)), s.start))
        ]
        for finding in dossier.findings
    }


def _earlier(before: Sequence[Dossier], now: Dossier) -> dict[str, tuple[Dossier, Finding]]:
    """For findings of ``now``, by id, those of which they are most the continuation."""
    of: dict[Said, list[tuple[int, int]]] = {}
    for number, dossier in enumerate(before):
        told = said(dossier)
        for place, finding in enumerate(dossier.findings):
            for one in sorted(set(told[finding.id])):
                of.setdefault(one, []).append((number, place))
    result = {}
    for finding_id, own in said(now).items():
        shared = Counter(there for one in set(own) for there in of.get(one, ()))
        if shared:
            number, place = min(shared, key=lambda there: (-shared[there], there))
            result[finding_id] = before[number], before[number].findings[place]
    return result


def _findings(before: Sequence[Dossier], now: Dossier) -> Iterator[FindingChange]:
    earlier, names = _earlier(before, now), {origin.id: origin.name for origin in now.origins}
    for finding in now.findings:
        own = tuple(names[key] for key in finding.origins.ids if key in names)
        if finding.id not in earlier:
            yield _finding("new", finding, None, finding, own)
            continue
        dossier, old = earlier[finding.id]
        had = {origin.name for origin in dossier.origins if origin.id in old.origins.ids}
        added = tuple(name for name in own if name not in had)
        step = finding.origins.at_least - old.origins.at_least
        if step:
            yield _finding("risen" if step > 0 else "fallen", finding, old, finding, added)
        elif finding.status != old.status:
            yield _finding("status", finding, old, finding, added)
    here = {one for own in said(now).values() for one in own}
    for dossier in before:
        told = said(dossier)
        for old in dossier.findings:
            if here.isdisjoint(told[old.id]):
                yield _finding("gone", old, old, None)


def _finding(
    change: Literal["new", "gone", "risen", "fallen", "status"],
    shown: Finding,
    was: Finding | None,
    now: Finding | None,
    origins: tuple[str, ...] = (),
) -> FindingChange:
    return FindingChange(change, shown.id, shown.text, shown.span, _standing(was), _standing(now), origins)


def _standing(finding: Finding | None) -> Standing | None:
    if finding is None:
        return None
    return Standing(finding.status, finding.outlets, finding.origins.at_least, finding.origins.at_most)


def passages(sides: Iterable[Side]) -> set[tuple[str, int, int]]:
    """Where the sides of a conflict stand: report, start and end."""
    return {(span.report, span.start, span.end) for side in sides for span in side.spans}


def values(sides: Iterable[Side]) -> set[str]:
    """What the sides of a conflict say, as it is compared."""
    return {folded(side.value) for side in sides}


def _same(one: Conflict, other: Conflict) -> bool:
    """Whether both are about one slot of one thing: two values in common, or one and a passage."""
    if one.slot != other.slot:
        return False
    shared = values(one.sides) & values(other.sides)
    return len(shared) > 1 or (bool(shared) and not passages(one.sides).isdisjoint(passages(other.sides)))


def _about(dossier: Dossier) -> Mapping[str, str]:
    return {finding.id: finding.text for finding in dossier.findings}


def _conflicts(before: Sequence[Dossier], now: Dossier) -> Iterator[ConflictChange]:
    known = [(dossier, conflict) for dossier in before for conflict in dossier.conflicts]
    text = _about(now)
    for conflict in now.conflicts:
        if conflict.relation not in OPEN:
            continue
        was = [old.relation for _, old in known if _same(old, conflict)]
        if conflict.relation not in was:
            change: Literal["new", "turned"] = "turned" if any(relation in OPEN for relation in was) else "new"
            about = text.get(conflict.finding, "")
            yield ConflictChange(
                change,
                conflict.slot,
                about,
                was[0] if was else None,
                conflict.relation,
                conflict.sides,
                conflict.reason,
            )
    for dossier, old in known:
        if old.relation not in OPEN:
            continue
        left = [c for c in now.conflicts if _same(old, c)]
        if not any(c.relation in OPEN for c in left):
            about = _about(dossier).get(old.finding, "")
            reason = left[0].reason if left else "no two reports of the story differ so any more"
            relation = left[0].relation if left else None
            yield ConflictChange("settled", old.slot, about, old.relation, relation, old.sides, reason)


def _revised(before: Sequence[Dossier], now: Dossier) -> Iterator[Revised]:
    known = [conflict for dossier in before for conflict in dossier.conflicts if conflict.relation == "revision"]
    text = _about(now)
    for conflict in now.conflicts:
        if conflict.relation != "revision":
            continue
        had = {value for old in known if _same(old, conflict) for value in values(old.sides)}
        new = tuple(side.value for side in conflict.sides if folded(side.value) not in had)
        if new:
            about = text.get(conflict.finding, "")
            yield Revised(about, conflict.slot, conflict.sides, new, conflict.reason)
