"""Whose words "the statement", "the report" and "the same source" are: who issued the text that was told of before.

A text speaks for whoever put it out. Where the report says who that is, with the text ("a statement by the
ministry", "said in a statement", "released its report"), a later "the statement" is that one's; else it is only
taken for the word of who spoke last where that is near and likely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from consilience.annotate.contents import SUBJECTS, child
from consilience.annotate.referents import is_medium, nouns, roles
from consilience.annotate.words import word_set

if TYPE_CHECKING:
    from consilience.annotate.speakers import Resolver, Speaker
    from consilience.annotate.words import Words

_ISSUING = word_set(
    "issue release publish make put post send submit present file sign hand give read deliver write circulate produce"
)
_WITH = word_set("in via through")
_BY = word_set("by from")
_SPOKEN = word_set(
    "statement message post posts tweet tweets remarks comment comments address speech letter memo email e-mail "
    "readout communique communiqué"
)
_CITED = word_set("same cited quoted")
_ITS = word_set("its his her their")
# How many sentences back the text may have been told of, by that word and by another ("a post" for "the statement"),
# and how many who spoke last may have spoken.
_REACH, _CLOSE, _NEAR = 12, 4, 2
_PHRASE = 12  # words of a text's phrase that may say whose it is


def issuer(resolver: Resolver, head: int) -> Speaker | None:
    """Who speaks in "the statement": whoever issued the one that was told of last, else who spoke last where that is
    near; None where it cannot be said. A text is not looked for on its own account."""
    if head in resolver.asked:
        return None
    resolver.asked.add(head)
    found = _issuer(resolver, head)
    resolver.asked.discard(head)
    return found


def _issuer(resolver: Resolver, head: int) -> Speaker | None:
    words, lemma = resolver.words, resolver.words.lemma[head]
    told_of = False
    for i in range(head - 1, -1, -1):
        apart = words.sentence[head] - words.sentence[i]
        if apart > _REACH:
            break
        alike = words.lemma[i] in _SPOKEN and lemma in _SPOKEN and apart <= _CLOSE
        if (words.lemma[i] == lemma or alike) and words.pos[i] == "NOUN" and not resolver.marked.number[i]:
            found = _named_with(resolver, i)
            if found is not None:
                return found
            told_of = told_of or words.lemma[i] == lemma
    for at, spoke in reversed(resolver.spoken[-4:]):
        if at < head and words.sentence[head] - words.sentence[at] <= _NEAR:
            fits = words.text[head].lower() in _SPOKEN and not told_of
            return spoke if fits or is_medium(spoke.name) else None
    return None


def cited(resolver: Resolver, head: int) -> Speaker | None:
    """Who "the same source" and "the cited source" are: who was cited last."""
    words = resolver.words
    if words.lemma[head] != "source" or not any(words.text[c].lower() in _CITED for c in words.children[head]):
        return None
    return next((spoke for at, spoke in reversed(resolver.spoken) if at < head), None)


def again(resolver: Resolver, head: int) -> Speaker | None:
    """Who "the employee" is: the one without a name who spoke last as "an employee of the company".

    "The aid official" is who spoke as "an aid official".
    """
    words, lower = resolver.words, resolver.words.text[head].lower()
    own = any(words.dep[c] in ("poss", "prep", "appos") for c in words.children[head])
    if own or lower not in roles() or lower in nouns("body"):
        return None
    which = {words.text[c].lower() for c in words.children[head] if words.dep[c] in ("amod", "compound", "nmod")}
    for at, spoke in reversed(resolver.spoken):
        alike = words.text[at].lower() == lower and words.tag[at] == words.tag[head]
        if at < head and spoke.entity < 0 and alike and which <= set(spoke.name.lower().split()):
            return spoke
    return None


def _named_with(resolver: Resolver, text: int) -> Speaker | None:
    """Who is said to have put out the text told of here: its owner, its author, who says so in it or issues it."""
    words = resolver.words
    for c in words.children[text]:
        if words.dep[c] == "poss":
            own = words.text[c].lower() in _ITS
            token = _subject_over(words, text) if own else c
            token = token if not own or token is None or words.last[token] < text else None
            return _one(resolver, token) if token is not None else None
    for c in words.children[text]:
        if words.dep[c] in ("compound", "nmod") and c < text and resolver.referents.at[c] >= 0:
            return _one(resolver, c)
        by = c if words.lemma[c] in _BY and words.dep[c] in ("prep", "agent") else None
        if words.dep[c] == "acl" and words.lemma[c] in _ISSUING and c - text <= _PHRASE:
            by = next((k for k in words.children[c] if words.lemma[k] == "by"), None)
        named = child(words, by, "pobj") if by is not None else None
        if named is not None:
            return _one(resolver, named)
    over = words.head[text]
    if words.dep[text] == "pobj" and words.lemma[over] in _WITH:
        subject = _subject_over(words, over)
        return _one(resolver, subject) if subject is not None else None
    if words.dep[text] == "dobj" and words.lemma[over] in _ISSUING:
        subject = child(words, over, *SUBJECTS)
        return _one(resolver, subject) if subject is not None else None
    return None


def _subject_over(words: Words, token: int) -> int | None:
    """The subject of the verb that the word hangs on."""
    verb = token
    while words.pos[verb] not in ("VERB", "AUX") and words.head[verb] != verb:
        verb = words.head[verb]
    return child(words, verb, "nsubj")


def _one(resolver: Resolver, token: int) -> Speaker | None:
    """The speaker that the word means, None where it means nothing that speaks."""
    words = resolver.words
    found = resolver.one(token, (words.first[token], min(words.last[token], token + _PHRASE)))
    if found.entity >= 0:
        return found if resolver.type(found) in ("PERSON", "ORG", "GPE", "NORP") else None
    known = words.text[token].lower() not in nouns("document") and resolver.is_personal(token)
    return found if known else None
