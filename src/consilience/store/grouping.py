"""A round's reports into stories, in one transaction, and what that did to the stories.

Which stories come out depends on the order stored and on where rounds end, which are stored too, and on nothing else:
a window that is rebuilt from what is stored is the one that went on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from consilience.group.window import JOINED, Course, Kept, Window
from consilience.model import Assignment
from consilience.store import packing, reports, rounds, tables
from consilience.store.database import insert_new, put

STATE = "grouping"
_EMPTY = Course(0, 0, (), ())


@dataclass(slots=True)
class Grouping:
    """The window of a store in memory, as of a round; nothing in it is not stored."""

    days: int
    round: int = -1
    window: Window = field(default_factory=Window)
    kept: dict[str, Kept] = field(default_factory=dict)

    def load(self, tx: Connection, round: int) -> None:
        """Make this the window as it was stored with that round, unless it is."""
        if self.round == round:
            return
        stored = tx.scalar(select(tables.state.c.value).where(tables.state.c.name == STATE))
        course = packing.read(Course, stored) if stored else _EMPTY
        rows = tx.execute(select(tables.window).order_by(tables.window.c.number)).all()
        own = reports.vectors(tx, [row.report for row in rows])
        live = [(packing.read(Kept, row.known), vector) for row, vector in zip(rows, own, strict=True)]
        self.window = Window.resumed(self.days, course, live)
        self.kept = {vector.report: kept for kept, vector in live}
        self.round = round

    def save(self, tx: Connection, round: int) -> None:
        """Store what this round changed."""
        now = self.window.kept()
        gone = [report for report in self.kept if report not in now]
        for at in range(0, len(gone), 500):
            tx.execute(delete(tables.window).where(tables.window.c.report.in_(gone[at : at + 500])))
        changed = [
            {"report": report, "number": kept.number, "known": packing.plain(kept)}
            for report, kept in now.items()
            if self.kept.get(report) != kept
        ]
        put(tx, tables.window, changed)
        put(tx, tables.state, [{"name": STATE, "value": packing.plain(self.window.course())}])
        self.kept, self.round = now, round


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round makes of the stories: where each report was before, the assignments that are new or changed, and
    the stories that have live reports now."""

    was: Mapping[str, str]
    told: Mapping[str, Assignment]
    live: frozenset[str]


def group(tx: Connection, grouping: Grouping, current: rounds.Round) -> Outcome:
    """Put the reports of a round, all of them annotated or set aside, into stories, and store nothing yet.

    ``grouping`` is ahead of the store until :func:`store` has stored the outcome; where it cannot, neither is of use.
    """
    number, table = current.number, tables.reports
    rows = tx.execute(
        select(table.c.id, table.c.path)
        .where(table.c.seq > rounds.start(tx, number), table.c.seq <= current.upto)
        .where(table.c.state == reports.ANNOTATED)
        .order_by(table.c.seq)
    ).all()
    grouping.load(tx, number - 1)
    was = {report: kept.story for report, kept in grouping.kept.items()}
    paths = {row.id: row.path for row in rows}
    given = reports.vectors(tx, list(paths))
    told = {vector.report: grouping.window.add_vector(vector, paths[vector.report]) for vector in given}
    told |= {a.report: a for a in grouping.window.repair()} if given else {}
    return Outcome(was, told, frozenset(k.story for k in grouping.window.kept().values()))


def store(tx: Connection, grouping: Grouping, current: rounds.Round, outcome: Outcome) -> None:
    """Store what a round made of the stories, and the window with it."""
    number, was, told, live = current.number, outcome.was, outcome.told, outcome.live
    moved = {report: a for report, a in told.items() if was.get(report) != a.story}
    targets = list(dict.fromkeys(a.story for a in moved.values()))
    known = set(tx.scalars(select(tables.stories.c.id).where(tables.stories.c.id.in_(targets))))
    row = {"opened": number, "changed": number, "collated": None, "into": None, "reports": 0}
    insert_new(tx, tables.stories, [{"id": story, **row} for story in targets if story not in known])
    put(
        tx,
        tables.members,
        [
            {"report": report, "story": a.story, "score": a.score, "reasons": list(a.reasons)}
            for report, a in told.items()
        ],
    )
    ends = {
        old: _end(tx, old, was, moved)
        for old in dict.fromkeys(was[report] for report in moved if report in was)
        if old not in live
    }
    events = _events(was, moved, ends, known)
    if events:
        tx.execute(tables.history.insert(), [{"round": number, "number": n, **e} for n, e in enumerate(events)])
    touched = sorted({*targets, *(was[report] for report in moved if report in was)})
    for story in touched:
        size = tx.scalar(select(func.count()).select_from(tables.members).where(tables.members.c.story == story))
        tx.execute(
            update(tables.stories)
            .where(tables.stories.c.id == story)
            .values(changed=number, reports=size, into=ends.get(story))
        )
    grouping.save(tx, number)
    rounds.set_stage(tx, number, "grouped")


def _end(tx: Connection, old: str, was: Mapping[str, str], moved: Mapping[str, Assignment]) -> str | None:
    """Where a story went that has no live reports any more; None where it stays, with those the window forgot."""
    gone = [a for report, a in moved.items() if was.get(report) == old]
    joined = [a.story for a in gone if any(note.startswith(f"{JOINED} {old}:") for note in a.reasons)]
    rest = tables.members.c.story == old
    if joined:
        tx.execute(update(tables.members).where(rest).values(story=joined[0]))
    elif tx.scalar(select(func.count()).select_from(tables.members).where(rest)):
        return None
    places = joined or [a.story for a in gone]
    return max(places, key=lambda story: (places.count(story), -places.index(story)))


def _events(
    was: Mapping[str, str], moved: Mapping[str, Assignment], ends: Mapping[str, str | None], known: set[str]
) -> Sequence[dict[str, Any]]:
    """What happened, for the history: stories that were joined and parted, then each report."""
    events: list[dict[str, Any]] = []

    def event(kind: str, story: str, report: str | None, other: str | None, reasons: Sequence[str]) -> None:
        events.append({"kind": kind, "story": story, "report": report, "other": other, "reasons": list(reasons)})

    told: set[tuple[str, str]] = set()
    for report, a in moved.items():
        old = was.get(report)
        if old is None or (old, a.story) in told:
            continue
        told.add((old, a.story))
        if ends.get(old) == a.story:
            event("merged", a.story, None, old, a.reasons[-1:])
        elif a.story not in known:
            event("split", a.story, None, old, a.reasons[-1:])
    opened: set[str] = set(known)
    for report, a in moved.items():
        kind = "moved" if report in was else "joined" if a.story in opened else "opened"
        opened.add(a.story)
        event(kind, a.story, report, was.get(report), a.reasons)
    return events
