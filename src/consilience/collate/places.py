"""Where a claim says that it happened, and how two places stand to each other.

A name of a place says where something happened only where grammar puts the event there:
in *the police in Wonsan arrested two men* and *the Wonsan crash*, not in *Moscow said* or
*the president of Russia*.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from typing import Literal

from consilience.model import Annotated, Claim, Place, PlaceMention, Tokens
from consilience.tables import nominals, whereabouts
from consilience.tables.places import kilometres, sovereign

Relation = Literal["same", "inside", "apart", "unknown"]

# Two spellings of one place stand so near each other; a part of a town lies so far inside it.
_SAME_KM, _PART = 2.0, 0.6
# Regions are not round: what lies in one may lie so many of its radii from the middle.
_UNROUND = 1.3
_OPPOSITE = frozenset(
    frozenset(pair)
    for pair in (
        ("northern", "southern"),
        ("eastern", "western"),
        ("northeastern", "southwestern"),
        ("northwestern", "southeastern"),
    )
)
_STEPS = 6
_SITED = frozenset({"at", "in", "inside", "outside", "near"})


def distance(one: Place, other: Place) -> float:
    """Kilometres between the middles of two places along the earth's surface; NaN where one's are not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return math.nan
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def _contains(whole: Place, part: Place) -> bool:
    """Whether all of ``part`` lies in ``whole``, both without vague words."""
    if whole.sort == "country":
        return part.sort in ("region", "town") and part.country == whole.country
    apart = distance(whole, part)
    if whole.sort == "area":
        return apart + _reach(part) <= _reach(whole)
    if whole.sort == "region":
        if part.sort == "area" or part.country != whole.country:
            return False
        smaller = part.sort == "town" or _reach(part) < _reach(whole) * _PART
        return smaller and part.region == whole.region and apart <= _reach(whole) * _UNROUND
    return part.sort == "town" and _reach(part) < _reach(whole) * _PART and apart <= _reach(whole)


def _reach(*places: Place) -> float:
    """How far the places reach from their middles, together; NaN where one's reach is not known."""
    return sum(math.nan if p.radius_km is None else p.radius_km for p in places)


def _same(a: Place, b: Place) -> bool:
    if "unknown" in (a.sort, b.sort):
        return a.name.casefold() == b.name.casefold()
    if a.sort != b.sort or a.country != b.country:
        return False
    return a.sort == "country" or ((a.name == b.name or a.sort == "town") and distance(a, b) <= _SAME_KM)


def _base(place: Place) -> tuple[str, str, str | None]:
    return place.name, place.sort, place.country


def _vaguely(a: Place, b: Place) -> Relation:
    """Two places at least one of which is vague: the words may stretch, so only distance sets them apart."""
    if _base(a) == _base(b):
        if a.vague == b.vague:
            return "same"
        if a.vague and b.vague:
            return "apart" if frozenset((a.vague, b.vague)) in _OPPOSITE else "unknown"
        vague = a.vague or b.vague or ""
        return "inside" if a.sort != "town" and vague.endswith(("ern", "central", "mainland")) else "unknown"
    precise, vague_one = (a, b) if not a.vague else (b, a)
    if not precise.vague and precise.sort == "country" and precise.country == vague_one.country:
        return "inside" if vague_one.sort == "town" else "unknown"
    return "apart" if distance(a, b) > 1.5 * _reach(a, b) else "unknown"


def compatible(a: Place, b: Place) -> Relation:
    """How two places stand to each other: ``same``, one ``inside`` the other, ``apart``, or ``unknown``.

    ``unknown`` is what cannot be decided: vague places, namesakes, neighbours whose circles touch, names
    that no table has, and a territory beside the state that governs or claims it. The order does not matter.
    """
    if a.vague or b.vague:
        return _vaguely(a, b)
    if "unknown" in (a.sort, b.sort):
        return "same" if _same(a, b) else "unknown"
    if _same(a, b):
        return "same"
    if _contains(a, b) or _contains(b, a):
        return "inside"
    if a.name.casefold() == b.name.casefold():
        return "unknown"
    if a.country and b.country and a.country != b.country:
        return "unknown" if sovereign(a.country) & sovereign(b.country) else _by_country(a, b)
    if a.sort == "country" or b.sort == "country":
        return "apart" if distance(a, b) > 1.5 * _reach(a, b) else "unknown"
    unround = _UNROUND if "town" not in (a.sort, b.sort) or a.sort != b.sort else 1.0
    return "apart" if distance(a, b) > unround * _reach(a, b) else "unknown"


def _by_country(a: Place, b: Place) -> Relation:
    """Places of two states are apart, towns on either side of a border only where their circles do not touch."""
    if a.sort == b.sort == "town" and distance(a, b) <= _reach(a, b):
        return "unknown"
    return "apart"


def _root(tokens: Tokens, start: int, end: int) -> int:
    """The word of a phrase whose head stands outside it."""
    return next((i for i in range(start, end) if not start <= tokens.head[i] < end), end - 1)


def _governed(tokens: Tokens, preposition: int, lemma: str, mention: PlaceMention) -> bool:
    """Whether a preposition puts what it hangs on into the place or moves it there."""
    governor = tokens.head[preposition]
    over = tokens.lemma[governor]
    if lemma in whereabouts.words("inside"):
        return True
    if lemma in whereabouts.words("towards") and over in whereabouts.words("moves"):
        return True
    if lemma == "from" and over in whereabouts.words("starts"):
        return True
    if lemma in whereabouts.words("upon"):
        return mention.place.sort != "country"
    return (
        lemma == "of"
        and tokens.pos[governor] == "NOUN"
        and nominals.verb_of(over) is not None
        and (mention.place.sort != "country" or over in whereabouts.words("reach"))
    )


def _is_where(tokens: Tokens, at: int, mention: PlaceMention) -> bool:
    """Whether the word that a name hangs on puts an event into the place."""
    for _ in range(_STEPS):
        dep, over = tokens.dep[at], tokens.head[at]
        if over == at:
            return False
        lemma = tokens.lemma[over]
        if dep in ("conj", "appos"):
            at = over
        elif dep == "pobj":
            if _governed(tokens, over, lemma, mention):
                return True
            # "the outskirts of", "30 km north of": the place of the phrase is the place of the whole
            whole = tokens.head[over]
            if lemma not in ("of", "from", "between", "with") or tokens.lemma[whole] not in whereabouts.words("parts"):
                return False
            at = whole
        elif dep in ("compound", "nmod", "amod", "poss"):
            if tokens.pos[over] == "NOUN" and nominals.verb_of(lemma) is not None and dep != "poss":
                return True
            named = lemma in whereabouts.words("parts") or tokens.pos[over] == "PROPN"
            if not named and not (dep == "compound" and _is_a_site(tokens, over)):
                return False
            at = over
        elif dep in ("dobj", "nsubjpass"):
            return lemma in whereabouts.words("reach")
        elif dep in ("advmod", "npadvmod"):
            return tokens.pos[over] in ("VERB", "AUX")
        else:
            return False
    return False


def _is_a_site(tokens: Tokens, noun: int) -> bool:
    """Whether a common noun is where something happened: the bank of "at a Woodburn bank"."""
    over = tokens.head[noun]
    return tokens.dep[noun] == "pobj" and tokens.lemma[over] in _SITED and tokens.pos[noun] == "NOUN"


def _mentions(claim: Claim, annotated: Annotated) -> list[tuple[PlaceMention, int]]:
    """The places that the claim's own or borrowed words name, with the word that each hangs on."""
    tokens, own = annotated.tokens, frozenset(claim.tokens)
    if not own:
        return []
    begin, end = tokens.start[min(own)], tokens.end[max(own)]
    # Mentions stand in the order of the text and do not overlap.
    past = bisect_right(annotated.places, begin, key=lambda m: m.end)
    last = bisect_left(annotated.places, end, key=lambda m: m.start)
    found = []
    for mention in annotated.places[past:last]:
        low, high = bisect_right(tokens.end, mention.start), bisect_left(tokens.start, mention.end)
        if low < high and own.intersection(range(low, high)):
            found.append((mention, _root(tokens, low, high)))
    return found


def where(claim: Claim, annotated: Annotated) -> tuple[Place, ...]:
    """The places where the claim says that it happened or where it leads to, in the order of the text.

    A place that only says in which other one the town lies ("Paris, Texas") is left out. Empty where
    the claim names none: the place of another sentence is never assumed.
    """
    found = [
        mention.place
        for mention, root in _mentions(claim, annotated)
        if not mention.acts and _is_where(annotated.tokens, root, mention)
    ]
    places = list(dict.fromkeys(found))
    return tuple(p for p in places if p.vague or not any(q is not p and _contains(p, q) for q in places))
