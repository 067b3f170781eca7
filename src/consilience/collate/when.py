"""The days that a claim's time expressions put it on, those that count back from another event included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from consilience.collate.units import NAMING, Unit
from consilience.model import Annotated, Claim, TimeExpression

_PERIOD = re.compile(r"P(X|\d+(?:\.\d+)?)([DWMY])$")
_LENGTH = re.compile(r"P(T?)(X|\d+(?:\.\d+)?)([SHDWMY])$")
_HOURS = {"S": 1 / 86400, "M": 1 / 1440, "H": 1 / 24}
_DAYS = {"D": 1, "W": 7, "M": 30.5, "Y": 365.25}
SEVERAL = (2, 10)  # what an unnamed number of weeks or months may be
LATITUDE = 0.25  # how far a counted period may be off: "two weeks after" is not said to the day
_YEAR = re.compile(r"\d{4}")
_PUBLISHED = re.compile(r"(?<=\d)[+-]\d{2}:?\d{2}$")
_HALF = re.compile(r"T(\d\d:\d\d)~")
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_MONTH_DAY = re.compile(r"\d")
_CLOCK = re.compile(r"(?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?$")
_ABOUT = re.compile(r"(?:about|around|approximately|roughly|shortly|just|nearly|almost|some)\b", re.IGNORECASE)
# A time that is told with "about" may be so far off.
ABOUT_MINUTES = 15
# The parts of a day (TIMEX3) in minutes; the night has two ends.
_PARTS = {
    "MO": ((0, 720),),
    "MI": ((660, 840),),
    "AF": ((720, 1110),),
    "EV": ((990, 1440),),
    "NI": ((0, 360), (1080, 1440)),
}
_EARLY, _BEFORE_BREAKFAST = re.compile(r"\b(?:dawn|sunrise|daybreak|hours)\b", re.IGNORECASE), ((0, 480),)
# From when on by GMT it is the next day somewhere (UTC+14), and until when still the day before (UTC-12), in minutes.
_NEXT_DAY, _DAY_BEFORE = 600, 720
_MARGIN = 30  # minutes by which "morning" and "evening" may be stretched
_AS_OF = re.compile(r"\b(?:as\s+(?:of|at)|by|until|till|up\s+to)\s+(?:about\s+|the\s+)?$", re.IGNORECASE)
_BEGINS_AS_OF = re.compile(r"(?:by|until|till)\b", re.IGNORECASE)


def _minutes(clock: re.Match[str]) -> int:
    return 60 * int(clock["hour"]) + int(clock["minute"])


def minute_of(moment: str) -> int | None:
    """The minute of the day in a moment that ends with its time of day; None where it has none."""
    clock = _CLOCK.search(moment)
    return _minutes(clock) if clock else None


@dataclass(frozen=True, slots=True)
class Days:
    """First and last possible day (ISO, both inclusive), the words that say so, and whether they hang on the verb.

    ``offset`` is by how many minutes the clocks where the report was published are ahead of UTC.
    """

    earliest: str
    latest: str
    expression: TimeExpression
    direct: bool = True
    offset: int | None = None

    @property
    def size(self) -> int:
        """Of what kind the time is: a year, a month, a day or a time of day, by how much of a date says it."""
        return len(self.expression.value)

    @property
    def clock(self) -> str:
        """The time of day as ``HH:MM``, "" where none is told; of the morning where its half is left open."""
        _, _, clock = self.expression.value.partition("T")
        half = _HALF.search(self.expression.form)
        clock = half[1] if half else clock
        return clock if self.expression.type == "TIME" and clock[:1].isdigit() else ""

    @property
    def floats(self) -> bool:
        """Whether it is a time of day whose day is only that of the words around it: "at 6.30"."""
        return self.expression.form.startswith("told day")

    @property
    def hours(self) -> tuple[tuple[int, int], ...]:
        """The minutes of the day between which it lies, () where only a day is told."""
        clock = _CLOCK.match(self.clock)
        if clock is not None:
            return ((_minutes(clock), _minutes(clock)),)
        if self.expression.type != "TIME":
            return ()
        early = _EARLY.search(self.expression.text) is not None
        return _BEFORE_BREAKFAST if early else _PARTS.get(self.expression.value.partition("T")[2], ())

    def of_other_hours(self, other: Days) -> bool:
        """Whether both are of one day and tell of hours that lie apart: at dawn, at one in the afternoon."""
        days = {self.earliest, self.latest, other.earliest, other.latest}
        mine, yours = self.hours, other.hours
        if len(days) > 1 or not mine or not yours or (self.clock and other.clock):
            return False
        return all(a[1] + _MARGIN < b[0] or b[1] + _MARGIN < a[0] for a in mine for b in yours)

    def tells_the_time_of(self, other: Days) -> bool:
        """Whether both tell one time of day, or one of them about that."""
        if not _CLOCK.match(self.clock) or not _CLOCK.match(other.clock):
            return self.clock == other.clock and not self.of_other_hours(other)
        about = any(_ABOUT.match(d.expression.text) for d in (self, other))
        return self.minutes_from(other) <= (ABOUT_MINUTES if about else 0)

    def minutes_from(self, other: Days) -> int:
        """How far two times of day lie apart, in minutes; 0 where either tells none.

        A time without a zone is one of the report's own, or of the other one's: what is least apart counts. So does
        the half of the day that "a quarter past seven" leaves open.
        """
        first, second = (_CLOCK.match(d.clock) for d in (self, other))
        if not first or not second:
            return 0
        one, two = (_zone(clock["zone"]) for clock in (first, second))
        between = _minutes(first) - _minutes(second)
        apart = [between] if None in (one, two) or one == two else []
        own = [d.offset for d in (self, other) if d.offset is not None]
        mine, yours = (own if zone is None else [zone] for zone in (one, two))
        apart += [between - a + b for a, b in product(mine, yours)]
        round_ = 720 if any(d.leaves_half_open for d in (self, other)) else 1440
        return min(min(a % round_, -a % round_) for a in apart) if apart else 1440

    @property
    def leaves_half_open(self) -> bool:
        """Whether it is a time of day in words that may be of the morning or the evening: "half past seven"."""
        return _HALF.search(self.expression.form) is not None

    def is_moment_of(self, other: Days) -> bool:
        """Whether both are one moment, told by the clocks of two places: "2215 GMT on Friday", "02:15" on Saturday."""
        days = {self.earliest, self.latest, other.earliest, other.latest}
        clocks = _CLOCK.match(self.clock) and _CLOCK.match(other.clock)
        near = len(days) == 2 and date.fromisoformat(max(days)) - date.fromisoformat(min(days)) == timedelta(days=1)
        return bool(clocks) and near and self.minutes_from(other) == 0

    def is_by_another_clock(self, other: Days) -> bool:
        """Whether one gives an hour by GMT, or another zone, and the other names the day that it then was elsewhere:
        "2110 GMT on Sunday", "early on Monday, local time"."""
        for zoned, local in ((self, other), (other, self)):
            clock, own = _CLOCK.match(zoned.clock), _CLOCK.match(local.clock)
            if clock is None or not clock["zone"] or (own and own["zone"]) or local.earliest != local.latest:
                continue
            step = (date.fromisoformat(local.earliest) - date.fromisoformat(zoned.earliest)).days
            late = _minutes(clock) >= _NEXT_DAY
            if (step == 1 and late) or (step == -1 and _minutes(clock) < _DAY_BEFORE):
                return True
        return False

    def meets(self, other: Days) -> bool:
        """Whether a day is possible for both."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def but_for_the_year(self, other: Days) -> bool:
        """Whether the two name the same part of a year, and one of them leaves the year to the reader."""
        silent = not (_YEAR.search(self.expression.text) and _YEAR.search(other.expression.text))
        return silent and self.expression.value[4:] == other.expression.value[4:] != ""

    def of_one_weekday(self, other: Days) -> bool:
        """Whether both name the same day of the week and neither says of which week."""
        names = [_WEEKDAY.findall(d.expression.text.lower()) for d in (self, other)]
        told = any(_MONTH_DAY.search(d.expression.text) for d in (self, other))
        return bool(names[0]) and names[0] == names[1] and not told


def _zone(text: str | None) -> int | None:
    """The minutes by which a zone is ahead of UTC ("Z", "+02:00"); None without one."""
    if not text:
        return None
    digits = text.replace(":", "")
    return 0 if digits == "Z" else (-1 if digits[0] == "-" else 1) * (60 * int(digits[1:3]) + int(digits[3:5] or 0))


def _local(annotated: Annotated) -> int | None:
    """By how many minutes the report's own clocks are ahead of UTC; a stamp in UTC says nothing of them."""
    found = _PUBLISHED.search(annotated.report.published or "")
    return (_zone(found[0]) or None) if found else None


def _back(expression: TimeExpression, annotated: Annotated) -> Days | None:
    """For "weeks after": the days that the period reaches back to, from the day told before it, else from the report.

    "On August 13, two days after they had been notified" is to the day, "two weeks after …" is not.
    """
    match = _PERIOD.match(expression.value)
    if match is None:
        return None
    number, unit = match.groups()
    told, day = _told_before(expression, annotated), (annotated.report.published or "")[:10]
    if told is None and not day:
        return None
    share, slack = (0.0, 0) if told else (LATITUDE, 1)
    low, high = SEVERAL if number == "X" else (float(number) * (1 - share), float(number) * (1 + share))
    earliest, latest = (date.fromisoformat(d[:10]) for d in ((told.earliest, told.latest) if told else (day, day)))
    first, last = earliest - _days(high + slack, unit), latest - _days(low - slack, unit)
    return Days(first.isoformat(), min(last, latest).isoformat(), expression)


def _days(number: float, unit: str) -> timedelta:
    return timedelta(days=round(number * _DAYS[unit]))


def _told_before(expression: TimeExpression, annotated: Annotated) -> Days | None:
    """The day that stands right before a length of time: "on August 13, a day"."""
    text = annotated.report.text
    for other in annotated.times:
        between = text[other.end : expression.start]
        if other.type == "DATE" and other.earliest and other.latest and between and not between.strip(" ,–—-("):
            return Days(other.earliest, other.latest, other)
    return None


def days(unit: Unit, annotated: Annotated) -> list[Days]:
    """Every span of days that the claim names for what it tells, in the order of the text."""
    found, local = [], _local(annotated)
    for expression, direct in unit.dated:
        if expression.type in ("DATE", "TIME") and expression.earliest and expression.latest:
            found.append(Days(expression.earliest, expression.latest, expression, direct, local))
        elif expression.type == "DURATION" and expression.end <= unit.claim.start:
            counted = _back(expression, annotated)
            if counted is not None:
                found.append(counted)
    hours = {
        (d.earliest, d.latest) for d in found if d.hours and d.direct
    }  # "on Tuesday, at one in the afternoon" is one time
    return [d for d in found if d.hours or (d.earliest, d.latest) not in hours]


def as_of(found: Sequence[Days], text: str) -> Days | None:
    """The one of a claim's times up to which its figure holds: "as of Friday", "by 9 p.m."; None without one."""
    own = (d for d in found if d.expression.type in ("DATE", "TIME"))
    return next((d for d in own if _is_as_of(d.expression, text)), None)


def _is_as_of(expression: TimeExpression, text: str) -> bool:
    if _BEGINS_AS_OF.match(expression.text):
        return True
    return _AS_OF.search(text, max(0, expression.start - 24), expression.start) is not None


def order_of_days(one: Days, other: Days) -> int:
    """Below 0 where the first time is before the second, above 0 where behind it, 0 where that cannot be said."""
    mine, yours = ((d.earliest, d.latest, "" if d.leaves_half_open else d.clock[:5]) for d in (one, other))
    if mine[1] < yours[0] or (mine[:2] == yours[:2] and mine[0] == mine[1] and "" != mine[2] < yours[2]):
        return -1
    if yours[1] < mine[0] or (mine[:2] == yours[:2] and mine[0] == mine[1] and "" != yours[2] < mine[2]):
        return 1
    if mine[:2] == yours[:2] and one.of_other_hours(other):
        return -1 if one.hours[0] < other.hours[0] else 1
    return 0


def periods(unit: Unit) -> list[TimeExpression]:
    """The lengths of time that the claim names for what it tells, not those that only say how long ago."""
    return [t for t, _ in unit.dated if t.type == "DURATION" and t.start >= unit.claim.start]


def may_last_as_long(one: str, other: str) -> bool:
    """Whether two lengths of time of which one is not counted ("several days") can be the same.

    Nobody says weeks for what another one calls days; a counted length is held against what "several" may be.
    """
    matches = [_LENGTH.match(value) for value in (one, other)]
    if matches[0] is None or matches[1] is None:
        return True
    spans = []
    for match in matches:
        time, number, unit = (match.group(k) if match else "" for k in (1, 2, 3))
        days = _HOURS[unit] if time else _DAYS[unit]
        low, high = SEVERAL if number == "X" else (float(number), float(number))
        spans.append((low * days, high * days))
    if matches[0].group(2) == matches[1].group(2) == "X":
        return matches[0].group(1, 3) == matches[1].group(1, 3)
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def naming(claim: Claim, annotated: Annotated) -> list[tuple[str, Days]]:
    """The days that name a thing in the claim's words, each with the thing's noun ("the May 2005 shooting")."""
    tokens, found = annotated.tokens, []
    for expression in (annotated.times[k] for k in claim.times):
        if expression.type not in ("DATE", "TIME") or not expression.earliest or not expression.latest:
            continue
        inside = {t for t in claim.tokens if expression.start <= tokens.start[t] < expression.end}
        top = next((t for t in sorted(inside) if tokens.head[t] not in inside), None)
        if top is not None and tokens.dep[top] in NAMING:
            noun = tokens.lemma[tokens.head[top]].lower()
            found.append((noun, Days(expression.earliest, expression.latest, expression, direct=False)))
    return found
