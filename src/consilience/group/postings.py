"""The reports of the window by their terms: exact products with every live report.

For each term two growing rows of numbers: which reports hold it, and with what
weight. Reports come in order and leave nearly in order, so a row is cut down
only once half of it is gone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Key = tuple[str, str]  # language and term
_FIRST = 4


class _Row:
    """The holders of one term."""

    __slots__ = ("dead", "numbers", "used", "weights")

    def __init__(self) -> None:
        self.numbers: NDArray[np.int64] = np.zeros(_FIRST, dtype=np.int64)
        self.weights: NDArray[np.float64] = np.zeros(_FIRST, dtype=np.float64)
        self.used = 0
        self.dead = 0

    def add(self, number: int, weight: float) -> None:
        if self.used == len(self.numbers):
            self.numbers = np.concatenate((self.numbers, np.zeros_like(self.numbers)))
            self.weights = np.concatenate((self.weights, np.zeros_like(self.weights)))
        self.numbers[self.used] = number
        self.weights[self.used] = weight
        self.used += 1

    def drop(self, number: int) -> None:
        """Weigh the report nothing from now on; make room where most are dropped."""
        place = int(np.searchsorted(self.numbers[: self.used], number))
        self.weights[place] = 0.0
        self.dead += 1
        if 2 * self.dead > self.used:
            kept = np.flatnonzero(self.weights[: self.used])
            self.numbers = np.concatenate((self.numbers[kept], np.zeros(_FIRST, dtype=np.int64)))
            self.weights = np.concatenate((self.weights[kept], np.zeros(_FIRST, dtype=np.float64)))
            self.used, self.dead = len(kept), 0


class Postings:
    """Which live reports hold which terms."""

    def __init__(self) -> None:
        self._rows: dict[Key, _Row] = {}
        self._scores: NDArray[np.float64] = np.zeros(64, dtype=np.float64)
        self._base = 0
        self._end = 0

    def add(self, number: int, language: str, terms: Mapping[str, float]) -> None:
        """Make a report known; numbers must rise."""
        for term, weight in terms.items():
            row = self._rows.get((language, term))
            if row is None:
                row = self._rows[language, term] = _Row()
            row.add(number, weight)
        self._end = number + 1

    def drop(self, number: int, language: str, terms: Mapping[str, float]) -> None:
        """Forget a report that was added with these terms."""
        for term in terms:
            row = self._rows[language, term]
            row.drop(number)
            if not row.used:
                del self._rows[language, term]

    def start_at(self, number: int) -> None:
        """Promise that no report before this one is live, which bounds the memory for scores."""
        self._base = number

    def products(self, language: str, terms: Mapping[str, float], least: float) -> dict[int, float]:
        """The live reports whose terms' product with these is at least ``least``, in order."""
        size = self._end - self._base
        if size <= 0:
            return {}
        if size > len(self._scores):
            self._scores = np.zeros(2 * size, dtype=np.float64)
        scores = self._scores[:size]
        scores[:] = 0.0
        for term, weight in terms.items():
            row = self._rows.get((language, term))
            if row is not None:
                first = 0 if row.numbers[0] >= self._base else int(np.searchsorted(row.numbers[: row.used], self._base))
                held = slice(first, row.used)
                scores[row.numbers[held] - self._base] += row.weights[held] * weight
        return {int(at) + self._base: float(scores[at]) for at in np.flatnonzero(scores >= least)}
