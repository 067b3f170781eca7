"""Which period a name, or one of each year or week, stands for as seen from a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from consilience.annotate import timex_calendar as cal
from consilience.annotate.timex_calendar import DAY, Period

_NAMED: Final = re.compile(r"(\d{4})-(?:(\d\d)-(\d\d)|W(\d\d)|Q([1-4])|H([12])|(SP|SU|FA|WI)|(\d\d))$|(\d{2,4})$")
RECURRING: Final = re.compile(
    r"XXXX-(?:(\d\d)-(\d\d)|WXX-([1-7])|Q([1-4])|H([12])|(SP|SU|FA|WI)|(\d\d))$|@(\S+)$|XXXX-XX-(\d\d)$"
)
# A day of the year that is further off than the first in the tense's direction, and nearer than the second in the
# other, is the other: an expression without a year does not go that far.
_FAR: Final = 200
_NEAR: Final = 120


class OpenError(Exception):
    """The form needs a day that is not known."""


@lru_cache(maxsize=4096)
def named(value: str) -> Period | None:
    """The period with this TIMEX3 value, from a day to a century, if there is one."""
    found = _NAMED.match(value)
    if not found:
        return None
    year, month, number, week, quarter, half, season, alone, other = found.groups()
    try:
        if number:
            return cal.day(date(int(year), int(month), int(number)))
        if week:
            return cal.containing("week", date.fromisocalendar(int(year), int(week), 1))
        if quarter:
            return cal.containing("quarter", date(int(year), 3 * int(quarter), 1))
        if half:
            return cal.containing("half", date(int(year), 6 * int(half), 1))
        if season:
            return cal.season(season, int(year))
        if alone:
            return cal.containing("month", date(int(year), int(alone), 1))
        unit = {2: "century", 3: "decade", 4: "year"}[len(other)]
        return cal.containing(unit, date(max(int(other.ljust(4, "0")), 1), 1, 1))
    except ValueError:
        return None


def instance(recurring: re.Match[str], year: int) -> Period | None:
    month, number, _, quarter, half, season, alone, holiday, _ = recurring.groups()
    if holiday:
        return cal.holiday(holiday.replace("_", " "), year)
    rest = f"{month}-{number}" if number else f"Q{quarter}" if quarter else f"H{half}" if half else season or alone
    return named(f"{year:04}-{rest}")


def candidates(recurring: re.Match[str], around: date) -> Iterator[Period]:
    """Every instance that may be the one meant, in order."""
    weekday, of_month = recurring.group(3), recurring.group(9)
    if weekday:
        this = around + (int(weekday) - around.isoweekday()) * DAY
        yield from (cal.day(this + 7 * weeks * DAY) for weeks in (-2, -1, 0, 1, 2))
        return
    if of_month:
        for months in (-2, -1, 0, 1, 2):
            start = cal.add_months(around.replace(day=1), months)
            if found := named(f"{start:%Y-%m}-{of_month}"):
                yield found
        return
    for year in range(around.year - 8, around.year + 9):
        if found := instance(recurring, year):
            yield found


def chosen(periods: Sequence[Period], direction: str, around: date) -> Period:
    """The one of the periods, in order, that the direction means as seen from the day."""
    before = [p for p in periods if p.first <= around]
    after = [p for p in periods if p.last >= around]
    if direction == "<<":
        return next(p for p in reversed(before) if p.last < around - DAY)
    if direction == ">>":
        return next(p for p in after if p.first > around + DAY)
    if not before or not after:
        return before[-1] if before else after[0]
    past, future = before[-1], after[0]
    back, ahead = (around - past.last).days, (future.first - around).days
    is_day = past.unit == "day"
    if direction == "<":
        return future if is_day and back > _FAR and ahead < _NEAR else past
    if direction == ">":
        return past if is_day and ahead > _FAR and back < _NEAR else future
    return past if back <= ahead else future


def within(recurring: re.Match[str], outer: Period) -> Period:
    """The instance inside the period at hand; the first one where there are several."""
    middle = outer.first + (outer.last - outer.first) // 2
    for period in candidates(recurring, outer.first if outer.unit in ("week", "month", "quarter") else middle):
        if outer.first <= period.first <= outer.last:
            return period
    raise OpenError


def part_of(period: Period, part: str, around: date | None) -> tuple[date, date]:
    """The days of a part of the period. ``before`` and ``after`` are cut at the reference day."""
    first, last = period.first, period.last
    length = (last - first).days + 1
    match part:
        case "before":
            return first, min(last, around) if around and around >= first else last
        case "after":
            return max(first, around) if around and around <= last else first, last
        case "mid" if period.unit == "month":
            return first + 10 * DAY, first + 19 * DAY
        case "early" | "start" if period.unit == "month":
            return first, first + 9 * DAY
        case "late" | "end" if period.unit == "month":
            return first + 20 * DAY, last
        case _ if length < 3:
            return first, last
        case "early" | "start":
            return first, first + (length // 3) * DAY
        case "mid":
            return first + (length // 3) * DAY, last - (length // 3) * DAY
        case _:
            return last - (length // 3) * DAY, last


def nth(period: Period, number: int, unit: str) -> Period:
    """The nth period of a finer unit inside; counted from the end where negative."""
    if unit.startswith("wd"):
        edge = period.first if number > 0 else period.last
        ahead = (int(unit[2:]) - edge.isoweekday()) % 7 if number > 0 else -((edge.isoweekday() - int(unit[2:])) % 7)
        return cal.day(edge + (ahead + 7 * (number - 1 if number > 0 else number + 1)) * DAY)
    if unit in ("week", "weekend"):
        # The first week of a month is the one that holds its first Thursday.
        inner = cal.containing(unit, period.first + 3 * DAY if number > 0 else period.last - 3 * DAY)
    else:
        inner = cal.containing(unit, period.first if number > 0 else period.last)
    return cal.shift(inner, number - 1 if number > 0 else number + 1)
