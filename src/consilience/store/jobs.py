"""Work for whoever comes first: leases that end with the worker that took them, or with time."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, update

from consilience.store.database import insert_new
from consilience.store.tables import jobs

LEASE = timedelta(minutes=10)
ANY = range(1 << 30)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work that was leased, and how often it was before."""

    subject: str
    earlier: int


def worker() -> str:
    """A name for this process that no other has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def add(tx: Connection, kind: str, subjects: Mapping[str, int]) -> None:
    """Work to be done, in the order of the numbers; what is there already stays."""
    insert_new(tx, jobs, [{"kind": kind, "subject": s, "number": n} for s, n in subjects.items()])


def lease(
    tx: Connection, kind: str, worker: str, limit: int, *, attempts: range = ANY, now: datetime | None = None
) -> tuple[Job, ...]:
    """The next jobs that nobody works on and that were leased so often, now this worker's.

    On PostgreSQL no worker waits for another.
    """
    moment = now or datetime.now(UTC)
    free = or_(jobs.c.leased_by.is_(None), jobs.c.leased_until < moment, jobs.c.leased_by.in_(_dead(tx, kind, worker)))
    rows = tx.execute(
        select(jobs.c.subject, jobs.c.attempts)
        .where(jobs.c.kind == kind, free, jobs.c.attempts >= attempts.start, jobs.c.attempts < attempts.stop)
        .order_by(jobs.c.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    tx.execute(
        update(jobs)
        .where(jobs.c.kind == kind, jobs.c.subject.in_([row.subject for row in rows]))
        .values(leased_by=worker, leased_until=moment + LEASE, attempts=jobs.c.attempts + 1)
    )
    return tuple(Job(row.subject, row.attempts) for row in rows)


def _dead(tx: Connection, kind: str, me: str) -> list[str]:
    """The workers of this machine that hold leases and run no more: their work need not wait for its time."""
    holders = tx.scalars(select(jobs.c.leased_by).where(jobs.c.kind == kind, jobs.c.leased_by.is_not(None)).distinct())
    return [holder for holder in holders if holder and holder != me and _is_dead(holder, me)]


def _is_dead(holder: str, me: str) -> bool:
    host, pid, _ = holder.rsplit(":", 2)
    my_host, my_pid, _ = me.rsplit(":", 2)
    if host != my_host or not pid.isdecimal() or os.name != "posix":
        return False
    if pid == my_pid:
        return True  # a process has one name: this was another one's, before the machine or container started anew
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def done(tx: Connection, kind: str, subjects: Sequence[str]) -> None:
    """The jobs are done, whoever had them."""
    tx.execute(delete(jobs).where(jobs.c.kind == kind, jobs.c.subject.in_(subjects)))


def release(tx: Connection, worker: str) -> None:
    """Give back what the worker holds, as if it had never taken it."""
    tx.execute(
        update(jobs)
        .where(jobs.c.leased_by == worker)
        .values(leased_by=None, leased_until=None, attempts=jobs.c.attempts - 1)
    )


def left(tx: Connection, kind: str) -> int:
    """How many jobs there are, leased or not."""
    return tx.scalar(select(func.count()).select_from(jobs).where(jobs.c.kind == kind)) or 0
