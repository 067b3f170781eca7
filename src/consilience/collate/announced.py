"""Figures that a report itself says have moved: "914, up from 860", "cut the toll from 19 to 18", "revised to 81".

Such a sentence tells both figures and which one holds, so the reports that still have the old one are shown
beside it, wherever they have it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consilience.annotate import numerals
from consilience.collate.moments import moment, order_of
from consilience.collate.numbers import counted_noun
from consilience.collate.tolls import moving, tolls_told
from consilience.collate.units import Unit, around, is_age
from consilience.model import Annotated, Conflict, Quantity, Side, Span

# Between the new figure and the old one behind it, and before a pair of figures.
_UP_FROM = re.compile(
    r"^[^\n.;]{0,80}?[,(\s](?:up|down|revised|raised|lowered|increased|corrected|changed)(?:\s(?:up|down))?\s+from\s+"
    r"(?:(?:an?|the)\s+)?(?:(?:earlier|initial|original|previous|first)\s+)?(?:(?:figure|toll|count|total)\s+of\s+)?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"^from\s+(?P<old>.+?)\s+to\s+(?P<new>.+)$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:about\s+|at\s+least\s+)?$", re.IGNORECASE)
_BEFORE = 24  # characters before a figure in which "to" may stand
# A number so great is seldom in two reports of one event by chance.
TELLING = 100

_Sentence = tuple[frozenset[str], tuple[str, ...]]  # its lemmas, and what its "number of" counts
_Numbers = Sequence[tuple[Quantity, _Sentence]]  # of a report, each with its sentence


@dataclass(frozen=True, slots=True)
class _Move:
    """A figure that took the place of another one: the values, what is counted, the words of each in the report.

    ``old`` is None where the report only says that the figure was put right.
    """

    old: float | None
    new: float
    unit: str | None
    counted: str
    lemmas: frozenset[str]
    old_span: Span | None
    new_span: Span


def _moves(annotated: Annotated, numbers: _Numbers) -> Iterator[_Move]:
    """The moves that a report tells of, in the order of its text."""
    text, own, correcting = annotated.report.text, annotated.report.id, moving("corrections") | moving("raises")
    for k, (quantity, (lemmas, nouns)) in enumerate(numbers):
        noun = counted_noun(quantity.counted) or next(iter(nouns), "")
        both = _FROM_TO.match(quantity.text)
        if both is not None and lemmas & moving("verbs"):
            old, new = (_value(both[part]) for part in ("old", "new"))
            if old is not None and new is not None:
                before, after = (_span(annotated, quantity.start, both.span(part)) for part in ("old", "new"))
                yield _Move(old, new, quantity.unit, noun, lemmas, before, after)
            continue
        if quantity.value is None:
            continue
        following = numbers[k + 1][0] if k + 1 < len(numbers) else None
        span = Span(own, quantity.start, quantity.end, quantity.text)
        before_it = text[max(0, quantity.start - _BEFORE) : quantity.start]
        behind = text[quantity.end : following.start] if following is not None else ""
        if following is not None and following.value is not None and _UP_FROM.match(behind):
            before = Span(own, following.start, following.end, following.text)
            if (following.unit or "") == (quantity.unit or ""):
                yield _Move(following.value, quantity.value, quantity.unit, noun, lemmas, before, span)
        elif lemmas & correcting and nouns and not tolls_told(lemmas) and _TO.search(before_it):
            yield _Move(None, quantity.value, quantity.unit, noun, lemmas, None, span)


def _span(annotated: Annotated, start: int, inside: tuple[int, int]) -> Span:
    first, last = start + inside[0], start + inside[1]
    return Span(annotated.report.id, first, last, annotated.report.text[first:last])


def _numbers(annotated: Annotated) -> _Numbers:
    """The report's quantities, each with the lemmas of its sentence and what "the number of" counts there."""
    tokens = annotated.tokens
    lemmas: dict[int, set[str]] = {}
    counted: dict[int, dict[str, None]] = {}
    for t, sentence in enumerate(tokens.sentence):
        lemmas.setdefault(sentence, set()).add(tokens.lemma[t].lower())
        of = tokens.head[t]
        if tokens.dep[t] == "pobj" and tokens.lemma[of] == "of" and tokens.lemma[tokens.head[of]] in moving("figures"):
            counted.setdefault(sentence, {}).setdefault(tokens.text[t].lower())
    found: list[tuple[Quantity, _Sentence]] = []
    for quantity in annotated.quantities:
        at = bisect_right(tokens.end, quantity.start)
        sentence = tokens.sentence[at] if at < len(tokens.sentence) else -1
        found.append((quantity, (frozenset(lemmas.get(sentence, ())), tuple(counted.get(sentence, ())))))
    return found


def _value(words: str) -> float | None:
    found = [number.with_letter() for number in numerals.find(words)]
    return found[0].low if len(found) == 1 and found[0].low == found[0].high else None


def _same_thing(move: _Move, quantity: Quantity, sentence: _Sentence) -> bool:
    """Whether a number of another report may be of what the move is told of."""
    if (quantity.unit or "") != (move.unit or "") or is_age(quantity) or quantity.bound != "=":
        return False
    noun, other = move.counted.removesuffix("s"), counted_noun(quantity.counted).removesuffix("s")
    lemmas, nouns = sentence
    named = {other, *(n.removesuffix("s") for n in nouns)} - {""}
    if noun and noun in named:
        return True
    if move.old is None or (noun and other and not tolls_told((noun,)) and not tolls_told((other,))):
        return False
    return bool(tolls_told(move.lemmas) & tolls_told(lemmas)) or abs(quantity.value or 0) >= TELLING


def announced(units: Sequence[Unit], reports: Sequence[Annotated], finding_of: Mapping[int, str]) -> list[Conflict]:
    """One *revision* for each figure that a report says has moved and whose old value another one gives.

    That one is no later than the report that tells of the move. ``finding_of`` maps units to findings; a move that
    no finding holds is left out.
    """
    made: list[Conflict] = []
    told = [(a.report.id, moment(a.report.published or ""), _numbers(a)) for a in reports]
    outlets = {a.report.id: a.report.outlet or a.report.id for a in reports}
    for annotated, (own, when, numbers) in zip(reports, told, strict=True):
        for move in _moves(annotated, numbers):
            olds = _others(move, told, own, when)
            home = around(move.new_span, units, reports, finding_of) if olds else None
            if home is None:
                continue
            old = ([move.old_span] if move.old_span else []) + olds
            sides = (Side(olds[0].text, _in_order(old)), Side(move.new_span.text, (move.new_span,)))
            others = _listed([outlets[span.report] for span in olds])
            reason = f"{outlets[own]} says that the figure has moved, and {others} had it as it was"
            made.append(Conflict("", finding_of[home], "number", "revision", sides, reason))
    return made


def _others(
    move: _Move, told: Sequence[tuple[str, datetime | None, _Numbers]], own: str, when: datetime | None
) -> list[Span]:
    """Where other reports than ``own``, none of them later than ``when``, give the old figure and not the new one."""
    found: list[tuple[float, Span]] = []
    for report, theirs, numbers in told:
        order = order_of(theirs, when) if theirs is not None and when is not None else None
        if report == own or (order is not None and order > 0):
            continue
        either = (pair for pair in numbers if move.old is None or pair[0].value in (move.old, move.new))
        fit = [q for q, sentence in either if _same_thing(move, q, sentence)]
        if any(q.value == move.new for q in fit):
            continue
        found += [(q.value, Span(report, q.start, q.end, q.text)) for q in fit if q.value is not None]
    return [span for _, span in found] if len({value for value, _ in found}) == 1 else []


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.report, span.start)))


def _listed(outlets: Sequence[str]) -> str:
    names = list(dict.fromkeys(outlets))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
