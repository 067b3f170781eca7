"""Countries: their names, peoples, capitals and the houses that stand for the state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.localedata import locale_identifiers

from consilience.tables import load

Kind = Literal["name", "people", "capital", "seat", "region"]

# CLDR's codes for groupings and places without a state.
_NO_STATE = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})


# Other words in -ch ("French", "Dutch") are adjectives only.
_NOUNS_IN_CH = frozenset({"Czech"})


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory by its ISO 3166 alpha-2 code ("EU" and "XK" as CLDR has them)."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    regional_people: tuple[str, ...] = ()


def key(name: str) -> str:
    """What two spellings share: the article before it dropped, apostrophes and the case of longer names levelled."""
    words = name.replace("’", "'").split()
    directed = len(words) == 2 and words[1] in ("North", "South")
    if len(words) > 1 and words[0] in ("the", "The") and not directed and words[1] != "Hague":
        words = words[1:]
    joined = " ".join(words)
    return joined if len(joined) <= 4 or directed else joined.casefold()


@lru_cache(maxsize=1)
def rows() -> tuple[Country, ...]:
    """The curated countries in the file's order, then the territories that only CLDR names."""
    territories: dict[str, str] = dict(Locale("en").territories)
    curated = load("countries.toml")
    found = []
    for code, row in curated.items():
        lists = {
            part: tuple(row.get(part, ())) for part in Country.__dataclass_fields__ if part not in ("code", "name")
        }
        official = territories.get(code)
        if official and official != row["name"] and "(" not in official and " - " not in official:
            lists["names"] = (*lists["names"], official)
        found.append(Country(code, row["name"], **lists))
    found.extend(
        Country(code, name)
        for code, name in sorted(territories.items())
        if len(code) == 2 and code.isalpha() and code not in curated and code not in _NO_STATE
    )
    return tuple(found)


def _plurals(people: Iterable[str]) -> Iterable[str]:
    for word in people:
        yield word
        if word.endswith(("shman", "chman", "tsman", "hwoman")):
            yield word.removesuffix("man") + "men"
        elif word in _NOUNS_IN_CH or not word.endswith(("s", "sh", "ch", "ese", "men", ".", "US")):
            yield word + "s"


def _words(country: Country, kind: Kind) -> Iterable[str]:
    if kind == "name":
        return (country.name, *country.names)
    if kind == "people":
        return _plurals((*country.people, *country.regional_people))
    if kind == "capital":
        return country.capital
    return country.seats if kind == "seat" else country.regions


@lru_cache(maxsize=8)
def _index(kind: Kind) -> dict[str, Country]:
    found: dict[str, Country] = {}
    for country in rows():
        for word in _words(country, kind):
            found.setdefault(key(word), country)
    return found


def find(name: str, kind: Kind = "name") -> Country | None:
    """The country whose name, people, capital, seat of power or region this is, None where it is no one's.

    "the North" and "the South" are names of the Koreas; whether a report means
    them is the caller's to know.
    """
    stem = name.removeprefix("the ").removeprefix("The ")
    return None if stem[:1].islower() else _index(kind).get(key(name))


def kinds(name: str) -> dict[Kind, Country]:
    """Every way in which a name belongs to a country ("Brussels": Belgium's capital, a seat of the EU)."""
    every: tuple[Kind, ...] = ("name", "people", "capital", "seat", "region")
    return {kind: country for kind in every if (country := find(name, kind))}


def code(name: str) -> str | None:
    """The code of the country that a name, people, capital, region or seat belongs to, the first that fits."""
    every: tuple[Kind, ...] = ("name", "people", "capital", "region", "seat")
    return next((country.code for kind in every if (country := find(name, kind))), None)


@lru_cache(maxsize=1)
def by_code() -> dict[str, Country]:
    """All rows by their code."""
    return {country.code: country for country in rows()}


@lru_cache(maxsize=1)
def _foreign() -> dict[str, str]:
    found: dict[str, str | None] = {}
    for language in sorted(name for name in locale_identifiers() if "_" not in name):
        for territory, name in Locale(language).territories.items():
            if territory in by_code():
                seen = found.setdefault(key(name), territory)
                if seen != territory:
                    found[key(name)] = None
    return {name: territory for name, territory in found.items() if territory}


def code_in_any_language(name: str) -> str | None:
    """The code of the country of that name in any of CLDR's languages, None where two languages disagree.

    Slow on the first call (some seconds): for fields such as a feed's country, not for running text.
    """
    return code(name) or _foreign().get(key(name))
