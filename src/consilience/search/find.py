"""A search: candidates from the database, each word of theirs looked at again, ranked with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Row

from consilience.model import Span
from consilience.search import ranking, within
from consilience.search.candidates import FREQUENT, Limits, candidates, frequency, newest_day
from consilience.search.hits import Found, Hit, Kind, Score
from consilience.search.query import Query, Term, parse
from consilience.search.ranking import Counted
from consilience.search.sentences import telling
from consilience.store.stem import stem
from consilience.store.words import form, stem_of, words, written

KINDS: tuple[Kind, ...] = ("report", "statement", "quotation")
# The words of a text as they stand there, and their stems.
_Read = tuple[list[str], list[str]]

CANDIDATES = 200  # passages that are ranked: the first ones by the database's own ranking, where there are more
_EVERYWHERE = f"in more than {FREQUENT:,} passages: those stored last are ranked"


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for, in which kinds of passages, and within what.

    ``words`` as :func:`~consilience.search.query.parse` takes them; ``person`` and ``place`` are names of any
    spelling, ``near`` kilometres around the place; days are ISO days, months or years, both ends inclusive.
    ``happened`` bounds what a statement speaks of, and of reports and quotations the event of their story.
    """

    words: str = ""
    kinds: tuple[Kind, ...] = KINDS
    person: str | None = None
    place: str | None = None
    near: float | None = None
    since: str | None = None
    until: str | None = None
    happened: tuple[str, str] | None = None
    stories: frozenset[str] | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A candidate that is what was asked, and its score."""

    row: Row[Any]
    score: Score

    @property
    def order(self) -> tuple[Any, ...]:
        row = self.row
        return -self.score.value, row.kind, row.story or "", row.report, row.start, row.part or ""


def search(tx: Connection, question: Question) -> Found:
    """The passages that answer a question, the best first, each with its place, its words and its reasons.

    Raises ValueError for a question that asks for nothing or cannot be answered.
    """
    query = parse(question.words)
    around = within.Within(question.stories).both(within.of(tx, question.person, question.place, question.near))
    if not query.wanted and not any(
        (question.person, question.place, question.since, question.until, question.happened)
    ):
        raise ValueError("nothing to search for: no word, no person, no place, no day")
    asked = query
    names = tuple(dict.fromkeys(t for own in around.called.values() for t in own))
    if question.person:
        asked = Query((*query.wanted, names), query.unwanted) if names else query
    limits = Limits(question.kinds, around.stories, question.since, question.until, question.happened)
    none = not question.kinds or (around.stories is not None and not around.stories)
    counted = cache(partial(frequency, tx))  # of a single word, what is asked and the word are one
    unbound = limits == Limits(question.kinds)
    everywhere = not none and bool(query.wanted) and unbound and counted(asked) > FREQUENT
    rows = [] if none else candidates(tx, asked, limits, CANDIDATES, newest=everywhere)
    notes = (*around.notes, _EVERYWHERE) if everywhere else around.notes
    frequencies = {term: counted(Query(((term,),))) for term in query.terms} if rows else {}
    newest = newest_day(tx) if rows else None
    ranked = [_ranked(row, query, around, question, frequencies, newest) for row in rows]
    once = _each_once(sorted((one for one in ranked if one is not None), key=lambda one: one.order))
    shown = [_hit(one, also, query, around) for one, also in once[: question.limit]]
    return Found(str(query), notes, tuple(shown), len(once) > question.limit)


def _each_once(ranked: Iterable[_Ranked]) -> list[tuple[_Ranked, tuple[str, ...]]]:
    """What several reports carry, a finding or a quotation, once, by its best passage, with the other reports."""
    first: dict[tuple[str, ...], tuple[_Ranked, dict[str, None]]] = {}
    for one in ranked:
        row = one.row
        key = (row.kind, row.story or "", row.part) if row.part else (row.kind, row.report)
        best, also = first.setdefault(key, (one, {}))
        if row.report != best.row.report:
            also[row.report] = None
    return [(one, tuple(also)) for one, also in first.values()]


def _ranked(
    row: Row[Any],
    query: Query,
    around: within.Within,
    question: Question,
    frequencies: Mapping[Term, int],
    newest: str | None,
) -> _Ranked | None:
    """A candidate with its score; None where its words, looked at closely, are not what was asked."""
    if question.since and (row.published or "").rpartition("/")[2] < question.since:
        return None
    called = around.called.get(row.story or "", ())
    text, title = _read(_news(row)), _read(row.title or "")
    counts = {t: _counted(t, title, text) for t in query.terms}
    if any(not any(counts[t].weight for t in group) for group in query.wanted):
        return None
    if any(_starts(title[1], t) or _starts(text[1], t) for t in query.unwanted):
        return None
    if question.person:
        named = (_counted(t, title, text) for t in called)
        if not any(c.exact_title or c.exact_text for c in named):
            return None
    length, outdated = len(row.text), row.version < row.versions
    score = ranking.score(counts, frequencies, row.kind, length, row.published, newest, row.at_least, outdated)
    return _Ranked(row, score)


def _read(source: str) -> _Read:
    own = written(source)
    return own, list(map(stem_of, own))


def _news(row: Row[Any]) -> str:
    """The text with blanks where cleaning removed what is no news."""
    text: str = row.text
    if row.kind == "report":
        for gone in row.fields["removed"]:
            start, end = gone["start"], gone["end"]
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _starts(text: Sequence[str], term: Term) -> list[int]:
    """At which words of a text, given as stems, the words of a term stand together in whatever form."""
    wanted = list(map(stem, term.forms))
    first, size = wanted[0], len(wanted)
    if first not in text:
        return []
    return [n for n, own in enumerate(text) if own == first and (size == 1 or text[n : n + size] == wanted)]


def _counted(term: Term, title: _Read, text: _Read) -> Counted:
    """How often a term stands in title and text."""
    in_title, in_text = _starts(title[1], term), _starts(text[1], term)
    return Counted(len(in_title), len(in_text), _exact(term, in_title, title[0]), _exact(term, in_text, text[0]))


def _exact(term: Term, places: Sequence[int], own: Sequence[str]) -> int:
    """At how many of the places the term's words stand as they were asked."""
    size = len(term.forms)
    return sum(tuple(map(form, own[n : n + size])) == term.forms for n in places)


def _hit(one: _Ranked, also: tuple[str, ...], query: Query, around: within.Within) -> Hit:
    """What is shown of a candidate, with the places of its words."""
    row = one.row
    text = list(words(_news(row)))
    own = [word.stem for word in text]

    def places_of(term: Term) -> list[tuple[int, int]]:
        return [(text[n].start, text[n + len(term.forms) - 1].end) for n in _starts(own, term)]

    called = sorted({place for t in around.called.get(row.story or "", ()) for place in places_of(t)})
    sought = [*map(places_of, query.terms), called]
    start, end = telling(row.text, sought) if row.kind == "report" else (0, len(row.text))
    return Hit(
        kind=row.kind,
        passage=Span(row.report, row.start + start, row.start + end, row.text[start:end]),
        matches=tuple((row.start + a, row.start + b) for a, b in _apart(sorted(p for own in sought for p in own))),
        score=one.score,
        title=row.headline,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        speaker=row.title if row.kind != "report" else None,
        story=row.story,
        story_title=row.story_title,
        part=row.part,
        also=also,
        version=row.version,
        outdated=row.version < row.versions,
    )


def _apart(places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The places in order, those joined that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
