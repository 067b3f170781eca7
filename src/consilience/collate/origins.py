"""Whose word a claim is: the party that first put it on record, where that can be shown.

1. A claim that somebody is said to have said belongs to whoever put that on
   record: the innermost carrier of the chain, or the speaker cited directly.
2. A claim in the report's own voice belongs to the root of what the report was
   derived from, to the outlet where the report shows work of its own, and to
   nobody that can be shown otherwise.
An unnamed speaker is no origin: two outlets' "officials" may be one man.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from consilience.model import (
    Annotated,
    Attribution,
    Claim,
    Derivation,
    Origin,
    OriginKind,
    Report,
    Span,
    StoryEntity,
)
from consilience.tables import agencies, countries, publishers

_GENERIC_MEDIA = re.compile(
    r"\b(?:state|official|government|national)(?:[- ]run|[- ]owned)?\s+(?:news\s+)?(?:media|agency|television|tv|radio|broadcaster|newspaper)\b",
    re.I,
)
_NOT_SAID = frozenset({"belief", "knowledge", "perception", "intention", "desire", "emotion", "appearance"})
_BODY_TYPES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})


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


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is needed to trace the claims of one story, worked out once."""

    reports: Sequence[Annotated]
    roots: Mapping[str, str]
    derivations: Sequence[Derivation]
    names: Mapping[str, StoryEntity]
    organs: Mapping[str, str]
    first_hand: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


def ledger(
    reports: Sequence[Annotated],
    entities: Sequence[StoryEntity],
    derivations: Sequence[Derivation],
    roots: Mapping[str, str],
) -> Ledger:
    """The story's names, roots, and which agency speaks for which country."""
    names: dict[str, StoryEntity] = {}
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            names.setdefault(name.casefold(), entity)
    organs: dict[str, set[str]] = {}
    for annotated in reports:
        for attribution in annotated.attributions:
            for name in (attribution.speaker, *attribution.via):
                agency = agencies.find(name) if name else None
                if agency is not None and agency.party:
                    organs.setdefault(agency.country, set()).add(agency.name)
    return Ledger(
        reports,
        roots,
        derivations,
        names,
        {country: next(iter(found)) for country, found in organs.items() if len(found) == 1},
        {a.report.id: _first_hand(a.report) for a in reports},
    )


@cache
def _phrases() -> tuple[str, ...]:
    table = tomllib.loads(files("consilience.tables").joinpath("firsthand.toml").read_text(encoding="utf-8"))
    return tuple(table["phrases"])


def _outlet_names(report: Report) -> list[str]:
    known = publishers.of(report.outlet or report.url or "")
    names = [report.outlet or "", report.publisher or "", *((known.name, *known.aliases) if known else ())]
    return sorted({name for name in names if len(name) > 2})


def _first_hand(report: Report) -> tuple[Span, ...]:
    """The words by which the report shows that its own people were at work."""
    wanted = [
        p
        for phrase in _phrases()
        for p in ([phrase.replace("{outlet}", n) for n in _outlet_names(report)] if "{outlet}" in phrase else [phrase])
    ]
    spans = []
    for phrase in wanted:
        for match in re.finditer(re.escape(phrase), report.text, re.IGNORECASE):
            spans.append(Span(report.id, match.start(), match.end(), match.group()))
    return tuple(sorted(spans, key=lambda s: s.start))


def _party(entity: StoryEntity | None, name: str) -> str | None:
    """The state that a body speaks for: its own name's, or that of the country it belongs to."""
    code = entity.country if entity is not None else None
    if code is None:
        return None
    country = countries.by_code().get(code)
    return country.name if country else code


def _generic(name: str, book: Ledger) -> tuple[str, str | None] | None:
    """For "North Korean state media": the country's one named organ in this story, or the phrase and its party."""
    if not _GENERIC_MEDIA.search(name):
        return None
    before = name[: _GENERIC_MEDIA.search(name).start()].strip(" '’s")  # type: ignore[union-attr]
    country = countries.find(before) if before else None
    if country is not None:
        return book.organs.get(country.code, f"{country.name} state media"), country.name
    if len(book.organs) == 1:
        return next(iter(book.organs.values())), None
    return name, None


def _identity(name: str, book: Ledger) -> tuple[str, str, OriginKind, str | None]:
    """Key, name, kind and party of somebody named in a chain."""
    generic = _generic(name, book)
    if generic is not None:
        name = generic[0]
    agency = agencies.find(name, medium=True)
    if agency is not None:
        return f"agency:{agency.name}", agency.name, agency.kind, agency.party
    if generic is not None:
        return f"media:{name.casefold()}", name, "state media", generic[1]
    publisher = publishers.of(name)
    if publisher is not None:
        return f"outlet:{publisher.owner}", publisher.name, "outlet", None
    entity = book.names.get(name.casefold())
    if entity is not None:
        kind: OriginKind = "person" if entity.type == "PERSON" else "official body"
        return f"entity:{entity.id}", entity.name, kind, _party(entity, name)
    return f"name:{name.casefold()}", name, "official body", None


def _is_named(name: str, book: Ledger) -> bool:
    """Whether a speaker is somebody in particular: a proper name, or an organ of the press."""
    if _GENERIC_MEDIA.search(name) or agencies.find(name) or name.casefold() in book.names:
        return True
    return any(word[:1].isupper() for word in name.split() if word.casefold() not in ("the", "a", "an"))


def _cue(attribution: Attribution) -> str:
    return next((r[5:] for r in attribution.reasons if r.startswith("cue: ")), "speech")


def _spoken(report: Report, attribution: Attribution, book: Ledger) -> Word | None:
    """The word of whoever put the content on record; None where nobody in particular is named."""
    source = attribution.source or attribution.cue
    span = Span(report.id, source.start, source.end, source.text) if source else None
    speaker, via = attribution.speaker, attribution.via
    carrier = next((name for name in via if _is_named(name, book)), None)
    if carrier is not None:
        key, name, kind, party = _identity(carrier, book)
        why = f"{speaker or 'the speaker'} through {name}" if speaker else f"carried by {name}"
        return Word(key, name, kind, party, span, speaker, via, why)
    if speaker is None or attribution.anonymous or not _is_named(speaker, book):
        return None
    key, name, kind, party = _identity(speaker, book)
    return Word(key, name, kind, party, span, speaker, via, f"{name} is cited directly")


def trace(annotated: Annotated, claim: Claim, book: Ledger) -> Word:
    """On whose word the claim stands in its report, with the reason in words."""
    report = annotated.report
    attribution = annotated.attributions[claim.attribution] if claim.attribution is not None else None
    if attribution is not None and _cue(attribution) not in _NOT_SAID:
        word = _spoken(report, attribution, book)
        if word is not None:
            return word
        who = attribution.speaker or "somebody who is not named"
        return Word(
            None, None, None, None, None, attribution.speaker, attribution.via, f"{who} is not named closely enough"
        )
    speaker = attribution.speaker if attribution else None
    via = attribution.via if attribution else ()
    root = book.roots.get(report.id, report.id)
    if root != report.id:
        if any(a.report.id == root for a in book.reports):
            return Word(
                None, None, None, None, None, speaker, via, "in a text derived from another report of the story"
            )
        key, name, kind, party = _identity(root, book)
        span = _credit_span(report, root, book)
        return Word(key, name, kind, party, span, speaker, (name,), f"the text is {name}'s")
    for span in book.first_hand.get(report.id, ()):
        if span.start < claim.end + 200 and claim.start < span.end + 200:
            outlet = report.outlet or report.publisher or report.id
            why = f"the report shows work of its own: “{span.text}”"
            return Word(f"outlet:{publisher_of(report)}", outlet, "outlet", None, span, speaker, via, why)
    return Word(
        None, None, None, None, None, speaker, via, "in the report's own voice; where it comes from is not shown"
    )


def _credit_span(report: Report, root: str, book: Ledger) -> Span | None:
    for derivation in book.derivations:
        if derivation.report == report.id and derivation.source == root and derivation.spans:
            return derivation.spans[0][0]
    return None


def publisher_of(report: Report) -> str:
    """Who publishes the report: papers of one owner are one; a report of an unknown outlet stands for itself."""
    known = publishers.of(report.outlet or report.url or "") or publishers.of(report.publisher or "")
    return known.owner if known else (report.publisher or report.outlet or report.id)


def absorbed(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words, but a speaker cited directly whom another report quotes through a carrier is the carrier's.

    The two cannot be shown to be independent: they are one utterance.
    """
    carried: dict[str, Word] = {}
    for word in words:
        if word.key is not None and word.via and word.speaker:
            carried.setdefault(word.speaker.casefold(), word)
    result = []
    for word in words:
        other = carried.get((word.speaker or "").casefold())
        if other is not None and word.key is not None and not word.via and other.key != word.key:
            why = f"{word.speaker} is cited without a carrier, elsewhere through {other.name}: one utterance"
            word = replace(word, key=other.key, name=other.name, kind=other.kind, party=other.party, why=why)
        result.append(word)
    return tuple(result)


def origins(words: Sequence[tuple[str, Word]]) -> tuple[Origin, ...]:
    """The established origins behind (report id, word) pairs, the most used first; ids ``O1``, ``O2`` …"""
    found: dict[str, list[tuple[str, Word]]] = {}
    for report, word in words:
        if word.key is not None:
            found.setdefault(word.key, []).append((report, word))
    ranked = sorted(found.items(), key=lambda item: (-len({r for r, _ in item[1]}), item[0]))
    made = []
    for number, (_, uses) in enumerate(ranked, start=1):
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
    found: dict[str, set[str]] = {}
    for report, word in words:
        if word.key is not None:
            found.setdefault(word.key, set()).add(report)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {key: f"O{number}" for number, (key, _) in enumerate(ranked, start=1)}
