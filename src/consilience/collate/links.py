"""Which reports of a story have text or content in common that chance does not explain.

A link joins a report to an earlier one, either by passages that both have word
for word (:mod:`.runs`) or by what the one retells of the other in the same
order (:mod:`.retelling`). Who took from whom is decided in :mod:`.lineage`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consilience.collate.retelling import Sentence, content, retelling
from consilience.collate.runs import Index, Words, passages, runs

PASSAGE = 14.0  # weight of the least passage that is evidence: some eight words, some of them rare
TOTAL = 55.0  # weight of all passages together that shows a link
LEAST = 32.0  # and for short reports
SHARE = 0.12  # and the share of the shorter report that they must make up
NEWLY = 0.1  # share of a report that a further link must explain beyond the first
ORDERED, COVERED = 5, 0.6  # sentences retold in order, and share of the content retold, that show a link
NAMED_ORDERED, NAMED_COVERED = 4, 0.4  # the same where one report names the other's supplier
TELLING = 5.0  # idf of the words by which reports to compare are found
CANDIDATES = 4

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """What the reports at the positions ``here`` and, earlier in order, ``there`` have in common.

    ``pairs`` are the places in both texts, ``shared`` the words of ``here``
    among them, ``share`` and ``share_there`` what they are of either report.
    ``retold`` is 0 for shared text, else the number of sentences in order.
    """

    here: int
    there: int
    pairs: tuple[tuple[Range, Range], ...]
    shared: frozenset[int]
    share: float
    share_there: float
    retold: int = 0


def links(
    raw: Sequence[str],
    texts: Sequence[Words],
    order: Sequence[int],
    supplied: Sequence[bool],
    names: Callable[[int, int], bool],
) -> list[Link]:
    """For each report the links to earlier ones, the best first, each for words not yet explained.

    ``order`` are the positions as the reports can have been a source;
    ``supplied`` says whose supplier is known, which is preferred where shares
    are much the same; ``names`` whether one of two reports names the other's.
    """
    index = Index()
    number = {text.report: position for position, text in enumerate(texts)}
    told = [content(text, own) for text, own in zip(raw, texts, strict=True)]
    holders: dict[str, list[int]] = defaultdict(list)
    result: list[Link] = []

    def preference(link: Link) -> tuple[float, int]:
        return -link.share * (1.15 if supplied[link.there] else 1.0), link.there

    for position in order:
        here = texts[position]
        found = [shared_text(position, number[there.report], here, there) for there in index.likely(here)]
        explained: set[int] = set()
        for link in sorted((link for link in found if link), key=preference):
            if not explained or len(link.shared - explained) >= NEWLY * len(here):
                explained |= link.shared
                result.append(link)
        index.add(here)
        if explained:  # what is a copy stands behind its source, and need not be found again
            continue
        stems = sorted({s for sentence in told[position] for s, w in sentence.stems.items() if w >= TELLING})
        common = Counter(other for stem in stems for other in holders[stem])
        likely = sorted(common, key=lambda other: (-common[other], other))[:CANDIDATES]
        retold = [retold_content(position, other, texts, told, names(position, other)) for other in likely]
        result += sorted((link for link in retold if link), key=preference)[:1]
        for stem in stems:
            holders[stem].append(position)
    return result


def shared_text(position: int, other: int, here: Words, there: Words) -> Link | None:
    """The link by passages that both reports have word for word, None where there are too few."""
    proving = []
    seen: set[int] = set()
    for passage in passages(runs(here, there)):
        places = {run.there + step for run in passage for step in range(run.length)}
        if sum(run.weight for run in passage) < PASSAGE or places & seen:
            continue
        seen |= places
        proving.append(passage)
    weight = sum(run.weight for passage in proving for run in passage)
    shared = frozenset(run.here + step for passage in proving for run in passage for step in range(run.length))
    own = sum(1 for at in shared if here.weight[at] > 0)
    # A short report has less to show, but more than two stock phrases.
    enough = max(LEAST, min(TOTAL, 0.5 * min(sum(here.weight), sum(there.weight))))
    if not proving or weight < enough or own < SHARE * max(1, min(here.own, there.own)):
        return None
    pairs = []
    for passage in proving:
        first, last = passage[0], passage[-1]
        mine = here.start[first.here], here.end[last.here + last.length - 1]
        pairs.append((mine, (there.start[first.there], there.end[last.there + last.length - 1])))
    return Link(position, other, tuple(pairs), shared, len(shared) / len(here), len(shared) / max(1, len(there)))


def retold_content(
    position: int, other: int, texts: Sequence[Words], told: Sequence[Sequence[Sentence]], named: bool
) -> Link | None:
    """The link by content in the same order, None where there is too little of it."""
    forth, back = retelling(told[position], told[other]), retelling(told[other], told[position])
    best = max(forth, back, key=lambda side: side.coverage)
    ordered, covered = (NAMED_ORDERED, NAMED_COVERED) if named else (ORDERED, COVERED)
    if best.ordered < ordered or best.coverage < covered:
        return None
    here, there = texts[position], texts[other]
    rows = best.pairs if best is forth else tuple((mine, theirs) for theirs, mine in best.pairs)
    pairs = tuple(
        (
            (here.start[mine.first], here.end[mine.after - 1]),
            (there.start[theirs.first], there.end[theirs.after - 1]),
        )
        for mine, theirs in rows
    )
    shared = frozenset(at for mine, _ in rows for at in range(mine.first, mine.after))
    return Link(position, other, pairs, shared, forth.coverage, back.coverage, best.ordered)
