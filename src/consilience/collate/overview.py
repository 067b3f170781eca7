"""What a reader wants first: the story's name, when it happened, and its order in time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain

from consilience.annotate import numerals
from consilience.collate.findings import Moved
from consilience.collate.moments import all_before
from consilience.model import Annotated, Conflict, DateRange, Finding, Moment, TimeExpression
from consilience.tables import frequency

_WORD = re.compile(r"[^\W\d_]{3,}")
# A site's name behind a title: every word but "of" and the like with a capital.
_SITE = re.compile(r"\s+[|–—-]\s+(?:(?:[^\Wa-z_][\w.&’']*|of|the|and)(?:\s+|$)){1,6}$")
_LABEL = re.compile(
    r"^(?:(?:breaking|exclusive|live|update|updated|urgent|watch)(?:\s+news)?(?:\s*\d+)?\s*[:|–—-]\s*)+", re.I
)
OPENING = 400  # characters of a report that say what it is about
STEM = 6  # letters by which two forms of a word are one
COMMON_IDF = 6.0  # no word weighs more: a name that few texts have is no better than another
NEAR_DAYS = 14


def moved(conflicts: Sequence[Conflict], published: Mapping[str, str]) -> list[Moved]:
    """For each figure that later reports have moved on from the words that give it as it was, and as it is last.

    Old are all sides of a revision but the last, and of figures that their times do not order those that all
    reports of the others are later than. ``published`` maps report ids to their times.
    """
    found = []
    for conflict in conflicts:
        if conflict.slot == "number" and conflict.relation in ("revision", "undecided", "contradiction"):
            last = len(conflict.sides) - 1
            old = conflict.sides[: last if conflict.relation == "revision" else _overtaken(conflict, published)]
            spans = frozenset(span for side in old for span in side.spans)
            found.append((spans, frozenset(span for side in conflict.sides[len(old) :] for span in side.spans)))
    return found


def _overtaken(conflict: Conflict, published: Mapping[str, str]) -> int:
    """How many of the lowest figures are older than all that are higher."""
    tellers = [[span.report for span in side.spans] for side in conflict.sides]
    for k in range(len(tellers) - 1, 0, -1):
        if all_before(chain.from_iterable(tellers[:k]), chain.from_iterable(tellers[k:]), published):
            return k
    return 0


def _stems(text: str) -> dict[str, str]:
    """The words of a text by their first letters."""
    return {word[:STEM]: word for word in (w.lower() for w in _WORD.findall(text))}


def _values(text: str) -> set[float]:
    return {numeral.low for numeral in numerals.find(text)}


def title(reports: Sequence[Annotated], findings: Sequence[Finding], figures: Sequence[Moved] = ()) -> str:
    """The headline that says most of what all reports say; the first finding where there is no headline.

    Of ``figures`` that have moved on one as it is last goes before all, and one as it was comes last.
    """
    old, new = ({v for moved in figures for span in moved[k] for v in _values(span.text)} for k in (0, 1))
    counts: Counter[str] = Counter()  # how many reports have a word, and again how many open with it
    for annotated in reports:
        title, text = annotated.report.title or "", annotated.report.text
        counts.update({*_stems(text), *_stems(title)})
        counts.update({*_stems(text[:OPENING]), *_stems(title)})

    def worth(title: str) -> float:
        stems = _stems(title)
        if len(stems) < 4:
            return 0.0
        told = (min(COMMON_IDF, frequency.idf(word)) * (counts[stem] - 2) for stem, word in stems.items())
        return sum(told) / (len(stems) + 3)

    titles = [_LABEL.sub("", _SITE.sub("", a.report.title)) for a in reports if a.report.title]

    def rank(title: str) -> tuple[bool, bool, bool, float, str]:
        figures = _values(title)
        return worth(title) > 0, not old & figures, bool((new - old) & figures), worth(title), title

    best = max(titles, key=rank, default="")
    if worth(best) > 0:
        return best
    return findings[0].text if findings else (best or "Untitled story")


def _days(times: Sequence[TimeExpression]) -> list[str]:
    return [t.earliest for t in times if t.type in ("DATE", "TIME") and t.earliest and t.earliest == t.latest]


def when(reports: Sequence[Annotated]) -> DateRange:
    """The days on which it happened: those that most reports name, near the day they were published.

    Where no report names a day, the days of publication; open where those are unknown too.
    """
    named: Counter[str] = Counter()
    for annotated in reports:
        published = (annotated.report.published or "")[:10]
        used = {k for claim in annotated.claims for k in claim.times}
        near = {
            day
            for day in _days([annotated.times[k] for k in sorted(used)])
            if not published or 0 <= (date.fromisoformat(published) - date.fromisoformat(day)).days <= NEAR_DAYS
        }
        named.update(near)
    if named:
        most = max(named.values())
        best = sorted(day for day, number in named.items() if number >= max(1, 0.75 * most))
        return DateRange(best[0], best[-1] if most > 1 else best[0])
    days = sorted(a.report.published[:10] for a in reports if a.report.published)
    return DateRange(days[0], days[-1]) if days else DateRange()


def timeline(reports: Sequence[Annotated], findings: Sequence[Finding]) -> tuple[Moment, ...]:
    """The findings that carry a date of their own, in the order of time; of several reports, where there are such."""
    by_id = {a.report.id: a for a in reports}
    several = [f for f in findings if len({s.report for s in f.support}) > 1] or list(findings)
    moments = []
    for finding in several:
        bounds: Counter[tuple[str, str]] = Counter()
        for support in finding.support:
            for t in by_id[support.report].times:
                if support.start <= t.start < support.end and t.type in ("DATE", "TIME") and t.earliest and t.latest:
                    bounds[t.earliest, t.latest] += 1
        if bounds:
            (earliest, latest), _ = min(bounds.items(), key=lambda item: (-item[1], item[0]))
            moments.append(Moment(earliest, latest, finding.id, finding.text))
    return tuple(sorted(moments, key=lambda m: (m.earliest or "", m.latest or "", int(m.finding[1:]))))
