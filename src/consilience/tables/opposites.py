"""Verbs that undo or contradict one another: similar in meaning to a vector, never the same statement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("opposites.toml").read_text(encoding="utf-8"))


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    found = {(a, b) for left, right in _table()["pairs"] for a in left for b in right}
    return frozenset(found | {(b, a) for a, b in found})


@cache
def _words() -> frozenset[str]:
    return frozenset(one for one, _ in _pairs())


@cache
def _mutual() -> frozenset[str]:
    return frozenset(_table()["mutual"])


def is_mutual(lemma: str) -> bool:
    """Whether the lower-case verb lemma tells of an act of both sides alike: who meets whom is all the same."""
    return lemma in _mutual()


@cache
def _converse() -> frozenset[tuple[str, str]]:
    found = {(a, b) for left, right in _table()["converse"] for a in left for b in right}
    return frozenset(found | {(b, a) for a, b in found})


def are_converse(one: str, other: str) -> bool:
    """Whether two lower-case verb lemmas tell of one act from either side: who hires is joined by the one hired."""
    return (one, other) in _converse()


@cache
def _restoring() -> frozenset[str]:
    return frozenset(_table()["restoring"])


def restores(lemma: str) -> bool:
    """Whether the lower-case verb lemma tells that an earlier act was undone ("regain"): that had been so."""
    return lemma in _restoring()


def is_over(text: str) -> bool:
    """Whether a claim, in lower-case words with a blank between them, says that something is so no more."""
    return any(f" {words} " in f" {text} " for words in _table()["over"])


def knows(lemma: str) -> bool:
    """Whether the lower-case lemma has an opposite in the table."""
    return lemma in _words()


def are(one: str, other: str) -> bool:
    """Whether two lower-case verb lemmas, with their particle where they have one ("step down"), are opposites."""
    return (one, other) in _pairs()
