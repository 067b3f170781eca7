"""Reports that are one text: exact copies, near copies and later versions, found before grouping.

Two texts are held against each other by the sets of their triples of words.
MinHash (Broder 1997) with bands of equal rows (locality-sensitive hashing,
Indyk and Motwani 1998) proposes, the exact Jaccard coefficient of the sets
decides. A short text is mostly what every page of its kind has in common, so
its title counts as part of it, and nothing but the very same words is a copy.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
import xxhash
from numpy.typing import NDArray
from rensa import RMinHash

TRIPLE = 3  # words in a shingle
THIN = 12  # news words; a page with fewer is not a report that could be compared
SHORT = 60  # news words below which a text counts together with its title, and only exact copies are copies
NEAR = 0.7  # least Jaccard coefficient of near copies
REVISED = 0.15  # least share of the shorter text's triples that a version at the same address has
BANDS, ROWS, SEED = 16, 4, 1  # a pair at 0.7 is proposed with 98.8 %, one at 0.3 with 12 %
# What says how a reader came to the page, and nothing of the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ncid|ref_src", re.I)

Triples = NDArray[np.uint32]


class Kind(StrEnum):
    """How a report is the text of an earlier one: the same words, nearly the same, or another text at its address."""

    EXACT = "exact"
    NEAR = "near"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Twin:
    """The earlier report that a text is already known from; ``estimated`` by MinHash, ``jaccard`` exactly, 0 to 1."""

    kind: Kind
    number: int
    report: str
    estimated: float
    jaccard: float

    @property
    def reason(self) -> str:
        """What is said of the later report."""
        if self.kind is Kind.EXACT:
            return f"the same words as {self.report}"
        share = f"{100 * self.jaccard:.0f} % of the triples of words in both"
        if self.kind is Kind.NEAR:
            return f"nearly the same words as {self.report}: {share}"
        return f"another version of {self.report}, at the same address: {share}"


@dataclass(frozen=True, slots=True)
class Text:
    """What telling copies needs of a report; ``number`` is its place in the order read, ``address`` may be empty."""

    number: int
    report: str
    language: str
    length: int
    digest: str
    address: str
    triples: Triples


def address(url: str | None) -> str:
    """The address without what is only of the visit: scheme, ``www.``, fragment and tracking; '' for no address."""
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    path = parts.path.rstrip("/")
    # A bare host is a front page, whose text changes with the day's news.
    return host + path + ("?" + urlencode(query) if query else "") if host and (path or query) else ""


def packed_triples(words: Sequence[str]) -> str:
    """The set of triples of words, as 32-bit hashes (xxHash) in base 64."""
    found = {xxhash.xxh32_intdigest(" ".join(t).encode("utf-8", "surrogatepass")) for t in _triples(words)}
    return base64.b64encode(np.array(sorted(found), dtype="<u4").tobytes()).decode("ascii")


def _triples(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[k:] for k in range(TRIPLE)), strict=False)


def triples(packed: str) -> Triples:
    """What :func:`packed_triples` packed, in rising order."""
    return np.frombuffer(base64.b64decode(packed), dtype="<u4").astype(np.uint32)


def jaccard(one: Triples, other: Triples) -> float:
    """The share of two sets of triples that is in both; 0 for empty sets."""
    both = _shared(one, other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _shared(one: Triples, other: Triples) -> int:
    merged = np.sort(np.concatenate((one, other)))
    return int(np.count_nonzero(merged[1:] == merged[:-1]))


@dataclass(frozen=True, slots=True)
class _Known:
    text: Text
    signature: NDArray[np.uint32]
    keys: tuple[int, ...]


class Duplicates:
    """The live texts that others can be copies of; as large as what was added and not forgotten."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._digests: dict[tuple[str, str], int] = {}
        self._bands: dict[int, tuple[int, ...]] = {}
        self._addresses: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, text: Text) -> Twin | None:
        """The earlier text that this one repeats or replaces, None for a new one.

        A text that is no copy, a version too, is remembered until it is
        forgotten. Copies are found within a language only, and among texts of
        a dozen words or more.
        """
        if text.length < THIN:
            return None
        same = self._digests.get((text.language, text.digest))
        if same is not None:
            return Twin(Kind.EXACT, same, self._known[same].text.report, 1.0, 1.0)
        signature = _signature(text.triples)
        twin = self._version(text, signature) or self._near(text, signature)
        if twin is None or twin.kind is Kind.VERSION:
            self._remember(text, signature)
        return twin

    def restore(self, text: Text) -> None:
        """Remember a text that was remembered before."""
        if text.length >= THIN:
            self._remember(text, _signature(text.triples))

    def forget(self, number: int) -> None:
        """Let go of a text; one that is not known is let go already."""
        known = self._known.pop(number, None)
        if known is None:
            return
        text = known.text
        for table, key in (
            (self._digests, (text.language, text.digest)),
            (self._addresses, (text.language, text.address)),
        ):
            if table.get(key) == number:
                del table[key]
        for band in known.keys:
            rest = tuple(other for other in self._bands[band] if other != number)
            if rest:
                self._bands[band] = rest
            else:
                del self._bands[band]

    def _remember(self, text: Text, signature: NDArray[np.uint32]) -> None:
        keys = _bands(text, signature)
        self._known[text.number] = _Known(text, signature, keys)
        self._digests.setdefault((text.language, text.digest), text.number)
        if text.address:
            self._addresses[text.language, text.address] = text.number
        for band in keys:
            self._bands[band] = (*self._bands.get(band, ()), text.number)

    def _version(self, text: Text, signature: NDArray[np.uint32]) -> Twin | None:
        before = self._addresses.get((text.language, text.address)) if text.address else None
        if before is None:
            return None
        known = self._known[before]
        fewer = min(len(text.triples), len(known.text.triples))
        if not fewer or _shared(text.triples, known.text.triples) < REVISED * fewer:
            return None  # one address for several articles
        return _twin(Kind.VERSION, text, signature, known)

    def _near(self, text: Text, signature: NDArray[np.uint32]) -> Twin | None:
        """The most alike of the near copies, of equals the one that came first."""
        proposed = {number for band in _bands(text, signature) for number in self._bands.get(band, ())}
        found = [_twin(Kind.NEAR, text, signature, self._known[number]) for number in proposed]
        near = [twin for twin in found if twin.jaccard >= NEAR]
        return min(near, key=lambda twin: (-twin.jaccard, twin.number), default=None)


def _signature(own: Triples) -> NDArray[np.uint32]:
    minima = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minima.update([str(triple) for triple in own.tolist()])
    return np.array(minima.digest(), dtype=np.uint32)


def _bands(text: Text, signature: NDArray[np.uint32]) -> tuple[int, ...]:
    """The keys that a text shares with those like it; none for a short one."""
    if text.length < SHORT or not len(text.triples):
        return ()
    rows = signature.reshape(BANDS, ROWS)
    return tuple(
        xxhash.xxh64_intdigest(text.language.encode() + row.tobytes(), number) for number, row in enumerate(rows)
    )


def _twin(kind: Kind, text: Text, signature: NDArray[np.uint32], known: _Known) -> Twin:
    estimated = float(np.mean(signature == known.signature))
    return Twin(kind, known.text.number, known.text.report, estimated, jaccard(text.triples, known.text.triples))
