"""One report's content told by another in other words: sentence by sentence, in the same order.

Two reporters at one event tell some of the same facts, but each in an order of
their own. A report that was rewritten from another keeps the order, and most
of its sentences hold most of the rare words, names and numbers of one sentence
there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consilience.collate.runs import RAREST, Words, sentences
from consilience.tables import frequency

RARE = 2.0  # idf from which a word is compared
LEAST_SENTENCE = 12.0  # idf that a sentence must hold to be compared
MATCH = 0.45  # share of a sentence's idf that stands in one sentence of the other report
STEM = 6  # letters that two forms of a word share


@dataclass(frozen=True, slots=True)
class Sentence:
    """A range of words, and the stems of the rare ones among them that are not quoted."""

    first: int
    after: int
    stems: Mapping[str, float]
    mass: float


@dataclass(frozen=True, slots=True)
class Retelling:
    """Sentences of one report with their counterparts in another, as positions in both.

    ``coverage`` is the share of the first report's content that has a
    counterpart, ``ordered`` how many counterparts stand in the same order.
    """

    pairs: tuple[tuple[Sentence, Sentence], ...]
    coverage: float
    ordered: int


def content(raw: str, words: Words) -> tuple[Sentence, ...]:
    """The sentences that tell enough in the report's own voice to be compared."""
    result = []
    for first, after in sentences(raw, words.start, words.end):
        stems = {}
        for i in range(first, after):
            weight = min(frequency.idf(words.text[i]), RAREST)
            if words.weight[i] > 0 and weight >= RARE:
                stems[words.text[i][:STEM]] = weight
        mass = sum(stems.values())
        if mass >= LEAST_SENTENCE:
            result.append(Sentence(first, after, stems, mass))
    return tuple(result)


def retelling(here: Sequence[Sentence], there: Sequence[Sentence]) -> Retelling:
    """What of ``here`` is told in ``there`` too."""
    pairs = []
    places = []
    matched = 0.0
    holders: dict[str, list[int]] = defaultdict(list)
    for at, other in enumerate(there):
        for stem in other.stems:
            holders[stem].append(at)
    for sentence in here:
        shares: dict[int, float] = {}
        for stem, weight in sentence.stems.items():
            for at in holders.get(stem, ()):
                shares[at] = shares.get(at, 0.0) + weight
        best = max(shares, key=lambda at: (shares[at], -at), default=-1)
        if best >= 0 and shares[best] >= MATCH * sentence.mass:
            pairs.append((sentence, there[best]))
            places.append(best)
            matched += sentence.mass
    total = sum(sentence.mass for sentence in here)
    return Retelling(tuple(pairs), matched / total if total else 0.0, _ordered(places))


def _ordered(places: Sequence[int]) -> int:
    """The length of the longest row of places that rises."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
