"""Findings: the groups of claims with their words, their origins and their standing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from consilience.collate.origins import Ledger, Word, trace
from consilience.collate.pairs import Pair
from consilience.collate.units import Lexicon, Unit, is_age, one_act
from consilience.collate.utterances import absorbed
from consilience.collate.values import Difference
from consilience.collate.vouching import surely, tell_alike
from consilience.model import (
    Annotated,
    Conflict,
    Finding,
    OriginCount,
    Span,
    Stance,
    Status,
    Support,
    Vouches,
)

FAR_WORSE = 0.5
_VALUES = frozenset({"number", "date", "place"})
ABOUT_AS_CLOSE = 0.8  # of the most that a claim has in common with the others of its finding
LIKE = 0.75  # a lone claim that stands so far inside another support says nothing more
# The words of figures that have moved on, and of those that took their place.
Moved = tuple[frozenset[Span], frozenset[Span]]
# A clause that begins so is read with the words before it.
_LEANING = frozenset({"as", "because", "if", "that", "when", "where", "which", "while", "who", "whom", "whose"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before its conflicts and ids are known. ``members`` are units, one support each.

    ``sure`` are those that surely state what the shown one, ``best``, states, ``against`` those that deny it or
    give another value; ``links`` are the pairs of claims that may be shown to state the same.
    """

    members: tuple[int, ...]
    best: int
    words: tuple[Word, ...]
    certainty: float
    sure: frozenset[int]
    against: frozenset[int]
    links: frozenset[Pair]


def _strength(member: int, group: Sequence[int], scores: Mapping[Pair, float]) -> float:
    return sum(scores.get((member, k) if member < k else (k, member), 0.0) for k in group if k != member)


def _one_of_nested(group: Sequence[int], units: Sequence[Unit], scores: Mapping[Pair, float]) -> list[int]:
    """Of two claims of a group of which one stands inside the other, the fuller one, unless it matches far worse."""
    strength = {k: _strength(k, group, scores) for k in group}

    kept: list[int] = []
    for member in sorted(group, key=lambda k: (units[k].claim.start - units[k].claim.end, k)):
        outer = next((k for k in kept if units[k].holds(units[member])), None)
        if outer is None:
            kept.append(member)
        elif strength[outer] < FAR_WORSE * strength[member]:
            kept[kept.index(outer)] = member
    return sorted(kept)


def _counts(unit: Unit) -> bool:
    """Whether the claim counts or measures something."""
    return any(not is_age(q) and q.unit != "ordinal" for q in unit.quantities)


def _representative(
    group: Sequence[int], units: Sequence[Unit], scores: Mapping[Pair, float], words: Mapping[int, Word]
) -> int:
    """The claim to show: one that nobody denies there, a clause rather than a noun phrase, told rather than quoted,
    close to the others; of claims about as close one of which it is shown whose word it is, and without a number
    that most of the others leave out."""
    strength = {k: _strength(k, group, scores) for k in group}

    def manner(member: int) -> tuple[bool, bool, bool]:
        unit = units[member]
        whole = not unit.nominal and any(role in unit.claim.roles for role in ("agent", "patient"))
        return unit.claim.factuality == "denied", not whole, unit.quoted

    best = min(map(manner, group))
    fit = [k for k in group if manner(k) == best]
    close = ABOUT_AS_CLOSE * max(strength[k] for k in fit)
    near = (k for k in fit if strength[k] >= close)
    numbered = 2 * sum(bool(units[k].quantities) for k in group) > len(group)

    def rank(member: int) -> tuple[bool, bool, bool, float, int]:
        leans, alone = units[member].text[0] in _LEANING, _counts(units[member]) and not numbered
        return words[member].key is None, leans, alone, -strength[member], member

    return min(near, key=rank)


def drafts(
    groups: Sequence[Sequence[int]],
    units: Sequence[Unit],
    lexicon: Lexicon,
    scores: Mapping[Pair, float],
    book: Ledger,
) -> list[Draft]:
    """One draft a group; claims that no other report has are kept where they add words of their own."""
    shared: list[list[int]] = []
    alone: list[int] = []
    for group in groups:
        members = _one_of_nested(group, units, scores)
        if len({units[k].report for k in members}) < 2:
            alone.extend(group)
        else:
            shared.append(members)
    made: list[Draft] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for group in _telling(shared, units):
        made.append(_draft(group, units, lexicon, scores, book))
        for k in group:
            taken.setdefault(units[k].report, []).append((units[k].claim.start, units[k].claim.end))
    for k in sorted(alone, key=lambda k: (units[k].nominal, units[k].claim.start - units[k].claim.end, k)):
        claim = units[k].claim
        mine = taken.setdefault(units[k].report, [])
        start, end = claim.start, claim.end
        if _covered(start, end, mine) < LIKE * (end - start):
            mine.append((start, end))
            made.append(_draft([k], units, lexicon, scores, book))
    return made


def _telling(groups: Sequence[Sequence[int]], units: Sequence[Unit]) -> list[Sequence[int]]:
    """The groups without those of noun phrases that all stand in the claims of one other group: it says as much."""
    around: dict[int, list[tuple[int, Unit]]] = {}  # the claims of each report, with the number of their group
    for number, group in enumerate(groups):
        for k in group:
            around.setdefault(units[k].report, []).append((number, units[k]))
    kept = []
    for number, group in enumerate(groups):
        outer = [
            {other for other, unit in around[units[k].report] if other != number and unit.holds(units[k])}
            for k in group
            if units[k].nominal
        ]
        if len(outer) < len(group) or not set.intersection(*outer):
            kept.append(group)
    return kept


def _covered(start: int, end: int, spans: Sequence[tuple[int, int]]) -> int:
    """The most characters that one of the spans has in common with this one."""
    return max((min(end, last) - max(start, first) for first, last in spans if first < end and start < last), default=0)


def _draft(
    members: Sequence[int], units: Sequence[Unit], lexicon: Lexicon, scores: Mapping[Pair, float], book: Ledger
) -> Draft:
    traced = [trace(book.reports[units[k].report], units[k].claim, book) for k in members]
    pairs = [(i, j) for i in members for j in members if i < j and units[i].report != units[j].report]
    certainty = sum(scores.get(pair, 0.0) for pair in pairs) / len(pairs) if pairs else 1.0
    words = absorbed(traced, book.known)
    best = _representative(members, units, scores, dict(zip(members, words, strict=True)))
    alike = frozenset(pair for pair in pairs if tell_alike(pair, units, lexicon, scores.get(pair, 0.0)))
    against = frozenset(k for k in members if _denies(units[k], units[best], lexicon))
    if against:
        words = _absorbed_apart(members, traced, against, book)
    return Draft(tuple(members), best, words, certainty, surely(best, members, alike), against, alike)


def _absorbed_apart(
    members: Sequence[int], traced: Sequence[Word], against: frozenset[int], book: Ledger
) -> tuple[Word, ...]:
    """The words made one that cannot be shown to be two, but not of who affirms and who denies."""
    found: dict[int, Word] = {}
    for denies in (False, True):
        side = [(k, word) for k, word in zip(members, traced, strict=True) if (k in against) is denies]
        made = absorbed([word for _, word in side], book.known)
        found.update(zip([k for k, _ in side], made, strict=True))
    return tuple(found[k] for k in members)


def _denies(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether one claim denies what the other states: "did not join" denies "joined", but says "stayed out" again."""
    called_untrue = one.claim.factuality == "denied" or other.claim.factuality == "denied"
    return one.negative != other.negative and (called_untrue or one_act(one, other, lexicon))


def _stance(unit: Unit, annotated: Annotated) -> Stance:
    claim = unit.claim
    if claim.factuality == "denied":
        return "denies"
    if claim.attribution is not None and annotated.attributions[claim.attribution].stance != "states":
        return annotated.attributions[claim.attribution].stance
    return "hedges" if claim.factuality in ("doubted", "hypothetical") else "states"


def _vouches(member: int, draft: Draft) -> Vouches:
    if member in draft.against:
        return "no"
    return "yes" if member in draft.sure else "possibly"


def count(draft: Draft, units: Sequence[Unit], book: Ledger, ids: Mapping[str, str]) -> OriginCount:
    """At least, at most and parties of a finding's origins, as the design counts them.

    A support that may have been joined wrongly counts for what is possible, not for what is shown. Who denies
    what the shown claim says, or gives another value, is no origin of it, and who affirms it none of a denial.
    """
    told = [(k, word) for k, word in zip(draft.members, draft.words, strict=True) if k not in draft.against]
    named = {w.key for _, w in told if w.key is not None}
    established = sorted({w.key for k, w in told if w.key is not None and k in draft.sure})
    parties = {next((w.party for w in draft.words if w.key == key and w.party), None) or key for key in established}
    settled: set[str] = set()
    open_: set[str] = set()
    for member, word in told:
        publishers = book.own_publishers if word.apart else book.publishers
        own = book.reports[units[member].report].report.id
        publisher = publishers[own if word.key is not None else min(word.at_hand, default=own)]
        (settled if word.key is not None else open_).add(publisher)
    more = len(open_ - settled)
    return OriginCount(
        at_least=len(established),
        at_most=len(named) + more,
        parties=len(parties),
        ids=tuple(sorted((ids[key] for key in established), key=lambda i: int(i[1:]))),
    )


def standing(origins: OriginCount, shown: Span, conflicts: Sequence[Conflict]) -> Status:
    """What a finding with so many origins is called; ``conflicts`` are its own, ``shown`` its words.

    Two ages of the man who died do not make his death disputed: a value is, where it is shown.
    """
    if any(c.relation == "contradiction" and (c.slot not in _VALUES or _has_a_side_in(c, shown)) for c in conflicts):
        return "disputed"
    if origins.at_least >= 2:
        return "corroborated"
    return "single origin" if origins.at_least == 1 else "not established"


def _has_a_side_in(conflict: Conflict, shown: Span) -> bool:
    spans = (span for side in conflict.sides for span in side.spans if span.report == shown.report)
    return any(span.start < shown.end and shown.start < span.end for span in spans)


def _outlet(annotated: Annotated) -> str:
    return annotated.report.outlet or annotated.report.id


def finding(draft: Draft, units: Sequence[Unit], book: Ledger, ids: Mapping[str, str]) -> Finding:
    """The finding without its id, and standing as it does before its conflicts are known."""
    supports = []
    for member, word in zip(draft.members, draft.words, strict=True):
        unit = units[member]
        annotated = book.reports[unit.report]
        supports.append(
            Support(
                report=annotated.report.id,
                start=unit.claim.start,
                end=unit.claim.end,
                text=unit.claim.text,
                speaker=word.speaker,
                via=word.via,
                origin=ids[word.key] if word.key is not None else None,
                stance=_stance(unit, annotated),
                vouches=_vouches(member, draft),
                why=word.why,
            )
        )
    best = units[draft.best]
    origins = count(draft, units, book, ids)
    shown = book.reports[best.report].report.id
    span = Span(shown, best.claim.start, best.claim.end, best.claim.text)
    return Finding(
        id="",
        text=best.claim.text,
        span=span,
        new=2 * sum(units[k].new for k in draft.members) >= len(draft.members),
        status=standing(origins, span, ()),
        outlets=len({_outlet(book.reports[units[k].report]) for k in draft.members}),
        origins=origins,
        support=tuple(supports),
        reasons=(),
    )


def brought_up_to_date(draft: Draft, units: Sequence[Unit], book: Ledger, moved: Sequence[Moved]) -> Draft:
    """The draft, shown by a claim whose figure still holds where that of the one shown has moved on."""

    def values(member: int, among: Collection[Span]) -> set[float]:
        """The numbers of a claim that stand in some of the spans."""
        report = book.reports[units[member].report].report.id
        there = {(span.start, span.end) for span in among if span.report == report}
        return {q.value for q in units[member].quantities if q.value is not None and (q.start, q.end) in there}

    for before, after in moved:
        old, new = ({v for k in draft.members for v in values(k, spans)} for spans in (before, after))
        told = {k: {q.value for q in units[k].quantities} for k in draft.members}
        is_old = {k: bool(old & told[k]) and not new & told[k] for k in draft.members}
        if not is_old[draft.best]:
            continue
        fit = (k for k in draft.members if k not in draft.against and told[k] and not units[k].nominal)
        newer = min((k for k in fit if not is_old[k]), key=lambda k: (k not in draft.sure, k), default=draft.best)
        return replace(draft, best=newer, sure=surely(newer, draft.members, draft.links))
    return draft


def held_against(draft: Draft, found: Sequence[Difference], units: Sequence[Unit]) -> Draft:
    """The draft, in which nobody vouches for a value that is not the one that he gives.

    Who gives another figure, day or place than the shown claim states something else. Who may mean another figure or
    day, or leaves open what is told there, or tells as done what is only planned there, is not shown to state the
    same. ``found`` are the differences between the draft's own claims.
    """
    against, sure = set(draft.against), set(draft.sure)
    for difference in found:
        others = {value.unit for value in difference.sides} - {draft.best}
        if len(others) != 1 or difference.slot not in ("number", "date", "place"):
            continue
        if difference.relation == "contradiction" or (difference.slot, difference.relation) == ("number", "revision"):
            against |= others
        elif difference.slot != "place" and (difference.relation == "undecided" or _says_less(difference, draft.best)):
            sure -= others
    shown = units[draft.best]
    sure = {k for k in sure if _is_as_real(units[k], shown) and not _leaves_out_the_number(units[k], shown)}
    return replace(draft, against=frozenset(against), sure=frozenset(sure))


def _says_less(difference: Difference, shown: int) -> bool:
    """Whether the other claim leaves open what the shown one tells: "at least five" is no word for "at least seven"."""
    if difference.slot != "number":
        return False
    own, other = sorted(difference.sides, key=lambda value: value.unit != shown)
    values = [v for v in (own.low, own.high, other.low, other.high) if not isinstance(v, str)]
    if len(values) < 4:  # numbers in two units are told by their words
        return False
    low, high, least, most = values
    return (most == float("inf") and least < low) or (least == float("-inf") and most > high)


def _leaves_out_the_number(one: Unit, shown: Unit) -> bool:
    """Whether the shown claim counts or measures something and the other claim nothing at all."""
    return _counts(shown) and not one.quantities


def _is_as_real(one: Unit, shown: Unit) -> bool:
    """Whether a claim tells as done or as planned what the shown one does, as a fact what that tells as one, and as so
    or as not so: "will not travel there" is not shown to be what "will meet him there" says."""
    if one.negative != shown.negative:
        return False
    ahead = [unit.claim.factuality in ("planned", "hoped") for unit in (one, shown)]
    return ahead[0] == ahead[1] and (one.claim.factuality, shown.claim.factuality) != ("hypothetical", "asserted")


def ranked(found: Sequence[tuple[Finding, Draft]], units: Sequence[Unit]) -> list[tuple[Finding, Draft]]:
    """Several reports before one, new before background, what is told before what is only named.

    Then more origins, more outlets, and the order of the text.
    """

    def key(item: tuple[Finding, Draft]) -> tuple[bool, bool, bool, int, int, float, int]:
        one, draft = item
        several = len({s.report for s in one.support}) > 1
        position = min(units[k].position for k in draft.members)
        named = all(units[k].nominal for k in draft.members)
        return (not several, not one.new, named, -one.origins.at_least, -one.outlets, position, draft.members[0])

    ordered = sorted(found, key=key)
    return [(replace(one, id=f"F{k}"), draft) for k, (one, draft) in enumerate(ordered, start=1)]
