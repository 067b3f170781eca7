"""Whose word a claim is: the party that first put it on record, where that can be shown.

1. A claim that somebody is said to have said belongs to whoever put that on
   record: the innermost carrier of the chain, or the speaker cited directly.
2. A claim in the report's own voice belongs to the root of what the report was
   derived from, to the outlet where the report shows work of its own, and to
   nobody that can be shown otherwise.
An unnamed speaker is no origin: two outlets' "officials" may be one man.
Where two origins cannot be shown to be two, they are counted as one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from consilience.collate.houses import calls_itself, publishers_of
from consilience.collate.media import is_unnamed_media, says_only_medium
from consilience.collate.parties import Directory, Party, directory, identify
from consilience.model import Annotated, Attribution, Claim, Derivation, Origin, OriginKind, Report, Span, StoryEntity

BESIDE = 200  # characters from words that show work of its own to what they vouch for
# Acts of mind are not acts of record: a report knows them only by what somebody said.
_OFF_RECORD = frozenset({"belief", "knowledge", "perception", "intention", "desire", "emotion", "appearance", "other"})


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word a claim stands. ``key`` is None where no origin can be shown."""

    key: str | None
    name: str | None
    kind: OriginKind | None
    party: str | None
    span: Span | None
    speaker: str | None
    via: tuple[str, ...]
    why: str
    # For a medium's word: whom its texts in this story cite, and so may lean on here too.
    leans_on: frozenset[Party] = frozenset()
    credited: bool = False  # the report is that medium's text
    voices: tuple[Party, ...] = ()  # who is said to say it and to pass it on, media left out
    apart: bool = False  # in a part of a derived report that its source does not have
    report: str = ""
    at_hand: frozenset[str] = frozenset()  # the reports of the story that are the cited medium's own
    sources: frozenset[str] = frozenset()  # the reports of the story that its report derives from
    published: bool = False  # by the body itself, in a report of its own


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is needed to trace the claims of one story, worked out once."""

    reports: Sequence[Annotated]
    roots: Mapping[str, str]
    derivations: Sequence[Derivation]
    known: Directory
    first_hand: Mapping[str, tuple[Span, ...]]
    organ_of: Mapping[str, Party]
    cited: Mapping[str, frozenset[Party]]  # root of a text that is no report of the story to whom its copies cite
    citing: Mapping[str, frozenset[Party]]  # report to whom it cites
    own_reports: Mapping[str, frozenset[str]]  # medium to the reports of the story that it published itself
    bodies: Mapping[str, Party]  # report to the body that published it for itself
    publishers: Mapping[str, str]  # report to who publishes the one at the end of its chain, or itself
    own_publishers: Mapping[str, str]  # report to who publishes it
    sources: Mapping[str, frozenset[str]]  # report to the others of the story that it derives from
    taken: Mapping[str, tuple[tuple[int, int], ...]]  # what of a report its source has, where that is at hand


def ledger(
    reports: Sequence[Annotated],
    entities: Sequence[StoryEntity],
    derivations: Sequence[Derivation],
    roots: Mapping[str, str],
) -> Ledger:
    """The story's names and roots, and the state organ through which each speaker of that state is quoted."""
    own = publishers_of([a.report for a in reports])
    known = directory(reports, entities, own)
    first_hand = {a.report.id: _first_hand(a.report) for a in reports}
    organs = _organs(reports, known)
    ids = {a.report.id: a.report for a in reports}
    citing = {a.report.id: _cited(a, known, organs) for a in reports}
    cited: dict[str, frozenset[Party]] = {}
    own_reports: dict[str, frozenset[str]] = {}
    for report in ids.values():
        root = roots.get(report.id)
        if root is not None and root not in ids:
            cited[root] = cited.get(root, frozenset()) | citing[report.id]
        for medium in _published_as(report, known):
            own_reports[medium] = own_reports.get(medium, frozenset()) | {report.id}
    named = {report: identify(name, report, known) for report, name in known.bodies.items()}
    bodies = {report: party for report, party in named.items() if party is not None}
    published = {name: own.get(roots.get(name, name), own[name]) for name in ids}
    sources: dict[str, frozenset[str]] = {}
    for derivation in derivations:
        if derivation.relation != "cites" and derivation.directed and derivation.source in ids:
            sources[derivation.report] = sources.get(derivation.report, frozenset()) | {derivation.source}
    taken = _taken(derivations, ids)
    return Ledger(
        reports,
        roots,
        derivations,
        known,
        first_hand,
        organs,
        cited,
        citing,
        own_reports,
        bodies,
        published,
        own,
        sources,
        taken,
    )


def _published_as(report: Report, known: Directory) -> set[str]:
    """The media, by key, that a report's outlet and publisher are."""
    names = [name for name in (report.outlet, report.publisher) if name]
    found = [identify(name, report.id, known) for name in names]
    return {party.key for party in found if party is not None and _is_medium(party)}


def _taken(derivations: Sequence[Derivation], ids: Collection[str]) -> dict[str, tuple[tuple[int, int], ...]]:
    """For each report that derives from others of the story, and from nothing else, what it has in common with them."""
    spans: dict[str, list[tuple[int, int]]] = {}
    elsewhere: set[str] = set()
    for derivation in derivations:
        if derivation.relation == "cites":
            continue
        spans.setdefault(derivation.report, []).extend((own.start, own.end) for own, _ in derivation.spans)
        if derivation.source not in ids:
            elsewhere.add(derivation.report)
        elif not derivation.directed:
            spans.setdefault(derivation.source, []).extend((own.start, own.end) for _, own in derivation.spans)
    return {report: tuple(sorted(own)) for report, own in spans.items() if report not in elsewhere}


def _root(report: Report, claim: Claim, book: Ledger) -> str:
    """Whose text the claim is from: the root of its report's, or the report itself where no source of it has that."""
    own = report.id
    spans = book.taken.get(own)
    if spans is not None:
        shared = sum(max(0, min(claim.end, end) - max(claim.start, start)) for start, end in spans)
        if 2 * shared < claim.end - claim.start:
            return own
    return book.roots.get(own, own)


def _organs(reports: Sequence[Annotated], known: Directory) -> dict[str, Party]:
    """Speakers whom a state organ of their own side carries, with that organ: key of the speaker to the organ.

    What such a speaker says elsewhere in the story, cited without a carrier, cannot
    be shown to have come another way.
    """
    found: dict[str, Party] = {}
    for annotated in reports:
        for attribution in annotated.attributions:
            if not attribution.speaker or not attribution.via:
                continue
            speaker = identify(attribution.speaker, annotated.report.id, known)
            carrier = next((p for n in attribution.via if (p := identify(n, annotated.report.id, known))), None)
            if speaker and carrier and carrier.kind == "state media" and carrier.party in (speaker.party, speaker.name):
                found.setdefault(speaker.key, carrier)
    return found


@cache
def _phrases() -> tuple[str, ...]:
    table = tomllib.loads(files("consilience.tables").joinpath("firsthand.toml").read_text(encoding="utf-8"))
    return tuple(table["phrases"])


def _first_hand(report: Report) -> tuple[Span, ...]:
    """The words by which the report shows that its own people were at work."""
    own = sorted(name for name in calls_itself(report) if len(name) > 2)
    wanted = [
        p
        for phrase in _phrases()
        for p in ([phrase.replace("{outlet}", n) for n in own] if "{outlet}" in phrase else [phrase])
    ]
    lowered = report.text.lower()
    if len(lowered) != len(report.text):
        lowered = report.text  # a letter whose small form is longer would shift every offset
    spans = []
    for phrase in wanted:
        at = lowered.find(phrase.lower())
        while at >= 0:
            spans.append(Span(report.id, at, at + len(phrase), report.text[at : at + len(phrase)]))
            at = lowered.find(phrase.lower(), at + 1)
    return tuple(sorted(spans, key=lambda s: s.start))


def _cue(attribution: Attribution) -> str:
    return next((r[5:] for r in attribution.reasons if r.startswith("cue: ")), "speech")


def _is_medium(party: Party) -> bool:
    return party.kind in ("agency", "state media", "outlet")


def _spoken(report: Report, attribution: Attribution, book: Ledger) -> Word | None:
    """The word of whoever put the content on record; None where nobody in particular is named.

    The chain may name a person as the carrier of an agency's words ("Kim declared …,
    according to state media"): a medium carries persons, never the other way round.
    """
    if attribution.speaker is not None and is_unnamed_media(attribution.speaker):
        return None  # who passes on what "local media" have does not put it on record
    source = attribution.source or attribution.cue
    span = Span(report.id, source.start, source.end, source.text) if source else None
    said = (
        None
        if attribution.anonymous or attribution.speaker is None
        else identify(attribution.speaker, report.id, book.known)
    )
    carriers = [party for name in attribution.via if (party := identify(name, report.id, book.known)) is not None]
    if attribution.speaker is not None and said is not None and says_only_medium(attribution.speaker):
        said = _medium_meant(report, carriers, book)
    if said is not None:
        own = identify(report.outlet or report.publisher or "", report.id, book.known)
        carriers = [party for party in carriers if own is None or party.key != own.key]  # a chain leaves its outlet out
    media = [party for party in carriers if _is_medium(party)]
    chosen = said if said is not None and _is_medium(said) else next(iter(media), None) or next(iter(carriers), None)
    if chosen is not None and chosen is not said:
        why = f"{attribution.speaker or 'the speaker'} through {chosen.name}"
    elif said is not None and chosen is None and said.key in book.organ_of:
        chosen = book.organ_of[said.key]
        why = f"{said.name} is quoted through {chosen.name} in this story; no other way is shown"
    else:
        chosen = chosen or said
        why = f"{chosen.name} is cited directly" if chosen else ""
    if chosen is None:
        return None
    speaker = said.name if said is not None else attribution.speaker
    voices = tuple(p for p in (said, *carriers) if p is not None and not _is_medium(p))
    at_hand = book.own_reports.get(chosen.key, frozenset()) - {report.id}
    return Word(
        chosen.key,
        chosen.name,
        chosen.kind,
        chosen.party,
        span,
        speaker,
        attribution.via,
        why,
        leans_on=frozenset() if voices or _told(attribution) else _but(chosen.key, *(book.citing[k] for k in at_hand)),
        voices=voices,
        at_hand=at_hand,
    )


def _told(attribution: Attribution) -> bool:
    """Whether somebody without a name is said to have told the medium: its own work, whomever it cites elsewhere."""
    return attribution.anonymous and any(reason.startswith("spoken to") for reason in attribution.reasons)


def _medium_meant(report: Report, carriers: Sequence[Party], book: Ledger) -> Party | None:
    """Who "the news agency" is: the one medium that the report cites beside its carriers; None where there are more."""
    passing_on = {party.key for party in carriers}
    cited = [party for party in book.citing[report.id] if _is_medium(party) and party.key not in passing_on]
    return cited[0] if len(cited) == 1 else None


def _through_supplier(report: Report, attribution: Attribution, root: str, book: Ledger) -> Attribution:
    """The attribution with the agency whose text the report is at the end of its chain, if it was left out there.

    What an agency's text quotes, the agency put on record, however many papers print it.
    """
    if root == report.id or root in book.publishers:
        return attribution
    if root.casefold() in {name.casefold() for name in calls_itself(report)}:
        return attribution  # the agency itself carries it: a chain leaves its outlet out
    known = [identify(name, report.id, book.known) for name in (attribution.speaker, *attribution.via) if name]
    if any(party is not None and _is_medium(party) for party in known):
        return attribution
    return replace(attribution, via=(*attribution.via, root))


def trace(annotated: Annotated, claim: Claim, book: Ledger) -> Word:
    """On whose word the claim stands in its report, with the reason in words."""
    root = _root(annotated.report, claim, book)
    word = _traced(annotated, claim, root, book)
    own = annotated.report.id
    return replace(word, apart=root != book.roots.get(own, own), report=own, sources=book.sources.get(own, frozenset()))


def _traced(annotated: Annotated, claim: Claim, root: str, book: Ledger) -> Word:
    report = annotated.report
    attribution = annotated.attributions[claim.attribution] if claim.attribution is not None else None
    full = _through_supplier(report, attribution, root, book) if attribution is not None else None
    if attribution is not None and full is not None and _cue(attribution) not in _OFF_RECORD:
        word = _spoken(report, full, book)
        owner = identify(root, report.id, book.known) if root in book.cited else None
        if word is not None and (full is not attribution or (owner is not None and word.key == owner.key)):
            leans_on = (
                frozenset() if word.voices or _told(attribution) else _but(word.key, book.cited.get(root, frozenset()))
            )
            return replace(word, leans_on=leans_on, credited=True, at_hand=frozenset())
        if word is not None:
            return word
        who = attribution.speaker or "who says it"
        why = f"{who} is not named so that an origin can be shown"
        return Word(None, None, None, None, None, attribution.speaker, attribution.via, why)
    speaker = attribution.speaker if attribution else None
    via = attribution.via if attribution else ()
    body = book.bodies.get(report.id)
    if body is not None:
        why = f"the report is {body.name}'s own"
        return Word(body.key, body.name, body.kind, body.party, None, speaker, via, why, voices=(body,), published=True)
    if root != report.id:
        if root not in book.cited:
            return Word(
                None, None, None, None, None, speaker, via, "in a text derived from another report of the story"
            )
        owner = identify(root, report.id, book.known) or Party(f"agency:{root}", root, "agency", None)
        span = _credit_span(report, root, book)
        why = f"the report credits its text to {owner.name}"
        cited = _but(owner.key, book.cited[root])
        return Word(owner.key, owner.name, owner.kind, owner.party, span, speaker, (owner.name,), why, cited, True)
    for span in book.first_hand.get(report.id, ()):
        if _is_beside(span, claim, report.text):
            outlet = report.outlet or report.publisher or report.id
            why = f"the report shows work of its own: “{span.text}”"
            return Word(f"outlet:{book.publishers[report.id]}", outlet, "outlet", None, span, speaker, via, why)
    return Word(
        None, None, None, None, None, speaker, via, "in the report's own voice; where it comes from is not shown"
    )


def _is_beside(span: Span, claim: Claim, text: str) -> bool:
    """Whether the words stand near the claim, in its paragraph."""
    between = text[min(span.end, claim.end) : max(span.start, claim.start)]
    return len(between) < BESIDE and "\n" not in between


def _cited(annotated: Annotated, known: Directory, organ_of: Mapping[str, Party]) -> frozenset[Party]:
    """Everybody whom a report cites."""
    names = {n for a in annotated.attributions for n in (a.speaker, *a.via) if n}
    found = {p for n in names if (p := identify(n, annotated.report.id, known)) is not None}
    return frozenset(found | {organ_of[party.key] for party in found if party.key in organ_of})


def _but(key: str | None, *parties: frozenset[Party]) -> frozenset[Party]:
    """All of the parties but the one of that key."""
    return frozenset(party for some in parties for party in some if party.key != key)


def _credit_span(report: Report, root: str, book: Ledger) -> Span | None:
    for derivation in book.derivations:
        if derivation.report == report.id and derivation.source == root and derivation.spans:
            return derivation.spans[0][0]
    return None


def _ranked(words: Sequence[tuple[str, Word]]) -> list[tuple[str, list[tuple[str, Word]]]]:
    """Each established key with its uses, the one that most reports have first: the order of the ids."""
    found: dict[str, list[tuple[str, Word]]] = {}
    for report, word in words:
        if word.key is not None:
            found.setdefault(word.key, []).append((report, word))
    return sorted(found.items(), key=lambda item: (-len({r for r, _ in item[1]}), item[0]))


def origins(words: Sequence[tuple[str, Word]]) -> tuple[Origin, ...]:
    """The established origins behind (report id, word) pairs, the most used first; ids ``O1``, ``O2`` …"""
    made = []
    for number, (_, uses) in enumerate(_ranked(words), start=1):
        first = uses[0][1]
        spans = {w.span for _, w in uses if w.span is not None}
        made.append(
            Origin(
                id=f"O{number}",
                name=first.name or "",
                kind=first.kind or "document",
                party=next((w.party for _, w in uses if w.party), None),
                reports=tuple(sorted({r for r, _ in uses})),
                spans=tuple(sorted(spans, key=lambda s: (s.report, s.start, s.end))),
            )
        )
    return tuple(made)


def keys(words: Sequence[tuple[str, Word]]) -> dict[str, str]:
    """From a word's key to the id that :func:`origins` gives it."""
    return {key: f"O{number}" for number, (key, _) in enumerate(_ranked(words), start=1)}
