"""What a claim says by denying another thing: "in the tank farm, not in the hall", "in November, not February".

Such a claim is affirmative, and yet denies what another report may state.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from consilience.collate.pairs import Pair
from consilience.collate.units import Unit
from consilience.collate.values import Difference, Value
from consilience.model import Annotated, ConflictSlot, Span, Tokens

# What is denied ends with the next comma, or where somebody is named who says otherwise.
_NOT = re.compile(r",\s+(?:and\s+|but\s+)?not\s+(?P<denied>[^,;]+?)(?=,|;|\s+as\s|$)")
_CONTENT = frozenset({"NOUN", "PROPN", "NUM"})
_PLACES = frozenset({"in", "at", "on", "near", "inside", "outside"})
AS_MUCH = 0.5  # of what holds, so much that stands in the other claim too denies nothing there
Told = tuple[Unit, Annotated]


def denies(unit: Unit) -> bool:
    """Whether the claim denies another thing in passing."""
    return _NOT.search(unit.claim.text) is not None


def contrasts(one: Told, other: Told, at: Pair) -> list[Difference]:
    """A contradiction where one claim denies in passing what the other says in the place of what holds."""
    for denying, affirming, numbers in ((one, other, at), (other, one, at[::-1])):
        found = _contrast(denying, affirming, numbers)
        if found is not None:
            return [found]
    return []


def _contrast(denying: Told, affirming: Told, numbers: Pair) -> Difference | None:
    claim, annotated, text = denying[0].claim, denying[1], denying[1].report.text
    theirs, their_tokens = affirming[0].claim, affirming[1].tokens
    match = _NOT.search(text, claim.start, claim.end)
    if match is None or denies(affirming[0]):
        return None
    tokens = annotated.tokens
    comma, first, last = (bisect_left(tokens.start, k) for k in (match.start(), match.start("denied"), match.end()))
    begin = comma - 1  # of the phrase that holds: behind the last preposition before the comma
    while begin > 0 and tokens.start[begin] > claim.start and tokens.pos[begin] != "ADP":
        begin -= 1
    denied = _things(tokens, first, last)
    holds = _things(tokens, begin, comma) - denied
    said = {their_tokens.lemma[t].lower() for t in theirs.tokens}
    if not any(tokens.pos[t] != "NUM" for t in range(first, last) if tokens.lemma[t].lower() in denied):
        return None  # "1.02 million, not 1.2 million" is told by the figures themselves
    if not denied or not holds or not denied <= said or len(holds & said) >= AS_MUCH * len(holds):
        return None
    dated = any(t.start < match.end() and match.start("denied") < t.end for t in annotated.times)
    slot: ConflictSlot = "date" if dated else "place" if tokens.lemma[begin].lower() in _PLACES else "other"
    words, start = match["denied"], tokens.start[begin]
    own = Span(annotated.report.id, start, match.end(), text[start : match.end()])
    whole = Span(affirming[1].report.id, theirs.start, theirs.end, theirs.text)
    sides = (
        Value(numbers[0], own.text, own, own.text, own.text, True),
        Value(numbers[1], words, whole, words, words, True),
    )
    return Difference(slot, "contradiction", sides, f"one says {own.text}, the other has what it denies")


def _things(tokens: Tokens, first: int, last: int) -> set[str]:
    """The lemmas of the nouns, names and numbers."""
    return {tokens.lemma[t].lower() for t in range(first, last) if tokens.pos[t] in _CONTENT}
