"""The sentence of a report that shows most of what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = 320  # characters
_ENDS = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\W\d_a-z])|\s*\n\s*")

Places = Sequence[tuple[int, int]]


def telling(text: str, sought: Sequence[Places]) -> tuple[int, int]:
    """Where the sentence begins and ends in which the most of what was sought stands, the first of several.

    ``sought`` are the places of each thing. Of a long sentence it is the part around the first of them. Without any
    it is the first sentence.
    """
    best, most = (0, 0), -1
    for start, end in sentences(text):
        held = sum(any(start <= a < end for a, _ in places) for places in sought)
        if held > most:
            best, most = (start, end), held
    start, end = best
    if end - start <= LONGEST:
        return best
    first = min((a for places in sought for a, _ in places if start <= a < end), default=start)
    left = max(start, min(first - LONGEST // 3, end - LONGEST))
    right = min(end, left + LONGEST)
    if left > start:
        left = text.find(" ", left, right) + 1 or left
    if right < end:
        right = max(text.rfind(" ", left, right), first + 1)
    return left, right


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end, near enough to show one: at a line's end, or at a full stop before a capital."""
    start = 0
    for match in _ENDS.finditer(text):
        if match.start() > start and text[start : match.start()].strip():
            # The closing quotation mark belongs to the sentence.
            end = match.start() + len(match[0].rstrip()) if not match[0].isspace() else match.start()
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())
