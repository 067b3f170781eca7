"""Words in quotation marks that nobody says: titles, and words held at arm's length."""

from __future__ import annotations

from collections.abc import Sequence

from consilience.annotate.words import Words, word_set

_QUOTED_MEDIA = word_set(
    "book film movie song album show series novel play poem article headline entitled titled called named"
)


def is_so_called(words: Words, first: int) -> bool:
    """Whether the quotation that begins at the word is one of "so-called “smart” fence"."""
    before = words.text[max(0, first - 3) : first]
    return before[-1:] == ["so-called"] or [t.lower() for t in before] == ["so", "-", "called"]


def is_title(words: Words, first: int, inner: Sequence[int]) -> bool:
    """Whether the words of a quotation are a name: each but the small ones with a capital, or a book before it."""
    if first and words.lemma[first - 1] in _QUOTED_MEDIA:
        return True
    real = [i for i in inner if words.text[i][:1].isalpha()]
    if not 1 < len(real) <= 8:
        return False
    return all(words.text[i][0].isupper() or len(words.text[i]) < 4 for i in real)
