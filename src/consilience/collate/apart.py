"""Pairs of claims that are alike and yet not the same: what keeps two claims out of one finding.

A score says how alike two claims are; "the 12th package" and "the 13th", "bought" and
"sold", "Merisia sued Taldova" and "Taldova sued Merisia" are as alike as can be. What is
found here is never joined, whatever its score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from consilience.collate.numbers import counted_noun
from consilience.collate.units import Lexicon, Unit, is_light, one_act
from consilience.collate.values import alike
from consilience.tables import opposites

Pair = tuple[int, int]
COUNTERPART = 0.4  # score from which two claims would be joined, were they not known to differ
INNER = 0.1  # so much likelier is the clause inside another to be meant than the other itself
LIKE_THINGS = 0.6  # likeness of two words that name one thing
_NOBODY = frozenset({"nobody", "none", "one"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them", "who", "which"})
_SMALL = frozenset({"the", "and", "his", "her", "its", "their", "our", "a", "an", "some", "about", "more", "than"})


@dataclass(frozen=True, slots=True)
class _Parts:
    """What of a claim is held against another: its words with an opposite, who did it to whom, which of a kind,
    whether it is for or against something, and whether it says that something is over."""

    undoing: frozenset[str]
    agent: frozenset[str]
    patient: frozenset[str]
    numbered: Mapping[str, float | None]
    stand: str | None
    over: bool


def _words(role: str | None) -> frozenset[str]:
    return frozenset(word for word in (role or "").lower().split() if word[:1].isalnum() and word not in _SMALL)


def _parts(unit: Unit, lexicon: Lexicon) -> _Parts:
    keys = (lexicon.keys[word] for word in unit.words.tolist())
    roles = unit.claim.roles
    return _Parts(
        frozenset(key for key in keys if opposites.knows(key)),
        _words(roles.get("agent")),
        _words(roles.get("patient")),
        {
            counted_noun(q.counted): q.value
            for q in unit.quantities
            if q.unit == "ordinal" and q.value is not None and q.counted
        },
        next((word for word in ("against", "for") if word in roles), None),
        opposites.is_over(" ".join(unit.text)),
    )


def opposed(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether the predicates of two claims are opposites, with or without their particles ("stepped down")."""
    mine, yours = (
        [word for word in (lexicon.keys[unit.predicate], unit.claim.predicate) if opposites.knows(word)]
        for unit in (one, other)
    )
    return any(opposites.are(a, b) for a in mine for b in yours)


def of_one_thing(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether two claims tell of acts on like things, or by the same where one act has no object; not of "be", "have".

    "Nobody" and a number of people are like.
    """
    if is_light(lexicon.keys[one.predicate]) or is_light(lexicon.keys[other.predicate]):
        return False
    a, b = one.claim.roles, other.claim.roles
    for role in ("patient", "agent"):
        mine, yours = _words(a.get(role)), _words(b.get(role))
        if not mine or not yours:
            continue
        if mine & _NOBODY or yours & _NOBODY:
            continue
        if any(alike(x, y, lexicon) >= LIKE_THINGS for x in mine for y in yours):
            return True
        if role == "patient" or not (mine | yours) & _PRONOUNS:
            return False
    return bool(one.entities & other.entities) or _is_of_nobody(a) or _is_of_nobody(b)


def _is_of_nobody(roles: Mapping[str, str]) -> bool:
    return any(_words(roles.get(role)) & _NOBODY for role in ("patient", "agent"))


def _undo(one: Unit, other: Unit, parts: tuple[_Parts, _Parts], lexicon: Lexicon) -> bool:
    """Whether what one claim says was done undoes what the other says; "did not buy" may well be "sold".

    The act is the predicate, or stands below one that both share ("is said to have bought").
    """
    if one.negative != other.negative:
        return False
    if opposed(one, other, lexicon):
        return True
    if {parts[0].stand, parts[1].stand} == {"for", "against"} and one.predicate == other.predicate:
        return True  # "voted for", "voted against"
    if not (parts[0].undoing and parts[1].undoing and one_act(one, other, lexicon)):
        return False
    left, right = parts[0].undoing - parts[1].undoing, parts[1].undoing - parts[0].undoing
    return any(opposites.are(a, b) for a in left for b in right)


def _turned_round(one: Unit, other: Unit, parts: tuple[_Parts, _Parts], lexicon: Lexicon) -> bool:
    """Whether who did it in one claim is to whom it was done in the other, both ways round.

    Of an act that both sides do to each other ("met", "fought") this says nothing, nor of two
    that are one act seen from both sides ("hired", "joined").
    """
    a, b = parts
    if not (a.agent & b.patient and b.agent & a.patient) or a.agent & b.agent or a.patient & b.patient:
        return False
    acts = lexicon.keys[one.predicate], lexicon.keys[other.predicate]
    return not any(map(opposites.is_mutual, acts)) and not opposites.are_converse(*acts)


def _numbered_otherwise(parts: tuple[_Parts, _Parts]) -> bool:
    """Whether both number a thing of one kind, and no number is the same."""
    mine, yours = parts[0].numbered, parts[1].numbered
    shared = mine.keys() & yours.keys()
    return bool(shared) and all(mine[kind] != yours[kind] for kind in shared)


def _nested(units: Sequence[Unit]) -> Callable[[int], Sequence[int]]:
    """Looks up the claims of a claim's own report that stand inside it or that it stands inside of."""
    of_report: dict[int, list[int]] = defaultdict(list)
    for k, unit in enumerate(units):
        of_report[unit.report].append(k)

    @cache
    def around(number: int) -> Sequence[int]:
        own = units[number].claim
        found = []
        for k in of_report[units[number].report]:
            claim = units[k].claim
            inside = own.start <= claim.start and claim.end <= own.end
            if k != number and (inside or (claim.start <= own.start and own.end <= claim.end)):
                found.append(k)
        return found

    return around


def apart(units: Sequence[Unit], lexicon: Lexicon, scores: Mapping[Pair, float]) -> frozenset[Pair]:
    """Those of the scored pairs whose claims are known not to state the same thing.

    A claim kept from its counterpart, which its score says it is like, is kept from what stands inside
    or around that too, lest it be joined to the rest of the same sentence; but not from a claim that
    tells of its own act. A noun phrase that names an event is nobody's counterpart. Nor is a claim joined to one
    around its counterpart: that "they look into the sale of the site" is not that the site was sold.
    """
    parts = [_parts(unit, lexicon) for unit in units]

    def differ(i: int, j: int) -> bool:
        one, other, of = units[i], units[j], (parts[i], parts[j])
        return (
            of[0].over != of[1].over
            or _undo(one, other, of, lexicon)
            or _turned_round(one, other, of, lexicon)
            or _numbered_otherwise(of)
        )

    found = {(i, j) for i, j in scores if differ(i, j)}
    nested = _nested(units)
    beside = {
        (min(k, other), max(k, other))
        for pair in found
        if scores[pair] >= COUNTERPART and not any(units[k].nominal for k in pair)
        for one, other in (pair, pair[::-1])
        for k in nested(one)
        if not one_act(units[k], units[other], lexicon)
    }

    def is_of_inner(outer: int, other: int, score: float) -> bool:
        """Whether the other claim tells of the act of a clause inside the outer one, and not of the outer's own."""
        return not one_act(units[outer], units[other], lexicon) and any(
            units[outer].holds(units[k])
            and scores.get((min(k, other), max(k, other)), 0.0) >= score + INNER
            and one_act(units[k], units[other], lexicon)
            for k in nested(outer)
        )

    inner = {(i, j) for (i, j), score in scores.items() if is_of_inner(i, j, score) or is_of_inner(j, i, score)}
    return frozenset(found | beside | inner)
