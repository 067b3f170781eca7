"""Whether a time expression looks back or ahead, by the verb that it stands with."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

PAST: Final = "<"
FUTURE: Final = ">"
EITHER: Final = "~"

_WILL: Final = frozenset(("will", "'ll", "’ll", "wo", "shall"))
# A finite verb in the present or past with these and an infinitive speaks of what is to come.
_AHEAD: Final = frozenset(
    "expect plan schedule set due intend hope aim prepare promise vow pledge agree decide want likely poised slate book "
    "propose threaten seek ready about invite order urge ask need begin start".split()
)
_PRESENT: Final = frozenset(("VBZ", "VBP"))


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


def _of_verb(verb: Token) -> str:
    """The direction of one verb phrase, ``~`` where it does not say."""
    helpers = _auxiliaries(verb)
    words = {helper.lower_ for helper in helpers}
    tags = {helper.tag_ for helper in helpers}
    if words & _WILL:
        return FUTURE
    if "to" in words:
        if verb.head is not verb and verb.head.lemma_.lower() in _AHEAD:
            return FUTURE
        if verb.dep_ in ("acl", "relcl", "advcl"):
            return FUTURE
        return _of_verb(verb.head) if verb.head is not verb and verb.head.pos_ in ("VERB", "AUX") else EITHER
    if verb.tag_ == "VBD" or "VBD" in tags or {"has", "have", "'ve", "’ve", "had"} & words:
        if verb.lemma_ in ("be",) and any(c.lemma_ in _AHEAD for c in verb.children if c.dep_ in ("acomp", "attr")):
            return FUTURE
        return PAST
    if "MD" in tags:
        return EITHER
    if verb.tag_ == "VBG" and tags & _PRESENT:
        return FUTURE
    if verb.tag_ == "VBN" and tags & _PRESENT:
        return FUTURE if verb.lemma_.lower() in _AHEAD else PAST
    if verb.tag_ == "VBN" and not helpers:
        return PAST
    if verb.tag_ in _PRESENT:
        return (
            FUTURE if verb.lemma_ in ("start", "begin", "open", "end", "expire", "arrive", "leave", "take") else EITHER
        )
    return EITHER


def direction(token: Token) -> str:
    """``<``, ``>`` or ``~``: where a date is looked for that this token heads.

    The nearest verb above decides; where it is without a tense of its own
    (infinitive, participle, gerund) the next one above it does.
    """
    current = token
    for _ in range(12):
        head = current.head
        if head is current:
            break
        current = head
        if current.pos_ in ("VERB", "AUX"):
            found = _of_verb(current)
            if found != EITHER:
                return found
    if current.pos_ in ("VERB", "AUX"):
        return _of_verb(current)
    return EITHER
