"""Figures that a report itself sets against others: "914, up from 860", "revised to 81", "29, not 31".

Such a sentence tells both figures and which one holds, so the reports that still have the other one are shown
beside it, wherever they have it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consilience.annotate import numerals
from consilience.collate.moments import moment, order_of
from consilience.collate.numbers import PERHAPS_COUNTED, counted_noun, is_part
from consilience.collate.tolls import is_tolled, moving, tolls_told
from consilience.collate.trees import of_sentence
from consilience.collate.units import Lexicon, Unit, home_of, is_age
from consilience.collate.values import alike, span_of
from consilience.model import Annotated, Conflict, ConflictRelation, Quantity, Side, Span, Tokens
from consilience.tables import frequency, people

# Between the new figure and the old one behind it, and before a pair of figures.
_UP_FROM = re.compile(
    r"^[^\n.;]{0,80}?[,(\s](?:up|down|revised|raised|lowered|increased|corrected|changed)(?:\s(?:up|down))?\s+from\s+"
    r"(?:(?:an?|the)\s+)?(?:(?:earlier|initial|original|previous|first)\s+)?(?:(?:figure|toll|count|total)\s+of\s+)?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"^from\s+(?P<old>.+?)\s+to\s+(?P<new>.+)$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:about\s+|at\s+least\s+)?$", re.IGNORECASE)
_BEFORE = 24  # characters before a figure in which "to" may stand
# Between the figure that holds and the one that does not: "29 students were on the bus, the patrol said, not 31".
_NOT = re.compile(r"^(?:[^\n;]{0,120}?[,(–—-])?\s*(?:and|but)?\s*not\s+(?:the\s+)?$", re.IGNORECASE)
# "Some 30 tonnes escaped, against the 12 tonnes declared by the company": another's figure, and who has it.
_AGAINST = re.compile(
    r"^[^\n.;]{0,80}?,?\s(?:against|as against|as opposed to|instead of|rather than)\s+the\s+$", re.IGNORECASE
)
_AS_TOLD = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,4}?(?:announced|cited|claimed|declared|estimated|first|given|initially|originally|previously|"
    r"published|put|quoted|reported|stated)\b",
    re.IGNORECASE,
)
# "820 jobs will go, 180 more than it had stated": by how much it differs from the old figure tells that one.
_BY = re.compile(r"^[^\n.;]{0,80}?[,(–—-]\s*$")
_MORE_THAN = re.compile(
    r"\s*(?P<way>more|fewer|less)\s+than\b(?=[^.\n;]{0,60}\b(?:had|earlier|first|initially|previously)\b)"
    r"(?=[^.\n;]{0,80}\b(?:announced|declared|estimated|given|put|reported|said|spoken|stated|told)\b)",
    re.IGNORECASE,
)
# What begins the sentence behind a figure that it puts right: "There were 23", "The correct figure is 420 million".
_THERE_WERE = re.compile(
    r"^\s*(?:in fact,?\s+|actually,?\s+)?there (?:were|are|was|is|had been)\s+(?:in fact\s+|only\s+)?$", re.I
)
_IN_FACT = re.compile(
    r"^[^.;\n]*\b(?:correct|right|actual|true|real)\s+(?:amount|count|figure|number|sum|toll|total)\b", re.I
)
NEAR = 2  # sentences in which a figure may be put right
TELLING = 100  # a number so great is seldom in two reports of one event by chance
DOZEN = 12
# Units of time, shares and points, by their UCUM code.
_OF_MANY_THINGS = frozenset(
    {"a", "mo", "wk", "d", "h", "min", "s", "ms", "10.a", "100.a", "%", "{pp}", "{bp}", "{point}"}
)
TELLING_WORD = 3.0  # idf of a word that tells what a sentence is about
_NOW = re.compile(r"^[^\n;]{0,100}\bnow\b[^\n;]{0,60}$", re.IGNORECASE)  # "first spoke of one, now of two"
MOST_BEFORE = 2  # values that a figure is said to have had; more are figures of several things
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class _Number:
    """A quantity of a report, the lemmas of its sentence, and the nouns of what it is a figure of beside its own."""

    quantity: Quantity
    sentence: int
    lemmas: frozenset[str]
    nouns: tuple[str, ...]

    @property
    def noun(self) -> str:
        return counted_noun(self.quantity.counted) or next(iter(self.nouns), "")

    @property
    def things(self) -> frozenset[str]:
        """What it may be a figure of, in lower case and the singular: nouns, and the names among them."""
        names = (word for word in (self.quantity.counted or "").split() if word[:1].isupper())
        words = (counted_noun(self.quantity.counted), *self.nouns, *names)
        return frozenset(word.lower().removesuffix("s") for word in words if word)


@dataclass(frozen=True, slots=True)
class _Move:
    """A figure that is set against another one: the values, the number that it is, the words of each in the report.

    ``old`` is None where the report only says that the figure was put right; ``moved`` whether it says that there
    has been another one, and not only that the other is wrong.
    """

    old: float | None
    new: float
    number: _Number
    old_span: Span | None
    new_span: Span
    moved: bool = True


def _moves(annotated: Annotated, numbers: Sequence[_Number]) -> Iterator[_Move]:
    """The moves that a report tells of, in the order of its text."""
    text, correcting = annotated.report.text, moving("corrections") | moving("raises")
    for k, number in enumerate(numbers):
        quantity, lemmas = number.quantity, number.lemmas
        both = _FROM_TO.match(quantity.text)
        if both is not None and lemmas & moving("verbs"):
            old, new = (_value(both[part]) for part in ("old", "new"))
            if old is not None and new is not None:
                before, after = (_span(annotated, quantity.start, both.span(part)) for part in ("old", "new"))
                yield _Move(old, new, number, before, after)
            continue
        if quantity.value is None:
            continue
        following = numbers[k + 1] if k + 1 < len(numbers) else None
        paired = _paired(annotated, number, following) or _put_right(annotated, numbers, k)
        if paired is not None:
            yield paired
            continue
        put_right = number.nouns and lemmas & correcting and not is_tolled(quantity, lemmas)
        if put_right and _TO.search(text[max(0, quantity.start - _BEFORE) : quantity.start]):
            yield _Move(None, quantity.value, number, None, span_of(annotated.report.id, quantity))


def _paired(annotated: Annotated, number: _Number, following: _Number | None) -> _Move | None:
    """The move that a number and the one behind it tell of: "914, up from 860", "29, not 31", "first one, now two"."""
    one, other = number.quantity, following.quantity if following else None
    if following is None or other is None or one.value is None or other.value is None:
        return None
    between = annotated.report.text[one.end : other.start]
    difference = _MORE_THAN.match(annotated.report.text, other.end) if other.unit in (None, one.unit) else None
    if difference is not None and _BY.match(between) and one.bound == other.bound == "=":
        old = one.value + other.value * (-1 if difference["way"].lower() == "more" else 1)
        return _Move(old, one.value, number, None, span_of(annotated.report.id, one))
    bare = other.unit is None and _NOT.match(between) is not None  # "185 million euros, not 158 million"
    if (one.unit or "") != (other.unit or "") and not bare:
        return None
    here, there = (span_of(annotated.report.id, q) for q in (one, other))
    if _UP_FROM.match(between):
        return _Move(other.value, one.value, number, there, here)
    if following.sentence != number.sentence or not {one.bound, other.bound} <= {"=", "~"}:
        return None
    if _AGAINST.match(between) and _AS_TOLD.match(annotated.report.text, other.end):
        return _Move(other.value, one.value, number, there, here, moved=False)
    if not one.bound == other.bound == "=":
        return None
    before = bool(number.lemmas & moving("before"))
    nouns = counted_noun(one.counted), counted_noun(other.counted)
    if _NOT.match(between) and nouns[1] in ("", nouns[0]):
        return _Move(other.value, one.value, number, there, here, before or bool(number.lemmas & moving("corrections")))
    same = nouns[1] in ("", nouns[0]) or people.both(*nouns)
    return _Move(one.value, other.value, number, here, there) if before and same and _NOW.match(between) else None


def _put_right(annotated: Annotated, numbers: Sequence[_Number], at: int) -> _Move | None:
    """The move of a figure that a next sentence puts right: "It had spoken of 32 vials. There were 23, she said".

    ``at`` is its place among the numbers.
    A number of some of them between the two is passed over: "Three of these had been dug earlier".
    """
    tokens, text, number = annotated.tokens, annotated.report.text, numbers[at]
    behind = (numbers[k] for k in range(at + 1, len(numbers)))
    following = next((n for n in behind if not is_part(n.quantity, text)), None)
    if following is None or not number.sentence < following.sentence <= number.sentence + NEAR:
        return None
    one, other = number.quantity, following.quantity
    if one.value is None or other.value is None or other.value == one.value or (one.unit or "") != (other.unit or ""):
        return None
    lead = text[tokens.start[of_sentence(tokens, following.sentence)[0]] : other.start]
    there_were = _THERE_WERE.match(lead) is not None and not counted_noun(other.counted)
    if is_part(one, text) or (
        not (there_were and _had_been_told(tokens, number.sentence)) and _IN_FACT.match(lead) is None
    ):
        return None
    here, there = (span_of(annotated.report.id, q) for q in (one, other))
    return _Move(one.value, other.value, number, here, there)


def _had_been_told(tokens: Tokens, sentence: int) -> bool:
    """Whether the main clause of a sentence tells of what was before: "her office had announced that"."""
    helpers = (t for t in of_sentence(tokens, sentence) if tokens.dep[t] == "aux" and tokens.lemma[t] == "have")
    return any(tokens.text[t].lower() == "had" for t in helpers)


def _span(annotated: Annotated, start: int, inside: tuple[int, int]) -> Span:
    first, last = start + inside[0], start + inside[1]
    return Span(annotated.report.id, first, last, annotated.report.text[first:last])


def _numbers(annotated: Annotated) -> Sequence[_Number]:
    """The report's quantities, each with the lemmas of its sentence and the nouns of what it is a figure of.

    These are what "the number of" counts there and, of a figure that has a unit, the subject of its verb: "turnout
    was corrected to 71 percent".
    """
    tokens = annotated.tokens
    lemmas: dict[int, set[str]] = {}
    counted: dict[int, dict[str, None]] = {}
    for t, sentence in enumerate(tokens.sentence):
        lemmas.setdefault(sentence, set()).add(tokens.lemma[t].lower())
        of = tokens.head[t]
        if tokens.dep[t] == "pobj" and tokens.lemma[of] == "of" and tokens.lemma[tokens.head[of]] in moving("figures"):
            counted.setdefault(sentence, {}).setdefault(tokens.text[t].lower())
    found = []
    for quantity in annotated.quantities:
        at = bisect_right(tokens.end, quantity.start)
        sentence = tokens.sentence[at] if at < len(tokens.sentence) else -1
        nouns = tuple(counted.get(sentence, ())) or (_measured(tokens, at) if quantity.unit else ())
        found.append(_Number(quantity, sentence, frozenset(lemmas.get(sentence, ())), nouns))
    return found


def _measured(tokens: Tokens, at: int) -> tuple[str, ...]:
    """The noun whose figure a measure is: the subject of the verb that it hangs on."""
    verb = at
    while tokens.pos[verb] not in ("VERB", "AUX") and tokens.head[verb] != verb:
        verb = tokens.head[verb]
    sentence = of_sentence(tokens, tokens.sentence[at])
    subjects = (t for t in sentence if tokens.head[t] == verb and tokens.dep[t] in _SUBJECTS)
    return tuple(tokens.text[t].lower() for t in subjects if tokens.pos[t] in ("NOUN", "PROPN") and t < at)


def _value(words: str) -> float | None:
    found = [number.with_letter() for number in numerals.find(words)]
    return found[0].low if len(found) == 1 and found[0].low == found[0].high else None


def _same_thing(move: _Move, number: _Number, lexicon: Lexicon) -> bool:
    """Whether a number of another report may be of what the move is told of."""
    mine, quantity = move.number, number.quantity
    if (quantity.unit or "") != (mine.quantity.unit or "") or is_age(quantity) or quantity.bound not in ("=", "~"):
        return False
    if mine.things & number.things:
        return True
    if move.old is None:
        return False
    if _measures_a_thing(quantity.unit):
        return True
    tolls, one, other = tolls_told(mine.lemmas) & tolls_told(number.lemmas), mine.noun, counted_noun(quantity.counted)
    if one and other and not tolls_told((one, other)):
        like = bool(tolls) or alike(one, other, lexicon) >= PERHAPS_COUNTED or _share_a_word(mine, number)
        return like and (people.both(one, other) or _is_telling(quantity.value or 0))
    return bool(tolls) or _is_telling(quantity.value or 0)


def _measures_a_thing(unit: str | None) -> bool:
    """Whether a unit is of mass, length, area or the like: 12 tonnes are rarely twice in one story, 12 days often."""
    if unit is None or unit in _OF_MANY_THINGS:
        return False
    return not (len(unit) == len("EUR") and unit.isupper())


def _share_a_word(one: _Number, other: _Number) -> bool:
    """Whether the sentences of two numbers above a dozen have a word in common that tells something."""
    telling = (lemma for lemma in one.lemmas & other.lemmas if frequency.idf(lemma) >= TELLING_WORD)
    return (one.quantity.value or 0) > DOZEN and any(lemma.isalpha() for lemma in telling)


def _is_telling(value: float) -> bool:
    """Whether the number is seldom in two reports of one event by chance: a great one, or one with a fraction."""
    return abs(value) >= TELLING or value != round(value)


def announced(
    units: Sequence[Unit], reports: Sequence[Annotated], lexicon: Lexicon, finding_of: Mapping[int, str]
) -> list[Conflict]:
    """One conflict for each figure that a report sets against another one that another report gives.

    A *revision* where it says that the figure has moved, and none of the others is later; else a *contradiction*.
    It belongs to the finding of most of those who have the other figure, of as many to the first. ``finding_of`` maps
    units to findings; a move that no finding holds is left out.
    """

    def home(span: Span) -> str | None:
        return home_of([span], units, reports, finding_of)

    made: list[Conflict] = []
    told = [(a.report.id, moment(a.report.published or ""), _numbers(a)) for a in reports]
    outlets = {a.report.id: a.report.outlet or a.report.id for a in reports}
    for annotated, (own, when, numbers) in zip(reports, told, strict=True):
        for move in _moves(annotated, numbers):
            olds = _others(move, told, own, when, lexicon)
            here = home(move.new_span) if olds else None
            if here is None and olds and move.old_span is not None:  # "There were 23" is no finding of its own
                here = home(move.old_span)
            if here is None:
                continue
            held = Counter(f for f in (*(home(span) for spans in olds for span in spans), here) if f is not None)
            outlets_of = _listed([outlets[span.report] for spans in olds for span in spans])
            if move.moved:
                reason = f"{outlets[own]} says that the figure has moved, and {outlets_of} had it as it was"
            else:
                reason = f"{outlets[own]} says that it is not {olds[0][0].text}, as {outlets_of} had it"
            relation: ConflictRelation = "revision" if move.moved else "contradiction"
            own_old = [move.old_span] if move.old_span else []
            sides = (
                *(Side(spans[0].text, _in_order(spans + own_old)) for spans in olds),
                Side(move.new_span.text, (move.new_span,)),
            )
            made.append(Conflict("", max(held, key=lambda f: held[f]), "number", relation, sides, reason))
    return made


def _others(
    move: _Move,
    told: Sequence[tuple[str, datetime | None, Sequence[_Number]]],
    own: str,
    when: datetime | None,
    lexicon: Lexicon,
) -> list[list[Span]]:
    """Where other reports than ``own`` give the old figure and not the new one; of a move none later than ``when``.

    One list a value: of a figure that is only put right there may be several, none where there are too many.
    """
    found: dict[float, list[Span]] = {}
    for report, theirs, numbers in told:
        order = order_of(theirs, when) if theirs is not None and when is not None else None
        if report == own or (move.moved and order is not None and order > 0):
            continue
        either = (n for n in numbers if move.old is None or n.quantity.value in (move.old, move.new))
        fit = [n.quantity for n in either if _same_thing(move, n, lexicon)]
        if any(q.value == move.new for q in fit):
            continue
        for q in fit:
            if q.value is not None:
                found.setdefault(q.value, []).append(span_of(report, q))
    return [found[value] for value in sorted(found)] if len(found) <= MOST_BEFORE else []


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.report, span.start)))


def _listed(outlets: Sequence[str]) -> str:
    names = list(dict.fromkeys(outlets))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
