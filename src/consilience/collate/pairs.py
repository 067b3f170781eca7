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
MOST = 60  # and in all of them together
PROPOSALS = 600_000  # fewer a claim where a story has so many that this would be passed
AT_ONCE = 1 << 15  # pairs whose features are in memory together
LEAST_COSINE = 0.15
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

    A claim gets its nearest in each other report, and the nearest of all those.
    """
    if not units:
        return []
    matrix = np.stack([unit.vector for unit in units])
    most = min(MOST, max(NEAREST, PROPOSALS // len(units)))
    report = np.array([unit.report for unit in units])
    columns_of = [np.flatnonzero(report == r) for r in sorted(set(report.tolist()))]
    found = [np.zeros(0, np.intp)]
    for rows in columns_of:
        distance: Floats = -(matrix[rows] @ matrix.T)
        proposed = [_nearest(distance[:, column], NEAREST, column) for column in columns_of if column is not rows]
        if not proposed:
            continue
        others = np.sort(np.concatenate(proposed, axis=1), axis=1)
        near = np.take_along_axis(distance, others, axis=1)
        kept = np.argsort(near, axis=1, kind="stable")[:, :most]
        chosen = np.take_along_axis(near, kept, axis=1) <= -LEAST_COSINE
        one = np.broadcast_to(rows[:, None], kept.shape)[chosen]
        other = np.take_along_axis(others, kept, axis=1)[chosen]
        found.append(np.minimum(one, other) * len(units) + np.maximum(one, other))
    first, second = np.divmod(np.unique(np.concatenate(found)), len(units))
    return list(zip(first.tolist(), second.tolist(), strict=True))


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
    """For every pair its log odds, how far it stands above each side's next best in that report,
    and how sure the best third claim is that both say what it says (:data:`RIVALS`)."""
    sides = np.array(pairs, np.intp)
    reports = np.array([unit.report for unit in units], np.intp)
    margins = np.stack(
        [_margin(sides[:, a] * (int(reports.max()) + 1) + reports[sides[:, 1 - a]], alone) for a in (0, 1)]
    )
    clipped = np.clip(alone, 1e-4, 1 - 1e-4)
    odds = np.log(clipped / (1 - clipped))
    return np.stack([odds, margins.min(axis=0), margins.max(axis=0), _through(pairs, alone)], axis=1)


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
