"""Quotation marks paired up: which characters of a text stand between them.

One pass over the marks, line by line. Curly and angle marks mostly say
themselves whether they open or close; straight ones are read from their
neighbours. A single mark is a quotation mark only where it can be paired
within its line, else an apostrophe. A quotation left open at a line's end goes
on in the next line where that one opens again (the newspaper's habit for
several paragraphs) or closes without having opened.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_MARK = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚'`\n]")
_BEFORE_OPENING = "([{—–-/:“‘\"'„«"
_AFTER_CLOSING = ".,;:!?)]}—–-/”’\"'»…"
_ELIDED = frozenset(("em", "til", "tis", "twas", "cause", "n", "bout", "round", "s", "t", "re", "ll", "ve", "d", "m"))
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")
# A quotation that closes this far on without opening again is two strays, not one quotation.
_REACH = 2000


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``start``/``end`` with its marks, ``inner_start``/``inner_end`` without.

    ``depth`` is 0 outside any other quotation. ``continues`` says that it takes
    up the quotation of the paragraph before. ``balanced`` is False where a mark
    is missing and the border was guessed.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    continues: bool = False
    balanced: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    double: list[tuple[int, int]]
    single: list[tuple[int, int]]


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[start - 1] if start else "\n", text[end] if end < len(text) else "\n"


def _opens(text: str, start: int, end: int) -> bool | None:
    """Whether a mark opens, from its neighbours; None where they do not say."""
    before, after = _around(text, start, end)
    free_before = before.isspace() or before in _BEFORE_OPENING
    free_after = after.isspace() or after in _AFTER_CLOSING
    if free_before != free_after:
        return free_before
    if free_before and before.isspace() and not after.isspace():
        return True
    return None if free_before else False


def _side(text: str, mark: tuple[int, int], is_open: bool) -> bool:
    """Whether a double mark opens, from its shape, its neighbours and what is open."""
    glyph = text[mark[0] : mark[1]]
    context = _opens(text, *mark)
    if glyph in ("“", "„", "‟", "«", "‹", "``"):
        return context is not False or not is_open
    if glyph in ("”", "»", "›", "''"):
        return context is True and not is_open
    return not is_open if context is None else context


def _lines(text: str) -> list[_Line]:
    """The lines that are not blank, with their double and their single marks."""
    lines: list[_Line] = []
    start = 0
    double: list[tuple[int, int]] = []
    single: list[tuple[int, int]] = []

    def end_at(place: int) -> None:
        stripped = text[start:place]
        if stripped.strip():
            lines.append(_Line(start, start + len(stripped.rstrip()), double, single))

    for match in _MARK.finditer(text):
        glyph = match.group()
        if glyph == "\n":
            end_at(match.start())
            start, double, single = match.end(), [], []
        elif glyph in "‘’‚'`":
            single.append(match.span())
        elif not _is_inch(text, match.start()):
            double.append(match.span())
            if (
                glyph == "''" and not text[match.start() - 1 : match.start()].isspace()
            ):  # it may close a quotation that a single mark opened
                single.append((match.start() + 1, match.end()))
    end_at(len(text))
    return lines


def _is_inch(text: str, at: int) -> bool:
    """``5'10"``: feet and inches, no quotation."""
    return text[at] == '"' and text[at - 1 : at].isdigit() and any(c in "'’′" for c in text[max(0, at - 3) : at])


def _single_marks(text: str, marks: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The single marks of a line that can open and those that can close; one inside a word does neither."""
    openers: list[int] = []
    closers: list[int] = []
    for start, end in marks:
        before, after = _around(text, start, end)
        glyph = text[start]
        if before.isalnum() and after.isalnum():
            continue
        free = not before.isalnum() and before not in ".,!?…)"
        if glyph in "‘‚" or (glyph != "’" and free and not after.isspace()):
            if glyph in "'`" and (after.isdigit() or _word(text, end) in _ELIDED):
                continue
            if after.isalnum() or after in '[($£€#@“"…':
                openers.append(start)
        elif not before.isspace() and not after.isalnum():
            closers.append(start)
    return openers, closers


def _word(text: str, at: int) -> str:
    end = at
    while end < len(text) and end < at + 6 and text[end].isalpha():
        end += 1
    return text[at:end].lower()


def _single_quotes(text: str, line: _Line, following: _Line | None) -> list[Quote]:
    """The single quotations of a line.

    Behind punctuation or any letter but s the first mark that can close does;
    behind an s it may be a possessive, and a later mark before the next opener is
    preferred. One without a closer is a quotation where it begins its line and
    the next line opens again.
    """
    openers, closers = _single_marks(text, line.single)
    found: list[Quote] = []
    last = -1
    for number, opener in enumerate(openers):
        if opener < last:
            continue
        limit = openers[number + 1] if number + 1 < len(openers) else line.end
        chosen = -1
        index = bisect_right(closers, opener + 1)
        while index < len(closers) and closers[index] <= limit:
            chosen = closers[index]
            if text[chosen - 1] != "s":
                break
            index += 1
        if chosen > 0:
            found.append(Quote(opener, chosen + 1, opener + 1, chosen))
            last = chosen
        elif following and opener == line.start and following.single and following.single[0][0] == following.start:
            found.append(Quote(opener, line.end, opener + 1, line.end, balanced=False))
            last = line.end
    return found


def _double_quotes(text: str, lines: list[_Line]) -> list[Quote]:
    found: list[Quote] = []
    start = inner = -1  # of the open quotation
    continues = False

    def close(inner_end: int, end: int, balanced: bool = True) -> None:
        nonlocal start
        if text[inner:inner_end].strip():
            found.append(Quote(start, end, inner, inner_end, 0, continues, balanced))
        start = -1

    # The next double mark after each line, to see how an open quotation goes on.
    ahead: list[tuple[int, int] | None] = [None] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        ahead[number] = lines[number].double[0] if lines[number].double else ahead[number + 1]

    for number, line in enumerate(lines):
        for place, mark in enumerate(line.double):
            at, to = mark
            if _side(text, mark, start >= 0):
                if start >= 0:
                    if text[at] == '"' and _opens(text, at, to) is not True:
                        close(at, to)
                        continue
                    guess = _guess(text, inner, at)
                    close(guess, guess, balanced=False)
                start, inner, continues = at, to, continues and place == 0 and at == line.start
            elif start >= 0:
                close(at, to)
            elif place == 0 and text[at - 1 : at] in (",", ".", "!", "?") and at > line.start:
                start, inner, continues = line.start, line.start, False
                close(at, to, balanced=False)
        continues = False
        if start < 0:
            continue
        following = ahead[number + 1]
        if following is not None and number + 1 < len(lines) and following[0] == lines[number + 1].start:
            close(line.end, line.end, balanced=_side(text, following, False))
            continues = True
        elif following is None or following[0] - start > _REACH or _side(text, following, True):
            whole = start == line.start or text[line.start : start].rstrip().endswith((":", ","))
            guess = line.end if whole else _guess(text, inner, line.end)
            close(guess, guess, balanced=False)
    return found


def _guess(text: str, inner: int, limit: int) -> int:
    """Where a quotation without a closing mark ends: with its first sentence, else at the limit."""
    match = _SENTENCE_END.search(text, inner, limit)
    return match.end() if match else inner + len(text[inner:limit].rstrip())


def find_quotes(text: str) -> tuple[Quote, ...]:
    """All quotations of the text, sorted by start, outer before inner; time linear in the text's length.

    The inner characters are stripped of white space and never empty.
    """
    lines = _lines(text)
    found = _double_quotes(text, lines)
    for number, line in enumerate(lines):
        if line.single:
            found += _single_quotes(text, line, lines[number + 1] if number + 1 < len(lines) else None)
    found.sort(key=lambda q: (q.start, -q.end))
    result: list[Quote] = []
    around: list[Quote] = []  # the quotations open at this place
    for quote in found:
        while around and around[-1].end <= quote.start:
            around.pop()
        if around and quote.end > around[-1].end:
            continue  # crosses its neighbour: one of the marks is no quotation mark
        start, end = quote.inner_start, quote.inner_end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            kept = Quote(quote.start, quote.end, start, end, len(around), quote.continues, quote.balanced)
            result.append(kept)
            around.append(kept)
    return tuple(result)
