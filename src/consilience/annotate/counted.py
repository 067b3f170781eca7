"""What a number counts: the noun, with what restricts it, as the report words it.

Read off the dependency tree; where the parser lost the noun, the noun phrase
that follows the number at once. *Twelve killed* counts people though no noun
says so: the verbs of harm that take nobody but people are listed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

_NOUNS = frozenset(("NOUN", "PROPN"))
_RESTRICTING = frozenset(("ADJ", "NOUN", "PROPN", "VERB", "PUNCT", "CCONJ", "PART", "NUM", "ADV", "SYM"))
# Predicates whose object or subject, when a bare number, can be people only.
_HARM_WORDS = (
    "kill injure wound hurt die arrest detain hospitalise hospitalize rescue evacuate displace drown deport abduct "
    "kidnap imprison jail execute massacre slay infect sicken starve trap treat charge convict sentence behead stab"
)
_HARM = frozenset(_HARM_WORDS.split())
_STATES_WORDS = "dead injured wounded missing killed hurt homeless trapped unaccounted hospitalised hospitalized"
_STATES = frozenset(_STATES_WORDS.split())
_WHEN_WORDS = "day week month quarter year decade time today yesterday tomorrow morning night hour minute"
_WHEN = frozenset(_WHEN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Counted:
    """The words, and the index of their head noun."""

    text: str
    head: int


def _clean(doc: Doc, first: int, last: int) -> str:
    return " ".join(doc[first : last + 1].text.split()).strip(" ,;:-–—\"“”'‘’()[]")


def _phrase_after(doc: Doc, at: int) -> Token | None:
    """The head of the noun phrase that begins at ``at``."""
    head: Token | None = None
    for token in doc[at : at + 7]:
        if (token.is_sent_start and token.i > at) or token.is_space:
            break
        if token.pos_ in _NOUNS:
            head = token
        elif head is not None or token.tag_ not in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "CD", "RB", "POS"):
            break
    return head


def _of(head: Token) -> Token | None:
    """The noun behind the ``of`` of ``head``."""
    for child in head.rights:
        if child.lower_ == "of":
            return next((t for t in child.rights if t.dep_ == "pobj"), None)
    return None


def _end(head: Token) -> int:
    """The last token of what restricts ``head`` from the right: nouns joined to it, ``of`` and a participle."""
    doc, last = head.doc, head.i
    joined = next((t for t in head.rights if t.dep_ == "conj" and t.pos_ in _NOUNS), None)
    if joined is not None and joined.i - head.i <= 5:
        between = doc[head.i + 1 : joined.i]
        if any(t.lower_ in ("and", "or", "&") for t in between) and not any(
            t.pos_ in ("NUM", "DET", "PRON", "VERB", "AUX", "ADP", "PUNCT") or t.like_num for t in between
        ):
            last = joined.i
    of = _of(head)
    if of is not None and of.i - head.i <= 6 and last == head.i and of.pos_ in _NOUNS:
        last = of.i
    after = last + 1
    if (
        after < len(doc)
        and doc[after].tag_ == "VBN"
        and doc[after].lemma_ in _HARM
        and doc[after].head in (head, of)
        and not doc[after].is_sent_start
    ) or (after < len(doc) and doc[after].lower_ in _STATES and doc[after].pos_ == "ADJ" and head.lemma_ == "people"):
        last = after
    return last


def _noun(number: Token, after: int) -> Token | None:
    """The noun that ``number`` counts; ``after`` is the first token behind the expression."""
    doc = number.doc
    if after < len(doc) and doc[after].lower_ == "of" and not doc[after].is_sent_start:
        noun = next((t for t in doc[after].rights if t.dep_ == "pobj"), None)
        return noun if noun is not None and (noun.pos_ in _NOUNS or noun.lower_ in _STATES) else None
    head = number
    for _ in range(4):
        if head.i >= after or head.head == head or head.dep_ not in ("nummod", "compound", "quantmod", "nmod", "amod"):
            break
        head = head.head
    if head.i >= after and head.pos_ in _NOUNS and head.i - after <= 6:
        between = doc[after : head.i]
        if not any(t.pos_ not in _RESTRICTING or t.is_sent_start or t.lower_ in (",", "(") for t in between):
            behind = doc[head.i + 1] if head.i + 1 < len(doc) else head
            # A number glued to its scale derails the parser: "143million US customers".
            return behind if head.pos_ == "PROPN" and behind.tag_ == "NNS" and not behind.is_sent_start else head
    return _phrase_after(doc, after)


def _people(number: Token, after: int) -> Counted | None:
    """*Twelve killed*, *left five dead*, *three were injured*."""
    doc = number.doc
    for token in doc[after : after + 3]:
        if token.is_sent_start:
            break
        if token.lower_ in _STATES or (token.tag_ == "VBN" and token.lemma_ in _HARM):
            return Counted(f"people {token.lower_}", number.i)
        if token.pos_ not in ("AUX", "ADV"):
            break
    head = number.head
    if (
        number.dep_ == "nsubjpass"
        and head.lemma_ == "take"
        and any(t.lower_ == "hospital" for t in doc[head.i : head.i + 7])
    ):
        return Counted("people taken to hospital", number.i)
    if number.dep_ in ("nsubj", "nsubjpass", "dobj") and head.lemma_ in _HARM and head.pos_ == "VERB":
        return Counted("people", number.i)
    return None


def counted(number: Token, after: int, measured: bool = False) -> Counted | None:
    """What the number at ``number`` counts, None where the text does not say.

    ``after`` is the index of the first token behind the whole expression;
    ``measured``: the number has a unit, so that a word of time behind it says
    when, not what (*5 percent next year*).
    """
    doc = number.doc
    if after < len(doc) and doc[after].text in ("-", "‑") and after + 1 < len(doc):
        after += 1
    people = _people(number, after)
    if people is not None:
        return people
    noun = _noun(number, after)
    if noun is None or noun.lower_ in ("one", "ones") or (measured and noun.lemma_.lower() in _WHEN):
        return None
    first = after
    if after < len(doc) and doc[after].lower_ == "of":
        first = after + 1
    while first < noun.i and doc[first].pos_ in ("DET", "PRON", "PUNCT", "SPACE", "CCONJ", "NUM"):
        first += 1
    if noun.lower_ in _STATES and noun.pos_ not in _NOUNS:
        return Counted(f"people {noun.lower_}", noun.i)
    text = _clean(doc, first, _end(noun))
    return Counted(text, noun.i) if text else None
