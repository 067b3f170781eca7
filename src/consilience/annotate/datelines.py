"""Datelines: the place, day and agency before the first sentence ("PORT ANSELM, Sept 12 (KPA) - Rescuers said")."""

from __future__ import annotations

import re

from consilience.tables import agencies, countries

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}[ ]{_MONTH}|{_MONTH}[ ]\d{{1,2}})(?:,?[ ]\d{{4}})?"
_CAPITALS = r"(?:[A-Z]{2,3}\.[ ])?[A-Z][A-Z.’'-]*[A-Z](?:(?:[ /-]|[ ]and[ ])(?:[A-Z]\.|[A-Z][A-Z.’'-]*[A-Z]))*"
_TITLED = r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}"
# "Lorvik, Tenn." and, before the day or the agency's brackets, "Lorvik (Orlenia)".
_REGION = (
    rf"(?:,[ ]?[A-Z][\w.’']*(?:[ ][A-Z][\w.’']*){{0,2}}|[ ]\([A-Z][\w .’'-]{{2,30}}\)(?=[ ]\(|,[ ]{_MONTH}|,[ ]\d))"
)
_NAMES = r"\([A-Za-z][^()\n]{1,40}\)"
_SLASHED = r"/[A-Z][A-Za-z ]{1,20}/\.?(?:\s?[-–—]{1,2})?"
_DASH = r"(?:\s?[-–—]{1,2}|:)"
_LINE = re.compile(
    rf"""\s*(?:
        (?P<place>{_CAPITALS}){_REGION}?(?:[.,]?[ ]{_DATE})?,?
            (?:[ ]?{_NAMES}{_DASH} | \.?[ ]?{_SLASHED} | \s?[-–—]{{1,2}} | (?<=\d):)
        | {_TITLED}{_REGION}?(?:,?[ ]{_DATE})?,?(?:[ ]?{_NAMES}{_DASH} | \.?[ ]?{_SLASHED})
        | (?:{_TITLED}|{_CAPITALS}){_REGION}?,?[ ]{_DATE}(?:,?[ ][A-Z]{{2,8}})?(?:\s?[-–—]{{1,2}}|:)
        | {_TITLED}{_REGION}?,?[ ]{_DATE},?[ ]?{_NAMES}\.
        | {_TITLED},[ ](?P<country>{_TITLED})\s?[-–—]{{1,2}}
        | {_NAMES}\s?[-–—]{{1,2}}
    )\s+(?=["“‘'(]?[A-Z0-9])""",
    re.VERBOSE,
)
_SUPPLIER = re.compile(r"\((?P<names>[^()\n]{2,41})\)|/(?P<slashed>[^/\n]{2,21})/|[ ](?P<initials>[A-Z]{2,8})\s?[-–—]")
_LABELS = frozenset(
    ("BREAKING", "CORRECTION", "CLARIFICATION", "EXCLUSIVE", "FILE", "LIVE", "PHOTO", "UPDATE", "VIDEO", "WATCH")
)
_SHORTEST = 4  # letters of a place with nothing beside it: "US - China talks" opens with no dateline


def _match(text: str, start: int) -> re.Match[str] | None:
    """The dateline at ``start``, the beginning of a line.

    A word in capitals before a dash is a place where it is no agency and no short one; other words with nothing but a
    second name are where that is a country.
    """
    found = _LINE.match(text, start)
    if found is None:
        return None
    place, country = found["place"], found["country"]
    if place in _LABELS or (country is not None and countries.find(country) is None):
        return None
    bare = place is not None and text[found.end("place") :].lstrip()[:1] in "-–—"
    if place is not None and bare and (len(place) < _SHORTEST or agencies.find(place) is not None):
        return None
    return found


def end(text: str, start: int = 0) -> int | None:
    """Where the news begins behind a dateline that stands at ``start``, the beginning of a line; None without one.

    Offsets are code points.
    """
    found = _match(text, start)
    return found.end() if found else None


def supplier(text: str, start: int = 0) -> tuple[int, int] | None:
    """The words that name the agency in a dateline that stands at ``start``, as offsets of ``text``; None without one.

    "(KPA)", "/TASS/" and "March 10, GNA –" have them; words in brackets may be anything else.
    """
    line = _match(text, start)
    if line is None:
        return None
    found = [*_SUPPLIER.finditer(text, line.end("place") if line["place"] else start, line.end())][-1:]
    return next((f.span(k) for f in found for k in ("names", "slashed", "initials") if f[k]), None)
