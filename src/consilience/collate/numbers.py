"""Where two claims differ in a number: of what it counts, in which unit, with which bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from consilience.collate.pairs import Pair
from consilience.collate.units import Lexicon, is_age
from consilience.collate.values import Difference, alike, value_of
from consilience.model import Quantity
from consilience.tables import people

ROUGHLY = 0.1  # how far "about 100" reaches to either side
SAME_COUNTED = 0.6  # likeness of two counted nouns that count the same thing
PERHAPS_COUNTED = 0.4  # and of two that may ("guards", "officers")
POWER = 10  # nobody says "at least two million" of so many times more
_PART = re.compile(r"\s+of\s+(?:them|those|these|whom)\b", re.IGNORECASE)
_TOUCHING_M = re.compile(r"\dm$")
_AFTER_NOUN = frozenset({"of", "and", "or", "in", "on", "at", "for", "from", "to", "with", "by", "against"})


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The values that the words allow, both ends included."""
    if quantity.value is None:
        low = quantity.low if quantity.low is not None else float("-inf")
        return low, quantity.high if quantity.high is not None else float("inf")
    value = quantity.value
    if quantity.bound in (">=", ">"):
        return value, float("inf")
    if quantity.bound in ("<=", "<"):
        return float("-inf"), value
    if quantity.bound == "~":
        return value - abs(value) * ROUGHLY, value + abs(value) * ROUGHLY
    return value, value


def counted_noun(counted: str | None) -> str:
    """The noun that is counted: "games" in "games of the regular season"; "" where there is none."""
    words = (counted or "").lower().split()
    end = next((k for k, word in enumerate(words) if k and word in _AFTER_NOUN), len(words))
    return words[end - 1] if words else ""


def is_part(quantity: Quantity, text: str) -> bool:
    """Whether it counts some of those that ``text`` has told of: "nine of them", "two of whom"."""
    return _PART.match(text, quantity.end) is not None


def counts_the_same(one: Quantity, other: Quantity, lexicon: Lexicon) -> bool:
    """Equal units, and counted nouns that are one word or nearly one in meaning."""
    if (one.unit or "") != (other.unit or ""):
        return False
    if one.unit == "ordinal" or is_age(one) != is_age(other):
        return False
    a, b = counted_noun(one.counted), counted_noun(other.counted)
    if not a or not b:
        return bool(one.unit) or a == b
    return alike(a, b, lexicon) >= SAME_COUNTED


def _may_count_the_same(one: Quantity, other: Quantity, lexicon: Lexicon, alone: bool) -> bool:
    """Whether two numbers of one act may be of the same: like nouns, people in general, or no noun on one side.

    ``alone`` is whether they are the only ones that are left over.
    """
    if one.unit is not None or other.unit is not None:
        return False
    a, b = counted_noun(one.counted), counted_noun(other.counted)
    if not a or not b:
        return alone
    return people.in_general(a, b) or alike(a, b, lexicon) >= PERHAPS_COUNTED


def _number(a: Quantity, b: Quantity, ids: tuple[str, str], at: Pair, sure: bool) -> Difference | None:
    """How two quantities that count the same differ; None where they say the same."""
    ranges = bounds(a), bounds(b)
    if ranges[0] == ranges[1]:
        return None
    sides = (value_of(at[0], a, ids[0], *ranges[0]), value_of(at[1], b, ids[1], *ranges[1]))
    frequency = a.unit is not None and a.unit.startswith("/")
    if frequency and a.value != b.value and (a.low != a.high or b.low != b.high):
        return Difference("number", "ambiguity", sides, f"“{a.text}” or “{b.text}” can be read in two ways")
    meet = ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]
    if meet and _powers_apart(a, b):
        return Difference("number", "undecided", sides, f"{a.text} against {b.text}: powers of ten apart")
    if meet:
        return Difference("number", "precision", sides, f"{a.text} and {b.text} can both be true")
    if not sure:
        return Difference("number", "undecided", sides, f"{a.text} against {b.text}: perhaps not of one thing")
    return Difference("number", "contradiction", sides, f"{a.text} against {b.text} for the same count")


def _powers_apart(a: Quantity, b: Quantity) -> bool:
    """Whether two bounds of one direction are so far apart that nobody would give the one for the other."""
    low, high = sorted((a.value or 0, b.value or 0))
    one_way = {q.bound.strip("=") for q in (a, b)}
    return len(one_way) == 1 and one_way <= {"<", ">"} and low > 0 and high >= POWER * low


@dataclass(frozen=True, slots=True)
class Counts:
    """The quantities of a claim: those in its span, and those in words that it borrows from elsewhere.

    ``parts`` are those among them that count some of a whole.
    """

    own: Sequence[Quantity]
    lent: Sequence[Quantity]
    parts: frozenset[Quantity] = frozenset()

    @property
    def all(self) -> list[Quantity]:
        return [*self.own, *self.lent]


def numbers(
    one: Counts, other: Counts, lexicon: Lexicon, ids: tuple[str, str], at: Pair, sure: bool, likely: bool
) -> list[Difference]:
    """Each quantity is compared with the one of the other claim that it matches; agreeing ones are taken first.

    ``sure`` makes a contradiction of what is else a question; ``likely`` asks about numbers of perhaps the same thing.
    """
    sides = [one.all, other.all]
    if not any(is_age(q) for side in (one, other) for q in side.own):
        sides = [[q for q in side if not is_age(q)] for side in sides]  # lent to both, told elsewhere
    found = []
    for of_parts in (False, True):  # "nine of them" is no "nine", and "two of them" may be of other kind
        left, right = (
            [q for q in side if (q in of.parts) is of_parts] for side, of in zip(sides, (one, other), strict=True)
        )
        if left and right:
            found += _numbers(left, right, lexicon, ids, at, sure and not of_parts, likely)
    return found


def _numbers(
    left: list[Quantity],
    right: list[Quantity],
    lexicon: Lexicon,
    ids: tuple[str, str],
    at: Pair,
    sure: bool,
    likely: bool,
) -> list[Difference]:
    left, right = _metres(left, right), _metres(right, left)
    for a in tuple(left):
        for b in tuple(right):
            if bounds(a) == bounds(b) and _same_unit(a, b) and a in left:
                left.remove(a)
                right.remove(b)
    found, rest = [], list[Quantity]()
    for a in left:
        for b in tuple(right):
            if counts_the_same(a, b, lexicon):
                difference = _number(a, b, ids, at, sure)
                right.remove(b)
                if difference:
                    found.append(difference)
                break
            if _in_other_units(a, b) or (a.unit == b.unit == "ordinal" and a.value != b.value):
                sides = (value_of(at[0], a, ids[0], a.text, a.text), value_of(at[1], b, ids[1], b.text, b.text))
                found.append(Difference("number", "undecided", sides, f"{a.text} against {b.text}"))
                right.remove(b)
                break
        else:
            rest.append(a)
    return found + (_perhaps(rest, right, lexicon, ids, at) if likely else [])


def _same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether the units are one, or one says for each of what the other leaves out: "418p", "418p a share"."""
    a, b = sorted((one.unit or "", other.unit or ""), key=len)
    return a == b or (a != "" and b.startswith(f"{a}/{{"))


def _metres(own: Sequence[Quantity], against: Sequence[Quantity]) -> list[Quantity]:
    """A bare "600m", which by itself is read as millions, is in metres where the other report has metres."""
    if all(q.unit != "m" for q in against):
        return list(own)
    return [
        replace(q, unit="m", value=q.value / 1e6)
        if q.value is not None and q.unit is None and not q.counted and _TOUCHING_M.search(q.text)
        else q
        for q in own
    ]


def _perhaps(
    left: Sequence[Quantity], right: Sequence[Quantity], lexicon: Lexicon, ids: tuple[str, str], at: Pair
) -> list[Difference]:
    """Numbers that are left over and may count the same thing: a question, where they cannot both be true."""
    found, taken, alone = [], set[int](), len(left) == len(right) == 1
    for a in left:
        like = (k for k, b in enumerate(right) if k not in taken and _may_count_the_same(a, b, lexicon, alone))
        k = next(like, None)
        if k is None:
            continue
        taken.add(k)
        b, ranges = right[k], (bounds(a), bounds(right[k]))
        if ranges[0][0] <= ranges[1][1] and ranges[1][0] <= ranges[0][1]:
            continue
        sides = (value_of(at[0], a, ids[0], *ranges[0]), value_of(at[1], b, ids[1], *ranges[1]))
        found.append(Difference("number", "undecided", sides, f"{a.text} against {b.text}: perhaps not of one thing"))
    return found


def _in_other_units(one: Quantity, other: Quantity) -> bool:
    """Whether one number stands with two units ("25 miles", "25 kilometres")."""
    units = {one.unit, other.unit}
    return len(units) == 2 and None not in units and "ordinal" not in units and one.value == other.value is not None
