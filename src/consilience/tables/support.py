"""Verbs that say little, with the word beside them that says what was done: "submit a resignation" is to resign."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from consilience.tables import load, nominals


@cache
def _carriers() -> frozenset[str]:
    return frozenset(load("support_verbs.toml")["with_object"].split())


@cache
def _phrases() -> Mapping[tuple[str, str, str], str]:
    rows = load("support_verbs.toml")["phrases"]
    return {(verb, by, noun): act for verb, by, nouns, act in rows for noun in nouns}


@cache
def _verbs() -> frozenset[str]:
    return _carriers() | {verb for verb, _, _ in _phrases()}


def is_support(verb: str) -> bool:
    """Whether the lower-case lemma can be such a verb."""
    return verb in _verbs()


def act(verb: str, by: str, noun: str) -> str | None:
    """The verb that says what the lemmas say together, None where they are no such phrase.

    ``by`` is the preposition between them, "" where the noun is the verb's object.
    """
    known = _phrases().get((verb, by, noun))
    if known is not None or by or verb not in _carriers():
        return known
    return nominals.verb_of(noun)
