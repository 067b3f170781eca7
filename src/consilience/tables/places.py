"""Countries, regions, larger areas and towns with their coordinates (GeoNames, CC BY 4.0; see NOTICE)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from consilience.model import PlaceSort
from consilience.tables import load

FILE, GOVERNED = "places.tsv.xz", "sovereignty.toml"
_SORTS: dict[str, PlaceSort] = {"C": "country", "R": "region", "A": "area", "P": "town"}


@dataclass(frozen=True, slots=True)
class Row:
    """One place; ``radius`` in km is how far from the coordinates something in it may be."""

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


def _row(line: str, asked: str = "") -> Row:
    sort, names, country, region, latitude, longitude, radius, population = line.split("\t")
    name = names.split("|", 1)[0]
    return Row(
        _SORTS[sort[0]],
        name,
        country,
        region,
        float(latitude),
        float(longitude),
        float(radius),
        int(population),
        sort.endswith("*"),
        bool(asked) and asked != name.casefold(),
    )


@lru_cache(maxsize=1)
def _lines() -> tuple[str, ...]:
    packed = resources.files(__package__).joinpath(FILE).read_bytes()
    return tuple(lzma.decompress(packed).decode("utf-8").splitlines())


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[int, ...]]:
    """The numbers of the lines by name; lines are read into rows only when asked for."""
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(_lines()):
        names = line[line.index("\t") + 1 : line.index("\t", 3)]
        for name in names.split("|"):
            key = name.casefold()
            found[key] = (*found.get(key, ()), number)
    return found


def find(name: str) -> tuple[Row, ...]:
    """Every place of that name, the largest of a sort first; case does not matter."""
    key = name.casefold()
    return tuple(_row(_lines()[number], key) for number in _index().get(key, ()))


@lru_cache(maxsize=512)
def country(code: str) -> Row | None:
    """The country of an ISO 3166 alpha-2 code."""
    return next((row for row in rows("C") if row.country == code), None)


@lru_cache(maxsize=512)
def capital(code: str) -> Row | None:
    """The capital of a country, None where the table does not hold it."""
    return next((row for row in rows("P*") if row.country == code), None)


def rows(sort: str = "") -> Iterator[Row]:
    """All rows whose sort begins with ``sort``, in the table's order."""
    return (_row(line) for line in _lines() if line.startswith(sort))


@lru_cache(maxsize=1)
def _sovereigns() -> dict[str, frozenset[str]]:
    table: dict[str, list[str]] = load(GOVERNED)["governed"]
    return {code: frozenset((code, *states)) for code, states in table.items()}


def sovereign(code: str) -> frozenset[str]:
    """The code itself, and those of the states that govern or claim the territory."""
    return _sovereigns().get(code, frozenset((code,)))
