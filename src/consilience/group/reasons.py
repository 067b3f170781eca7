"""Why a report is in its story: how alike it is to the others, and what it shares with the closest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consilience.group.live import Vocabulary
from consilience.group.postings import Ids, Scores
from consilience.group.stories import THRESHOLD, Member, Stories
from consilience.model import Assignment

SHOWN = 6  # words


def assignment(
    stories: Stories, member: Member, others: Sequence[int] | None = None, row: Scores | None = None
) -> Assignment:
    """The member's story and why; ``row`` are its likenesses to ``others`` of the story, where they are known."""
    if member.twin is not None and member.is_copy:
        return _told(member, member.twin.jaccard, [member.twin.reason])
    if not member.comparable:
        return _told(member, 0.0, [f"kept apart: only {member.length} words of news text"])
    if others is None or row is None:
        others = [n for n in stories.voices[member.story] if n != member.number]
        row = stories.live.likeness(others, [member.number])
    reasons: list[str] = []
    version = member.twin
    if version is not None:
        reasons.append(version.reason)
    copies = len(stories.copies.get(member.number, ()))
    score = float(row.mean()) if others else 0.0
    if others:
        reasons += _shared(stories, member, others[int(np.argmax(row))], score, float(row.max()), len(others))
    if copies:
        reasons.append(f"{copies} other report{'s have' if copies > 1 else ' has'} its words or nearly so")
    elif not others and member.nearest:
        reasons.append(
            f"no story is like it: the nearest report when it came, {member.nearest}, is {member.nearness:.2f} alike, "
            f"and no story with reports of its language {THRESHOLD} on average, more after a pause"
        )
    elif not others:
        reasons.append("no story is like it: no report of its language shares more than common words with it")
    return _told(member, score, reasons)


def _told(member: Member, score: float, reasons: Sequence[str]) -> Assignment:
    return Assignment(member.report, member.path, member.story, round(score, 3), (*reasons, *member.notes))


def _shared(stories: Stories, member: Member, other: int, average: float, closest: float, size: int) -> Sequence[str]:
    live = stories.live
    mine, theirs = live[member.number], live[other]
    both, at, there = np.intersect1d(mine.terms, theirs.terms, assume_unique=True, return_indices=True)
    products = mine.values[at].astype(np.int64) * theirs.values[there]
    named = (mine.counts[1, at] > 0) & (theirs.counts[1, there] > 0)
    words = _heaviest(live.vocabulary, both, products)
    names = _heaviest(live.vocabulary, both[named], products[named])
    reasons = [
        f"{average:.2f} alike on average to {size} report{'s' if size > 1 else ''} of the story, "
        f"{closest:.2f} to {theirs.report}",
        "shares " + ", ".join(words),
    ]
    if names:
        reasons.append("names and numbers in both: " + ", ".join(names))
    if mine.day is not None and theirs.day is not None:
        apart = abs(mine.day - theirs.day)
        reasons.append("published the same day" if not apart else f"published {apart} days apart")
    return reasons


def _heaviest(vocabulary: Vocabulary, ids: Ids, products: NDArray[np.int64]) -> list[str]:
    """The words with the greatest products, of equals by the alphabet."""
    if len(ids) > SHOWN:
        among = products >= np.partition(products, -SHOWN)[-SHOWN]
        ids, products = ids[among], products[among]
    return [word for _, word in sorted(zip((-products).tolist(), vocabulary.words(ids), strict=True))[:SHOWN]]
