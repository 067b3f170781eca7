"""The clusters of a story while its entities are being joined, and where a name is looked up among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consilience.annotate import alike, designations
from consilience.collate.judged import Decisions, Judged
from consilience.model import Annotated, Entity
from consilience.tables import benchmarks, countries, naming

_PLACES = frozenset({"GPE", "LOC", "FAC"})
# A block of names that share a word is searched so far and no farther.
_BLOCK = 60


@dataclass(frozen=True, slots=True)
class Item:
    """An entity of a report: where it stands, and the numbers of the judgements that bear on it."""

    report: int
    place: int
    entity: Entity
    groups: frozenset[int] = frozenset()


@dataclass(slots=True)
class Cluster:
    """Entities of several reports that are one.

    ``names`` counts its written forms, ``full`` are its entities' own names; of
    these ``judged`` came by a person's judgement, whatever they look like.
    """

    kind: str
    first: tuple[int, int]
    members: list[tuple[int, Entity]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    full: dict[str, None] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)
    reports: set[int] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name that the cluster was made with."""
        return next(iter(self.full))

    def add(self, item: Item, reason: str | None = None) -> None:
        """Take an entity in."""
        self._take(item.report, item.entity, reason)
        self.groups |= item.groups

    def take(self, other: Cluster, reason: str) -> None:
        """Take another cluster's members over; it stays behind empty."""
        for report, entity in other.members:
            self._take(report, entity, reason)
        self.groups |= other.groups
        self.reasons |= other.reasons
        self.first = min(self.first, other.first)
        other.members.clear()
        other.reports.clear()

    def _take(self, report: int, entity: Entity, reason: str | None) -> None:
        self.members.append((report, entity))
        self.reports.add(report)
        for mention in entity.mentions:
            self.names[" ".join(mention.text.split())] += 1
        self.names[entity.name] += 0
        self.full.setdefault(entity.name)
        if reason:
            self.reasons.setdefault(reason)


class Linker:
    """The clusters found so far. What a judgement keeps apart is never offered to be joined."""

    def __init__(self, reports: Sequence[Annotated], decisions: Decisions) -> None:
        self.judged = Judged(decisions, reports)
        self.clusters: list[Cluster] = []
        self._exact: dict[tuple[str, str], Cluster] = {}
        self._blocks: dict[tuple[str, str], list[Cluster]] = {}

    def items(self, reports: Sequence[Annotated]) -> list[Item]:
        """The entities of all reports, in order."""
        return [
            Item(report, place, entity, self.judged.groups(entity))
            for report, annotated in enumerate(reports)
            for place, entity in enumerate(annotated.entities)
        ]

    def make(self, kind: str, item: Item, keys: Iterable[str]) -> Cluster:
        """A new cluster with one member."""
        cluster = Cluster(kind, (item.report, item.place))
        cluster.add(item)
        self.clusters.append(cluster)
        self.index(cluster, keys)
        return cluster

    def index(self, cluster: Cluster, keys: Iterable[str], kind: str | None = None) -> None:
        """Let the cluster be found by these keys too."""
        for key in keys:
            block = self._blocks.setdefault((kind or cluster.kind, key), [])
            if cluster not in block[-_BLOCK:]:
                block.append(cluster)

    def name(self, cluster: Cluster, *names: str, kind: str | None = None) -> None:
        """Let the cluster be found by these exact names, where no other one is."""
        for name in names:
            self._exact.setdefault((kind or cluster.kind, name), cluster)

    def named(self, kind: str, name: str, item: Item) -> Cluster | None:
        """The cluster of that exact name, None where there is none or a judgement keeps the entity out of it."""
        cluster = self._exact.get((kind, name))
        return cluster if cluster and cluster.members and not self.parted(cluster, item.groups) else None

    def near(self, kind: str, keys: Iterable[str], groups: Iterable[int] = ()) -> list[Cluster]:
        """Clusters that share a key, in the order made."""
        mine = frozenset(groups)
        found = {id(cluster): cluster for key in keys for cluster in self._blocks.get((kind, key), ())[:_BLOCK]}
        fit = [cluster for cluster in found.values() if cluster.members and not self.parted(cluster, mine)]
        return sorted(fit, key=lambda cluster: cluster.first)

    def parted(self, cluster: Cluster, groups: Iterable[int]) -> bool:
        """Whether a judgement keeps entities with these numbers out of the cluster."""
        return bool(cluster.groups) and self.judged.parted(cluster.groups, groups) is not None


def kind_of(entity: Entity) -> str:
    """The drawer that an entity is looked for in; types that taggers mix up share one."""
    if entity.type in _PLACES:
        return "state" if _is_state(entity) else "place"
    return {"PERSON": "person", "ORG": "body"}.get(entity.type, entity.type)


def _is_state(entity: Entity) -> bool:
    country = countries.by_code().get(entity.country or "")
    return country is not None and country.name == entity.name


def person_keys(name: str) -> set[str]:
    """What two spellings of one person's name share at least one of."""
    words = alike.person(name).words
    bones = {alike.skeleton(word)[:3] for word in words if len(word) > 1}
    return {
        *map(alike.key, words),
        *("~" + bone for bone in bones if len(bone) == 3),
        *class_keys(words),
        "+" + "".join(words),
    }


def class_keys(words: Iterable[str]) -> set[str]:
    """A key for every class of spellings that a word stands in."""
    kinds: tuple[naming.Classes, ...] = ("classes", "korean", "chinese")
    return {f"{kind}{number}" for kind in kinds for word in words for number in naming.classes(kind).get(word, ())}


def body_keys(name: str) -> set[str]:
    """What two names of one body share at least one of."""
    words = alike.body(name)
    letters = alike.acronym(name)
    known = naming.classes("bodies").get(name.casefold().replace("’", "'").removeprefix("the "), frozenset())
    initials = "".join(word[0] for word in re.split(r"[\s\-/]+", name) if word[:1].isupper())
    return {
        *(alike.key(word) for word in words[:1] + words[-1:]),
        *("!" + part for part in (letters, initials) if part and len(part) > 2),
        *(f"#{number}" for number in known),
    }


def thing_keys(name: str) -> set[str]:
    """What two names of one product, vessel or stock index share at least one of."""
    core, row = designations.core(name), benchmarks.find(name)
    return {*place_keys(alike.singular(name)), *(["@" + core] if core else ()), *(["=" + row.name] if row else ())}


def place_keys(name: str) -> set[str]:
    """What two names of one place or thing share at least one of."""
    folded = alike.fold(name)
    numbers = naming.classes("places").get(name.casefold(), frozenset()) | naming.classes("places").get(
        folded, frozenset()
    )
    return {" ".join(map(alike.key, re.split(r"[\s-]+", folded))), *(f"#{number}" for number in numbers)}
