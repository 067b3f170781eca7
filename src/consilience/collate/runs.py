"""Passages that two reports share word for word, and how much each one proves.

Common sequences of :data:`SEED` words are looked up in an index and stretched
as far as the texts agree. A run proves copying by the rare words in it; names
and titles, which anyone writes alike, hardly count, and words between
quotation marks do not count at all: both reporters may have heard them. The
same goes for a sentence that says "we" or "my" outside quotation marks, for a
post with its writer's handle, and for copyright lines.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consilience.annotate.quotes import find_quotes
from consilience.model import Annotated
from consilience.tables import frequency

SEED = 4
HOLDERS = 12  # of the reports that have a sequence only the first few are looked at: copies stand for each other
RAREST = 7.0
NAME = 0.3  # what a name weighs beside another word as rare
FIRST_PERSON = frozenset(("i", "we", "me", "us", "my", "our", "ours", "i'm", "we're", "i’m", "we’re"))
_NO_NEWS = ("(@", "pic.twitter.com", "all rights reserved", "copyright")  # posts with their writer, notices
_SENTENCE_END = re.compile(r"[.!?…][\s\"'”’)]|\n")
GAP = 6  # words changed between two runs that are still one passage


@dataclass(frozen=True, slots=True)
class Words:
    """The news words of one report, in lower case, with where they stand and what they weigh.

    A word's weight is 0 between quotation marks and in first-person sentences.
    ``seeds`` are the sequences of :data:`SEED` words that begin at each word, ``sequences`` where each of them begins.
    """

    report: str
    text: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    weight: tuple[float, ...]
    seeds: tuple[str, ...] = ()
    sequences: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.text)

    @property
    def own(self) -> int:
        """How many of the words are the report's own, not a quotation's."""
        return sum(w > 0 for w in self.weight)


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words from ``here`` in one report, which stand from ``there`` in the other."""

    here: int
    there: int
    length: int
    weight: float


def words(annotated: Annotated) -> Words:
    """The report's news words. What was removed from the text is no part of them."""
    report, tokens = annotated.report, annotated.tokens
    removed = _merged([(r.start, r.end) for r in report.removed])
    direct = [(a.content.start, a.content.end) for a in annotated.attributions if a.kind == "direct"]
    quoted = _merged([*((q.start, q.end) for q in find_quotes(report.text)), *direct, *_posts(report.text)])
    written, told = set(tokens.text), dict[str, float]()
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    weights: list[float] = []
    for start, end, word in zip(tokens.start, tokens.end, tokens.text, strict=True):
        if not word[0].isalnum() or (removed and _within(removed, start)):
            continue
        plain = word.lower()
        if word not in told:
            weight = min(frequency.idf(plain), RAREST)
            told[word] = max(weight * NAME if word[0].isupper() and plain not in written else weight, 0.01)
        text.append(plain)
        starts.append(start)
        ends.append(end)
        weights.append(0.0 if quoted and _within(quoted, start) else told[word])
    weights = _without_statements(report.text, text, starts, ends, weights)
    # As one string each: it is hashed once, a tuple at every look-up.
    seeds = tuple(map(" ".join, zip(*(text[k:] for k in range(SEED)), strict=False)))
    sequences: dict[str, list[int]] = {}
    for i, seed in enumerate(seeds):
        sequences.setdefault(seed, []).append(i)
    return Words(report.id, tuple(text), tuple(starts), tuple(ends), tuple(weights), seeds, sequences)


def sentences(raw: str, starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The sentences of a text as ranges of its words, which stand at the places given."""
    first = 0
    for i, end in enumerate(ends):
        if i + 1 < len(starts) and starts[i + 1] == end + 1 and raw[end] == " ":  # most words, and quickly told
            continue
        if i + 1 == len(starts) or _SENTENCE_END.search(raw, end, starts[i + 1] + 1):
            yield first, i + 1
            first = i + 1


def _without_statements(
    raw: str, text: Sequence[str], starts: Sequence[int], ends: Sequence[int], weights: Sequence[float]
) -> list[float]:
    """The weights, with 0 for the words of sentences that speak in the first person outside quotation marks."""
    result = list(weights)
    for first, after in sentences(raw, starts, ends):
        if any(text[i] in FIRST_PERSON and weights[i] for i in range(first, after)):
            result[first:after] = [0.0] * (after - first)
    return result


def _posts(text: str) -> list[tuple[int, int]]:
    """The lines of posts and copyright notices; with a line that only signs the one before it."""
    result = []
    start = before = 0
    for line in text.splitlines(keepends=True):
        if any(mark in line.lower() for mark in _NO_NEWS):
            signs = line.lstrip()[:1] in "-–—" and "(@" in line
            result.append((before if signs else start, start + len(line)))
        before, start = start, start + len(line)
    return result


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters as spans that are sorted and do not overlap."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def _within(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether the position lies in one of the spans, which are sorted and do not overlap."""
    after = bisect_right(spans, (position, sys.maxsize))
    return after > 0 and position < spans[after - 1][1]


class Index:
    """Which reports have which sequence of words, in the order they were added."""

    def __init__(self) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._reports: list[Words] = []

    def add(self, report: Words) -> None:
        """Make the report known to later look-ups."""
        for sequence in report.sequences:
            holders = self._holders[sequence]
            if len(holders) < HOLDERS:
                holders.append(len(self._reports))
        self._reports.append(report)

    def likely(self, report: Words, most: int = HOLDERS) -> list[Words]:
        """The added reports that share sequences with this one, most first, and the earlier added where equal."""
        shared: dict[int, int] = defaultdict(int)
        for sequence in report.sequences:
            for holder in self._holders.get(sequence, ()):
                shared[holder] += 1
        ranked = sorted(shared, key=lambda holder: (-shared[holder], holder))
        return [self._reports[holder] for holder in ranked[:most]]


def runs(here: Words, there: Words) -> tuple[Run, ...]:
    """The longest runs of ``here``, from left to right and without overlap, that ``there`` has too."""
    found: list[Run] = []
    mine, theirs, places_of = here.text, there.text, there.sequences
    free = 0  # the words before it are in a run
    for position, seed in enumerate(here.seeds):
        if position < free or seed not in places_of:
            continue
        best, start = 0, -1
        for place in places_of[seed]:
            length, most = SEED, min(len(mine) - position, len(theirs) - place)
            while length < most and mine[position + length] == theirs[place + length]:
                length += 1
            if length > best:
                best, start = length, place
        weight = sum(
            min(a, b)
            for a, b in zip(here.weight[position : position + best], there.weight[start : start + best], strict=True)
        )
        found.append(Run(position, start, best, weight))
        free = position + best
    return tuple(found)


def passages(found: Sequence[Run]) -> tuple[tuple[Run, ...], ...]:
    """Runs that follow each other in both reports with few words changed between them, as one passage each."""
    result: list[list[Run]] = []
    for run in found:
        last = result[-1][-1] if result else None
        if last is not None:
            gap, other = run.here - last.here - last.length, run.there - last.there - last.length
            if 0 <= gap <= GAP and 0 <= other <= GAP:
                result[-1].append(run)
                continue
        result.append([run])
    return tuple(tuple(passage) for passage in result)
