"""The day of an undated report, from what it says and from the other reports of its story.

Every report's words make constraints (:mod:`dating_constraints`) that give
each candidate day a cost. Reports of one story are near each other in time,
so the days are solved together: a day of the story is tried, each report
takes its cheapest day around it. What is left within a small margin is the
answer: one day, an interval, or nothing where the year stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from consilience.annotate.timex_values import resolve
from consilience.collate.dating_constraints import (
    WEEKDAY,
    Constraint,
    Costs,
    Days,
    Mention,
    explicit,
    mentions,
    of_one_event,
    of_one_source,
    of_report,
    quoted,
)
from consilience.model import Annotated, TimeExpression

_URL_DATE: Final = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(0[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
# Without a sign of another day reports share the day of their story: what the first day apart costs, and each more;
# but the dated reports of the story show how many days it covers.
_ANOTHER: Final = 0.2
_APART: Final = 0.15
_BEFORE: Final = 3
_AFTER: Final = 7
# Days that cost no more than this above the best are all possible; another year must cost so much more.
_MARGIN: Final = 0.5
_YEAR_MARGIN: Final = 1.0
# Years that the newest named year may lie back, and the longest interval worth stating (days).
_YEARS: Final = 6
_LONGEST: Final = 31
# Undated reports of a story are looked for so many days around its dated ones.
_AROUND: Final = 60
# Metadata so many days later than the address, or against so many weekdays of the story, are the day of storing.
_LATE: Final = 2
_PROOFS: Final = 2
_REASONS: Final = 8
# A constraint is a reason where the day costs little by it, and some other day so much more.
_MET: Final = 0.65
_WEAK: Final = 0.2


def date_in_url(url: str | None) -> tuple[date, str] | None:
    """The day that a web address names, with the part that names it; None where it names none."""
    found = _URL_DATE.search(url or "")
    if not found:
        return None
    year, month, number = found.groups()[:3] if found[1] else found.groups()[3:]
    month = month if found[1] else f"{_MONTHS.split().index(month.lower()) + 1:02}"
    try:
        return date(int(year), int(month), int(number)), found[0].strip("/")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Case:
    """One report with what speaks for its day: a known day, or constraints."""

    report: Annotated
    known: date | None
    constraints: tuple[Constraint, ...]
    costs: Costs


def _published(report: Annotated) -> date | None:
    stated = report.report.published
    if not stated or "/" in stated:
        return None
    try:
        return date.fromisoformat(stated[:10])
    except ValueError:
        return None


def _range(reports: Sequence[Annotated], known: Sequence[date]) -> Days | None:
    """The candidate days: around the known ones, else by the newest year named; None where none is named."""
    if known:
        middle = sorted(known)[len(known) // 2].toordinal()
        first = max(min(known).toordinal() - _AROUND, middle - 365 * _YEARS, date.min.toordinal())
        last = min(max(known).toordinal() + _AROUND, middle + 365 * _YEARS, date.max.toordinal())
        return Days.between(date.fromordinal(first), date.fromordinal(last))
    years = [period[0].year for report in reports for e in report.times if (period := explicit(e))]
    years = [year for year in years if 1800 <= year <= 2100]
    if not years:
        return None
    newest = sorted(years)[-1]
    return Days.between(date(newest - 1, 1, 1), date(newest + _YEARS, 12, 31))


def _near(costs: Costs, spread: int) -> Costs:
    """For every day the cheapest of the days around it, with what the distance costs."""
    size = len(costs)
    best = np.full(size, np.inf)
    for offset in range(-_BEFORE - spread, _AFTER + spread + 1):
        moved = np.full(size, np.inf)
        far = max(0, abs(offset) - spread)
        distance = (_ANOTHER if far else 0.0) + _APART * far
        moved[max(0, -offset) : size - max(0, offset)] = costs[max(0, offset) : size + min(0, offset)]
        best = np.minimum(best, moved + distance)
    return best


def _possible(cases: Sequence[_Case], index: int, moved: dict[tuple[int, int], Costs]) -> Costs:
    """The cost of each day of one report, the story's day and the other reports being as cheap as they can be.

    ``moved`` keeps what a case costs near each day, by its place and the days that the story covers.
    """
    # A page that names no time at all, such as a mere frame, does not say when the story was, if others do.
    telling = any(case.constraints for case in cases)
    heard = (case for case in enumerate(cases) if case[1].constraints or not telling)
    others = [(at, case) for at, case in heard if at != index]
    known = [case.known.toordinal() for _, case in others if case.known]
    spread = min(max(known) - min(known), _AFTER) if known else 0
    story: Costs = np.zeros(len(cases[index].costs))
    for at, case in others:
        if (at, spread) not in moved:
            moved[at, spread] = _near(case.costs, spread)
        story = story + moved[at, spread]
    return cases[index].costs + _near(story[::-1], spread)[::-1]


def _answer(costs: Costs, days: Days) -> tuple[date, date] | None:
    """The first and last day within the margin; None where the year is open or the days lie too far apart."""
    if not np.isfinite(costs).any():
        return None
    best = int(np.argmin(costs))
    elsewhere = np.abs(days.ordinals - days.ordinals[best]) > 200
    if elsewhere.any() and costs[elsewhere].min() < costs[best] + _YEAR_MARGIN:
        return None
    near = np.flatnonzero(costs <= costs[best] + _MARGIN)
    first, last = int(days.ordinals[near[0]]), int(days.ordinals[near[-1]])
    if last - first >= _LONGEST:
        return None
    return date.fromordinal(first), date.fromordinal(last)


def _telling(case: _Case, index: int) -> tuple[str, ...]:
    """The constraints that the day meets and that tell it from other days, the strongest first."""
    telling = [
        (float(np.max(c.costs) - c.costs[index]), c.reason)
        for c in case.constraints
        if c.costs[index] <= _MET and np.max(c.costs) - c.costs[index] > _WEAK
    ]
    return tuple(dict.fromkeys(reason for _, reason in sorted(telling, key=lambda item: -item[0])))


def _reasons(cases: Sequence[_Case], position: int, index: int) -> tuple[str, ...]:
    """The report's own reasons for the day, then those that the other reports of the story lend it."""
    own = _telling(cases[position], index)[:_REASONS]
    lent: list[str] = []
    for other, case in enumerate(cases):
        if other == position:
            continue
        if case.known:
            lent.append(f"{case.report.report.id} of the same story is of {case.known}")
        else:
            lent.extend(_telling(case, index)[:2])
    return tuple(dict.fromkeys([*own, *lent]))[: 2 * _REASONS]


def _values(times: Sequence[TimeExpression], first: date, last: date) -> tuple[TimeExpression, ...]:
    """The expressions with the values that hold on every day from first to last."""
    result = resolve(times, first)
    if first == last:
        return result
    open_values = resolve(times, None)
    for ordinal in range(first.toordinal() + 1, last.toordinal() + 1):
        again = resolve(times, date.fromordinal(ordinal))
        result = tuple(
            a if (a.value, a.earliest, a.latest) == (b.value, b.earliest, b.latest) else c
            for a, b, c in zip(result, again, open_values, strict=True)
        )
    return result


def _dated(report: Annotated, first: date, last: date, reasons: tuple[str, ...]) -> Annotated:
    published = first.isoformat() if first == last else f"{first}/{last}"
    return replace(
        report,
        report=replace(report.report, published=published, dated_by="inferred", dated_because=reasons),
        times=_values(report.times, first, last),
    )


def _case(report: Annotated, known: date | None, shared: Sequence[Constraint], days: Days) -> _Case:
    constraints = (*of_report(report, days), *shared)
    costs = np.zeros(len(days.ordinals))
    if known is not None:
        costs = np.where(days.ordinals == known.toordinal(), 0.0, np.inf)
    else:
        seen: set[str] = set()
        for constraint in constraints:
            # Words that are said again and again are one argument.
            words = re.sub(r" \(.*?\)", "", constraint.reason).lower()
            costs = costs + constraint.costs * (0.25 if words in seen else 1.0)
            seen.add(words)
    return _Case(report, known, tuple(constraints), costs)


def _belied_by_url(report: Annotated) -> Annotated:
    """The report under the day that its address names, where the metadata give none, or one much later."""
    named = date_in_url(report.report.url)
    if named is None or report.report.dated_by == "given":
        return report
    stated = _published(report)
    reasons: tuple[str, ...] = (f"the address names the day: {named[1]}",)
    if report.report.published is not None:
        if stated is None or (stated - named[0]).days <= _LATE:
            return report
        reasons = (*reasons, f"the metadata say {report.report.published}, later than the report's address")
    return _dated(report, named[0], named[0], reasons)


def _belied_by_story(reports: Sequence[Annotated], told: Sequence[Mention]) -> dict[int, tuple[str, ...]]:
    """Which reports' metadata give a day that cannot be, with what speaks against it.

    A page that was stored late bears the day of storing. It shows where the
    weekdays of at least two happenings that other reports tell of too would
    be other days, and those reports are of one week among themselves.
    """
    position = {report.report.id: index for index, report in enumerate(reports)}
    days = [_published(report) for report in reports]
    against: dict[int, tuple[str, ...]] = {}
    own: dict[int, list[Mention]] = {}
    alike: dict[str, list[Mention]] = {}  # by the weekday that they name
    for mention in told:
        alike.setdefault(mention.expression.form[:10], []).append(mention)
        if WEEKDAY.match(mention.expression.form):
            own.setdefault(position[mention.report.report.id], []).append(mention)
    for index, report in enumerate(reports):
        stated = days[index]
        if stated is None or report.report.dated_by != "metadata" or date_in_url(report.report.url):
            continue
        if all(day is None or (stated - day).days <= _AFTER for day in days):
            continue
        differ: dict[str, str] = {}
        agree = False
        for mine in own.get(index, ()):
            for other in alike[mine.expression.form[:10]]:
                day = days[position[other.report.report.id]]
                if other.report is report or day is None:
                    continue
                if (stated - day).days <= _AFTER or not mine.same_event(other):
                    continue
                if mine.expression.earliest == other.expression.earliest:
                    agree = True
                else:
                    key = mine.expression.form[:11]
                    words = f"{quoted(report, mine.expression)} tells of what {quoted(other.report, other.expression)}"
                    differ.setdefault(key, f"{words} tells of, in a report of {day}")
        if len(differ) >= _PROOFS and not agree:
            said = f"the metadata say {report.report.published}: the day on which it was stored, not written"
            against[index] = (said, *differ.values())
    # A store stamps what it stores together with one time.
    stamps = {(reports[i].report.published, reports[i].report.outlet): i for i in against}
    for index, report in enumerate(reports):
        stamp = (report.report.published, report.report.outlet)
        if index not in against and stamp in stamps and len(report.report.published or "") > len("2000-01-01"):
            first = reports[stamps[stamp]].report.id
            against[index] = (f"the metadata say {report.report.published}, as those of {first}, which cannot be",)
    return against


def date_reports(reports: Sequence[Annotated]) -> tuple[Annotated, ...]:
    """The reports of one story, the undated ones dated where their words leave one day or a short interval.

    The evidence in order: the metadata, the date in the address, the dateline,
    what the text says, the copyright line. Metadata are set aside where the
    address or the weekdays of the story show that they give a later day, on
    which the page was stored. A report that is dated here has ``dated_by``
    "inferred" and its reasons in ``dated_because``; its time expressions are
    worked out anew.
    """
    by_url = [_belied_by_url(report) for report in reports]
    told = mentions(by_url)
    belied = _belied_by_story(by_url, told)
    known = [None if index in belied else _published(report) for index, report in enumerate(by_url)]
    undated = [index for index, report in enumerate(by_url) if report.report.published is None or index in belied]
    if not undated:
        return tuple(by_url)
    days = _range(by_url, [day for day in known if day])
    if days is None:
        return tuple(by_url)
    dated = {report.report.id for report, day in zip(by_url, known, strict=True) if day}
    shared: dict[str, list[Constraint]] = {}
    for name, constraint in (*of_one_event(told, dated, days), *of_one_source(by_url, days)):
        shared.setdefault(name, []).append(constraint)
    cases = [
        _case(report, day, shared.get(report.report.id, ()), days) for report, day in zip(by_url, known, strict=True)
    ]
    result = list(by_url)
    moved: dict[tuple[int, int], Costs] = {}
    for index in undated:
        costs = _possible(cases, index, moved)
        answer = _answer(costs, days)
        if answer is None:
            continue
        first, last = answer
        reasons = _reasons(cases, index, int(np.argmin(costs)))
        result[index] = _dated(by_url[index], first, last, (*belied.get(index, ()), *reasons))
    return tuple(result)
