"""The reports of the window by their terms: exact products with every live report.

A report has a slot, a small number that is given out again when it leaves. A
rare term has a row of the slots that hold it, each above its weight there. A
term that many reports hold has a row of a table instead, a cell for every
slot: a product of a matrix passes over it some twenty times as fast as over
slots one by one, and most of what there is to add up belongs to such terms.

All weights are whole numbers, so sums come out the same in every order of
adding, and a window that is rebuilt gives the same products to the last bit.
"""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

BITS = 12  # of a weight
UNIT = 1 << (BITS - 1)  # the weight of a term that is all there is to a report
OFTEN, LEAST = 16, 32  # a term that one report in so many holds, and so many at least, has a row of the table
BLOCK = 32  # rows of the table that are multiplied at a time, lest they fall out of the cache
SINGLE = 1 << 25  # weights with no greater sum of squares have products below 2**24, exact in single precision

_NONE: array[int] = array("q")

Ids = NDArray[np.int32]
Weights = NDArray[np.uint16]
Scores = NDArray[np.float64]


class Postings:
    """Which live reports hold which terms; terms and slots are small whole numbers that are used again."""

    def __init__(self) -> None:
        self._reports = 0
        self._rows: list[array[int] | None] = []
        self._used: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._place: NDArray[np.int32] = np.zeros(0, dtype=np.int32)  # in the table; -1 for a rare term
        self._table: NDArray[np.uint16] = np.zeros((0, 0), dtype=np.uint16)
        self._free: list[int] = []  # rows of the table

    def add(self, slot: int, terms: Ids, weights: Weights) -> None:
        """Make a report known; weights must be over 0."""
        self._make_room(terms, slot + 1)
        self._reports += 1
        self._used[terms] += 1
        place = self._place[terms]
        often = place >= 0
        self._table[place[often], slot] = weights[often]
        rows, head, rare = self._rows, slot << BITS, terms[~often]
        for term, weight in zip(rare.tolist(), weights[~often].tolist(), strict=True):
            row = rows[term]
            if row is None:
                row = rows[term] = array("q")
            row.append(head | weight)
        for term in rare[self._used[rare] >= max(LEAST, self._reports // OFTEN)].tolist():
            self._spread(term)

    def drop(self, slot: int, terms: Ids, weights: Weights) -> None:
        """Let go of a report that was added with these terms."""
        self._reports -= 1
        self._used[terms] -= 1
        place = self._place[terms]
        often = place >= 0
        self._table[place[often], slot] = 0
        rows, head, common = self._rows, slot << BITS, terms[often]
        for term, weight in zip(terms[~often].tolist(), weights[~often].tolist(), strict=True):
            row = rows[term]
            assert row is not None
            row.remove(head | weight)  # near its beginning, since reports leave as they came
            if not row:
                rows[term] = None
        # Half of what brings a term into the table, lest it goes in and out.
        for term in common[2 * self._used[common] < max(LEAST, self._reports // OFTEN)].tolist():
            self._collect(term)

    def products(self, terms: Ids, weights: NDArray[np.int64], size: int) -> Scores:
        """The products of terms, weighted in several ways, with the reports in the first ``size`` slots.

        A row of the result for every row of ``weights``, in units squared.
        """
        self._make_room(terms, size)
        total = np.zeros((len(weights), size))
        place = self._place[terms]
        often = place >= 0
        exact = np.float32 if int(np.square(weights).sum(axis=1).max(initial=0)) <= SINGLE else np.float64
        at, common = place[often], weights[:, often].astype(exact)
        for some in (slice(start, start + BLOCK) for start in range(0, len(at), BLOCK)):
            total += common[:, some] @ self._table[at[some], :size].astype(exact)
        rows, rare = [self._rows[term] or _NONE for term in terms[~often].tolist()], weights[:, ~often]
        held = np.frombuffer(b"".join(rows), dtype=np.int64)
        if len(held):
            slots, values = held >> BITS, held & ((1 << BITS) - 1)
            lengths = [len(row) for row in rows]
            for row, own in zip(total, rare, strict=True):
                row += np.bincount(slots, weights=np.repeat(own, lengths) * values, minlength=size)
        return total

    def _spread(self, term: int) -> None:
        """Give a term a row of the table."""
        held = np.frombuffer(self._rows[term] or _NONE, dtype=np.int64)
        if not self._free:
            more = max(64, len(self._table) // 4)
            self._free += range(len(self._table), len(self._table) + more)
            self._table = np.pad(self._table, ((0, more), (0, 0)))
        place = self._place[term] = self._free.pop()
        self._table[place, held >> BITS] = held & ((1 << BITS) - 1)
        self._rows[term] = None

    def _collect(self, term: int) -> None:
        """Make a term of the table a rare one again."""
        cells = self._table[self._place[term]]
        slots = np.flatnonzero(cells)
        self._rows[term] = array("q", ((slots << BITS) | cells[slots]).tobytes()) if len(slots) else None
        cells[:] = 0
        self._free.append(int(self._place[term]))
        self._place[term] = -1

    def _make_room(self, terms: Ids, slots: int) -> None:
        known, wide = len(self._rows), self._table.shape[1]
        wanted = int(terms.max()) + 1 if len(terms) else 0
        if wanted > known:
            more = max(wanted, 2 * known, 1024) - known
            self._rows += [None] * more
            self._used = np.pad(self._used, (0, more))
            self._place = np.pad(self._place, (0, more), constant_values=-1)
        if slots > wide:
            self._table = np.pad(self._table, ((0, 0), (0, max(slots, wide + wide // 4, 64) - wide)))
