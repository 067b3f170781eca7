"""From pairs to findings: average-link clustering under cannot-links.

One bad pair must not chain two facts, so two groups are joined by the mean of
all their pairs, a pair that was never proposed counting as zero; and never
across a pair that is known to differ.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

Pair = tuple[int, int]


def cluster(
    reports: Sequence[int], scores: Mapping[Pair, float], join: float, apart: Collection[Pair] = ()
) -> list[tuple[int, ...]]:
    """The items 0 to len(reports) in groups, each sorted, in order of their first members.

    ``reports[i]`` is the report of item i: pairs within one report say nothing.
    Two groups are joined while their mean score is at least ``join``.
    """
    total = len(reports)
    members = {i: [i] for i in range(total)}
    count = {i: Counter([reports[i]]) for i in range(total)}
    near: dict[int, dict[int, float]] = {i: {} for i in range(total)}
    never: dict[int, set[int]] = {i: set() for i in range(total)}
    for (i, j), value in scores.items():
        near[i][j] = near[j][i] = value
    for i, j in apart:
        never[i].add(j)
        never[j].add(i)

    def mean(a: int, b: int) -> float:
        few, many = (count[a], count[b]) if len(count[a]) <= len(count[b]) else (count[b], count[a])
        same = sum([number * many[report] for report, number in few.items() if report in many])
        across = len(members[a]) * len(members[b]) - same
        return near[a].get(b, 0.0) / across if across else 0.0

    heap = [(-value, i, j) for (i, j), value in scores.items() if value >= join and j not in never[i]]
    heapq.heapify(heap)
    following = total
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in members or j not in members or j in never[i]:
            continue
        new = following
        following += 1
        members[new] = members.pop(i) + members.pop(j)
        count[new] = count.pop(i) + count.pop(j)
        never[new] = {k for k in never.pop(i) | never.pop(j) if k in members}
        for k in never[new]:
            never[k].add(new)
        one, other = near.pop(i), near.pop(j)
        near[new] = {k: one.get(k, 0.0) + other.get(k, 0.0) for k in {*one, *other} if k in members and k != new}
        for k, value in near[new].items():
            near[k].pop(i, None)
            near[k].pop(j, None)
            near[k][new] = value
        for k in sorted(near[new]):
            if near[new][k] < join or k in never[new]:  # a mean is no more than its sum
                continue
            value = mean(new, k)
            if value >= join:
                heapq.heappush(heap, (-value, min(new, k), max(new, k)))
    return sorted(tuple(sorted(group)) for group in members.values())
