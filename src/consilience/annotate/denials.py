"""What is denied by way of a noun: "rejected their claim that it leaked", "the report that it leaked is false"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from consilience.annotate.cues import SPEECH, table
from consilience.model import Attribution
from consilience.tables import modality


def _is_statement(noun: Token) -> bool:
    """Whether the noun names what somebody says: a claim, a report, an allegation."""
    cue = table().get((noun.lemma_.lower(), "N"))
    return cue is not None and cue.type in SPEECH


def _is_untrue(noun: Token) -> bool:
    """Whether the statement that the noun names is called untrue by its own clause."""
    over = noun.head
    said = [c for c in over.children if c.dep_ in ("acomp", "attr", "oprd") and modality.is_untrue(c.lemma_.lower())]
    return bool(said) and noun.dep_ in ("nsubj", "dobj") and not any(c.dep_ == "neg" for c in over.children)


def _is_denied(noun: Token) -> bool:
    """Whether the statement that the noun names is the object of a denial: "rejecting the claim that …"."""
    over = noun.head
    denies = modality.of_verb(over.lemma_.lower()) == "denied" and not any(c.dep_ == "neg" for c in over.children)
    return denies and noun.dep_ == "dobj" and _is_statement(noun)


def _nouns_over(head: Token) -> list[Token]:
    """The noun that a clause hangs on, and the one that this may only tell more of ("the claim by a union that …")."""
    nouns = [head.head]
    if head.head.dep_ == "pobj" and head.head.head.dep_ == "prep" and head.head.head.head.pos_ == "NOUN":
        nouns.append(head.head.head.head)
    return nouns


def called_untrue(head: Token) -> bool:
    """Whether a clause is what a statement says that is called untrue, or is the clause that calls it so."""
    if head.dep_ in ("acl", "relcl", "ccomp") and head.head.pos_ == "NOUN":
        that = any(c.lower_ == "that" and c.dep_ == "mark" for c in head.children)
        return that and any(_is_untrue(noun) or _is_denied(noun) for noun in _nouns_over(head))
    return any(_is_statement(c) and (_is_untrue(c) or _is_denied(c)) for c in head.children)


def without_evidence(head: Token) -> bool:
    """Whether a clause is what nothing is said to speak for: "no evidence that it leaked", "nothing to show that"."""
    over = head.head
    that = any(c.dep_ == "mark" and c.lower_ == "that" for c in head.children)
    if not that and not _is_whole(head):
        return False
    if over.pos_ == "VERB" and over.head.lower_ == "nothing":
        return over.dep_ in ("relcl", "acl", "xcomp") and modality.shows(over.lemma_.lower())
    nouns = [noun for noun in _nouns_over(head) if modality.is_evidence(noun.lemma_.lower())]
    return any(_is_missing(noun) for noun in nouns)


def _is_whole(verb: Token) -> bool:
    """Whether a clause without "that" lacks nothing that a relative clause would: it has its subject and its object."""
    found = {c.dep_ for c in verb.children}
    relative = any(c.tag_ in ("WDT", "WP") for c in verb.children)
    return not relative and not found.isdisjoint(("nsubj", "nsubjpass")) and not found.isdisjoint(("dobj", "auxpass"))


def _is_missing(noun: Token) -> bool:
    """Whether the noun is said not to be there: "no evidence", "did not find any evidence"."""
    determiners = {c.lower_ for c in noun.children if c.dep_ == "det"}
    return "no" in determiners or ("any" in determiners and any(c.dep_ == "neg" for c in noun.head.children))


def denied_through(doc: Doc, index: int) -> int:
    """The attribution to whoever denies it, for a clause that the object of a denial holds; else the one of ``index``.

    Of "he rejected their claim that it leaked" the noun is the innermost cue; but who is heard there rejects it.
    """
    attributions: Sequence[Attribution] = doc._.consilience_attributions
    cue = attributions[index].cue
    words = doc.char_span(cue.start, cue.end, alignment_mode="expand") if cue is not None else None
    if words is None or words.root.pos_ != "NOUN":
        return index
    noun = words.root
    if noun.dep_ == "dobj":
        over = noun.head.idx
        found = (k for k, a in enumerate(attributions) if a.stance == "denies" and _is_cue(a, over))
    elif _is_untrue(noun):
        found = (k for k, a in enumerate(attributions) if a.content.start <= noun.idx and not _is_cue(a, noun.idx))
    else:
        return index
    return next((k for k in found if attributions[k].content.end >= noun.idx), index)


def _is_cue(attribution: Attribution, offset: int) -> bool:
    return attribution.cue is not None and attribution.cue.start <= offset < attribution.cue.end
