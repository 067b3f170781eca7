"""Numerals and number words in running text, with their values.

The text alone decides here: no syntax, no unit. Atoms (digits, number words)
are found by one expression and put together from left to right as English
composes them: *two hundred and fifty*, *1.3 million*, *half a dozen*, *tens of
thousands*. Where a letter touching the digits may be a scale or a unit
(``37m``) both readings are kept; the caller knows whether money is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["cardinal", "ordinal", "fraction", "plural", "several"]

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_RANKS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENS_UP = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTH_RANKS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
_SMALL = {word: float(n) for n, word in enumerate(_UP_TO_NINETEEN.split())}
_TENS = {word: 10.0 * n for n, word in enumerate(_TENS_UP.split(), 2)}
_SCALES = {
    "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9,
    "trillion": 1e12, "mn": 1e6, "mln": 1e6, "mil": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "trln": 1e12,
}  # fmt: skip
_SHORT = frozenset(("mn", "mln", "mil", "bn", "bln", "tn", "trn", "trln"))
_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
_PLURALS = {
    "tens": 10.0, "dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3, "lakhs": 1e5, "millions": 1e6,
    "crores": 1e7, "billions": 1e9, "trillions": 1e12,
}  # fmt: skip
_ORDINALS = {word: float(n) for n, word in enumerate(_RANKS.split(), 1)} | {
    word: 10.0 * n for n, word in enumerate(_TENTH_RANKS.split(), 2)
}
_PARTS = {
    "half": 2.0, "quarter": 4.0, "third": 3.0, "fourth": 4.0, "fifth": 5.0, "sixth": 6.0, "seventh": 7.0,
    "eighth": 8.0, "ninth": 9.0, "tenth": 10.0, "twentieth": 20.0, "hundredth": 100.0, "thousandth": 1000.0,
}  # fmt: skip
_MANY_PARTS = {"halves": 2.0} | {part + "s": value for part, value in _PARTS.items() if part != "half"}
_GLYPHS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}

_WORDS = _SMALL | _TENS | _SCALES | _PLURALS | _ORDINALS | _PARTS | _MANY_PARTS
_ATOM = re.compile(
    r"(?<![\w/⁄.,])(?P<over>\d{1,3})[/⁄](?P<under>\d{1,4})(?![\w/⁄]|[.,]\d)"
    r"|(?P<digits>(?:(?<![\w.])|(?<=[A-Z]{2})|(?<=[$][A-Z]))"
    r"(?>(?:\d{1,3}(?:,\d{2,3}){0,8},\d{3}|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,8}|\d+)(?:\.\d+)?|\.\d+)(?![.,]?\d))"
    r"(?P<power>\s?[×x]\s?10(?:\^|\*\*)?(?P<exponent>[-−]?\d{1,2}))?"
    r"(?P<suffix>(?:st|nd|rd|th)(?!\w))?"
    r"|(?P<glyph>[½¼¾⅓⅔⅛⅜⅝⅞])"
    r"|(?<![^\W\d_])(?P<word>" + "|".join(sorted(_WORDS, key=lambda w: (-len(w), w))) + r")(?![^\W_])",
    re.IGNORECASE,
)
_LETTER = re.compile(r"([kmbtKMBT])(?![\w²³/])")
_SPACED_LETTER = re.compile(r" ([mMB])(?![\w²³/'’])")
_SOME = re.compile(r"(?:\b(several|a few|few|a couple(?: of)?|many|couple)|\b(an?))[ -]$", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?[ -]$", re.IGNORECASE)
# What follows a fraction of something; "a third loss" has none of them and is an ordinal.
_OF = re.compile(
    r"(?:\s+(?:of|the|its|their|his|her|our|all|those|that|as|more|less|lower|higher|larger|cheaper|in|on|from|to|since|"
    r"over|by|a|an)\b|\s*[.,;:)]|\s*$|\s+\w+ing\b)",
    re.IGNORECASE,
)
# A scale word without article or number is one only as a measure: "a staggering million dollars", "million-dollar".
_MEASURES = re.compile(r"-[a-z]|\s(?:dollar|pound|euro|people|year|mile|men|women|ton|barrel)|\sand\s", re.IGNORECASE)
_NO_HALF = re.compile(
    r"\b(?:first|second|other|latter|better|the|this|last|each|either|opening|final|and|a)[ -]$", re.I
)
_COUPLE = re.compile(r"\ba couple of(?= (?!hundred|thousand|million|billion|dozen)[a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written; ``low`` and ``high`` are equal where it is exact.

    A plural (*thousands*) reaches from twice its scale to where the next one
    begins in usage. ``letter`` is the end of a touching scale letter and the
    factor it would stand for.
    """

    start: int
    end: int
    low: float
    high: float
    kind: Kind = "cardinal"
    digits: bool = False
    scaled: bool = False
    letter: tuple[int, float] | None = None

    def with_letter(self) -> Numeral:
        """The reading in which the touching letter is a scale: ``37m`` as 37 million."""
        if self.letter is None:
            return self
        end, factor = self.letter
        return replace(self, end=end, low=self.low * factor, high=self.high * factor, scaled=True, letter=None)


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    sort: str
    value: float
    word: str


def _atoms(text: str) -> list[_Atom]:
    found = []
    for m in _ATOM.finditer(text):
        start, end = m.span()
        if m["over"]:
            under = float(m["under"])
            if under:
                found.append(_Atom(start, end, "ratio", float(m["over"]) / under, m[0]))
        elif m["digits"]:
            value = float(re.sub(r"[^\d.]", "", m["digits"]))
            if m["power"]:
                value *= 10.0 ** int(m["exponent"].replace("−", "-"))
            found.append(_Atom(start, end, "nth" if m["suffix"] else "digits", value, m["digits"]))
        elif m["glyph"]:
            found.append(_Atom(start, end, "glyph", _GLYPHS[m["glyph"]], m["glyph"]))
        else:
            word = m["word"].lower()
            for sort, table in _SORTS:
                if word in table:
                    found.append(_Atom(start, end, sort, table[word], word))
                    break
    return found


_SORTS: tuple[tuple[str, dict[str, float]], ...] = (
    ("small", _SMALL),
    ("ten", _TENS),
    ("scale", _SCALES),
    ("plural", _PLURALS),
    ("parts", _MANY_PARTS),
    ("ordinal", _ORDINALS),
    ("part", _PARTS),
)


class _Reader:
    """Walks over the atoms of one text; ``at`` is the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.atoms = _atoms(text)
        self.at = 0

    def gap(self) -> str | None:
        """The characters between the last atom taken and the next one; None at the end or when far."""
        if not 0 < self.at < len(self.atoms):
            return None
        start, end = self.atoms[self.at - 1].end, self.atoms[self.at].start
        return self.text[start:end] if end - start <= 8 else None

    def next_is(self, *sorts: str) -> bool:
        return self.at < len(self.atoms) and self.atoms[self.at].sort in sorts

    def take(self) -> _Atom:
        self.at += 1
        return self.atoms[self.at - 1]

    def scales(self, value: float) -> tuple[float, bool]:
        """``value`` times the scale words that follow at once."""
        scaled = False
        while self.next_is("scale") and self.gap() in ("", " ", "-", "\u00a0", "\n"):
            if self.gap() == "" and self.atoms[self.at].word == "dozen":
                break
            value *= self.take().value
            scaled = True
        return value, scaled

    def words(self, first: _Atom) -> tuple[float, bool]:
        """The value of a cardinal in words that begins with ``first``, which was taken.

        ``group`` is what stands before the next thousand, million or more;
        ``room`` the bound under which a further word still belongs to it.
        """
        total, group, room, scaled = 0.0, first.value, 0.0, False
        if first.sort == "ten":
            room = 10.0
        elif first.sort == "scale":
            scaled, room = True, 0.0 if first.word == "dozen" else first.value
            if first.value >= 1000:
                total, group = first.value, 0.0
        while (gap := self.gap()) is not None:
            atom = self.atoms[self.at]
            joined = gap in (" ", "-", "\u00a0")
            if atom.sort == "scale" and joined and atom.word not in _SHORT:
                if atom.value < 1000:
                    group *= atom.value
                elif group:
                    total, group = total + group * atom.value, 0.0
                else:
                    total *= atom.value
                scaled, room = True, 0.0 if atom.word == "dozen" else atom.value
            elif (
                atom.sort in ("small", "ten")
                and atom.value < room
                and (joined or (scaled and (gap == " and " or (room >= 1000 and gap == ", "))))
            ):
                group += atom.value
                room = 10.0 if atom.sort == "ten" else 0.0
            else:
                break
            self.take()
        return total + group, scaled

    def half_more(self, value: float) -> tuple[float, bool]:
        """``value`` and the fraction behind it: *two and a half million*, *4 ½*."""
        gap = self.gap()
        if gap is None:
            return value, False
        if self.next_is("glyph") and gap in ("", " "):
            return self.scales(value + self.take().value)
        if self.next_is("ratio") and gap in (" ", "-") and self.atoms[self.at].value < 1:
            return self.scales(value + self.take().value)
        if self.next_is("part", "ordinal") and gap in (" and a ", " and one ", " and one-", "-and-a-"):
            word = self.atoms[self.at].word
            if word in ("half", "third", "quarter"):
                self.take()
                return self.scales(value + 1 / _PARTS[word])
        return value, False

    def fraction(self, top: float) -> float | None:
        """The denominator behind ``top``: *two thirds*, *one-third*."""
        if self.gap() not in (" ", "-"):
            return None
        if self.next_is("parts"):
            return top / self.take().value
        if top == 1 and self.next_is("part", "ordinal") and self.atoms[self.at].word in _PARTS:
            atom = self.atoms[self.at]
            if atom.word != "second" and (atom.word in ("half", "quarter", "third") or _OF.match(self.text, atom.end)):
                return 1 / _PARTS[self.take().word]
        return None

    def number(self, first: _Atom) -> Numeral:
        digits = first.sort == "digits"
        value, scaled = self.scales(first.value) if digits else self.words(first)
        part = None if scaled else self.fraction(value)
        if part is not None:
            part, scaled = self.scales(part)
            return Numeral(first.start, self.atoms[self.at - 1].end, part, part, "fraction")
        if (digits or first.sort == "small") and not scaled:
            value, scaled = self.half_more(value)
        end = self.atoms[self.at - 1].end
        letter = None
        if digits and not scaled:
            touching = _LETTER.match(self.text, end) or _SPACED_LETTER.match(self.text, end)
            if touching:
                letter = (touching.end(), _LETTERS[touching[1].lower()])
        return Numeral(first.start, end, value, value, "cardinal", digits, scaled, letter)

    def scale_alone(self, first: _Atom) -> Numeral | None:
        """*a million*, *several hundred*, *million-dollar*."""
        before = _SOME.search(self.text, max(0, first.start - 14), first.start)
        value, _ = self.words(first)
        end = self.atoms[self.at - 1].end
        if before is None:
            bare = first.word not in _SHORT and _MEASURES.match(self.text, end)
            return Numeral(first.start, end, value, value, "cardinal", scaled=True) if bare else None
        if before[2]:
            return Numeral(before.start(), end, value, value, "cardinal", scaled=True)
        start = before.start()
        if before[1].lower() in ("few", "couple"):
            article = _ARTICLE.search(self.text, max(0, start - 3), start)
            start = article.start() if article else start
        high = value * (3 if "couple" in before[1].lower() else 10)
        return Numeral(start, end, 2 * value, high, "several", scaled=True)

    def plural(self, first: _Atom) -> Numeral:
        value, factor = first.value, 1.0
        while self.next_is("plural", "scale"):
            gap = self.gap()
            if gap == " of " and self.atoms[self.at].value > value:
                factor, value = factor * value, self.take().value
            elif gap == " and " and self.atoms[self.at].value == value:
                self.take()
            else:
                break
        scale = factor * value
        widest = 10 if factor > 1 or value < 1000 else 100
        return Numeral(first.start, self.atoms[self.at - 1].end, 2 * scale, widest * scale, "plural", scaled=True)

    def half(self, first: _Atom) -> Numeral | None:
        """*half a million*, *half of*, *a half*; the first half of a match is none."""
        gap = self.gap()
        if gap in (" a ", " an ", "-", " ", "-a-") and self.next_is("scale"):
            value, _ = self.scales(0.5 * self.take().value)
            return Numeral(first.start, self.atoms[self.at - 1].end, value, value, "cardinal", scaled=True)
        if _NO_HALF.search(self.text, max(0, first.start - 9), first.start) or not _OF.match(self.text, first.end):
            return None
        return Numeral(first.start, first.end, 0.5, 0.5, "fraction")

    def ordinal(self, first: _Atom) -> Numeral | None:
        article = _ARTICLE.search(self.text, max(0, first.start - 3), first.start)
        if first.word in _PARTS and first.sort != "nth" and article and _OF.match(self.text, first.end):
            value = 1 / _PARTS[first.word]
            return Numeral(article.start(), first.end, value, value, "fraction")
        if first.sort == "part":
            return None
        return Numeral(first.start, first.end, first.value, first.value, "ordinal", digits=first.sort == "nth")

    def read(self) -> Numeral | None:
        first = self.take()
        match first.sort:
            case "digits" | "small":
                return self.number(first)
            case "ten":
                if self.next_is("ordinal") and self.gap() == "-":
                    last = self.take()
                    value = first.value + last.value
                    return Numeral(first.start, last.end, value, value, "ordinal")
                return self.number(first)
            case "scale":
                return self.scale_alone(first)
            case "plural":
                return self.plural(first)
            case "ratio" | "glyph":
                return Numeral(first.start, first.end, first.value, first.value, "fraction", digits=True)
            case "part" if first.word == "half":
                return self.half(first)
            case "ordinal" | "nth" | "part":
                return self.ordinal(first)
        return None


def find(text: str) -> tuple[Numeral, ...]:
    """Every numeral of ``text`` from left to right, not overlapping. Linear in the text."""
    reader = _Reader(text)
    found: list[Numeral] = []
    while reader.at < len(reader.atoms):
        numeral = reader.read()
        if numeral is not None and (not found or numeral.start >= found[-1].end):
            found.append(numeral)
    couples = [Numeral(m.start(), m.end(), 2.0, 2.0, "several") for m in _COUPLE.finditer(text)]
    if couples:
        found = sorted([*found, *couples], key=lambda n: n.start)
    return tuple(found)
