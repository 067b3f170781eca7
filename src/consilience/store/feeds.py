"""Feeds that are watched: what is known of each, and when it is asked again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from consilience.store import database, tables


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. ``etag`` and ``modified`` are what its server gave last, ``known`` whatever else its reader keeps.

    ``polled``, ``next_poll`` (both aware), ``failures`` in a row and ``health`` (the last error) say how it goes.
    """

    url: str
    title: str | None = None
    active: bool = True
    etag: str | None = None
    modified: str | None = None
    known: Any = None
    polled: datetime | None = None
    next_poll: datetime | None = None
    failures: int = 0
    health: str | None = None


def _feed(row: Row[Any]) -> Feed:
    return Feed(**row._mapping)


def feed(tx: Connection, url: str) -> Feed | None:
    """The feed of that address."""
    row = tx.execute(select(tables.feeds).where(tables.feeds.c.url == url)).one_or_none()
    return None if row is None else _feed(row)


def feeds(tx: Connection) -> tuple[Feed, ...]:
    """Every feed, by address."""
    return tuple(map(_feed, tx.execute(select(tables.feeds).order_by(tables.feeds.c.url))))


def due(tx: Connection, now: datetime) -> tuple[Feed, ...]:
    """The active feeds whose time has come, the longest waiting first, those never polled before them."""
    table = tables.feeds
    when = or_(table.c.next_poll.is_(None), table.c.next_poll <= now)
    rows = tx.execute(
        select(table).where(table.c.active, when).order_by(table.c.next_poll.asc().nulls_first(), table.c.url)
    )
    return tuple(map(_feed, rows))


def put(tx: Connection, *feeds: Feed) -> None:
    """Store the feeds as they are given, new or known."""
    database.put(tx, tables.feeds, [asdict(f) for f in feeds])


def upcoming(tx: Connection) -> tuple[tuple[str, datetime | None], ...]:
    """The addresses of the active feeds and when each is asked again, in the order of :func:`due`."""
    table = tables.feeds
    rows = tx.execute(
        select(table.c.url, table.c.next_poll)
        .where(table.c.active)
        .order_by(table.c.next_poll.asc().nulls_first(), table.c.url)
    )
    return tuple((row.url, row.next_poll) for row in rows)
