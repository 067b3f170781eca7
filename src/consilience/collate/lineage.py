"""Which report took its text from which, and which agency it has it from.

Evidence is text that two reports share word for word, or content that one of
them tells in the order of the other (:mod:`.links`). Credits
(:mod:`.credits`) and times of publication give the direction; where neither
does, the derivation is undirected. Reports that only name another report's
outlet, or an agency, as a source are said to cite it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consilience.collate.credits import Credit, agency_name, credits, credits_of, initials, is_wire
from consilience.collate.houses import calls_itself, names_of
from consilience.collate.initials import own_agency, own_names
from consilience.collate.links import Link, links
from consilience.collate.moments import moment, order_of
from consilience.collate.runs import words
from consilience.model import Annotated, Attribution, Derivation, DerivationRelation, Report, Span
from consilience.tables import agencies, publishers

__all__ = ["credits", "derivations", "roots"]

MOST = 0.6  # share of a report from which it republishes rather than rewrites
ROOTED = 0.2  # share from which a report as a whole rests on its source
NEAR = 200  # characters around an attribution in which the medium that it names is looked for


def derivations(reports: Sequence[Annotated]) -> tuple[Derivation, ...]:
    """The derivations among the reports of one story, and those from agencies that they credit.

    In the order of the reports; a report's own by falling share. Of several
    sources that explain the same words only the best is given, so that forty
    copies of one text have 39 derivations. Where ``source`` is an agency whose
    text is not at hand, the credit stands for both spans of the pair.
    """
    given = _credits(reports)
    result: list[tuple[int, Derivation]] = []
    done: set[tuple[str, str]] = set()

    def put(position: int, derivation: Derivation) -> None:
        pair = derivation.report, derivation.source
        if pair not in done and pair[::-1] not in done and pair[0] != pair[1]:
            done.add(pair)
            result.append((position, derivation))

    for link in _links(reports, given):
        for derivation in _from_text(link, reports, given):
            put(link.here, derivation)
    for position, own in enumerate(given):
        for credit in own:
            if credit.whole and credit.agency != _own_agency(reports[position].report):
                put(position, _from_credit(reports[position].report, credit))
    for position, derivation in _citations(reports, given):
        put(position, derivation)
    order = {report.report.id: number for number, report in enumerate(reports)}
    result.sort(key=lambda item: (order[item[1].report], -item[1].share, item[1].source))
    return tuple(derivation for _, derivation in result)


def roots(reports: Sequence[Annotated], found: Sequence[Derivation]) -> dict[str, str]:
    """For every report the root of its derivation: an agency's name, a report's id, or its own id.

    An agency's own report has the agency as its root.
    Only taken text counts, not what is merely cited, and only where it makes up
    a fifth of the report or more. A report that shares text with one that
    credits an agency has that agency as its root. No cycles: a derivation that
    would close one is not followed.
    """
    ids = [report.report.id for report in reports]
    known = set(ids)
    parent = {r.report.id: agency for r in reports if (agency := _own_agency(r.report)) is not None}

    def root(name: str) -> str:
        while name in parent:
            name = parent[name]
        return name

    taken = [d for d in found if d.relation != "cites" and d.share >= ROOTED]
    for derivation in sorted(taken, key=lambda d: (d.source in known, not d.directed, -d.share, d.report, d.source)):
        child, other = derivation.report, derivation.source
        if not derivation.directed:
            # The two are one family, whichever of them has a parent already.
            child = root(child)
            if child not in known:
                child, other = root(other), derivation.report
        if child in known and child not in parent and root(other) != child:
            parent[child] = other
    return {report: root(report) for report in ids}


# shared text


def _credits(reports: Sequence[Annotated]) -> list[tuple[Credit, ...]]:
    """Each report's credits, with initials written out where another report of the story does so."""
    names = own_names([report.report for report in reports])
    given = [
        tuple(replace(credit, agency=names.get(credit.agency, credit.agency)) for credit in credits_of(report.report))
        for report in reports
    ]
    full = {credit.agency for own in given for credit in own} | {_own_agency(r.report) or "" for r in reports}
    long = {initials(name): name for name in sorted(full) if " " in name}
    return [tuple(replace(c, agency=long[c.agency]) if c.agency in long else c for c in own) for own in given]


def _order(reports: Sequence[Annotated], given: Sequence[tuple[Credit, ...]]) -> list[int]:
    """The reports as they can have been a source: agencies' own first, then by time, length and id."""

    def key(position: int) -> tuple[bool, str, bool, int, str]:
        report = reports[position].report
        credited = any(credit.whole for credit in given[position])
        return not _is_agency(report), report.published or "~", not credited, -len(report.text), report.id

    return sorted(range(len(reports)), key=key)


def _is_agency(report: Report) -> bool:
    return _own_agency(report) is not None


def _own_agency(report: Report) -> str | None:
    """The agency that published the report itself."""
    for name in (report.publisher, report.outlet):
        publisher = publishers.of(name) if name else None
        known = publisher.name if publisher else name
        if known and is_wire(known):
            return agency_name(known)
    return own_agency(report)


def _links(reports: Sequence[Annotated], given: Sequence[tuple[Credit, ...]]) -> list[Link]:
    supplier = [_supplier(report.report, own) for report, own in zip(reports, given, strict=True)]

    def names(one: int, other: int) -> bool:
        """Whether one of two reports names the agency that the other's text is from."""
        return any(
            supplier[b] is not None and _names(reports[a].report, supplier[b] or "")
            for a, b in ((one, other), (other, one))
        )

    raw = [report.report.text for report in reports]
    return links(
        raw,
        [words(report) for report in reports],
        _order(reports, given),
        [name is not None for name in supplier],
        names,
    )


def _supplier(report: Report, given: Sequence[Credit]) -> str | None:
    """The agency whose text the report is: its own, or the one that it credits for the whole."""
    return _own_agency(report) or next((credit.agency for credit in given if credit.whole), None)


def _names(report: Report, agency: str) -> bool:
    row = agencies.find(agency, medium=True)
    known = (agency, *(row.aliases if row else ()), initials(agency))
    return any(len(name) > 1 and re.search(rf"\b{re.escape(name)}\b", report.text) for name in known)


def _spans(link: Link, here: Report, there: Report) -> tuple[tuple[Span, Span], ...]:
    def span(report: Report, place: tuple[int, int]) -> Span:
        return Span(report.id, *place, report.text[place[0] : place[1]])

    return tuple((span(here, mine), span(there, theirs)) for mine, theirs in link.pairs)


def _from_text(link: Link, reports: Sequence[Annotated], given: Sequence[tuple[Credit, ...]]) -> list[Derivation]:
    """What a link says: from the agency that one of the two credits for it, else from the other report."""
    here, there = reports[link.here].report, reports[link.there].report
    mine = {credit.agency: credit for credit in given[link.here]}
    theirs = {credit.agency: credit for credit in given[link.there]}
    credited = (*given[link.there], *given[link.here])
    supplier = next((c.agency for c in credited if c.whole or (c.agency in mine and c.agency in theirs)), None)
    spans = _spans(link, here, there)
    near = _Side(here, there, spans, link.share)
    far = _Side(there, here, tuple((other, own) for own, other in spans), link.share_there)
    in_common = f"tells {link.retold} sentences in the order of {{}}" if link.retold else "shares its text with {}"
    own = _own_agency(there)
    if own is not None and supplier in (None, own):
        if link.retold and own not in mine and _later(here, there) is False:
            return []  # told anew before the agency told it: not from this text
        return [_derivation(link, near, there.id, in_common.format(f"{own}'s own report"))]
    if supplier is not None:
        result = []
        for side, credit in ((near, mine.get(supplier)), (far, theirs.get(supplier))):
            if credit is None and _own_agency(side.report) is not None:
                continue
            said = f"credits {supplier} ({credit.how})" if credit else f"{side.other.id} credits {supplier}"
            found = _derivation(link, side, supplier, f"{said}, and it {in_common.format(side.other.id)}")
            whole = credit is not None and credit.whole
            result.append(replace(found, relation="republishes", share=1.0) if whole else found)
        return result
    later = _later(here, there)
    if later is None:
        side = near if here.id < there.id else far
        because = f"{in_common.format(side.other.id)}; neither time nor credit says who was first"
        return [_derivation(link, side, side.other.id, because, directed=False)]
    side = near if later else far
    times = f"{side.other.published} before {side.report.published}"
    because = f"{in_common.format(side.other.id)}, which was published first ({times})"
    return [_derivation(link, side, side.other.id, because)]


@dataclass(frozen=True, slots=True)
class _Side:
    """A link as one of its reports sees it."""

    report: Report
    other: Report
    spans: tuple[tuple[Span, Span], ...]
    share: float


def _derivation(link: Link, side: _Side, source: str, reason: str, directed: bool = True) -> Derivation:
    share = round(min(1.0, side.share), 3)
    relation: DerivationRelation = "republishes" if share >= MOST and not link.retold else "rewrites"
    return Derivation(side.report.id, source, relation, share, side.spans, reason, directed)


def _later(here: Report, there: Report) -> bool | None:
    """Whether ``here`` was published after ``there``; None where that is not known or both are of one moment."""
    one, other = (moment(report.published or "") for report in (here, there))
    order = 0 if one is None or other is None else order_of(one, other)
    return order > 0 if order else None


# credits and citations


def _from_credit(report: Report, credit: Credit) -> Derivation:
    return Derivation(
        report.id,
        credit.agency,
        "republishes",
        1.0,
        ((credit.span, credit.span),),
        f"credits {credit.agency} for its text ({credit.how})",
    )


def _citations(reports: Sequence[Annotated], given: Sequence[tuple[Credit, ...]]) -> list[tuple[int, Derivation]]:
    """Reports that name another's outlet, or an agency, as the one that says something."""
    outlets: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        for name in sorted(names_of(report.report)):
            outlets[name].append(report.report.id)
    result = []
    for position, report in enumerate(reports):
        supplied = {credit.agency: credit for credit in given[position]}
        own = {*calls_itself(report.report), _own_agency(report.report)}
        named: dict[str, Span] = {c.agency: c.span for c in given[position] if not c.whole}
        for attribution in report.attributions:
            for name in filter(None, (attribution.speaker, *attribution.via)):
                medium = _medium(name, outlets)
                if medium and medium not in own and not (medium in supplied and supplied[medium].whole):
                    span = _named_at(report.report, attribution, (name, medium))
                    if span is not None:
                        named.setdefault(medium, span)
        for cited, span in named.items():
            holders = [other for other in outlets.get(cited, ()) if other != report.report.id]
            source = holders[0] if len(holders) == 1 else cited
            reason = f"names {cited} as a source"
            result.append((position, Derivation(report.report.id, source, "cites", 0.0, ((span, span),), reason)))
    return result


def _named_at(report: Report, attribution: Attribution, names: Sequence[str]) -> Span | None:
    """Where at or around the attribution one of the names stands; None where the text does not name it there."""
    agency = agencies.find(names[-1])
    start = max(0, min(e.start for e in (attribution.source, attribution.content) if e) - NEAR)
    around = report.text[start : attribution.content.end + NEAR]
    for name in (*names, *(agency.aliases if agency else ())):
        match = re.search(rf"\b{re.escape(name)}\b", around)
        if match:
            return Span(report.id, start + match.start(), start + match.end(), match.group())
    return None


def _medium(name: str, outlets: Mapping[str, Sequence[str]]) -> str | None:
    """The agency, or the outlet of one of the reports, that goes by the name."""
    agency = agencies.find(name)
    if agency:
        return agency.name
    publisher = publishers.of(name)
    known = publisher.name if publisher else name
    return known if known in outlets else None
