"""In which words two wordings of one utterance differ.

Words are compared without case and without punctuation at their edges, by the
longest matching runs (Ratcliff and Obershelp, as difflib implements them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "added", "missing"]

_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words that both wordings have, or only the one shown (``added``), or only the first (``missing``)."""

    change: Change
    text: str


def runs(first: str, other: str) -> tuple[Run, ...]:
    """``other`` word by word against ``first``. What is not ``missing``, joined by spaces, is ``other``."""
    before, after = _WORD.findall(first), _WORD.findall(other)
    matcher = SequenceMatcher(None, [_key(w) for w in before], [_key(w) for w in after], autojunk=False)
    result: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            result.append(Run("same", " ".join(after[k:m])))
            continue
        if i < j:
            result.append(Run("missing", " ".join(before[i:j])))
        if k < m:
            result.append(Run("added", " ".join(after[k:m])))
    return tuple(result)


def alike(first: str, other: str) -> bool:
    """Whether two wordings have the same words in the same order."""
    return [_key(w) for w in _WORD.findall(first)] == [_key(w) for w in _WORD.findall(other)]


def _key(word: str) -> str:
    return _EDGE.sub("", word).casefold().replace("’", "'")
