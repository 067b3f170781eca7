"""What the page of one dossier shows, worked out before anything is drawn.

Every name of an element is made of ordinals and offsets only (``d1-f3``,
``d1-r2-120-180``), so nothing that a report or a file wrote can become one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from consilience.model import (
    Conflict,
    ConflictRelation,
    Derivation,
    Dossier,
    Event,
    Finding,
    Lead,
    Moment,
    Origin,
    Quotation,
    Report,
    Span,
    StoryEntity,
    Support,
)
from consilience.publish import graph, wording
from consilience.publish.differences import Run, alike, runs
from consilience.publish.passages import Passage, Piece, broken, context, pieces

_GROUPS = (
    ("People", {"PERSON", "PER"}),
    ("Bodies", {"ORG", "NORP", "BODY"}),
    ("Places", {"GPE", "LOC", "FAC", "PLACE"}),
    ("Other names", set[str]()),
)
_LOUDEST: tuple[ConflictRelation, ...] = tuple(wording.RELATION)


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a report, the rest of their sentence, and where they stand on the page.

    ``href`` is empty where the report is not at hand.
    """

    outlet: str
    text: str
    href: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SupportView:
    support: Support
    link: Link
    chain: tuple[str, ...]
    published: str
    why: str
    bearing: str


@dataclass(frozen=True, slots=True)
class FindingView:
    anchor: str
    place: int
    finding: Finding
    link: Link
    carried: str
    origin: str
    at_most: str
    explanation: str
    fan: graph.Fan
    supports: tuple[SupportView, ...]
    reasons: tuple[str, ...]
    conflicts: tuple[tuple[str, ConflictRelation, str], ...]
    variants: tuple[tuple[str, ConflictView], ...]


@dataclass(frozen=True, slots=True)
class LeadView:
    """A sentence of the lead; ``anchor`` is that of the statement that it is shown for, empty where there is none."""

    lead: Lead
    link: Link
    flow: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    anchor: str
    conflict: Conflict
    finding: FindingView | None
    sides: tuple[tuple[str, tuple[Link, ...]], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Reports that give an utterance in the same words, against the first wording."""

    links: tuple[Link, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class QuotationView:
    quotation: Quotation
    chain: tuple[str, ...]
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class DerivationView:
    derivation: Derivation
    report: str
    source: str
    reason: str
    shared: tuple[tuple[Link, Link], ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    anchor: str
    report: Report
    name: str
    published: str
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier as the page reads it, from top to bottom."""

    anchor: str
    dossier: Dossier
    date: str
    scope: str
    dating: str
    dated_because: tuple[str, ...]
    lead: tuple[LeadView, ...]
    left_out: str
    several: tuple[FindingView, ...]
    single: tuple[FindingView, ...]
    conflicts: tuple[ConflictView, ...]
    beside: str
    varied: tuple[QuotationView, ...]
    shared: tuple[QuotationView, ...]
    lineage: graph.Lineage
    derivations: tuple[DerivationView, ...]
    timeline: tuple[tuple[str, Moment, FindingView | None], ...]
    entities: tuple[tuple[str, tuple[StoryEntity, ...]], ...]
    origins: tuple[tuple[Origin, str, Link | None], ...]
    events: tuple[Event, ...]
    reports: tuple[ReportView, ...]
    broken: tuple[str, ...]


def view(dossier: Dossier, place: int) -> DossierView:
    """The dossier that stands at ``place`` (from 1) in its file."""
    page = _Page(dossier, f"d{place}")
    several = tuple(page.finding(f) for f in dossier.findings if len(f.support) > 1)
    single = tuple(page.finding(f) for f in dossier.findings if len(f.support) <= 1)
    by_id = {v.finding.id: v for v in (*several, *single)}
    apart = [c for c in dossier.conflicts if not wording.is_of_words(c) or c.finding not in by_id]
    conflicts = sorted(apart, key=lambda c: _LOUDEST.index(c.relation))
    quotations = [page.quotation(q) for q in dossier.quotations if len(q.variants) > 1]
    reports = tuple(page.report(r) for r in dossier.reports)
    return DossierView(
        anchor=page.anchor,
        dossier=dossier,
        date=wording.event_date(dossier.date),
        scope=wording.scope(dossier),
        dating=wording.dating(dossier),
        # Reports of one story constrain each other: each constraint is told once.
        dated_because=tuple(dict.fromkeys(page.names.within(why) for r in dossier.reports for why in r.dated_because)),
        lead=tuple(page.lead(one) for one in dossier.lead),
        left_out=wording.left_out(dossier),
        several=several,
        single=single,
        conflicts=tuple(page.conflict(c, by_id.get(c.finding)) for c in conflicts),
        beside=wording.beside(dossier),
        varied=tuple(q for q in quotations if len(q.wordings) > 1),
        shared=tuple(q for q in quotations if len(q.wordings) == 1),
        lineage=graph.lineage(dossier.reports, page.names, dossier.derivations, dossier.origins),
        derivations=tuple(page.derivation(d) for d in dossier.derivations),
        timeline=tuple(
            (wording.period(m.earliest, m.latest) or "No date given", m, by_id.get(m.finding)) for m in dossier.timeline
        ),
        entities=_grouped(dossier.entities),
        origins=tuple(page.origin(o) for o in dossier.origins),
        events=tuple(e for e in dossier.events if e.report is None),
        reports=reports,
        broken=tuple(f"{r.anchor}-{passage.name}" for r in reports for passage in broken(r.pieces)),
    )


class _Page:
    """The names that one dossier's parts go by on the page."""

    def __init__(self, dossier: Dossier, anchor: str) -> None:
        self.anchor = anchor
        self.names = wording.outlets(dossier.reports)
        self._dossier = dossier
        self._reports = {r.id: (f"{anchor}-r{i}", r) for i, r in enumerate(dossier.reports, 1)}
        self._findings = {f.id: i for i, f in enumerate(dossier.findings, 1)}
        self._conflicts = {c.id: (f"{anchor}-c{i}", c) for i, c in enumerate(dossier.conflicts, 1)}
        self._origins = {o.id: o for o in dossier.origins}
        self._outlets = {r.id: r.outlet or self.names[r.id] for r in dossier.reports}
        self._owners = _owners(dossier)

    def link(self, s: Span | Support) -> Link:
        anchor, report = self._reports.get(s.report, ("", None))
        outlet = self.names[s.report]
        if report is None or not 0 <= s.start < s.end <= len(report.text):
            return Link(outlet, s.text, "")
        return Link(outlet, s.text, f"{anchor}-{Passage(s.start, s.end).name}", *context(report, s.start, s.end))

    def lead(self, one: Lead) -> LeadView:
        place = next((self._findings[key] for key in one.findings if key in self._findings), None)
        anchor = f"{self.anchor}-f{place}" if place else ""
        return LeadView(one, self.link(one.span), wording.lead_flow(one, self._origins), anchor)

    def finding(self, f: Finding) -> FindingView:
        place = self._findings[f.id]
        differing = [self._conflicts[key] for key in f.conflicts if key in self._conflicts]
        carried, origin, at_most = wording.flow(f, self._origins)
        return FindingView(
            anchor=f"{self.anchor}-f{place}",
            place=place,
            finding=f,
            link=self.link(f.span),
            carried=carried,
            origin=origin,
            at_most=at_most,
            explanation=wording.explanation(f, self._origins),
            fan=graph.fan(f, self._outlets, self._owners, self._origins),
            supports=tuple(self._support(s) for s in f.support),
            reasons=tuple(self.names.within(reason) for reason in f.reasons),
            conflicts=tuple(
                (anchor, c.relation, wording.difference(c)) for anchor, c in differing if not wording.is_of_words(c)
            ),
            variants=tuple(
                (wording.RELATION[c.relation][0], self.conflict(c, None))
                for _, c in differing
                if wording.is_of_words(c)
            ),
        )

    def _support(self, s: Support) -> SupportView:
        report = self._reports.get(s.report, ("", None))[1]
        link = self.link(s)
        published = wording.published(report) if report else ""
        chain, why = wording.chain(s, link.outlet), self.names.within(s.why)
        return SupportView(s, link, chain, published, why, wording.bearing(s))

    def conflict(self, c: Conflict, finding: FindingView | None) -> ConflictView:
        sides = tuple((wording.side(c.slot, side.value), tuple(self.link(s) for s in side.spans)) for side in c.sides)
        return ConflictView(self._conflicts[c.id][0], c, finding, sides, self.names.within(c.reason))

    def quotation(self, q: Quotation) -> QuotationView:
        groups: list[list[Span]] = []
        for variant in q.variants:
            group = next((g for g in groups if alike(g[0].text, variant.text)), None)
            if group is None:
                groups.append([variant])
            else:
                group.append(variant)
        first = groups[0][0].text
        wordings = tuple(Wording(tuple(self.link(s) for s in g), runs(first, g[0].text)) for g in groups)
        return QuotationView(q, tuple(name for name in (q.speaker, *q.via) if name), wordings)

    def derivation(self, d: Derivation) -> DerivationView:
        pairs = tuple((self.link(a), self.link(b)) for a, b in d.spans)
        return DerivationView(d, self.names[d.report], self.names[d.source], self.names.within(d.reason), pairs)

    def origin(self, o: Origin) -> tuple[Origin, str, Link | None]:
        named = ", ".join(self.names[key] for key in o.reports)
        return o, named, self.link(o.spans[0]) if o.spans else None

    def report(self, r: Report) -> ReportView:
        places = ((s.start, s.end) for s in _shown(self._dossier) if s.report == r.id)
        return ReportView(
            anchor=self._reports[r.id][0],
            report=r,
            name=self.names[r.id],
            published=wording.published(r),
            url=_web(r.url),
            pieces=pieces(r, places),
        )


def _owners(d: Dossier) -> dict[str, str]:
    """For each report the publisher whose text it is in the end: its own, or that of the report it derives from."""
    publishers = {r.id: r.publisher or r.outlet or r.id for r in d.reports}
    taken = {x.report: x.source for x in d.derivations if x.directed and x.relation != "cites"}
    owners = {}
    for key in publishers:
        root, seen = key, {key}
        while taken.get(root) in publishers and taken[root] not in seen:
            root = taken[root]
            seen.add(root)
        owners[key] = publishers[root]
    return owners


def _shown(d: Dossier) -> Iterator[Span | Support]:
    """Everything on the page that opens a passage."""
    for one in d.lead:
        yield one.span
    for finding in d.findings:
        yield finding.span
        yield from finding.support
    for conflict in d.conflicts:
        for side in conflict.sides:
            yield from side.spans
    for quotation in d.quotations:
        yield from quotation.variants
    for derivation in d.derivations:
        for pair in derivation.spans:
            yield from pair
    for origin in d.origins:
        yield from origin.spans[:1]


def _web(url: str | None) -> str:
    """The address where it is one that a click may open; a feed can hold any scheme."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _grouped(entities: Sequence[StoryEntity]) -> tuple[tuple[str, tuple[StoryEntity, ...]], ...]:
    known = {kind for _, kinds in _GROUPS for kind in kinds}
    groups = (
        (name, tuple(e for e in entities if e.type.upper() in kinds or (not kinds and e.type.upper() not in known)))
        for name, kinds in _GROUPS
    )
    return tuple((name, members) for name, members in groups if members)
