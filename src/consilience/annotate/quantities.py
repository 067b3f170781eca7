"""Quantities in a report: value or range, bound, unit, and what is counted.

Numerals (``numerals``) get their unit or money sign (``units``), are joined to
ranges, take their bound (``bounds``) and what they count (``counted``); what
only looks like a count is left out (``uncounted``). The field names follow
Almasian et al., CQE: A Comprehensive Quantity Extractor (EMNLP 2023).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from consilience.annotate import bounds, fields, numerals, uncounted, units
from consilience.annotate.changes import change
from consilience.annotate.counted import counted
from consilience.annotate.numerals import Numeral
from consilience.model import Bound, Quantity

fields.register()

_MINUS = re.compile(r"(?:(?<![\w)])[-−]|\b[Mm]inus[ -])$")
_TO = re.compile(r"\s?(?:-|–|—|‑)\s?|\s(?:to|or)\s|-to-|-or-|\sto-")
_AND = re.compile(r"\s?(?:and|to|-|–)\s")
_FROM = re.compile(r"\b(?:from|between)\s(?:(?:about|around|up to|roughly|as low as|as little as|an estimated)\s)?$", re.I)
_OUT_OF = re.compile(r"\s(?:out of(?: every)?|in(?: every)?)\s")
_MILLION_AFTER = re.compile(r"\s(?!(?:long|high|wide|tall|deep|away|above|below|and|or|in|to|from|at|on|off|of)\b)[a-z]")
_AGE_BEFORE = re.compile(r"\b(?:aged|ages?|age of|aged between|aged over|aged under)\s$", re.IGNORECASE)
_AGE_AFTER = re.compile(r"[- ](?:old|olds)\b|\sof age\b")
_PERIOD = {"day": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h", "night": "{night}", "annum": "a"}
_PER_PERIOD = re.compile(r"(?:\s(?:times\s)?(?:a|per|each|every|an)\s|-a-|/|\sper-)(day|week|month|year|hour|night|annum)\b")
_ADVERB = {"hourly": "h", "daily": "d", "nightly": "{night}", "weekly": "wk", "monthly": "mo", "yearly": "a", "annual": "a"}
_OFTEN = re.compile(
    r"\b(?:(?P<bi>bi|semi-?)(?P<what>weekly|monthly|annual|annually)"
    r"|(?P<times>once|twice|thrice)(?:[- ](?P<adverb>hourly|daily|weekly|monthly|yearly|annually)\b"
    r"|(?:\s(?:a|per|each|every|an)\s|-a-)(?P<period>day|week|month|year|hour|night|annum))"
    r"|(?P<alone>daily|weekly|monthly)(?=\s[a-z]))\b",
    re.IGNORECASE,
)
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


@dataclass(frozen=True, slots=True)
class _Measure:
    """A numeral, or two of a range, with its unit; ``last`` ends the last numeral."""

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


def _money_letter(text: str, numeral: Numeral, money: bool) -> Numeral:
    """Takes a touching letter for a scale where it can be none else, or where money or a noun says so."""
    if numeral.letter is None:
        return numeral
    end, _ = numeral.letter
    letter = text[end - 1]
    if text[end - 2] == " ":
        return numeral.with_letter() if money and not text[numeral.end : end].strip().isspace() else numeral
    if money or letter == "k" or (letter in "mMB" and _MILLION_AFTER.match(text, end)):
        return numeral.with_letter()
    if letter in "MK" and text[end : end + 1] in (" ", ",", ".", ";", ")", "\n", ""):
        return numeral.with_letter()
    return numeral


def _measure(text: str, numeral: Numeral) -> _Measure:
    """A numeral with the unit before or behind it and its sign."""
    money = units.before(text, numeral.start) if numeral.kind != "ordinal" else None
    start = money.start if money else numeral.start
    numeral = _money_letter(text, numeral, money is not None)
    end, code, low, high = numeral.end, money.code if money else None, numeral.low, numeral.high
    minus = _MINUS.search(text, max(0, start - 6), start) or (
        _MINUS.search(text, max(0, numeral.start - 1), numeral.start) if money else None
    )
    if minus and numeral.kind != "ordinal":
        start, low, high = min(start, minus.start()), -high, -low
    if numeral.kind != "ordinal":
        found = units.after(text, end, numeral.low)
        if found and (code is None or found.code == code or (code == "USD" and found.code in units.table().money)):
            end, code = found.end, found.code
        if code is not None:
            rate = units.rate(text, end)
            if rate and not (code in units.TIME and rate.code in units.TIME):
                end, code = rate.end, f"{code}/{rate.code}"
    return _Measure(start, end, low, high, numeral, code, bool(minus), "=", None, numeral.end, money is not None)


def _same_scale(first: _Measure, second: _Measure, text: str) -> _Measure:
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


def _join(text: str, first: _Measure, second: _Measure) -> _Measure | None:
    """The range of two measures, None where they are two quantities."""
    if "ordinal" in (first.numeral.kind, second.numeral.kind) or second.start <= first.end:
        if second.start < first.end or text[first.end : second.start] != "":
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
    dash = not gap.strip().isalpha()
    if dash and opening is None and first.low >= second.low:
        return None
    first = _same_scale(first, second, text)
    start = opening.start() if opening else first.start
    low, high = min(first.low, second.low), max(first.high, second.high)
    result = second.low if opening and not between and second.low == second.high else None
    end = max(first.end, second.end)
    unit = second.unit if second.unit and second.unit != "USD" else (first.unit or second.unit)
    return replace(second, start=start, end=end, low=low, high=high, unit=unit, result=result, last=second.last)


_ROUND = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000))


def _alike(one: str, other: str) -> bool:
    return one.split("/")[0] == other.split("/")[0]


def _score(text: str, first: _Measure, second: _Measure) -> bool:
    """Two bare numbers tied by a dash that are no range: *won 3-1*."""
    bare = first.unit is None and second.unit is None and first.numeral.digits and second.numeral.digits
    return bare and text[first.end : second.start] in ("-", "–", "‑")


def _joined(text: str, measures: list[_Measure]) -> Iterator[_Measure]:
    """The measures with ranges put together."""
    pending: _Measure | None = None
    for measure in measures:
        if pending is not None:
            whole = _join(text, pending, measure)
            if whole is not None:
                pending = whole
                continue
            if _score(text, pending, measure):
                pending = None
                continue
            yield pending
        pending = measure
    if pending is not None:
        yield pending


def _bounded(text: str, measure: _Measure) -> _Measure:
    """The measure with the words of its bound."""
    limit = bounds.before(text, measure.start)
    start, end, sign = measure.start, measure.end, measure.bound
    if limit:
        start, sign = limit.at, limit.sign
    behind = bounds.after(text, end)
    if behind:
        end, sign = behind.at, behind.sign
    elif measure.numeral.kind in ("plural", "several") and sign == "=":
        sign = "~"
    return replace(measure, start=start, end=end, bound=sign)


def _aged(text: str, measure: _Measure, token: Token) -> _Measure:
    """The measure as an age where the words around it say so: *aged 44*, *44-year-old*, *a name, 44,*."""
    old = _AGE_AFTER.match(text, measure.end)
    if measure.unit in ("a", "mo", "wk", "d") and old:
        return replace(measure, end=old.end())
    if measure.unit is not None or measure.numeral.scaled or not 0 < measure.low < 125:
        return measure
    said = _AGE_BEFORE.search(text, max(0, measure.start - 16), measure.start)
    if said:
        return replace(measure, start=said.start(), unit="a")
    if measure.numeral.digits and text[measure.start - 2 : measure.start] == ", " and text[measure.end : measure.end + 1] in ",.":
        left = token.doc[max(0, token.i - 2)]
        if left.ent_type_ == "PERSON" or (left.pos_ == "PROPN" and token.dep_ in ("appos", "npadvmod") and token.head.ent_type_ == "PERSON"):
            return replace(measure, unit="a")
    return measure


def _is_age(text: str, measure: _Measure) -> bool:
    if measure.unit not in ("a", "mo", "wk", "d"):
        return False
    written = text[measure.start : measure.end].lower()
    return written.endswith(("old", "olds", "of age")) or "age" in written or not re.search(r"[a-z]", written)


class _Text:
    """A Doc's characters and where its tokens begin."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.starts = [token.idx for token in doc]

    def token(self, at: int) -> Token:
        """The token that holds the character ``at``."""
        return self.doc[max(0, bisect.bisect_right(self.starts, at) - 1)]

    def after(self, end: int) -> int:
        """The index of the first token that begins at or behind ``end``."""
        return bisect.bisect_left(self.starts, end)


def _often(where: _Text) -> Iterator[Quantity]:
    """Frequencies without a number of their own: *weekly*, *twice a day*, the ambiguous *biweekly*."""
    for m in _OFTEN.finditer(where.text):
        token = where.token(m.start())
        if m["bi"]:
            unit = "/" + {"weekly": "wk", "monthly": "mo"}.get(m["what"].lower(), "a")
            low, high, value = (0.5, 2.0, None) if m["bi"].lower() == "bi" else (2.0, 2.0, 2.0)
        elif m["times"]:
            value = low = high = _TIMES[m["times"].lower()]
            unit = "/" + (_PERIOD[m["period"].lower()] if m["period"] else _ADVERB.get(m["adverb"].lower(), "a"))
        else:
            if token.dep_ != "amod" or token.pos_ != "ADJ" or (token.i and token.nbor(-1).pos_ == "NUM"):
                continue
            value, unit = 1.0, "/" + _ADVERB[m["alone"].lower()]
            low = high = 1.0
        held = counted(token, where.after(m.end())) if token.dep_ == "amod" or m["bi"] else None
        exact = low == high
        yield Quantity(
            m.start(), m.end(), m[0], value, None if exact else low, None if exact else high, "=" if exact else "~",
            unit, held.text if held else None,
        )  # fmt: skip


def _quantity(where: _Text, measure: _Measure) -> Quantity | None:
    """What is printed of a measure; None where it counts nothing."""
    text = where.text
    kind = measure.numeral.kind
    token = where.token(measure.last - 1)
    if kind == "ordinal":
        return _ordinal(where, measure, token)
    measure = _aged(text, measure, token)
    if uncounted.counts_nothing(measure.numeral, token, measure.unit):
        return None
    if measure.unit in units.TIME and uncounted.is_moment(text, measure.end) and not _is_age(text, measure):
        return None
    spread = measure.low != measure.high and kind not in ("plural", "several")
    measure = _bounded(text, measure)
    held = None if _is_age(text, measure) else counted(token, where.after(measure.end))
    if spread and measure.unit is None and held is None and measure.bound == "=" and measure.result is None:
        return None
    way = change(token, where.token(measure.start).i - 1, where.after(measure.end))
    unit = "1" if measure.unit is None and kind == "fraction" else measure.unit
    if unit is None and held is not None:
        rate = _PER_PERIOD.match(text, where.doc[held.head].idx + len(where.doc[held.head]))
        unit = "/" + _PERIOD[rate[1]] if rate else None
    name = "age" if _is_age(text, measure) else held.text if held else None
    adverb = _ADVERB.get(name.split()[0].lower()) if unit is None and name and " " in name else None
    if adverb and name:
        unit, name = "/" + adverb, name.split(maxsplit=1)[1]
    exact = measure.low == measure.high
    return Quantity(
        start=measure.start,
        end=measure.end,
        text=text[measure.start : measure.end],
        value=measure.low if exact else measure.result if way else None,
        low=None if exact else measure.low,
        high=None if exact else measure.high,
        bound=measure.bound,
        unit=unit,
        counted=name,
        change=way,
    )


_PERIODS = frozenset("time quarter half century year month week day place hand class degree round glance".split())


def _ordinal(where: _Text, measure: _Measure, token: Token) -> Quantity | None:
    """A rank, kept apart from counts: *12th package*."""
    if token.dep_ not in ("amod", "nummod", "compound") or token.head.i <= token.i or token.head.pos_ not in ("NOUN", "PROPN"):
        return None
    if token.head.lemma_.lower() in _PERIODS or token.ent_type_ in ("DATE", "TIME"):
        return None
    held = counted(token, where.after(measure.end))
    if held is None or held.text.split()[0].lower() in _PERIODS:
        return None
    return Quantity(measure.start, measure.end, where.text[measure.start : measure.end], measure.low, unit="ordinal", counted=held.text)


def extract(doc: Doc) -> tuple[Quantity, ...]:
    """Every quantity of a parsed Doc, in the order of the text."""
    where = _Text(doc)
    text = where.text
    never = uncounted.spans(text)
    begins = [start for start, _ in never]

    def counts(measure: _Measure) -> bool:
        at = bisect.bisect_left(begins, measure.last) - 1
        if at >= 0 and never[at][1] > measure.numeral.start:
            return False
        return not fields.is_removed(doc, measure.start, measure.end)

    measures = [m for n in numerals.find(text) if counts(m := _measure(text, n))]
    found = [q for m in _joined(text, measures) if (q := _quantity(where, m)) is not None]
    found.extend(q for q in _often(where) if not fields.is_removed(doc, q.start, q.end))
    found.sort(key=lambda q: (q.start, q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return tuple(kept)


@Language.component("consilience_quantities")
def quantities(doc: Doc) -> Doc:
    """Sets ``doc._.consilience_quantities``; needs a tagger, a parser and a lemmatizer before it."""
    doc._.consilience_quantities = extract(doc)
    return doc
