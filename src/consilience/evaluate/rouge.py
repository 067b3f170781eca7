"""ROUGE-1, ROUGE-2 and ROUGE-L (Lin, Text Summarization Branches Out 2004), as F1 in percent.

Words are runs of letters and digits in lower case, unstemmed. ROUGE-L is the summary-level one:
for each sentence of the reference the words that any sentence of the summary gives in its order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1 over single words, over pairs of words, and over longest common subsequences."""

    one: float
    two: float
    longest: float


def words(text: str) -> list[str]:
    """The words that are compared."""
    return _WORD.findall(text.casefold())


def _f1(shared: int, given: int, wanted: int) -> float:
    return 200 * shared / (given + wanted) if given and wanted else 0.0


def _grams(sentences: Sequence[Sequence[str]], size: int) -> Counter[tuple[str, ...]]:
    """The runs of ``size`` words within sentences."""
    return Counter(tuple(s[k : k + size]) for s in sentences for k in range(len(s) - size + 1))


def _overlap(summary: Sequence[Sequence[str]], reference: Sequence[Sequence[str]], size: int) -> float:
    given, wanted = _grams(summary, size), _grams(reference, size)
    return _f1((given & wanted).total(), given.total(), wanted.total())


def _common(wanted: Sequence[str], given: Sequence[str]) -> set[int]:
    """The places in ``wanted`` of one longest common subsequence, the earliest."""
    table = [[0] * (len(given) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(given) - 1, -1, -1):
            same = wanted[i] == given[j]
            table[i][j] = table[i + 1][j + 1] + 1 if same else max(table[i + 1][j], table[i][j + 1])
    found, i, j = set(), 0, 0
    while i < len(wanted) and j < len(given):
        if wanted[i] == given[j]:
            found.add(i)
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _longest(summary: Sequence[Sequence[str]], reference: Sequence[Sequence[str]]) -> float:
    # A word of the summary counts once, however many sentences of the reference have it.
    left = Counter(word for sentence in summary for word in sentence)
    shared = 0
    for wanted in reference:
        for place in sorted(set().union(*(_common(wanted, given) for given in summary))):
            if left[wanted[place]]:
                left[wanted[place]] -= 1
                shared += 1
    return _f1(shared, sum(map(len, summary)), sum(map(len, reference)))


def rouge(summary: Sequence[str], reference: Sequence[str]) -> Rouge:
    """The figures of a summary against one reference, both given sentence by sentence."""
    given, wanted = [words(s) for s in summary], [words(s) for s in reference]
    return Rouge(_overlap(given, wanted, 1), _overlap(given, wanted, 2), _longest(given, wanted))
