"""Where claims that state one thing put a phrase differently: who, whom, where, how, or what was done.

Phrases of two claims are matched by role and likeness, as in alignments of
predicates with their arguments (Roth and Frank 2012). What is left after the
words they share tells the relation: more said on one side is *precision*, like
words are *wording*, words that undo each other a *contradiction*; anything
else is left open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from consilience.collate.moments import moment, order_of
from consilience.collate.pairs import Pair
from consilience.collate.phrases import Phrase, phrases
from consilience.collate.places import compatible, where
from consilience.collate.units import Lexicon, Unit, is_light, one_act
from consilience.collate.values import Difference, Value
from consilience.model import Annotated, ConflictRelation, ConflictSlot, Span
from consilience.tables import opposites

ALIKE = 0.45  # words that are so alike say nearly the same
MATCH = 0.3  # phrases so alike fill one place
SAME_ROLE = 0.3  # what one role in both claims adds to their likeness
LEAST_SCORE = 0.2  # a pair of claims less likely the same is not compared word by word
LIKELIEST = 60  # pairs of one finding that are compared: a story in hundreds of papers is told in a few ways

_NAMES = frozenset({"PERSON", "GPE", "LOC", "FAC"})  # a body has many names
MOST_NAMES = 2  # of more names that only one claim has, none stands against another
_CORE = frozenset({"predicate", "agent", "patient"})
# How a name hangs on a word.
_WITH = frozenset({"compound", "poss", "amod", "nmod", "appos", "pobj", "prep", "npadvmod"})
Keys = frozenset[str]

_REASONS: Mapping[ConflictRelation, str] = {
    "contradiction": "“{}” against “{}”",
    "ambiguity": "stated as a fact, or only as expected, possible or hoped: “{}”, “{}”",
    "revision": "first “{}”, then “{}”",
    "undecided": "“{}” or “{}”: whether both mean the same is left open",
    "precision": "one says more: “{}”, “{}”",
    "wording": "in other words: “{}”, “{}”",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """The claims of a story with what stands behind them.

    ``names`` are the keys of every report's entities (:func:`~consilience.collate.units.names_of`),
    ``types`` the types of these.
    """

    units: Sequence[Unit]
    reports: Sequence[Annotated]
    names: Sequence[Mapping[int, str]]
    types: Mapping[str, str]


class Likeness:
    """How alike the words and phrases of a story are, between 0 and 1."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, one: str, other: str) -> float:
        """The likeness of two words."""
        if one == other:
            return 1.0
        i, j = self._lexicon.index.get(one), self._lexicon.index.get(other)
        return float(self._lexicon.likeness[i, j]) if i is not None and j is not None else 0.0

    def cover(self, one: Iterable[str], other: Iterable[str]) -> float:
        """How much of the weight of one phrase's words stands in the other."""
        others, found, total = sorted(other), 0.0, 1e-9
        for word in sorted(one):
            at = self._lexicon.index.get(word)
            weight = float(self._lexicon.weight[at]) if at is not None else 1.0
            total += weight
            found += weight * max((self.of(word, o) for o in others), default=0.0)
        return found / total


def _relation(
    one: Phrase, other: Phrase, words: tuple[Keys, Keys], like: Likeness, types: Mapping[str, str]
) -> ConflictRelation | None:
    """How two phrases that fill one place differ; None where they say the same.

    Two names that nothing joins are no wording of each other. ``words`` are all the words of
    the two claims: what one phrase adds may stand elsewhere in the other claim.
    """
    left, right = one.keys - other.keys, other.keys - one.keys
    if (not left and not right) or one.span.text.casefold() == other.span.text.casefold():
        return None
    if any(opposites.are(a, b) for a in left for b in right):
        return "contradiction"
    if not left or not right:
        return None if left <= words[1] and right <= words[0] else "precision"
    if any(types.get(a) in _NAMES and types.get(a) == types.get(b) for a in left - words[1] for b in right - words[0]):
        return "undecided"
    if one.role == "predicate" or like.of(one.head, other.head) >= ALIKE or like.cover(left, right) >= ALIKE:
        return "wording"
    return "undecided"


def _undone(
    sides: tuple[Value, Value], first_restores: bool, sources: Sources
) -> tuple[ConflictRelation, tuple[Value, Value]]:
    """What was lost and what was regained, in that order: a revision, unless the latter's report is the earlier."""
    before, after = sides[::-1] if first_restores else sides
    stamps = [sources.reports[sources.units[v.unit].report].report.published or "" for v in (before, after)]
    times = [moment(stamp) for stamp in stamps]
    later = times[0] is None or times[1] is None or order_of(times[0], times[1]) <= 0
    return "revision" if later else "undecided", (before, after)


def _slot(one: Phrase, other: Phrase, types: Mapping[str, str]) -> ConflictSlot:
    """What two phrases are about: persons where both name one, and none that the other names."""
    named = [{k for k in phrase.keys if types.get(k) == "PERSON"} for phrase in (one, other)]
    return "person" if all(named) and not named[0] & named[1] else "other"


def _named(pair: Pair, sources: Sources) -> list[Difference]:
    """The one name of a kind that each claim has and the other has not, wherever in the clause."""
    one, other = (sources.units[k] for k in pair)
    kinds: tuple[tuple[ConflictSlot, frozenset[str], frozenset[str]], ...] = (
        ("person", one.persons, other.persons),
        ("place", one.places, other.places),
        ("other", one.entities, other.entities),
    )
    found: list[Difference] = []
    for slot, left, right in kinds:
        only = sorted(left - right), sorted(right - left)
        if (slot == "other" and found) or not 1 <= min(map(len, only)) <= max(map(len, only)) <= MOST_NAMES:
            continue
        if slot == "other" and max(map(len, only)) > 1:
            continue
        sides = [
            [m for m in (_mention(k, wanted, sources) for wanted in names) if m is not None]
            for k, names in zip(pair, only, strict=True)
        ]
        for first, second in product(*sides):
            if slot == "place" and not _one_sort_of_place(first, second, sources):
                continue
            if not _agree(first, second, pair, sources):
                reason = _REASONS["undecided"].format(first.label, second.label)
                found.append(Difference(slot, "undecided", (first, second), reason))
    return found


def _one_sort_of_place(one: Value, other: Value, sources: Sources) -> bool:
    """Whether it happened at both places, or both stand with one word: "a Norwalk jury", "a jury in Malmo".

    "Belgium's biggest bakery" is nowhere that anything happened.
    """
    if _happened_there(one, sources) and _happened_there(other, sources):
        return True
    words = [_hangs_on(value, sources) for value in (one, other)]
    return words[0] is not None and words[0] == words[1]


def _happened_there(value: Value, sources: Sources) -> bool:
    """Whether its claim says of the place that it happened there."""
    unit = sources.units[value.unit]
    annotated = sources.reports[unit.report]
    there = where(unit.claim, annotated)
    return any(m.place in there for m in annotated.places if m.start <= value.span.start < m.end)


def _hangs_on(value: Value, sources: Sources) -> str | None:
    """The noun or verb that a name stands with, by its lemma."""
    tokens = sources.reports[sources.units[value.unit].report].tokens
    token = bisect_left(tokens.start, value.span.start)
    while token < len(tokens.head) and tokens.head[token] != token:
        inside = value.span.start <= tokens.start[token] < value.span.end
        if not inside and (tokens.pos[token] in ("NOUN", "VERB") or tokens.dep[token] not in _WITH):
            break
        token = tokens.head[token]
    return tokens.lemma[token] if token < len(tokens.head) and tokens.pos[token] in ("NOUN", "VERB") else None


def _agree(one: Value, other: Value, pair: Pair, sources: Sources) -> bool:
    """Whether two names are of places of which one lies in the other."""
    places = [
        [m.place for m in sources.reports[sources.units[k].report].places if m.start <= value.span.start < m.end]
        for k, value in zip(pair, (one, other), strict=True)
    ]
    return any(compatible(a, b) in ("same", "inside") for a in places[0] for b in places[1])


def _mention(number: int, wanted: str, sources: Sources) -> Value | None:
    """The words of a claim that name an entity."""
    unit = sources.units[number]
    annotated, names = sources.reports[unit.report], sources.names[unit.report]
    own = [annotated.tokens.start[t] for t in unit.claim.tokens]
    for e in unit.claim.entities:
        for m in annotated.entities[e].mentions if names.get(e) == wanted else ():
            if any(m.start <= begin < m.end for begin in own):
                span = Span(annotated.report.id, m.start, m.end, m.text)
                return Value(number, m.text, span, wanted, wanted, True)
    return None


def _as_sure(one: Unit, other: Unit) -> bool:
    """Whether both claims tell their content as equally certain; a denial is another matter."""
    kinds = {one.claim.factuality, other.claim.factuality}
    return len(kinds) == 1 or "denied" in kinds


def _less_sure(pair: Pair, sources: Sources, lexicon: Lexicon) -> list[Difference]:
    """One act that one claim tells as done and the other as ahead, in other words: "made an offer", "will offer"."""
    one, other = (sources.units[k] for k in pair)
    if _as_sure(one, other) or not one_act(one, other, lexicon):
        return []
    if any(unit.nominal and not _is_past(unit, sources) for unit in (one, other)):
        return []
    first, second = (_predicate(k, sources) for k in pair)
    reason = _REASONS["ambiguity"].format(first.label, second.label)
    return [Difference("other", "ambiguity", (first, second), reason)]


def _is_past(unit: Unit, sources: Sources) -> bool:
    """Whether the claim names a day of its own before its report: "his arrest early yesterday"."""
    published = (sources.reports[unit.report].report.published or "")[:10]
    return bool(published) and any(time.latest and time.latest[:10] < published for time, _ in unit.dated)


def _predicate(number: int, sources: Sources) -> Value:
    """The claim's verb or the noun that names its act."""
    unit = sources.units[number]
    annotated = sources.reports[unit.report]
    start, end = annotated.tokens.start[unit.claim.head], annotated.tokens.end[unit.claim.head]
    span = Span(annotated.report.id, start, end, annotated.report.text[start:end])
    return Value(number, span.text, span, span.text.lower(), span.text.lower(), True)


def _matches(one: Sequence[Phrase], other: Sequence[Phrase], like: Likeness) -> list[tuple[Phrase, Phrase]]:
    """Phrases of two claims that fill one place: each at most once, the likest first.

    Who acts is never who is acted on, however alike: "A sued B" is not "B sued A".
    """
    rated = []
    for a in one:
        for b in other:
            if a.role != b.role and (a.role in _CORE or b.role in _CORE):
                continue
            if a.role == "predicate" and a.head != b.head and (is_light(a.head) or is_light(b.head)):
                continue
            alike = (like.cover(a.keys, b.keys) + like.cover(b.keys, a.keys)) / 2 + SAME_ROLE * (a.role == b.role)
            if alike >= MATCH:
                rated.append((-alike, a.span.start, b.span.start, a, b))
    found: list[tuple[Phrase, Phrase]] = []
    taken: set[Span] = set()
    for *_, a, b in sorted(rated, key=lambda item: item[:3]):
        if taken.isdisjoint({a.span, b.span}):
            taken |= {a.span, b.span}
            found.append((a, b))
    return found


def _side(unit: int, phrase: Phrase) -> Value:
    text = " ".join(phrase.span.text.casefold().split())
    return Value(unit, phrase.span.text, phrase.span, text, text, True)


def _likeliest(pairs: Iterable[Pair], units: Sequence[Unit], scores: Mapping[Pair, float]) -> list[Pair]:
    """One pair of claims for every two texts, in order; where there are very many, those most likely the same."""
    by_text: dict[tuple[tuple[str, ...], tuple[str, ...]], Pair] = {}
    for i, j in pairs:
        if scores.get((i, j), 0.0) >= LEAST_SCORE and units[i].text != units[j].text:
            by_text.setdefault((min(units[i].text, units[j].text), max(units[i].text, units[j].text)), (i, j))
    return sorted(sorted(by_text.values(), key=lambda pair: (-scores[pair], pair))[:LIKELIEST])


def variants(
    groups: Iterable[Iterable[Pair]], sources: Sources, lexicon: Lexicon, scores: Mapping[Pair, float]
) -> list[list[Difference]]:
    """For each group of pairs of claims of different reports the phrases put differently, in the order of the pairs."""
    like, units = Likeness(lexicon), sources.units

    @cache
    def told(k: int) -> tuple[tuple[Phrase, ...], Keys]:
        """The phrases of a claim, and all its words."""
        report = units[k].report
        words = frozenset(lexicon.keys[w] for w in units[k].words)
        return phrases(units[k], sources.reports[report], sources.names[report]), words

    def between(i: int, j: int) -> list[Difference]:
        (one, words), (other, other_words) = told(i), told(j)
        found = []
        for a, b in _matches(one, other, like):
            relation = _relation(a, b, (words, other_words), like, sources.types)
            if a.role == "predicate" and a.head == b.head and not _as_sure(units[i], units[j]):
                relation = "ambiguity"
            sides = _side(i, a), _side(j, b)
            if (
                relation == "contradiction"
                and a.role == "predicate"
                and opposites.restores(b.head) != opposites.restores(a.head)
            ):
                relation, sides = _undone(sides, opposites.restores(a.head), sources)
            if relation is not None:
                reason = _REASONS[relation].format(*(side.label for side in sides))
                found.append(Difference(_slot(a, b, sources.types), relation, sides, reason))
        if not any(d.relation == "ambiguity" for d in found):
            found += _less_sure((i, j), sources, lexicon)
        told_apart = {d.slot for d in found if d.relation == "undecided"}
        return found + [d for d in _named((i, j), sources) if d.slot not in told_apart or d.slot == "other"]

    return [[d for pair in _likeliest(pairs, units, scores) for d in between(*pair)] for pairs in groups]
