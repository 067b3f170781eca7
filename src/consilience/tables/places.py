"""Countries, regions, larger areas, airports and towns with their coordinates (GeoNames, CC BY 4.0; see NOTICE).

The table stays as it is packed, one long text whose lines are sorted by name: a name is
found by halving, and only the lines that are asked for become rows.
"""

from __future__ import annotations

import lzma
import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from anyascii import anyascii

from consilience.model import PlaceSort
from consilience.tables import load

FILE, GOVERNED = "places.tsv.xz", "sovereignty.toml"
_SORTS: dict[str, PlaceSort] = {"C": "country", "R": "region", "S": "region", "A": "area", "F": "site", "P": "town"}
_SAINT = re.compile(r"\b(?:saint|st\.) ")


_EARTH = 6371.0088  # km, mean radius


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance of two points along a great circle, by the haversine formula."""
    north, south = math.radians(latitude), math.radians(other_latitude)
    step = math.radians(other_longitude - longitude)
    chord = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(step / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(chord)))


@dataclass(frozen=True, slots=True)
class Row:
    """One place; ``radius`` in km is how far from the coordinates something in it may be.

    ``level`` is 2 for a division of the second order, such as a county of an American state, else 1.
    ``fame`` is the number of names that a town has in all languages.
    """

    sort: PlaceSort
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    radius: float
    population: int
    capital: bool = False
    alias: bool = False  # found by another name than the first
    level: int = 1
    fame: int = 0


def key(name: str) -> str:
    """What the spellings of a name share: plain letters in one case, no hyphens, saints written alike."""
    plain = name.replace("’", "'") if name.isascii() else anyascii(name)
    return _SAINT.sub("st ", " ".join(plain.casefold().replace("-", " ").split()))


def _row(line: str) -> Row:
    known, sort, name, country, region, latitude, longitude, radius, population, fame = line.split("\t")
    return Row(
        _SORTS[sort[0]],
        name or known.title(),
        country,
        region,
        float(latitude),
        float(longitude),
        float(radius),
        int(population),
        "*" in sort,
        "~" in sort,
        2 if sort[0] == "S" else 1,
        int(fame),
    )


class _Lines:
    """The table's lines; the names as a sequence that can be halved."""

    def __init__(self) -> None:
        self.text = lzma.decompress(resources.files(__package__).joinpath(FILE).read_bytes())
        self.starts = array("I", [0, *(m.end() for m in re.finditer(b"\n", self.text))][:-1])

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> bytes:
        start = self.starts[number]
        return self.text[start : self.text.index(b"\t", start)]

    def line(self, number: int) -> str:
        start = self.starts[number]
        return self.text[start : self.text.index(b"\n", start)].decode()


@lru_cache(maxsize=1)
def _lines() -> _Lines:
    return _Lines()


@lru_cache(maxsize=4096)
def find(name: str) -> tuple[Row, ...]:
    """Every place of that name, countries first, the largest of a sort first; case and accents do not matter."""
    lines, asked = _lines(), key(name).encode()
    number = bisect_left(lines, asked)
    found = []
    while number < len(lines) and lines[number] == asked:
        found.append(_row(lines.line(number)))
        number += 1
    return tuple(found)


@lru_cache(maxsize=2)
def _by_country(sort: str) -> dict[str, Row]:
    return {row.country: row for row in rows(sort) if not row.alias}


def country(code: str) -> Row | None:
    """The country of an ISO 3166 alpha-2 code."""
    return _by_country("C").get(code)


def capital(code: str) -> Row | None:
    """The capital of a country, None where the table does not hold it."""
    return _by_country("P*").get(code)


@lru_cache(maxsize=1)
def _divisions() -> dict[tuple[str, str], str]:
    # A county of England stands beside England itself: the larger gives the name.
    largest = sorted((row for row in rows("R") if not row.alias), key=lambda row: row.population)
    return {(row.country, row.region): row.name for row in largest}


def division(country: str, code: str) -> str | None:
    """The name of a country's first-order division, by GeoNames' code."""
    return _divisions().get((country, code))


def rows(sort: str = "") -> Iterator[Row]:
    """All rows whose sort begins with ``sort``, in the table's order; a place stands once for each of its names."""
    wanted = re.compile(rb"^[^\t\n]*\t" + re.escape(sort.encode()) + rb"[^\n]*", re.MULTILINE)
    return (_row(m.group().decode()) for m in wanted.finditer(_lines().text))


@lru_cache(maxsize=1)
def _sovereigns() -> dict[str, frozenset[str]]:
    table: dict[str, list[str]] = load(GOVERNED)["governed"]
    return {code: frozenset((code, *states)) for code, states in table.items()}


def sovereign(code: str) -> frozenset[str]:
    """The code itself, and those of the states that govern or claim the territory."""
    return _sovereigns().get(code, frozenset((code,)))
