"""Publishing dates in the ways that metadata gives them, as ISO 8601."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = re.compile(rf"(?:[a-z]{{3,9}},?\s+)?(?:{_MONTH}\s+{_DAY},?\s+{_YEAR})\b", re.I)
_WRITTEN_DAY_FIRST = re.compile(rf"(?:[a-z]{{3,9}},?\s+)?(?:{_DAY}\s+{_MONTH},?\s+{_YEAR})\b", re.I)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?!\d)")
_EPOCH = range(100_000_000, 100_000_000_000)  # seconds since 1970; a larger number counts milliseconds


def iso(value: object) -> str | None:
    """The date or time in ISO 8601, None where the value is no date of a published text.

    Read are ISO 8601, the form of mail and feeds (RFC 5322), dates with the month as a word, and seconds or
    milliseconds since 1970. ``12/07/2018`` is not read: it is two dates. The time is kept where there is one.
    """
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else None
    if not isinstance(value, str | int) or isinstance(value, bool) or not 8 <= len(str(value).strip()) <= 80:
        return None
    text = str(value).strip()
    if text.isdecimal() and len(text) > len("20310715"):
        return _epoch(int(text))
    return _standard(text) or _mail(text) or _written(text)


def find(text: str) -> str | None:
    """The first date within a line such as "Updated: 2031-07-15 13:14 GMT", by day or minute, in ISO 8601."""
    found = _ISO.search(text)
    if found is not None and (date := _standard(found[0])):
        return date
    for pattern in (_WRITTEN, _WRITTEN_DAY_FIRST):
        if (found := pattern.search(text)) and (date := _written(found[0])):
            return date
    return None


def _standard(text: str) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return day.isoformat() if _possible(day) else None
    try:
        when = datetime.fromisoformat(text.replace(" UTC", "Z")).replace(microsecond=0)
    except ValueError:
        return None
    return when.isoformat() if _possible(when.date()) else None


def _possible(day: date) -> bool:
    # 1970-01-01 is what an empty field becomes on its way through a database.
    return 1600 <= day.year <= 2199 and day != date(1970, 1, 1)


def _mail(text: str) -> str | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    return when.isoformat() if _possible(when.date()) else None


def _written(text: str) -> str | None:
    found = _WRITTEN.match(text) or _WRITTEN_DAY_FIRST.match(text)
    if found is None:
        return None
    try:
        day = date(int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"]))
    except ValueError:
        return None
    return day.isoformat() if _possible(day) else None


def _epoch(number: int) -> str | None:
    seconds = number if number in _EPOCH else number // 1000
    if seconds not in _EPOCH:
        return None
    when = datetime.fromtimestamp(seconds, UTC)
    return when.isoformat() if _possible(when.date()) else None
