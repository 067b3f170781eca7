"""Posts from social networks that stand whole in a report: text, then "— Name (@handle) January 1, 2018"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,7}"
_SIGNATURE = re.compile(
    r"[—–-]{1,2}[ \t]{0,2}([^\n(@—–]{2,60}?)[ \t]{0,2}\(@(\w{1,20})\)"
    rf"(?:[ \t\n]{{0,3}}{_MONTH}\.? \d{{1,2}}, \d{{4}})?"
)
_LEADING = re.compile(r"\s*(?:Skip\b[^\n]{0,40}?\bby @\w{1,20}\s+)?")
_LINKS = re.compile(r"(?:https?://\S{1,80}|pic\.twitter\.com/\S{1,20}|\s+)$")
# A post is short; what stands before it in a long paragraph is the report's.
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Post:
    """The characters of an embedded post's text and of its author's name."""

    start: int
    end: int
    author_start: int
    author_end: int


def find_posts(text: str) -> tuple[Post, ...]:
    """The embedded posts of the text in order; time linear in its length.

    A post begins with its line, or behind the signature before it; where the
    signature has a line of its own the post is the line above.
    """
    found = []
    behind = 0
    for match in _SIGNATURE.finditer(text):
        line = text.rfind("\n", behind, match.start()) + 1
        start, end = max(line, behind), match.start()
        if not text[start:end].strip() and line > behind:
            end = line - 1
            while end > behind and text[end - 1].isspace():
                end -= 1
            start = max(text.rfind("\n", behind, end) + 1, behind)
        leading = _LEADING.match(text, start, end)
        start = leading.end() if leading else start
        while trailing := _LINKS.search(text, max(start, end - 100), end):
            end = trailing.start()
        if 0 < end - start <= _LONGEST:
            found.append(Post(start, end, match.start(1), match.end(1)))
        behind = match.end()
    return tuple(found)
