"""Words beside a name that leave open where exactly it was: *near*, *off the coast of*, *30 km north of*, *northern*.

Such a place keeps the words, and gets a radius that holds what they may mean. Where they
give a direction its middle moves that way.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from consilience.model import Place

NEAR_KM, NEAR_LARGE_KM, OFF_KM = 25.0, 100.0, 150.0
_KM = {"k": 1.0, "m": 1.609}
_LOOK_BACK = 70
_WAY = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
_KIND = r"(?:the\s|(?:town|city|village|port|island|island nation|state|province|county)\sof\s){0,2}"
_BEFORE = re.compile(
    rf"(?:(?P<number>\d[\d,.]*)\s?-?(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)(?:\s?\([^()]{{1,20}}\))?\s"
    rf"(?:(?:(?:to\s)?the\s)?(?P<way>{_WAY})\s)?(?:away\s)?(?:of|from|off|outside)"
    r"|(?P<near>near|nearby|close\sto|outside|around|not\sfar\sfrom|in\sthe\s(?:area|vicinity)\sof|(?:on\s)?the\soutskirts\sof)"
    r"|(?P<off>off(?:\s(?:the\s)?(?:[\w-]+\s){0,2}?(?:coast|shores?|waters|tip)\sof)?)"
    r"|(?:the|its|their)\s(?:[\w-]+\s){0,2}?(?P<edge>border|borders|frontier|coast|coastline|shore|waters)\s(?:of|with|between)"
    rf"|(?:the\s)?(?P<part>{_WAY}|centre|center|interior)\sof"
    rf"|(?P<side>{_WAY}ern|central|mainland))"
    rf"\s{_KIND}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:['’]s?)?\s(?:(?:[a-z]+\s)?(?P<edge>border|frontier|coast|coastline|waters|airspace)\b"
    r"|(?P<half>north|south|east|west|interior)\b(?!\s[A-Z]))"
)
_WITHIN = re.compile(rf"^(?:the\s)?(?P<side>{_WAY}ern|central|mainland)\s", re.IGNORECASE)
_ANGLES = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270}
_ANGLES["northwest"] = 315
# Half of a country reaches so far, in parts of the country's radius.
_HALF = 0.5


def moved(place: Place, km: float, way: str) -> Place:
    """The place so many kilometres off in a direction; ValueError where the direction is none."""
    word = way.lower().replace("-", "").removesuffix("ern")
    if word not in _ANGLES:
        raise ValueError(f"no direction: {way!r}")
    if place.latitude is None or place.longitude is None:
        return place
    angle = math.radians(_ANGLES[word])
    latitude = place.latitude + km * math.cos(angle) / 111.2
    step = km * math.sin(angle) / (111.2 * max(0.1, math.cos(math.radians(place.latitude))))
    longitude = (place.longitude + step + 180) % 360 - 180
    return replace(place, latitude=round(max(-90.0, min(90.0, latitude)), 2), longitude=round(longitude, 2))


def _wider(place: Place, km: float, words: str) -> Place:
    known = place.radius_km
    return replace(place, radius_km=None if known is None else round(known + km, 1), vague=words)


def _near(place: Place, words: str) -> Place:
    return _wider(place, NEAR_KM if place.sort in ("town", "site") else NEAR_LARGE_KM, words)


def _part(place: Place, way: str, words: str) -> Place:
    """A part of a country or region; a town's is not told from the town."""
    if place.sort in ("town", "site"):
        return place
    if place.radius_km is None:
        return replace(place, vague=words)
    middle = way.lower() in ("centre", "center", "central", "interior", "mainland")
    there = place if middle else moved(place, place.radius_km * _HALF, way)
    return replace(there, radius_km=round(place.radius_km * (1 if middle else 0.75), 1), vague=words)


def _distant(place: Place, match: re.Match[str]) -> Place:
    """So many kilometres from the place, in a direction or in any."""
    km = float(match["number"].replace(",", "").rstrip(".") or 0) * _KM[match["unit"][0].lower()]
    words = f"{match['number']} {match['unit']}"
    if not match["way"]:
        return _wider(place, km, f"{words} from")
    there = moved(place, min(km, 2000.0), match["way"])
    return _wider(there, km * 0.3, f"{words} {match['way'].lower()} of")


def vicinity(text: str, start: int, end: int, place: Place) -> Place:
    """The place as the words around its name (characters ``start`` to ``end`` of the text) narrow or widen it."""
    before = _BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    if before is not None and before.start() and text[max(0, start - _LOOK_BACK) :][before.start() - 1].isalnum():
        before = None
    if before is not None:
        if before["number"]:
            return _distant(place, before)
        if before["near"]:
            return _near(place, " ".join(before["near"].lower().split()).removeprefix("on ").removeprefix("in "))
        if before["off"]:
            return _wider(place, OFF_KM, " ".join(before["off"].lower().split()))
        if before["edge"]:
            return replace(place, vague=f"the {before['edge'].lower()} of")
    after = _AFTER.match(text, end)
    if after is not None and after["edge"]:
        return replace(place, vague=f"the {after['edge'].lower()} of")
    if after is not None:
        return _part(place, after["half"], f"the {after['half']} of")
    if before is not None and before["part"]:
        return _part(place, before["part"], f"the {before['part'].lower()} of")
    side = _WITHIN.match(text[start:end]) or before
    return _part(place, side["side"], side["side"].lower()) if side is not None else place
