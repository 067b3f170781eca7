"""The live reports in little room, and how alike they are.

Words are small numbers that are given out again when no live report has the
word any more; weights and the lowering by days are whole numbers. So memory is
bounded by the window, and sums do not depend on the order of adding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from consilience.group.postings import UNIT, Ids, Postings, Scores, Weights
from consilience.group.vector import ReportVector, nearness

FAR = 64  # days from which on nearness does not change
DECAY = 1024  # the unit of nearness
UNDATED = -(10**9)
LOWERED = np.array([round(DECAY * nearness(0, days)) for days in range(FAR + 1)], dtype=np.float64)
WHOLE = float(UNIT * UNIT * DECAY)  # the likeness of a report to itself


class Vocabulary:
    """Numbers for the words of live reports, by language."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, int]] = {}
        self._words: list[tuple[str, str]] = []
        self._held: list[int] = []
        self._free: list[int] = []

    def take(self, language: str, words: Iterable[str]) -> Ids:
        """The numbers of different words, each held once more."""
        ids, held, found = self._ids.setdefault(language, {}), self._held, []
        for word in words:
            number = ids.get(word)
            if number is None:
                number = self._new(language, word)
                ids[word] = number
            held[number] += 1
            found.append(number)
        return np.array(found, dtype=np.int32)

    def _new(self, language: str, word: str) -> int:
        if self._free:
            number = self._free.pop()
            self._words[number] = language, word
            return number
        self._words.append((language, word))
        self._held.append(0)
        return len(self._words) - 1

    def release(self, ids: Ids) -> None:
        """Hold the words once less."""
        held = self._held
        for number in ids.tolist():
            held[number] -= 1
            if not held[number]:
                language, word = self._words[number]
                del self._ids[language][word]
                self._free.append(number)

    def words(self, ids: Ids) -> list[str]:
        """The words of these numbers."""
        return [self._words[number][1] for number in ids.tolist()]

    def __len__(self) -> int:
        return len(self._words) - len(self._free)


@dataclass(frozen=True, slots=True)
class Held:
    """A report's vector in little room: words, their counts over all, in names and in the lead, and their weights."""

    report: str
    language: str
    day: int | None
    length: int
    words: Ids
    counts: NDArray[np.uint16]  # three rows
    weights: Weights

    @property
    def terms(self) -> Ids:
        return self.words[self.weights > 0]

    @property
    def values(self) -> Weights:
        return self.weights[self.weights > 0]


@lru_cache(maxsize=1 << 10)
def _count(dampened: float) -> int:
    return min(round(math.exp(dampened - 1)), 65535)


def _counts(words: Sequence[str], dampened: Mapping[str, float]) -> list[int]:
    return [_count(dampened[w]) if w in dampened else 0 for w in words]


class Live:
    """The reports that others are compared with, by number, each with the code of its story."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._postings = Postings()
        self._held: dict[int, Held] = {}
        self._start = 0  # the number that the columns begin with
        self._end = 0
        self._days: NDArray[np.int32] = np.zeros(64, dtype=np.int32)
        self._codes: NDArray[np.int32] = np.full(64, -1, dtype=np.int32)

    def __getitem__(self, number: int) -> Held:
        return self._held[number]

    def __iter__(self) -> Iterator[Held]:
        return iter(self._held.values())

    def hold(self, vector: ReportVector) -> Held:
        """The vector in little room; what is held must be added or let go."""
        terms = vector.terms
        words = list(dict.fromkeys((*vector.words, *terms)))
        return Held(
            vector.report,
            vector.language,
            vector.day,
            vector.length,
            self.vocabulary.take(vector.language, words),
            np.array([_counts(words, d) for d in (vector.words, vector.names, vector.lead)], dtype=np.uint16),
            np.rint(UNIT * np.array([terms.get(w, 0.0) for w in words])).astype(np.uint16),
        )

    def vector(self, number: int) -> ReportVector:
        """The report's vector as it is compared."""
        held = self._held[number]
        words = self.vocabulary.words(held.words)
        every, names, lead = (
            {w: 1.0 + math.log(n) for w, n in zip(words, row, strict=True) if n} for row in held.counts.tolist()
        )
        terms = {w: n / UNIT for w, n in zip(words, held.weights.tolist(), strict=True) if n}
        return ReportVector(held.report, held.language, held.day, terms, every, names, lead, held.length, "")

    def add(self, number: int, held: Held, code: int, *, comparable: bool) -> None:
        """Make a report live; numbers must rise. One that is not ``comparable`` is like no other."""
        self._held[number] = held
        if number - self._start >= len(self._days):
            self._make_room(number)
        at = number - self._start
        self._days[at] = UNDATED if held.day is None else held.day
        self._codes[at] = code
        self._end = number + 1
        if comparable:
            self._postings.add(number, held.terms, held.values)

    def drop(self, number: int, *, comparable: bool) -> None:
        """Let go of a report."""
        held = self._held.pop(number)
        self._codes[number - self._start] = -1
        if comparable:
            self._postings.drop(held.terms, self._live)
        self.vocabulary.release(held.words)

    def put(self, number: int, code: int) -> None:
        """The report is in the story of that code from now on."""
        self._codes[number - self._start] = code

    def _live(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        found = numbers >= self._start
        found[found] = self._codes[numbers[found] - self._start] >= 0
        return found

    def _make_room(self, number: int) -> None:
        """Begin the columns with the first live report, and double them where that is not enough."""
        first = next(iter(self._held), number)
        days, codes = self._days[first - self._start :], self._codes[first - self._start :]
        size = max(64, 2 * (number - first + 1))
        self._days, self._codes = np.zeros(size, dtype=np.int32), np.full(size, -1, dtype=np.int32)
        self._days[: len(days)], self._codes[: len(codes)] = days, codes
        self._start = first

    # likeness

    def scores(self, terms: Ids, weights: NDArray[np.int64], day: int | None) -> Scores:
        """How alike terms are to every live report, those of one story together a sum; in units of :data:`WHOLE`."""
        size = self._end - self._start
        found = self._postings.products(terms, weights, self._start, size)
        found *= self._lowered(day, self._days[:size])
        return found

    def _lowered(self, day: int | None, days: NDArray[np.int32]) -> Scores:
        if day is None:
            return np.full(len(days), float(DECAY))
        lowered = LOWERED[np.minimum(np.abs(days - day), FAR)]
        lowered[days == UNDATED] = DECAY
        return lowered

    def by_story(self, scores: Scores, codes: int) -> Scores:
        """The sum of the scores for each code of a story."""
        own = self._codes[: len(scores)]
        return np.asarray(np.bincount(own + 1, weights=scores, minlength=codes + 1)[1:], dtype=np.float64)

    def closest(self, scores: Scores, but: int = -1) -> int | None:
        """The number of the live report with the highest score, the first of equals; None where none has any."""
        alive = np.where(self._codes[: len(scores)] >= 0, scores, 0.0)
        if but >= 0:
            alive[but - self._start] = 0.0
        at = int(np.argmax(alive)) if len(alive) else 0
        return at + self._start if len(alive) and alive[at] > 0 else None

    def one(self, scores: Scores, number: int) -> float:
        """One report's score, from 0 to 1."""
        return float(scores[number - self._start]) / WHOLE

    def row(self, scores: Scores, numbers: Sequence[int]) -> Scores:
        """The reports' scores, from 0 to 1."""
        return scores[np.array(numbers, dtype=np.int64) - self._start] / WHOLE

    def own(self, number: int) -> float:
        """A report's score with itself, near 1."""
        values = self._held[number].values.astype(np.float64)
        return float(values @ values) * DECAY / WHOLE

    def days(self, numbers: Sequence[int]) -> NDArray[np.int32]:
        """The days of reports, undated ones left out."""
        days = self._days[np.array(numbers, dtype=np.int64) - self._start]
        dated: NDArray[np.int32] = days[days != UNDATED]
        return dated

    def mass(self, numbers: Sequence[int]) -> list[tuple[int | None, Ids, NDArray[np.int64]]]:
        """The sum of the reports' terms, apart by their days."""
        by_day: dict[int | None, list[Held]] = {}
        for number in numbers:
            held = self._held[number]
            by_day.setdefault(held.day, []).append(held)
        result = []
        for day, own in by_day.items():
            terms, at = np.unique(np.concatenate([h.terms for h in own]), return_inverse=True)
            values = np.concatenate([h.values for h in own]).astype(np.float64)
            sums = np.bincount(at, weights=values, minlength=len(terms))
            result.append((day, terms.astype(np.int32), sums.astype(np.int64)))
        return result

    def likeness(self, numbers: Sequence[int], others: Sequence[int]) -> Scores:
        """For each of ``numbers`` the sum of its likenesses to ``others``, itself left out; 1 for the same text."""
        if not len(numbers):
            return np.zeros(0)
        held = [self._held[number] for number in numbers]
        lengths = np.array([np.count_nonzero(h.weights) for h in held])
        terms = np.concatenate([h.terms for h in held])
        values = np.concatenate([h.values for h in held]).astype(np.float64)
        owner = np.repeat(np.arange(len(held)), lengths)
        days = self._days[np.array(numbers, dtype=np.int64) - self._start]
        total = np.zeros(len(held))
        for day, theirs, sums in self.mass(others):
            if not len(theirs):
                continue
            place = np.minimum(np.searchsorted(theirs, terms), len(theirs) - 1)
            products = np.where(theirs[place] == terms, sums[place] * values, 0.0)
            total += np.bincount(owner, weights=products, minlength=len(held)) * self._lowered(day, days)
        inside = set(others)
        for at, (number, h) in enumerate(zip(numbers, held, strict=True)):
            if number in inside:
                own = h.values.astype(np.float64)
                total[at] -= float(own @ own) * DECAY
        return total / WHOLE
