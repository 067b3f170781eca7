"""How alike two claims are, slot by slot: the numbers that the pair scorer weighs.

Words are aligned softly, each with the likest of the other claim (after the
word aligner of Sultan, Bethard and Sumner 2014); the slots (names, numbers,
times, polarity, factuality) say whether likeness is sameness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from consilience.collate.units import Floats, Lexicon, Unit
from consilience.model import Quantity, TimeExpression
from consilience.tables import opposites

LEAST_LIKE = 0.35  # below this, two words of the vector table are not about the same
LONGEST_RUN = 12

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


def overlap(one: TimeExpression, other: TimeExpression) -> bool | None:
    """Whether two resolved times share a day; None where one of them has no bounds."""
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return None
    return one.earliest <= other.latest and other.earliest <= one.latest


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    previous = [0] * (len(other) + 1)
    best = 0
    for word in one:
        current = [0] * (len(other) + 1)
        for k, match in enumerate(other):
            if word == match:
                current[k + 1] = previous[k] + 1
                best = max(best, current[k + 1])
        previous = current
    return best


def _share(matched: Floats, weights: Floats, chosen: Floats) -> float:
    total = float((weights * chosen).sum())
    return float((weights * matched * chosen).sum()) / total if total else 0.0


def _opposed(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether a word of one claim undoes a word that stands in no other guise in the other claim."""
    mine = {lexicon.keys[k] for k in one.words} | {lexicon.keys[one.predicate]}
    yours = {lexicon.keys[k] for k in other.words} | {lexicon.keys[other.predicate]}
    only_mine, only_yours = mine - yours, yours - mine
    return any(opposites.are(a, b) for a in sorted(only_mine) for b in sorted(only_yours))


def features(one: Unit, other: Unit, lexicon: Lexicon, sentence_cosine: float) -> dict[str, float]:
    """The likeness of two claims as named numbers, in the order of :data:`FEATURES`; symmetric."""
    table = lexicon.likeness[np.ix_(one.words, other.words)]
    best_one, best_other = table.max(axis=1), table.max(axis=0)
    best_one = np.where(best_one < LEAST_LIKE, 0, best_one)
    best_other = np.where(best_other < LEAST_LIKE, 0, best_other)
    weight_one, weight_other = float(one.weights.sum()), float(other.weights.sum())
    cover_one = float((one.weights * best_one).sum()) / weight_one
    cover_other = float((other.weights * best_other).sum()) / weight_other
    aligned = (cover_one * weight_one + cover_other * weight_other) / (weight_one + weight_other)

    content = sorted(_share(b, u.weights, 1 - u.named) for b, u in ((best_one, one), (best_other, other)))
    names = sorted(_share(b, u.weights, u.named) for b, u in ((best_one, one), (best_other, other)))
    loose = sorted(float((u.weights * u.named * (1 - b)).sum()) for b, u in ((best_one, one), (best_other, other)))
    shared = set(one.words.tolist()) & set(other.words.tolist())
    shared_weight = float(sum(lexicon.weight[k] for k in sorted(shared)))
    union = weight_one + weight_other - shared_weight

    same = float(lexicon.likeness[one.predicate, other.predicate])
    nearest = sorted(
        max(same, float(lexicon.likeness[u.predicate, v.words].max())) for u, v in ((one, other), (other, one))
    )
    overlaps = [overlap(a, b) for a in one.times for b in other.times]
    meet = any(o is True for o in overlaps)
    apart = not meet and any(o is False for o in overlaps)
    number = any(same_number(a, b) for a in one.quantities for b in other.quantities)
    run = _longest_run(one.text, other.text)
    agents = bool(one.agents and other.agents)
    values = (
        float(one.vector @ other.vector),
        aligned,
        min(cover_one, cover_other),
        max(cover_one, cover_other),
        math.log1p(shared_weight),
        max((float(lexicon.weight[k]) for k in shared), default=0.0) / 5,
        shared_weight / max(union, 1e-6),
        content[0],
        content[1],
        names[0],
        math.log1p(loose[0]),
        nearest[1],
        nearest[0],
        nearest[1] * aligned,
        float(_opposed(one, other, lexicon)),
        sentence_cosine,
        min(run, LONGEST_RUN) / LONGEST_RUN,
        run / max(1, min(len(one.text), len(other.text))),
        math.log(max(1e-6, min(weight_one, weight_other))),
        abs(math.log(weight_one / weight_other)),
        float(bool(one.agents & other.agents)),
        float(agents and not one.agents & other.agents),
        float(_exclusive(one.persons, other.persons)),
        float(_exclusive(one.places, other.places)),
        float(number),
        float(bool(one.quantities and other.quantities) and not number),
        float(bool(one.quantities) != bool(other.quantities)),
        float(meet),
        float(apart),
        float(one.claim.polarity != other.claim.polarity),
        float((one.claim.factuality == "asserted") != (other.claim.factuality == "asserted")),
        float(one.quoted and other.quoted),
        float(one.quoted != other.quoted),
        abs(one.position - other.position),
        float(one.nominal != other.nominal),
    )
    return dict(zip(FEATURES, values, strict=True))


def _exclusive(one: frozenset[str], other: frozenset[str]) -> bool:
    """Both name somebody, and nobody is named by both."""
    return bool(one and other and not one & other)
