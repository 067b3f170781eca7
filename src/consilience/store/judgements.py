"""What people decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, or_, select, update

from consilience.model import Judgement
from consilience.store import packing, rounds, tables
from consilience.store.database import insert_new
from consilience.store.reports import digest


def key(judgement: Judgement) -> str:
    """The id of a judgement: the hash of all that it says."""
    return digest(str(packing.plain(judgement)))


def add(tx: Connection, judgement: Judgement) -> str:
    """Store a judgement, and close a round in which the dossiers that it bears on are made anew; its id."""
    rounds.lock(tx, "reading")
    made = key(judgement)
    if tx.scalar(select(tables.judgements.c.id).where(tables.judgements.c.id == made)) is None:
        insert_new(tx, tables.judgements, [{"id": made, **asdict(judgement)}])
        touched = _touched(tx, judgement)
        if touched:
            number = rounds.close(tx, rounds.last(tx)[1])
            tx.execute(update(tables.stories).where(tables.stories.c.id.in_(touched)).values(changed=number))
    return made


def _touched(tx: Connection, judgement: Judgement) -> list[str]:
    """The stories in which one of the names is that of somebody or something."""
    if judgement.story is not None:
        return list(tx.scalars(select(tables.stories.c.id).where(tables.stories.c.id == judgement.story)))
    wanted = {judgement.left.casefold(), judgement.right.casefold()}
    table = tables.entities
    rows = tx.execute(select(table.c.story, table.c.name, table.c.aliases).order_by(table.c.story))
    return list(dict.fromkeys(r.story for r in rows if wanted & {n.casefold() for n in (r.name, *r.aliases)}))


def judgements(tx: Connection, story: str | None = None) -> tuple[Judgement, ...]:
    """The judgements, or those that hold for a story, in the order in which they were made."""
    table = tables.judgements
    query: Any = select(table).order_by(table.c.at, table.c.id)
    if story is not None:
        query = query.where(or_(table.c.story.is_(None), table.c.story == story))
    return tuple(Judgement(**{k: v for k, v in row._mapping.items() if k != "id"}) for row in tx.execute(query))
