"""The places that a name can mean: by its spellings, as a people's word, or called after a larger place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from consilience.tables import countries
from consilience.tables import places as gazetteer
from consilience.tables.places import Row

_LEADING = re.compile(
    r"(?:the|greater|downtown|central|northern|southern|eastern|western|north-?eastern|north-?western|south-?eastern|"
    r"south-?western|(?P<way>north|south|east|west)|mainland|city of|town of|village of|state of|county of|province of|"
    r"region of|republic of|port of|gulf of|island of|mid|upper|lower|inner|rural)[ -]+",
    re.IGNORECASE,
)
_KINDS = (
    "province|state|region|oblast|county|governorate|prefecture|district|department|parish|canton|territory|krai|"
    "municipality|emirate|division|voivodeship|republic"
)
_TRAILING = re.compile(
    rf"(?:['’]s?|[,;:]|\s+(?P<kind>{_KINDS})|\s+(?:city|town|village|peninsula|ocean|island|islands|river|coast|valley|beach|"
    r"airport|international airport|harbou?r|metropolitan area|metro area|area|suburbs?|sea))$",
    re.IGNORECASE,
)
_IS_KIND = re.compile(_KINDS, re.IGNORECASE)
_LARGE = 150_000
_WORDS = 8


def is_kind(word: str) -> bool:
    """Whether a word is a kind of administrative division."""
    return _IS_KIND.fullmatch(word) is not None


def _forms(name: str) -> Iterator[tuple[str, bool, bool]]:
    """The name and what is left of it without article, direction and kind of place, the fullest first.

    Beside each form: whether a kind of division was taken off, and whether a part of the place is meant.
    """
    form, division, part = " ".join(name.split()), False, False
    while form:
        yield form, division, part
        trailing, leading = _TRAILING.search(form), _LEADING.match(form)
        if trailing:
            form, division = form[: trailing.start()], division or bool(trailing["kind"])
        elif leading:
            form, part = form[leading.end() :], part or bool(leading["way"])
        else:
            return


def _named(form: str) -> tuple[Row, ...]:
    """The places of exactly this name."""
    shouted = form.isupper() and len(form) > 3 and not countries.find(form)
    spelt = form.title() if shouted else form
    seat = countries.find(spelt, "seat")
    if seat is not None and (town := gazetteer.capital(seat.code)):
        return (town,)
    known = tuple(row for row in gazetteer.find(spelt) if row.sort != "country")
    state = countries.find(spelt) or (countries.find(spelt.replace("U.S. ", "US ")) if "U.S." in spelt else None)
    division = any(row.sort in ("region", "area") and row.level == 1 for row in known)
    people = None if state or division else countries.find(spelt, "people")
    whole = gazetteer.country((state or people).code) if state or people else None  # type: ignore[union-attr]
    if whole is not None and people:
        return (whole,)
    if whole is not None:
        return (whole, *(row for row in known if not row.alias))  # no one calls the town "Mexico"
    return known


@lru_cache(maxsize=4096)
def candidates(name: str) -> tuple[Row, ...]:
    """The places that bear a name, or whose people's word it is (*Russian*)."""
    for form, division, part in _forms(name):
        rows = _named(form)
        if part:
            # "South Side" is no part of a village called Side.
            rows = tuple(row for row in rows if row.sort in ("country", "area") or row.population >= _LARGE)
        if rows:
            return tuple(row for row in rows if row.sort in ("region", "country")) or rows if division else rows
    return ()


@lru_cache(maxsize=1024)
def called_after(name: str) -> tuple[Row, ...]:
    """What a longer name is called after: *Dubai World Trade Centre*; large places only."""
    words = name.split()[:_WORDS]
    for size in range(len(words) - 1, 0, -1):
        for first in range(len(words) - size + 1):
            part = " ".join(words[first : first + size])
            if not part[:1].isupper():
                continue
            state = countries.find(part)
            if state and (row := gazetteer.country(state.code)):
                return (row,)
            large = tuple(
                row
                for row in gazetteer.find(part)
                if not row.alias and row.level == 1 and (row.sort == "region" or row.population >= _LARGE)
            )
            if large:
                return large
    return ()
