"""Which nouns count people, and which of these may stand for any others ("two guards", "two men")."""

from __future__ import annotations

from functools import cache

from consilience.tables import load, naming


@cache
def _nouns() -> tuple[frozenset[str], frozenset[str]]:
    counts = load("tolls.toml")["counts"]
    return frozenset(counts["general"]), frozenset(counts["nouns"]) | naming.words("roles")


def _singular(noun: str, known: frozenset[str]) -> str:
    if noun.endswith("men"):
        return noun.removesuffix("men") + "man"
    return "child" if noun == "children" else noun if noun in known else noun.removesuffix("s")


def in_general(one: str, other: str) -> bool:
    """Whether both nouns count people, and one of them says of these no more than that ("men", "others")."""
    general, nouns = _nouns()
    a, b = (_singular(noun, nouns) for noun in (one, other))
    return a in nouns and b in nouns and not general.isdisjoint({a, b})


def both(one: str, other: str) -> bool:
    """Whether both nouns count people."""
    nouns = _nouns()[1]
    return _singular(one, nouns) in nouns and _singular(other, nouns) in nouns
