"""The stem of an English word as both databases' indexes make it.

M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980, as SQLite's tokenizer ``porter`` does it
(PostgreSQL's dictionary of that name too). Passages are found by the databases; this says which of their words
were meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHORTEST, _LONGEST = 3, 64  # others stay as they are
_CONSONANT = "(?:[^aeiouy]|(?<=[aeiou])y|^y)"
_VOWEL = "(?:[aeiou]|(?<![aeiou])(?<!^)y)"
_MEASURED = re.compile(f"{_VOWEL}+{_CONSONANT}+")
_HAS_VOWEL = re.compile(_VOWEL)
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")
_SHORT = re.compile(f"{_CONSONANT}{_VOWEL}[^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "logi": "log", "bli": "ble",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate",
    "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive",
    "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
)  # fmt: skip


def _longest_first(endings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(endings, key=lambda ending: -len(ending)))


_ORDER = {number: _longest_first(tuple(step)) for number, step in ((2, _STEP_2), (3, _STEP_3), (4, _STEP_4))}


def _measure(stem: str) -> int:
    """How often a vowel is followed by a consonant, runs of either counted once: Porter's m."""
    return len(_MEASURED.findall(stem))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a word in lower case; words of one or two letters, or of more than 64 bytes, are their own."""
    if not _SHORTEST <= len(word.encode()) <= _LONGEST:
        return word
    word = _plural(word)
    word = _past(word)
    if word.endswith("y") and _HAS_VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    for number, endings in ((2, _STEP_2), (3, _STEP_3)):
        ending = next((e for e in _ORDER[number] if word.endswith(e)), None)
        if ending and _measure(word[: -len(ending)]) > 0:
            word = word[: -len(ending)] + endings[ending]
    return _last_e(_derived(word))


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    ending = next((e for e in ("ing", "ed") if word.endswith(e)), "")
    bare = word[: len(word) - len(ending)]
    if not ending or not _HAS_VOWEL.search(bare):
        return word
    if bare.endswith(("at", "bl", "iz")):
        return bare + "e"
    if _DOUBLE.search(bare):
        return bare[:-1]
    return bare + "e" if _measure(bare) == 1 and _SHORT.search(bare) else bare


def _derived(word: str) -> str:
    ending = next((e for e in _ORDER[4] if word.endswith(e)), None)
    if ending is None:
        return word
    bare = word[: -len(ending)]
    if _measure(bare) <= 1 or (ending == "ion" and not bare.endswith(("s", "t"))):
        return word
    return bare


def _last_e(word: str) -> str:
    if word.endswith("e"):
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _SHORT.search(word[:-1])):
            word = word[:-1]
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
