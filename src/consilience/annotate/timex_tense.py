"""Whether a time expression looks back or ahead, by the verb that it stands with."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from consilience import tables

PAST: Final = "<"
FUTURE: Final = ">"
EITHER: Final = "~"
_PRESENT: Final = frozenset(("VBZ", "VBP"))
# How far up the tree a verb is looked for.
_REACH: Final = 12


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(tables.load("tense.toml")[name])


def _of_infinitive(verb: Token) -> str:
    """An infinitive looks ahead where what it depends on does; elsewhere that verb's tense counts."""
    head = verb.head
    if head == verb:
        return EITHER
    if head.pos_ in ("NOUN", "PROPN") and head.lemma_.lower() in _words("plans"):
        return FUTURE
    called_on = head.lemma_ == "call" and any(child.lower_ in ("on", "upon") for child in head.children)
    if (called_on or head.lemma_.lower() in _words("ahead")) and verb.dep_ in ("xcomp", "ccomp", "acl", "advcl"):
        return PAST if any(child.lower_ == "had" for child in head.children) else FUTURE
    if head.lemma_ == "be" and verb.dep_ == "xcomp" and head.tag_ in _PRESENT:
        return FUTURE  # "divers are to inspect the hull"
    return EITHER


def _of_verb(verb: Token) -> str:
    """The direction of one verb phrase, ``~`` where it does not say."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    words = {helper.lower_ for helper in helpers}
    tags = {helper.tag_ for helper in helpers}
    lemma = verb.lemma_.lower()
    perfect = bool({"has", "have", "'ve", "’ve", "had"} & words)
    if words & _words("modals") and "MD" in tags:
        return PAST if perfect else FUTURE
    if "to" in words:
        return _of_infinitive(verb)
    if perfect:
        return PAST
    if verb.tag_ == "VBN" and lemma in _words("ahead"):
        return FUTURE if not helpers or tags & _PRESENT else EITHER
    if verb.tag_ == "VBD" or "VBD" in tags:
        return PAST
    present = verb.tag_ in _PRESENT or tags & _PRESENT
    if present and verb.dep_ == "advcl" and verb.head != verb and _of_verb(verb.head) == FUTURE:
        return FUTURE  # "will take over until a mayor is elected"
    if verb.tag_ in ("VBG", "VBN") and tags & _PRESENT and lemma != "missing":
        return FUTURE if verb.tag_ == "VBG" else PAST
    if verb.tag_ == "VBN" and not helpers:
        return PAST
    if verb.tag_ in _PRESENT and lemma in _words("fixed"):
        return FUTURE
    return EITHER


def _of_noun(noun: Token) -> str:
    """A plan, or a thing that is said to be planned, lies ahead."""
    ahead = noun.lemma_.lower() in _words("plans") or any(
        child.dep_ in ("amod", "acomp")
        and child.lemma_.lower() in _words("ahead") | {"planned", "scheduled", "expected"}
        for child in noun.children
    )
    return FUTURE if ahead else EITHER


def _is_ahead(word: Token, token: Token) -> bool:
    return word.pos_ == "ADJ" and word != token and word.lower_ in _words("ahead")


def _looks_ahead(word: Token, token: Token) -> bool:
    return word.lower_ in _words("until") if word == token.head else _is_ahead(word, token)


def _sets_a_day(preposition: Token, day: Token) -> bool:
    """ "Called a march for Thursday", "moved the talks to Friday": what is set for a day is ahead of it."""
    weekday = day.dep_ == "pobj" and day.lower_ in tables.load("calendar.toml")["wd"]
    moved = preposition.lower_ == "to" and preposition.head.lemma_.lower() in _words("moves_a_day")
    return weekday and (preposition.lower_ == "for" or moved)


def direction(token: Token) -> str:
    """``<``, ``>`` or ``~``: where a date is looked for that this token heads.

    A preposition may say it ("until"), or a noun ("deadline"); else the
    nearest verb above that has a tense of its own.
    """
    current = below = token
    for _ in range(_REACH):
        if current.pos_ in ("VERB", "AUX"):
            if below.dep_ == "dobj" and below != token and current.lemma_.lower() in _words("ahead"):
                return EITHER  # what was proposed, set or planned may be past or to come
            found = _of_verb(current)
        elif current.pos_ in ("NOUN", "PROPN") and current != token:
            found = _of_noun(current)
        elif (current == token.head and _sets_a_day(current, token)) or _looks_ahead(current, token):
            found = FUTURE
        elif current.lower_ in _words("since") and current == token.head:
            found = PAST
        else:
            found = EITHER
        if found != EITHER or current.head == current:
            return found
        below, current = current, current.head
    return EITHER
