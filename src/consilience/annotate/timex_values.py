"""What a form means on a reference day.

A *form* is what the words of a time expression say, as a path of steps that
is walked from left to right; each step turns one period into the next:

=====================  ==========================================================
``ref``                the day of the report
``prev``               the period mentioned last (at the unit of the next step)
``topic``              the quarter, half or month that figures are compared with
``day`` … ``century``  the period of that unit around the one at hand
``+1`` ``-1``          so many of the same unit on or back
``+P2D`` ``-PXW``      so long after or before; X is an unnamed small number
``2017-10-02``         a period by its TIMEX3 value
``XXXX-07-08``         one of each year (``XXXX-WXX-6``: of each week): within the
                       period at hand, or from the reference day as the next step says
``<`` ``>`` ``~``      the last until, the first from, the nearest to that day;
                       ``<<`` ``>>``: not that day nor its neighbour
``w6``                 the weekday that the day is said to be
``nth:2:week``         the second week of the period at hand (-1: the last)
``early`` ``mid`` ``late`` ``start`` ``end`` ``before`` ``after``  a part of it
``T21:00`` ``TNI``     a time of that day
``= P3D``              a value as it is; then ``past`` or ``next`` from that day
=====================  ==========================================================

Two forms joined by `` / `` are an interval. The value of a form is a pure
function of the form, the reference day and the periods mentioned before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from consilience.annotate import timex_calendar as cal
from consilience.annotate.timex_calendar import DAY, Period
from consilience.model import TimeExpression

RANGE: Final = " / "
OPEN_VALUE: Final = {
    "day": "XXXX-XX-XX",
    "weekend": "XXXX-WXX-WE",
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "season": "XXXX-XX",
    "half": "XXXX-HX",
}
PARTS: Final = ("early", "mid", "late", "start", "end", "before", "after")
_NAMED: Final = re.compile(r"(\d{4})-(?:(\d\d)-(\d\d)|W(\d\d)|Q([1-4])|H([12])|(SP|SU|FA|WI)|(\d\d))$|(\d{2,4})$")
_RECURRING: Final = re.compile(
    r"XXXX-(?:(\d\d)-(\d\d)|WXX-([1-7])|Q([1-4])|H([12])|(SP|SU|FA|WI)|(\d\d))$|@(\S+)$|XXXX-XX-(\d\d)$"
)
_DURATION: Final = re.compile(r"([+-])P(T?)(\d+(?:\.\d+)?|X)(\w+)$")
# An unnamed number is taken to lie between these ("a few weeks ago").
_VAGUE: Final = (2, 9)
# "Recent weeks" and "the coming weeks" reach this far.
_RECENT: Final = 4
# A day of the year that is further off than the first in the tense's direction, and nearer than the second in the
# other, is the other: an expression without a year does not go that far.
_FAR: Final = 200
_NEAR: Final = 120


class _Open(Exception):
    """The form needs a day that is not known."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a form comes to; ``period`` is what later expressions may refer back to."""

    value: str
    first: date | None = None
    last: date | None = None
    period: Period | None = None
    anchor: str | None = None


@lru_cache(maxsize=4096)
def named(value: str) -> Period | None:
    """The period with this TIMEX3 value (a day, week, month, quarter, half, season, year, decade, century), if there is one."""
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


def _instance(recurring: re.Match[str], year: int) -> Period | None:
    month, number, _, quarter, half, season, alone, holiday, _ = recurring.groups()
    if holiday:
        return cal.holiday(holiday.replace("_", " "), year)
    rest = f"{month}-{number}" if number else f"Q{quarter}" if quarter else f"H{half}" if half else season or alone
    return named(f"{year:04}-{rest}")


def _candidates(recurring: re.Match[str], around: date) -> Iterator[Period]:
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
        if found := _instance(recurring, year):
            yield found


def _chosen(periods: Sequence[Period], direction: str, around: date) -> Period:
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


def _within(recurring: re.Match[str], outer: Period) -> Period:
    """The instance inside the period at hand; the first one where there are several."""
    middle = outer.first + (outer.last - outer.first) // 2
    for period in _candidates(recurring, outer.first if outer.unit in ("week", "month", "quarter") else middle):
        if outer.first <= period.first <= outer.last:
            return period
    raise _Open


def _moved(of: date, count: float, unit: str) -> date:
    match unit:
        case "D":
            return of + round(count) * DAY
        case "W" | "WE":
            return of + round(7 * count) * DAY
        case "Y" | "M" | "Q":
            return cal.add_months(of, round(count * {"Y": 12, "Q": 3}.get(unit, 1)))
        case _:
            return of + timedelta(hours=count / (1 if unit == "H" else 60 if unit == "M" else 3600))


def _part(period: Period, part: str, around: date | None) -> tuple[date, date]:
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


def _nth(period: Period, number: int, unit: str) -> Period:
    """The nth period of a finer unit inside; counted from the end where negative."""
    if unit in ("week", "weekend"):
        # The first week of a month is the one that holds its first Thursday.
        inner = cal.containing(unit, period.first + 3 * DAY if number > 0 else period.last - 3 * DAY)
    else:
        inner = cal.containing(unit, period.first if number > 0 else period.last)
    return cal.shift(inner, number - 1 if number > 0 else number + 1)


def _walk(form: str, reference: date | None, mentioned: Sequence[Period | None]) -> Resolved:
    steps = form.split()
    period: Period | None = None
    window: tuple[date, date] | None = None
    time, anchor, value = "", None, ""

    def at_hand() -> Period:
        if period is None:
            raise _Open
        return period

    def day_of_report() -> date:
        if reference is None:
            raise _Open
        return reference

    for index, step in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else ""
        if step == "ref":
            period = cal.day(day_of_report())
            anchor = period.value
        elif step == "prev":
            period = _antecedent(mentioned, following, reference)
            anchor = period.value
        elif step == "topic":
            period = _topic(mentioned, following, reference)
            anchor = period.value
        elif step in cal.UNITS:
            period = cal.containing(step, at_hand().first)
        elif found := _DURATION.match(step):
            start = at_hand()
            sign = 1 if found[1] == "+" else -1
            unit = {"T": "T"}.get(found[2], "") + found[4]
            if found[3] == "X":
                near, far = (_moved(start.first, sign * n, found[4] if not found[2] else "H") for n in _VAGUE)
                window = (min(near, far), max(near, far))
                value = "PAST_REF" if sign < 0 else "FUTURE_REF"
                period = None if index == len(steps) - 1 else period
                continue
            count = float(found[3])
            moved = _moved(start.first, sign * count, found[4]) if not found[2] else start.first
            keep = steps[0] == "topic" and start.unit != "day"
            period = cal.containing(
                start.unit if keep else {"M": "month", "Y": "year", "Q": "quarter"}.get(unit, "day"), moved
            )
        elif re.fullmatch(r"[+-]\d+", step):
            period = cal.shift(at_hand(), int(step))
        elif found := _RECURRING.match(step):
            if period is not None and period.unit != "day":
                period = _within(found, period)
            else:
                around = period.first if period is not None else day_of_report()
                anchor = around.isoformat()
                candidates = list(_candidates(found, around))
                weekday = next((s for s in steps[index + 1 : index + 3] if re.fullmatch("w[1-7]", s)), None)
                fitting = [p for p in candidates if weekday and p.first.isoweekday() == int(weekday[1])]
                if fitting and following in ("<", ">") and not any(abs((p.first - around).days) < 300 for p in fitting):
                    fitting = []
                direction = "~" if fitting else following
                period = _chosen(fitting, direction, around) if fitting else _chosen(candidates, direction, around)
        elif step.startswith("nth:"):
            _, number, unit = step.split(":")
            period = _nth(at_hand(), int(number), unit)
        elif step in PARTS:
            window = _part(at_hand(), step, reference)
        elif step == "=":
            value = following
        elif step in ("past", "next"):
            anchor = day_of_report().isoformat()
            window = _beside(day_of_report(), value, step)
        elif step[0] == "T":
            time = step
        elif found_period := named(step):
            period = found_period
    if period is None:
        if not value:
            raise _Open
        first, last = window or (None, None)
        return Resolved(value, first, last, None, anchor)
    first, last = window or (period.first, period.last)
    return Resolved(value or period.value + time, first, last, period, anchor)


def _beside(around: date, duration: str, side: str) -> tuple[date, date]:
    """The days that a duration covers up to, or from, the reference day."""
    found = _DURATION.match("+" + duration)
    if not found:
        return around, around
    count = float(_RECENT if found[3] == "X" else found[3]) * (-1 if side == "past" else 1)
    other = _moved(around, count, "H" if found[2] else found[4]) if not found[2] else around
    return (other, around) if side == "past" else (around, other)


def _antecedent(mentioned: Sequence[Period | None], unit: str, reference: date | None) -> Period:
    """The period mentioned last that is no coarser than the unit; else the day of the report."""
    limit = cal.rank(unit) if unit in cal.UNITS else len(cal.UNITS)
    for period in reversed(mentioned):
        if period is None:
            raise _Open
        if cal.rank(period.unit) <= limit:
            return period
    if reference is None:
        raise _Open
    return cal.day(reference)


def _topic(mentioned: Sequence[Period | None], unit: str, reference: date | None) -> Period:
    """The quarter or half year that was mentioned last; else the last full one, or the year."""
    for period in reversed(mentioned[-8:]):
        if period and period.unit in ("quarter", "half"):
            return period
    if reference is None:
        raise _Open
    return (
        cal.shift(cal.containing("quarter", reference), -1) if unit == "quarter" else cal.containing("year", reference)
    )


def _underspecified(form: str) -> str:
    """The TIMEX3 value of a form without a day to start from: what is not known is X."""
    value, time, unit = "", "", "day"
    for step in form.split():
        if step.startswith("XXXX") or step.startswith("@"):
            value = step if step[0] == "X" else "XXXX-XX-XX"
        elif step in cal.UNITS:
            unit, value = step, ""
        elif found := _DURATION.match(step):
            unit, value = {"M": "month", "Y": "year"}.get(found[4], "day"), ""
        elif step.startswith("nth:"):
            unit, value = step.rpartition(":")[2], ""
        elif step[0] == "T":
            time = step
    return (value or OPEN_VALUE.get(unit, "XXXX")) + time


def evaluate(form: str, reference: date | None, mentioned: Sequence[Period | None] = ()) -> Resolved:
    """The value of one form on the reference day, after the periods mentioned so far.

    Without the day that a form needs the value is underspecified (``XXXX-WXX-6``)
    and the days are None. Never raises.
    """
    if RANGE in form:
        left, _, right = form.partition(RANGE)
        a = evaluate(left, reference, mentioned)
        b = evaluate(right, reference, [*mentioned, a.period])
        return Resolved(f"{a.value}/{b.value}", a.first, b.last, b.period, a.anchor or b.anchor)
    try:
        return _walk(form, reference, mentioned)
    except (_Open, ValueError, OverflowError, StopIteration, IndexError, KeyError):
        return Resolved(_underspecified(form))


def resolve(expressions: Iterable[TimeExpression], reference: date | None) -> tuple[TimeExpression, ...]:
    """The expressions of one report, in the order of the text, with the values they have if it is of that day."""
    mentioned: list[Period | None] = []
    result = []
    for expression in expressions:
        found = evaluate(expression.form, reference, mentioned)
        # What is compared with the topic is none, or "a year earlier" said twice would be two years.
        if not expression.form.startswith(("=", "topic")) and (found.period is not None or found.first is None):
            mentioned.append(found.period)
        result.append(
            replace(
                expression,
                value=found.value,
                earliest=found.first.isoformat() if found.first else None,
                latest=found.last.isoformat() if found.last else None,
                anchor=found.anchor,
            )
        )
    return tuple(result)
