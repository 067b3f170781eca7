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
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consilience.group import linkage
from consilience.group.linkage import Matrix
from consilience.group.vector import ReportVector, similarity, weight

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


def _matrix(rows: Sequence[Mapping[str, float]], local: Mapping[str, float]) -> Matrix:
    columns = {word: number for number, word in enumerate(local)}
    matrix = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for number, row in enumerate(rows):
        for word, value in row.items():
            matrix[number, columns[word]] = value * local[word]
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    matrix /= norms
    return matrix


def local_similarity(group: Sequence[ReportVector]) -> Matrix:
    """Similarities as seen from within: of all words, of names and numbers, and of leads, averaged."""
    number = len(group)
    holding = Counter(word for report in group for word in report.words)
    local = {
        word: weight(word, group[0].language) * math.log((number + 1) / count) / math.log(number + 1)
        for word, count in holding.items()
    }
    total = np.zeros((number, number), dtype=np.float32)
    for rows in ([r.words for r in group], [r.names for r in group], [r.lead for r in group]):
        matrix = _matrix(rows, local)
        total += matrix @ matrix.T
    total /= 3
    return total


def _representatives(group: Sequence[ReportVector]) -> list[int]:
    """For each report the position of the one that stands for it: itself, or a longer near copy."""
    stands = list(range(len(group)))
    kept: list[int] = []
    for i in sorted(range(len(group)), key=lambda i: (-group[i].length, i)):
        for j in kept:
            if similarity(group[i], group[j]) >= COPY:
                stands[i] = j
                break
        else:
            kept.append(i)
    return stands


def halves(group: Sequence[ReportVector]) -> Halves | None:
    """The two events in the group, or None where it is one or too small to tell."""
    stands = _representatives(group)
    current = sorted(set(stands))
    if len(current) < LEAST_GROUP:
        return None
    least = max(LEAST_HALF, LEAST_SHARE * len(current))
    left_over: list[int] = []
    while True:
        if len(current) < 2 * LEAST_HALF:
            return None
        alike = local_similarity([group[i] for i in current])
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
        nearer = [sum(similarity(group[i], group[j]) for j in core) / len(core) for core in cores]
        sides[nearer[1] > nearer[0]].append(i)
    left = tuple(i for i, j in enumerate(stands) if j in set(sides[0]))
    right = tuple(i for i, j in enumerate(stands) if j in set(sides[1]))
    return Halves(left, right, ratio, _marks(group, left, right))


def _mean_within(alike: Matrix, side: Sequence[int]) -> float:
    block = alike[np.ix_(side, side)]
    return float((block.sum() - np.trace(block)) / (len(side) * (len(side) - 1)))


def _marks(
    group: Sequence[ReportVector], left: Sequence[int], right: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For each side the three words that most of its reports have and the other's have not."""

    def share(side: Sequence[int]) -> Counter[str]:
        return Counter(word for i in side for word in group[i].names)

    counts = share(left), share(right)
    sizes = len(left), len(right)

    def best(mine: int) -> tuple[str, ...]:
        other = 1 - mine
        told = {
            word: weight(word, group[0].language) * (count / sizes[mine] - counts[other][word] / sizes[other])
            for word, count in counts[mine].items()
        }
        return tuple(word for word, _ in sorted(told.items(), key=lambda item: (-item[1], item[0]))[:3])

    return best(0), best(1)
