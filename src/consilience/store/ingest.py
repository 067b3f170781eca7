"""Reports into a store, in steps that are each stored whole: read, annotated, put into stories, compared.

Every step takes up whatever is not done, whoever left it. So a run that was killed is a run that has not ended: the
next one does what is missing, and the store ends as if there had been one run.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from consilience.collate import collate as collate_story
from consilience.group import DAYS
from consilience.model import Annotated, Quarantined, Report
from consilience.store import collation, grouping, jobs, reports, rounds, tables
from consilience.store.collation import Collate
from consilience.store.database import LostError, Store, StoreError

READ, BATCH, STORIES = 128, 16, 16  # inputs, annotated reports and dossiers that are stored in one transaction
SUSPECT = 3  # leases after which a report is annotated alone
DEADLY = 6  # leases after which it is set aside: whoever annotates it dies
PATIENCE = 0.2  # seconds between two looks at what another worker has not finished
WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before a lost database is tried again
# What is not the fault of the report that was being annotated.
NOT_THE_REPORTS = (OSError, SQLAlchemyError, BrokenExecutor, MemoryError)

T = TypeVar("T")
Annotate = Callable[[Iterable[Report]], Iterable[Annotated]]
Progress = Callable[[str, int, int | None], None]
# Called in the transaction that ends a round, with its number and the stories whose dossiers it made.
After = Callable[[Connection, int, Sequence[str]], None]


def _silent(doing: str, done: int, total: int | None) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a run did: how many reports are new, how many of these are later versions, how many inputs were known
    and how many set aside, and the stories whose dossiers were made."""

    reports: int = 0
    versions: int = 0
    known: int = 0
    set_aside: int = 0
    stories: tuple[str, ...] = ()


@dataclass(slots=True)
class Work:
    """How the steps are done, and what one process remembers between them; kept by whoever ingests again and again.

    ``annotate`` is a function as :func:`consilience.annotate.pipeline.annotate`: reports in, one at a time, the same
    annotated in their order out. ``after`` runs once a round. ``days`` is how long stories grow.
    """

    store: Store
    annotate: Annotate
    after: After | None = None
    progress: Progress = _silent
    collate: Collate = collate_story
    days: int = DAYS
    worker: str = field(default_factory=jobs.worker)
    _grouping: grouping.Grouping | None = None
    _annotated: int = 0
    _faulty: int = 0

    def ingest(
        self,
        items: Iterable[Report | Quarantined],
        *,
        at: datetime | None = None,
        also: Callable[[Connection], None] | None = None,
    ) -> Ingested:
        """Store what is read and do everything that follows from it.

        ``also`` runs in the transaction that stores the last of the items and ends their round. Raises
        :class:`~consilience.store.StoreError`; what was stored until then is taken up by the next call, which
        must be given the same items again if it is to end as this one would have.
        """
        with self.store.read() as tx:
            first = rounds.last(tx)[0]
        faulty = self._faulty
        total, place = Ingested(), 0
        for batch, ends in _batches(items):
            added = self._steadily(partial(self._add, batch, ends, place, at, also))
            place = added.last
            total = Ingested(
                total.reports + len(added.new),
                total.versions + added.versions,
                total.known + added.known,
                total.set_aside + added.set_aside,
            )
            self.progress("reading", total.reports + total.known, None)
        self.settle()
        with self.store.read() as tx:
            made = select(tables.stories.c.id).where(tables.stories.c.collated > first, tables.stories.c.reports > 0)
            changed = tuple(tx.scalars(made.order_by(tables.stories.c.id)))
        set_aside = total.set_aside + self._faulty - faulty
        return Ingested(total.reports, total.versions, total.known, set_aside, changed)

    def _add(
        self,
        batch: Sequence[Report | Quarantined],
        ends: bool,
        earlier: int,
        at: datetime | None,
        also: Callable[[Connection], None] | None,
    ) -> reports.Added:
        with self.store.write() as tx:
            added = reports.add(tx, batch, close=ends, earlier=earlier, at=at)
            if ends and also is not None:
                also(tx)
            return added

    def settle(self) -> None:
        """Do all that is not done: annotate what is stored, group the rounds that are closed, compare what changed.

        Returns when every round is done, by whatever worker. Raises as :meth:`ingest` does.
        """
        self._steadily(self._settle)

    def _steadily(self, step: Callable[[], T]) -> T:
        """Do a step; where the database was lost, again from the start, which is what is stored."""
        for wait in WAITS:
            try:
                return step()
            except LostError:
                self._grouping = None
                time.sleep(wait)
        return step()

    def _settle(self) -> None:
        try:
            while True:
                self._annotate_all()
                self._advance()
                with self.store.read() as tx:
                    if rounds.next_round(tx) is None:
                        return
                time.sleep(PATIENCE)
        except BaseException:
            with suppress(StoreError), self.store.write() as tx:
                jobs.release(tx, self.worker)
            raise

    # annotation

    def _annotate_all(self) -> None:
        while not self._annotate_stream():
            pass
        while suspects := self._lease(1, range(SUSPECT, DEADLY)):
            for report in suspects:
                self._annotate_one(report)
        while deadly := self._lease(1, range(DEADLY, 1 << 30)):
            self._set_aside(deadly[0], f"the program ended {DEADLY} times over it")

    def _lease(self, limit: int, attempts: range) -> tuple[Report, ...]:
        with self.store.write() as tx:
            leased = jobs.lease(tx, reports.ANNOTATE, self.worker, limit, attempts=attempts)
            return reports.several(tx, [job.subject for job in leased])

    def _annotate_stream(self) -> bool:
        """Annotate what nobody else does, as one stream; False where a report broke it: the rest is still to be done.

        The report that does so is found by trying each that was on its way alone.
        """
        with self.store.read() as tx:
            total = self._annotated + jobs.left(tx, reports.ANNOTATE)
        on_the_way: dict[str, Report] = {}

        def source() -> Iterator[Report]:
            while leased := self._lease(BATCH, range(SUSPECT)):
                on_the_way.update((report.id, report) for report in leased)
                yield from leased

        ready: list[Annotated] = []

        def store() -> None:
            self._store(ready)
            for item in ready:
                del on_the_way[item.report.id]
            ready.clear()
            self.progress("annotating", self._annotated, max(total, self._annotated))

        try:
            for item in self.annotate(source()):
                ready.append(item)
                if len(ready) >= BATCH:
                    store()
                    self._advance()
        except NOT_THE_REPORTS:
            raise
        except Exception:
            store()
            for report in list(on_the_way.values()):
                self._annotate_one(report)
            return False
        if ready:
            store()
        return True

    def _annotate_one(self, report: Report) -> None:
        try:
            self._store(list(self.annotate([report])))
        except NOT_THE_REPORTS:
            raise
        except Exception as error:
            self._set_aside(report, " ".join(f"{type(error).__name__}: {error}".split()))

    def _set_aside(self, report: Report, reason: str) -> None:
        with self.store.write() as tx:
            reports.set_aside(tx, report, f"could not be annotated: {reason}")
        self._faulty += 1

    def _store(self, ready: Sequence[Annotated]) -> None:
        rows = [reports.packed_annotation(item) for item in ready]
        with self.store.write() as tx:
            reports.store_annotations(tx, rows)
        self._annotated += len(rows)

    # stories

    def _advance(self) -> None:
        """Bring forward the rounds that can be, unless another worker is doing so."""
        with self.store.read() as tx:
            if not _ready(tx):
                return
        if not self.store.is_postgres:  # two that write stories to one file wait for each other by the transaction
            self._take_steps()
            return
        with self.store.alone("grouping") as alone:
            if alone:
                self._take_steps()

    def _take_steps(self) -> None:
        while True:
            with self.store.read() as tx:
                current = rounds.next_round(tx)
                if current is None or not _ready(tx):
                    return
            (self._group if current.stage == "closed" else self._compare)(current)

    def _group(self, current: rounds.Round) -> None:
        known = self._grouping or grouping.Grouping(self.days)
        self._grouping = None  # until what it will have become is stored
        self.progress("grouping", current.upto, None)
        with self.store.read() as tx:
            outcome = grouping.group(tx, known, current)
        with self.store.write() as tx:
            rounds.lock(tx, grouping.STATE)
            if rounds.next_round(tx) == current:  # nobody else was quicker
                grouping.store(tx, known, current, outcome)
                self._grouping = known

    def _compare(self, current: rounds.Round) -> None:
        with self.store.read() as tx:
            todo = collation.stale(tx, current.number)
        for at in range(0, len(todo), STORIES):
            made = {}
            for story in todo[at : at + STORIES]:
                with self.store.read() as tx:
                    material = collation.material(tx, story)
                made[story] = collation.dossier(story, *material, self.collate)
            with self.store.write() as tx:
                rounds.lock(tx, grouping.STATE)
                if rounds.next_round(tx) != current:
                    return
                still = set(collation.stale(tx, current.number))
                for story, found in made.items():
                    if story in still:
                        collation.store(tx, story, current.number, found)
            self.progress("comparing", min(at + STORIES, len(todo)), len(todo))
        with self.store.write() as tx:
            rounds.lock(tx, grouping.STATE)
            if rounds.next_round(tx) != current or collation.stale(tx, current.number):
                return
            if self.after is not None:
                self.after(tx, current.number, collation.changed_in(tx, current.number))
            rounds.set_stage(tx, current.number, "done")


def _ready(tx: Connection) -> bool:
    """Whether the first round that is not done can be brought forward."""
    current = rounds.next_round(tx)
    if current is None or current.stage == "grouped":
        return current is not None
    first_new = tx.scalar(select(func.min(tables.reports.c.seq)).where(tables.reports.c.state == reports.NEW))
    return first_new is None or first_new > current.upto


def _batches(items: Iterable[Report | Quarantined]) -> Iterator[tuple[list[Report | Quarantined], bool]]:
    """The items in batches, each with whether it is the last; one empty batch where there are none."""
    rest = iter(items)
    batch = list(itertools.islice(rest, READ))
    while following := list(itertools.islice(rest, READ)):
        yield batch, False
        batch = following
    yield batch, True


def ingest(
    store: Store,
    items: Iterable[Report | Quarantined],
    annotate: Annotate,
    *,
    after: After | None = None,
    progress: Progress = _silent,
    at: datetime | None = None,
) -> Ingested:
    """Store what is read, annotated, put into stories and compared; see :class:`Work`."""
    return Work(store, annotate, after=after, progress=progress).ingest(items, at=at)
