"""Why two names are one entity or are not, and what each support of a finding rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Literal

from consilience.annotate import alike
from consilience.collate import why
from consilience.collate.judged import decide, plain, said, separated
from consilience.collate.linker import kind_of
from consilience.collate.pairs import score
from consilience.collate.units import Unit, units
from consilience.model import (
    Annotated,
    Dossier,
    Entity,
    Finding,
    Judgement,
    OriginKind,
    Span,
    Stance,
    Status,
    Story,
    StoryEntity,
)

Relation = Literal["same", "different", "not found"]
# A span that is longer is a report's whole text, credited to an agency: it names nobody.
_NAMING = 240
_KINDS = {"person": "a person", "body": "a body", "state": "a state", "place": "a place", "NORP": "a people"}


@dataclass(frozen=True, slots=True)
class ExplainedEntity:
    """An entity of a story with every span that names it."""

    story: str
    id: str
    name: str
    type: str
    country: str | None
    aliases: tuple[str, ...]
    descriptors: tuple[str, ...]
    reasons: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NamesExplained:
    """What names mean: one entity, two, or none that the reports name; and why. ``outlets`` by report."""

    names: tuple[str, ...]
    relation: Relation
    reasons: tuple[str, ...]
    entities: tuple[ExplainedEntity, ...]
    outlets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chain:
    """A support of a finding: its words, who speaks through whom, and the origin with the spans that name it."""

    report: str
    outlet: str | None
    words: Span
    speaker: str | None
    via: tuple[str, ...]
    origin: str | None
    kind: OriginKind | None
    stance: Stance
    why: str
    named: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Two supports, by their places among the chains: the words they share, and how alike they are (0 to 1).

    ``likeness`` is None where the two were never compared and joined through others.
    """

    left: int
    right: int
    shared: tuple[str, ...]
    likeness: float | None


@dataclass(frozen=True, slots=True)
class FindingExplained:
    """A finding from its supports to its origins, and why each two of its supports are one statement."""

    story: str
    id: str
    text: str
    status: Status
    reasons: tuple[str, ...]
    chains: tuple[Chain, ...]
    joined: tuple[Joined, ...]
    outlets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Told:
    """A story's dossier beside the reports that it was made of."""

    reports: tuple[Annotated, ...]
    dossier: Dossier
    judgements: tuple[Judgement, ...]

    def entities(self, entity: StoryEntity) -> list[tuple[Annotated, Entity]]:
        """The reports' own entities behind one of the story."""
        known = {(a.report.id, e.id): (a, e) for a in self.reports for e in a.entities}
        return [known[pair] for pair in entity.mentions if pair in known]


def told(story: Story, dossier: Dossier, judgements: Sequence[Judgement] = ()) -> _Told:
    """A story and its dossier, to be explained; the judgements are those that the dossier was made with."""
    return _Told(separated(story.reports, decide(judgements, story.id)), dossier, tuple(judgements))


def names(stories: Sequence[_Told], wanted: Sequence[str]) -> NamesExplained:
    """Why the names mean one entity or two in the stories; one name alone is shown with what joined its forms."""
    bearers = [[(s, e) for s in stories for e in s.dossier.entities if plain(n) in _forms(e)] for n in wanted]
    missing = [name for name, found in zip(wanted, bearers, strict=True) if not found]
    shown = list({(s.dossier.id, e.id): (s, e) for found in bearers for s, e in found}.values())
    entities = tuple(_shown(s, e) for s, e in shown)
    outlets = _outlets(stories)

    def answer(relation: Relation, reasons: Sequence[str], entities: tuple[ExplainedEntity, ...]) -> NamesExplained:
        return NamesExplained(tuple(wanted), relation, tuple(dict.fromkeys(reasons)), entities, outlets)

    if missing:
        return answer("not found", [f"no report names {name}" for name in missing], entities)
    if len(wanted) == 1:
        return answer("same", [r for e in entities for r in e.reasons], entities)
    both = [(s, e) for s, e in bearers[0] if any(other is e for _, other in bearers[1])]
    if both:
        reasons = [reason for s, e in both for reason in _together(s, e, *wanted)]
        return answer("same", reasons, tuple(_shown(s, e) for s, e in both))
    reasons = [
        reason
        for (s, one), (t, other) in product(*bearers)
        if s is t
        for reason in _apart(s, (wanted[0], one), (wanted[1], other))
    ]
    return answer("different", reasons or ["no story names both"], entities)


def _forms(entity: StoryEntity) -> set[str]:
    return {plain(name) for name in (entity.name, *entity.aliases)}


def _shown(story: _Told, entity: StoryEntity) -> ExplainedEntity:
    own = story.entities(entity)
    return ExplainedEntity(
        story=story.dossier.id,
        id=entity.id,
        name=entity.name,
        type=entity.type,
        country=entity.country,
        aliases=entity.aliases,
        descriptors=tuple(dict.fromkeys(d for _, e in own for d in e.descriptors)),
        reasons=entity.reasons,
        spans=tuple(Span(a.report.id, m.start, m.end, m.text) for a, e in own for m in e.mentions),
    )


def _compared(entity: Entity, one: str, other: str) -> alike.Verdict:
    kind = kind_of(entity)
    compare = {"person": alike.persons, "body": alike.bodies}.get(kind, alike.places)
    return compare(one, other)


def _together(story: _Told, entity: StoryEntity, one: str, other: str) -> Iterator[str]:
    """What joined two names of one entity: within a report, or across the reports."""
    for annotated, own in story.entities(entity):
        forms = {plain(text) for text in (own.name, *(m.text for m in own.mentions))}
        if {plain(one), plain(other)} <= forms and plain(one) != plain(other):
            verdict = _compared(own, one, other)
            how = f": {verdict.reason}" if verdict.relation != "different" else ""
            yield f"{_place(annotated)} calls {own.name} by both{how}"
    # What is said of these two names, else all that holds the entity together.
    telling = [r for r in entity.reasons if one.casefold() in r.casefold() or other.casefold() in r.casefold()]
    yield from telling or entity.reasons


def _apart(story: _Told, left: tuple[str, StoryEntity], right: tuple[str, StoryEntity]) -> Iterator[str]:
    """What keeps two entities of a story apart."""
    (one, a), (other, b) = left, right
    own, theirs = story.entities(a), story.entities(b)
    decisions = decide(story.judgements, story.dossier.id)
    groups = [{decisions.groups[n] for n in _forms(e) if n in decisions.groups} for e in (a, b)]
    judgement = decisions.parted(*groups)
    if judgement:
        yield said(judgement)
    shared = {x.report.id for x, _ in own} & {x.report.id for x, _ in theirs}
    yield from (
        f"{_place(annotated)} names both {entity.name} and {b.name}"
        for annotated, entity in own
        if annotated.report.id in shared
    )
    kinds = [kind_of(e) for e in (own[0][1], theirs[0][1])]
    if kinds[0] != kinds[1]:
        yield f"{a.name} is {_KINDS.get(kinds[0], kinds[0])}, {b.name} {_KINDS.get(kinds[1], kinds[1])}"
        return
    verdict = _compared(own[0][1], one, other)
    if verdict.relation == "different":
        yield f"{one} and {other}: {verdict.reason}"
        return
    closest = [
        v for x, y in product((a.name, *a.aliases), (b.name, *b.aliases)) if not (v := _compared(own[0][1], x, y))
    ]
    reason = closest[0].reason if verdict and closest else verdict.reason
    several = [e.name for e in story.dossier.entities if _could_be(e, min(one, other, key=len), kinds[0], story)]
    yield f"{one} and {other}: {reason}; that alone joins nobody where it is not certain who is meant"
    if len(several) > 1:
        yield f"{min(one, other, key=len)} could be {', '.join(several)}"


def _could_be(entity: StoryEntity, name: str, kind: str, story: _Told) -> bool:
    own = story.entities(entity)
    if not own or kind_of(own[0][1]) != kind or plain(name) == plain(entity.name):
        return False
    return any(_compared(own[0][1], name, form).relation != "different" for form in (entity.name, *entity.aliases))


def _outlets(stories: Sequence[_Told]) -> dict[str, str]:
    return {a.report.id: _place(a) for s in stories for a in s.reports}


def _place(annotated: Annotated) -> str:
    return annotated.report.outlet or annotated.report.path or annotated.report.id


def finding(story: _Told, wanted: str) -> FindingExplained | None:
    """A finding of the story by its id, None where it has none of that id."""
    found = next((f for f in story.dossier.findings if f.id.casefold() == wanted.casefold()), None)
    if found is None:
        return None
    return FindingExplained(
        story=story.dossier.id,
        id=found.id,
        text=found.text,
        status=found.status,
        reasons=found.reasons,
        chains=tuple(_chains(story, found)),
        joined=tuple(_pairs(story, found)),
        outlets=_outlets([story]),
    )


def _chains(story: _Told, found: Finding) -> Iterator[Chain]:
    reports = {a.report.id: a for a in story.reports}
    origins = {origin.id: origin for origin in story.dossier.origins}
    for support in found.support:
        annotated = reports[support.report]
        origin = origins.get(support.origin or "")
        spans: dict[Span, None] = {}
        for claim in annotated.claims:
            if (claim.start, claim.end) == (support.start, support.end) and claim.attribution is not None:
                source = annotated.attributions[claim.attribution].source
                if source:
                    spans[Span(support.report, source.start, source.end, source.text)] = None
        near = [s for s in (origin.spans if origin else ()) if s.report == support.report and len(s.text) < _NAMING]
        if near and not spans:
            spans[min(near, key=lambda s: (abs(s.start - support.start), s.start))] = None
        yield Chain(
            report=support.report,
            outlet=annotated.report.outlet,
            words=Span(support.report, support.start, support.end, support.text),
            speaker=support.speaker,
            via=support.via,
            origin=origin.name if origin else None,
            kind=origin.kind if origin else None,
            stance=support.stance,
            why=support.why,
            named=tuple(spans),
        )


def _pairs(story: _Told, found: Finding) -> Iterator[Joined]:
    if len(found.support) < 2:
        return
    made, lexicon = units(story.reports, story.dossier.entities)
    scores = score(made, lexicon)
    at = {(story.reports[u.report].report.id, u.claim.start, u.claim.end): k for k, u in enumerate(made)}
    entities: Mapping[str, StoryEntity] = {e.id: e for e in story.dossier.entities}
    places = [at.get((s.report, s.start, s.end)) for s in found.support]
    for (i, a), (j, b) in combinations(enumerate(places), 2):
        if a is not None and b is not None:
            sides: tuple[Unit, Unit] = (made[a], made[b])
            value = scores.get((min(a, b), max(a, b)))
            yield Joined(i, j, why.shared(sides, lexicon, entities), None if value is None else round(value, 2))
