"""From pairs to findings: agglomerative clustering under cannot-links.

One bad pair must not chain two facts, so two groups are joined by the middle
between their best pair and the mean of all their pairs, a pair that was never
proposed counting as zero; and never across a pair that is known to differ. Two
claims that are alone must be surer than a claim and a group: what several
reports state together is known better than what one does.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

Pair = tuple[int, int]


def cluster(
    reports: Sequence[int],
    scores: Mapping[Pair, float],
    join: float,
    apart: Collection[Pair] = (),
    attach: float | None = None,
    headlines: Collection[int] = (),
) -> list[tuple[int, ...]]:
    """The items 0 to len(reports) in groups, each sorted, in order of their first members.

    ``reports[i]`` is the report of item i: pairs within one report say nothing.
    Two groups are joined while the middle between their best and their mean score is at least ``join``. Then
    an item that is alone goes to the group with the best mean, from ``attach`` on, that has none of its report,
    or none but one of ``headlines``; a headline that is alone may stand beside what its report says under it.
    """
    groups = _joined(reports, scores, join, apart)
    if attach is not None:
        groups = _attached(groups, reports, scores, attach, apart, headlines)
    return sorted(tuple(sorted(group)) for group in groups)


def _attached(
    groups: list[list[int]],
    reports: Sequence[int],
    scores: Mapping[Pair, float],
    least: float,
    apart: Collection[Pair],
    headlines: Collection[int],
) -> list[list[int]]:
    """The groups with items that were alone in them, the likest first; one of a report, and its headline."""
    home = {k: number for number, group in enumerate(groups) for k in group}
    # The reports of each group that have an item there, by whether that is a headline.
    within = [{(reports[k], k in headlines) for k in group} for group in groups]
    size = [Counter(reports[k] for k in group) for group in groups]
    values: dict[tuple[int, int], list[float]] = defaultdict(list)  # of an item alone and the number of a group
    for (i, j), value in scores.items():
        for alone, other in ((i, j), (j, i)):
            number = home[other]
            if len(groups[home[alone]]) == 1 < len(groups[number]):
                values[alone, number].append(value)
    never = _never(apart)
    means = [
        (sum(v) / (len(groups[number]) - size[number][reports[alone]]), alone, number)
        for (alone, number), v in values.items()
    ]
    for _, alone, number in sorted((-mean, alone, number) for mean, alone, number in means if mean >= least):
        group, own, kind = groups[number], groups[home[alone]], (reports[alone], alone in headlines)
        if own == [alone] and kind not in within[number] and never[alone].isdisjoint(group):
            own.clear()
            group.append(alone)
            within[number].add(kind)
    return [group for group in groups if group]


def _joined(
    reports: Sequence[int], scores: Mapping[Pair, float], join: float, apart: Collection[Pair]
) -> list[list[int]]:
    total = len(reports)
    members = {i: [i] for i in range(total)}
    count = {i: Counter([reports[i]]) for i in range(total)}
    near: dict[int, dict[int, tuple[float, float]]] = {i: {} for i in range(total)}  # the sum of the scores, the best
    never = _never(apart)
    for (i, j), value in scores.items():
        near[i][j] = near[j][i] = (value, value)

    def likeness(a: int, b: int) -> float:
        few, many = (count[a], count[b]) if len(count[a]) <= len(count[b]) else (count[b], count[a])
        same = sum([number * many[report] for report, number in few.items() if report in many])
        across = len(members[a]) * len(members[b]) - same
        whole, best = near[a][b]
        return (best + whole / across) / 2

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
        never[new] = {k for k in never.pop(i, set()) | never.pop(j, set()) if k in members}
        for k in never[new]:
            never[k].add(new)
        one, other = near.pop(i), near.pop(j)
        near[new] = {k: both for k, both in _together(one, other).items() if k in members and k != new}
        for k, both in near[new].items():
            near[k].pop(i, None)
            near[k].pop(j, None)
            near[k][new] = both
        for k in sorted(near[new]):
            if near[new][k][1] < join or k in never[new]:  # no mean is more than the best
                continue
            value = likeness(new, k)
            if value >= join:
                heapq.heappush(heap, (-value, min(new, k), max(new, k)))
    return list(members.values())


def _never(apart: Collection[Pair]) -> dict[int, set[int]]:
    """For every item those that it must not be grouped with."""
    never: dict[int, set[int]] = defaultdict(set)
    for i, j in apart:
        never[i].add(j)
        never[j].add(i)
    return never


def _together(
    one: Mapping[int, tuple[float, float]], other: Mapping[int, tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """What two groups that become one have in common with every other group."""
    found = dict(one)
    for k, (whole, best) in other.items():
        mine = found.get(k)
        found[k] = (mine[0] + whole, max(mine[1], best)) if mine else (whole, best)
    return found
