"""Publishing dates in the ways that metadata gives them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = re.compile(rf"(?:[a-z]+,?\s+)?(?:{_MONTH}\s+{_DAY},?\s+{_YEAR})\b", re.I)
_WRITTEN_DAY_FIRST = re.compile(rf"(?:[a-z]+,?\s+)?(?:{_DAY}\s+{_MONTH},?\s+{_YEAR})\b", re.I)
_EPOCH_SECONDS = 100_000_000_000  # above it a number counts milliseconds


def iso(value: object) -> str | None:
    """The date or time in ISO 8601, None where the value is no date of a published text.

    Read are ISO 8601, the form of mail and feeds (RFC 5322), dates with the month as a word, and seconds or
    milliseconds since 1970. ``12/07/2018`` is not read: it is two dates. The time is kept where there is one.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    if not isinstance(value, str) or not 8 <= len(value.strip()) <= 80:
        return None
    text = value.strip()
    return _standard(text) or _mail(text) or _written(text)


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


def _epoch(number: float) -> str | None:
    seconds = number / 1000 if number > _EPOCH_SECONDS else number
    try:
        when = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when.isoformat() if seconds > 0 and _possible(when.date()) else None
