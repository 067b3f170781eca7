"""Periods of the calendar, and arithmetic on them.

A period is a stretch of whole days with the TIMEX3 value that names it. Weeks
run from Monday to Sunday (ISO 8601), winter from December into the next year.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from consilience import tables

DAY: Final = timedelta(days=1)
# From the finest to the coarsest.
UNITS: Final = (
    "day",
    "weekend",
    "week",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
    "millennium",
)
_SEASON_START: Final = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_MONTHS_OF: Final = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
    "millennium": 12000,
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from ``first`` to ``last``, both inclusive, named by the TIMEX3 ``value``."""

    unit: str
    first: date
    last: date
    value: str


def rank(unit: str) -> int:
    """The place of a unit from fine to coarse."""
    return UNITS.index(unit)


def _months(first_month: int, count: int, unit: str, value: str) -> Period:
    """``count`` months from month number ``first_month`` (twelve times the year, plus 0 to 11)."""
    year, month = divmod(first_month, 12)
    last_year, last_month = divmod(first_month + count - 1, 12)
    last = date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    return Period(unit, date(year, month + 1, 1), last, value)


def day(of: date) -> Period:
    return Period("day", of, of, of.isoformat())


def containing(unit: str, of: date) -> Period:
    """The period of this unit that the day lies in. Raises ValueError outside the years 1 to 9999."""
    year = of.year
    match unit:
        case "day":
            return day(of)
        case "week" | "weekend":
            monday = of - of.weekday() * DAY
            iso_year, week, _ = of.isocalendar()
            if unit == "week":
                return Period(unit, monday, monday + 6 * DAY, f"{iso_year:04}-W{week:02}")
            return Period(unit, monday + 5 * DAY, monday + 6 * DAY, f"{iso_year:04}-W{week:02}-WE")
        case "month":
            return _months(year * 12 + of.month - 1, 1, unit, f"{year:04}-{of.month:02}")
        case "quarter":
            quarter = (of.month - 1) // 3
            return _months(year * 12 + 3 * quarter, 3, unit, f"{year:04}-Q{quarter + 1}")
        case "half":
            half = (of.month - 1) // 6
            return _months(year * 12 + 6 * half, 6, unit, f"{year:04}-H{half + 1}")
        case "season":
            index = (of.month % 12) // 3
            name = ("WI", "SP", "SU", "FA")[index]
            return season(name, year - 1 if name == "WI" and of.month < 3 else year)
        case "decade":
            return _months(year // 10 * 120, 120, unit, f"{year // 10:03}")
        case "century":
            return _months(max(year // 100 * 1200, 12), 1200, unit, f"{year // 100:02}")
        case "millennium":
            return _months(max(year // 1000 * 12000, 12), 12000 if year >= 1000 else 11988, unit, f"{year // 1000}")
        case _:
            return _months(year * 12, 12, "year", f"{year:04}")


def season(name: str, year: int) -> Period:
    """The season that begins in the year; names as in TIMEX3 (SP, SU, FA, WI)."""
    return _months(year * 12 + _SEASON_START[name] - 1, 3, "season", f"{year:04}-{name}")


def add_months(of: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day."""
    year, month = divmod(of.year * 12 + of.month - 1 + months, 12)
    return date(year, month + 1, min(of.day, calendar.monthrange(year, month + 1)[1]))


def shift(period: Period, count: int) -> Period:
    """The period of the same unit so many units on."""
    if period.unit == "day":
        return day(period.first + count * DAY)
    if period.unit in ("week", "weekend"):
        return containing(period.unit, period.first + 7 * count * DAY)
    return containing(period.unit, add_months(period.first, count * _MONTHS_OF[period.unit]))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, rest = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, rest + 1)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth ISO weekday of the month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + ((weekday - first.isoweekday()) % 7 + 7 * (nth - 1)) * DAY
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - (last.isoweekday() - weekday) % 7 * DAY


def holiday(name: str, year: int) -> Period:
    """The holiday of that year, by the rule in tables/calendar.toml. Raises KeyError for an unknown name."""
    rule: str = tables.load("calendar.toml")["holiday"][name]
    if rule.startswith("easter"):
        return day(easter(year) + int(rule[6:]) * DAY)
    if "-" in rule.split()[0]:
        month, number = rule.split("-")
        return day(date(year, int(month), int(number)))
    month, weekday, nth, *later = rule.split()
    return day(_nth_weekday(year, int(month), int(weekday), int(nth)) + int(later[0] if later else 0) * DAY)
