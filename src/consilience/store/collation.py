"""The stories that changed become dossiers: each worked out outside any transaction and stored whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from consilience.model import Annotated, Dossier, Judgement, Quarantined, Story
from consilience.store import judgements, names, packing, passages, reports, stories, tables
from consilience.store.database import put

# From a story and what people decided to its dossier.
Collate = Callable[[Story, Sequence[Judgement]], Dossier]

_PLACE = ("name", "sort", "country", "region", "latitude", "longitude", "radius_km")


def stale(tx: Connection, round: int) -> tuple[str, ...]:
    """The stories that changed, or were judged, up to a round, and since their dossier was made."""
    table = tables.stories
    older = or_(table.c.collated.is_(None), table.c.collated < table.c.changed)
    return tuple(tx.scalars(select(table.c.id).where(older, table.c.changed <= round).order_by(table.c.id)))


def changed_in(tx: Connection, round: int) -> tuple[str, ...]:
    """The stories whose dossier was made in a round."""
    table = tables.stories
    return tuple(tx.scalars(select(table.c.id).where(table.c.collated == round).order_by(table.c.id)))


def material(tx: Connection, story: str) -> tuple[tuple[Annotated, ...], tuple[Judgement, ...]]:
    """What a dossier is made from: the story's reports as annotated, and the judgements that hold for it."""
    return reports.annotated(tx, stories.reports_of(tx, story)), judgements.judgements(tx, story)


def dossier(
    story: str, annotated: tuple[Annotated, ...], judged: tuple[Judgement, ...], collate: Collate
) -> Dossier | Quarantined | None:
    """The story's dossier; None for a story without reports, and the reason where it cannot be made."""
    if not annotated:
        return None
    try:
        return collate(Story(story, annotated), judged)
    except Exception as error:  # one story must not stop the others
        return Quarantined(f"story {story}", f"could not be compared: {type(error).__name__}: {error}")


def store(tx: Connection, story: str, round: int, made: Dossier | Quarantined | None) -> None:
    """Store what :func:`dossier` gave as the story's dossier of a round, and everything that is looked up in it."""
    found = made if isinstance(made, Dossier) else None
    if isinstance(made, Quarantined):
        reports.quarantine(tx, made)
    if found is not None:
        row = {"story": story, "round": round, "data": packing.pack(stories.bare(found))}
        put(tx, tables.dossiers, [row])
    look_up(tx, story, found)
    summed = _summed(found) if found is not None else {}
    tx.execute(update(tables.stories).where(tables.stories.c.id == story).values(collated=round, **summed))


def look_up(tx: Connection, story: str, found: Dossier | None) -> None:
    """Put what can be looked up of a dossier in place of what was there."""
    for name, own in looked_up(found).items():
        table = tables.metadata.tables[name]
        tx.execute(delete(table).where(table.c.story == story))
        if own:
            tx.execute(table.insert(), [{"story": story, "number": n, **row} for n, row in enumerate(own)])
    passages.replace(tx, story, passages.of_dossier(found) if found is not None else [])


def looked_up(found: Dossier | None) -> dict[str, list[dict[str, Any]]]:
    """The rows, by table, that can be looked up of a dossier, in its order."""
    if found is None:
        return {"findings": [], "entities": [], "names": [], "places": [], "moments": []}
    return {
        "findings": _findings(found),
        "entities": _entities(found),
        "names": [{"entity": n, "key": key} for n, e in enumerate(found.entities) for key in names.keys(e)],
        "places": [{name: getattr(place, name) for name in _PLACE} for place in found.places],
        "moments": _moments(found),
    }


def _summed(found: Dossier) -> dict[str, Any]:
    outlets = {r.outlet or r.path for r in found.reports}
    return {
        "title": found.title,
        "earliest": found.date.earliest,
        "latest": found.date.latest,
        "places": [place.name for place in found.places],
        "outlets": len(outlets),
        "origins": len(found.origins),
        "findings": len(found.findings),
        "conflicts": len(found.conflicts),
    }


def _findings(found: Dossier) -> list[dict[str, Any]]:
    return [
        {
            "id": f.id,
            "text": f.text,
            "report": f.span.report,
            "start": f.span.start,
            "end": f.span.end,
            "status": f.status,
            "outlets": f.outlets,
            "at_least": f.origins.at_least,
            "at_most": f.origins.at_most,
            "parties": f.origins.parties,
            "new": f.new,
        }
        for f in found.findings
    ]


def _entities(found: Dossier) -> list[dict[str, Any]]:
    return [
        {"id": e.id, "name": e.name, "type": e.type, "country": e.country, "aliases": list(e.aliases)}
        for e in found.entities
    ]


def _moments(found: Dossier) -> list[dict[str, Any]]:
    return [{"finding": m.finding, "earliest": m.earliest, "latest": m.latest, "text": m.text} for m in found.timeline]
