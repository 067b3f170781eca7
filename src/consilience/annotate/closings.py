"""Who reports at the end of a sentence: "Two were hurt when the boat sank, Nils Brandt, its owner, told Sarpress".

Wire copy ends its sentences so: what is said, a comma, a name or an office, and the verb. Parsers take the name for a
part of what is said, or the last place, name or hour before it for who says it; the order of the words leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from consilience.annotate.contents import SUBJECTS, TELLING, Piece, child, trim
from consilience.annotate.cues import ON_RECORD, cue_at
from consilience.annotate.referents import MEDIA_WORDS, nouns, roles
from consilience.annotate.words import Marked, Words

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TOLD = frozenset({"VBD", "VBN", "VBZ"})  # of a verb of saying: parsers tag "reported" as a participle too
_BEHIND = frozenset({"ADP", "ADV", "PUNCT", "SPACE"})
_OPENS = frozenset({"CCONJ", "SCONJ", "ADP", "ADV", "VERB", "AUX", "PUNCT"})
_NAMED = frozenset({"PERSON", "ORG"})
AT_THE_END = "who reports it at the end of the sentence"  # the reason of such an attribution
_LONGEST = 16  # words of a name and office


@dataclass(frozen=True, slots=True)
class Closing:
    """The verb of saying that closes a sentence, who says it (with the noun that names him), and what is said."""

    cue: int
    source: Piece
    head: int
    told: Piece


def closings(words: Words, marked: Marked) -> dict[int, Closing]:
    """Those who report at the end of a sentence, by the verb."""
    found = (
        closing
        for first, last in words.sentences
        for verb in range(first + 3, last + 1)
        if words.tag[verb] in _TOLD and (closing := _closing(words, marked, verb, first, last)) is not None
    )
    return {closing.cue: closing for closing in found}


def _closing(words: Words, marked: Marked, verb: int, first: int, last: int) -> Closing | None:
    quoted = _quoted_as(words, verb)  # "the minister was quoted as saying by Sarpress"
    cue = verb if quoted is None else verb + 2
    known = cue_at(words, cue)
    if known is None or known.type not in ON_RECORD or marked.number[verb] or not _ends(words, marked, cue, last):
        return None
    for source in _before(words, verb if quoted is None else quoted, first):
        head = _speaker(words, *source)
        told = trim(words, first, source[0] - 1)
        if head is not None and told is not None and _is_clause(words, marked, verb, told):
            return Closing(cue, source, head, told)
    return None


def _quoted_as(words: Words, verb: int) -> int | None:
    """The helper of "was quoted as saying", None where the verb is another."""
    helped = words.text[verb] == "quoted" and words.text[verb - 1] in ("was", "were", "is")
    return verb - 1 if helped and words.text[verb + 1 : verb + 3] == ["as", "saying"] else None


def _ends(words: Words, marked: Marked, verb: int, last: int) -> bool:
    """Whether nothing is told behind the verb: "said on Friday", "told reporters in the port"."""
    behind = range(verb + 1, _up_to_who(words, verb, last) + 1)
    if any(marked.number[i] or words.tag[i] in _FINITE or words.text[i] == ":" for i in behind):
        return False
    if words.lemma[verb] in TELLING:
        return verb < last and words.pos[verb + 1] in ("DET", "NOUN", "PROPN", "ADJ", "PRON")
    return verb == last or words.pos[verb + 1] in _BEHIND or words.ent[verb + 1] in ("DATE", "TIME")


def _up_to_who(words: Words, verb: int, last: int) -> int:
    """The last word before a clause that only says more of whoever is named last: "…, which did not name him"."""
    which = (i for i in range(verb + 1, last) if words.text[i] == "," and words.tag[i + 1] in ("WDT", "WP"))
    return next(which, last + 1) - 1


def _before(words: Words, verb: int, first: int) -> Iterator[Piece]:
    """What stands between a comma and the verb, one apposition between commas included, if it can be a name."""
    commas = [i for i in range(first, verb) if words.text[i] == ","]
    if commas and commas[-1] == verb - 1:  # "Nils Brandt, its owner, told"
        begins = commas[-3] + 1 if len(commas) > 2 else None
    else:
        begins = commas[-1] + 1 if commas else None
    if begins is None or not begins < verb <= begins + _LONGEST:
        return
    inside = range(begins, verb)
    piece = trim(words, begins, verb - 1)
    if piece and words.pos[begins] not in _OPENS and not any(words.tag[i] in _FINITE for i in inside):
        yield begins, piece[1]


def _speaker(words: Words, begins: int, ends: int) -> int | None:
    """The noun that names who can speak: a person or a body by name, or an office; None where there is none."""
    parts = (
        i
        for i in range(begins, ends + 1)
        if words.text[i] == "," or (words.pos[i] == "ADP" and words.text[i].islower())
    )
    stop = next(parts, ends + 1)
    head = stop - 1
    if head < begins:
        return None
    lower = words.text[head].lower()
    if words.pos[head] == "PRON":
        return head if begins == head and lower in ("he", "she", "it", "they") else None
    if words.pos[head] not in ("NOUN", "PROPN"):
        return None
    can = words.ent[head] in _NAMED or lower in roles() or lower in nouns("body") or lower in nouns("group")
    return head if can or lower in MEDIA_WORDS else None


def _is_clause(words: Words, marked: Marked, verb: int, told: Piece) -> bool:
    """Whether what stands before is a sentence of its own: no quotation, no "when he came", "asked by whom"."""
    finite = next((i for i in range(told[0], told[1] + 1) if words.tag[i] in _FINITE), None)
    if finite is None or marked.number[finite] or any(marked.number[i] for i in range(told[1] + 2, verb)):
        return False
    if words.dep[finite] in ("aux", "auxpass"):
        finite = words.head[finite]
    subject = child(words, finite, *SUBJECTS)
    set_under = child(words, finite, "mark") is not None or any(
        words.tag[c] == "WRB" and c < finite for c in words.children[finite]
    )
    beside = words.head[finite] == verb and words.dep[finite] == "advcl"
    return subject is not None and subject < finite and not set_under and not beside and words.dep[finite] != "relcl"
