"""What the words in and around a name say of it, and which spellings are one name."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from consilience.tables import load

Words = Literal[
    "honorifics",
    "roles",
    "shared_roles",
    "particles",
    "suffixes",
    "org_words",
    "of_members",
    "no_names",
    "facility_words",
    "nature_words",
    "place_after",
    "place_before",
    "vehicles",
    "surname_first",
    "forenames",
    "iberian",
    "regnal",
    "civic",
    "state_verbs",
    "state_nouns",
]
Classes = Literal["classes", "short", "korean", "chinese", "places", "bodies"]


@lru_cache(maxsize=32)
def words(kind: Words) -> frozenset[str]:
    """A list of names.toml as a set, in the case that the file writes."""
    return frozenset(load("names.toml")[kind].split())


@lru_cache(maxsize=32)
def lowered(kind: Words) -> frozenset[str]:
    """A list of names.toml as a set of lower-case words."""
    return frozenset(word.lower() for word in words(kind))


@lru_cache(maxsize=1)
def bodies() -> frozenset[str]:
    """Bodies known to every reader by one name, in the case that news writes."""
    return frozenset(name.strip() for name in load("names.toml")["bodies"].replace("\n", " ").split(";"))


@lru_cache(maxsize=8)
def classes(kind: Classes) -> dict[str, frozenset[int]]:
    """For every word of a table of transliteration.toml, the numbers of the classes that it stands in."""
    found: dict[str, set[int]] = {}
    for number, members in enumerate(load("transliteration.toml")[kind]):
        for word in members:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def together(kind: Classes, one: str, other: str) -> bool:
    """Whether two words stand in one class of a table."""
    known = classes(kind)
    return not known.get(one, frozenset()).isdisjoint(known.get(other, frozenset()))


def also(kind: Classes, name: str) -> tuple[str, ...]:
    """The other names that stand in a class with a name of several words, sorted."""
    known = name.casefold().replace("’", "'").removeprefix("the ")
    return tuple(other for other in class_of(kind, known) if other != known) if known in classes(kind) else ()


def class_of(kind: Classes, word: str) -> tuple[str, ...]:
    """The word and all that stand in a class with it, sorted."""
    numbers = classes(kind).get(word, frozenset())
    tables = load("transliteration.toml")[kind]
    return tuple(sorted({word, *(member for number in numbers for member in tables[number])}))


@lru_cache(maxsize=1)
def areas() -> dict[str, str]:
    """Parts of the world by the adjective that belongs to them: "Asian" is of Asia."""
    return {adjective: area for area, adjective in load("names.toml")["areas"].items()}


@lru_cache(maxsize=1)
def letters() -> tuple[tuple[str, str], ...]:
    """The rewritings of letters, in order: (pattern with "^" and "$" for the ends of a word, what it becomes)."""
    return tuple((old, new) for old, new in load("transliteration.toml")["letters"])
