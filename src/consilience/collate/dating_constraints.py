"""What a report's words say about the day on which it was published.

Each constraint gives every candidate day a cost: 0 where the day is as the
words would have it, more the less a journalist would have written so on that
day. The costs are rough: what counts is which days they tell apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from consilience.annotate.timex_values import evaluate
from consilience.model import Annotated, TimeExpression

Costs = NDArray[np.float64]

# Days from a weekday that lies in the past to publication: today and yesterday are what news is made of.
_SINCE_WEEKDAY: Final = (0.0, 0.1, 0.6, 0.9, 1.2, 1.4, 1.6)
_UNTIL_WEEKDAY: Final = (0.5, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
# The words in which a report leads are about its news, the later ones often about what went before.
_LEAD: Final = 700
IMPOSSIBLE: Final = 6.0
_DIFFERENT: Final = 2.0
# In so many days what was news becomes half as likely to be told, roughly.
_FADES: Final = 10.0
# What is so few days past is rather told by its weekday than by its date.
_CLOSE: Final = (0.9, 0.6, 0.3)
_DEMONSTRATIVE: Final = re.compile(r"(?:That|This|The|Those|These) [a-z]+")
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’')]?\s|\n")
# So many uncommon words in common make two sentences speak of one happening.
_SHARED: Final = 3
# A text that names more times than this is a list; its first ones are compared with those of other reports.
_MENTIONS: Final = 200
# Words in more of the story's sentences than this share say nothing.
_COMMON: Final = 0.12
WEEKDAY: Final = re.compile(r"XXXX-WXX-[1-7] <")
_DEICTIC: Final = re.compile(r"ref (?:year|month|week)(?: -?\d)?(?: (?:before|early|late|mid))?|ref -P\d+[YMW]")
_DATELINE: Final = re.compile(
    r"^[A-Z][A-Z .,'’/-]{2,40}(?:,[^\n.]{0,25}?)?,? ((?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)"
    r"[a-z]*\.? \d{1,2})\b[^\n]{0,30}?(?:\(|--|—|–|-)",
    re.MULTILINE,
)
_HEAD: Final = 400
# What a news agency or state media are said to have put out on a day.
_RELEASED: Final = re.compile(
    r"\b(state media|state television|state TV|state radio|news agency|[A-Z]{3,6})"
    r"\s+(?:reported|said|announced|confirmed)(?:\s+(?:on|early|late))*\s*$"
)
_COPYRIGHT: Final = re.compile(r"(?:©|\(c\)|copyright)[^\n\d]{0,20}((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """The candidate days, as proleptic ordinals in order."""

    ordinals: NDArray[np.int64]

    @staticmethod
    def between(first: date, last: date) -> Days:
        return Days(np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64))

    def weekdays(self) -> NDArray[np.int64]:
        """ISO weekdays, Monday 1."""
        return (self.ordinals - 1) % 7 + 1

    def years(self) -> NDArray[np.int64]:
        since_1970 = (self.ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
        return since_1970.astype("datetime64[Y]").astype(np.int64) + 1970


@dataclass(frozen=True, slots=True)
class Constraint:
    """What some words say of the day: a cost for each candidate, and the reason in plain words."""

    reason: str
    costs: Costs


def quoted(report: Annotated, expression: TimeExpression) -> str:
    """The expression as a reason shows it: its words and where they stand."""
    return f"“{expression.text}” ({report.report.id}, {expression.start}–{expression.end})"


def _direction(form: str) -> str:
    return next((step for step in form.split() if step in ("<", ">", "<<", ">>")), "~")


def explicit(expression: TimeExpression) -> tuple[date, date] | None:
    """The days of an expression that names its year, None for any other."""
    if "ref" in expression.form or "prev" in expression.form or expression.form.startswith(("=", "topic")):
        return None
    found = evaluate(expression.form, None)
    if found.first is None or found.last is None or found.period is None:
        return None
    return found.first, found.last


def _weekday(report: Annotated, expression: TimeExpression, days: Days) -> Constraint | None:
    found = re.fullmatch(r"XXXX-WXX-([1-7]) ([<>])( T\S+)?", expression.form)
    if not found:
        return None
    number, direction = int(found[1]), found[2]
    gap = (days.weekdays() - number) % 7 if direction == "<" else (number - days.weekdays()) % 7
    table = np.array(_SINCE_WEEKDAY if direction == "<" else _UNTIL_WEEKDAY)
    weight = 1.0 if expression.start < _LEAD else 0.5
    when = "past" if direction == "<" else "to come"
    return Constraint(f"{quoted(report, expression)}: a {_WEEKDAYS[number - 1]} {when}", weight * table[gap])


def _of_the_year(report: Annotated, expression: TimeExpression, days: Days) -> Constraint | None:
    """A day or month without its year: not far off; and where it gives its weekday, in a year in which that is so."""
    found = re.match(r"XXXX-(\d\d)(?:-(\d\d))? ([<>~])( w[1-7])?", expression.form)
    if not found:
        return None
    costs = np.zeros(len(days.ordinals))
    for year in {int(y) for y in days.years()}:
        inside = days.years() == year
        if found[4] and found[2]:
            near = [_named(y, found[1], found[2]) for y in (year - 1, year, year + 1)]
            fits = [d.toordinal() for d in near if d and d.isoweekday() == int(found[4][2:])]
            gap = np.min([np.abs(days.ordinals[inside] - f) for f in fits], axis=0) if fits else np.array(999)
            costs[inside] = np.where(gap > 250, IMPOSSIBLE, 0.0)
    if not costs.any():
        return None
    return Constraint(f"{quoted(report, expression)}: the weekday fits this year", costs)


def _named(year: int, month: str, number: str) -> date | None:
    try:
        return date(year, int(month), int(number))
    except ValueError:
        return None


def _explicit(report: Annotated, expression: TimeExpression, days: Days) -> Constraint | None:
    """A day, month or year that is told as past lies before the report, one that is told as to come not before it."""
    known = explicit(expression)
    direction = _direction(expression.form)
    if known is None or direction == "~":
        return None
    first, last = known
    if direction == "<":
        costs = np.where(days.ordinals < first.toordinal(), _DIFFERENT, 0.0)
        if 27 < (last - first).days < 32:  # the year is left out while it lasts
            costs = costs + np.where(days.years() == first.year, 0.5, 0.0)
        return Constraint(f"{quoted(report, expression)}: already past", costs)
    costs = np.where(days.ordinals > last.toordinal(), 1.0, 0.0)
    return Constraint(f"{quoted(report, expression)}: still to come", costs)


def _gap(days: Days, month: str, number: str) -> Costs:
    """The days from the last such day of a year to each candidate."""
    gap = np.full(len(days.ordinals), 10_000.0)
    for year in range(int(days.years()[0]) - 1, int(days.years()[-1]) + 1):
        named = _named(year, month, number)
        if named:
            since = days.ordinals - named.toordinal()
            gap = np.where((since >= 0) & (since < gap), since, gap)
    return gap


def _newest(report: Annotated, days: Days) -> Iterator[Constraint]:
    """The newest day told as past by its date lies shortly before the report, but not so shortly as to be a weekday.

    A date with its year counts where its weekday stands beside it: so are told the days of the news, not of the past.
    """
    gaps: list[tuple[Costs, TimeExpression]] = []
    for expression in report.times:
        if found := re.match(r"XXXX-(\d\d)-(\d\d) <(?! w)", expression.form):
            gaps.append((_gap(days, found[1], found[2]), expression))
        elif re.match(r"\d{4}-\d\d-\d\d [<~] w", expression.form) and (known := explicit(expression)):
            since = (days.ordinals - known[0].toordinal()).astype(np.float64)
            gaps.append((np.where(since >= 0, since + len(_CLOSE), 10_000.0), expression))
    if not gaps:
        return
    newest = np.min([gap for gap, _ in gaps], axis=0)
    words = gaps[int(np.argmin([gap.min() + gap.argmin() * 1e-9 for gap, _ in gaps]))][1]
    close = np.select([newest == gap for gap in range(len(_CLOSE))], _CLOSE, 0.0)
    costs = np.minimum(newest / _FADES, 3.0) + close
    yield Constraint(f"{quoted(report, words)}: the newest day that it names is not long past", costs)


def _unfinished(report: Annotated, days: Days) -> Iterator[Constraint]:
    """What follows something vague ("early July … a week later") and is told as past, is likely over."""
    before: list[TimeExpression] = []
    for expression in report.times:
        start = next((e for e in reversed(before) if re.match(r"XXXX-\d\d < (early|mid|late)", e.form)), None)
        before.append(expression)
        later = re.match(r"prev \+P(\d+)([DW])", expression.form)
        if start is None or later is None or expression.start - start.end > 200:
            continue
        length = int(later[1]) * (7 if later[2] == "W" else 1)
        part = np.zeros(len(days.ordinals))
        for year in sorted({int(y) for y in days.years()}):
            inside = days.years() == year
            found = evaluate(start.form, date(year, 12, 31))
            if found.first is None or found.last is None:
                continue
            first, span = found.first.toordinal() + length, (found.last - found.first).days + 1
            over = np.clip((days.ordinals[inside] - first + 1) / span, 0, 1)
            asked = days.ordinals[inside] >= found.first.toordinal()
            part[inside] = np.where(asked, 0.4 * (1 - over), 0.0)
        yield Constraint(f"{quoted(report, start)} and {quoted(report, expression)}: both past", part)


def _newest_year(report: Annotated, days: Days) -> Iterator[Constraint]:
    """A report names few years later than the one before its own."""
    years = [known[0].year for e in report.times if (known := explicit(e)) and _direction(e.form) != ">"]
    if not years:
        return
    later = np.clip(days.years() - max(years), -1, 4)
    yield Constraint(
        f"{max(years)} is the newest year that {report.report.id} names",
        np.array([0.4, 0.1, 0.3, 0.5, 0.7, 1.0])[later + 1],
    )


def _frame(report: Annotated, days: Days) -> Iterator[Constraint]:
    """The dateline at the head, and the copyright line."""
    text = report.report.text
    line = _DATELINE.search(text[:_HEAD])
    stated = [e for e in report.times if line and e.start >= line.start(1) and e.end <= line.end(1) + 1]
    for expression in stated[:1]:
        found = re.match(r"XXXX-(\d\d)-(\d\d)", expression.form)
        if found:
            costs = np.full(len(days.ordinals), IMPOSSIBLE)
            for year in {int(y) for y in days.years()}:
                named = _named(year, found[1], found[2])
                if named:
                    gap = days.ordinals - named.toordinal()
                    costs = np.where((gap >= 0) & (gap <= 1), np.minimum(costs, 0.5 * gap), costs)
            yield Constraint(f"{quoted(report, expression)}: the dateline", costs)
    for found in _COPYRIGHT.finditer(text):
        costs = np.where(days.years() == int(found[1]), 0.0, 0.7)
        yield Constraint(f"“{found[0]}” ({report.report.id}, {found.start()}–{found.end()}): the copyright line", costs)


def of_report(report: Annotated, days: Days) -> tuple[Constraint, ...]:
    """The constraints that the report's own words make."""
    made: list[Constraint] = []
    for expression in report.times:
        for rule in (_weekday, _of_the_year, _explicit):
            found = rule(report, expression, days)
            if found is not None:
                made.append(found)
    made.extend(_newest(report, days))
    made.extend(_unfinished(report, days))
    made.extend(_newest_year(report, days))
    made.extend(_frame(report, days))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression with the uncommon words of its sentence: two that share them tell of one happening."""

    report: Annotated
    expression: TimeExpression
    words: frozenset[str]
    sentence: int
    refers_back: bool

    def same_event(self, other: Mention) -> bool:
        """Many uncommon words in common; or a sentence and the next one, which begins with "That agreement"."""
        if len(self.words & other.words) >= _SHARED:
            return True
        if self.report.report.id != other.report.report.id or self.sentence == other.sentence:
            return False
        first, second = (self, other) if self.sentence < other.sentence else (other, self)
        return second.sentence - first.sentence == 1 and second.refers_back and bool(first.words & second.words)


def mentions(reports: Sequence[Annotated]) -> tuple[Mention, ...]:
    """Every time expression of the story, with the words around it that are not common in the story."""
    count: Counter[str] = Counter()
    total = 0
    found: list[Mention] = []
    for report in reports:
        text = report.report.text
        ends = sorted({0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)})
        sentences = [text[a:b] for a, b in pairwise(ends) if text[a:b].strip()]
        starts = [a for a, b in pairwise(ends) if text[a:b].strip()]
        words = [frozenset(w.lower() for w in _WORD.findall(sentence)) for sentence in sentences]
        count.update(word for sentence in words for word in sentence)
        total += len(sentences)
        for expression in report.times[:_MENTIONS]:
            at = max(bisect_right(starts, expression.start) - 1, 0)
            back = _DEMONSTRATIVE.match(sentences[at].lstrip()) is not None
            found.append(Mention(report, expression, words[at], at, back))
    common = {word for word, number in count.items() if number > max(4, _COMMON * total)}
    return tuple(
        replace(m, words=m.words - common - frozenset(w.lower() for w in _WORD.findall(m.expression.text)))
        for m in found
    )


def of_one_event(known: Sequence[Mention], dated: Collection[str], days: Days) -> Iterator[tuple[str, Constraint]]:
    """ "Last year" and "June 2024", said of one happening: the year before the report's own is 2024.

    So too "Friday" in one report and "Friday" in another, whose id is among
    ``dated``. Gives the id of the report that uses the relative expression
    with each constraint.
    """
    meeting = _Meeting(days)
    anchors = [(m, period) for m in known if (period := explicit(m.expression))]
    weekdays = [m for m in known if m.report.report.id in dated and WEEKDAY.match(m.expression.form)]
    for mention in known:
        name, form = mention.report.report.id, mention.expression.form
        if name in dated:
            continue
        if _DEICTIC.fullmatch(form):
            for other, (first, last) in anchors:
                if other.expression is not mention.expression and mention.same_event(other):
                    yield name, _within(mention, other, meeting.costs(form, first, last))
        elif WEEKDAY.match(form):
            for other in weekdays:
                stated = other.expression.earliest
                if stated and other.expression.form[:11] == form[:11] and mention.same_event(other):
                    day = date.fromisoformat(stated)
                    yield name, _within(mention, other, meeting.costs(form, day, day))


def _within(mention: Mention, other: Mention, costs: Costs) -> Constraint:
    reason = (
        f"{quoted(mention.report, mention.expression)} tells of what {quoted(other.report, other.expression)} tells of"
    )
    return Constraint(reason, costs)


class _Meeting:
    """For a relative form and a period: what each day costs if both name one time; worked out once."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._known: dict[tuple[str, date, date], Costs] = {}

    def costs(self, form: str, first: date, last: date) -> Costs:
        key = (form, first, last)
        if key not in self._known:
            # A year is the same all the year round.
            named = self._days.years() if form.startswith("ref year") else self._days.ordinals
            values, places = np.unique(named, return_inverse=True)
            whole = form.startswith("ref year")
            reached = (evaluate(form, date(int(v), 7, 1) if whole else date.fromordinal(int(v))) for v in values)
            apart = [r.first is None or r.last is None or r.first > last or first > r.last for r in reached]
            self._known[key] = np.where(np.array(apart)[places], _DIFFERENT, 0.0)
        return self._known[key]


def of_one_source(reports: Sequence[Annotated], days: Days) -> Iterator[tuple[str, Constraint]]:
    """Who cites what state media reported on Sunday, as another report says, does not write before that Sunday.

    Gives the id of the report that cites the source with each constraint.
    """
    for report in reports:
        for expression in report.times:
            told = _RELEASED.search(report.report.text, max(0, expression.start - 60), expression.start)
            made = _weekday(report, expression, days) if told else None
            if told is None or made is None:
                continue
            source = told[1].lower()
            for other in reports:
                if other is not report and re.search(rf"\b{re.escape(source)}\b", other.report.text.lower()):
                    reason = f"{quoted(report, expression)}: when {told[1]} reported what {other.report.id} cites"
                    yield other.report.id, Constraint(reason, 0.5 * made.costs)
