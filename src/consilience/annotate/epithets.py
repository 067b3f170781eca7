"""Whom "the minister", "the airline" and "the newspaper" mean: who is described so, else who is near and can be it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from consilience.annotate.contents import SUBJECTS, Piece
from consilience.annotate.referents import (
    MEDIA_WORDS,
    Described,
    country_codes,
    is_business,
    is_medium,
    is_told_apart,
    noun_phrase,
    nouns,
    roles,
)
from consilience.annotate.words import Words, word_set

if TYPE_CHECKING:
    from consilience.annotate.speakers import Resolver, Speaker

_ONE_OF_SEVERAL = word_set("first second third other another latter")  # "the first official": no name is meant
# Who is the head of what: the title's noun, with the words before it that tell it from others.
_HEADS = {
    "government": (("minister", word_set("prime")), ("premier", word_set("")), ("chancellor", word_set(""))),
    "state": tuple((noun, word_set("")) for noun in ("president", "king", "queen", "emir", "sultan", "monarch")),
}
LOOK = 40  # how many mentions are looked at
_SET_BACK = 4  # and with an age, a sentence or two of a quotation between
_NEAR = 5  # how many sentences back an epithet may reach ("the company", "the newspaper", "the advocate")


def epithet(resolver: Resolver, head: int, piece: Piece, lower: str) -> Speaker | None:
    """ "the minister", "the airline", "the newspaper": who is described so, else who is near and can be meant."""
    words = resolver.words
    alone = not any(words.pos[i] in ("ADJ", "NOUN", "PROPN") for i in range(piece[0], head))
    if any(words.text[i].lower() in _ONE_OF_SEVERAL for i in range(piece[0], head)):
        return None
    if lower in MEDIA_WORDS or lower == "paper":
        medium = _last_medium(resolver, head)
        if medium is not None:
            return resolver.speaker(medium.entity, f"“the {lower}”: the medium that was named last")
    if lower == "head":
        return _head_of(resolver, head)
    business, trade = lower in nouns("business"), lower in nouns("trade")
    found = last_body(resolver, head, lower) if (business or trade) and not is_told_apart(words, head) else None
    reason = f"“the {lower}”: the body that was named or spoke last"
    body = resolver.speaker(found.entity, reason) if found is not None else None
    if alone and business and body is not None:
        return body
    known = described(resolver, head, piece, lower)
    if known is not None:
        return resolver.speaker(known.entity, f"the report calls it “{lower}”")
    if body is not None:
        return body
    if trade and not alone:
        return None  # "the state-controlled producer" is nobody's calling
    told = has_age(words, head, piece)
    aged = told and not _is_called_so_before(resolver, head, lower)
    if (aged if told else lower in roles()) and not any(words.dep[c] in ("prep", "poss") for c in words.children[head]):
        person = _last_person(resolver, head, _SET_BACK if aged else 2)
        if person is not None:
            return resolver.speaker(person.entity, f"“the {lower}”: the person who was named last")
    return None


def _head_of(resolver: Resolver, head: int) -> Speaker | None:
    """ "The head of government": the last one before it whom the report calls prime minister; "of state": president."""
    words = resolver.words
    what = words.text[head + 2].lower() if head + 2 < len(words) and words.text[head + 1] == "of" else ""
    known = resolver.referents.described
    held = [d for noun, first in _HEADS.get(what, ()) for d in known.get(noun, ()) if d.at < head and first <= d.words]
    last = max(held, key=lambda d: d.at, default=None)
    return resolver.speaker(last.entity, f"“the head of {what}”: who holds that office") if last else None


def has_age(words: Words, head: int, piece: Piece) -> bool:
    """Whether a noun is a person's by the age that stands before it: "the 52-year-old baker"."""
    return any(words.text[i].lower() in ("old", "year-old", "aged") for i in range(piece[0], head))


def described(resolver: Resolver, head: int, piece: Piece, lower: str) -> Described | None:
    """The last entity that the report describes with this noun and nothing that speaks against it."""
    words = resolver.words
    own = [i for i in noun_phrase(words, head) if piece[0] <= i <= piece[1] and i != head]
    modifiers = {words.text[i].lower() for i in own if words.pos[i] in ("NOUN", "PROPN", "ADJ")}
    codes = country_codes(words, own)
    best: tuple[int, bool, int] | None = None
    chosen: Described | None = None
    for known in resolver.referents.described.get(lower, ()):
        home = resolver.referents.entities[known.entity].country
        theirs = known.countries or (frozenset((home,)) if home else frozenset())
        if codes and theirs and not codes & theirs:
            continue
        shared = len(modifiers & known.words) + 2 * bool(codes & theirs)
        if modifiers and not shared and not (not codes and len(modifiers) == 1 and not known.words):
            continue
        earlier = known.at < head
        if not earlier and _is_of_somebody_before(resolver, head, lower):
            continue
        rank = (shared, earlier, known.at if earlier else -known.at)
        if best is None or rank > best:
            best, chosen = rank, known
    return chosen


def _is_of_somebody_before(resolver: Resolver, head: int, lower: str) -> bool:
    """Whether "the ministry" behind a minister is his, and not another one that is named later."""
    known = resolver.referents.described.get("minister", ()) if lower == "ministry" else ()
    return any(d.at < head for d in known)


def last_body(resolver: Resolver, head: int, lower: str) -> Speaker | None:
    """The organization that "the company" means: near, prominent, described so, or the last to speak."""
    words, referents = resolver.words, resolver.referents
    called = {d.entity for noun in (lower, *nouns("business")) for d in referents.described.get(noun, ())}
    spoke = next(
        (s.entity for at, s in reversed(resolver.spoken) if at < head and _is_business(resolver, s.entity)), -1
    )
    seen = bisect_left(referents.mentions, (head, -1))
    best: tuple[float, int] | None = None
    chosen = None
    for at, number in referents.mentions[max(0, seen - LOOK) : seen]:
        if _is_business(resolver, number) and words.sentence[head] - words.sentence[at] <= _NEAR:
            prominence = min(len(referents.entities[number].mentions), 12) / 3
            a_part = words.dep[at] == "compound" and referents.at[words.head[at]] != number  # "the Orla dam"
            known = (number in called) + 1.5 * (number == spoke) - 1.5 * a_part
            rank = (resolver.nearness(at, head) + prominence + known, at)
            if best is None or rank > best:
                best, chosen = rank, number
    return resolver.speaker(chosen, "the body named last") if chosen is not None else None


def _is_business(resolver: Resolver, entity: int) -> bool:
    referents = resolver.referents
    return entity >= 0 and is_business(referents.entities[entity]) and entity not in referents.only_where


def _last_medium(resolver: Resolver, head: int) -> Speaker | None:
    """The medium that was named last, within a few sentences."""
    words, referents = resolver.words, resolver.referents
    called = {d.entity for noun in MEDIA_WORDS for d in referents.described.get(noun, ())}
    seen = bisect_left(referents.mentions, (head, -1))
    for at, number in reversed(referents.mentions[max(0, seen - LOOK) : seen]):
        if words.sentence[head] - words.sentence[at] > _NEAR:
            break
        if is_medium(referents.entities[number].name) or number in called:
            return resolver.speaker(number, "the medium named last")
    return None


def _is_called_so_before(resolver: Resolver, head: int, lower: str) -> bool:
    """Whether somebody without a name was called so: "a baker said", "the 52-year-old baker said"."""
    words, at = resolver.words, resolver.referents.at
    same = (i for i in range(head) if words.text[i] == lower and at[i] < 0)
    return any(not any(at[c] >= 0 for c in (*words.children[i], words.head[i])) for i in same)


def _last_person(resolver: Resolver, head: int, back: int) -> Speaker | None:
    """The last person who was a subject and is not described otherwise, or else the only person named of late.

    ``back`` is how many sentences back the subject of one may stand who is described otherwise.
    """
    words, referents = resolver.words, resolver.referents
    described = {d.entity for found in referents.described.values() for d in found if d.at < head}
    seen = bisect_left(referents.mentions, (head, -1))
    recent: list[int] = []
    near = -1
    for at, number in reversed(referents.mentions[max(0, seen - LOOK) : seen]):
        if words.sentence[head] - words.sentence[at] > _NEAR:
            break
        if referents.entities[number].type == "PERSON" and not resolver.marked.number[at]:
            if number not in described and words.dep[at] in SUBJECTS:
                return resolver.speaker(number, "the person named last")
            if near < 0 and words.dep[at] in SUBJECTS and words.sentence[head] - words.sentence[at] <= back:
                near = number
            recent.append(number)
    only = recent[0] if len(set(recent)) == 1 else near
    return resolver.speaker(only, "the person named last") if only >= 0 else None
