"""How common an English word is in news: document frequencies for words and lemmas.

The counts in ``frequency.tsv`` come from ``scripts/build_frequency.py``. With a
handful of reports in a run their own counts say little; these stand behind them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _table() -> tuple[Mapping[str, int], int]:
    counts: dict[str, int] = {}
    first, *lines = files(__package__).joinpath("frequency.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        word, _, number = line.partition("\t")
        counts[word] = int(number)
    return counts, int(first.partition("\t")[2])


def documents() -> int:
    """How many texts were counted."""
    return _table()[1]


def count(lemma: str) -> int:
    """In how many of the counted texts the lower-case word or lemma stands; 0 for a rare one."""
    return _table()[0].get(lemma, 0)


@lru_cache(maxsize=1 << 15)
def idf(lemma: str) -> float:
    """How much a lower-case word or lemma tells: near 0 for "the", about 7 for one never counted.

    The natural logarithm of texts over texts that hold the word (a word that is
    not in the table counts as standing in one and a half).
    """
    counts, total = _table()
    return math.log((total + 1) / counts.get(lemma, 1.5))
