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

from consilience.collate.likeness import FEATURES, features
from consilience.collate.units import Floats, Lexicon, Unit

Pair = tuple[int, int]
Numbers = NDArray[np.float64]
NEAREST = 12  # candidates a claim gets in each other report
MOST = 60  # and in all of them together
LEAST_COSINE = 0.15
_RIVALS = ("alone", "worst_margin", "best_margin")


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
        _weights(table["rivals"], _RIVALS, table["bias"]["rivals"]),
        float(table["join"]),
    )


def candidates(units: Sequence[Unit]) -> list[Pair]:
    """Pairs of claims of different reports that are worth a look, in order."""
    if not units:
        return []
    matrix = np.stack([unit.vector for unit in units])
    report = np.array([unit.report for unit in units])
    columns = [np.flatnonzero(report == r) for r in sorted(set(report.tolist()))]
    found: set[Pair] = set()
    for i, unit in enumerate(units):
        cosine: Floats = matrix @ unit.vector
        proposed: list[int] = []
        for column in columns:
            if report[column[0]] == unit.report:
                continue
            order = column[np.argsort(-cosine[column], kind="stable")[:NEAREST]]
            proposed.extend(int(j) for j in order if cosine[j] >= LEAST_COSINE)
        proposed.sort(key=lambda j: (-float(cosine[j]), j))
        found.update((min(i, j), max(i, j)) for j in proposed[:MOST])
    return sorted(found)


def sentence_vectors(units: Sequence[Unit]) -> dict[tuple[int, int], Floats]:
    """The direction of every sentence: its claims' vectors together."""
    sums: dict[tuple[int, int], Floats] = {}
    for unit in units:
        key = (unit.report, unit.sentence)
        sums[key] = sums[key] + unit.vector if key in sums else unit.vector
    return {key: value / max(float(np.linalg.norm(value)), 1e-9) for key, value in sums.items()}


def table(units: Sequence[Unit], lexicon: Lexicon, pairs: Sequence[Pair]) -> Numbers:
    """One row of :data:`~consilience.collate.likeness.FEATURES` a pair."""
    sentences = sentence_vectors(units)
    rows = np.empty((len(pairs), len(FEATURES)))
    for k, (i, j) in enumerate(pairs):
        one, other = units[i], units[j]
        cosine = float(sentences[one.report, one.sentence] @ sentences[other.report, other.sentence])
        rows[k] = tuple(features(one, other, lexicon, cosine).values())
    return rows


def against_rivals(units: Sequence[Unit], pairs: Sequence[Pair], alone: Numbers) -> Numbers:
    """For every pair its log odds, and how far it stands above each side's next best in that report."""
    best: dict[tuple[int, int], list[float]] = {}
    for (i, j), value in zip(pairs, alone, strict=True):
        for a, b in ((i, j), (j, i)):
            best.setdefault((a, units[b].report), []).append(float(value))
    for values in best.values():
        values.sort(reverse=True)
    rows = np.empty((len(pairs), 3))
    for k, ((i, j), value) in enumerate(zip(pairs, alone, strict=True)):
        margins = []
        for a, b in ((i, j), (j, i)):
            values = best[a, units[b].report]
            rival = values[0] if value < values[0] else (values[1] if len(values) > 1 else 0.0)
            margins.append(float(value) - rival)
        clipped = min(max(float(value), 1e-4), 1 - 1e-4)
        rows[k] = (np.log(clipped / (1 - clipped)), min(margins), max(margins))
    return rows


def score(units: Sequence[Unit], lexicon: Lexicon, weights: Alignment | None = None) -> dict[Pair, float]:
    """How sure it is that two claims state the same thing, for every candidate pair (0 to 1)."""
    known = weights or shipped()
    pairs = candidates(units)
    if not pairs:
        return {}
    alone = known.alone.probability(table(units, lexicon, pairs))
    final = known.rivals.probability(against_rivals(units, pairs, alone))
    return {pair: round(float(value), 6) for pair, value in zip(pairs, final, strict=True)}
