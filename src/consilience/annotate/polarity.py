"""Whether a clause affirms or denies: the negations on its predicate, its arguments and its verbs, counted."""

from __future__ import annotations

from spacy.tokens import Token

from consilience.annotate.clauses import Clause, subject_of
from consilience.model import Polarity
from consilience.tables import modality

_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})


def polarity(clause: Clause) -> Polarity:
    """Negative when an odd number of negations stands on the predicate, its arguments or its verbs."""
    negations = 0
    for verb in verbs_of(clause.head):
        negations += sum(_counts(c) or _is_no_longer(c) for c in verb.children)
        negations += _says_it_did_not_happen(verb)
    denied = (t for t in clause.own if _denies_a_noun(t) or _is_not_one(t))
    negations += sum(1 for t in denied if _phrase(_counted(t)).head == clause.head)
    subject = subject_of(clause.head)
    negations += subject is not None and (subject.lower_ in _NOBODY or _is_hyphened_no_one(subject))
    negations += sum(1 for c in clause.head.children if _is_nothing(c))
    return "negative" if negations % 2 else "positive"


def verbs_of(head: Token) -> list[Token]:
    """The predicate's verbs: the head and the open complements that carry its sense on."""
    verbs = [head]
    for token in verbs:
        verbs.extend(c for c in token.children if c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX"))
    return verbs


def _is_nothing(token: Token) -> bool:
    """Whether it is the object of "we exclude nothing", "they saw nobody"; "nothing but praise" is praise."""
    behind = token.doc[token.i + 1 : token.i + 2].text.lower()
    return token.dep_ in ("dobj", "attr") and token.lower_ in _NOBODY and behind not in ("but", "else", "less", "short")


def _denies_a_noun(token: Token) -> bool:
    """Whether it is the "no" of "no ship came"; "no fewer than 12 ships came" denies nothing."""
    bound = token.doc[token.i + 2 : token.i + 3].text.lower() == "than"
    return token.dep_ == "det" and token.lower_ in ("no", "neither") and not bound


def _is_not_one(token: Token) -> bool:
    """Whether it is the "not" of "not one round was fired", "not a single soul"; "not all came" leaves some."""
    following = token.doc[token.i + 1 : token.i + 3].text.lower().split()
    return token.dep_ == "neg" and token.lower_ == "not" and (following[:1] == ["one"] or following == ["a", "single"])


def _counted(token: Token) -> Token:
    """The noun that a "no" or a "not one" stands before."""
    return token.head.head if token.head.dep_ == "nummod" else token.head


def _phrase(noun: Token) -> Token:
    """The head of the phrase that a noun stands in before another: of "rail service west" the last."""
    while noun.dep_ in ("compound", "nmod") and noun.head != noun:
        noun = noun.head
    return noun


def _counts(token: Token) -> bool:
    """Whether it is a "not" that denies the clause."""
    return token.dep_ == "neg" and not _is_set_right(token) and not _is_until(token)


def _is_no_longer(token: Token) -> bool:
    return (
        token.lower_ in ("longer", "more") and token.dep_ == "advmod" and token.i > 0 and token.nbor(-1).lower_ == "no"
    )


def _is_until(negation: Token) -> bool:
    """Whether the "not" only says since when it was so: "did not resume until Friday"."""
    return any(t.lower_ in ("until", "till") and t.dep_ in ("prep", "mark") for t in _behind(negation))


def _behind(negation: Token) -> list[Token]:
    """What hangs on the negated verb behind the "not", and the words right under that."""
    return [t for c in negation.head.children if c.i > negation.i for t in (c, *c.children)]


def _is_set_right(negation: Token) -> bool:
    """Whether the "not" denies a part for which the clause gives another: "convicted not of murder but of theft"."""
    return any(
        t.lower_ == "but"
        and t.dep_ == "cc"
        and t.i + 1 < len(t.doc)
        # what "but" joins is a part of the clause, no clause of its own
        and all(c.dep_ != "conj" or c.pos_ not in ("VERB", "AUX") for c in t.head.children)
        for t in (*_behind(negation), *negation.head.children)
    )


def _is_hyphened_no_one(subject: Token) -> bool:
    """Whether it is part of "no-one", which the tokenizer cuts into three words."""
    return subject.i > 1 and [t.lower_ for t in subject.doc[subject.i - 2 : subject.i + 1]] == ["no", "-", "one"]


def _says_it_did_not_happen(verb: Token) -> bool:
    """Whether the verb denies its complement: "failed to send", "refrained from answering", "lacked a permit"."""
    lemma = verb.lemma_.lower()
    if modality.is_implicit_negation(lemma) and any(
        c.dep_ in ("xcomp", "ccomp") or (c.dep_ == "prep" and any(g.dep_ == "pcomp" for g in c.children))
        for c in verb.children
    ):
        return True
    if any(c.dep_ == "acomp" and _is_without(c) for c in verb.children):
        return True
    return modality.negates_its_object(lemma) and any(c.dep_ in ("dobj", "attr", "oprd") for c in verb.children)


def _is_without(adjective: Token) -> bool:
    """Whether it says that something is not there: "free of cholera", "devoid of life"; "free to leave" does not."""
    of = any(c.dep_ == "prep" and c.lower_ in ("of", "from") for c in adjective.children)
    return of and modality.is_without(adjective.lemma_.lower())
