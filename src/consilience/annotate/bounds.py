"""Limits and estimates around a number: *at least*, *nearly*, *or more*, and the way a change goes.

The words are rows of ``tables/bounds.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import cast

from consilience.model import Bound

_WORD = re.compile(r"[^\s(]+")
_LONGEST = 5
_TAIL = re.compile(r"(?:~|≈|<|>|≤|≥|\bsub-)\s?$")
_SIGNS: dict[str, Bound] = {"~": "~", "≈": "~", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "sub-": "<"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound and the character where its words begin (before a number) or end (behind it)."""

    at: int
    sign: Bound


@lru_cache(maxsize=1)
def table() -> tuple[dict[str, Bound], dict[str, Bound], re.Pattern[str]]:
    """The words before a number, those behind it, and a pattern for the latter."""
    text = resources.files("consilience.tables").joinpath("bounds.toml").read_text(encoding="utf-8")
    before: dict[str, Bound] = {}
    after: dict[str, Bound] = {}
    for row in tomllib.loads(text)["bound"]:
        before.update((form, cast(Bound, row["sign"])) for form in row["before"])
        after.update((form, cast(Bound, row["sign"])) for form in row["after"])
    either = "|".join(re.escape(form) for form in sorted(after, key=lambda f: (-len(f), f)))
    return before, after, re.compile(rf"\s?(?P<form>(?i:{either}))(?![^\W_])")


def _one_before(text: str, start: int) -> Limit | None:
    sign = _TAIL.search(text, max(0, start - 5), start)
    if sign:
        return Limit(sign.start(), _SIGNS[sign[0].strip()])
    words = list(_WORD.finditer(text, max(0, start - 40), start))[-_LONGEST:]
    if not words or text[words[-1].end() : start].strip() or "\n" in text[words[-1].end() : start]:
        return None
    known = table()[0]
    for first in range(len(words)):
        form = " ".join(word[0].lower() for word in words[first:])
        if form in known:
            return Limit(words[first].start(), known[form])
    return None


def before(text: str, start: int) -> Limit | None:
    """The limit whose words end at ``start``; of two (*more than an estimated*) the firmer one."""
    found = _one_before(text, start)
    if found is None:
        return None
    outer = _one_before(text, found.at)
    if outer is None:
        return found
    return Limit(outer.at, outer.sign if outer.sign != "~" else found.sign)


def after(text: str, end: int) -> Limit | None:
    """The limit whose words begin at ``end``: *or more*, *-plus*."""
    match = table()[2].match(text, end)
    return Limit(match.end(), table()[1][match["form"].lower()]) if match else None
