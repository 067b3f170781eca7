"""Which way a number goes: *up 5 percent*, *fell to 30*, *a 3 percent drop*.

The words are rows of ``tables/bounds.toml``.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Literal

from spacy.tokens import Token

Change = Literal["up", "down"]
_WAYS: tuple[Change, Change] = ("up", "down")


@lru_cache(maxsize=1)
def table() -> tuple[dict[str, Change], dict[str, Change], dict[str, Change]]:
    """Verbs by lemma, words beside the number, and nouns, each with its direction."""
    text = resources.files("consilience.tables").joinpath("bounds.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["change"]
    verbs: dict[str, Change] = {}
    beside: dict[str, Change] = {}
    nouns: dict[str, Change] = {}
    for way in _WAYS:
        verbs.update((form, way) for form in rows[way]["verbs"])
        beside.update((form, way) for form in rows[way]["beside"])
        nouns.update((form, way) for form in rows[way]["nouns"])
    return verbs, beside, nouns


def change(number: Token, before: int, after: int, counts: bool = False) -> Change | None:
    """The way in which the number at ``number`` goes, None where it stands still.

    ``before`` and ``after`` are the indices of the tokens beside the whole
    expression. The verb must govern the number directly, by the measure
    itself or through *by* or *to*. ``counts``: the number counts things, so
    that an object is what the verb was done to: *cut 500 jobs* is no change of
    500 to something else.
    """
    verbs, beside, nouns = table()
    doc = number.doc
    if before >= 0:
        left = doc[before]
        way = beside.get(left.lower_)
        if way and left.dep_ != "prt" and left.pos_ in ("ADV", "ADP", "ADJ", "PART"):
            return way
        if left.lower_ in ("by", "at", "to") and before and (way := beside.get(doc[before - 1].lower_)):
            return way
    if after < len(doc) and not doc[after].is_sent_start:
        right = doc[after]
        if way := beside.get(right.lower_):
            return way
        if right.pos_ == "NOUN" and (way := nouns.get(right.lemma_.lower())):
            return way
    head = number
    for _ in range(5):
        if counts and head.dep_ == "dobj":
            return None
        if head.head == head or head.dep_ in ("nsubj", "nsubjpass", "relcl", "acl", "conj", "appos", "advcl"):
            return None
        if head.dep_ == "prep" and head.lower_ not in ("by", "to", "from", "at"):
            return None
        head = head.head
        if head.pos_ == "VERB":
            return verbs.get(head.lemma_.lower()) if head.i < number.i else None
    return None
