"""The words of a text as the index of the store knows them: without case and accents, each with its stem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from consilience.store.stem import stem

_ACCENTS = "\u0300-\u036f"
_WORD = re.compile(rf"[^\W_]+(?:[{_ACCENTS}]+[^\W_]*)*")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+")
_ACCENT = re.compile(f"[{_ACCENTS}]")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits: its characters, how it is written, and its stem."""

    start: int
    end: int
    form: str
    stem: str


@lru_cache(maxsize=1 << 17)
def form(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFD", word)).lower()


def forms(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents, in order."""
    return tuple(map(form, written(text)))


def written(text: str) -> list[str]:
    """The words of a text as they stand there, in order."""
    return (_PLAIN_WORD if text.isascii() else _WORD).findall(text)


@lru_cache(maxsize=1 << 17)
def stem_of(word: str) -> str:
    """The stem of a word as it is written."""
    return stem(form(word))


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for match in _WORD.finditer(text):
        own = form(match[0])
        yield Word(match.start(), match.end(), own, stem(own))
