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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from consilience.collate.parties import Directory, Party, directory, identify, telling
from consilience.model import Annotated, Attribution, Claim, Derivation, Origin, OriginKind, Report, Span, StoryEntity
from consilience.tables import publishers

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
    # For an agency's text in its own voice: whom the same text cites, and so may lean on here too.
    leans_on: frozenset[str] = frozenset()
    credited: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is needed to trace the claims of one story, worked out once."""

    reports: Sequence[Annotated]
    roots: Mapping[str, str]
    derivations: Sequence[Derivation]
    known: Directory
    first_hand: Mapping[str, tuple[Span, ...]]
    organ_of: Mapping[str, Party]
    cited: Mapping[str, frozenset[str]]  # root of a text that is no report of the story to whom its copies cite
    publishers: Mapping[str, str]  # report to who publishes the one at the end of its chain, or itself


def ledger(
    reports: Sequence[Annotated],
    entities: Sequence[StoryEntity],
    derivations: Sequence[Derivation],
    roots: Mapping[str, str],
) -> Ledger:
    """The story's names and roots, and the state organ through which each speaker of that state is quoted."""
    known = directory(reports, entities)
    first_hand = {a.report.id: _first_hand(a.report) for a in reports}
    organs = _organs(reports, known)
    cited: dict[str, frozenset[str]] = {}
    ids = {a.report.id: a.report for a in reports}
    for annotated in reports:
        root = roots.get(annotated.report.id)
        if root is not None and root not in ids:
            cited[root] = cited.get(root, frozenset()) | _cited(annotated, known, organs)
    published = publishers_of([a.report for a in reports])
    publishers = {name: published.get(roots.get(name, name), published[name]) for name in ids}
    return Ledger(reports, roots, derivations, known, first_hand, organs, cited, publishers)


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
    source = attribution.source or attribution.cue
    span = Span(report.id, source.start, source.end, source.text) if source else None
    said = (
        None
        if attribution.anonymous or attribution.speaker is None
        else identify(attribution.speaker, report.id, book.known)
    )
    carriers = [party for name in attribution.via if (party := identify(name, report.id, book.known)) is not None]
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
    return Word(chosen.key, chosen.name, chosen.kind, chosen.party, span, speaker, attribution.via, why)


def _through_supplier(report: Report, attribution: Attribution, book: Ledger) -> Attribution:
    """The attribution with the agency whose text the report is at the end of its chain, if it was left out there.

    What an agency's text quotes, the agency put on record, however many papers print it.
    """
    root = book.roots.get(report.id, report.id)
    if root == report.id or root in book.publishers:
        return attribution
    if root.casefold() in {name.casefold() for name in _outlet_names(report)}:
        return attribution  # the agency itself carries it: a chain leaves its outlet out
    known = [identify(name, report.id, book.known) for name in (attribution.speaker, *attribution.via) if name]
    if any(party is not None and _is_medium(party) for party in known):
        return attribution
    return replace(attribution, via=(*attribution.via, root))


def trace(annotated: Annotated, claim: Claim, book: Ledger) -> Word:
    """On whose word the claim stands in its report, with the reason in words."""
    report = annotated.report
    attribution = annotated.attributions[claim.attribution] if claim.attribution is not None else None
    supplied = attribution is not None and (full := _through_supplier(report, attribution, book)) is not attribution
    if attribution is not None and _cue(attribution) not in _OFF_RECORD:
        word = _spoken(report, full, book)
        if word is not None and supplied:
            leans_on = book.cited.get(book.roots[report.id], frozenset()) - {word.key or ""}
            return replace(word, leans_on=leans_on, credited=True)
        if word is not None:
            return word
        who = attribution.speaker or "who says it"
        return Word(
            None,
            None,
            None,
            None,
            None,
            attribution.speaker,
            attribution.via,
            f"{who} is not named so that an origin can be shown",
        )
    speaker = attribution.speaker if attribution else None
    via = attribution.via if attribution else ()
    root = book.roots.get(report.id, report.id)
    if root != report.id:
        if root not in book.cited:
            return Word(
                None, None, None, None, None, speaker, via, "in a text derived from another report of the story"
            )
        owner = identify(root, report.id, book.known) or Party(f"agency:{root}", root, "agency", None)
        span = _credit_span(report, root, book)
        why = f"the report credits its text to {owner.name}"
        cited = book.cited[root] - {owner.key}
        return Word(owner.key, owner.name, owner.kind, owner.party, span, speaker, (owner.name,), why, cited, True)
    for span in book.first_hand.get(report.id, ()):
        if span.start < claim.end + 200 and claim.start < span.end + 200:
            outlet = report.outlet or report.publisher or report.id
            why = f"the report shows work of its own: “{span.text}”"
            return Word(f"outlet:{book.publishers[report.id]}", outlet, "outlet", None, span, speaker, via, why)
    return Word(
        None, None, None, None, None, speaker, via, "in the report's own voice; where it comes from is not shown"
    )


def _cited(annotated: Annotated, known: Directory, organ_of: Mapping[str, Party]) -> set[str]:
    """Everybody whom a report cites."""
    names = {n for a in annotated.attributions for n in (a.speaker, *a.via) if n}
    found = {p.key for n in sorted(names) if (p := identify(n, annotated.report.id, known)) is not None}
    return found | {organ.key for key in sorted(found) if (organ := organ_of.get(key)) is not None}


def _credit_span(report: Report, root: str, book: Ledger) -> Span | None:
    for derivation in book.derivations:
        if derivation.report == report.id and derivation.source == root and derivation.spans:
            return derivation.spans[0][0]
    return None


def publishers_of(reports: Sequence[Report]) -> dict[str, str]:
    """Who publishes each report of a story, by its id: papers of one owner are one; an unknown outlet is one itself.

    A feed gives the publisher's name where a saved page has but its host. So a report that names nobody has the
    publisher that the others of its host name, where they all name the same.
    """
    named: dict[str, set[str]] = {}
    for report in reports:
        if (site := _site(report)) and (name := _name(report)) and name not in report.credits:
            named.setdefault(site, set()).add(_owner(name))
    found = {}
    for report in reports:
        site, name = _site(report), _name(report)
        known = publishers.of(report.outlet or report.url or "")
        others = named.get(site or "", set())
        alone = next(iter(others)) if len(others) == 1 else site
        found[report.id] = known.owner if known else _owner(name) if name else alone or report.id
    return found


def _owner(name: str) -> str:
    known = publishers.of(name)
    return known.owner if known else publishers.key(name)


def _name(report: Report) -> str | None:
    """The publisher, or an outlet that is called by a name and not by its host."""
    return report.publisher or (report.outlet if report.outlet and not publishers.host(report.outlet) else None)


def _site(report: Report) -> str | None:
    site = publishers.host(report.outlet or "") or publishers.host(report.url or "")
    return site.removeprefix("www.") if site else None


def absorbed(words: Sequence[Word], known: Directory) -> tuple[Word, ...]:
    """The words of one finding, with those made one that cannot be shown to be two.

    An agency's text that cites an origin of the finding elsewhere is not shown to
    have it from anybody else. A speaker cited directly whom another report quotes
    through a carrier is the carrier's: one utterance. A body named by what it is ("police") is the one whose
    name holds those words ("Harbour Police").
    """
    opened = [word for word in words if _leans(word, words)]
    words = [_open(word) if word in opened else word for word in words]
    carried = {
        word.speaker.casefold(): word
        for word in reversed(words)
        if word.key is not None and word.via and word.speaker and word.name != word.speaker
    }
    result = []
    for word in words:
        other = carried.get((word.speaker or "").casefold())
        if other is not None and word.key is not None and not word.via and other.key != word.key:
            why = f"{word.speaker} is cited without a carrier, elsewhere through {other.name}: one utterance"
            word = _made(word, other, why)
        else:
            fuller = next((w for w in words if w.key != word.key and _holds(w, word, known)), None)
            if fuller is not None:
                word = _made(word, fuller, f"{word.name}: taken for {fuller.name}")
        result.append(word)
    return _but_copies(result, opened)


def _but_copies(words: Sequence[Word], opened: Sequence[Word]) -> tuple[Word, ...]:
    """The words, without an origin where they may be a copy, not found out, of an agency's text that has none.

    That text quotes the same speaker, and the finding has another origin: the agency, or somebody whom its text cites.
    """
    result = list(words)
    for k, word in enumerate(words):
        if word.key is None or word.via or word.credited or not word.speaker:
            continue
        others = {w.key for w in result if w.key not in (None, word.key)}
        of = next((o for o in opened if _same_speaker(o, word) and others & {o.key, *o.leans_on}), None)
        if of is not None:
            why = f"{word.speaker} is quoted in the text of {of.name} too, which cites another origin of this finding"
            result[k] = replace(word, key=None, why=f"{why}: not shown to be a second one")
    return tuple(result)


def _same_speaker(one: Word, other: Word) -> bool:
    return one.speaker is not None and other.speaker is not None and one.speaker.casefold() == other.speaker.casefold()


def _leans(word: Word, words: Sequence[Word]) -> bool:
    """Whether it is an agency's text that cites elsewhere whom another report cites here."""
    return word.credited and any(not other.credited and other.key in word.leans_on for other in words)


def _open(word: Word) -> Word:
    why = f"the text of {word.name}, which elsewhere cites another origin of this finding: not shown to be its own"
    return replace(word, key=None, why=why)


def _made(word: Word, other: Word, why: str) -> Word:
    return replace(word, key=other.key, name=other.name, kind=other.kind, party=other.party, why=why)


def _holds(fuller: Word, word: Word, known: Directory) -> bool:
    """Whether ``word`` is another name of the body ``fuller``, or somebody who holds an office there.

    "Police" is taken for "Harbour Police", and the transport minister for the Ministry of Transport.
    """
    if word.key is None or fuller.key is None or not fuller.name or not word.name:
        return False
    if word.kind == fuller.kind == "person":  # "H.E. Mr Viktor Malenko" has more titles, not more of a name
        return set(word.name.casefold().split()) < set(fuller.name.casefold().split())
    if fuller.kind != "official body":
        return False
    body = telling(fuller.name)
    if word.kind == "official body":
        return bool(telling(word.name)) and telling(word.name) < body
    return bool(body) and any(body <= office for office in known.offices.get(word.key, ()))


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
