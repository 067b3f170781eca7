"""Rounds: where in the order stored the work of grouping stops to be stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, func, select, update

from consilience.store import tables
from consilience.store.database import insert_new

SIZE = 500  # reports at most
Stage = Literal["closed", "grouped", "done"]


@dataclass(frozen=True, slots=True)
class Round:
    """The reports after those of the round before, up to and with ``upto``; ``at`` is when it was closed."""

    number: int
    upto: int
    stage: Stage
    at: datetime | None


def lock(tx: Connection, name: str) -> None:
    """Wait until nobody else does what is so named, and keep others from it until the transaction ends.

    On SQLite the transaction itself does that.
    """
    if tx.dialect.name == "postgresql":
        insert_new(tx, tables.state, [{"name": name, "value": None}])
        tx.execute(select(tables.state.c.name).where(tables.state.c.name == name).with_for_update())


def last(tx: Connection) -> tuple[int, int]:
    """The number of the newest round and the place in the order where it ends; zeros where there is none."""
    row = tx.execute(select(tables.rounds).order_by(tables.rounds.c.number.desc()).limit(1)).one_or_none()
    return (row.number, row.upto) if row is not None else (0, 0)


def close(tx: Connection, upto: int, at: datetime | None = None) -> int:
    """Close a round that ends there; its number. Others must be kept from it by the lock ``reading``."""
    number = last(tx)[0] + 1
    tx.execute(tables.rounds.insert().values(number=number, upto=upto, stage="closed", at=at or datetime.now(UTC)))
    return number


def next_round(tx: Connection) -> Round | None:
    """The first round that is not done, None where all are."""
    table = tables.rounds
    row = tx.execute(select(table).where(table.c.stage != "done").order_by(table.c.number).limit(1)).one_or_none()
    return None if row is None else Round(**row._mapping)


def start(tx: Connection, number: int) -> int:
    """The place in the order before a round's first report."""
    return tx.scalar(select(func.max(tables.rounds.c.upto)).where(tables.rounds.c.number < number)) or 0


def set_stage(tx: Connection, number: int, stage: Stage) -> None:
    """Note how far a round is."""
    tx.execute(update(tables.rounds).where(tables.rounds.c.number == number).values(stage=stage))


def at(tx: Connection, when: datetime) -> int:
    """The newest round at or before a moment (aware); 0 where there is none."""
    table = tables.rounds
    return tx.scalar(select(func.max(table.c.number)).where(table.c.at <= when)) or 0
