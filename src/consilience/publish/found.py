"""The answer to a search, and a list of stories: as text, on a terminal, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from consilience.publish import wording
from consilience.publish.characters import encodable, line, visible
from consilience.schema import adapter
from consilience.search.hits import Found, Hit
from consilience.search.stories import Listed

FOUND, STORIES = "consilience.search/1", "consilience.stories/1"
_HIT = "bold reverse"

# Words and their style: what a line is made of, on a terminal and elsewhere.
_Run = tuple[str, str]


def found_json(found: Found) -> str:
    """The answer as one indented JSON document."""
    return _json({"schema": FOUND, **_plain(found)})


def stories_json(listed: Sequence[Listed]) -> str:
    """The list as one indented JSON document."""
    return _json({"schema": STORIES, "stories": [_plain(story) for story in listed]})


def _plain(value: Found | Listed) -> dict[str, Any]:
    kind: Any = type(value)
    plain: dict[str, Any] = adapter(kind).dump_python(value, mode="json", by_alias=True)
    return plain


def _json(values: dict[str, Any]) -> str:
    return encodable(json.dumps(values, ensure_ascii=False, indent=2)) + "\n"


def found_text(found: Found, *, why: bool = False) -> str:
    """The answer as text; ``why`` adds the reasons of every score."""
    return _flat(_found(found, why))


def stories_text(listed: Sequence[Listed]) -> str:
    """The list as text."""
    return _flat(_stories(listed))


def show(lines_of: Found | Sequence[Listed], console: Console, *, why: bool = False) -> None:
    """Print an answer or a list to a terminal, the words that were found standing out."""
    lines = _found(lines_of, why) if isinstance(lines_of, Found) else _stories(lines_of)
    for runs in lines:
        console.print(Text.assemble(*runs), soft_wrap=False)


def _flat(lines: Iterator[list[_Run]]) -> str:
    return encodable("".join("".join(text for text, _ in runs).rstrip() + "\n" for runs in lines))


def _found(found: Found, why: bool) -> Iterator[list[_Run]]:
    for note in found.notes:
        yield [(line(note), "dim")]
    if not found.hits:
        yield [("Nothing was found.", "")]
    for place, hit in enumerate(found.hits, 1):
        if place > 1 or found.notes:
            yield []
        yield from _hit(place, hit, why)
    if found.more:
        yield []
        yield [("There is more: ask with a larger --limit, or more narrowly.", "dim")]


def _hit(place: int, hit: Hit, why: bool) -> Iterator[list[_Run]]:
    margin = " " * (len(str(place)) + 2)
    yield [(f"{place}. ", "dim"), *_marked(hit)]
    said = [hit.kind if hit.part is None else f"{hit.kind} {hit.part}", *([hit.speaker] if hit.speaker else [])]
    when = wording.period(*days(hit.published)) or "no date"
    more = [f"and {wording.number(len(hit.also), 'more report')}"] if hit.also else []
    where = [hit.outlet or "outlet not known", when, *more, *(["an earlier version"] if hit.outdated else [])]
    yield [(margin + line(" · ".join([*said, *where])), "")]
    p = hit.passage
    yield [(margin + line(f"report {p.report}, characters {p.start}–{p.end}"), "dim")]
    if hit.story:
        yield [(margin + line(f"story {hit.story}: {hit.story_title or 'no title yet'}"), "dim")]
    if why:
        yield [(f"{margin}score {hit.score.value:.2f}", "dim")]
        yield from ([(margin + "  " + line(reason), "dim")] for reason in hit.score.reasons)


def _marked(hit: Hit) -> Iterator[_Run]:
    """The passage on one line, the words that were meant in a style of their own."""
    text, start = hit.passage.text, hit.passage.start
    at = 0
    for begin, end in hit.matches:
        left, right = max(begin - start, at), min(end - start, len(text))
        if left < right:
            yield _one_line(text[at:left]), ""
            yield _one_line(text[left:right]), _HIT
            at = right
    yield _one_line(text[at:]), ""


def _one_line(text: str) -> str:
    """White space as single blanks, also at the ends, where the next run follows."""
    return visible("".join(" " if character.isspace() else character for character in text))


def days(published: str | None) -> tuple[str | None, str | None]:
    """The first and the last day or time on which a report can have been published."""
    earliest, _, latest = (published or "").partition("/")
    return earliest or None, latest or earliest or None


def _stories(listed: Sequence[Listed]) -> Iterator[list[_Run]]:
    if not listed:
        yield [("No story was found.", "")]
    for place, story in enumerate(listed):
        if place:
            yield []
        yield [(story.id, "bold"), ("  " + line(story.title or "no title yet"), "")]
        where = [wording.period(story.earliest, story.latest) or "date not established", *story.places[:3]]
        counts = [
            wording.number(story.reports, "report"),
            wording.number(story.outlets, "outlet"),
            wording.number(story.origins, "origin"),
        ]
        contradictions = [(" · ", ""), (wording.number(story.contradictions, "contradiction"), "bold red")]
        yield [
            (f"  {line(' · '.join(where))}; {', '.join(counts)}", ""),
            *(contradictions if story.contradictions else ()),
        ]
        yield [(f"  changed {moment(story.changed)} (revision {story.revision})", "dim")]


def moment(at: datetime | None) -> str:
    """A time of the store as a reader writes it, in UTC."""
    return f"{wording.day(at.strftime('%Y-%m-%dT%H:%M'))} UTC" if at else "at a time not known"
