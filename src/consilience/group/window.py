"""Stories that grow: one report at a time against those of the last days.

A report joins the story that its reports are most like on average, or opens
one; a copy goes where the report is whose text it has. :meth:`Window.repair`
(:mod:`.repair`) mends later what was decided on too little. It ends in the
same stories for nearly every order of arrival. Cost and memory are bounded by
the reports of the window.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from consilience.group.duplicates import THIN, Duplicates, Text, Twin, triples
from consilience.group.live import Held, mass
from consilience.group.reasons import assignment
from consilience.group.repair import JOINED, repair
from consilience.group.stories import THRESHOLD, Member, Stories, story_id
from consilience.group.vector import ReportVector, vector
from consilience.model import Annotated, Assignment

DAYS = 30

__all__ = ["DAYS", "JOINED", "THIN", "THRESHOLD", "Course", "Kept", "Window", "story_id"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a window knows of a live report beside its vector; ``first``: others are compared with this one."""

    number: int
    path: str
    story: str
    seen: int
    first: bool
    notes: tuple[str, ...] = ()
    twin: Twin | None = None
    nearest: str = ""
    nearness: float = 0.0


@dataclass(frozen=True, slots=True)
class Course:
    """What a window knows beside its reports: how far it is, its stories in order, pairs that are kept apart.

    ``changed`` and ``alike`` are what the next repair will look at: nothing after a repair.
    """

    latest: int
    count: int
    stories: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, int], ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


class Window:
    """The live reports, their copies and their stories.

    ``days`` is how long a report is kept, counted back from the latest day of
    publication seen; undated reports take the latest day when they arrive, and
    so do those of a day far ahead until a second report bears it out.
    """

    def __init__(self, days: int = DAYS) -> None:
        self.days = days
        self._stories = Stories()
        self._duplicates = Duplicates()
        self._leaving: list[tuple[int, int]] = []  # day last seen and number, earliest first
        self._latest = 0
        self._count = 0

    def __len__(self) -> int:
        return len(self._stories.members)

    def kept(self) -> dict[str, Kept]:
        """What is known of every live report, by its id, in the order read."""
        return {
            m.report: Kept(m.number, m.path, m.story, m.seen, m.comparable, m.notes, m.twin, m.nearest, m.nearness)
            for m in self._stories.members.values()
        }

    def course(self) -> Course:
        """What is known beside the reports."""
        own = self._stories
        apart = sorted((one, other) for one, others in own.apart.items() for other in others if one < other)
        return Course(
            self._latest,
            self._count,
            tuple(own.voices),
            tuple(apart),
            tuple(own.changed.items()),
            tuple(own.alike),
        )

    @classmethod
    def resumed(cls, days: int, course: Course, live: Iterable[tuple[Kept, ReportVector]]) -> Window:
        """The window that gave these, as if it had never stopped; ``live`` in the order of the numbers."""
        window = cls(days)
        own = window._stories
        for story in course.stories:
            own.begin(story)
        for kept, new in live:
            member = Member(
                kept.number,
                new.report,
                kept.path,
                new.length,
                kept.story,
                kept.seen,
                kept.twin,
                kept.nearest,
                kept.nearness,
                kept.notes,
            )
            window._settle(member, new)
            if member.comparable:
                window._duplicates.restore(_text(kept.number, new))
        own.changed = dict(course.changed)
        own.alike = dict.fromkeys(course.alike)
        for one, other in course.apart:
            own.part(one, other)
        window._latest, window._count = course.latest, course.count
        return window

    def add(self, annotated: Annotated) -> Assignment:
        """Put the report into a story, its own where none is near enough, and say why."""
        return self.add_vector(vector(annotated), annotated.report.path)

    def add_vector(self, new: ReportVector, path: str = "") -> Assignment:
        """As :meth:`add`, for a vector made elsewhere."""
        own = self._stories
        number = self._count
        self._count += 1
        seen = self._seen(new.day)
        self._expire()
        twin = self._duplicates.add(_text(number, new))
        member = Member(number, new.report, path, new.length, "", seen, twin)
        if twin is not None and member.is_copy:
            member.story = own.members[twin.number].story
            self._settle(member, new)
            return assignment(own, member)
        if not member.comparable:
            member.story = own.open(new.report)
            self._settle(member, new)
            return assignment(own, member)
        held = own.live.hold(new)
        scores = own.live.scores(mass([held]))
        closest = own.live.closest(scores)
        if closest is not None:
            member.nearest, member.nearness = own.members[closest].report, round(own.live.one(scores, closest), 2)
        near = own.averages(scores)
        story = own.best(near, new.day) if twin is None else own.members[twin.number].story
        member.story = own.open(new.report) if story is None else story
        own.mark(member.story, near)
        others = list(own.voices[member.story])
        row = own.live.row(scores, others)
        self._settle(member, new, held)
        return assignment(own, member, others, row)

    def _settle(self, member: Member, new: ReportVector, held: Held | None = None) -> None:
        """Enter a report that has its story."""
        own = self._stories
        heapq.heappush(self._leaving, (member.seen, member.number))
        if member.twin is not None and member.is_copy:
            own.attach(member)
            return
        own.live.add(member.number, held or own.live.hold(new), own.code(member.story), comparable=member.comparable)
        own.enter(member)

    def repair(self) -> tuple[Assignment, ...]:
        """Move reports, join and part stories where that fits better; the assignments that changed."""
        repair(self._stories)
        members = self._stories.members
        moved = sorted(n for n, story in self._stories.moved.items() if n in members and members[n].story != story)
        self._stories.moved.clear()
        return tuple(assignment(self._stories, members[number]) for number in moved)

    def assignments(self) -> tuple[Assignment, ...]:
        """The assignment of every report in the window, in the order read."""
        return tuple(assignment(self._stories, member) for member in self._stories.members.values())

    # days

    def _seen(self, day: int | None) -> int:
        """The day that a report is kept from; moves the clock on."""
        if day is None:
            return self._latest
        if self._latest and day > self._latest + self.days:
            # One wrong date must not make the window forget everything.
            days = (own.day for own in self._stories.live)
            if not any(d is not None and d > self._latest + self.days and abs(d - day) <= self.days for d in days):
                return self._latest
        self._latest = max(self._latest, day)
        return day

    def _expire(self) -> None:
        oldest = self._latest - self.days
        while self._leaving and self._leaving[0][0] < oldest:
            seen, number = heapq.heappop(self._leaving)
            member = self._stories.members[number]
            if member.seen != seen:  # a copy kept it
                heapq.heappush(self._leaving, (member.seen, number))
                continue
            self._stories.forget(member)
            if member.comparable:
                self._duplicates.forget(number)


def _text(number: int, new: ReportVector) -> Text:
    return Text(number, new.report, new.language, new.length, new.digest, new.address, triples(new.triples))
