"""Where two claims differ in value: numbers and units, days, places, and what one affirms and the other denies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from consilience.collate.apart import of_one_thing, opposed
from consilience.collate.contrasts import contrasts, denies
from consilience.collate.numbers import Counts, is_part, numbers
from consilience.collate.pairs import Pair
from consilience.collate.places import compatible, where
from consilience.collate.tolls import tolls_told
from consilience.collate.units import Lexicon, Unit, lent, one_act
from consilience.collate.values import Difference, Value, alike, value_of
from consilience.collate.when import Days, as_of, days, may_last_as_long, naming, order_of_days, periods
from consilience.model import (
    Annotated,
    ConflictRelation,
    Place,
    Span,
    TimeExpression,
)
from consilience.tables import modality

Places = tuple[Place, ...]
_DECIDED = ("contradiction", "revision")
SURE = 0.5  # a pair of claims must be this likely the same before a difference is called a contradiction
LIKELY = 0.3  # and this likely where both tell of one act
A_FEW = 5  # minutes by which a time told with "about" may be off without a word
SAME_NAMED = 0.45  # likeness of two nouns that name one thing, each with its day ("the May slayings")


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim and the values it tells, each read once however many claims it is held against."""

    unit: Unit
    annotated: Annotated
    counts: Counts
    days: Sequence[Days]
    named: Sequence[tuple[str, Days]]
    periods: Sequence[TimeExpression]
    places: Places
    tells: frozenset[str]
    tolls: frozenset[str]
    denies: bool
    until: Days | None

    @property
    def report(self) -> str:
        return self.annotated.report.id


def _told(unit: Unit, annotated: Annotated) -> _Told:
    borrowed, text = lent(unit.claim, annotated), annotated.report.text
    parts = frozenset(q for q in (*unit.quantities, *borrowed) if is_part(q, text))
    counts = Counts(unit.quantities, borrowed, parts)
    dated, named = days(unit, annotated), naming(unit.claim, annotated)
    lasting = [p for p in periods(unit) if all(q.start != p.start for q in unit.quantities)]
    places = where(unit.claim, annotated)
    values = {"counts": counts.all, "days": dated, "named": named, "periods": lasting, "places": places}
    told = frozenset(kind for kind, found in values.items() if found)
    lemmas = [annotated.tokens.lemma[token] for token in unit.claim.tokens]
    tolls, until = tolls_told(lemmas), as_of(dated, text)
    return _Told(unit, annotated, counts, dated, named, lasting, places, told, tolls, denies(unit), until)


def _moment(unit: int, of: Days, report: str) -> Value:
    return value_of(unit, of.expression, report, of.earliest + of.clock, of.latest + of.clock)


def _may_agree(a: Days, b: Days) -> bool:
    return a.meets(b) or a.but_for_the_year(b) or a.of_one_weekday(b) or a.is_by_another_clock(b)


def _dates(one: _Told, other: _Told, at: Pair, sure: bool) -> list[Difference]:
    """How the times of two claims differ: equal ones go first, then those that can agree, then the one left over."""
    if not one.days or not other.days:
        return []
    left, right, ids = list(one.days), list(other.days), (one.report, other.report)
    found: list[Difference] = []
    for a in tuple(left):
        whole = [b for b in right if (a.earliest, a.latest) == (b.earliest, b.latest) or (a.floats and b.floats)]
        equal = next((b for b in whole if a.tells_the_time_of(b)), None)
        equal = equal or next((b for b in right if a.is_moment_of(b)), None)
        if equal is not None:
            left.remove(a)
            right.remove(equal)
            if a.minutes_from(equal) > A_FEW:  # "just after noon", "12:10"; "about 7.40" is 7.42
                sides = (_moment(at[0], a, ids[0]), _moment(at[1], equal, ids[1]))
                about = f"{a.expression.text} and {equal.expression.text} can be the same time"
                found.append(Difference("date", "precision", sides, about))
    for a in tuple(left):
        b = next((b for b in right if _may_agree(a, b)), None)
        if b is None:
            continue
        left.remove(a)
        right.remove(b)
        sides = (_moment(at[0], a, ids[0]), _moment(at[1], b, ids[1]))
        first, second = a.expression.text, b.expression.text
        if (a.clock and b.clock and not a.tells_the_time_of(b)) or a.of_other_hours(b):
            found.append(Difference("date", "undecided", sides, f"{first} against {second}"))
        elif a.meets(b) or a.is_by_another_clock(b):
            found.append(Difference("date", "precision", sides, f"{first} and {second} can be the same time"))
        elif first.casefold() != second.casefold():  # two who say "Monday" or "in May" may well mean the same one
            reason = f"{first} and {second}: of which week or year is left open"
            found.append(Difference("date", "ambiguity", sides, reason))
    if len(left) == len(right) == 1 and (left[0].floats or right[0].floats) and not (left[0].hours and right[0].hours):
        return found  # a time of day says nothing against a day
    if len(left) == len(right) == 1 and not found:
        a, b = left[0], right[0]
        agree = sure and a.direct and b.direct and not (a.floats and b.floats)
        both = a.floats and b.floats  # what is told is the hour, not the day
        named = (d.expression.text if both else f"{d.expression.text} ({d.earliest} to {d.latest})" for d in (a, b))
        reason = " against ".join(named)
        sides = (_moment(at[0], a, ids[0]), _moment(at[1], b, ids[1]))
        found.append(Difference("date", "contradiction" if agree else "undecided", sides, reason))
        return found
    for a, b in _as_exact(left, right):
        sides = (_moment(at[0], a, ids[0]), _moment(at[1], b, ids[1]))
        found.append(Difference("date", "undecided", sides, f"{a.expression.text} against {b.expression.text}"))
    return found


def _as_exact(left: Sequence[Days], right: Sequence[Days]) -> list[tuple[Days, Days]]:
    """Of times that are left over, those that are the only ones of their kind (a day, a month, a year) on each side."""
    found = []
    for size in sorted({d.size for d in left} & {d.size for d in right}):
        mine, yours = ([d for d in side if d.size == size] for side in (left, right))
        if len(mine) == len(yours) == 1:
            found.append((mine[0], yours[0]))
    return found


def _named_days(one: _Told, other: _Told, at: Pair, lexicon: Lexicon) -> list[Difference]:
    """Two days that name things of one kind ("the May 2005 shooting", "Sunday's game")."""
    found = []
    for noun, a in one.named if other.named else ():
        like = [b for counterpart, b in other.named if alike(noun, counterpart, lexicon) >= SAME_NAMED]
        if not like or any(_may_agree(a, b) for b in like):
            continue
        sides = (_moment(at[0], a, one.report), _moment(at[1], like[0], other.report))
        reason = f"{a.expression.text} against {like[0].expression.text}: perhaps two of a kind"
        found.append(Difference("date", "undecided", sides, reason))
    return found


def _periods(one: _Told, other: _Told, at: Pair, sure: bool) -> list[Difference]:
    """Two lengths of time, where each claim has one that is no quantity too ("a season", "a year")."""
    if len(one.periods) != 1 or len(other.periods) != 1 or one.periods[0].value == other.periods[0].value:
        return []
    a, b = one.periods[0], other.periods[0]
    sides = (value_of(at[0], a, one.report, a.value, a.value), value_of(at[1], b, other.report, b.value, b.value))
    relation: ConflictRelation = "contradiction" if sure else "undecided"
    if "X" in a.value + b.value:
        relation = "precision" if may_last_as_long(a.value, b.value) else "undecided"
    return [Difference("date", relation, sides, f"{a.text} against {b.text}")]


def _mention(number: int, place: Place, of: _Told) -> Value | None:
    """The words of a claim that name a place."""
    claim = of.unit.claim
    for mention in of.annotated.places:
        if mention.place == place and claim.start <= mention.start < claim.end:
            span = Span(of.report, mention.start, mention.end, mention.text)
            return Value(number, mention.text, span, mention.text, mention.text, True)
    return None


def _places(one: _Told, other: _Told, at: Pair) -> list[Difference]:
    """Where the places of two claims lie apart, all of them, or one lies in the other."""
    if not one.places or not other.places:
        return []
    left, right = (
        [p for p in side if not any(compatible(p, q) == "same" for q in against)]
        for side, against in ((one.places, other.places), (other.places, one.places))
    )
    relations = {(a, b): compatible(a, b) for a in left for b in right}
    kinds = set(relations.values())
    if not kinds or not kinds <= {"apart", "inside"}:
        return []
    kind = "inside" if "inside" in kinds and not _towns_apart(relations) else "apart"
    pairs = [pair for pair, relation in relations.items() if relation == kind]
    a, b = min(pairs, key=lambda pair: pair[0].sort != pair[1].sort)  # a town against a town, the first of them
    first, second = _mention(at[0], a, one), _mention(at[1], b, other)
    if first is None or second is None:
        return []
    if kind == "inside":
        reason = f"{a.name} and {b.name}: one lies in the other"
        return [Difference("place", "precision", (first, second), reason)]
    return [Difference("place", "undecided", (first, second), f"{a.name} or {b.name}, which lie apart")]


def _towns_apart(relations: Mapping[tuple[Place, Place], str]) -> bool:
    """Whether two towns lie apart, and no town is in the other's: that both lie in one state makes them no one town."""
    of_towns = {relation for (a, b), relation in relations.items() if a.sort == b.sort == "town"}
    return of_towns == {"apart"}


def _whole(of: _Told, number: int) -> Value:
    claim = of.unit.claim
    span = Span(of.report, claim.start, claim.end, claim.text)
    polarity = "negative" if of.unit.negative else "positive"
    return Value(number, polarity, span, polarity, polarity, True)


def _polarity(one: _Told, other: _Told, at: Pair, sure: bool, same: bool, lexicon: Lexicon) -> list[Difference]:
    """A denial against an affirmation: of one predicate a contradiction, of two a question.

    Of claims that are hardly alike only where both tell something of the same: "nobody got a letter", "he got a wound".
    """
    if one.unit.negative == other.unit.negative or not (sure or (same and of_one_thing(one.unit, other.unit, lexicon))):
        return []
    sides = _whole(one, at[0]), _whole(other, at[1])
    denial = one if one.unit.negative else other
    if sure and same and modality.so_far() & {denial.annotated.tokens.lemma[t] for t in denial.unit.claim.tokens}:
        return [Difference("polarity", "revision", sides, "what was not so yet")]
    relation: ConflictRelation = "contradiction" if sure and same else "undecided"
    return [Difference("polarity", relation, sides, "one affirms what the other denies")]


def _opposites(one: _Told, other: _Told, at: Pair, lexicon: Lexicon) -> list[Difference]:
    """Acts of which one undoes the other, of the same party: "was sacked" against "stepped down"."""
    a, b = one.unit, other.unit
    if a.negative != b.negative or not opposed(a, b, lexicon) or not of_one_thing(a, b, lexicon):
        return []
    sides = (_act(one, at[0]), _act(other, at[1]))
    return [Difference("polarity", "undecided", sides, f"{sides[0].label} against {sides[1].label}: opposites")]


def _act(of: _Told, number: int) -> Value:
    """The claim, by the words of its predicate."""
    claim, tokens = of.unit.claim, of.annotated.tokens
    span = Span(of.report, claim.start, claim.end, claim.text)
    word = tokens.text[claim.head]
    return Value(number, word, span, claim.predicate, claim.predicate, True)


def differences(
    groups: Iterable[Iterable[Pair]],
    units: Sequence[Unit],
    lexicon: Lexicon,
    reports: Sequence[Annotated],
    scores: Mapping[Pair, float],
) -> list[list[Difference]]:
    """For each group of pairs the differences in number, time, place and polarity, in the order of the pairs."""

    @cache
    def told(k: int) -> _Told:
        return _told(units[k], reports[units[k].report])

    def between(at: Pair) -> list[Difference]:
        one, other = told(at[0]), told(at[1])
        of_one_polarity = one.unit.negative == other.unit.negative
        plain = one.tells.isdisjoint(other.tells) and of_one_polarity and not (one.denies or other.denies)
        if plain and not opposed(one.unit, other.unit, lexicon):
            return []
        return _between(one, other, lexicon, at, scores.get(at, 0.0))

    return [[difference for pair in pairs for difference in between(pair)] for pairs in groups]


def _between(one: _Told, other: _Told, lexicon: Lexicon, at: Pair, score: float) -> list[Difference]:
    same = one_act(one.unit, other.unit, lexicon)
    sure = score >= (LIKELY if same else SURE)
    as_sure = sure and one.unit.claim.factuality == other.unit.claim.factuality
    ids = one.report, other.report
    of_two_tolls = bool(one.tolls and other.tolls) and one.tolls.isdisjoint(other.tolls)  # dead and missing
    counted = [] if of_two_tolls else numbers(one.counts, other.counts, lexicon, ids, at, as_sure, score >= LIKELY)
    moved = _at_two_times(one, other, at)
    if moved:
        counted = [_moved_on(d, *moved) for d in counted]
    elif (when := _of_one_time(one, other)) is not None:
        counted = [
            replace(d, relation="undecided", reason=when) if d.relation == "contradiction" else d for d in counted
        ]
    return [
        *counted,
        *([] if moved and counted else _dates(one, other, at, as_sure and same)),
        *_named_days(one, other, at, lexicon),
        *_periods(one, other, at, sure and same),
        *_places(one, other, at),
        *_polarity(one, other, at, sure, same, lexicon),
        *_opposites(one, other, at, lexicon),
        *(contrasts((one.unit, one.annotated), (other.unit, other.annotated), at) if sure else ()),
    ]


def _at_two_times(one: _Told, other: _Told, at: Pair) -> tuple[int, str] | None:
    """Of two claims whose figures are of two times the number of the earlier one, and those times in words.

    "As of Friday", "as of Saturday"; "by 6 p.m.", "by 9 p.m.".
    """
    first, second = one.until, other.until
    if first is None or second is None:
        return None
    order = order_of_days(first, second)
    early, late = (first.expression.text, second.expression.text)[:: -1 if order > 0 else 1]
    return (at[0] if order < 0 else at[1], f"one figure is of {early}, the other of {late}") if order else None


def _of_one_time(one: _Told, other: _Told) -> str | None:
    """Why two figures may be of two times: only one claim says up to when its own holds, or at what hour it has moved
    so far ("down 14 percent at 10:05")."""
    found = one.until or other.until if (one.until is None) != (other.until is None) else None
    if found is None and all(any(q.change for q in told.counts.all) for told in (one, other)):
        hours = [[d for d in told.days if d.hours] for told in (one, other)]
        found = (hours[0] or hours[1])[0] if bool(hours[0]) != bool(hours[1]) else None
    return f"one figure is of {found.expression.text}; of when the other is, is not told" if found is not None else None


def _moved_on(difference: Difference, earlier: int, reason: str) -> Difference:
    """Two figures of two times contradict each other in nothing: the later one follows the one of the earlier claim."""
    if difference.relation != "contradiction":
        return difference
    sides = difference.sides if difference.sides[0].unit == earlier else difference.sides[::-1]
    return replace(difference, relation="revision", sides=sides, reason=reason)


def left_open(found: Sequence[Difference]) -> list[Difference]:
    """The same differences between claims that are no finding together: none is more than a question."""
    reason = "{}; whether both speak of one thing is left open"
    return [
        replace(d, relation="undecided", reason=reason.format(d.reason)) if d.relation in _DECIDED else d for d in found
    ]
