"""Average linkage by nearest-neighbour chains: the tree of merges in O(n²) time.

The method is Murtagh's (1983) chain, exact for average linkage, since joining
two groups never brings them nearer to a third than both were before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Merge:
    """Two groups of rows that were joined, and their average similarity."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    similarity: float

    @property
    def members(self) -> tuple[int, ...]:
        return self.left + self.right


def tree(similarity: Matrix) -> tuple[Merge, ...]:
    """The merges that lead from single rows to one group, the most similar first.

    ``similarity`` is symmetric; it is not changed. Equal similarities are
    resolved by the lowest row, so the same matrix gives the same tree.
    """
    n = len(similarity)
    matrix = similarity.astype(np.float64)
    np.fill_diagonal(matrix, -np.inf)
    members: list[tuple[int, ...]] = [(i,) for i in range(n)]
    alive = np.ones(n, dtype=bool)
    merges: list[Merge] = []
    chain: list[int] = []
    while len(merges) < n - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        here = chain[-1]
        nearest = int(np.argmax(matrix[here]))
        if len(chain) > 1 and matrix[here, chain[-2]] >= matrix[here, nearest]:
            nearest = chain[-2]
        if len(chain) == 1 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        del chain[-2:]
        low, high = sorted((here, nearest))
        merges.append(Merge(members[low], members[high], float(matrix[low, high])))
        weight, other = len(members[low]), len(members[high])
        row = (matrix[low] * weight + matrix[high] * other) / (weight + other)
        matrix[low], matrix[:, low] = row, row
        matrix[low, low] = -np.inf
        matrix[high], matrix[:, high] = -np.inf, -np.inf
        members[low] = members[low] + members[high]
        alive[high] = False
    return tuple(sorted(merges, key=lambda merge: -merge.similarity))


def clusters(similarity: Matrix, threshold: float) -> list[int]:
    """A label a row: rows share one where average linkage joins them at ``threshold`` or above."""
    labels = list(range(len(similarity)))
    for merge in tree(similarity):
        if merge.similarity < threshold:
            break
        for row in merge.members:
            labels[row] = labels[merge.left[0]]
    return labels
