"""Who reports at the end of what somebody says: "He told a briefing that nothing was ruled out, Sarpress reported".

The parser hangs ", Sarpress reported" on what was said, so that each of the two seems to stand in the other's words.
What is set off at the end is the outer one: it reports the whole sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consilience.annotate.contents import Piece, trim
from consilience.annotate.frames import Frame
from consilience.annotate.words import Marked, Words

_TAIL = 4  # words behind who reports: "on Friday", "in its evening bulletin"
_SET_OFF = frozenset({",", '"', "”", "’", "'"})


def set_off(words: Words, marked: Marked, frames: Sequence[Frame]) -> list[Frame]:
    """The frames, with what is set off at the end of a content taken out of it and put around it."""
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


def _clause(frame: Frame) -> Piece | None:
    """The words of a frame's cue and source, from the first to the last; None without a source."""
    if frame.source is None or frame.cue < 0:
        return None
    first, last = frame.source.pieces[0]
    return min(first, frame.cue), max(last, frame.cue)


def _ends_with(words: Words, piece: Piece, clause: Piece) -> bool:
    one = words.sentence[piece[1]] == words.sentence[clause[0]]
    return one and piece[0] < clause[0] and clause[1] <= piece[1] <= clause[1] + _TAIL
