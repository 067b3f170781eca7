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
from consilience.collate.units import Lexicon, Unit

Pair = tuple[int, int]
Numbers = NDArray[np.float64]
NEAREST = 12  # candidates a claim gets in each other report
MOST = 60  # and in all of them together
PROPOSALS = 600_000  # fewer a claim where a story has so many that this would be passed
CELLS = 1 << 21  # ranks that are in memory together
AT_ONCE = 1 << 15  # pairs whose features are in memory together
LEAST_COSINE = 0.15
STEPS = np.float32(2048)  # of 1: products of unit vectors in so many steps are exact in single precision, in any order
FAR = -(1 << 62)
LEAST_LINK = 0.1  # a third claim less like either side vouches for nothing
LEAST_SCORE = 0.02  # less likely pairs are as good as none
RIVALS = ("alone", "worst_margin", "best_margin", "through")


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
    """The shipped weights: both stages, and how alike groups are joined and a claim is added to one (``cluster``)."""

    alone: Weights
    rivals: Weights
    join: float
    attach: float


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
        float(table["attach"]),
    )


def candidates(units: Sequence[Unit]) -> list[Pair]:
    """Pairs of claims of different reports that are worth a look, in order.

    A claim gets its nearest in each other report, and the nearest of all those; of equally near ones
    the first. ``units`` stand in the order of their reports.
    """
    if not units:
        return []
    count = len(units)
    vectors = np.rint(np.stack([unit.vector for unit in units]) * STEPS)
    report = np.array([unit.report for unit in units])
    begins = np.flatnonzero(np.diff(report, prepend=-1))
    sizes = np.diff(begins, append=count)
    inside = np.arange(sizes.max())[None, :]
    columns_of = np.where(inside < sizes[:, None], begins[:, None] + inside, count)  # one row a report, padded
    nearest = max(0, int(sizes.max()) - NEAREST)
    most = min(MOST, max(NEAREST, PROPOSALS // count))
    found = [np.zeros(0, np.intp)]
    for begin, size in zip(begins.tolist(), sizes.tolist(), strict=True):
        at_once = max(1, CELLS // columns_of.size)
        for first in range(begin, begin + size, at_once):
            rows = np.arange(first, min(first + at_once, begin + size))
            # Whole numbers in which a nearer claim, then an earlier one, is the greater.
            rank = (vectors[rows] @ vectors.T).astype(np.int64) * count - np.arange(count)
            rank = np.pad(rank, ((0, 0), (0, 1)), constant_values=FAR)
            rank[:, begin : begin + size] = FAR
            by_report = np.partition(rank[:, columns_of], nearest, axis=2)[:, :, nearest:].reshape(len(rows), -1)
            least = max(0, by_report.shape[1] - most)
            kept = np.partition(by_report, least, axis=1)[:, least:]
            other = -kept % count
            one = np.broadcast_to(rows[:, None], kept.shape)
            near = kept + other >= LEAST_COSINE * STEPS**2 * count
            found.append((np.minimum(one, other) * count + np.maximum(one, other))[near])
    first_side, second = np.divmod(np.unique(np.concatenate(found)), count)
    return list(zip(first_side.tolist(), second.tolist(), strict=True))


def table(units: Sequence[Unit], lexicon: Lexicon, pairs: Sequence[Pair]) -> Numbers:
    """One row of :data:`~consilience.collate.likeness.FEATURES` a pair."""
    if not pairs:
        return np.zeros((0, len(FEATURES)))
    return features(columns(units, lexicon), np.array(pairs, np.intp))


def against_rivals(units: Sequence[Unit], pairs: Sequence[Pair], alone: Numbers) -> Numbers:
    """For every pair its log odds, how far it stands above each side's next best in that report,
    and how sure the best third claim is that both say what it says (:data:`RIVALS`)."""
    sides = np.array(pairs, np.intp)
    reports = np.array([unit.report for unit in units], np.intp)
    margins = np.stack(
        [_margin(sides[:, a] * (int(reports.max()) + 1) + reports[sides[:, 1 - a]], alone) for a in (0, 1)]
    )
    clipped = np.clip(alone, 1e-4, 1 - 1e-4)
    odds = np.log(clipped / (1 - clipped))
    return np.stack([odds, margins.min(axis=0), margins.max(axis=0), _through(sides, alone)], axis=1)


def _through(sides: NDArray[np.intp], values: Numbers) -> Numbers:
    """For every pair the best third claim: the smaller of its two scores with the sides, 0 where there is none."""
    found, linked = np.zeros(len(sides)), values >= LEAST_LINK
    one, other = np.concatenate([sides[linked], sides[linked][:, ::-1]]).T
    by_one, by_first = np.argsort(one, kind="stable"), np.argsort(sides[:, 0], kind="stable")
    third, likeness = other[by_one], np.tile(values[linked], 2)[by_one]
    each = np.arange(int(sides.max(initial=-1)) + 2)
    begin, pairs_from = np.searchsorted(one[by_one], each), np.searchsorted(sides[by_first, 0], each)
    of_first = np.zeros(len(each))  # how like every claim is to the first side of the pairs in hand
    for claim in np.unique(sides[:, 0]):
        own = slice(begin[claim], begin[claim + 1])
        if own.start == own.stop:
            continue
        of_first[third[own]] = likeness[own]
        pairs = by_first[pairs_from[claim] : pairs_from[claim + 1]]
        many = begin[sides[pairs, 1] + 1] - begin[sides[pairs, 1]]
        pairs, many = pairs[many > 0], many[many > 0]
        if len(pairs):
            first = np.cumsum(many) - many
            links = np.arange(many.sum()) + np.repeat(begin[sides[pairs, 1]] - first, many)
            found[pairs] = np.maximum.reduceat(np.minimum(of_first[third[links]], likeness[links]), first)
        of_first[third[own]] = 0
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
