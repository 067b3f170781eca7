"""Clauses of a parsed sentence: which words make up one proposition.

A proposition is a finite or participial clause, one member of a coordination,
or a nominal event ("the launch of twice-weekly flights"). The dependency
labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from consilience.tables import nominals

_CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "csubj", "csubjpass", "pcomp", "parataxis"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative", "oprd", "agent", "prep", "ccomp", "xcomp"})
_DETACHED = frozenset({"punct", "cc", "mark", "preconj"})
# Prepositions that bring in another event beside the clause's own, as a subordinate clause would.
_BESIDE = frozenset({"after", "ahead", "amid", "before", "during", "following", "since", "until"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Clause:
    """One proposition: its predicate, its own words, and words that it borrows.

    ``own`` are in text order; ``borrowed`` are a subject or antecedent that
    stands outside the clause but belongs to its meaning.
    """

    head: Token
    own: tuple[Token, ...]
    borrowed: tuple[Token, ...]
    nominal: bool


def _is_verbal(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def is_clause_head(token: Token) -> bool:
    """Whether a clause of its own hangs on the token."""
    if token.dep_ == "conj":
        governor = token.head
        return _is_verbal(token) and (is_clause_head(governor) or governor.dep_ in ("xcomp", "conj"))
    if token.dep_ not in _CLAUSES:
        return False
    if token.dep_ == "ROOT":
        return _is_verbal(token) or any(child.dep_ in _SUBJECTS for child in token.children)
    if not _is_verbal(token):
        return any(child.dep_ in _SUBJECTS or child.dep_ == "cop" for child in token.children)
    if token.dep_ in ("acl", "pcomp"):
        return any(child.dep_ in _ARGUMENTS for child in token.children)
    return True


def _is_nominal_event(token: Token) -> bool:
    """Whether a noun names an event and says whose, of what, with whom, where or when."""
    if token.pos_ != "NOUN" or nominals.verb_of(token.lemma_.lower()) is None:
        return False
    arguments = [c for c in token.children if c.dep_ in ("prep", "poss", "compound", "amod", "nummod", "acl")]
    filled = sum(1 for c in arguments if c.dep_ in ("poss", "compound", "nummod") or any(True for _ in c.children))
    return filled >= 1 and any(
        (descendant.ent_type_ or descendant.pos_ in ("PROPN", "NUM")) and descendant.ent_type_ not in ("DATE", "TIME")
        for child in arguments
        for descendant in child.subtree
    )


def _is_beside(token: Token) -> bool:
    """Whether a preposition brings in an event of its own ("during a meeting with …", "after boarding …")."""
    return (
        token.dep_ == "prep"
        and token.lower_ in _BESIDE
        and any(c.dep_ == "pcomp" or (c.dep_ == "pobj" and _is_nominal_event(c)) for c in token.children)
    )


def _stays_whole(token: Token) -> bool:
    """Whether a clause is part of the one above it too: without it that would break off ("arrested for …")."""
    return token.dep_ in ("acl", "pcomp")


def _own_words(head: Token, beside: Set[int]) -> list[Token]:
    """The subtree of ``head`` without the clauses and events that stand for themselves, and what stands ``beside``."""
    own: list[Token] = []
    pending = [head]
    while pending:
        token = pending.pop()
        own.append(token)
        pending.extend(
            c
            for c in token.children
            if (not is_clause_head(c) or _stays_whole(c))
            and not (_is_verbal(token) and _is_beside(c))
            and c.i not in beside
        )
    return sorted(own, key=lambda t: t.i)


def _trim(words: list[Token], head: Token) -> list[Token]:
    """Without conjunctions, commas and marks at the edges, nor what only measures a mark ("two weeks after …")."""
    mark = min((c.i for c in head.children if c.dep_ == "mark" and c.i < head.i), default=-1)
    words = [t for t in words if t.i > mark]
    while words and (words[0].dep_ in _DETACHED or words[0].is_space or words[0].is_punct) and words[0] != head:
        words = words[1:]
    while words and (words[-1].dep_ in _DETACHED or words[-1].is_space or words[-1].is_punct) and words[-1] != head:
        words = words[:-1]
    return words


def _described(participle: Token) -> Token | None:
    """The noun before the comma that "…, believed to be the worst" describes, whatever verb the parser hung it on."""
    doc, at = participle.doc, participle.i
    if participle.dep_ not in ("conj", "advcl") or participle.tag_ not in ("VBN", "VBD") or not 2 <= at < len(doc) - 1:
        return None
    if doc[at - 1].text != "," or doc[at + 1].lower_ != "to" or doc[at - 2].pos_ not in ("NOUN", "PROPN"):
        return None
    own = any(c.dep_ in (*_SUBJECTS, "aux", "auxpass") for c in participle.children)
    return None if own else doc[at - 2]


def subject_of(head: Token) -> Token | None:
    """The subject of a clause, its own or the one it shares; for a relative clause what it describes."""
    described = _described(head)
    if described is not None:
        return described
    seen = 0
    token = head
    while seen < 8:
        seen += 1
        for child in token.children:
            if child.dep_ in _SUBJECTS:
                if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                    return token.head if token.dep_ == "relcl" else child
                return child
        if token.dep_ in ("conj", "xcomp", "advcl", "pcomp"):
            token = token.head.head if token.dep_ == "pcomp" else token.head
        elif token.dep_ in ("acl", "relcl"):
            return token.head
        else:
            return None
    return None


def noun_phrase(token: Token) -> list[Token]:
    """The noun with its close modifiers, without clauses and apposition."""
    words = [token]
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nummod", "poss", "nmod", "quantmod") or (
            child.dep_ == "prep" and child.lower_ in ("of", "for", "in", "from")
        ):
            words.extend(t for t in child.subtree if t.pos_ in _CONTENT)
    return sorted(words, key=lambda t: t.i)[:12]


def _borrowed(head: Token, own: list[Token]) -> tuple[Token, ...]:
    mine = {t.i for t in own}
    words: list[Token] = []
    subject = subject_of(head)
    if subject is not None and subject.i not in mine:
        words.extend(noun_phrase(subject))
    if head.dep_ in ("relcl", "acl") and head.head != subject:
        words.extend(noun_phrase(head.head))
    return tuple(t for t in words if t.i not in mine)


def _fit(words: list[Token], head: Token) -> list[Token]:
    """The words around the head that fit into :data:`LONGEST` characters."""
    if not words or words[-1].idx + len(words[-1]) - words[0].idx <= LONGEST:
        return words
    middle = next((k for k, t in enumerate(words) if t == head), 0)
    first = last = middle
    while True:
        grown = False
        for before, after in ((0, 1), (1, 0)):
            low, high = first - before, last + after
            if low < 0 or high >= len(words):
                continue
            if words[high].idx + len(words[high]) - words[low].idx <= LONGEST:
                first, last, grown = low, high, True
        if not grown:
            return words[first : last + 1]


def clauses(sentence: Span, beside: Set[int] = frozenset()) -> Iterator[Clause]:
    """The propositions of one sentence, in text order of their predicates.

    ``beside`` are the words, by number, whose phrases are no part of what is stated ("according to the police").
    """
    verbless = True
    for token in sentence:
        if is_clause_head(token):
            verbless = False
            own = _fit(_trim(_own_words(token, beside), token), token)
            yield Clause(token, tuple(own), _borrowed(token, own), nominal=False)
        elif _is_nominal_event(token):
            own = _fit(_trim(_own_words(token, beside), token), token)
            yield Clause(token, tuple(own), (), nominal=True)
    if verbless and sum(1 for t in sentence if t.pos_ in _CONTENT and t.pos_ != "PROPN") >= 3:
        own = _fit(_trim(list(sentence), sentence.root), sentence.root)
        yield Clause(sentence.root, tuple(own), (), nominal=False)


def content_words(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Those that carry meaning on their own."""
    return tuple(t for t in words if t.pos_ in _CONTENT and not t.is_space and any(c.isalnum() for c in t.text))


def of_document(doc: Doc, beside: Set[int] = frozenset()) -> Iterator[Clause]:
    """All propositions of a Doc, without the phrases of the words ``beside``."""
    for sentence in doc.sents:
        yield from clauses(sentence, beside)
