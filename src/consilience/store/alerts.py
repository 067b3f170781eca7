"""Alerts: raised once, delivered at least once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from consilience.store import tables
from consilience.store.database import insert_new, put

WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given up"
RULES = "alert rules"  # the value in `state` by which alerts are raised, whoever writes to the store


@dataclass(frozen=True, slots=True)
class Alert:
    """What a rule found. ``id`` is made from what it is about: the same thing raised twice is one alert."""

    id: str
    round: int
    rule: str
    story: str | None
    payload: Any
    state: str = WAITING
    attempts: int = 0
    next_try: datetime | None = None
    error: str | None = None


def add(tx: Connection, alerts: Sequence[Alert]) -> tuple[str, ...]:
    """Store the alerts that are new; their ids."""
    table = tables.alerts
    known = set(tx.scalars(select(table.c.id).where(table.c.id.in_([a.id for a in alerts]))))
    fresh = {a.id: a for a in alerts if a.id not in known}
    names = ("id", "round", "rule", "story", "payload", "state", "attempts", "next_try", "error")
    insert_new(tx, table, [{name: getattr(a, name) for name in names} for a in fresh.values()])
    return tuple(fresh)


def waiting(tx: Connection, now: datetime, limit: int = 100) -> tuple[Alert, ...]:
    """Alerts to be delivered now, the oldest first; on PostgreSQL locked for this transaction and skipped by others."""
    table = tables.alerts
    due = or_(table.c.next_try.is_(None), table.c.next_try <= now)
    rows = tx.execute(
        select(table)
        .where(table.c.state == WAITING, due)
        .order_by(table.c.round, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(Alert(**row._mapping) for row in rows)


def alerts(
    tx: Connection, *, since: int = 0, limit: int | None = None, rule: str | None = None, state: str | None = None
) -> tuple[Alert, ...]:
    """Alerts of rounds after ``since``, the newest first; of one rule, or in one state."""
    table = tables.alerts
    query = select(table).where(table.c.round > since)
    query = query if rule is None else query.where(table.c.rule == rule)
    query = query if state is None else query.where(table.c.state == state)
    rows = tx.execute(query.order_by(table.c.round.desc(), table.c.id).limit(limit))
    return tuple(Alert(**row._mapping) for row in rows)


def delivered(tx: Connection, alert: str) -> None:
    """It has arrived."""
    _set(tx, alert, state=DELIVERED, next_try=None, error=None)


def failed(tx: Connection, alert: str, error: str, next_try: datetime | None) -> None:
    """It did not arrive: to be tried again at ``next_try``, or given up where that is None."""
    _set(tx, alert, state=GIVEN_UP if next_try is None else WAITING, next_try=next_try, error=error)


def _set(tx: Connection, alert: str, **values: Any) -> None:
    table = tables.alerts
    tx.execute(update(table).where(table.c.id == alert).values(attempts=table.c.attempts + 1, **values))


def again(tx: Connection) -> int:
    """Let what was given up wait once more; how many alerts that are."""
    table = tables.alerts
    given_up = table.c.state == GIVEN_UP
    number = tx.scalar(select(func.count()).select_from(table).where(given_up)) or 0
    tx.execute(update(table).where(given_up).values(state=WAITING, attempts=0, next_try=None))
    return number


def counts(tx: Connection) -> dict[str, int]:
    """How many alerts there are of each state."""
    table = tables.alerts
    found = {row[0]: row[1] for row in tx.execute(select(table.c.state, func.count()).group_by(table.c.state))}
    return {state: found.get(state, 0) for state in (WAITING, DELIVERED, GIVEN_UP)}


def rules(tx: Connection) -> Any:
    """The rules as they were kept, None where none are."""
    return tx.scalar(select(tables.state.c.value).where(tables.state.c.name == RULES))


def keep_rules(tx: Connection, value: Any) -> None:
    """Keep the rules, a JSON value, in place of those that were kept."""
    put(tx, tables.state, [{"name": RULES, "value": value}])
