"""What a search gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from consilience.model import Span

Kind = Literal["report", "statement", "quotation"]


@dataclass(frozen=True, slots=True)
class Score:
    """A number that orders the hits of one search, and the factors that it is made of, in words."""

    value: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    ``passage`` is the passage with its place in its report, of a report the sentence that shows most of what was
    asked; ``matches`` are (start, end) in the report of the words that were meant. ``speaker`` is whose words a
    statement or quotation is. ``part`` is the id of that finding or quotation within the story, and ``also`` are
    other reports in which it was found too. ``version`` counts the texts of one article; ``outdated``: there is a
    newer one.
    """

    kind: Kind
    passage: Span
    matches: tuple[tuple[int, int], ...]
    score: Score
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    speaker: str | None
    story: str | None
    story_title: str | None
    part: str | None
    also: tuple[str, ...]
    version: int
    outdated: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: how it was understood, with notes on whom and where it meant, and the hits, best first.

    ``more``: there are further hits.
    """

    query: str
    notes: tuple[str, ...]
    hits: tuple[Hit, ...]
    more: bool
