"""Which place a name means: coordinates, country, and how far off that may be.

A name may belong to many places. What decides, in this order: a region or country named
right behind it (*Cambridge, Mass.*), the same place named so elsewhere in the report, the
countries and regions that the report names, how near the other places of the report lie,
and how large the place is. The population prior and the "one story, one country" rule are
those of Leidner (2007), closeness is the minimality of Smith and Crane (2001).
A name that no place in the table bears gets nothing: never a guess.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from consilience.annotate.toponyms import called_after, candidates, is_kind
from consilience.model import Place, PlaceMention
from consilience.tables import countries, whereabouts
from consilience.tables import places as gazetteer
from consilience.tables.places import Row

_BEHIND = re.compile(r"\s?[,(]\s?(?:in\s)?|\s(?:in|of)\s(?:the\s)?")
_HOLDER = re.compile(r",\s((?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,2})")
# "the West", "the Republic's": with an article and nothing behind, a name is no town's.
_ARTICLE = re.compile(r"\b[Tt]he\s$")
_ALONE = re.compile(
    r",(?!\s[A-Z])|['’.;:!?)\]\n]|\s(?:and|or|of|in|is|was|has|had|will|with|to|for|from|on|at|by|as|that|which)\b|$"
)
_KIND = re.compile(r"\s([A-Za-z]+)\b")
# What context is worth beside the logarithm of the population.
_COUNTRY, _REGION, _SECOND, _CAPITAL, _OF_COUNTRY, _OF_REGION, _ALIAS = 1.5, 1.0, 1.0, 1.5, 2.0, 1.5, 1.0
_METROPOLIS = 2.5
_NAMED_ELSEWHERE = 3.0
_CLOSE, _REACH_KM, _ANCHORS = 1.5, 120.0, 24
_FAME, _ANY = 0.7, 0.5
# Candidates so far behind the best are not looked at again.
_MARGIN = 4.0
# A town so small is meant only where the report names something near it.
_SMALL, _NEAR = 15_000, 0.1


@dataclass(slots=True)
class _Context:
    """What the report names without doubt."""

    nations: Counter[str] = field(default_factory=Counter)
    regions: Counter[tuple[str, str]] = field(default_factory=Counter)
    called: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # the names that a region goes by
    told: dict[str, Row] = field(default_factory=dict)  # names that stand with their region somewhere
    anchors: list[tuple[str, Row]] = field(default_factory=list)


def place_of(row: Row) -> Place:
    """The place of a row of the table."""
    where = (row.latitude, row.longitude, float(row.radius))
    return Place(row.name, row.sort, row.country or None, gazetteer.division(row.country, row.region), *where)


def _metropolis(rows: Sequence[Row]) -> bool:
    return any(row.sort == "town" and row.population >= 1_000_000 for row in rows)


def _holds(holder: Row, row: Row) -> bool:
    """Whether a country or region may hold the place."""
    if row is holder or row.country != holder.country or row.sort == "country":
        return False
    if holder.sort == "country":
        return True
    if holder.level == 2:
        return row.region == holder.region and row.level <= holder.level and _km(holder, row) <= 1.3 * holder.radius
    return row.sort == "site" or row.level == 2 or (row.sort == "town" and row.region == holder.region)


def _km(one: Row, other: Row) -> float:
    """Kilometres between two places, on a plane: near enough for what lies near."""
    east = (one.longitude - other.longitude + 180) % 360 - 180
    return 111.2 * math.hypot(one.latitude - other.latitude, east * math.cos(math.radians(one.latitude)))


def _weight(row: Row, metropolis: bool, context: _Context) -> float:
    weight = math.log10(row.population + 10) + _FAME * math.log10(row.fame + 1)
    if row.sort == "country":
        weight += _COUNTRY
    elif row.sort == "region":
        # "New York" is the city, "Victoria" the state.
        weight -= (_METROPOLIS if metropolis else _REGION) + (_SECOND * (1 + row.alias) if row.level == 2 else 0.0)
    elif row.sort == "area":
        weight = 5.0 + 1.2 * math.log10(row.radius)
    if row.alias:
        weight -= _ALIAS
    if row.capital:
        weight += _CAPITAL
    if row.country and context.nations[row.country]:
        share = context.nations[row.country] / context.nations.total()
        weight += _OF_COUNTRY * (_ANY + share) + (_REGION if row.sort == "region" else 0.0)
    if row.region and context.regions[row.country, row.region] and (row.sort == "town" or row.level == 2):
        weight += _OF_REGION * (_ANY + context.regions[row.country, row.region] / context.regions.total())
    return weight


def _closeness(row: Row, name: str, context: _Context) -> float:
    """How near the row is to the other places of the report, 0 to 1."""
    apart = 1.0
    for other, anchor in context.anchors:
        if other != name:
            reach = _REACH_KM + min(anchor.radius, 150.0)
            apart *= 1 - 0.6 * math.exp(-_km(row, anchor) / reach)
    return 1 - apart


def _named_behind(
    text: str, names: Sequence[tuple[int, int]], options: Sequence[tuple[Row, ...]], at: int
) -> Row | None:
    """The region or country that stands right behind the name and that holds one of its candidates."""
    end = names[at][1]
    holders: tuple[Row, ...] = ()
    if at + 1 < len(names) and _BEHIND.fullmatch(text[end : names[at + 1][0]]):
        holders = options[at + 1]
    elif match := _HOLDER.match(text, end):
        words = match[1].split()
        for size in range(len(words), 0, -1):
            part = " ".join(words[:size])
            holders = candidates(part.removesuffix(".") if part.count(".") == 1 and not gazetteer.find(part) else part)
            if holders:
                break
    listed = any(row.sort == "country" for row in options[at])  # "Mexico, the United States" are two
    return next(
        (
            holder
            for holder in holders
            if holder.sort in ("country", "region")
            and any(_holds(holder, row) and (row.sort == "region" or not listed) for row in options[at])
        ),
        None,
    )


def _first_order(row: Row) -> bool:
    return row.sort == "region" and row.level == 1


def _options(text: str, start: int, end: int) -> tuple[Row, ...]:
    """What the name may mean; with the kind of place that stands behind it ("Kursk region"), if that is known."""
    kind = _KIND.match(text, end)
    if kind is not None and is_kind(kind[1]):
        longer = candidates(f"{text[start:end]} {kind[1]}")
        divisions = tuple(row for row in longer if row.sort in ("region", "country"))
        if divisions:
            return divisions
    rows, name = candidates(text[start:end]), text[start:end].removeprefix("the ").removeprefix("The ")
    articled = len(name) < end - start or _ARTICLE.search(text, max(0, start - 5), start)
    if rows and articled and " " not in name and _ALONE.match(text, end) and not gazetteer.find("the " + name):
        return tuple(row for row in rows if row.sort in ("country", "area", "site") or row.capital or _first_order(row))
    return rows


def _sure(rows: tuple[Row, ...]) -> Row | None:
    """The country or first-order region that a name can only mean."""
    states = [row for row in rows if row.sort == "country" or _first_order(row)]
    if not states or len({row.country for row in states}) > 1:
        return None
    rival = max((row.population for row in rows if row.country != states[0].country), default=0)
    return states[0] if rival < 0.05 * states[0].population else None


def _context(keys: Sequence[str], options: Sequence[tuple[Row, ...]], holders: Sequence[Row | None]) -> _Context:
    context = _Context()
    for key, rows, holder in zip(keys, options, holders, strict=True):
        state = _sure(rows)
        if state is not None:
            context.nations[state.country] += 1
            if state.sort == "region":
                context.regions[state.country, state.region] += 1
                context.called.setdefault((state.country, state.region), set()).add(key)
        if holder is not None and holder.sort == "region":
            context.regions[holder.country, holder.region] += 1
        if holder is not None and key not in context.told:
            inside = [row for row in rows if _holds(holder, row)]
            context.told[key] = max(inside, key=lambda row: _weight(row, False, _Context()))
            context.nations[holder.country] += 1
    known: dict[str, Row] = {}
    for key, rows in zip(keys, options, strict=True):
        if key in known or not rows:
            continue
        best = context.told.get(key) or max(rows, key=lambda row: _weight(row, _metropolis(rows), context))
        alone = key in context.told or len(rows) == 1 or best.sort == "region"
        if best.sort != "country" and best.radius < 400 and (alone or best.population > 200_000):
            known[key] = best
    context.anchors = list(known.items())[:_ANCHORS]
    return context


def _choose(key: str, rows: tuple[Row, ...], context: _Context) -> Row:
    if len(rows) == 1:
        return rows[0]
    metropolis = _metropolis(rows)
    weights = [
        _weight(row, metropolis, context) + (_NAMED_ELSEWHERE if context.told.get(key) is row else 0.0) for row in rows
    ]
    for number, row in enumerate(rows):
        if row.sort == "region" and context.called.get((row.country, row.region), set()) - {key}:
            weights[number] += _NAMED_ELSEWHERE  # "Wash." names the state, then so does "Washington"
    top = max(weights)
    if rows[weights.index(top)].sort in ("country", "area"):
        return rows[weights.index(top)]
    for number, row in enumerate(rows):
        if weights[number] > top - _MARGIN and row.sort not in ("country", "area"):
            weights[number] += _CLOSE * _closeness(row, key, context)
    return rows[weights.index(max(weights))]


def _borne_out(key: str, best: Row, context: _Context, whole: bool) -> bool:
    """Whether the report bears out what the name alone does not: a village, or a town in a longer name."""
    if whole and (best.sort not in ("town", "region") or best.population > _SMALL or best.capital):
        return True
    if best.sort == "country" or context.told.get(key) is best or context.nations[best.country]:
        return True
    return _closeness(best, key, context) > _NEAR


def _reasons(best: Row, rows: tuple[Row, ...], holder: Row | None, key: str, context: _Context) -> tuple[str, ...]:
    told = [f"{best.sort} of {best.population} people" if best.population and best.sort != "site" else best.sort]
    if holder is not None:
        told.append(f"{holder.name} stands behind it")
    elif len(rows) > 1 and context.told.get(key) is best:
        told.append("the report names its region elsewhere")
    elif len(rows) > 1 and best.sort != "country" and context.nations[best.country]:
        told.append(f"the report names {countries.by_code()[best.country].name}")
    return tuple(told)


def locate(text: str, names: Sequence[tuple[int, int]]) -> tuple[PlaceMention | None, ...]:
    """The place of each of the names (character offsets in ``text``, in order), None where the table has none."""
    options = [_options(text, start, end) for start, end in names]
    keys = [gazetteer.key(text[start:end]) for start, end in names]
    holders = [_named_behind(text, names, options, at) if rows else None for at, rows in enumerate(options)]
    options = [
        () if rows and holder is None and key in whereabouts.words("heavens") else rows
        for key, rows, holder in zip(keys, options, holders, strict=True)
    ]
    context = _context(keys, options, holders)
    chosen: dict[tuple[str, tuple[Row, ...]], Row] = {}
    found: list[PlaceMention | None] = []
    for (start, end), key, rows, holder in zip(names, keys, options, holders, strict=True):
        whole = bool(rows)
        rows = rows or called_after(text[start:end])
        if not rows:
            found.append(None)
            continue
        inside = tuple(row for row in rows if _holds(holder, row)) if holder is not None else rows
        best = chosen.get((key, inside)) or chosen.setdefault((key, inside), _choose(key, inside, context))
        if holder is None and not _borne_out(key, best, context, whole):
            found.append(None)
            continue
        reasons = _reasons(best, rows, holder, key, context)
        found.append(PlaceMention(start, end, text[start:end], place_of(best), reasons=reasons))
    return tuple(found)
