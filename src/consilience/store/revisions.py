"""Versions of one article: what makes two texts versions, and what the later one changed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from consilience.model import Report

# What says how a reader came to the page, and nothing of the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ncid|ref_src", re.I)
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?][\"'”’)\]]*(?=\s)|\n|\Z)\s*")
_LONGEST_KEY = 300
_SHINGLE = 3  # words
LEAST_SHARED = 0.1  # of the shorter text's shingles


@dataclass(frozen=True, slots=True)
class Change:
    """Characters of the version before that became characters of this one; either range may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def article(report: Report) -> str:
    """What the versions of an article have in common: the address without what is only of the visit, else the id."""
    if not report.url:
        return report.id
    parts = urlsplit(report.url)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    host = (parts.hostname or "").removeprefix("www.")
    key = f"{host}{parts.path.rstrip('/')}" + ("?" + urlencode(query) if query else "")
    return key if len(key) <= _LONGEST_KEY else "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def is_revision(old: str, new: str) -> bool:
    """Whether a text at an address is the one that stood there, changed; else the address serves several articles."""
    mine, theirs = _shingles(old), _shingles(new)
    fewer = min(mine.total(), theirs.total())
    return fewer == 0 or (mine & theirs).total() >= LEAST_SHARED * fewer


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = text.lower().split()
    return Counter(zip(*(words[k:] for k in range(_SHINGLE)), strict=False))


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What sentences the later text has in place of which, in order."""
    before, after = _sentences(old), _sentences(new)
    # With its heuristic for frequent elements: a text of one sentence a thousand times must not take for ever.
    matcher = SequenceMatcher(
        None,
        [old[a:b].split() and old[a:b].strip() for a, b in before],
        [new[a:b].split() and new[a:b].strip() for a, b in after],
    )
    return tuple(
        Change(*_range(before, i, j, len(old)), *_range(after, k, m, len(new)))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _SENTENCE.finditer(text) if m.end() > m.start()]


def _range(spans: list[tuple[int, int]], first: int, last: int, length: int) -> tuple[int, int]:
    if first == last:
        at = spans[first][0] if first < len(spans) else length
        return at, at
    return spans[first][0], spans[last - 1][1]


def read(stored: list[dict[str, Any]] | None) -> tuple[Change, ...] | None:
    """The changes as they are stored, None for a first version."""
    return None if stored is None else tuple(Change(**change) for change in stored)
