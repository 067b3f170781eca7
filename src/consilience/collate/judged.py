"""What people decided about names, made one consistent set of decisions.

A judgement says that two names mean the same thing or different ones. ``same``
is carried on: of three names judged one by two judgements, the first and the
third are one too. Where judgements contradict each other the later one holds;
of a longer contradiction (two that join, one that parts) the earliest gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from consilience.model import Annotated, Claim, Entity, Judgement, Tokens


def plain(name: str) -> str:
    """A name as judgements are held against it: without case, article and the kind of its apostrophes."""
    return " ".join(name.replace("’", "'").casefold().split()).removeprefix("the ")


def said(judgement: Judgement) -> str:
    """A judgement in words: who decided what, when and why."""
    by = f" by {judgement.by}" if judgement.by else ""
    at = f" on {judgement.at[:10]}" if judgement.at else ""
    note = f" ({judgement.note})" if judgement.note else ""
    return f"{judgement.left} and {judgement.right}: judged {judgement.verdict}{by}{at}{note}"


@dataclass(frozen=True, slots=True)
class Decisions:
    """Judgements without contradictions: names that are one share a number, ``apart`` holds numbers that differ.

    ``outranked`` are the judgements that a later one overrules, with that one.
    """

    groups: Mapping[str, int] = field(default_factory=dict)
    apart: Mapping[tuple[int, int], Judgement] = field(default_factory=dict)
    joined: Mapping[int, tuple[Judgement, ...]] = field(default_factory=dict)
    outranked: tuple[tuple[Judgement, Judgement], ...] = ()

    def parted(self, one: Iterable[int], other: Iterable[int]) -> Judgement | None:
        """The judgement that keeps two sets of numbers apart, None where none does."""
        theirs = list(other)
        pairs = ((min(a, b), max(a, b)) for a in sorted(one) for b in theirs)
        return next((self.apart[pair] for pair in pairs if pair in self.apart), None)


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.min.replace(tzinfo=UTC)
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_order(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements from the earliest to the latest; one without a time was made after the one before it."""
    latest = _moment(None)
    timed = []
    for judgement in judgements:
        latest = _moment(judgement.at) if judgement.at else latest
        timed.append((latest, judgement))
    return [judgement for _, judgement in sorted(timed, key=lambda item: item[0])]


class _Names:
    """Names joined two by two, and the judgements that joined them."""

    def __init__(self) -> None:
        self.over: dict[str, str] = {}
        self.kept: list[Judgement] = []

    def root(self, name: str) -> str:
        while (above := self.over.setdefault(name, name)) != name:
            self.over[name] = self.over[above]
            name = above
        return name

    def join(self, judgement: Judgement) -> None:
        self.over[self.root(plain(judgement.left))] = self.root(plain(judgement.right))
        self.kept.append(judgement)


def decide(judgements: Sequence[Judgement], story: str | None = None) -> Decisions:
    """The decisions that hold in a story: general judgements, and those made for it."""
    names = _Names()
    apart: list[Judgement] = []
    outranked: list[tuple[Judgement, Judgement]] = []
    for judgement in reversed(in_order([j for j in judgements if j.story in (None, story)])):
        one, other = names.root(plain(judgement.left)), names.root(plain(judgement.right))
        if judgement.verdict == "different":
            if one != other:
                apart.append(judgement)
            else:
                outranked.append((judgement, _bridge(names.kept, judgement)))
            continue
        against = [j for j in apart if {names.root(plain(j.left)), names.root(plain(j.right))} == {one, other}]
        if against and one != other:
            outranked.append((judgement, against[0]))
        else:
            names.join(judgement)
    numbers: dict[str, int] = {}
    groups = {name: numbers.setdefault(names.root(name), len(numbers)) for name in sorted(names.over)}
    parted: dict[tuple[int, int], Judgement] = {}
    for judgement in apart:
        a, b = groups[plain(judgement.left)], groups[plain(judgement.right)]
        parted.setdefault((min(a, b), max(a, b)), judgement)
    joined: dict[int, list[Judgement]] = {}
    for judgement in reversed(names.kept):
        joined.setdefault(groups[plain(judgement.left)], []).append(judgement)
    return Decisions(groups, parted, {k: tuple(v) for k, v in joined.items()}, tuple(reversed(outranked)))


def _bridge(kept: Sequence[Judgement], judgement: Judgement) -> Judgement:
    """Of the judgements that together join two names, one that touches them; the latest of these."""
    ends = {plain(judgement.left), plain(judgement.right)}
    return next(
        j
        for j in sorted(kept, key=lambda j: ends != {plain(j.left), plain(j.right)})
        if ends & {plain(j.left), plain(j.right)}
    )


class Judged:
    """Which decisions bear on each entity of each report."""

    def __init__(self, decisions: Decisions, reports: Sequence[Annotated]) -> None:
        self.decisions = decisions
        self._own = {plain(e.name) for a in reports for e in a.entities} if decisions.groups else set[str]()

    def groups(self, entity: Entity) -> frozenset[int]:
        """The numbers of an entity's names: its own, and of those it is also called by the ones nothing else bears."""
        known = self.decisions.groups
        if not known:
            return frozenset()
        own = plain(entity.name)
        if own in known:
            return frozenset((known[own],))
        forms = {plain(m.text) for m in entity.mentions}
        return frozenset(known[form] for form in forms if form in known and form not in self._own)

    def parted(self, one: Iterable[int], other: Iterable[int]) -> Judgement | None:
        """The judgement that keeps two sets of numbers apart."""
        return self.decisions.parted(one, other)

    def notes(self, groups: Iterable[int], shown: set[int]) -> list[str]:
        """What is to be said of an entity with these numbers in a story that shows those."""
        found = []
        mine = sorted(groups)
        for number in mine:
            found += [said(j) for j in self.decisions.joined.get(number, ())]
        for (a, b), judgement in self.decisions.apart.items():
            if (a in mine) != (b in mine) and {a, b} <= shown:
                found.append(said(judgement))
        for lost, later in self.decisions.outranked:
            touched = {self.decisions.groups.get(plain(name)) for name in (lost.left, lost.right)}
            if touched & {*mine}:
                found.append(f"{said(lost)}; outranked: {said(later)}")
        return found


def separated(reports: Sequence[Annotated], decisions: Decisions) -> tuple[Annotated, ...]:
    """The reports with two entities where one is called by names that were judged different."""
    if not decisions.apart:
        return tuple(reports)
    return tuple(_separated(annotated, decisions) for annotated in reports)


def _separated(annotated: Annotated, decisions: Decisions) -> Annotated:
    entities = list(annotated.entities)
    moved: dict[tuple[int, int], int] = {}
    for number, entity in enumerate(annotated.entities):
        parts: dict[int, list[int]] = {}
        home = decisions.groups.get(plain(entity.name))
        for place, mention in enumerate(entity.mentions):
            group = decisions.groups.get(plain(mention.text))
            if home is None:
                home = group
            elif group is not None and decisions.parted((home,), (group,)):
                parts.setdefault(group, []).append(place)
        gone = {k for places in parts.values() for k in places}
        if len(gone) == len(entity.mentions):
            continue
        for places in parts.values():
            mentions = tuple(entity.mentions[k] for k in places)
            moved |= {(m.start, m.end): len(entities) for m in mentions}
            name = max((m.text for m in mentions), key=len)
            entities.append(replace(entity, id=f"e{len(entities)}", name=name, mentions=mentions, descriptors=()))
        if gone:
            left = tuple(m for k, m in enumerate(entity.mentions) if k not in gone)
            entities[number] = replace(entity, mentions=left)
    if not moved:
        return annotated
    tokens = _retold(annotated.tokens, moved)
    return replace(
        annotated,
        entities=tuple(entities),
        tokens=tokens,
        claims=tuple(_reclaimed(claim, tokens) for claim in annotated.claims),
        attributions=tuple(
            replace(a, speaker=entities[new].name, speaker_entity=entities[new].id)
            if a.source and (new := _within(a.source.start, a.source.end, moved)) is not None and a.speaker_entity
            else a
            for a in annotated.attributions
        ),
    )


def _within(start: int, end: int, moved: Mapping[tuple[int, int], int]) -> int | None:
    return next((new for (a, b), new in moved.items() if start <= a and b <= end), None)


def _retold(tokens: Tokens, moved: Mapping[tuple[int, int], int]) -> Tokens:
    column = list(tokens.entity)
    for k, (start, end) in enumerate(zip(tokens.start, tokens.end, strict=True)):
        new = next((n for (a, b), n in moved.items() if a < end and start < b), None)
        if new is not None and column:
            column[k] = new
    return replace(tokens, entity=tuple(column))


def _reclaimed(claim: Claim, tokens: Tokens) -> Claim:
    if not tokens.entity or not claim.tokens:
        return claim
    inside = {tokens.entity[k] for k in claim.tokens if tokens.entity[k] >= 0}
    return replace(claim, entities=tuple(sorted(inside)))
