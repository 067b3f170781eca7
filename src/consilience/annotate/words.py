"""A parsed Doc as plain columns: what the loops over words read, without a spaCy object a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc

from consilience.annotate.quotes import Quote


def word_set(words: str) -> frozenset[str]:
    """The words that stand in the string, parted by spaces."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Words:
    """One value a word in every column.

    ``first`` and ``last`` are the borders (both inclusive) of the word's
    subtree, ``children`` its dependents in order, ``sentence`` the number of
    its sentence and ``sentences`` the borders of each (``last`` inclusive);
    ``line`` the number of its line, which in news is its paragraph.
    """

    start: list[int]
    end: list[int]
    text: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    first: list[int]
    last: list[int]
    children: list[list[int]]
    sentence: list[int]
    sentences: list[tuple[int, int]]
    line: list[int]
    ent: list[str]

    def __len__(self) -> int:
        return len(self.start)


def words_of(doc: Doc) -> Words:
    """The Doc's columns. A Doc without a parse has one-word subtrees and, at worst, one sentence."""
    size = len(doc)
    parsed = doc.has_annotation("DEP")
    columns = [
        (t.idx, t.text, t.lemma_, t.pos_, t.tag_, t.dep_, t.ent_type_)
        + ((t.head.i, t.left_edge.i, t.right_edge.i) if parsed else (t.i, t.i, t.i))
        for t in doc
    ]
    start, text, lemma, pos, tag, dep, ent, head, first, last = (
        map(list, zip(*columns, strict=True)) if columns else ([] for _ in range(10))
    )
    children: list[list[int]] = [[] for _ in range(size)]
    for index, parent in enumerate(head):
        if parent != index:
            children[parent].append(index)
    sentences = [(s.start, s.end - 1) for s in doc.sents] if doc.has_annotation("SENT_START") else []
    if not sentences and size:
        sentences = [(0, size - 1)]
    sentence = [0] * size
    for number, (begin, end) in enumerate(sentences):
        sentence[begin : end + 1] = [number] * (end + 1 - begin)
    return Words(
        start=start,
        end=[s + len(t) for s, t in zip(start, text, strict=True)],
        text=text,
        lemma=[(a or b).lower() for a, b in zip(lemma, text, strict=True)],
        pos=pos,
        tag=tag,
        dep=dep,
        head=head,
        first=first,
        last=last,
        children=children,
        sentence=sentence,
        sentences=sentences,
        line=list(accumulate((t.count("\n") if "\n" in t else 0 for t in text), initial=0))[:size],
        ent=ent,
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """Which words stand in an outermost quotation: its number from 1 a word, 0 outside, and each one's borders.

    The borders (inclusive) hold the quotation marks.
    """

    number: list[int]
    borders: list[tuple[int, int]]

    def whole(self, first: int, last: int, cue: int) -> tuple[int, int]:
        """The span with all of each quotation of which it holds one end, unless that would take in the cue."""
        front, back = self.number[first], self.number[last]
        if front and self.borders[front][1] <= last and not self.borders[front][0] <= cue < first:
            first = min(first, self.borders[front][0])
        if back and self.borders[back][0] >= first and not last < cue <= self.borders[back][1]:
            last = max(last, self.borders[back][1])
        return first, last


def marked_of(words: Words, quotes: Sequence[Quote]) -> Marked:
    """The quotations as word numbers. Both run in the order of the text, so one pass is enough."""
    number = [0] * len(words)
    borders = [(0, 0)]
    at = 0
    for quote in quotes:
        if quote.depth:
            continue
        while at < len(words) and words.end[at] <= quote.start:
            at += 1
        first = at
        while at < len(words) and words.start[at] < quote.end:
            number[at] = len(borders)
            at += 1
        borders.append((first, at - 1))
    return Marked(number, borders)
