"""What people decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, or_, select, update

from consilience.model import Judgement
from consilience.store import packing, tables
from consilience.store.database import insert_new
from consilience.store.reports import digest


def add(tx: Connection, judgement: Judgement) -> str:
    """Store a judgement, and have the dossiers that it bears on made anew; its id."""
    key = digest(str(packing.plain(judgement)))
    known = tx.scalar(select(tables.judgements.c.id).where(tables.judgements.c.id == key))
    if known is None:
        insert_new(tx, tables.judgements, [{"id": key, **asdict(judgement)}])
        stale = update(tables.stories).values(collated=None)
        tx.execute(stale if judgement.story is None else stale.where(tables.stories.c.id == judgement.story))
    return key


def judgements(tx: Connection, story: str | None = None) -> tuple[Judgement, ...]:
    """The judgements, or those that hold for a story, in the order in which they were made."""
    table = tables.judgements
    query: Any = select(table).order_by(table.c.at, table.c.id)
    if story is not None:
        query = query.where(or_(table.c.story.is_(None), table.c.story == story))
    return tuple(Judgement(**{k: v for k, v in row._mapping.items() if k != "id"}) for row in tx.execute(query))
