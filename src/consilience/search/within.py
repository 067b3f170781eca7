"""The stories that a search stays within: those of a person, those that happened somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Connection, select

from consilience.search.query import Term, term
from consilience.store import names, tables
from consilience.tables import countries, places

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


def of(tx: Connection, who: str | None, where: str | None, near: float | None) -> Within:
    """The stories of a person and of a place, each where it is asked for. Raises ValueError as :func:`place` does."""
    around = person(tx, who) if who else Within()
    if where:
        return around.both(place(tx, where, near))
    if near is not None:
        raise ValueError("near what? A distance needs a place")
    return around


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
    t = tables.places
    columns = (t.c.name, t.c.sort, t.c.country, t.c.region, t.c.latitude, t.c.longitude, t.c.radius_km)
    known = tx.execute(select(*columns).distinct().order_by(*columns)).all()
    country, wanted = countries.find(name), places.key(name)
    code = country.code if country else None
    # What a story calls by another name of the place is it in that story only.
    own = {(entity.story, _key(n)) for entity in names.find(tx, name, places=True) for n in entity.names}
    called = {key for _, key in own}
    named = {p for p in known if _key(p.name) == wanted or (p.sort == "country" and code and p.country == code)}
    inside = {p for p in known if (code and p.country == code) or (p.region and _key(p.region) == wanted)}
    meant = named | inside
    elsewhere = {p for p in known if p not in meant and _key(p.name) in called}
    if near is not None:
        middles = {(p.latitude, p.longitude) for p in named if p.latitude is not None} or _in_table(name)
        small = (p for p in known if p.latitude is not None and p.radius_km <= max(near, _SMALL))
        meant |= {
            p for p in small if any(places.kilometres(m[0], m[1], p.latitude, p.longitude) <= near for m in middles)
        }
    query = select(t.c.story, *columns).where(t.c.name.in_(sorted({p.name for p in meant | elsewhere})))
    kept = {story for story, *rest in tx.execute(query) if tuple(rest) in meant or (story, _key(rest[0])) in own}
    what = f"at {name}" if near is None else f"within {near:g} km of {name}"
    return Within(frozenset(kept), notes=(f"{_counted(len(kept))} happened {what}",))


def _in_table(name: str) -> set[tuple[float, float]]:
    """Where the likeliest place of that name is that the table has."""
    known = places.find(name)
    if not known:
        raise ValueError(f"nobody knows where {name} is: --near needs a place that has coordinates")
    return {(known[0].latitude, known[0].longitude)}


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> str:
    return places.key(name)


def _counted(stories: int) -> str:
    return "1 story" if stories == 1 else f"{stories} stories"
