"""A search: candidates from the database, each word of theirs looked at again, ranked with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row

from consilience.model import Span
from consilience.search import ranking, within
from consilience.search.candidates import Limits, candidates, frequency, newest_day
from consilience.search.hits import Found, Hit, Kind
from consilience.search.query import Query, Term, parse
from consilience.search.ranking import Counted
from consilience.search.sentences import telling
from consilience.store.stem import stem
from consilience.store.words import Word, words

KINDS: tuple[Kind, ...] = ("report", "statement", "quotation")
CANDIDATES = 200  # passages that are ranked: the first ones by the database's own ranking, where there are more


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
class _Seen:
    """Where terms stand in a passage: in its title, and the words of its text (places in the passage)."""

    counts: Mapping[Term, Counted]
    matches: Mapping[Term, tuple[tuple[int, int], ...]]


def search(tx: Connection, question: Question) -> Found:
    """The passages that answer a question, the best first, each with its place, its words and its reasons.

    Raises ValueError for a question that asks for nothing or cannot be answered.
    """
    query = parse(question.words)
    around = within.Within(question.stories)
    if question.person:
        around = around.both(within.person(tx, question.person))
    if question.place:
        around = around.both(within.place(tx, question.place, question.near))
    elif question.near is not None:
        raise ValueError("near what? A distance needs a place")
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
    rows = [] if none else candidates(tx, asked, limits, CANDIDATES)
    frequencies = {term: frequency(tx, term) for term in query.terms} if rows else {}
    newest = newest_day(tx) if rows else None
    hits = [hit for row in rows if (hit := _hit(row, query, around, question, frequencies, newest)) is not None]
    once = _each_once(sorted(hits, key=_order))
    return Found(str(query), around.notes, once[: question.limit], len(once) > question.limit)


def _order(hit: Hit) -> tuple[Any, ...]:
    return -hit.score.value, hit.kind, hit.story or "", hit.passage.report, hit.passage.start, hit.part or ""


def _each_once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """What several reports carry, a finding or a quotation, once, by its best passage."""
    first: dict[tuple[str, ...], Hit] = {}
    also: dict[tuple[str, ...], dict[str, None]] = {}
    for hit in hits:
        key = (hit.kind, hit.story or "", hit.part) if hit.part else (hit.kind, hit.passage.report)
        if first.setdefault(key, hit) is not hit and hit.passage.report != first[key].passage.report:
            also.setdefault(key, {})[hit.passage.report] = None
    return tuple(replace(hit, also=tuple(also.get(key, ()))) for key, hit in first.items())


def _hit(
    row: Row[Any],
    query: Query,
    around: within.Within,
    question: Question,
    frequencies: Mapping[Term, int],
    newest: str | None,
) -> Hit | None:
    """The hit that a candidate is; None where its words, looked at closely, are not what was asked."""
    if question.since and (row.published or "").rpartition("/")[2] < question.since:
        return None
    own = around.called.get(row.story or "", ())
    if question.person and not own:
        return None
    removed = [(r["start"], r["end"]) for r in row.fields["removed"]] if row.kind == "report" else []
    text = [word for word in words(row.text) if not any(a <= word.start < b for a, b in removed)]
    title = list(words(row.title or ""))
    seen = _seen(title, text, (*query.terms, *query.unwanted, *own))
    counts = seen.counts
    if any(not any(counts[t].weight for t in group) for group in query.wanted):
        return None
    if any(counts[t].weight for t in query.unwanted):
        return None
    if question.person and not any(counts[t].exact_text or counts[t].exact_title for t in own):
        return None
    called = sorted({place for t in own for place in seen.matches[t]})
    sought = [*(seen.matches[t] for t in query.terms), called]
    start, end = telling(row.text, sought) if row.kind == "report" else (0, len(row.text))
    places = _apart(sorted({place for own_places in sought for place in own_places}))
    outdated = row.version < row.versions
    return Hit(
        kind=row.kind,
        passage=Span(row.report, row.start + start, row.start + end, row.text[start:end]),
        matches=tuple((row.start + a, row.start + b) for a, b in places),
        score=ranking.score(
            {t: counts[t] for t in query.terms},
            frequencies,
            row.kind,
            len(row.text),
            row.published,
            newest,
            row.at_least,
            outdated,
        ),
        title=row.headline,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        speaker=row.title if row.kind != "report" else None,
        story=row.story,
        story_title=row.story_title,
        part=row.part,
        also=(),
        version=row.version,
        outdated=outdated,
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


def _seen(title: Sequence[Word], text: Sequence[Word], terms: Iterable[Term]) -> _Seen:
    counts: dict[Term, Counted] = {}
    matches: dict[Term, tuple[tuple[int, int], ...]] = {}
    for term in terms:
        if term in counts:
            continue
        in_title, in_text = _runs(title, term), _runs(text, term)
        exact = [sum(tuple(w.form for w in run) == term.forms for run in runs) for runs in (in_title, in_text)]
        counts[term] = Counted(len(in_title), len(in_text), *exact)
        matches[term] = tuple((run[0].start, run[-1].end) for run in in_text)
    return _Seen(counts, matches)


def _runs(text: Sequence[Word], term: Term) -> list[Sequence[Word]]:
    """Where the words of a term stand together, in whatever form."""
    stems = tuple(map(stem, term.forms))
    size = len(stems)
    starts = (i for i, word in enumerate(text) if word.stem == stems[0])
    return [text[i : i + size] for i in starts if tuple(w.stem for w in text[i : i + size]) == stems]
