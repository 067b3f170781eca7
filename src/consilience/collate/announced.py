"""Figures that a report itself says have moved: "914, up from 860", "cut the toll from 19 to 18", "revised to 81".

Such a sentence tells both figures and which one holds, so the reports that still have the old one are shown
beside it, wherever they have it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consilience.annotate import numerals
from consilience.collate.moments import moment, order_of
from consilience.collate.numbers import counted_noun
from consilience.collate.tolls import tolls_told
from consilience.collate.units import Unit, around, is_age
from consilience.model import Annotated, Conflict, Quantity, Side, Span
from consilience.tables import load

# Between the new figure and the old one behind it, and before a pair of figures.
_UP_FROM = re.compile(
    r"^[^\n.;]{0,80}?[,(\s](?:up|down|revised|raised|lowered|increased|corrected|changed)(?:\s(?:up|down))?\s+from\s+"
    r"(?:(?:an?|the)\s+)?(?:(?:earlier|initial|original|previous|first)\s+)?(?:(?:figure|toll|count|total)\s+of\s+)?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"^from\s+(?P<old>.+?)\s+to\s+(?P<new>.+)$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:about\s+|at\s+least\s+)?$", re.IGNORECASE)
# A number so great is seldom in two reports of one event by chance.
TELLING = 100


_Sentence = tuple[frozenset[str], tuple[str, ...]]  # its lemmas, and what its "number of" counts


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


def _words(kind: str) -> frozenset[str]:
    return frozenset(load("tolls.toml")["moves"][kind])


def _moves(annotated: Annotated) -> Iterator[_Move]:
    """The moves that a report tells of, in the order of its text."""
    text, own, numbers = annotated.report.text, annotated.report.id, annotated.quantities
    for k, (quantity, (lemmas, nouns)) in enumerate(zip(numbers, _sentences(annotated), strict=True)):
        noun = counted_noun(quantity.counted) or next(iter(nouns), "")
        both = _FROM_TO.match(quantity.text)
        if both is not None and lemmas & _words("verbs"):
            old, new = (_value(both[part]) for part in ("old", "new"))
            if old is not None and new is not None:
                before, after = (_span(annotated, quantity.start, both.span(part)) for part in ("old", "new"))
                yield _Move(old, new, quantity.unit, noun, lemmas, before, after)
            continue
        if quantity.value is None:
            continue
        following = numbers[k + 1] if k + 1 < len(numbers) else None
        span = Span(own, quantity.start, quantity.end, quantity.text)
        behind = text[quantity.end : following.start] if following is not None else ""
        if following is not None and following.value is not None and _UP_FROM.match(behind):
            before = Span(own, following.start, following.end, following.text)
            if (following.unit or "") == (quantity.unit or ""):
                yield _Move(following.value, quantity.value, quantity.unit, noun, lemmas, before, span)
        elif lemmas & _words("corrections") and nouns and not tolls_told(lemmas) and _TO.search(text[: quantity.start]):
            yield _Move(None, quantity.value, quantity.unit, noun, lemmas, None, span)


def _span(annotated: Annotated, start: int, inside: tuple[int, int]) -> Span:
    first, last = start + inside[0], start + inside[1]
    return Span(annotated.report.id, first, last, annotated.report.text[first:last])


def _sentences(annotated: Annotated) -> list[_Sentence]:
    """For every quantity the lemmas of the sentence that it stands in, and what its "number of" counts."""
    tokens = annotated.tokens
    lemmas: dict[int, set[str]] = {}
    counted: dict[int, dict[str, None]] = {}
    for t, sentence in enumerate(tokens.sentence):
        lemmas.setdefault(sentence, set()).add(tokens.lemma[t].lower())
        of = tokens.head[t]
        if tokens.dep[t] == "pobj" and tokens.lemma[of] == "of" and tokens.lemma[tokens.head[of]] in _words("figures"):
            counted.setdefault(sentence, {}).setdefault(tokens.text[t].lower())
    found: list[_Sentence] = []
    for quantity in annotated.quantities:
        at = bisect_right(tokens.end, quantity.start)
        sentence = tokens.sentence[at] if at < len(tokens.sentence) else -1
        found.append((frozenset(lemmas.get(sentence, ())), tuple(counted.get(sentence, ()))))
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
    told = [list(zip(a.quantities, _sentences(a), strict=True)) for a in reports]
    for annotated in reports:
        for move in _moves(annotated):
            olds = _others(move, annotated, reports, told)
            home = around(move.new_span, units, reports, finding_of) if olds else None
            if home is None:
                continue
            old = ([move.old_span] if move.old_span else []) + olds
            sides = (Side(olds[0].text, _in_order(old)), Side(move.new_span.text, (move.new_span,)))
            outlet = annotated.report.outlet or annotated.report.id
            reason = f"{outlet} says that the figure has moved, and {_listed(olds, reports)} had it as it was"
            made.append(Conflict("", finding_of[home], "number", "revision", sides, reason))
    return made


def _others(
    move: _Move,
    annotated: Annotated,
    reports: Sequence[Annotated],
    told: Sequence[Sequence[tuple[Quantity, _Sentence]]],
) -> list[Span]:
    """Where other reports, none of them later, give the old figure and not the new one."""
    when = moment(annotated.report.published or "")
    found: list[tuple[float, Span]] = []
    for other, numbers in zip(reports, told, strict=True):
        theirs = moment(other.report.published or "")
        order = order_of(theirs, when) if theirs is not None and when is not None else None
        if other is annotated or (order is not None and order > 0):
            continue
        values = {move.old, move.new} if move.old is not None else {q.value for q, _ in numbers}
        fit = [q for q, sentence in numbers if q.value in values and _same_thing(move, q, sentence)]
        if any(q.value == move.new for q in fit):
            continue
        found += [(q.value, Span(other.report.id, q.start, q.end, q.text)) for q in fit if q.value is not None]
    return [span for _, span in found] if len({value for value, _ in found}) == 1 else []


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.report, span.start)))


def _listed(spans: Sequence[Span], reports: Sequence[Annotated]) -> str:
    outlets = {a.report.id: a.report.outlet or a.report.id for a in reports}
    names = list(dict.fromkeys(outlets[span.report] for span in spans))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
