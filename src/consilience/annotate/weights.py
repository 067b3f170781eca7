"""The learned weights of the attribution model: three logistic regressions over the features of features.py.

The file is made by scripts/train_attribution.py from the training part of
PolNeAR 1.0 and holds one feature a line: model, feature, weight in hundredths.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

NAMES = ("cue", "content", "source")
FILE = "attribution.tsv"


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over features that are present or not."""

    weights: Mapping[str, int]
    bias: int

    def probability(self, features: Iterable[str]) -> float:
        """The probability of yes; features that the model does not know count nothing."""
        weights = self.weights
        total = self.bias
        for feature in features:
            total += weights.get(feature, 0)
        return 1 / (1 + math.exp(-total / 100)) if total > -3000 else 0.0


@lru_cache(maxsize=1)
def models() -> tuple[Model, Model, Model]:
    """The models for cue, content and source, in this order."""
    rows: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    text = resources.files("consilience.tables").joinpath(FILE).read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            name, feature, weight = line.split("\t")
            rows[name][feature] = int(weight)
    cue, content, source = (Model(weights, weights.pop("", 0)) for weights in rows.values())
    return cue, content, source
