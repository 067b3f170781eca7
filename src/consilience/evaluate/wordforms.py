"""English inflection, for sentences that are changed by grammar.

Regular forms by the rules of spelling; irregular verbs stand in ``tables/verbforms.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from consilience import tables

_VOWELS = frozenset("aeiou")
_IRREGULAR_PLURALS = {"man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet"}
_IRREGULAR_PLURALS |= {"life": "lives", "wife": "wives", "knife": "knives", "half": "halves", "aircraft": "aircraft"}
_UNCHANGED = frozenset({"police", "troops", "staff", "crew", "series", "species"})


@cache
def _verbs() -> Mapping[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in tables.load("verbforms.toml")["irregular"]}


@cache
def _doubling() -> frozenset[str]:
    return frozenset(tables.load("verbforms.toml")["doubling"])


def _doubles(lemma: str) -> bool:
    """Whether the last letter is doubled before an ending: one short syllable, or the last one stressed."""
    if lemma in _doubling():
        return True
    if len(lemma) < 3 or lemma[-1] in _VOWELS or lemma[-1] in "wxy" or lemma[-2] not in _VOWELS:
        return False
    syllables = sum(1 for k, c in enumerate(lemma) if c in _VOWELS and (k == 0 or lemma[k - 1] not in _VOWELS))
    return syllables == 1 and lemma[-3] not in _VOWELS


def past(lemma: str) -> str:
    """The simple past of a lower-case verb lemma; of "be" the plural."""
    if lemma in _verbs():
        return _verbs()[lemma][0]
    return _ed(lemma)


def participle(lemma: str) -> str:
    """The past participle of a lower-case verb lemma."""
    if lemma in _verbs():
        return _verbs()[lemma][1]
    return _ed(lemma)


def _ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + "ed"


def third(lemma: str) -> str:
    """The third person singular of the present; the regular plural of a noun is spelt alike."""
    known = {"have": "has", "be": "is", "do": "does", "go": "goes"}.get(lemma)
    if known:
        return known
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def gerund(lemma: str) -> str:
    """The form in -ing of a lower-case verb lemma."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + "ing"


def plural(noun: str) -> str:
    """The plural of a lower-case noun."""
    if noun in _UNCHANGED:
        return noun
    return _IRREGULAR_PLURALS.get(noun) or third(noun)


def inflected(lemma: str, tag: str) -> str:
    """The lemma in the form that a Penn Treebank tag names; the lemma itself for a tag without a form."""
    forms = {"VBD": past, "VBN": participle, "VBZ": third, "VBG": gerund, "NNS": plural}
    return forms[tag](lemma) if tag in forms else lemma


def in_case_of(word: str, model: str) -> str:
    """The word with a capital letter where the model has one, in capitals where it is in capitals."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
