"""Nouns that name an event, and the verb of the same event: "deployment" is to deploy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _table() -> Mapping[str, str]:
    lines = files(__package__).joinpath("nominals.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(_table().values())


def verb_of(noun: str) -> str | None:
    """The verb that says the same as the lower-case noun lemma; None where it names no event.

    A noun in -ing that the table does not hold is read by its verb.
    """
    known = _table().get(noun)
    if known is not None or not noun.endswith("ing") or len(noun) < 6:
        return known
    stem = noun[:-3]
    for verb in (stem, f"{stem}e", stem[:-1] if stem[-1] == stem[-2] else stem):
        if verb in _verbs():
            return verb
    return None
