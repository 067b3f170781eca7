"""Numbers in a text with their unit, sign and bound, and ranges put together of two.

All of it is read off the characters, but for what a parse decides at once:
whether *over* is a limit or a preposition of time, and whether a change stands
between two numbers (*by 5 to 30*).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.attrs import IDX
from spacy.tokens import Doc, Token

from consilience.annotate import bounds, numerals, units
from consilience.annotate.changes import change
from consilience.annotate.numerals import Numeral
from consilience.model import Bound

_POUND = "[lb_av]"
_MINUS = re.compile(r"(?:(?<![\w)])(?<![A-Z]\s)[-−]|\b[Mm]inus[ -])$")
_AMERICAN = re.compile(r"\s?(?:U\.S\.|US)(?![A-Za-z])")
_TO = re.compile(r"\s?(?:-|–|—|‑)\s?|\s(?:to|or)\s|-to-|-or-|\sto-")
_AND = re.compile(r"\s?(?:and|to|-|–)\s")
_FROM = re.compile(
    r"\b(?:from|between)\s(?:(?:the|a|about|around|up to|roughly|as low as|as little as|an estimated)\s)?$", re.I
)
_OUT_OF = re.compile(r"\s(?:out of(?: every)?|in(?: every)?)\s")
# What *n* may be in "one in n".
_ROUND = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000))
# A noun behind "37m" makes the letter a scale; "37m long" or "37m from" are metres.
_NOUN_AFTER = re.compile(r"\s(?!(?:long|high|wide|tall|deep|away|above|below|and|or|in|to|from|at|on|off|of)\b)[a-z]")
_AGE_BEFORE = re.compile(
    r"\b(?:aged|ages?|(?:the )?age of|(?:his|her|their|whose) age (?:as|at|is|was))\s$", re.IGNORECASE
)
_PERSON = r"(?:man|woman|boy|girl|baby|toddler|child|teenager|youth|pensioner|lad|student)"  # not "a father of two"
_AGE_BEHIND = re.compile(
    rf"\b(?:(?:an?|the|one|another)\s(?:[\w-]+\s)?{_PERSON}\sof|turn(?:ed|s|ing)?)\s$", re.IGNORECASE
)
_BEING = re.compile(r"\b(?:who|he|she)\s(?:is|was|would\shave\sbeen)\s$", re.IGNORECASE)
_ALONE = re.compile(r"[,.;)]|\s(?:when|at the time)\b|$")  # behind a number that is all that is said of somebody
_COUNTING = re.compile(r"[-\s]?[^\W\d_]{3,}s\b|\s?%")  # "turned 40 rooms into a hotel"
_AGE_AFTER = re.compile(r"[- ](?:old|olds)\b|\sof age\b")
# Of several ages the first or the last is called one: "aged 12, 13 and 15", "12 and 13 years old".
_AGES_BEFORE = re.compile(r"\b(?:aged|ages)\s(?:\d{1,3}(?:,|,? and|,? or)\s)+$", re.IGNORECASE)
_AGES_AFTER = re.compile(r"(?:,\s\d{1,3})*,?\s(?:and|or)\s\d{1,3}[- ]years?(?:[- ]old\b|\sof age\b)")
_NO_BEARERS = frozenset(("GPE", "LOC", "FAC", "DATE", "EVENT", "PRODUCT"))


class Where:
    """A Doc's characters and where its tokens begin."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.starts = [int(at) for at in doc.to_array([IDX]).ravel()]

    def token(self, at: int) -> Token:
        """The token that holds the character ``at``."""
        return self.doc[max(0, bisect.bisect_right(self.starts, at) - 1)]

    def after(self, end: int) -> int:
        """The index of the first token that begins at or behind ``end``."""
        return bisect.bisect_left(self.starts, end)


@dataclass(frozen=True, slots=True)
class Measure:
    """A numeral, or two of a range, with its unit and bound.

    ``last`` is the end of the last numeral; ``money`` says that a sign stood
    before it; ``opened`` that *from* or *between* did; ``result`` is where a
    change from one number to another ends.
    """

    start: int
    end: int
    low: float
    high: float
    numeral: Numeral
    unit: str | None = None
    signed: bool = False
    bound: Bound = "="
    result: float | None = None
    last: int = 0
    money: bool = False
    opened: bool = False
    age: bool = False


def _money_letter(text: str, numeral: Numeral, money: bool) -> Numeral:
    """Takes a touching letter for a scale where it can be none else, or where money or a noun says so."""
    if numeral.letter is None:
        return numeral
    end, _ = numeral.letter
    letter = text[end - 1]
    if text[end - 2] == " ":
        return numeral.with_letter() if money else numeral
    if money or letter == "k" or (letter in "mMB" and _NOUN_AFTER.match(text, end)):
        return numeral.with_letter()
    if letter in "MK" and text[end : end + 1] in (" ", ",", ".", ";", ")", "\n", ""):
        return numeral.with_letter()
    return numeral


def measure(text: str, numeral: Numeral) -> Measure:
    """A numeral with the unit before or behind it and its sign."""
    start, code, ordinal = numeral.start, None, numeral.kind == "ordinal"
    low, high, signed = numeral.low, numeral.high, False
    if not ordinal:
        minus = _MINUS.search(text, max(0, start - 6), start)
        money = units.before(text, minus.start() if minus else start)
        if money:
            start, code = money.start, money.code
            minus = minus or _MINUS.search(text, max(0, start - 6), start)
        if minus:
            start, low, high, signed = min(start, minus.start()), -high, -low, True
    exact = _money_letter(text, numeral, code is not None)
    if exact is not numeral:
        factor = exact.low / numeral.low if numeral.low else 1.0
        low, high, numeral = low * factor, high * factor, exact
    end, sign = numeral.end, code is not None
    if not ordinal:
        found = units.after(text, end, numeral.low)
        if found and (code is None or found.code == code or (code == "USD" and found.code in units.table().money)):
            end, code = found.end, found.code
            if code == _POUND and units.is_money(text, start, end, numeral.low):
                code = "GBP"
        elif code == "USD" and (said := _AMERICAN.match(text, end)):
            end = said.end()
        if code is not None and (rate := units.rate(text, end)) and not {code, rate.code} <= units.TIME:
            end, code = rate.end, f"{code}/{rate.code}"
    return Measure(start, end, low, high, numeral, code, signed, "=", None, numeral.end, sign)


def _same_scale(first: Measure, second: Measure, text: str) -> Measure:
    """Gives the first number of a range the scale that only the second shows: *5-6,000*, *$3 to 5 billion*."""
    if first.numeral.scaled or first.low >= second.low:
        return first
    written = text[second.numeral.start : second.numeral.end]
    factor = 1.0
    mantissa = re.match(r"[\d.,]+", written)
    if second.numeral.scaled and mantissa and mantissa[0].strip(",."):
        base = float(mantissa[0].replace(",", "").rstrip("."))
        if first.low < base:
            factor = second.low / base
    elif second.numeral.scaled and not second.numeral.digits:
        head = numerals.find(written.split()[0].split("-")[0])
        if head and head[0].low and first.low < head[0].low < second.low:
            factor = second.low / head[0].low
    elif "," in written and first.low < 1000 <= second.low and first.low < second.low / 1000:
        joined = text[first.end : second.start].strip() in ("-", "–", "to", "or")
        factor = 1000.0 if joined and second.low % 1000 == 0 else 1.0
    return replace(first, low=first.low * factor, high=first.high * factor)


def _join(where: Where, first: Measure, second: Measure) -> Measure | None:
    """The range of two measures, None where they are two quantities."""
    text = where.text
    if "ordinal" in (first.numeral.kind, second.numeral.kind) or second.start < first.end:
        return None
    gap = text[first.end : second.start]
    if len(gap) > 12:
        return None
    opening = _FROM.search(text, max(0, first.start - 30), first.start)
    if first.unit is None and second.unit is None and (ratio := _OUT_OF.fullmatch(gap)):
        small = not (first.numeral.scaled or second.numeral.scaled) and 0 < first.low < second.low
        if small and (ratio[0].strip() != "in" or second.low in _ROUND) and first.numeral.kind == "cardinal":
            share = first.low / second.low
            return replace(first, end=second.end, low=share, high=share, unit="1", last=second.last)
    between = opening is not None and opening[0].lower().startswith("between")
    if not (_TO.fullmatch(gap) or (between and _AND.fullmatch(gap))):
        inner = bounds.before(text, second.start)
        if opening is None or inner is None or not _TO.match(text[first.end : inner.at + 1]):
            return None
        second = replace(second, start=inner.at)
    if first.unit and second.unit and first.unit != second.unit and not _alike(first.unit, second.unit):
        return None
    if first.unit and not second.unit and not first.money and opening is None:
        return None
    word = gap.strip().lower()
    if not word.isalpha() and opening is None and first.low >= second.low:
        return None
    if word == "to" and opening is None and first.unit is not None:
        token = where.token(first.last - 1)
        if change(token, where.token(first.start).i - 1, where.after(first.end)):
            return None
    first = _same_scale(first, second, text)
    start = opening.start() if opening else first.start
    low, high = min(first.low, second.low), max(first.high, second.high)
    result = second.low if opening and not between and second.low == second.high else None
    end = max(first.end, second.end)
    unit = second.unit if second.unit and second.unit != "USD" else (first.unit or second.unit)
    return replace(
        second,
        start=start,
        end=end,
        low=low,
        high=high,
        unit=unit,
        result=result,
        last=second.last,
        opened=opening is not None,
    )


def _alike(one: str, other: str) -> bool:
    return one.split("/")[0] == other.split("/")[0]


def _score(text: str, first: Measure, second: Measure) -> bool:
    """Two bare numbers tied by a dash that are no range: *won 3-1*."""
    bare = first.unit is None and second.unit is None and first.numeral.digits and second.numeral.digits
    return bare and text[first.end : second.start] in ("-", "–", "‑")


def joined(where: Where, measures: Iterable[Measure]) -> Iterator[Measure]:
    """The measures with ranges put together."""
    pending: Measure | None = None
    for measure in measures:
        if pending is not None:
            whole = _join(where, pending, measure)
            if whole is not None:
                pending = whole
                continue
            if _score(where.text, pending, measure):
                pending = None
                continue
            yield pending
        pending = measure
    if pending is not None:
        yield pending


def bounded(where: Where, measure: Measure) -> Measure:
    """The measure with the words of its bound."""
    text = where.text
    limit = bounds.before(text, measure.start)
    start, end, sign = measure.start, measure.end, measure.bound
    if limit:
        over_time = measure.unit in units.TIME and where.token(limit.at).dep_ == "prep" and limit.sign == ">"
        if not over_time:  # "over two years" as the time that something takes
            start, sign = limit.at, limit.sign
    behind = bounds.after(text, end)
    if behind:
        end, sign = behind.at, behind.sign
    elif measure.numeral.kind in ("plural", "several") and sign == "=":
        sign = "~"
    return replace(measure, start=start, end=end, bound=sign)


def aged(text: str, measure: Measure, token: Token) -> Measure:
    """The measure as an age where the words around it say so: *aged 44*, *44-year-old*, *a name, 44,*."""
    old = _AGE_AFTER.match(text, measure.end)
    if measure.unit in ("a", "mo", "wk", "d") and old:
        return replace(measure, end=old.end(), age=True)
    if measure.unit in (None, "a") and _AGES_AFTER.match(text, measure.end):
        return replace(measure, unit="a", age=True)
    if measure.unit is not None or measure.numeral.scaled or not 0 < measure.low < 125:
        return measure
    said = _AGE_BEFORE.search(text, max(0, measure.start - 20), measure.start)
    if said:
        return replace(measure, start=said.start(), unit="a", age=True)
    if _AGES_BEFORE.search(text, max(0, measure.start - 40), measure.start):
        return replace(measure, unit="a", age=True)
    if _AGE_BEHIND.search(text, max(0, measure.start - 40), measure.start) and not _COUNTING.match(text, measure.end):
        return replace(measure, unit="a", age=True)  # "a woman of 71", "turned 42"
    if _BEING.search(text, max(0, measure.start - 24), measure.start) and _ALONE.match(text, measure.end):
        return replace(measure, unit="a", age=True)  # "who was 61,"
    behind = text[measure.end : measure.end + 1]
    if (
        measure.numeral.digits
        and text[measure.start - 2 : measure.start] in (", ", " (")
        and (behind in (",", ".", ")") or text.startswith(" of ", measure.end))
    ):
        name = token.doc[max(0, token.i - 2)]
        if (
            name.pos_ == "PROPN"
            and name.ent_type_ not in _NO_BEARERS
            and (behind == ")") == (text[measure.start - 1] == "(")
        ):
            return replace(measure, unit="a", age=True)
    return measure
