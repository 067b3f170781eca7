"""What a form means on a reference day.

A *form* is what the words of a time expression say, as a path of steps that
is walked from left to right; each step turns one period into the next:

=====================  ==========================================================
``ref``                the day of the report
``prev``               the period mentioned last (at the unit of the next step)
``told``               the day that is told of: the last one mentioned that is near
                       the day of the report, else that day
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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from consilience.annotate import timex_calendar as cal
from consilience.annotate.timex_calendar import DAY, Period
from consilience.annotate.timex_instances import RECURRING, OpenError, candidates, chosen, named, nth, part_of, within
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
STARTS: Final = ("ref", "prev", "told", "topic")
PARTS: Final = ("early", "mid", "late", "start", "end", "before", "after")
_DURATION: Final = re.compile(r"([+-])P(T?)(\d+(?:\.\d+)?|X)(\w+)$")
# An unnamed number is taken to lie between these ("a few weeks ago").
_VAGUE: Final = (2, 9)
# "Recent weeks" and "the coming weeks" reach this far.
_RECENT: Final = 4
# A day of the year with its weekday is of a year in which they agree, if there is one within so many days.
_SAME_YEAR: Final = 300
# A clock time without its day is of a day that lies so near the report.
_NEWS: Final = 7


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a form comes to; ``period`` is what later expressions may refer back to."""

    value: str
    first: date | None = None
    last: date | None = None
    period: Period | None = None
    anchor: str | None = None


def _known(time: str) -> str:
    """A time of day, "" where the words leave its half open ("half past seven"): no value says less than that."""
    return "" if time.endswith("~") else time


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


@dataclass(slots=True)
class _Walk:
    """A form as far as it has been walked: the period at hand, and what was said about it."""

    reference: date | None
    mentioned: Sequence[Period | None]
    compares: bool
    period: Period | None = None
    window: tuple[date, date] | None = None
    time: str = ""
    value: str = ""
    anchor: str | None = None

    def at_hand(self) -> Period:
        if self.period is None:
            raise OpenError
        return self.period

    def day_of_report(self) -> date:
        if self.reference is None:
            raise OpenError
        return self.reference

    def start(self, word: str, following: str) -> None:
        if self.period is not None:
            raise OpenError
        if word == "ref":
            self.period = cal.day(self.day_of_report())
        elif word == "told":
            self.period = _told(self.mentioned, self.day_of_report())
        elif word == "prev":
            self.period = _antecedent(self.mentioned, following, self.reference)
        else:
            self.period = _topic(self.mentioned, following, self.reference)
        self.anchor = self.period.value

    def move(self, found: re.Match[str]) -> None:
        """So long after or before the period at hand; the longer the unit the coarser the result."""
        start, sign, clock, unit = self.at_hand(), 1 if found[1] == "+" else -1, found[2], found[4]
        if found[3] == "X":
            near, far = (_moved(start.first, sign * count, "H" if clock else unit) for count in _VAGUE)
            self.window = (min(near, far), max(near, far))
            self.value = "PAST_REF" if sign < 0 else "FUTURE_REF"
            self.period = None
            return
        first, last = (d if clock else _moved(d, sign * float(found[3]), unit) for d in (start.first, start.last))
        coarse = {"M": "month", "Y": "year", "Q": "quarter"}.get(unit) if not clock else None
        if self.compares and start.unit != "day":
            self.period = cal.containing(start.unit, first)
        elif coarse is None and start.first != start.last:
            self.period = cal.containing(start.unit, first)
            self.window = (first, last)
        else:
            self.period = cal.containing(coarse or "day", first)

    def recur(self, found: re.Match[str], rest: Sequence[str]) -> None:
        """One of each year or week: inside a longer period, else as seen from the day at hand or of the report."""
        if self.period is not None and self.period.unit != "day":
            self.period = within(found, self.period)
            return
        around = self.period.first if self.period is not None else self.day_of_report()
        self.anchor = around.isoformat()
        known = list(candidates(found, around))
        direction = rest[0] if rest else ""
        weekday = next((int(step[1]) for step in rest[:2] if re.fullmatch("w[1-7]", step)), 0)
        fitting = [p for p in known if p.first.isoweekday() == weekday and abs((p.first - around).days) < _SAME_YEAR]
        self.period = chosen(fitting, "~", around) if fitting else chosen(known, direction, around)

    def take(self, step: str, rest: Sequence[str]) -> None:
        following = rest[0] if rest else ""
        if step in STARTS:
            self.start(step, following)
        elif step in cal.UNITS:
            self.period = cal.containing(step, self.at_hand().first)
        elif found := _DURATION.match(step):
            self.move(found)
        elif re.fullmatch(r"[+-]\d+", step):
            self.period = cal.shift(self.at_hand(), int(step))
        elif found := RECURRING.match(step):
            self.recur(found, rest)
        elif step.startswith("nth:"):
            _, number, unit = step.split(":")
            self.period = nth(self.at_hand(), int(number), unit)
        elif step in PARTS:
            self.window = part_of(self.at_hand(), step, self.reference)
        elif step in ("past", "next"):
            self.anchor = self.day_of_report().isoformat()
            self.window = _beside(self.day_of_report(), self.value, step)
        elif step[0] == "T":
            self.time = _known(step)
        else:
            # What is left names a period, or is for the step before it (a direction, a weekday).
            self.period = named(step) or self.period

    def result(self) -> Resolved:
        if self.period is None and not self.value:
            raise OpenError
        first, last = self.window or ((self.period.first, self.period.last) if self.period else (None, None))
        value = self.value or (self.period.value + self.time if self.period else "")
        return Resolved(value, first, last, self.period, self.anchor)


def _walk(form: str, reference: date | None, mentioned: Sequence[Period | None]) -> Resolved:
    steps = form.split()
    walk = _Walk(reference, mentioned, compares=steps[:1] == ["topic"])
    if steps[:1] == ["="]:
        walk.value, steps = steps[1], steps[2:]
    for index, step in enumerate(steps):
        walk.take(step, steps[index + 1 :])
    return walk.result()


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
            raise OpenError
        if cal.rank(period.unit) <= limit:
            return period
    if reference is None:
        raise OpenError
    return cal.day(reference)


def _told(mentioned: Sequence[Period | None], reference: date) -> Period:
    for period in reversed(mentioned):
        if period and period.unit == "day" and abs((reference - period.first).days) <= _NEWS:
            return period
    return cal.day(reference)


def _topic(mentioned: Sequence[Period | None], unit: str, reference: date | None) -> Period:
    """The quarter or half year that was mentioned last; else the last full one, or the year."""
    for period in reversed(mentioned[-8:]):
        if period and period.unit in ("quarter", "half"):
            return period
    if reference is None:
        raise OpenError
    return (
        cal.shift(cal.containing("quarter", reference), -1) if unit == "quarter" else cal.containing("year", reference)
    )


def _underspecified(form: str) -> str:
    """The TIMEX3 value of a form without a day to start from: what is not known is X."""
    value, time, unit = "", "", "day"
    for step in form.split():
        if step.startswith(("XXXX", "@")):
            value = step if step[0] == "X" else "XXXX-XX-XX"
        elif step in cal.UNITS:
            unit, value = step, ""
        elif found := _DURATION.match(step):
            unit, value = {"M": "month", "Y": "year"}.get(found[4], "day"), ""
        elif step.startswith("nth:"):
            unit, value = step.rpartition(":")[2], ""
        elif step[0] == "T":
            time = _known(step)
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
        if a.first and b.first and b.first < a.first:  # "Monday to Friday" ends after it begins
            b = evaluate(right.replace("<", ">"), a.first, mentioned)
        return Resolved(f"{a.value}/{b.value}", a.first, b.last, b.period, a.anchor or b.anchor)
    try:
        return _walk(form, reference, mentioned)
    except (OpenError, ValueError, OverflowError, StopIteration, IndexError, KeyError):
        return Resolved(_underspecified(form))


def _exact(resolved: Resolved) -> Period | None:
    """The period as narrowly as it was said ("early July"), for what refers back to it."""
    if resolved.period is None or resolved.first is None or resolved.last is None:
        return resolved.period
    return replace(resolved.period, first=resolved.first, last=resolved.last)


def _told_after(expressions: Sequence[TimeExpression], found: Sequence[Resolved], at: int, day: date) -> Period | None:
    """The day that a clock time at the head of a text belongs to: the first one that the text then names as past."""
    for expression, resolved in zip(expressions[at + 1 :], found[at + 1 :], strict=True):
        period = resolved.period
        if period and period.unit == "day" and not expression.form.startswith(("told", "ref", "prev")):
            return period if 0 <= (day - period.first).days <= _NEWS else None
    return None


def resolve(expressions: Iterable[TimeExpression], reference: date | None) -> tuple[TimeExpression, ...]:
    """The expressions of one report, in the order of the text, with the values they have if it is of that day."""
    given = tuple(expressions)
    mentioned: list[Period | None] = []
    found: list[Resolved] = []
    untold: list[int] = []
    for index, expression in enumerate(given):
        resolved = evaluate(expression.form, reference, mentioned)
        if expression.form.startswith("told") and not any(p and p.unit == "day" for p in mentioned):
            untold.append(index)
        # What is compared with the topic is none, or "a year earlier" said twice would be two years.
        elif not expression.form.startswith(("=", "topic")) and (resolved.period or resolved.first is None):
            mentioned.append(_exact(resolved))
        found.append(resolved)
    for index in untold:
        after = _told_after(given, found, index, reference) if reference else None
        if after:
            found[index] = evaluate(given[index].form, reference, [after])
    return tuple(
        replace(
            expression,
            value=resolved.value,
            earliest=resolved.first.isoformat() if resolved.first else None,
            latest=resolved.last.isoformat() if resolved.last else None,
            anchor=resolved.anchor,
        )
        for expression, resolved in zip(given, found, strict=True)
    )
