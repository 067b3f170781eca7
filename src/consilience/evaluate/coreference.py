"""The CoNLL measure of coreference: the mean F1 of MUC, B³ and CEAF-e (Pradhan et al., 2012).

A clustering is a sequence of sets of mentions; both clusterings hold the same
mentions here, singletons included.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass

Clusters = Sequence[Set[Hashable]]


@dataclass(frozen=True, slots=True)
class Coreference:
    """F1 in percent of the three measures, and their mean."""

    muc: float
    b_cubed: float
    ceaf_e: float

    @property
    def conll(self) -> float:
        """The mean of the three."""
        return (self.muc + self.b_cubed + self.ceaf_e) / 3


def _f1(precision: float, recall: float) -> float:
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def _where(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _links(one: Clusters, other: Clusters) -> float:
    """MUC: the share of the links of ``one`` that ``other`` has too."""
    place = _where(other)
    kept = total = 0
    for cluster in one:
        parts = {place[m] for m in cluster if m in place}
        lost = sum(m not in place for m in cluster)
        kept += len(cluster) - len(parts) - lost
        total += len(cluster) - 1
    return kept / total if total else 0.0


def _cubed(one: Clusters, other: Clusters) -> float:
    """B³: over the mentions of ``one``, the mean share of their cluster that ``other`` puts with them."""
    place = _where(other)
    right, total = 0.0, 0
    for cluster in one:
        counts: dict[int, int] = {}
        for mention in cluster:
            if mention in place:
                counts[place[mention]] = counts.get(place[mention], 0) + 1
        right += sum(count * count for count in counts.values()) / len(cluster) if cluster else 0.0
        total += len(cluster)
    return right / total if total else 0.0


def _assigned(worth: list[list[float]]) -> float:
    """The greatest sum of a one-to-one assignment of rows to columns (the Hungarian method)."""
    if len(worth) > len(worth[0]):
        worth = [list(column) for column in zip(*worth, strict=True)]
    rows, columns = len(worth), len(worth[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    match = [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least, used, way = [float("inf")] * (columns + 1), [False] * (columns + 1), [0] * (columns + 1)
        while True:
            used[column] = True
            at, step, following = match[column], float("inf"), 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                cost = -worth[at - 1][j - 1] - row_price[at] - column_price[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    row_price[match[j]] += step
                    column_price[j] -= step
                else:
                    least[j] -= step
            column = following
            if not match[column]:
                break
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return sum(worth[match[j] - 1][j - 1] for j in range(1, columns + 1) if match[j])


def _likeness(gold: Clusters, found: Clusters) -> float:
    """CEAF-e: the greatest sum of 2|A∩B| / (|A|+|B|) of a one-to-one mapping, worked out component by component."""
    place = _where(found)
    shared: dict[tuple[int, int], int] = {}
    for number, cluster in enumerate(gold):
        for mention in cluster:
            if mention in place:
                pair = number, place[mention]
                shared[pair] = shared.get(pair, 0) + 1
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in shared:
        parent[root(("gold", left))] = root(("found", right))
    parts: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for left, right in shared:
        parts.setdefault(root(("gold", left)), []).append((left, right))
    total = 0.0
    for pairs in parts.values():
        lefts, rights = sorted({a for a, _ in pairs}), sorted({b for _, b in pairs})
        worth = [[2 * shared.get((a, b), 0) / (len(gold[a]) + len(found[b])) for b in rights] for a in lefts]
        total += _assigned(worth)
    return total


def score(gold: Clusters, found: Clusters) -> Coreference:
    """How well ``found`` agrees with ``gold``."""
    likeness = _likeness(gold, found)
    return Coreference(
        _f1(_links(found, gold), _links(gold, found)),
        _f1(_cubed(found, gold), _cubed(gold, found)),
        _f1(likeness / len(found) if found else 0.0, likeness / len(gold) if gold else 0.0),
    )
