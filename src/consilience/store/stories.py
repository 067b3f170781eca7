"""Stories as they stand, how they came to stand so, and their dossiers of every round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from consilience.model import Dossier
from consilience.store import packing, tables


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened: ``kind`` is opened, joined, moved, merged or split.

    ``other`` is the story that the report was in before, or that this one was joined with or parted from. ``at`` is
    None where the store was imported without times.
    """

    round: int
    at: datetime | None
    kind: str
    story: str
    report: str | None
    other: str | None
    reasons: tuple[str, ...]


def resolve(tx: Connection, story: str) -> str | None:
    """The id of the story that this id, or the beginning of one, stands for now; None for none or several.

    A story that was joined with another is that other one.
    """
    table = tables.stories
    rows = tx.execute(
        select(table.c.id, table.c.into).where(table.c.id.startswith(story, autoescape=True)).limit(20)
    ).all()
    found = [row for row in rows if row.id == story] or rows
    ends = {_end(tx, row) for row in found}
    return ends.pop() if len(ends) == 1 else None


def _end(tx: Connection, row: Any) -> str:
    seen = {row.id}
    here, into = row.id, row.into
    while into is not None and into not in seen:
        seen.add(into)
        here = into
        into = tx.scalar(select(tables.stories.c.into).where(tables.stories.c.id == into))
    return str(here)


def listing(tx: Connection, *, since: int = 0, limit: int | None = None) -> Sequence[Row[Any]]:
    """The rows of the stories that have reports, and changed in a round after ``since``: the last changed first."""
    table = tables.stories
    return tx.execute(
        select(table)
        .where(table.c.reports > 0, table.c.changed > since)
        .order_by(table.c.changed.desc(), table.c.reports.desc(), table.c.id)
        .limit(limit)
    ).all()


def reports_of(tx: Connection, story: str) -> tuple[str, ...]:
    """The ids of the story's reports in the order stored, of each article its newest version in the story."""
    table = tables.reports
    rows = tx.execute(
        select(table.c.id, table.c.article)
        .join(tables.members, tables.members.c.report == table.c.id)
        .where(tables.members.c.story == story)
        .order_by(table.c.seq)
    ).all()
    newest = {row.article: row.id for row in rows}
    return tuple(row.id for row in rows if newest[row.article] == row.id)


def dossier(tx: Connection, story: str, *, round: int | None = None) -> Dossier | None:
    """The story's dossier as it was after a round (the newest by default), whole, with its reports' texts."""
    table = tables.dossiers
    query = select(table.c.data).where(table.c.story == story).order_by(table.c.round.desc()).limit(1)
    data = tx.scalar(query if round is None else query.where(table.c.round <= round))
    return None if data is None else complete(tx, packing.unpack(Dossier, data))


def bare(made: Dossier) -> Dossier:
    """The dossier without its reports' texts, which are stored once."""
    return replace(made, reports=tuple(replace(r, text="") for r in made.reports))


def complete(tx: Connection, stored: Dossier) -> Dossier:
    """The dossier with its reports' texts."""
    table = tables.reports
    ids = [r.id for r in stored.reports]
    texts = {row.id: row.text for row in tx.execute(select(table.c.id, table.c.text).where(table.c.id.in_(ids)))}
    return replace(stored, reports=tuple(replace(r, text=texts[r.id]) for r in stored.reports))


def rounds_of(tx: Connection, story: str) -> tuple[tuple[int, datetime | None], ...]:
    """The rounds that a dossier of the story is kept of, and when they were."""
    rows = tx.execute(
        select(tables.rounds.c.number, tables.rounds.c.at)
        .join(tables.dossiers, tables.dossiers.c.round == tables.rounds.c.number)
        .where(tables.dossiers.c.story == story)
        .order_by(tables.rounds.c.number)
    )
    return tuple((row.number, row.at) for row in rows)


def history(tx: Connection, story: str) -> tuple[Change, ...]:
    """What happened to the story, the first first."""
    table = tables.history
    rows = tx.execute(
        select(table, tables.rounds.c.at)
        .join(tables.rounds, tables.rounds.c.number == table.c.round)
        .where((table.c.story == story) | (table.c.other == story))
        .order_by(table.c.round, table.c.number)
    )
    return tuple(
        Change(row.round, row.at, row.kind, row.story, row.report, row.other, tuple(row.reasons)) for row in rows
    )
