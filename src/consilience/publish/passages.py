"""A report's raw text cut where something begins or ends to be marked.

Passages may overlap and cross: the text is cut at every border, and each piece
says which passages run through it and why it was removed, if it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from consilience.model import Report

_ENDS = re.compile(r"[.!?…][\"'”’)\]]*\s+|\s*\n\s*")
_REACH = 140


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Characters ``start`` to ``end`` of a report that something on the page points at."""

    start: int
    end: int

    @property
    def name(self) -> str:
        """What the passage is called within its report."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters that are all marked alike. ``begins`` are passages of which this is the first piece."""

    text: str
    passages: tuple[Passage, ...] = ()
    begins: tuple[Passage, ...] = ()
    removed: str | None = None


def pieces(report: Report, places: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The whole raw text in order. Joined, the pieces are the text; places outside it are clipped or dropped."""
    size = len(report.text)
    clipped = {(max(0, start), min(end, size)) for start, end in places}
    passages = sorted((Passage(start, end) for start, end in clipped if start < end), reverse=True)
    removed = sorted(((max(0, r.start), min(r.end, size), r.reason) for r in report.removed), reverse=True)
    borders = {0, size, *(border for p in passages for border in (p.start, p.end))}
    borders.update(border for start, end, _ in removed if start < end for border in (start, end))
    result = []
    through: list[Passage] = []
    gone: list[tuple[int, int, str]] = []
    for start, end in pairwise(sorted(borders)):
        through = [p for p in through if p.end > start]
        begins: list[Passage] = []
        while passages and passages[-1].start == start:
            begins.append(passages.pop())
        through += begins
        while removed and removed[-1][0] <= start:
            gone.append(removed.pop())
        gone = [r for r in gone if r[1] > start]
        reason = gone[0][2] if gone else None
        result.append(Piece(report.text[start:end], tuple(through), tuple(begins), reason))
    return tuple(result)


def broken(cut: Iterable[Piece]) -> tuple[Passage, ...]:
    """The passages that run through more than one piece, in order."""
    seen: dict[Passage, int] = {}
    for piece in cut:
        for passage in piece.passages:
            seen[passage] = seen.get(passage, 0) + 1
    return tuple(sorted(passage for passage, count in seen.items() if count > 1))


def context(report: Report, start: int, end: int) -> tuple[str, str]:
    """The words before and after ``start`` to ``end`` in the same sentence, cut to a line or two with an ellipsis.

    A sentence ends with a line or with a full stop and a space: near enough for what
    is only shown dimmed beside the exact words. Removed text is no context.
    """
    low = max((r.end for r in report.removed if r.end <= start), default=0)
    high = min((r.start for r in report.removed if r.start >= end), default=len(report.text))
    left, right = max(low, start - _REACH), min(high, end + _REACH)
    before, after = report.text[left:start], report.text[end:right]
    ends = list(_ENDS.finditer(before))
    if ends:
        before = before[ends[-1].end() :]
    elif left > low:
        before = "…" + before.partition(" ")[2]
    stop = _ENDS.search(after) or re.search(r"[.!?…][\"'”’)\]]*$", after)
    if report.text[start:end].rstrip().endswith((".", "!", "?")):
        after = ""
    elif stop:
        after = after[: stop.end()].rstrip()
    elif right < high:
        after = after.rpartition(" ")[0] + "…"
    return before, after
