"""The stories of a store: listed, and found by what a person remembers of their ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, func, select

from consilience.search import within
from consilience.store import stories as stored
from consilience.store import tables

_NEAR, _LIKE = 3, 60.0  # stories named on a miss, and how alike (of 100) an id or title must be


@dataclass(frozen=True, slots=True)
class Listed:
    """A story in a list: the days of its event, what its newest dossier counts, and when that was made.

    ``contradictions`` are statements on which reports contradict each other. ``revision`` is the number of the round
    of the newest dossier, ``changed`` the time of it.
    """

    id: str
    title: str | None
    earliest: str | None
    latest: str | None
    places: tuple[str, ...]
    reports: int
    outlets: int
    origins: int
    findings: int
    contradictions: int
    revision: int
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories: of a person, at a place, of events in these days, changed since a round, with a contradiction."""

    person: str | None = None
    place: str | None = None
    near: float | None = None
    since: str | None = None
    until: str | None = None
    changed: int = 0
    disputed: bool = False
    limit: int | None = None


def listing(tx: Connection, wanted: Wanted | None = None) -> tuple[Listed, ...]:
    """The stories, those changed last first. Raises ValueError as :func:`~consilience.search.search` does."""
    asked = wanted or Wanted()
    around = within.of(tx, asked.person, asked.place, asked.near)
    s, f = tables.stories, tables.findings
    disputed = (
        select(f.c.story, func.count().label("number")).where(f.c.status == "disputed").group_by(f.c.story).subquery()
    )
    number = func.coalesce(disputed.c.number, 0)
    query = (
        select(s, number.label("contradictions"), tables.rounds.c.at)
        .outerjoin(disputed, disputed.c.story == s.c.id)
        .outerjoin(tables.rounds, tables.rounds.c.number == s.c.collated)
        .where(s.c.reports > 0, s.c.collated.is_not(None), s.c.collated > asked.changed)
        .order_by(s.c.collated.desc(), s.c.reports.desc(), s.c.id)
    )
    if asked.since:
        query = query.where(func.coalesce(s.c.latest, s.c.earliest) >= asked.since)
    if asked.until:
        first = func.coalesce(s.c.earliest, s.c.latest)
        query = query.where(func.substr(first, 1, len(asked.until)) <= asked.until)
    if asked.disputed:
        query = query.where(number > 0)
    rows = tx.execute(query if around.stories is not None else query.limit(asked.limit))
    kept = [row for row in rows if around.stories is None or row.id in around.stories][: asked.limit]
    return tuple(
        Listed(
            row.id,
            row.title,
            row.earliest,
            row.latest,
            tuple(row.places or ()),
            row.reports,
            row.outlets or 0,
            row.origins or 0,
            row.findings or 0,
            row.contradictions,
            row.collated,
            row.at,
        )
        for row in kept
    )


def named(tx: Connection, text: str) -> str:
    """The id of the story that an id or its beginning means now; raises ValueError naming stories near it."""
    found = stored.resolve(tx, text) if text else None
    if found is not None:
        return found
    s = tables.stories
    begun = s.c.id.startswith(text, autoescape=True)
    several = tx.execute(select(s.c.id, s.c.title).where(begun).order_by(s.c.id).limit(_NEAR + 1)).all()
    if text and len(several) > 1:
        more = ", …" if len(several) > _NEAR else ""
        raise ValueError(f"{text} begins several stories: {', '.join(map(_told, several[:_NEAR]))}{more}")
    rows = tx.execute(select(s.c.id, s.c.title).where(s.c.reports > 0).order_by(s.c.id)).all()
    choices = {n: f"{row.id} {row.title or ''}".casefold() for n, row in enumerate(rows)}
    near = process.extract(text.casefold(), choices, scorer=fuzz.partial_ratio, limit=_NEAR, score_cutoff=_LIKE)
    named = f"; near it: {', '.join(_told(rows[n]) for _, _, n in near)}" if near else ""
    raise ValueError(f"there is no story {text}{named}")


def _told(row: object) -> str:
    story, title = getattr(row, "id", ""), getattr(row, "title", None)
    return f"{story} ({title})" if title else str(story)
