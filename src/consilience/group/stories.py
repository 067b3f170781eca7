"""The stories of a window: which reports each has, which of them speak for it, and what changed since the last repair.

The voices of a story are the reports that others are compared with. A copy is
no voice: it goes where the report goes whose text it is, so that forty papers
with one agency text do not make a story more like itself.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from consilience.group.duplicates import THIN, Kind, Twin
from consilience.group.live import WHOLE, Live
from consilience.group.postings import Scores

THRESHOLD = 0.135  # least average similarity to a story; learned, see docs/grouping.md
PAUSE = 7  # days without a report after which another event of the kind is as likely as the same
AGAIN = 0.5  # share of a story's own likeness that a report after a pause has at least
LIKENESS = 0.4  # what the reports of one event are alike where there is only one yet


Averages = list[tuple[str, float]]  # stories with how alike something is to their reports on average, best first


@dataclass(slots=True)
class Member:
    """A report of the window: its place in the order read, its story and what was done to it."""

    number: int
    report: str
    path: str
    length: int
    story: str
    seen: int
    twin: Twin | None = None
    nearest: str = ""  # when it came
    nearness: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def is_copy(self) -> bool:
        return self.twin is not None and self.twin.kind is not Kind.VERSION

    @property
    def comparable(self) -> bool:
        return self.length >= THIN and not self.is_copy


def story_id(report: str) -> str:
    """The id of a story that the report opens: the same in every run."""
    return "s" + hashlib.sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:12]


class Stories:
    """Who is in which story."""

    def __init__(self) -> None:
        self.live = Live()
        self.members: dict[int, Member] = {}
        self.voices: dict[str, list[int]] = {}
        self.copies: dict[int, list[int]] = {}
        self.apart: dict[str, dict[str, None]] = {}
        # Since the last repair: sizes of the stories before they changed, pairs that a report is alike to.
        self.changed: dict[str, int] = {}
        self.alike: dict[tuple[str, str], None] = {}
        self.moved: dict[int, str] = {}
        self._codes: dict[str, int] = {}
        self._names: list[str | None] = []
        self._sizes = np.zeros(64, dtype=np.int64)
        self._free: list[int] = []

    # stories and their codes

    def open(self, report: str) -> str:
        """A new story, without reports yet, that the report gives its name."""
        story, number = story_id(report), 1
        while story in self.voices:
            number += 1
            story = f"{story_id(report)}-{number}"
        self.begin(story)
        return story

    def begin(self, story: str) -> None:
        """Make the story known."""
        self.voices[story] = []
        if self._free:
            code = self._free.pop()
            self._names[code] = story
        else:
            code = len(self._names)
            self._names.append(story)
            if code == len(self._sizes):
                self._sizes = np.concatenate((self._sizes, np.zeros_like(self._sizes)))
        self._codes[story] = code

    def _end(self, story: str) -> None:
        del self.voices[story]
        code = self._codes.pop(story)
        self._names[code] = None
        self._free.append(code)
        self.changed.pop(story, None)
        for other in self.apart.pop(story, {}):
            self.apart[other].pop(story, None)
            if not self.apart[other]:
                del self.apart[other]

    def part(self, one: str, other: str) -> None:
        """Keep two stories apart from now on."""
        self.apart.setdefault(one, {})[other] = None
        self.apart.setdefault(other, {})[one] = None

    # members

    def enter(self, member: Member) -> None:
        """The member joins its story as a voice; the live reports must have it or get it."""
        voices = self.voices[member.story]
        self.changed.setdefault(member.story, len(voices))
        bisect.insort(voices, member.number)
        self._sizes[self._codes[member.story]] = len(voices)
        self.members[member.number] = member

    def attach(self, member: Member) -> None:
        """The member is a copy, and goes where its twin goes, which stays live as long as it."""
        assert member.twin is not None
        voice = self.members[member.twin.number]
        voice.seen = max(voice.seen, member.seen)
        self.copies.setdefault(voice.number, []).append(member.number)
        self.members[member.number] = member

    def forget(self, member: Member) -> None:
        """Let go of a member; copies do not outlive the report they are copies of."""
        del self.members[member.number]
        self.moved.pop(member.number, None)
        if member.is_copy and member.twin is not None:
            rest = [copy for copy in self.copies.get(member.twin.number, ()) if copy != member.number]
            if rest:
                self.copies[member.twin.number] = rest
            else:
                self.copies.pop(member.twin.number, None)
            return
        self.copies.pop(member.number, None)
        # That old reports go is no reason to look at a story again.
        was = member.story in self.changed
        self.leave(member)
        if not was:
            self.changed.pop(member.story, None)
        self.live.drop(member.number, comparable=member.comparable)

    def leave(self, member: Member) -> None:
        """The voice is no longer in its story, which ends with its last."""
        voices = self.voices[member.story]
        self.changed.setdefault(member.story, len(voices))
        voices.remove(member.number)
        self._sizes[self._codes[member.story]] = len(voices)
        if not voices:
            self._end(member.story)

    def code(self, story: str) -> int:
        """The small number that stands for the story among the live reports."""
        return self._codes[story]

    def put(self, numbers: Iterable[int], story: str, note: str) -> None:
        """Move voices, and their copies with them."""
        if story not in self.voices:
            self.begin(story)
        for number in numbers:
            member = self.members[number]
            self.leave(member)
            for moving in (member, *(self.members[copy] for copy in self.copies.get(number, ()))):
                self.moved.setdefault(moving.number, moving.story)
                moving.story = story
                moving.notes = (*moving.notes[-2:], note)
            self.enter(member)
            self.live.put(number, self._codes[story])

    def all_of(self, story: str) -> list[int]:
        """The voices and copies of a story, in the order read."""
        voices = self.voices[story]
        return sorted((*voices, *(copy for voice in voices for copy in self.copies.get(voice, ()))))

    # likeness

    def averages(self, scores: Scores, size: int = 1, but: int = -1) -> Averages:
        """The stories that ``size`` reports with these scores are alike enough to join, with averages, best first.

        ``but`` is a report that counts as no member of any story. Of equals the story with the earlier report wins.
        """
        number = len(self._names)
        totals = self.live.by_story(scores, number) / (WHOLE * size)
        sizes = self._sizes[:number].astype(np.float64)
        if but >= 0:
            code = self._codes[self.members[but].story]
            sizes[code] -= 1
            totals[code] -= self.live.own(but)
        near = np.flatnonzero((totals >= THRESHOLD * np.maximum(sizes, 1)) & (sizes > 0))
        found = [(str(self._names[code]), float(totals[code] / sizes[code])) for code in near.tolist()]
        return sorted(found, key=lambda item: (-item[1], self.voices[item[0]][0]))

    def fits(self, average: float, days: Sequence[int], story: str, but: int = -1, theirs: float = LIKENESS) -> bool:
        """Whether reports of these days that are so alike to a story are of its event, and not of the next of its kind.

        Where the story paused between, they must be alike in proportion to what its own reports are; ``theirs`` is
        how alike the reports in question are among themselves.
        """
        own = [number for number in self.voices[story] if number != but]
        before = self.live.days(own)
        if not len(before) or not days:
            return True
        if min(int(np.abs(before - day).min()) for day in days) < PAUSE:
            return True
        return average >= AGAIN * min(self.likeness(own), theirs)

    def likeness(self, numbers: Sequence[int]) -> float:
        """How alike the reports are among each other on average."""
        if len(numbers) < 2:
            return LIKENESS
        return float(self.live.likeness(numbers, numbers).sum()) / (len(numbers) * (len(numbers) - 1))

    def best(self, near: Averages, day: int | None, but: int = -1) -> str | None:
        """The story that a report of that day with these averages belongs to, if there is one."""
        days = [] if day is None else [day]
        return next((story for story, average in near if self.fits(average, days, story, but)), None)

    def mark(self, story: str, near: Averages) -> None:
        """Note which other stories some reports of the story are alike to: only those can be joined with it."""
        for other, _ in near:
            if other != story:
                self.alike[min(story, other), max(story, other)] = None
