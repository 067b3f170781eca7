"""Quantities in a report: value or range, bound, unit, and what is counted.

Numerals (``numerals``) get their unit or money sign and are joined to ranges
(``measures``), take what they count (``counted``) and which way they go
(``changes``); what only looks like a count is left out (``uncounted``). The
fields follow Almasian et al., CQE: A Comprehensive Quantity Extractor (EMNLP
2023).
"""

from __future__ import annotations

import bisect
import math
import re

from spacy.language import Language
from spacy.tokens import Doc, Token

from consilience.annotate import fields, numerals, uncounted, units
from consilience.annotate.changes import change
from consilience.annotate.counted import counted
from consilience.annotate.frequencies import ADVERBS, PER_PERIOD, PERIODS, frequencies
from consilience.annotate.measures import Measure, Where, aged, bounded, joined, measure
from consilience.model import Quantity

fields.register()

_LEANING = re.compile(r"\b(?:the|these|those|all|other|both|them|of|us|its|their|his|her)\s$", re.IGNORECASE)


def _leans(text: str, measure: Measure, where: Where, kind: str) -> bool:
    """A bare number that takes up a noun said before (*the two agreed*) or makes an adjective (*two-pronged*)."""
    if kind == "cardinal" and not measure.numeral.digits and not measure.numeral.scaled:
        if _LEANING.search(text, max(0, measure.start - 7), measure.start):
            return True
        return text[measure.end : measure.end + 1] == "-" and text[measure.end + 1 : measure.end + 2].isalpha()
    return False


def _plain(value: float) -> float:
    """The value without the dust of binary fractions: 2.07 billion is 2070000000."""
    return float(f"{value:.12g}")


def _quantity(where: Where, measure: Measure) -> Quantity | None:
    """What is printed of a measure; None where it counts nothing."""
    text = where.text
    kind = measure.numeral.kind
    token = where.token(measure.last - 1)
    if kind == "ordinal":
        return _ordinal(where, measure, token)
    measure = aged(text, measure, token)
    # "From nine to eight" is a change, no range; "from nine to five" are office hours.
    falls = measure.result is not None and measure.result < measure.high and (measure.low, measure.high) != (5, 9)
    if not falls and uncounted.counts_nothing(measure.numeral, token, measure.unit, text[measure.last : measure.end]):
        return None
    if measure.unit in units.TIME and uncounted.is_moment(text, measure.end) and not measure.age:
        return None
    spread = measure.low != measure.high and kind not in ("plural", "several")
    measure = bounded(where, measure)
    held = None if measure.age else counted(token, where.after(measure.end), measure.unit is not None)
    if spread and measure.unit is None and held is None and measure.bound == "=" and not measure.opened:
        return None
    if measure.unit is None and held is None and _leans(text, measure, where, kind):
        return None
    counts = measure.unit is None and held is not None
    way = change(token, where.token(measure.start).i - 1, where.after(measure.end), counts)
    unit = "1" if measure.unit is None and kind == "fraction" else measure.unit
    name = "age" if measure.age else held.text if held else None
    if unit in (None, "1") and held is not None and (measured := units.table().words.get(where.doc[held.head].lower_)):
        # "hundreds of miles", "50 previous years": the noun is itself the unit
        unit, name = measured, None
    elif unit is None and held is not None:
        rate = PER_PERIOD.match(text, where.doc[held.head].idx + len(where.doc[held.head]))
        unit = "/" + PERIODS[rate[1]] if rate else None
    # "three weekly flights" are three a week; "eight annual instalments" are not eight a year.
    adverb = ADVERBS.get(name.split()[0].lower()) if unit is None and name and " " in name else None
    if adverb and name:
        unit, name = "/" + adverb, name.split(maxsplit=1)[1]
    low, high = _plain(measure.low), _plain(measure.high)
    return Quantity(
        start=measure.start,
        end=measure.end,
        text=text[measure.start : measure.end],
        value=low if low == high else measure.result if way or falls else None,
        low=None if low == high else low,
        high=None if low == high else high,
        bound=measure.bound,
        unit=unit,
        counted=name,
        change=way,
    )


_SPANS_OF_TIME_WORDS = "time quarter half century year month week day place hand class degree round glance party thing"
_SPANS_OF_TIME = frozenset(_SPANS_OF_TIME_WORDS.split())


def _ordinal(where: Where, measure: Measure, token: Token) -> Quantity | None:
    """A rank, kept apart from counts: *12th package*."""
    if (
        token.dep_ not in ("amod", "nummod", "compound")
        or token.head.i <= token.i
        or token.head.pos_ not in ("NOUN", "PROPN")
    ):
        return None
    if (
        token.head.lemma_.lower() in _SPANS_OF_TIME
        or token.ent_type_ in ("DATE", "TIME")
        or where.text[measure.end : measure.end + 1] == "-"
        or (token.head.pos_ == "PROPN" and token.text[:1].isupper())  # First Group, the Fifth Amendment
    ):
        return None
    held = counted(token, where.after(measure.end))
    if held is None or held.text.split()[0].lower() in _SPANS_OF_TIME:
        return None
    return Quantity(
        measure.start,
        measure.end,
        where.text[measure.start : measure.end],
        measure.low,
        unit="ordinal",
        counted=held.text,
    )


def extract(doc: Doc) -> tuple[Quantity, ...]:
    """Every quantity of a parsed Doc, in the order of the text."""
    where = Where(doc)
    text = where.text
    written = numerals.find(text)
    never = uncounted.spans(text, ((n.start, n.end) for n in written))
    begins = [start for start, _ in never]

    moments = [(t.start, t.end) for t in doc._.consilience_times if t.type in ("DATE", "TIME")]

    def counts(measure: Measure) -> bool:
        if not math.isfinite(measure.high):
            return False
        first = measure.numeral.start
        if measure.numeral.digits and first and text[first - 1].isalpha() and not measure.money:
            return False
        if measure.unit is None and any(start <= first < end for start, end in moments):
            return False
        at = bisect.bisect_left(begins, measure.last) - 1
        if at >= 0 and never[at][1] > first and not measure.money:
            return False
        return not fields.is_removed(doc, measure.start, measure.end)

    measures = [m for n in written if counts(m := measure(text, n))]
    found = [q for m in joined(where, measures) if (q := _quantity(where, m)) is not None]
    found.extend(q for q in frequencies(where) if not fields.is_removed(doc, q.start, q.end))
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
