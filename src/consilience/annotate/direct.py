"""Every quotation to its speaker: what the frames of cues leave without one.

A quotation takes, in this order, the cue right beside it, the speaker of the
quotation before it in its paragraph, the speaker of the paragraph before where
it stands alone in its own, and the subject of the clause that it stands in.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from consilience.annotate.contents import SUBJECTS, Candidate, Piece, child, clause_of
from consilience.annotate.cues import cue_at
from consilience.annotate.features import phrase_kind
from consilience.annotate.frames import SPEAKING, Frame, best_source, frame_at
from consilience.annotate.quotes import Quote
from consilience.annotate.reserved import is_so_called, is_title
from consilience.annotate.words import Marked, Words, word_set

# How far from a quotation its cue may stand, in words.
_AFTER, _BEFORE = 14, 30
# How much of a quotation a content must hold to be its attribution.
_COVERED = 0.8
# How far back, in line breaks, a quotation without any sign may look for who spoke last.
_NEAR_LINES = 6
_ENDS = frozenset(".!?…")
_SEPARATORS = word_set(", : — – - -- that as")
# Patterns of a frame that are more likely its content than a quotation beside the cue.
_FIRM = ("ccomp", "dobj", "xcomp")
_PERSONAL = word_set("PERSON he she they I who")


class _Paragraphs:
    """The frames found so far, and what each quotation adds to them."""

    def __init__(self, words: Words, marked: Marked, frames: list[Frame], probabilities: dict[int, float]) -> None:
        self.words = words
        self.marked = marked
        self.probabilities = probabilities
        self.frames = list(frames)
        self.by_cue = {f.cue: n for n, f in enumerate(self.frames)}
        self.held = [0] * len(words)  # 1 where a frame from outside holds the word
        for frame in self.frames:
            self.hold(frame)
        self.last: tuple[int, int] | None = None  # the last quotation with a speaker: its number, its frame

    def hold(self, frame: Frame) -> None:
        inside = self.marked.number[frame.cue] if frame.cue >= 0 else 0
        for first, last in frame.pieces:
            for i in range(first, last + 1):
                if not inside or self.marked.number[i] != inside:
                    self.held[i] = 1

    def covered(self, first: int, last: int) -> bool:
        return sum(self.held[first : last + 1]) >= _COVERED * (last - first + 1)

    def give(self, number: int, at: int, frame: Frame) -> None:
        """The quotation of that number belongs to the frame at that place."""
        if at == len(self.frames):
            self.frames.append(frame)
            if frame.cue >= 0:
                self.by_cue[frame.cue] = at
        else:
            self.frames[at] = frame
        self.hold(frame)
        self.last = (number, at)

    def frame_holding(self, number: int) -> int | None:
        """The frame from outside the quotation that holds it; the one with the cue nearest to it."""
        first, last = self.marked.borders[number]
        lo, hi = max(0, first - 200), min(len(self.words), last + 200)
        best, chosen = 10**9, None
        for cue in range(lo, hi):
            at = self.by_cue.get(cue)
            if at is None or self.marked.number[cue] == number:
                continue
            if any(a <= last and first <= b for a, b in self.frames[at].pieces):
                distance = min(abs(cue - first), abs(cue - last))
                if distance < best:
                    best, chosen = distance, at
        return chosen

    def beside(self, number: int) -> tuple[int, str] | None:
        """The cue beside the quotation and where it stands."""
        words, (first, last) = self.words, self.marked.borders[number]
        line = words.line[first]
        for cue in range(last + 1, min(last + 1 + _AFTER, len(words))):
            if words.line[cue] != words.line[last] or self.marked.number[cue]:
                break
            if self.speaks(cue):
                begins = clause_of(words, cue)[0]
                if begins == last + 1 and words.text[last - 1] == "." and words.text[begins][0].isupper():
                    break  # the quotation ended its sentence, and this is the next
                between = [words.text[i] for i in range(last + 1, begins)]
                if all(t in _SEPARATORS for t in between):
                    return cue, "after"
                break
            if words.text[cue] in _ENDS:
                break
        at = _last_before(words, first)
        if at >= 0 and words.text[at] == ":" and line - words.line[at] <= 3:
            line = words.line[at]  # a line that ends with a colon introduces the next
        if at < 0 or words.line[at] != line or words.text[at] in _ENDS:
            return None
        introduced = words.text[at] in (":", ",") or words.text[at].lower() in _SEPARATORS
        for cue in range(at, max(-1, at - _BEFORE), -1):
            if words.line[cue] != line or (words.text[cue] in _ENDS and cue < at):
                return None
            if not self.marked.number[cue] and self.speaks(cue) and (introduced or cue == at):
                return cue, "before"
        return None

    def speaks(self, cue: int) -> bool:
        """Whether the word may introduce speech: a verb of saying, or one that the model takes for a cue."""
        if self.words.pos[cue] != "VERB":
            return False
        if self.probabilities.get(cue, 0) > 0.3:
            return True
        known = cue_at(self.words, cue)
        return known is not None and known.type in ("speech", "text", "question")

    def attach(self, number: int, quote: Quote) -> None:
        words, (first, last) = self.words, self.marked.borders[number]
        if is_so_called(words, first):
            return
        if self.covered(first, last):
            at = self.frame_holding(number)
            if at is not None:
                self.last = (number, at)
                self.within(number, at)
            return
        piece = (first, last)
        found = self.beside(number)
        if found:
            cue, where = found
            at = self.by_cue.get(cue, len(self.frames))
            reason = f"the cue stands {where} the quotation"
            if at < len(self.frames) and (self.frames[at].pattern.startswith(_FIRM) or self.quotes(self.frames[at])):
                frame = self.frames[at]
                self.give(number, at, replace(frame, pieces=_with(frame.pieces, piece)))
            else:
                source = self.frames[at].source if at < len(self.frames) else best_source(words, cue, self.marked)
                if source is None or self.marked.number[source.head] == number:
                    source = self.outside(number, cue)  # the parser took the quotation's words for the subject
                likely = self.probabilities.get(cue, 0.0)
                self.give(number, at, Frame(cue, source, (piece,), "quotation", likely, (reason,)))
        elif not (self.labelled(number, piece) or self.signed(number, piece) or self.goes_on(number, piece, quote)):
            self.governed(number, piece)

    def unclaimed(self) -> None:
        """Quotations without a speaker: the same words quoted elsewhere, or who speaks in the next paragraph."""
        words, borders = self.words, self.marked.borders
        said: dict[tuple[str, ...], Candidate] = {}
        opening: dict[int, Candidate] = {}  # by line: the source of its first act of speech
        for frame in self.frames:
            if frame.source is None:
                continue
            line = words.line[frame.source.head]
            if frame.cue >= 0 and not self.marked.number[frame.cue] and self.speaks(frame.cue):
                opening.setdefault(line, frame.source)
            for piece in frame.pieces:
                for three in self.threes(piece):
                    said.setdefault(three, frame.source)
        spoke = sorted(
            (max(f.pieces[-1][1], f.cue), n)
            for n, f in enumerate(self.frames)
            if f.source is not None and (f.cue < 0 or self.speaks(f.cue)) and not self.marked.number[max(f.cue, 0)]
        )
        lines = sorted({line for line, text in zip(words.line, words.text, strict=True) if not text.isspace()})
        follows = dict(pairwise(lines))
        for at, frame in enumerate(self.frames):
            piece = frame.pieces[0]
            if frame.source is not None or frame.cue >= 0 or borders[self.marked.number[piece[0]]] != piece:
                continue
            found = [said[three] for three in self.threes(piece) if three in said]
            if found and 2 * len(found) >= len(self.threes(piece)):
                self.frames[at] = replace(frame, source=found[0], reasons=("the same words are quoted elsewhere",))
            elif not (self.outer(piece[0] - 1, -1) or self.outer(piece[1] + 1, 1)):
                source = opening.get(follows.get(words.line[piece[1]], -1))
                if source is not None:
                    reason = "who speaks in the paragraph after"
                    self.frames[at] = replace(frame, source=source, reasons=(reason,))
            if self.frames[at].source is None:
                before = bisect_left(spoke, (piece[0], -1)) - 1
                last = spoke[before][0] if before >= 0 else 0
                if before >= 0 and words.line[piece[0]] - words.line[last] <= _NEAR_LINES:
                    source = self.frames[spoke[before][1]].source
                    self.frames[at] = replace(frame, source=source, reasons=("who spoke last before it",))

    def threes(self, piece: Piece) -> list[tuple[str, ...]]:
        """The runs of three words in a quotation."""
        plain = [self.words.text[i].lower() for i in range(piece[0], piece[1] + 1) if self.words.text[i][0].isalnum()]
        return list(zip(plain, plain[1:], plain[2:], strict=False))

    def outer(self, at: int, step: int) -> bool:
        """Whether the line has another word on that side of the place."""
        words = self.words
        while 0 <= at < len(words) and "\n" not in words.text[at]:
            if words.text[at][0].isalnum():
                return True
            at += step
        return False

    def outside(self, number: int, cue: int) -> Candidate | None:
        """The name nearest to the cue in its sentence that is not in the quotation; a person's before a body's."""
        words = self.words
        first, last = words.sentences[words.sentence[cue]]
        near = range(max(first, cue - 12), min(last, cue + 12) + 1)
        for i in sorted(near, key=lambda i: (words.ent[i] != "PERSON", abs(i - cue))):
            if not self.marked.number[i] and words.ent[i] in ("PERSON", "ORG", "GPE"):
                last_word = i
                while last_word < last and words.ent[last_word + 1] == words.ent[i]:
                    last_word += 1
                begin = i
                while begin > cue + 1 and words.pos[begin - 1] in ("NOUN", "PROPN", "ADJ", "DET"):
                    begin -= 1
                return Candidate("outside", ((begin, last_word),), last_word)
        return None

    def quotes(self, frame: Frame) -> bool:
        """Whether a piece of the frame's content is one whole quotation."""
        return any(self.marked.borders[self.marked.number[a]] == (a, b) for a, b in frame.pieces)

    def labelled(self, number: int, piece: Piece) -> bool:
        """ "Name: “…”": what stands before the colon in its line, where it is short and has no verb."""
        words, at = self.words, _last_before(self.words, piece[0])
        if at < 1 or words.text[at] != ":" or words.line[piece[0]] - words.line[at] > 3:
            return False
        first = at
        while (
            first > 0
            and words.line[first - 1] == words.line[at]
            and words.text[first - 1] not in (*_ENDS, "-", "–", "—")
        ):
            first -= 1
        while first < at and words.text[first].isspace():
            first += 1
        name = range(first, at)
        if not 0 < len(name) <= 8 or any(words.pos[i] in ("VERB", "AUX") for i in name):
            return False
        head = next((i for i in name if not first <= words.head[i] < at or words.head[i] == i), first)
        people = [i for i in name if words.ent[i] == "PERSON"]
        source = Candidate("label", ((first, at - 1),), people[-1] if people else head)
        held = self.by_cue.get(at, len(self.frames))
        self.give(number, held, Frame(at, source, (piece,), "quotation", 0.5, ("named before a colon",)))
        return True

    def signed(self, number: int, piece: Piece) -> bool:
        """A quotation with a dash and a name behind it, to the end of the line."""
        words, at = self.words, piece[1] + 1
        line = words.line[piece[1]]
        if piece[0] and words.line[piece[0] - 1] == line and not words.text[piece[0] - 1].isspace():
            return False
        while at < len(words) and words.line[at] == line and words.text[at] == ",":
            at += 1
        if at >= len(words) or words.text[at] not in ("—", "–", "-", "--") or words.line[at] != line:
            return False
        last = at
        while last + 1 < len(words) and words.line[last + 1] == line and not words.text[last + 1].isspace():
            last += 1
        name = range(at + 1, last + 1)
        if not 0 < len(name) <= 10 or any(words.pos[i] in ("VERB", "AUX", "PRON") for i in name):
            return False
        head = next((i for i in name if not at < words.head[i] <= last or words.head[i] == i), at + 1)
        source = Candidate("signed", ((at + 1, last),), head)
        self.give(number, len(self.frames), Frame(-1, source, (piece,), "quotation", 0.5, ("signed behind a dash",)))
        return True

    def before_in_line(self, first: int) -> Candidate | None:
        """The source of the last act of speech before the quotation in its paragraph."""
        words = self.words
        for cue in range(first - 1, max(-1, first - 120), -1):
            if words.line[cue] != words.line[first]:
                break
            at = self.by_cue.get(cue)
            if at is not None and self.frames[at].source is not None:
                known = cue_at(words, cue)
                if known is not None and known.type in ("speech", "text", "report"):
                    return self.frames[at].source
        return None

    def told_before(self, first: int) -> Candidate | None:
        """Who speaks in the sentence before a quotation of its paragraph, or else the person that it is about."""
        words, before = self.words, _last_before(self.words, first)
        if before < 0 or words.line[before] != words.line[first] or words.text[before] not in _ENDS:
            return None
        begin = words.sentences[words.sentence[before]][0]
        cues = [self.by_cue[cue] for cue in range(before, begin - 1, -1) if cue in self.by_cue and self.speaks(cue)]
        told = [source for at in cues if (source := self.frames[at].source) is not None]
        if told:  # a person before "the criminal code: calls to …"
            return next((s for s in told if phrase_kind(words, s.head) in _PERSONAL), told[0])
        for i in range(begin, before + 1):
            if words.dep[i] == "nsubj" and words.ent[i] == "PERSON" and words.dep[words.head[i]] == "ROOT":
                return Candidate("subject", ((words.first[i], min(words.last[i], before)),), i)
        return None

    def goes_on(self, number: int, piece: Piece, quote: Quote) -> bool:
        """Give the quotation to the speaker before it, where it begins a sentence."""
        words, first = self.words, piece[0]
        if self.last is None:
            return False
        before = _last_before(words, first)
        begins = before < 0 or words.line[before] != words.line[first] or words.text[before] in _ENDS or quote.continues
        end = self.marked.borders[self.last[0]][1]
        if not begins or words.line[first] - words.line[end] > 2:
            return False
        frame = self.frames[self.last[1]]
        same = words.line[end] == words.line[first]
        if same or (quote.continues and self.last[0] == number - 1):
            self.give(number, self.last[1], replace(frame, pieces=_with(frame.pieces, piece)))
            return True
        rest = piece[1] + 1
        alone = rest >= len(words) or words.line[rest] != words.line[piece[1]] or words.text[rest].isspace()
        if not alone:
            return False
        told = self.told_before(first)
        reason = "who speaks right before it" if told else "the quotation goes on from the paragraph before"
        self.give(number, len(self.frames), Frame(-1, told or frame.source, (piece,), "quotation", 0.5, (reason,)))
        return True

    def governed(self, number: int, piece: Piece) -> None:
        """Give the quotation to the subject of its clause; a title or a word used with reserve to nobody."""
        words, (first, last) = self.words, piece
        inner = [i for i in range(first, last + 1) if not words.text[i].isspace()][1:-1]
        if not inner or is_title(words, first, inner):
            return
        top = next((i for i in inner if not first <= words.head[i] <= last or words.head[i] == i), inner[0])
        verb, doubtful = top, None
        for _ in range(6):
            if words.pos[verb] in ("VERB", "AUX") and not first <= verb <= last:
                source = best_source(words, verb, self.marked) or _subject(words, verb)
                if source is not None and not first <= source.head <= last:
                    frame = Frame(
                        verb, source, (piece,), "quotation", 0.3, ("the subject of the clause with the quotation",)
                    )
                    if words.dep[source.head] == "nsubj" and phrase_kind(words, source.head) in SPEAKING:
                        self.give(number, len(self.frames), frame)
                        return
                    doubtful = doubtful or frame
            owner = child(words, verb, "poss")
            if owner is not None and not first <= owner <= last:
                whose = Candidate("poss", ((words.first[owner], words.last[owner]),), owner)
                reason = "the owner of what is quoted"
                self.give(number, len(self.frames), Frame(-1, whose, (piece,), "quotation", 0.3, (reason,)))
                return
            if words.head[verb] == verb:
                break
            verb = words.head[verb]
        speaking = self.told_before(first) or self.before_in_line(first)
        if speaking is not None:
            reason = "who speaks in the sentences before"
            self.give(number, len(self.frames), Frame(-1, speaking, (piece,), "quotation", 0.3, (reason,)))
        elif doubtful is not None:
            self.give(number, len(self.frames), doubtful)
        elif len(inner) > 2:
            self.frames.append(Frame(-1, None, (piece,), "quotation", 0.2, ("no speaker is named",)))

    def within(self, number: int, at: int) -> None:
        """ "She voiced “full support”, the agency said": who quotes, and who is quoted in the statement."""
        words, (first, last) = self.words, self.marked.borders[number]
        verb = next((i for i in range(first, last + 1) if not first <= words.head[i] <= last), first)
        for _ in range(3):
            verb = words.head[verb]
            if words.pos[verb] == "VERB":
                break
        held = any(a <= verb <= b for a, b in self.frames[at].pieces)
        if verb in self.by_cue or not held or first <= verb <= last or cue_at(words, verb) is None:
            return
        source = best_source(words, verb, self.marked)
        if source is None or words.dep[source.head] != "nsubj" or phrase_kind(words, source.head) not in SPEAKING:
            return
        likely = self.probabilities.get(verb, 0.0)
        frame = frame_at(words, verb, self.marked, likely)
        if (frame is None or not frame.holds(first, last)) and self.beside(number) in (
            (verb, "after"),
            (verb, "before"),
        ):
            reason = "the cue stands beside the quotation"  # "…," she said, according to the agency
            frame = Frame(verb, source, ((first, last),), "quotation", likely, (reason,))
        if frame is not None and frame.holds(first, last):
            self.by_cue[verb] = len(self.frames)
            self.frames.append(frame)


def _last_before(words: Words, at: int) -> int:
    """The last word before the place that is no blank, -1 where there is none."""
    at -= 1
    while at >= 0 and words.text[at].isspace():
        at -= 1
    return at


def _subject(words: Words, verb: int) -> Candidate | None:
    subject = child(words, verb, *SUBJECTS)
    if subject is None:
        return None
    return Candidate("subject", ((words.first[subject], words.last[subject]),), subject)


def _with(pieces: tuple[Piece, ...], piece: Piece) -> tuple[Piece, ...]:
    return tuple(sorted((*pieces, piece)))


def attach_quotations(
    words: Words, marked: Marked, quotes: list[Quote], frames: list[Frame], probabilities: dict[int, float]
) -> list[Frame]:
    """The frames with every outermost quotation (``quotes``, as numbered in ``marked``) given to its speaker."""
    state = _Paragraphs(words, marked, frames, probabilities)
    for number, quote in enumerate(quotes, start=1):
        if marked.borders[number][0] <= marked.borders[number][1]:
            state.attach(number, quote)
    state.unclaimed()
    return state.frames
