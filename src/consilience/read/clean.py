"""Marks what in a report is not news text. The text itself is never changed.

Two kinds of evidence: wordings that publishers' pages add (``tables/boilerplate.toml``, read by
:mod:`consilience.read.wordings`), and the layout around them (:mod:`consilience.read.layout`): a headline that
is said again, the links under "Read more". Where in doubt a passage stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from consilience.model import Removed
from consilience.read import dates, layout, wordings


def removed(text: str, title: str | None) -> tuple[Removed, ...]:
    """The spans of ``text`` that are not news text, each with its reason, in order and without overlap.

    A span neither begins nor ends with white space. ``title`` is the report's headline, if known.
    """
    found = [*wordings.marks(text), *layout.repeated_titles(text, title), *layout.galleries(text, title)]
    found += layout.signatures(text)
    found += layout.links(text, found)
    return _joined(text, found)


def byline(text: str, spans: Iterable[Removed]) -> str | None:
    """The author's name in the first of the spans that is a byline."""
    for span in spans:
        if span.reason == "byline":
            return re.sub(r"^by\s+", "", text[span.start : span.end], flags=re.I)
    return None


def published(text: str, spans: Iterable[Removed]) -> str | None:
    """The date in the first of the spans that says when the text was published or updated."""
    stamps = (dates.find(text[span.start : span.end]) for span in spans if span.reason == "timestamp")
    return next((date for date in stamps if date), None)


def _joined(text: str, found: Iterable[Removed]) -> tuple[Removed, ...]:
    spans: list[Removed] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end, m.reason)):
        start, end = mark.start, mark.end
        if spans and start < spans[-1].end:
            last = spans.pop()
            start, end, mark = last.start, max(last.end, end), last
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            spans.append(Removed(start, end, "related" if mark.reason == layout.LINK_LIST else mark.reason))
    return tuple(spans)
