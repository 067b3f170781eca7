"""What a report says that it no longer says: "An earlier version of this article stated that 780 jobs would go".

Such a sentence tells what was wrong. It states nothing, and is nobody's word for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_TEXT = r"(?:article|story|report|piece|digest|dispatch|item|text|post|newsletter|bulletin|headline|caption|page)"
_SAID = (
    r"(?:said|stated|reported|wrote|gave|misstated|had|contained|included|described|identified|named|called|put|quoted)"
)
_WRONGLY = r"(?:incorrectly|erroneously|wrongly|mistakenly|inaccurately)"
_ONCE = r"(?:earlier|originally|previously|initially)"
_WITHDRAWN = re.compile(
    rf"""\b(?:
        (?:earlier|previous|original|initial|first|prior)\ version(?:\ of\ (?:this|our)\ {_TEXT})?,?
            (?:\ we)?(?:\ had)?(?:\ {_WRONGLY})?\ (?:{_SAID})\b
        | (?:this|our)\ {_TEXT}\ (?:{_ONCE}(?:\ {_WRONGLY})?|{_WRONGLY})\ (?:{_SAID})\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What begins the paragraph of a correction, in which "we wrote" is what was wrong.
_LABELLED = re.compile(r"^\W{0,3}(?:correction|corrected|clarification|corrigendum|erratum)\b", re.IGNORECASE)
_WE_WROTE = re.compile(rf"\bwe\s+(?:{_WRONGLY}\s+)?(?:{_SAID})\b", re.IGNORECASE)


def withdrawn(text: str, starts: list[int]) -> tuple[tuple[int, int], ...]:
    """The sentences (start, end) by which a text takes something back, in order; ``starts`` are where sentences begin.

    Offsets are code points.
    """
    found = [match.start() for match in _WITHDRAWN.finditer(text)]
    line = 0
    for paragraph in text.split("\n"):
        if _LABELLED.match(paragraph):
            found += [line + match.start() for match in _WE_WROTE.finditer(paragraph)]
        line += len(paragraph) + 1
    spans = set()
    for at in found:
        number = bisect_right(starts, at) - 1
        if number >= 0:
            spans.add((starts[number], starts[number + 1] if number + 1 < len(starts) else len(text)))
    return tuple(sorted(spans))
