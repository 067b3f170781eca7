"""Which report took its text from which, and which agency it has it from.

Evidence is text that two reports share word for word (:mod:`.runs`): rare
words outside quotations, in passages long enough not to be chance. Credits
(:mod:`.credits`) and times of publication give the direction; where neither
does, the derivation is undirected. Reports that only name another report's
outlet, or an agency, as a source are said to cite it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from consilience.collate.credits import Credit, agency_name, credits, credits_of, initials, is_wire
from consilience.collate.runs import Index, Run, Words, passages, runs, words
from consilience.model import Annotated, Attribution, Derivation, DerivationRelation, Report, Span
from consilience.tables import agencies, publishers

__all__ = ["credits", "derivations", "roots"]

PASSAGE = 14.0  # weight of the least passage that is evidence: some eight words, some of them rare
TOTAL = 55.0  # weight of all passages together that shows a derivation
LEAST = 32.0  # and for short reports
SHARE = 0.12  # and the share of the shorter report that they must make up
MOST = 0.6  # share of a report from which it republishes rather than rewrites
ROOTED = 0.2  # share from which a report as a whole rests on its source
NEAR = 200  # characters around an attribution in which the medium that it names is looked for
NEWLY = 0.1  # share of a report that a further source must explain beyond the first


@dataclass(frozen=True, slots=True)
class _Link:
    """Text that ``here`` shares with ``there``; positions are of words in each."""

    here: int
    there: int
    passages: tuple[tuple[Run, ...], ...]
    shared: frozenset[int]
    weight: float
    share: float
    share_there: float


def derivations(reports: Sequence[Annotated]) -> tuple[Derivation, ...]:
    """The derivations among the reports of one story, and those from agencies that they credit.

    In the order of the reports; a report's own by falling share. Of several
    sources that explain the same words only the best is given, so that forty
    copies of one text have 39 derivations. Where ``source`` is an agency whose
    text is not at hand, the credit stands for both spans of the pair.
    """
    texts = [words(report) for report in reports]
    given = _credits(reports)
    links = _links(reports, texts, given)
    result: list[tuple[int, Derivation]] = []
    done: set[tuple[str, str]] = set()

    def put(position: int, derivation: Derivation) -> None:
        pair = derivation.report, derivation.source
        if pair not in done and pair[::-1] not in done and pair[0] != pair[1]:
            done.add(pair)
            result.append((position, derivation))

    for link in links:
        for derivation in _from_text(link, reports, texts, given):
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
    given = [credits_of(report.report) for report in reports]
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
    return None


def _links(reports: Sequence[Annotated], texts: Sequence[Words], given: Sequence[tuple[Credit, ...]]) -> list[_Link]:
    """For each report the earlier ones whose text it shares, the best first, each for words not yet explained."""
    index = Index()
    number = {text.report: position for position, text in enumerate(texts)}
    result: list[_Link] = []
    for position in _order(reports, given):
        here = texts[position]
        found = [_link(position, number[there.report], here, there) for there in index.likely(here)]
        explained: set[int] = set()
        for link in sorted((link for link in found if link), key=partial(_preference, reports, given)):
            if not explained or len(link.shared - explained) >= NEWLY * len(here):
                explained |= link.shared
                result.append(link)
        index.add(here)
    return result


def _preference(reports: Sequence[Annotated], given: Sequence[tuple[Credit, ...]], link: _Link) -> tuple[float, int]:
    """Sort key of links: the larger share first, and of much the same the one whose supplier is known."""
    supplied = any(c.whole for c in given[link.there]) or _own_agency(reports[link.there].report) is not None
    return -link.share * (1.15 if supplied else 1.0), link.there


def _link(position: int, other: int, here: Words, there: Words) -> _Link | None:
    proving = []
    seen: set[int] = set()
    for passage in passages(runs(here, there)):
        places = {run.there + step for run in passage for step in range(run.length)}
        if sum(run.weight for run in passage) < PASSAGE or places & seen:
            continue
        seen |= places
        proving.append(passage)
    weight = sum(run.weight for passage in proving for run in passage)
    shared = frozenset(run.here + step for passage in proving for run in passage for step in range(run.length))
    own = sum(1 for at in shared if here.weight[at] > 0)
    shorter = max(1, min(here.own, there.own))
    # A short report has less to show, but more than two stock phrases.
    enough = max(LEAST, min(TOTAL, 0.5 * min(sum(here.weight), sum(there.weight))))
    if not proving or weight < enough or own < SHARE * shorter:
        return None
    return _Link(
        position, other, tuple(proving), shared, weight, len(shared) / len(here), len(shared) / max(1, len(there))
    )


def _spans(link: _Link, texts: Sequence[Words], swap: bool = False) -> tuple[tuple[Span, Span], ...]:
    """The pairs of passages, without their text, which :func:`_filled` adds."""
    here, there = texts[link.here], texts[link.there]
    pairs = []
    for passage in link.passages:
        first, last = passage[0], passage[-1]
        mine = Span(here.report, here.start[first.here], here.end[last.here + last.length - 1], "")
        other = Span(there.report, there.start[first.there], there.end[last.there + last.length - 1], "")
        pairs.append((other, mine) if swap else (mine, other))
    return tuple(pairs)


def _filled(pairs: Sequence[tuple[Span, Span]], reports: Sequence[Annotated]) -> tuple[tuple[Span, Span], ...]:
    text = {report.report.id: report.report.text for report in reports}

    def fill(span: Span) -> Span:
        return Span(span.report, span.start, span.end, text[span.report][span.start : span.end])

    return tuple((fill(one), fill(other)) for one, other in pairs)


def _from_text(
    link: _Link, reports: Sequence[Annotated], texts: Sequence[Words], given: Sequence[tuple[Credit, ...]]
) -> list[Derivation]:
    """What shared text says: from the agency that one of the two credits for it, else from the other report."""
    here, there = reports[link.here].report, reports[link.there].report
    mine = {credit.agency: credit for credit in given[link.here]}
    theirs = {credit.agency: credit for credit in given[link.there]}
    supplier = next(
        (
            c.agency
            for c in (*given[link.there], *given[link.here])
            if c.whole or (c.agency in mine and c.agency in theirs)
        ),
        None,
    )
    forth = _filled(_spans(link, texts), reports)
    back = _filled(_spans(link, texts, swap=True), reports)
    own = _own_agency(there)
    if own is not None and supplier in (None, own):
        return [_derivation(here.id, there.id, link.share, forth, f"shares its text with {own}'s own report", True)]
    if supplier is not None:
        result = []
        for report, other, share, spans, credited in (
            (here, there, link.share, forth, mine.get(supplier)),
            (there, here, link.share_there, back, theirs.get(supplier)),
        ):
            said = f"credits {supplier} ({credited.how})" if credited else f"{other.id} credits {supplier}"
            reason = f"{said}; {min(share, 1):.0%} of its words stand in {other.id} too"
            given_whole = credited is not None and credited.whole
            result.append(_derivation(report.id, supplier, 1.0 if given_whole else share, spans, reason, True))
        return result
    direction = _direction(here, there)
    if direction is not None:
        earlier, because = direction
        if earlier == there.id:
            return [_derivation(here.id, there.id, link.share, forth, because, True)]
        return [_derivation(there.id, here.id, link.share_there, back, because, True)]
    if here.id < there.id:
        return [_derivation(here.id, there.id, link.share, forth, "neither time nor credit says who was first", False)]
    return [_derivation(there.id, here.id, link.share_there, back, "neither time nor credit says who was first", False)]


def _direction(here: Report, there: Report) -> tuple[str, str] | None:
    """The id of the report that was first, and why; None where nothing says so."""
    one, other = here.published or "", there.published or ""
    if "/" in one + other or len(one) < 10 or len(other) < 10:
        return None
    timed = min(len(one), len(other)) > 10 and not (
        one[10:].startswith("T00:00:00") or other[10:].startswith("T00:00:00")
    )
    length = None if timed else 10
    if one[:length] == other[:length]:
        return None
    first, second = (here, there) if one < other else (there, here)
    return (
        first.id,
        f"shares its text, and {first.id} was published first ({first.published} before {second.published})",
    )


def _derivation(
    report: str, source: str, share: float, spans: tuple[tuple[Span, Span], ...], reason: str, directed: bool
) -> Derivation:
    share = round(min(1.0, share), 3)
    relation: DerivationRelation = "republishes" if share >= MOST else "rewrites"
    return Derivation(report, source, relation, share, spans, reason, directed)


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
        for name in _outlet_names(report.report):
            outlets[name].append(report.report.id)
    result = []
    for position, report in enumerate(reports):
        supplied = {credit.agency: credit for credit in given[position]}
        own = {*_outlet_names(report.report), _own_agency(report.report)}
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


def _outlet_names(report: Report) -> set[str]:
    names = set()
    for name in (report.outlet, report.publisher):
        publisher = publishers.of(name) if name else None
        if publisher:
            names.add(publisher.name)
        elif name:
            names.add(name)
    return names
