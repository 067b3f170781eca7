"""The places of a story: namesakes settled between its reports, where it happened, where its names lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from consilience.annotate.locate import place_of
from consilience.annotate.toponyms import candidates
from consilience.annotate.vicinity import vicinity
from consilience.collate.places import where
from consilience.model import Annotated, Place, PlaceMention, StoryEntity
from consilience.tables import countries
from consilience.tables.places import key

MOST = 3
# A report that says in which region a town lies outweighs those that only name the town.
_TOLD = 3
# What a claim's place counts, beside one in the first sentence; and a name that only stands in the text.
_BACKGROUND, _NAMED, _FADING = 0.3, 0.25, 4.0
# The share of the first place's weight that another needs to be told beside it.
_NARROW, _WIDE = 0.35, 0.5
_SORTS = ("unknown", "site", "town", "area", "region", "country")


def base(place: Place) -> Place:
    """The place without its vague words, which move and widen it: fit to be counted, not to be shown."""
    return replace(place, vague=None, latitude=None, longitude=None, radius_km=None)


def _told(mention: PlaceMention) -> bool:
    return any(reason.endswith(("stands behind it", "names its region elsewhere")) for reason in mention.reasons)


def settled(reports: Sequence[Annotated]) -> tuple[Annotated, ...]:
    """The reports with every name of a place meaning one place throughout the story.

    Where reports took a name for several places, those that name its region count most, then the
    reading in the country that the story names most.
    """
    readings: dict[str, Counter[Place]] = {}
    nations: Counter[str | None] = Counter()
    for annotated in reports:
        for mention in annotated.places:
            known = readings.setdefault(key(mention.text), Counter())
            known[base(mention.place)] += _TOLD if _told(mention) else 1
            nations[mention.place.country] += 1
    chosen: dict[str, Place] = {}
    for name, known in readings.items():
        if len(known) > 1:
            best = max(known, key=lambda p: (known[p] >= _TOLD, nations[p.country], known[p], p.name, p.region or ""))
            rows = (place_of(row) for row in candidates(name.title()))
            chosen.update((name, place) for place in rows if base(place) == best)
    if not chosen:
        return tuple(reports)
    return tuple(replace(a, places=tuple(_read_as(a, m, chosen.get(key(m.text))) for m in a.places)) for a in reports)


def _read_as(annotated: Annotated, mention: PlaceMention, other: Place | None) -> PlaceMention:
    if other is None or base(other) == base(mention.place):
        return mention
    there = vicinity(annotated.report.text, mention.start, mention.end, other)
    return replace(mention, place=there, reasons=("so in the other reports of the story",))


def _common(places: Iterable[Place]) -> Place:
    """The place as most of its mentions have it; of equals the one that is not vague."""
    counts = Counter(places)
    return max(counts, key=lambda p: (counts[p], p.vague is None, p.vague or ""))


def happened(reports: Sequence[Annotated]) -> tuple[Place, ...]:
    """Where it happened: at most :data:`MOST` places that most reports put their claims in, the narrowest first.

    States are places of the last resort: beside a town or a region only one that holds none of them is told.
    """
    weights: dict[Place, float] = {}
    mentions: dict[Place, list[Place]] = {}
    for annotated in reports:
        own: dict[Place, float] = {}
        length = len(annotated.report.text) + 1
        told = [
            (place, 1.0 if c.new else _BACKGROUND, c.start) for c in annotated.claims for place in where(c, annotated)
        ]
        named = [(m.place, _NAMED, m.start) for m in annotated.places if not m.acts and m.place.sort != "unknown"]
        for place, worth, start in (*told, *named):
            weight = worth / (1 + _FADING * start / length)
            own[base(place)] = own.get(base(place), 0.0) + weight
            mentions.setdefault(base(place), []).append(place)
        most = max(own.values(), default=1.0)
        for known, weight in own.items():
            weights[known] = weights.get(known, 0.0) + 0.5 + 0.5 * weight / most
    ranked = sorted(weights, key=lambda p: (-weights[p], _SORTS.index(p.sort), p.name, p.region or ""))
    most = weights[ranked[0]] if ranked else 0.0
    best = [p for p in ranked if weights[p] >= most * (_WIDE if p.sort in ("region", "country") else _NARROW)][:MOST]
    holders = {p.country for p in best if p.sort != "country"}
    told_of = [p for p in best if p.sort != "country" or p.country not in holders]
    return tuple(_common(mentions[p]) for p in sorted(told_of, key=lambda p: _SORTS.index(p.sort)))


def placed(entities: Sequence[StoryEntity], reports: Sequence[Annotated]) -> tuple[StoryEntity, ...]:
    """The entities, those that are places with where they lie and with their country."""
    mentions: dict[tuple[str, str], list[Place]] = {}
    for annotated in reports:
        at = {(m.start, m.end): m for m in annotated.places}
        for entity in annotated.entities:
            named = [at[m.start, m.end] for m in entity.mentions if (m.start, m.end) in at]
            if named and entity.type != "NORP":
                state = countries.by_code().get(entity.country or "")
                whole = state is not None and state.name == entity.name
                fit = [m.place for m in named if (m.place.sort == "country") == whole]
                mentions[annotated.report.id, entity.id] = [p for p in fit if p.vague is None]
    return tuple(_with_place(e, [p for m in e.mentions for p in mentions.get(m, ())]) for e in entities)


def _with_place(entity: StoryEntity, named: Sequence[Place]) -> StoryEntity:
    place = _common(named) if named and entity.type in ("GPE", "LOC", "FAC") else None
    known = place is not None and place.sort != "unknown"
    return replace(entity, place=place, country=entity.country or place.country) if place and known else entity
