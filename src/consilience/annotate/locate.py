"""Which place a name means: coordinates, country, and how far off that may be.

A name may belong to many places. What decides, in this order: a region or
country named right behind it (*Cambridge, Mass.*), the countries and regions
that the report names elsewhere, and how large the place is; the population
prior and the "one story, one country" rule are those of Leidner (2007).
A name that no place in the table bears gets nothing: never a guess.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from consilience.model import Place, PlaceMention
from consilience.tables import countries
from consilience.tables import places as gazetteer
from consilience.tables.places import Row

_LEADING = re.compile(
    r"(?:the|greater|downtown|central|northern|southern|eastern|western|north-?eastern|north-?western|south-?eastern|"
    r"south-?western|mainland|city of|state of|province of|republic of|port of|gulf of|mid|upper|lower)[ -]+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:['’]s?|[,;:]|\s+(?:city|province|state|region|oblast|county|governorate|prefecture|district|peninsula|ocean|"
    r"airport|international airport|harbou?r|metropolitan area|area|sea))$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s?[,(]\s?(?:in\s)?|\s(?:in|of)\s(?:the\s)?")
# What context is worth beside the logarithm of the population.
_COUNTRY, _REGION, _CAPITAL, _OF_COUNTRY, _OF_REGION, _ALIAS = 1.5, 1.0, 1.5, 2.0, 1.5, 1.0
_METROPOLIS = 2.5
_LARGE = 150_000


def _forms(name: str) -> list[str]:
    """The name and what is left of it without article, direction and kind of place, the fullest first."""
    forms = [" ".join(name.split())]
    while True:
        shorter = _TRAILING.sub("", _LEADING.sub("", forms[-1], count=1)) or forms[-1]
        shorter = shorter if shorter != forms[-1] else forms[-1].removesuffix("'s")
        if shorter == forms[-1]:
            return forms
        forms.append(shorter)


def candidates(name: str) -> tuple[Row, ...]:
    """The places that may be meant by a name or by a people's (*Russian*)."""
    for form in _forms(name):
        shouted = form.isupper() and len(form) > 3 and not countries.find(form)
        spelt = form.title() if shouted else form.replace("U.S. ", "US ")
        seat = countries.find(spelt, "seat")
        if seat is not None and (town := gazetteer.capital(seat.code)):
            return (town,)
        known = tuple(row for row in gazetteer.find(spelt) if row.sort != "country")
        state = countries.find(spelt)
        people = (
            None if state or any(row.sort in ("region", "area") for row in known) else countries.find(spelt, "people")
        )
        whole = gazetteer.country((state or people).code) if state or people else None  # type: ignore[union-attr]
        if whole is not None:
            return (whole, *known)
        if known:
            return known
    return _contained(name)


def _contained(name: str) -> tuple[Row, ...]:
    """What a longer name is called after: *Dubai World Trade Centre*; large places only."""
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        for first in range(len(words) - size + 1):
            part = " ".join(words[first : first + size])
            if not part[:1].isupper():
                continue
            state = countries.find(part) or countries.find(part, "people")
            if state and (row := gazetteer.country(state.code)):
                return (row,)
            large = tuple(
                r for r in gazetteer.find(part) if not r.alias and (r.sort == "region" or r.population >= _LARGE)
            )
            if large:
                return large
    return ()


def place_of(row: Row) -> Place:
    """The place of a row of the table."""
    where = (row.latitude, row.longitude, float(row.radius))
    return Place(row.name, row.sort, row.country or None, row.region or None, *where)


def _metropolis(rows: Sequence[Row]) -> bool:
    return any(row.sort == "town" and row.population >= 1_000_000 for row in rows)


def _weight(row: Row, metropolis: bool, nations: Counter[str], regions: Counter[tuple[str, str]]) -> float:
    weight = math.log10(row.population + 10)
    if row.sort == "country":
        weight += _COUNTRY
    elif row.sort == "region":
        # "New York" is the city, "Victoria" the state.
        weight -= _METROPOLIS if metropolis else _REGION
    elif row.sort == "area":
        weight = 9.0
    if row.alias:
        weight -= _ALIAS
    if row.capital:
        weight += _CAPITAL
    if nations[row.country]:
        share = nations[row.country] / nations.total()
        weight += _OF_COUNTRY * (0.5 + share) + (_REGION if row.sort == "region" else 0.0)
    if regions[row.country, row.region] and row.sort == "town":
        weight += _OF_REGION
    return weight


def _named_behind(
    text: str, names: Sequence[tuple[int, int]], options: Sequence[tuple[Row, ...]], at: int
) -> Row | None:
    """The region or country that stands right behind the name and that holds one of its candidates."""
    if at + 1 == len(names):
        return None
    end, (start, _) = names[at][1], names[at + 1]
    if not _BEHIND.fullmatch(text[end:start]):
        return None
    for holder in options[at + 1]:
        if holder.sort in ("country", "region") and any(_holds(holder, row) for row in options[at]):
            return holder
    return None


def _holds(holder: Row, row: Row) -> bool:
    if row is holder or row.country != holder.country:
        return False
    return row.sort != "country" and (holder.sort == "country" or (row.sort == "town" and row.region == holder.region))


def locate(text: str, names: Sequence[tuple[int, int]]) -> tuple[PlaceMention | None, ...]:
    """The place of each of the names (character offsets in ``text``, in order), None where the table has none."""
    options = [candidates(text[start:end]) for start, end in names]
    nations: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for rows in options:
        first = {(row.country, row.sort) for row in rows if row.sort in ("country", "region")}
        if len({country for country, _ in first}) == 1:
            row = next(row for row in rows if row.sort in ("country", "region"))
            nations[row.country] += 1
            regions[row.country, row.region] += row.sort == "region"
    found: list[PlaceMention | None] = []
    for at, (start, end) in enumerate(names):
        rows = options[at]
        if not rows:
            found.append(None)
            continue
        holder = _named_behind(text, names, options, at)
        inside = tuple(row for row in rows if holder is not None and _holds(holder, row)) or rows
        best = max(inside, key=lambda row: _weight(row, _metropolis(rows), nations, regions))
        reasons = [f"{best.sort} of {best.population} people" if best.population else best.sort]
        if holder is not None and inside is not rows:
            reasons.append(f"{holder.name} stands behind it")
        elif len(rows) > 1 and best.sort == "town" and nations[best.country]:
            reasons.append(f"the report names {countries.by_code()[best.country].name}")
        found.append(PlaceMention(start, end, text[start:end], place_of(best), reasons=tuple(reasons)))
    return tuple(found)
