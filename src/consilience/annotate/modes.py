"""How a content stands: the stance of who says it and whether it is asserted, planned, hoped, doubted or denied."""

from __future__ import annotations

from consilience.annotate.contents import Piece
from consilience.annotate.cues import Cue, cue_at, lemma_of
from consilience.annotate.words import Words, word_set
from consilience.model import Factuality, Stance

_WHETHER = word_set("whether if")
_FUTURE = word_set("will would shall 'll ’ll 'd ’d wo")
_MAYBE = word_set("may might could can should must")
_REFUSING = word_set("refuse decline fail stop avoid neglect")
# Verbs that put something on record: without them on record it is not denied, only open.
_OPEN = word_set(
    "say confirm comment mention disclose reveal specify announce explain elaborate respond reply address answer"
)


def _negated(words: Words, cue: int) -> bool:
    """Whether the cue is denied, or a verb of refusing stands over it ("refused to confirm")."""
    if any(words.dep[c] == "neg" or words.lemma[c] in ("never", "no") for c in words.children[cue]):
        return True
    over = words.head[cue]
    return words.dep[cue] == "xcomp" and words.lemma[over] in _REFUSING


def _helpers(words: Words, index: int) -> set[str]:
    return {words.text[c].lower() for c in words.children[index] if words.dep[c] == "aux"}


def _content_head(words: Words, piece: Piece) -> int:
    for i in range(piece[0], piece[1] + 1):
        if not piece[0] <= words.head[i] <= piece[1] or words.head[i] == i:
            return i
    return piece[0]


def mode(words: Words, cue: int, piece: Piece) -> tuple[Stance, Factuality]:
    """The stance of the source to the content and how the content stands, from the cue, its helpers and the content.

    A cue that the table does not know states and asserts. A denied speech act
    ("did not say") leaves its content open; a denied belief denies it.
    """
    known = cue_at(words, cue) if cue >= 0 else None
    stance: Stance = known.stance if known else "states"
    factuality: Factuality = known.factuality if known else "asserted"
    if cue >= 0 and words.pos[cue] in ("VERB", "AUX"):
        if _negated(words, cue):
            stance, factuality = _turned(words, cue, known, stance, factuality)
        elif _helpers(words, cue) & _MAYBE:
            stance, factuality = "hedges", "hypothetical"
        elif factuality == "asserted" and _helpers(words, cue) & word_set("will shall 'll ’ll"):
            factuality = "planned"
    if words.text[piece[0]].lower() in _WHETHER:
        return "hedges", "hypothetical"
    if factuality == "asserted":
        helpers = _helpers(words, _content_head(words, piece))
        if helpers & _MAYBE:
            factuality = "hypothetical"
        elif helpers & _FUTURE or words.text[piece[0]].lower() == "to":
            factuality = "planned"
    return stance, factuality


def _turned(
    words: Words, cue: int, known: Cue | None, stance: Stance, factuality: Factuality
) -> tuple[Stance, Factuality]:
    """What a negation makes of a cue's mode."""
    if known is not None and known.stance == "denies":
        return "hedges", "doubted"
    if lemma_of(words, cue) in _OPEN:
        return "hedges", "doubted"
    if known is not None and known.type in ("belief", "knowledge", "intention", "desire"):
        return "denies", "doubted" if known.type == "knowledge" else "denied"
    return "denies", "denied" if factuality == "asserted" else factuality
