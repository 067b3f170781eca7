"""Who reports at the end of what somebody says: "He told a briefing that nothing was ruled out, Sarpress reported".

The parser hangs ", Sarpress reported" on what was said, so that each of the two seems to stand in the other's words.
What is set off at the end is the outer one: it reports the whole sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from consilience.annotate.contents import Candidate, Piece, child, trim
from consilience.annotate.cues import cue_at
from consilience.annotate.features import phrase_kind
from consilience.annotate.frames import CUE, SPEAKING, Frame
from consilience.annotate.words import Marked, Words

_TAIL = 4  # words behind who reports: "on Friday", "in its evening bulletin"
_SET_OFF = frozenset({",", '"', "”", "’", "'"})


def set_off(words: Words, marked: Marked, frames: Sequence[Frame]) -> list[Frame]:
    """The frames, with what is set off at the end of a content taken out of it and put around it."""
    frames = [*frames, *_overlooked(words, marked, {frame.cue for frame in frames})]
    found = list(frames)
    ending: dict[int, list[int]] = {}  # the frames whose contents end in each sentence
    for number, frame in enumerate(frames):
        for sentence in sorted({words.sentence[last] for _, last in frame.pieces}):
            ending.setdefault(sentence, []).append(number)
    for number, outer in enumerate(frames):
        clause = _clause(outer)
        if clause is None or marked.number[clause[0]] or words.text[max(0, clause[0] - 1)] not in _SET_OFF:
            continue
        for other in ending.get(words.sentence[clause[0]], ()):
            inner = frames[other]
            own = _clause(inner) if other != number else None
            at = next((k for k, piece in enumerate(inner.pieces) if _ends_with(words, piece, clause)), None)
            if own is None or at is None or own[1] >= inner.pieces[at][0]:
                continue  # only who speaks before what is said may have the words behind it for his own
            told, whole = (trim(words, begin, clause[0] - 1) for begin in (inner.pieces[at][0], own[0]))
            if told is None or whole is None or any(last > whole[1] for _, last in outer.pieces):
                continue
            found[other] = replace(inner, pieces=(*inner.pieces[:at], told, *inner.pieces[at + 1 :]))
            if all(told[0] <= first for first, _ in outer.pieces):
                found[number] = replace(outer, pieces=(whole,))
    return found


def _overlooked(words: Words, marked: Marked, known: Collection[int]) -> Iterator[Frame]:
    """The frames of those who report at the end of a sentence and whom the parser made a part of what was said."""
    for first, last in words.sentences:
        ends = trim(words, first, last)
        for verb in range(ends[1], max(first, ends[1] - _TAIL) - 1, -1) if ends else ():
            cue = cue_at(words, verb) if verb not in known and not marked.number[verb] else None
            subject = child(words, verb, "nsubj") if cue is not None and cue.type in ("speech", "report") else None
            if subject is None or words.tag[verb] not in ("VBD", "VBZ") or subject > verb:
                continue
            begins = words.first[subject]
            alone = child(words, verb, "dobj", "ccomp", "xcomp", "advcl", "conj", "cc", "mark") is None
            told = trim(words, first, begins - 1) if begins > first and words.text[begins - 1] in _SET_OFF else None
            if alone and told is not None and phrase_kind(words, subject) in SPEAKING and not _has_no_verb(words, told):
                source = Candidate("nsubj", ((begins, words.last[subject]),), subject)
                yield Frame(verb, source, (told,), "sentence", CUE, ("who reports it at the end of the sentence",))
                break


def _has_no_verb(words: Words, told: Piece) -> bool:
    """Whether what stands before is no clause of its own: "On Friday, the agency reported"."""
    inside = range(told[0], told[1] + 1)
    return not any(words.pos[i] in ("VERB", "AUX") and words.tag[i] not in ("VBG", "VBN") for i in inside)


def _clause(frame: Frame) -> Piece | None:
    """The words of a frame's cue and source, from the first to the last; None without a source."""
    if frame.source is None or frame.cue < 0:
        return None
    first, last = frame.source.pieces[0]
    return min(first, frame.cue), max(last, frame.cue)


def _ends_with(words: Words, piece: Piece, clause: Piece) -> bool:
    one = words.sentence[piece[1]] == words.sentence[clause[0]]
    return one and piece[0] < clause[0] and clause[1] <= piece[1] <= clause[1] + _TAIL
