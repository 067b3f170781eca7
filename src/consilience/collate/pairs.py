"""Which claims of different reports state the same thing: candidates, then a learned score.

Vectors only propose; the slots of :mod:`consilience.collate.likeness` decide.
The score has two stages, both logistic regressions whose weights stand in
``tables/alignment.toml``: the pair by itself, then the pair against its rivals
(a claim seldom has two counterparts in one report).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from consilience.collate.likeness import FEATURES, columns, features
from consilience.collate.units import Floats, Lexicon, Unit

Pair = tuple[int, int]
Numbers = NDArray[np.float64]
NEAREST = 12  # candidates a claim gets in each other report
NEAREST_BY_KEYS = 4  # and by the words themselves
MOST = 60  # and in all of them together; a third of it by the words themselves
PROPOSALS = 600_000  # fewer a claim where a story has so many that this would be passed
AT_ONCE = 1 << 15  # pairs whose features are in memory together
LEAST_COSINE = 0.15
LEAST_LINK = 0.1  # a third claim less like either side vouches for nothing
LEAST_SCORE = 0.02  # less likely pairs are as good as none
RIVALS = ("alone", "worst_margin", "best_margin", "through", "around", "crowd")


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: its inputs are shifted by ``mean`` and divided by ``scale``."""

    mean: Numbers
    scale: Numbers
    weight: Numbers
    bias: float

    def probability(self, rows: Numbers) -> Numbers:
        """One probability a row."""
        z: Numbers = (rows - self.mean) / self.scale @ self.weight + self.bias
        return 1 / (1 + np.exp(-z))


@dataclass(frozen=True, slots=True)
class Alignment:
    """The shipped weights: both stages, and the least score at which two claims are joined."""

    alone: Weights
    rivals: Weights
    join: float


def _weights(table: Mapping[str, Mapping[str, float]], names: Sequence[str], bias: float) -> Weights:
    def column(key: str) -> Numbers:
        return np.array([table[name][key] for name in names])

    return Weights(column("mean"), column("scale"), column("weight"), bias)


@cache
def shipped() -> Alignment:
    """The weights of ``tables/alignment.toml``."""
    table = tomllib.loads(files("consilience.tables").joinpath("alignment.toml").read_text(encoding="utf-8"))
    return Alignment(
        _weights(table["alone"], FEATURES, table["bias"]["alone"]),
        _weights(table["rivals"], RIVALS, table["bias"]["rivals"]),
        float(table["join"]),
    )


def candidates(units: Sequence[Unit]) -> list[Pair]:
    """Pairs of claims of different reports that are worth a look, in order.

    A claim gets its nearest in each other report, and the nearest of all those; first by
    the sense of its words, then a few by the words themselves, for the vector of a long claim
    lies far from that of a short one that says a part of it.
    """
    if not units:
        return []
    matrix = np.stack([unit.vector for unit in units])
    most = min(MOST, max(NEAREST, PROPOSALS // len(units)))
    report = np.array([unit.report for unit in units])
    columns_of = [np.flatnonzero(report == r) for r in sorted(set(report.tolist()))]
    if len(columns_of) < 2:
        return []
    keyed, found = _Keyed(units), []
    for rows in columns_of:
        others = [column for column in columns_of if column is not rows]
        found.append(_proposed(rows, others, -(matrix[rows] @ matrix.T), NEAREST, most))
        found.append(_proposed(rows, others, -keyed.likeness(rows), NEAREST_BY_KEYS, most // 3))
    first, second = np.divmod(np.unique(np.concatenate(found)), len(units))
    return list(zip(first.tolist(), second.tolist(), strict=True))


class _Keyed:
    """The units' weighted words, one entry a word and unit, to be compared a report at a time."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.of = np.repeat(np.arange(len(units)), [len(u.words) for u in units])
        self.words = np.concatenate([u.words for u in units])
        length = [max(float(np.linalg.norm(u.weights)), 1e-9) for u in units]
        self.weights = np.concatenate([u.weights / size for u, size in zip(units, length, strict=True)])
        self.count = len(units)

    def likeness(self, rows: NDArray[np.intp]) -> Floats:
        """The cosine of the words themselves, of the units ``rows`` with all."""
        here = np.isin(self.of, rows)
        column = np.full(int(self.words.max(initial=0)) + 1, -1)
        known = np.unique(self.words[here])
        column[known] = np.arange(len(known))
        used = column[self.words] >= 0
        matrix = np.zeros((self.count, len(known)), np.float32)
        matrix[self.of[used], column[self.words[used]]] = self.weights[used]
        found: Floats = matrix[rows] @ matrix.T
        return found


def _proposed(
    rows: NDArray[np.intp], others: Sequence[NDArray[np.intp]], distance: Floats, nearest: int, most: int
) -> NDArray[np.intp]:
    """The nearest of each other report to every unit of ``rows``, ``most`` in all: each pair as one number."""
    units = distance.shape[1]
    proposed = np.sort(np.concatenate([_nearest(distance[:, c], nearest, c) for c in others], axis=1), axis=1)
    near = np.take_along_axis(distance, proposed, axis=1)
    kept = np.argsort(near, axis=1, kind="stable")[:, :most]
    chosen = np.take_along_axis(near, kept, axis=1) <= -LEAST_COSINE
    one = np.broadcast_to(rows[:, None], kept.shape)[chosen]
    other = np.take_along_axis(proposed, kept, axis=1)[chosen]
    pairs: NDArray[np.intp] = np.minimum(one, other) * units + np.maximum(one, other)
    return pairs


def _nearest(distance: Floats, most: int, column: NDArray[np.intp]) -> NDArray[np.intp]:
    """For every row the units of the ``most`` least distances, the first where equal; in no order."""
    order = np.argsort(distance, axis=1, kind="stable")[:, :most] if len(column) > most else np.arange(len(column))
    return np.broadcast_to(column[order], (len(distance), min(most, len(column))))


def table(units: Sequence[Unit], lexicon: Lexicon, pairs: Sequence[Pair]) -> Numbers:
    """One row of :data:`~consilience.collate.likeness.FEATURES` a pair."""
    if not pairs:
        return np.zeros((0, len(FEATURES)))
    return features(columns(units, lexicon), np.array(pairs, np.intp))


def against_rivals(units: Sequence[Unit], pairs: Sequence[Pair], alone: Numbers) -> Numbers:
    """What stands around every pair (:data:`RIVALS`).

    Its log odds; how far it stands above each side's next best in that report; how sure the best third
    claim is that both say what it says; how sure the best pair of the sentences beside them is; and how
    much of the other's report each side is like, for what is like everything there says little.
    """
    sides = np.array(pairs, np.intp)
    reports = np.array([unit.report for unit in units], np.intp)
    groups = [sides[:, a] * (int(reports.max()) + 1) + reports[sides[:, 1 - a]] for a in (0, 1)]
    margins = np.stack([_margin(group, alone) for group in groups])
    crowd = np.stack([np.bincount(group, alone)[group] for group in groups])
    clipped = np.clip(alone, 1e-4, 1 - 1e-4)
    odds = np.log(clipped / (1 - clipped))
    around = _around(_lines(units)[sides], alone)
    through = _through(pairs, alone)
    return np.stack([odds, margins.min(axis=0), margins.max(axis=0), through, around, crowd.min(axis=0)], axis=1)


def _lines(units: Sequence[Unit]) -> NDArray[np.intp]:
    """For every claim the number of its sentence among those of all reports, which do not border on each other."""
    last: dict[int, int] = {}
    for unit in units:
        last[unit.report] = max(last.get(unit.report, 0), unit.sentence)
    first, start = {}, 1
    for report, sentence in last.items():
        first[report] = start
        start += sentence + 2
    return np.array([first[unit.report] + unit.sentence for unit in units], np.intp)


def _around(lines: NDArray[np.intp], values: Numbers) -> Numbers:
    """For every pair of sentences the best value of the pairs of sentences beside it, 0 where there is none."""
    wide = int(lines.max()) + 2
    known, place = np.unique(lines[:, 0] * wide + lines[:, 1], return_inverse=True)
    best = np.zeros(len(known))
    np.maximum.at(best, place, values)
    found = np.zeros(len(known))
    for step in (a * wide + b for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)):
        at = np.minimum(np.searchsorted(known, known + step), len(known) - 1)
        np.maximum(found, np.where(known[at] == known + step, best[at], 0.0), out=found)
    return np.asarray(found[place])


def _through(pairs: Sequence[Pair], values: Numbers) -> Numbers:
    """For every pair the best third claim: the smaller of its two scores with the sides, 0 where there is none."""
    near: dict[int, dict[int, float]] = {}
    for (i, j), value in zip(pairs, values.tolist(), strict=True):
        if value >= LEAST_LINK:
            near.setdefault(i, {})[j] = value
            near.setdefault(j, {})[i] = value
    ranked = {i: sorted(values.items(), key=lambda item: -item[1]) for i, values in near.items()}
    nothing: dict[int, float] = {}
    found = np.zeros(len(pairs))
    for k, (i, j) in enumerate(pairs):
        one, two = (i, j) if len(near.get(i, nothing)) <= len(near.get(j, nothing)) else (j, i)
        other, best = near.get(two, nothing), 0.0
        for third, value in ranked.get(one, ()):
            if value <= best:
                break
            through = other.get(third, 0.0)
            if through > best:
                best = through if through < value else value
        found[k] = best
    return found


def _margin(group: NDArray[np.intp], values: Numbers) -> Numbers:
    """How far each value lies above the best other value of its group (below it: negative)."""
    order = np.lexsort((-values, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    best = np.repeat(values[order[starts]], sizes)
    second = np.repeat(np.where(sizes > 1, values[order[np.minimum(starts + 1, len(order) - 1)]], 0.0), sizes)
    rival = np.where(values[order] < best, best, second)
    margin = np.empty_like(values)
    margin[order] = values[order] - rival
    return margin


def score(units: Sequence[Unit], lexicon: Lexicon, weights: Alignment | None = None) -> dict[Pair, float]:
    """How sure it is that two claims state the same thing, for every candidate pair (0 to 1)."""
    known = weights or shipped()
    pairs = candidates(units)
    if not pairs:
        return {}
    of, sides = columns(units, lexicon), np.array(pairs, np.intp)
    parts = (features(of, sides[k : k + AT_ONCE]) for k in range(0, len(pairs), AT_ONCE))
    alone = np.concatenate([known.alone.probability(rows) for rows in parts])
    final = known.rivals.probability(against_rivals(units, pairs, alone))
    likely = np.flatnonzero(final >= LEAST_SCORE)
    return {pairs[k]: round(p, 6) for k, p in zip(likely.tolist(), final[likely].tolist(), strict=True)}
