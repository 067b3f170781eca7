"""Stories that grow: one report at a time against those of the last days.

A report joins the story that its reports are most like on average, or opens
one. What arrives first is not always what a story turns out to be about, so
:meth:`Window.repair` later moves reports, joins stories and parts them
(:mod:`.contrast`); it ends in the same stories for nearly every order of
arrival. Cost and memory are bounded by the reports of the window.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consilience.group import contrast
from consilience.group.postings import Postings
from consilience.group.vector import ReportVector, nearness, similarity, vector
from consilience.model import Annotated, Assignment

DAYS = 30
THRESHOLD = 0.13  # least average similarity to a story; learned, see docs/grouping.md
FLOOR = 0.03  # similarities below this are taken as none, which keeps neighbours few
THIN = 12  # news words; a page with fewer is not a report that could be compared
ROUNDS = 5
JOINED = "joined with"  # how the note of a report begins whose story was joined with another one


@dataclass(slots=True)
class _Member:
    """A report of the window: its place in the order read, its story and what was done to it."""

    number: int
    path: str
    vector: ReportVector
    story: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a window knows of a live report beside its vector; ``first``: copies are compared with this one."""

    number: int
    path: str
    story: str
    seen: int
    first: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What a window knows beside its reports: how far it is, its stories in order, pairs that are kept apart."""

    latest: int
    count: int
    stories: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]


def story_id(report: str) -> str:
    """The id of a story that the report opens: the same in every run."""
    return "s" + hashlib.sha256(report.encode()).hexdigest()[:12]


class Window:
    """The live reports, their neighbours and their stories.

    ``days`` is how long a report is kept, counted back from the latest day of
    publication seen; undated reports take the latest day when they arrive.
    """

    def __init__(self, days: int = DAYS) -> None:
        self.days = days
        self._members: dict[int, _Member] = {}
        self._stories: dict[str, list[int]] = {}
        self._postings = Postings()
        self._neighbours: dict[int, dict[int, float]] = {}
        self._digests: dict[tuple[str, str], int] = {}
        self._apart: set[frozenset[str]] = set()
        self._last_seen: dict[int, int] = {}
        self._latest = 0
        self._count = 0

    def __len__(self) -> int:
        return len(self._members)

    def kept(self) -> dict[str, Kept]:
        """What is known of every live report, by its id, in the order read."""
        found = {}
        for number, member in self._members.items():
            first = self._digests.get((member.vector.language, member.vector.digest)) == number
            found[member.vector.report] = Kept(
                number, member.path, member.story, self._last_seen[number], first, member.notes
            )
        return found

    def course(self) -> Course:
        """What is known beside the reports."""
        apart = tuple(sorted((min(pair), max(pair)) for pair in self._apart))
        return Course(self._latest, self._count, tuple(self._stories), apart)

    @classmethod
    def resumed(cls, days: int, course: Course, live: Iterable[tuple[Kept, ReportVector]]) -> Window:
        """The window that gave these, as if it had never stopped; ``live`` in the order of the numbers."""
        window = cls(days)
        window._stories = {story: [] for story in course.stories}
        for kept, own in live:
            if not window._members:
                window._postings.start_at(kept.number)
            near = window._near(own)
            window._settle(_Member(kept.number, kept.path, own, kept.story, kept.notes), near, kept.seen, kept.first)
        window._apart = {frozenset(pair) for pair in course.apart}
        window._latest, window._count = course.latest, course.count
        window._postings.start_at(next(iter(window._members), window._count))
        return window

    def add(self, annotated: Annotated) -> Assignment:
        """Put the report into a story, its own where none is near enough, and say why."""
        return self.add_vector(vector(annotated), annotated.report.path)

    def add_vector(self, new: ReportVector, path: str = "") -> Assignment:
        """As :meth:`add`, for a vector made elsewhere."""
        number = self._count
        self._count += 1
        self._latest = max(self._latest, new.day or 0)
        self._expire()
        near = self._near(new)
        story = self._best_story(near)
        if story is None:
            story = self._unused(new.report)
            self._stories[story] = []
        first = new.length >= THIN and (new.language, new.digest) not in self._digests
        self._settle(_Member(number, path, new, story), near, new.day or self._latest, first)
        return self._assignment(self._members[number])

    def _settle(self, member: _Member, near: dict[int, float], seen: int, first: bool) -> None:
        """Enter a report that has its story, beside its neighbours."""
        number, own = member.number, member.vector
        self._members[number] = member
        self._stories[member.story].append(number)
        self._last_seen[number] = seen
        self._neighbours[number] = near
        for other, value in near.items():
            self._neighbours[other][number] = value
        if first:
            self._digests[own.language, own.digest] = number
        if own.length >= THIN:
            self._postings.add(number, own.language, own.terms)

    def repair(self) -> tuple[Assignment, ...]:
        """Move reports, join and part stories where that fits better; the assignments that changed."""
        before = {number: member.story for number, member in self._members.items()}
        for _ in range(ROUNDS):
            if not (self._join() | self._move() | self._part()):
                break
        return tuple(self._assignment(m) for m in self._members.values() if m.story != before[m.number])

    def assignments(self) -> tuple[Assignment, ...]:
        """The assignment of every report in the window, in the order read."""
        return tuple(self._assignment(member) for member in self._members.values())

    # finding neighbours

    def _near(self, new: ReportVector) -> dict[int, float]:
        if new.length < THIN:
            return {}
        same = self._digests.get((new.language, new.digest))
        products = self._postings.products(new.language, new.terms, FLOOR)
        near = {n: value * nearness(new.day, self._members[n].vector.day) for n, value in products.items()}
        if same is not None:
            near[same] = 1.0
        return {n: value for n, value in near.items() if value >= FLOOR}

    def _best_story(self, near: dict[int, float], but: int = -1) -> str | None:
        """The story most like a report on average, if it is like enough; ``but`` is no member of any."""
        totals: dict[str, float] = defaultdict(float)
        for number, value in near.items():
            totals[self._members[number].story] += value
        best, score = None, THRESHOLD
        for story, total in totals.items():
            size = len(self._stories[story]) - (but in self._stories[story])
            if size and total / size >= score:
                best, score = story, total / size
        return best

    def _expire(self) -> None:
        oldest = self._latest - self.days
        for number in [n for n, day in self._last_seen.items() if day < oldest]:
            self._forget(number)
        self._postings.start_at(next(iter(self._members), self._count))

    def _forget(self, number: int) -> None:
        member = self._members.pop(number)
        del self._last_seen[number]
        self._leave(member)
        for other in self._neighbours.pop(number):
            self._neighbours[other].pop(number, None)
        key = member.vector.language, member.vector.digest
        if self._digests.get(key) == number:
            del self._digests[key]
        if member.vector.length >= THIN:
            self._postings.drop(number, member.vector.language, member.vector.terms)

    # repair

    def _leave(self, member: _Member) -> None:
        story = self._stories[member.story]
        story.remove(member.number)
        if not story:
            del self._stories[member.story]
            self._apart = {pair for pair in self._apart if member.story not in pair}

    def _put(self, members: Iterable[int], story: str, note: str) -> None:
        for number in members:
            member = self._members[number]
            self._leave(member)
            member.story = story
            member.notes = (*member.notes[-2:], note)
            self._stories.setdefault(story, []).append(number)
        self._stories[story].sort()

    def _unused(self, report: str) -> str:
        story, number = story_id(report), 1
        while story in self._stories:
            number += 1
            story = f"{story_id(report)}-{number}"
        return story

    def _join(self) -> bool:
        """Join the two stories that are most alike, until none are alike enough."""
        changed = False
        while True:
            totals: dict[tuple[str, str], float] = defaultdict(float)
            for number, near in self._neighbours.items():
                mine = self._members[number].story
                for other, value in near.items():
                    if number < other and (theirs := self._members[other].story) != mine:
                        totals[min(mine, theirs), max(mine, theirs)] += value
            averages = {
                pair: total / (len(self._stories[pair[0]]) * len(self._stories[pair[1]]))
                for pair, total in totals.items()
                if frozenset(pair) not in self._apart
            }
            # Pairs that share no story do not disturb each other: join them in one sweep, best first.
            joined: set[str] = set()
            for pair, average in sorted(averages.items(), key=lambda item: (-item[1], item[0])):
                if average < THRESHOLD:
                    break
                if joined & set(pair):
                    continue
                joined |= set(pair)
                first, second = sorted(pair, key=lambda story: self._stories[story][0])
                self._inherit(first, second)
                self._put(list(self._stories[second]), first, f"{JOINED} {second}: {average:.2f} alike on average")
            if not joined:
                return changed
            changed = True

    def _inherit(self, first: str, second: str) -> None:
        """What the second story was kept apart from, the first one is too."""
        for pair in [pair for pair in self._apart if second in pair]:
            (other,) = pair - {second}
            if other != first:
                self._apart.add(frozenset((first, other)))

    def _move(self) -> bool:
        """Move every report to the story that it is most like, if that is not its own."""
        changed = False
        for number, member in list(self._members.items()):
            if len(self._stories[member.story]) == 1:
                continue
            best = self._best_story(self._neighbours[number], but=number)
            if best == member.story or (best is None and self._kept_by_copy(number)):
                continue
            changed = True
            if best is None:
                self._put([number], self._unused(member.vector.report), "moved out: unlike the story as it grew")
            else:
                self._put([number], best, "moved: more like this story as both grew")
        return changed

    def _kept_by_copy(self, number: int) -> bool:
        """A copy stays with what it was copied from, whatever the rest of the story."""
        mine = self._members[number].story
        return any(
            value >= contrast.COPY and self._members[other].story == mine
            for other, value in self._neighbours[number].items()
        )

    def _part(self) -> bool:
        """Part the stories that are two events of one kind."""
        changed = False
        todo = list(self._stories)
        while todo:
            story = todo.pop()
            numbers = list(self._stories[story])
            found = contrast.halves([self._members[n].vector for n in numbers])
            if found is None:
                continue
            changed = True
            sides = [[numbers[i] for i in side] for side in (found.left, found.right)]
            marks = found.marks
            if sides[1][0] < sides[0][0]:
                sides.reverse()
                marks = (marks[1], marks[0])
            other = self._unused(self._members[sides[1][0]].vector.report)
            note = f"parted: {' '.join(marks[1])} here, {' '.join(marks[0])} in {story}"
            self._put(sides[1], other, note)
            self._apart |= {frozenset((other, s)) for pair in self._apart if story in pair for s in pair - {story}}
            self._apart.add(frozenset((story, other)))
            todo += [story, other]
        return changed

    # saying why

    def _assignment(self, member: _Member) -> Assignment:
        others = [n for n in self._stories[member.story] if n != member.number]
        near = self._neighbours[member.number]
        reasons: list[str] = []
        score = 0.0
        if member.vector.length < THIN:
            reasons.append(f"kept apart: only {member.vector.length} words of news text")
        elif others:
            score = sum(near.get(n, 0.0) for n in others) / len(others)
            closest = max(others, key=lambda n: (near.get(n, 0.0), -n))
            reasons += self._likeness(member, self._members[closest], score, len(others))
        elif near:
            closest = max(near, key=lambda n: (near[n], -n))
            reasons.append(
                f"no story is like it: the nearest report, {self._members[closest].vector.report}, "
                f"is {near[closest]:.2f} alike and its story less than {THRESHOLD} on average"
            )
        else:
            reasons.append("no story is like it: no report of its language shares more than common words with it")
        return Assignment(member.vector.report, member.path, member.story, round(score, 3), (*reasons, *member.notes))

    def _likeness(self, member: _Member, closest: _Member, score: float, size: int) -> Sequence[str]:
        mine, theirs = member.vector, closest.vector
        if mine.digest == theirs.digest:
            return (f"the same words as {theirs.report}",)
        shared = sorted(mine.terms.keys() & theirs.terms.keys(), key=lambda t: (-mine.terms[t] * theirs.terms[t], t))
        named = [term for term in shared if term in mine.names and term in theirs.names]
        reasons = [
            f"{score:.2f} alike on average to {size} report{'s' if size > 1 else ''} of the story, "
            f"{similarity(mine, theirs):.2f} to {theirs.report}",
            "shares " + ", ".join(shared[:6]),
        ]
        if named:
            reasons.append("names and numbers in both: " + ", ".join(named[:6]))
        if mine.day is not None and theirs.day is not None:
            apart = abs(mine.day - theirs.day)
            reasons.append("published the same day" if not apart else f"published {apart} days apart")
        return reasons
