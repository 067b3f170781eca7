"""The live reports in little room, and how alike they are.

Words are small numbers that are given out again when no live report has the
word any more; weights and the lowering by days are whole numbers. So memory is
bounded by the window, and sums do not depend on the order of adding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consilience.group.postings import UNIT, Ids, Postings, Scores, Weights
from consilience.group.vector import ReportVector, nearness

FAR = 64  # days from which on nearness does not change
DECAY = 1024  # the unit of nearness
UNDATED = -(10**9)
LOWERED = np.array([round(DECAY * nearness(0, days)) for days in range(FAR + 1)], dtype=np.float64)
WHOLE = float(UNIT * UNIT * DECAY)  # the likeness of a report to itself


def lowered(days: NDArray[np.int32], others: NDArray[np.int32]) -> Scores:
    """What likeness is multiplied with for days so far apart, in units of :data:`DECAY`."""
    found: Scores = LOWERED[np.minimum(np.abs(days - others), FAR)]
    found[(days == UNDATED) | (others == UNDATED)] = DECAY
    return found


class Vocabulary:
    """Numbers for the words of live reports, by language."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, int]] = {}
        self._words: list[tuple[str, str]] = []
        self._held: NDArray[np.int32] = np.zeros(1024, dtype=np.int32)
        self._free: list[int] = []

    def take(self, language: str, words: Iterable[str]) -> Ids:
        """The numbers of different words, each held once more."""
        ids = self._ids.setdefault(language, {})
        found = np.array([ids[w] if w in ids else self._new(language, w) for w in words], dtype=np.int32)
        self._held[found] += 1
        return found

    def _new(self, language: str, word: str) -> int:
        if self._free:
            number = self._free.pop()
            self._words[number] = language, word
        else:
            number = len(self._words)
            self._words.append((language, word))
            if number == len(self._held):
                self._held = np.pad(self._held, (0, number))
        self._ids[language][word] = number
        return number

    def release(self, ids: Ids) -> None:
        """Hold the words once less."""
        self._held[ids] -= 1
        for number in ids[self._held[ids] == 0].tolist():
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
    """A report's vector in little room: words, those with a weight first, and their counts and weights."""

    report: str
    language: str
    day: int | None
    length: int
    words: Ids
    counts: NDArray[np.uint16]  # over all, in names and in the lead: three rows
    values: Weights

    @property
    def terms(self) -> Ids:
        return self.words[: len(self.values)]


@dataclass(frozen=True, slots=True)
class Mass:
    """What reports have together: their days and terms, rising, and the sums of their weights, a row a day."""

    days: NDArray[np.int32]
    terms: Ids
    sums: NDArray[np.int64]


def mass(reports: Sequence[Held]) -> Mass:
    """What these reports have together."""
    days = np.array([UNDATED if held.day is None else held.day for held in reports], dtype=np.int32)
    if len(reports) == 1:
        order = np.argsort(reports[0].terms)
        return Mass(days, reports[0].terms[order], reports[0].values[order].astype(np.int64)[None])
    days, row = np.unique(days, return_inverse=True)
    terms, column = np.unique(np.concatenate([held.terms for held in reports]), return_inverse=True)
    cells = np.repeat(row * len(terms), [len(held.values) for held in reports]) + column
    values = np.concatenate([held.values for held in reports]).astype(np.float64)
    sums = np.bincount(cells, weights=values, minlength=len(days) * len(terms))
    return Mass(days, terms, sums.reshape(len(days), len(terms)).astype(np.int64))


def sum_by_day(products: Scores, days: NDArray[np.int32], others: NDArray[np.int32]) -> Scores:
    """Products with reports of the days ``others``, a row a day, lowered by how far apart the days are, together."""
    products *= lowered(days[:, None], others)
    return products[0] if len(products) == 1 else np.asarray(products.sum(axis=0), dtype=np.float64)


class Live:
    """The reports that others are compared with, by number, each with the code of its story.

    Scores stand by slot: a report has one while it is live.
    """

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._postings = Postings()
        self._held: dict[int, Held] = {}
        self._slots: dict[int, int] = {}
        self._free: list[int] = []
        # By slot; -1 is the code where there is no report.
        self._numbers: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._days: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._codes: NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    def __getitem__(self, number: int) -> Held:
        return self._held[number]

    def __iter__(self) -> Iterator[Held]:
        return iter(self._held.values())

    def hold(self, vector: ReportVector) -> Held:
        """The vector in little room; what is held must be added or let go."""
        terms = {word: rounded for word, weight in vector.terms.items() if (rounded := round(UNIT * weight))}
        words = list(dict.fromkeys((*terms, *vector.words)))
        dampened = [[d.get(w, 0.0) for w in words] for d in (vector.words, vector.names, vector.lead)]
        return Held(
            vector.report,
            vector.language,
            vector.day,
            vector.length,
            self.vocabulary.take(vector.language, words),
            np.minimum(np.rint(np.exp(np.array(dampened) - 1)), 65535).astype(np.uint16),
            np.array(list(terms.values()), dtype=np.uint16),
        )

    def add(self, number: int, held: Held, code: int, *, comparable: bool) -> None:
        """Make a report live. One that is not ``comparable`` is like no other."""
        if not self._free:
            self._make_room()
        slot = self._slots[number] = self._free.pop()
        self._held[number] = held
        self._numbers[slot] = number
        self._days[slot] = UNDATED if held.day is None else held.day
        self._codes[slot] = code
        if comparable:
            self._postings.add(slot, held.terms, held.values)

    def drop(self, number: int, *, comparable: bool) -> None:
        """Let go of a report."""
        held, slot = self._held.pop(number), self._slots.pop(number)
        self._free.append(slot)
        self._codes[slot] = -1
        if comparable:
            self._postings.drop(slot, held.terms, held.values)
        self.vocabulary.release(held.words)

    def put(self, number: int, code: int) -> None:
        """The report is in the story of that code from now on."""
        self._codes[self._slots[number]] = code

    def _make_room(self) -> None:
        known = len(self._codes)
        more = max(64, known // 4)
        self._free += reversed(range(known, known + more))
        self._numbers, self._days = np.pad(self._numbers, (0, more)), np.pad(self._days, (0, more))
        self._codes = np.pad(self._codes, (0, more), constant_values=-1)

    def _at(self, numbers: Iterable[int]) -> NDArray[np.int64]:
        return np.array([self._slots[number] for number in numbers], dtype=np.int64)

    # likeness

    def scores(self, mass: Mass) -> Scores:
        """How alike reports are to every live report, their sum; in units of :data:`WHOLE`."""
        found = self._postings.products(mass.terms, mass.sums, len(self._codes))
        return sum_by_day(found, mass.days, self._days)

    def by_story(self, scores: Scores, codes: int) -> Scores:
        """The sum of the scores for each code of a story."""
        return np.asarray(np.bincount(self._codes + 1, weights=scores, minlength=codes + 1)[1:], dtype=np.float64)

    def closest(self, scores: Scores) -> int | None:
        """The number of the live report with the highest score, the first of equals; None where none has any."""
        highest = scores.max(initial=0.0)
        return int(self._numbers[scores == highest].min()) if highest > 0 else None

    def one(self, scores: Scores, number: int) -> float:
        """One report's score, from 0 to 1."""
        return float(scores[self._slots[number]]) / WHOLE

    def row(self, scores: Scores, numbers: Sequence[int]) -> Scores:
        """The reports' scores, from 0 to 1."""
        return scores[self._at(numbers)] / WHOLE

    def own(self, number: int) -> float:
        """A report's score with itself, near 1."""
        values = self._held[number].values.astype(np.float64)
        return float(values @ values) * DECAY / WHOLE

    def days(self, numbers: Sequence[int]) -> NDArray[np.int32]:
        """The days of reports, undated ones left out."""
        days = self._days[self._at(numbers)]
        dated: NDArray[np.int32] = days[days != UNDATED]
        return dated

    def mass(self, numbers: Iterable[int]) -> Mass:
        """What these reports have together."""
        return mass([self._held[number] for number in numbers])

    def likeness(self, numbers: Sequence[int], others: Sequence[int]) -> Scores:
        """For each of ``numbers`` the sum of its likenesses to ``others``, itself left out; 1 for the same text."""
        if not len(numbers) or not len(others):
            return np.zeros(len(numbers))
        held, theirs = [self._held[number] for number in numbers], self.mass(others)
        terms = np.concatenate([h.terms for h in held])
        values = np.concatenate([h.values for h in held]).astype(np.float64)
        owner = np.repeat(np.arange(len(held)), [len(h.values) for h in held])
        place = np.minimum(np.searchsorted(theirs.terms, terms), max(len(theirs.terms) - 1, 0))
        values *= theirs.terms[place] == terms
        products = [np.bincount(owner, weights=sums[place] * values, minlength=len(held)) for sums in theirs.sums]
        total = sum_by_day(np.array(products), theirs.days, self._days[self._at(numbers)])
        inside = set(others)
        for at, number in enumerate(numbers):
            if number in inside:
                total[at] -= self.own(number) * WHOLE
        return total / WHOLE
