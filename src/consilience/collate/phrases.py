"""The phrases of a claim: who, whom, where, how, and the verb itself, each with its characters.

A phrase is read off the dependencies (Universal Dependencies' core arguments
and obliques, in the labels of CLEAR that spaCy uses): the words under a head,
without the clauses that hang on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consilience.collate.trees import children
from consilience.collate.units import Unit, key
from consilience.model import Annotated, Span, Tokens

_ROLES = {
    "nsubj": "agent",
    "nsubjpass": "patient",
    "dobj": "patient",
    "attr": "attribute",
    "oprd": "attribute",
    "acomp": "attribute",
    "dative": "recipient",
    "poss": "agent",
}
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos", "csubj"})
_VERBAL = frozenset({"aux", "auxpass", "prt", "neg", "advmod"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a claim under one head. ``keys`` are the words as they are compared, ``head`` the head's."""

    role: str
    head: str
    keys: frozenset[str]
    span: Span


def _below(tokens: Tokens, children: Mapping[int, list[int]], head: int, own: frozenset[int]) -> list[int]:
    found, waiting = [], [head]
    while waiting:
        token = waiting.pop()
        found.append(token)
        waiting += [c for c in children.get(token, ()) if c in own and tokens.dep[c] not in _CLAUSES]
    return sorted(found)


def _phrase(
    role: str, head: int, words: list[int], annotated: Annotated, names: Mapping[int, str], valued: frozenset[int]
) -> Phrase | None:
    tokens = annotated.tokens
    run = [head]
    for step in (1, -1):  # the words next to the head without a gap: a phrase's characters are one span
        at = head + step
        while at in words or (0 <= at < len(tokens.pos) and tokens.pos[at] == "PUNCT" and at + step in words):
            run.append(at)
            at += step
    kept = sorted(set(run) & set(words))
    while kept and tokens.pos[kept[0]] in ("DET", "PUNCT", "CCONJ", "PART"):
        kept.pop(0)
    keyed = {t: k for t in kept if t not in valued and (k := key(annotated, t, names)) is not None}
    if role == "predicate" and head in kept:
        keyed.setdefault(head, tokens.lemma[head])  # "will be made public": how sure it is stands in a light verb too
    if head not in keyed:
        return None
    start, end = tokens.start[kept[0]], tokens.end[kept[-1]]
    text = annotated.report.text[start:end]
    return Phrase(role, keyed[head], frozenset(keyed.values()), Span(annotated.report.id, start, end, text))


def phrases(unit: Unit, annotated: Annotated, names: Mapping[int, str]) -> tuple[Phrase, ...]:
    """The phrases of a claim, its verb's first; numbers and times, which are compared by value, are left out.

    ``names`` are the keys of the report's entities.
    """
    tokens, claim = annotated.tokens, unit.claim
    own = frozenset(claim.tokens)
    below = children(tokens, own)
    found: list[Phrase | None] = []
    verbs = [claim.head]
    values = [(time.start, time.end) for time in (annotated.times[k] for k in claim.times)]
    values += [(quantity.start, quantity.end) for quantity in (annotated.quantities[k] for k in claim.quantities)]
    valued = frozenset(t for t in own if any(start <= tokens.start[t] < end for start, end in values))
    for verb in verbs:
        verbs += [c for c in below.get(verb, ()) if tokens.dep[c] == "xcomp" and tokens.pos[c] in ("VERB", "AUX")]
        near = [verb, *(c for c in below.get(verb, ()) if tokens.dep[c] in _VERBAL)]
        if not unit.nominal:
            found.append(_phrase("predicate", verb, sorted(near), annotated, names, valued))
        for child in below.get(verb, ()):
            dep = tokens.dep[child]
            role, head = _ROLES.get(dep), child
            if dep in ("prep", "agent"):
                objects = [c for c in below.get(child, ()) if tokens.dep[c] == "pobj"]
                if not objects:
                    continue
                role, head = ("agent" if dep == "agent" else tokens.lemma[child].lower()), objects[0]
            if role is not None:
                found.append(_phrase(role, head, _below(tokens, below, head, own), annotated, names, valued))
    return tuple(p for p in found if p is not None)
