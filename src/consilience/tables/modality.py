"""Words that say whether a thing is told as done, planned, hoped for, doubted, denied or only imagined."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Set
from functools import cache
from importlib.resources import files

from consilience.model import Factuality

_STRENGTH: tuple[Factuality, ...] = ("hypothetical", "planned")


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("modality.toml").read_text(encoding="utf-8"))


@cache
def _verbs() -> Mapping[str, Factuality]:
    return {verb: kind for kind, verbs in _table()["verbs"].items() for verb in verbs}  # type: ignore[misc]


def of_verb(lemma: str) -> Factuality | None:
    """What a verb makes of its complement: "plan" makes it planned; None where it leaves it a fact."""
    return _verbs().get(lemma)


@cache
def _passives() -> Mapping[str, Factuality]:
    return {verb: kind for kind, verbs in _table()["passives"].items() for verb in verbs}  # type: ignore[misc]


def of_passive(lemma: str) -> Factuality | None:
    """What a verb in the passive says of its subject: what "is expected" lies ahead; None where it leaves it a fact."""
    return _passives().get(lemma)


@cache
def _adjectives() -> Mapping[str, Factuality]:
    return {word: kind for kind, words in _table()["adjectives"].items() for word in words}  # type: ignore[misc]


def of_adjective(word: str) -> Factuality | None:
    """What an adjective makes of its complement: "due to start" is planned; None where it leaves it a fact."""
    return _adjectives().get(word)


def of_modal(modals: Set[str]) -> Factuality | None:
    """What modal auxiliaries (lower case) make of their verb; the weaker word wins."""
    table = _table()["modals"]
    return next((kind for kind in _STRENGTH if not modals.isdisjoint(table[kind])), None)


@cache
def hedges() -> frozenset[str]:
    """Adverbs by which a writer keeps distance from a statement."""
    return frozenset(_table()["words"]["hedges"])


def is_implicit_negation(lemma: str) -> bool:
    """Whether the verb says that its complement did not happen ("failed to send"); alone it denies nothing."""
    return lemma in _table()["words"]["implicit_negations"]


def negates_its_object(lemma: str) -> bool:
    """Whether the verb says that what its object names was not there ("lacked a permit")."""
    return lemma in _table()["words"]["negated_objects"]


def is_without(adjective: str) -> bool:
    """Whether the adjective with "of" or "from" says that something is not there ("free of cholera")."""
    return adjective in _table()["words"]["without"]


def is_untrue(lemma: str) -> bool:
    """Whether the word says of a statement that it is not so: "false"."""
    return lemma in _table()["words"]["untrue"]


def is_evidence(lemma: str) -> bool:
    """Whether the noun names what speaks for a claim: evidence, a sign."""
    return lemma in _table()["words"]["evidence"]


def shows(lemma: str) -> bool:
    """Whether the verb says that something speaks for a claim: to show, to prove."""
    return lemma in _table()["words"]["showing"]


@cache
def so_far() -> frozenset[str]:
    """Adverbs by which a denial leaves room for that what it denies will be so."""
    return frozenset(_table()["words"]["so_far"])
