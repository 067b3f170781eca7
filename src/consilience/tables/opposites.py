"""Verbs that undo or contradict one another: similar in meaning to a vector, never the same statement."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    table = tomllib.loads(files(__package__).joinpath("opposites.toml").read_text(encoding="utf-8"))
    found = {(a, b) for left, right in table["pairs"] for a in left for b in right}
    return frozenset(found | {(b, a) for a, b in found})


@cache
def _words() -> frozenset[str]:
    return frozenset(one for one, _ in _pairs())


def knows(lemma: str) -> bool:
    """Whether the lower-case lemma has an opposite in the table."""
    return lemma in _words()


def are(one: str, other: str) -> bool:
    """Whether two lower-case verb lemmas are opposites."""
    return (one, other) in _pairs()
