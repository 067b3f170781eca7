"""Words that tell whether a place that a clause names is where it happened."""

from __future__ import annotations

from functools import cache
from typing import Literal

from consilience.tables import load

FILE = "where.toml"
Kind = Literal["inside", "upon", "towards", "moves", "reach", "parts", "starts", "heavens"]


@cache
def words(kind: Kind) -> frozenset[str]:
    """The words of one kind, lemmas in lower case."""
    return frozenset(load(FILE)[kind].split())
