"""Whether a group of similar reports is two events of one kind.

Two pirate attacks, two games of one team: all the reports share the words of
the topic, so no threshold on their similarity tells them apart. Seen from
within the group those shared words tell nothing; weighed by how few of the
group's own reports have a word, the reports of one event stay alike and those
of two fall into halves. The measure is the ratio of the lesser similarity
within a half to that between the halves. Copies of one text are taken once:
two families of copies are no two events.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consilience.group import linkage
from consilience.group.linkage import Matrix
from consilience.group.live import UNDATED, WHOLE, Held, Vocabulary, lowered
from consilience.group.postings import Ids
from consilience.group.vector import weight

RATIO = 2.1  # halves that are this much more alike within than between are two events
COPY = 0.6  # similarity from which a report adds nothing to another
LEAST_GROUP, LEAST_HALF, LEAST_SHARE = 7, 3, 0.15
EPSILON = 0.003


@dataclass(frozen=True, slots=True)
class Halves:
    """Two sides of a group, as positions in it, their contrast and the words that tell them apart."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    ratio: float
    marks: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Table:
    """Reports side by side: a row a report, a column a word, words as they first come."""

    words: Ids
    counts: NDArray[np.uint16]  # over all, in names and in the lead
    alike: Matrix  # as reports are compared everywhere: by their terms and days


def _table(group: Sequence[Held]) -> _Table:
    ids, first, at = np.unique(np.concatenate([r.words for r in group]), return_index=True, return_inverse=True)
    order = np.argsort(first)  # the numbers of words are chance
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    column = rank[at]
    row = np.repeat(np.arange(len(group)), [len(r.words) for r in group])
    weighed = np.concatenate([np.arange(len(r.words)) < len(r.values) for r in group])
    counts = np.zeros((3, len(group), len(ids)), dtype=np.uint16)
    counts[:, row, column] = np.concatenate([r.counts for r in group], axis=1)
    terms = np.zeros((len(group), len(ids)), dtype=np.float32)
    terms[row[weighed], column[weighed]] = np.concatenate([r.values for r in group])
    days = np.array([UNDATED if r.day is None else r.day for r in group], dtype=np.int32)
    # Whole numbers below 2**24: exact in single precision.
    alike = (terms @ terms.T).astype(np.float64) * lowered(days[:, None], days)
    return _Table(ids[order], counts, (alike / WHOLE).astype(np.float32))


def _weights(table: _Table, vocabulary: Vocabulary, language: str) -> NDArray[np.float64]:
    """How much the words tell."""
    return np.array([weight(word, language) for word in vocabulary.words(table.words)])


def _local_similarity(counts: NDArray[np.uint16], weights: NDArray[np.float64]) -> Matrix:
    """Similarities as seen from within: of all words, of names and numbers, and of leads, averaged."""
    number = counts.shape[1]
    holding = np.count_nonzero(counts[0], axis=0)
    held = holding > 0
    local = weights[held] * np.log((number + 1) / holding[held]) / math.log(number + 1)
    total = np.zeros((number, number), dtype=np.float32)
    for rows in counts[:, :, held]:
        matrix = (np.where(rows > 0, 1 + np.log(np.maximum(rows, 1)), 0.0) * local).astype(np.float32)
        norms = np.linalg.norm(matrix, axis=1, keepdims=True)
        norms[norms == 0] = 1
        matrix /= norms
        total += matrix @ matrix.T
    total /= 3
    return total


def _representatives(group: Sequence[Held], alike: Matrix) -> list[int]:
    """For each report the position of the one that stands for it: itself, or a longer near copy."""
    stands = list(range(len(group)))
    kept: list[int] = []
    near = alike >= COPY
    for i in sorted(range(len(group)), key=lambda i: (-group[i].length, i)):
        before = near[i, kept]
        if before.any():
            stands[i] = kept[int(np.argmax(before))]
        else:
            kept.append(i)
    return stands


def halves(group: Sequence[Held], vocabulary: Vocabulary) -> Halves | None:
    """The two events in the group, or None where it is one or too small to tell."""
    table = _table(group)
    stands = _representatives(group, table.alike)
    current = sorted(set(stands))
    if len(current) < LEAST_GROUP:
        return None
    weights = _weights(table, vocabulary, group[0].language)
    least = max(LEAST_HALF, LEAST_SHARE * len(current))
    left_over: list[int] = []
    while True:
        if len(current) < 2 * LEAST_HALF:
            return None
        alike = _local_similarity(table.counts[:, current], weights)
        top = linkage.tree(alike)[-1]
        small, big = sorted((top.left, top.right), key=len)
        if len(small) >= least:
            break
        left_over += [current[i] for i in small]
        current = sorted(current[i] for i in big)
    within = min(_mean_within(alike, side) for side in (top.left, top.right))
    ratio = within / (float(alike[np.ix_(top.left, top.right)].mean()) + EPSILON)
    if ratio < RATIO:
        return None
    sides = [[current[i] for i in top.left], [current[i] for i in top.right]]
    cores = tuple(tuple(side) for side in sides)
    for i in left_over:
        nearer = [float(table.alike[i, core].mean()) for core in cores]
        sides[nearer[1] > nearer[0]].append(i)
    left = tuple(i for i, j in enumerate(stands) if j in set(sides[0]))
    right = tuple(i for i, j in enumerate(stands) if j in set(sides[1]))
    words = vocabulary.words(table.words)
    marks = _marks(table, weights, words, left, right), _marks(table, weights, words, right, left)
    return Halves(left, right, ratio, marks)


def _mean_within(alike: Matrix, side: Sequence[int]) -> float:
    block = alike[np.ix_(side, side)]
    return float((block.sum() - np.trace(block)) / (len(side) * (len(side) - 1)))


def _marks(
    table: _Table, weights: NDArray[np.float64], words: Sequence[str], side: Sequence[int], other: Sequence[int]
) -> tuple[str, ...]:
    """The three names and numbers that most of a side's reports have and the other's have not."""
    here, there = (np.count_nonzero(table.counts[1, rows], axis=0) for rows in (side, other))
    told = weights * (here / len(side) - there / len(other))
    found = sorted((-float(told[at]), words[at]) for at in np.flatnonzero(here).tolist())
    return tuple(word for _, word in found[:3])
