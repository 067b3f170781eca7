"""Nouns that name an event, and the verb of the same event: "deployment" is to deploy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _table() -> Mapping[str, str]:
    lines = files(__package__).joinpath("nominals.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)  # type: ignore[misc]


def verb_of(noun: str) -> str | None:
    """The verb that says the same as the lower-case noun lemma; None where it names no event."""
    return _table().get(noun)
