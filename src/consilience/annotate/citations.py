"""Whom a speaker has it from: "The ministry said three had died, citing the police".

The participle says who, not what: it is no act of speech of its own. It belongs to
the verb of saying that it stands beside, to the speaker whom it describes, or,
where the parser hung it on what is said, to whoever says that.
"""

from __future__ import annotations

from consilience.annotate.contents import CITING, SUBJECTS, Piece, child, trim
from consilience.annotate.words import Words, word_set

QUOTING = word_set("quote cite")
_BEFORE = word_set(", — – - -- (")
# How many verbs lie at most between what cites and who says it ("said it was safe and would reopen, citing …").
_CLIMB = 4


def is_participle(words: Words, index: int) -> bool:
    """Whether the word is "citing" or "quoting" with what it cites, set off from what stands before it."""
    if words.text[index].lower() not in CITING or child(words, index, "dobj") is None:
        return False
    begin = words.sentences[words.sentence[index]][0]
    return index == begin or words.text[index - 1] in _BEFORE


def citing(words: Words, cue: int) -> int | None:
    """The verb by which the speaker of that cue names whom he cites; None without one."""
    for c in words.children[cue]:
        if words.dep[c] in ("advcl", "xcomp") and words.lemma[c] in QUOTING and _is_active(words, c):
            return c
        named = child(words, c, "pobj") if words.dep[c] == "prep" else c if words.dep[c] in SUBJECTS else None
        if named is not None and words.lemma[named] == "reference" and words.lemma[c] in ("with", "in"):
            return named  # "said with reference to the agency"
        for inner in words.children[named] if named is not None else ():
            if words.lemma[inner] in QUOTING and words.dep[inner] in ("acl", "relcl") and _is_active(words, inner):
                return inner
    begin, end = words.sentences[words.sentence[cue]]
    return next((i for i in range(begin, end + 1) if is_participle(words, i) and _is_said_by(words, i, cue)), None)


def _is_active(words: Words, verb: int) -> bool:
    return child(words, verb, "dobj") is not None and child(words, verb, "auxpass") is None


def _is_said_by(words: Words, participle: int, cue: int) -> bool:
    """Whether the cue says what the participle hangs on: who says that cites, not whom it is said of."""
    if words.dep[participle] != "advcl":
        return False
    verb = words.head[participle]
    if words.lemma[cue] == "accord":
        return words.head[cue] == verb and cue < participle
    for _ in range(_CLIMB):
        if words.dep[verb] == "ccomp":
            return words.head[verb] == cue
        if words.dep[verb] not in ("conj", "advcl", "xcomp") or words.pos[words.head[verb]] not in ("VERB", "AUX"):
            return False
        verb = words.head[verb]
    return False


def without_citation(words: Words, piece: Piece, participle: int) -> Piece | None:
    """The content without the phrase that says whom the speaker cites, where it begins or ends with that."""
    first, last = words.first[participle], words.last[participle]
    if not (piece[0] <= first and last <= piece[1]):
        return piece
    if last == piece[1]:
        return trim(words, piece[0], first - 1)
    if first == piece[0]:
        return trim(words, last + 1, piece[1])
    return piece
