"""The stories that a search stays within: those of a person, those that happened somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any

from sqlalchemy import Connection, Row, select

from consilience.search.query import Term, term
from consilience.store import names, tables
from consilience.tables import countries, places

_EARTH = 6371.0088  # km, mean radius
_SMALL = 30.0  # km: what has a larger radius than this and than was asked for is near to nothing


@dataclass(frozen=True, slots=True)
class Within:
    """``stories``: None for all. ``called``: by story, the names of the person who is meant."""

    stories: frozenset[str] | None = None
    called: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def both(self, other: Within) -> Within:
        """What is within both."""
        known = [own for own in (self.stories, other.stories) if own is not None]
        stories = frozenset.intersection(*known) if known else None
        return Within(stories, {**self.called, **other.called}, (*self.notes, *other.notes))


def person(tx: Connection, name: str) -> Within:
    """The stories of the people and bodies that a name can mean, by any name that they have there."""
    found = names.find(tx, name)
    called: dict[str, dict[Term, None]] = {}
    for entity in found:
        own = called.setdefault(entity.story, {})
        own.update(dict.fromkeys(t for n in entity.names if (t := term(n)) is not None))
    if not found:
        notes: tuple[str, ...] = (f"no story has anybody called {name}",)
    else:
        notes = _told(((entity.name, entity.reason) for entity in found), len(called))
    return Within(frozenset(called), {story: tuple(own) for story, own in called.items()}, notes)


def _told(meant: Iterable[tuple[str, str]], stories: int) -> tuple[str, ...]:
    """Whom a name meant, most often first, and why."""
    counts: dict[str, int] = {}
    for _, reason in meant:
        counts[reason] = counts.get(reason, 0) + 1
    most = sorted(counts, key=lambda reason: (-counts[reason], reason))
    more = (f"and {len(most) - 5} more names",) if len(most) > 5 else ()
    return (f"within {_counted(stories)}: {'; '.join((*most[:5], *more))}",)


def place(tx: Connection, name: str, near: float | None = None) -> Within:
    """The stories that happened at a place of that name, or within ``near`` km of one.

    A country or region stands for everything in it. Raises ValueError where ``near`` is asked of a place whose
    coordinates nobody knows.
    """
    rows = tx.execute(select(tables.places).order_by(tables.places.c.story, tables.places.c.number)).all()
    also: dict[str, set[str]] = {}
    for entity in names.find(tx, name, places=True):
        also.setdefault(entity.story, set()).update(map(places.key, entity.names))
    country = countries.find(name)
    wanted, code = places.key(name), country.code if country else None

    def is_it(row: Row[Any]) -> bool:
        same_state = row.sort == "country" and code is not None and row.country == code
        return same_state or places.key(row.name) in {wanted, *also.get(row.story, ())}

    named = [row for row in rows if is_it(row)]
    inside = [
        row
        for row in rows
        if (code is not None and row.country == code) or (row.region and places.key(row.region) == wanted)
    ]
    kept = {row.story for row in (*named, *inside)}
    if near is None:
        return Within(frozenset(kept), notes=(_where(f"at {name}", len(kept)),))
    middles = {(row.latitude, row.longitude) for row in named if row.latitude is not None}
    if not middles:
        known = places.find(name)
        if not known:
            raise ValueError(f"nobody knows where {name} is: --near needs a place that has coordinates")
        middles = {(known[0].latitude, known[0].longitude)}
    small = (row for row in rows if row.latitude is not None and row.radius_km <= max(near, _SMALL))
    kept |= {r.story for r in small if any(distance(*m, r.latitude, r.longitude) <= near for m in middles)}
    return Within(frozenset(kept), notes=(_where(f"within {near:g} km of {name}", len(kept)),))


def _where(what: str, stories: int) -> str:
    return f"{_counted(stories)} happened {what}"


def _counted(stories: int) -> str:
    return "1 story" if stories == 1 else f"{stories} stories"


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points along a great circle, by the haversine formula."""
    a, b = radians(latitude), radians(other_latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))
