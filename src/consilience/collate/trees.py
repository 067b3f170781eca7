"""A report's words by the sentence that they stand in and by the word that they hang on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from consilience.model import Tokens


def of_sentence(tokens: Tokens, number: int) -> range:
    """The indices of a sentence's words, by its number."""
    return range(bisect_left(tokens.sentence, number), bisect_right(tokens.sentence, number))


def children(tokens: Tokens, own: Iterable[int]) -> dict[int, list[int]]:
    """The words that hang on each word, of those given, in the order of the text; a root hangs on none."""
    found: dict[int, list[int]] = {}
    for token in sorted(own):
        if tokens.head[token] != token:
            found.setdefault(tokens.head[token], []).append(token)
    return found
