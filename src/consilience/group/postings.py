"""The reports of the window by their terms: exact products with every live report.

A term's row is one array of whole numbers, a report's number above its weight,
in the order the reports came. All weights are whole numbers, so sums come out
the same in every order of adding, and a window that is rebuilt gives the same
products to the last bit.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

BITS = 12  # of a weight
UNIT = 1 << (BITS - 1)  # the weight of a term that is all there is to a report

Ids = NDArray[np.int32]
Weights = NDArray[np.uint16]
Scores = NDArray[np.float64]
Live = Callable[[NDArray[np.int64]], NDArray[np.bool_]]  # which of the reports are live


class Postings:
    """Which live reports hold which terms; terms are small whole numbers that are used again."""

    def __init__(self) -> None:
        self._rows: list[array[int] | None] = []
        self._dead: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._used: NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    def add(self, number: int, terms: Ids, weights: Weights) -> None:
        """Make a report known; numbers must rise, weights be over 0."""
        if not len(terms):
            return
        self._make_room(int(terms.max()) + 1)
        rows, head = self._rows, number << BITS
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            row = rows[term]
            if row is None:
                row = rows[term] = array("q")
            row.append(head | weight)
        self._used[terms] += 1

    def drop(self, terms: Ids, live: Live) -> None:
        """Let go of a report that was added with these terms and is no longer live.

        A row is cut down only once half of it is dead; until then the dead get scores, which nobody may read.
        """
        self._dead[terms] += 1
        for term in terms[2 * self._dead[terms] > self._used[terms]].tolist():
            row = np.frombuffer(self._rows[term] or array("q"), dtype=np.int64)
            kept = row[live(row >> BITS)]
            self._rows[term] = array("q", kept.tobytes()) if len(kept) else None
            self._used[term], self._dead[term] = len(kept), 0

    def products(self, terms: Ids, weights: NDArray[np.int64], start: int, size: int) -> Scores:
        """The products of these terms with the reports from number ``start`` on, ``size`` of them, in units squared."""
        if not size or not len(terms):
            return np.zeros(size)
        rows = self._rows
        known = terms < len(rows)
        found = [
            (row, weight)
            for term, weight in zip(terms[known].tolist(), weights[known].tolist(), strict=True)
            if (row := rows[term])
        ]
        if not found:
            return np.zeros(size)
        held = np.frombuffer(b"".join([row for row, _ in found]), dtype=np.int64)
        times = np.repeat(
            np.array([weight for _, weight in found], dtype=np.float64), np.array([len(row) for row, _ in found])
        )
        at = held >> BITS
        at -= start
        times *= held & ((1 << BITS) - 1)
        if at.min() < 0:  # dead ones before the first that is live
            current = at >= 0
            at, times = at[current], times[current]
        return np.asarray(np.bincount(at, weights=times, minlength=size), dtype=np.float64)

    def _make_room(self, size: int) -> None:
        if size > len(self._rows):
            more = max(size, 2 * len(self._rows), 1024) - len(self._rows)
            self._rows += [None] * more
            self._dead = np.concatenate((self._dead, np.zeros(more, dtype=np.int32)))
            self._used = np.concatenate((self._used, np.zeros(more, dtype=np.int32)))
