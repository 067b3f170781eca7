"""How alike two claims are, slot by slot: the numbers that the pair scorer weighs.

Words are aligned softly, each with the likest of the other claim (after the
word aligner of Sultan, Bethard and Sumner 2014); the slots (names, numbers,
times, polarity, factuality) say whether likeness is sameness. All pairs of a
story are worked out together, as arrays padded to the longest claim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from consilience.collate.units import Floats, Lexicon, Unit
from consilience.model import Quantity
from consilience.tables import opposites

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]
_Value = TypeVar("_Value", bound=np.generic)
LEAST_LIKE = 0.35  # below this, two words of the vector table are not about the same
LONGEST_RUN = 12
MOST_WORDS = 32
MOST_TEXT = 40
CHUNK = 512

FEATURES = (
    "cosine",
    "aligned",
    "aligned_less",
    "aligned_more",
    "shared_words",
    "rarest_shared",
    "shared_share",
    "content_less",
    "content_more",
    "names_less",
    "names_apart",
    "predicate",
    "predicate_less",
    "predicate_times_aligned",
    "opposite",
    "sentence",
    "run",
    "run_share",
    "length",
    "length_ratio",
    "same_agent",
    "other_agent",
    "other_person",
    "other_place",
    "same_number",
    "other_number",
    "one_number",
    "same_time",
    "other_time",
    "polarity",
    "factuality",
    "both_quoted",
    "one_quoted",
    "distance",
    "nominal",
)


def same_number(one: Quantity, other: Quantity) -> bool:
    """Equal value in an equal unit."""
    return one.value is not None and one.value == other.value and (one.unit or "") == (other.unit or "")


@dataclass(frozen=True, slots=True)
class Columns:
    """The units of a story as padded arrays, one row a unit; a pad is the row behind the last word."""

    words: Indices
    weights: Floats
    named: Floats
    agents: Mask
    persons: Mask
    places: Mask
    predicate: Indices
    vectors: Floats
    sentences: Floats
    text: Indices
    lengths: Indices
    numbers: Indices
    first_day: Indices
    last_day: Indices
    traits: Numbers
    likeness: Floats
    opposed: Mask


def _padded(rows: Sequence[Sequence[int]], pad: int, most: int) -> Indices:
    width = max(1, min(most, max((len(row) for row in rows), default=1)))
    table = np.full((len(rows), width), pad, np.intp)
    for k, row in enumerate(rows):
        table[k, : min(width, len(row))] = row[:width]
    return table


def _numbered() -> Callable[[object], int]:
    seen: dict[object, int] = {}
    return lambda thing: seen.setdefault(thing, len(seen))


def _opposed(lexicon: Lexicon) -> Mask:
    """Which words of the lexicon undo one another."""
    table = np.zeros((len(lexicon.keys) + 1,) * 2, bool)
    known = [(k, key) for k, key in enumerate(lexicon.keys) if opposites.knows(key)]
    for i, one in known:
        for j, other in known:
            table[i, j] = opposites.are(one, other)
    return table


def sentence_vectors(units: Sequence[Unit]) -> Floats:
    """For every unit the direction of its sentence: the sentence's claims together."""
    sums: dict[tuple[int, int], Floats] = {}
    for unit in units:
        key = (unit.report, unit.sentence)
        sums[key] = sums[key] + unit.vector if key in sums else unit.vector
    rows = np.stack([sums[unit.report, unit.sentence] for unit in units])
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), np.float32)


def columns(units: Sequence[Unit], lexicon: Lexicon) -> Columns:
    """The units as arrays. Words beyond :data:`MOST_WORDS` of one claim are not compared."""
    pad = len(lexicon.keys)
    words = _padded([u.words.tolist() for u in units], pad, MOST_WORDS)
    width = words.shape[1]
    weight = np.append(lexicon.weight, np.float32(0))
    named = np.zeros(words.shape, np.float32)
    for k, unit in enumerate(units):
        named[k, : min(width, len(unit.named))] = unit.named[:width]

    def marked(chosen: Callable[[Unit], frozenset[int]]) -> Mask:
        sets = [chosen(u) for u in units]
        return np.array([[w in known for w in row] for known, row in zip(sets, words.tolist(), strict=True)], bool)

    index = lexicon.index
    keyed = {u: frozenset(index[p] for p in u if p in index) for u in {x for y in units for x in (y.persons, y.places)}}
    word, number = _numbered(), _numbered()
    days = [[t for t in u.times if t.earliest and t.latest] for u in units]
    return Columns(
        words=words,
        weights=weight[words],
        named=named,
        agents=marked(lambda u: u.agents),
        persons=marked(lambda u: keyed[u.persons]),
        places=marked(lambda u: keyed[u.places]),
        predicate=np.array([u.predicate for u in units], np.intp),
        vectors=np.stack([u.vector for u in units]),
        sentences=sentence_vectors(units),
        text=_padded([[word(w) for w in u.text] for u in units], -1, MOST_TEXT),
        lengths=np.array([max(1, len(u.text)) for u in units], np.intp),
        numbers=_padded(
            [[number((q.value, q.unit or "")) for q in u.quantities if q.value is not None] for u in units], -1, 8
        ),
        first_day=_padded([[date.fromisoformat(t.earliest or "").toordinal() for t in d] for d in days], -1, 4),
        last_day=_padded([[date.fromisoformat(t.latest or "").toordinal() for t in d] for d in days], -1, 4),
        traits=np.array(
            [
                (
                    u.claim.polarity == "negative",
                    u.claim.factuality == "asserted",
                    u.quoted,
                    u.nominal,
                    u.position,
                    bool(u.quantities),
                )
                for u in units
            ],
            np.float64,
        ),
        likeness=lexicon.likeness,
        opposed=_opposed(lexicon),
    )


def _longest_run(one: Indices, other: Indices) -> Numbers:
    """The longest run of words that both texts of each pair have, in words."""
    one, other = _trimmed(one, -1), _trimmed(other, -1)
    equal = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] >= 0)).view(np.uint8)
    run = np.zeros((len(one), other.shape[1] + 1), np.uint8)
    best = np.zeros_like(run)
    for k in range(one.shape[1]):
        run[:, 1:] = (run[:, :-1] + 1) * equal[:, k]
        np.maximum(best, run, out=best)
    return np.asarray(best.max(axis=1), np.float64)


def _trimmed(table: Indices, pad: int) -> Indices:
    """The table without the columns at its end that are pads only."""
    used = np.flatnonzero((table != pad).any(axis=0))
    return table[:, : int(used[-1]) + 1 if len(used) else 1]


def _widened(table: NDArray[_Value], width: int) -> NDArray[_Value]:
    """The table with columns of 0 to the width given."""
    wide = np.zeros((len(table), width), table.dtype)
    wide[:, : table.shape[1]] = table
    return wide


def _share(best: Floats, weights: Floats) -> Floats:
    total = weights.sum(axis=1)
    share: Floats = (weights * best).sum(axis=1) / np.maximum(total, np.float32(1e-9))
    return share


def _marked(marks: Mask, i: Indices, j: Indices, same: Mask) -> tuple[Mask, Mask]:
    """Whether the two sides share a marked word; whether both have one, and share none."""
    one, other = marks[i, : same.shape[1]], marks[j, : same.shape[2]]
    both = one.any(axis=1) & other.any(axis=1)
    rows = np.flatnonzero(both)
    shared = np.zeros(len(i), bool)
    shared[rows] = (same[rows] & one[rows][:, :, None] & other[rows][:, None, :]).any(axis=(1, 2))
    return shared, np.asarray(both & ~shared)


def features(of: Columns, pairs: Indices) -> Numbers:
    """One row of :data:`FEATURES` a pair of unit numbers; every number is the same either way round."""
    rows = np.zeros((len(pairs), len(FEATURES)))
    long = (of.words != len(of.likeness) - 1).sum(axis=1)[pairs].max(axis=1)
    order = np.argsort(long, kind="stable")  # short claims with short ones, whose tables are small
    for k in range(0, len(pairs), CHUNK):
        chosen = order[k : k + CHUNK]
        rows[chosen] = _chunk(of, pairs[chosen])
    return rows


def _chunk(of: Columns, pairs: Indices) -> Numbers:
    i, j = pairs[:, 0], pairs[:, 1]
    left, right, pad = of.words[i], of.words[j], len(of.likeness) - 1
    few_left, few_right, width = _trimmed(left, pad), _trimmed(right, pad), left.shape[1]
    table = of.likeness[few_left[:, :, None], few_right[:, None, :]]
    best_left, best_right = _widened(table.max(axis=2), width), _widened(table.max(axis=1), width)
    best_left = np.where(best_left < LEAST_LIKE, 0, best_left)
    best_right = np.where(best_right < LEAST_LIKE, 0, best_right)
    w_left, w_right = of.weights[i], of.weights[j]
    sum_left, sum_right = w_left.sum(axis=1), w_right.sum(axis=1)
    cover_left, cover_right = _share(best_left, w_left), _share(best_right, w_right)
    aligned = (cover_left * sum_left + cover_right * sum_right) / (sum_left + sum_right)

    same = (few_left[:, :, None] == few_right[:, None, :]) & (few_left[:, :, None] != pad)
    shared, shared_right = _widened(same.any(axis=2), width), _widened(same.any(axis=1), width)
    shared_weight = (w_left * shared).sum(axis=1)
    n_left, n_right = of.named[i], of.named[j]
    content = np.sort([_share(best_left, w_left * (1 - n_left)), _share(best_right, w_right * (1 - n_right))], axis=0)
    names = np.sort([_share(best_left, w_left * n_left), _share(best_right, w_right * n_right)], axis=0)
    loose = np.minimum(
        (w_left * n_left * (1 - best_left)).sum(axis=1), (w_right * n_right * (1 - best_right)).sum(axis=1)
    )

    predicate = of.likeness[of.predicate[i], of.predicate[j]]
    to_right = np.maximum(predicate, of.likeness[of.predicate[i][:, None], right].max(axis=1))
    to_left = np.maximum(predicate, of.likeness[of.predicate[j][:, None], left].max(axis=1))
    alone_left, alone_right = ~shared & (left != pad), ~shared_right & (right != pad)
    alone_left &= np.asarray(of.opposed.any(axis=1))[left]
    opposed = np.array(of.opposed[of.predicate[i], of.predicate[j]])
    rows = np.flatnonzero(alone_left.any(axis=1))
    undone = of.opposed[left[rows][:, :, None], right[rows][:, None, :]]
    opposed[rows] |= (undone & alone_left[rows][:, :, None] & alone_right[rows][:, None, :]).any(axis=(1, 2))

    run = _longest_run(of.text[i], of.text[j])
    number = ((of.numbers[i][:, :, None] == of.numbers[j][:, None, :]) & (of.numbers[i][:, :, None] >= 0)).any((1, 2))
    timed = (of.first_day[i][:, :, None] >= 0) & (of.first_day[j][:, None, :] >= 0)
    meet: Mask = timed & (of.first_day[i][:, :, None] <= of.last_day[j][:, None, :])
    meet = np.asarray((meet & (of.first_day[j][:, None, :] <= of.last_day[i][:, :, None])).any((1, 2)))
    traits_left, traits_right = of.traits[i], of.traits[j]
    same_agent, agents = _marked(of.agents, i, j, same)
    counts_left, counts_right = traits_left[:, 5] > 0, traits_right[:, 5] > 0
    quoted = traits_left[:, 2] + traits_right[:, 2]
    return np.stack(
        [
            (of.vectors[i] * of.vectors[j]).sum(axis=1),
            aligned,
            np.minimum(cover_left, cover_right),
            np.maximum(cover_left, cover_right),
            np.log1p(shared_weight),
            (w_left * shared).max(axis=1) / 5,
            shared_weight / np.maximum(sum_left + sum_right - shared_weight, 1e-6),
            content[0],
            content[1],
            names[0],
            np.log1p(loose),
            np.maximum(to_left, to_right),
            np.minimum(to_left, to_right),
            np.maximum(to_left, to_right) * aligned,
            opposed,
            (of.sentences[i] * of.sentences[j]).sum(axis=1),
            np.minimum(run, LONGEST_RUN) / LONGEST_RUN,
            run / np.minimum(of.lengths[i], of.lengths[j]),
            np.log(np.maximum(1e-6, np.minimum(sum_left, sum_right))),
            np.abs(np.log(sum_left / sum_right)),
            same_agent,
            agents,
            _marked(of.persons, i, j, same)[1],
            _marked(of.places, i, j, same)[1],
            number,
            counts_left & counts_right & ~number,
            counts_left != counts_right,
            meet,
            timed.any(axis=(1, 2)) & ~meet,
            traits_left[:, 0] != traits_right[:, 0],
            traits_left[:, 1] != traits_right[:, 1],
            quoted == 2,
            quoted == 1,
            np.abs(traits_left[:, 4] - traits_right[:, 4]),
            traits_left[:, 3] != traits_right[:, 3],
        ],
        axis=1,
    ).astype(np.float64)
