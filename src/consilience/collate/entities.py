"""Entities across the reports of one story.

Every entity of a report is compared with the clusters that share a word, a
country or first letters with it, never with all. Two names join when
:mod:`consilience.annotate.alike` says they are the same; a surname, a short
form or an abbreviation joins when exactly one cluster of the story can be
meant. Nothing joins on a shared forename, on an office, or on likeness alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consilience.annotate import alike
from consilience.model import Annotated, Entity, StoryEntity
from consilience.tables import agencies, countries, naming

_PLACES = frozenset({"GPE", "LOC", "FAC"})
# A block of names that share a word is searched so far and no farther.
_BLOCK = 60


@dataclass(slots=True)
class _Cluster:
    """Entities of several reports that are one."""

    kind: str
    first: tuple[int, int]
    members: list[tuple[int, Entity]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    full: dict[str, None] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)

    def add(self, report: int, entity: Entity, reason: str | None = None) -> None:
        self.members.append((report, entity))
        for mention in entity.mentions:
            self.names[" ".join(mention.text.split())] += 1
        self.names[entity.name] += 0
        self.full.setdefault(entity.name)
        if reason:
            self.reasons.setdefault(reason)


def _kind(entity: Entity) -> str:
    """The drawer that an entity is looked for in; types that taggers mix up share one."""
    if entity.type in _PLACES:
        return "state" if _is_state(entity) else "place"
    return {"PERSON": "person", "ORG": "body"}.get(entity.type, entity.type)


def _is_state(entity: Entity) -> bool:
    country = countries.by_code().get(entity.country or "")
    return country is not None and country.name == entity.name


def _regnal(entity: Entity) -> bool:
    """Whether the entity is called by a title and a forename ("King Salman", "Pope Leo")."""
    words = entity.name.split()
    titles = {word for text in entity.descriptors for word in text.split()} | {*words[:-1]}
    return len(alike.person(entity.name).words) == 1 and bool(titles & naming.words("regnal"))


class _Linker:
    """The clusters found so far, and where a name is looked up among them."""

    def __init__(self) -> None:
        self.clusters: list[_Cluster] = []
        self.exact: dict[tuple[str, str], _Cluster] = {}
        self.blocks: dict[tuple[str, str], list[_Cluster]] = {}

    def make(self, kind: str, first: tuple[int, int], keys: Iterable[str]) -> _Cluster:
        cluster = _Cluster(kind, first)
        self.clusters.append(cluster)
        self.index(cluster, keys)
        return cluster

    def index(self, cluster: _Cluster, keys: Iterable[str]) -> None:
        for key in keys:
            block = self.blocks.setdefault((cluster.kind, key), [])
            if cluster not in block[-_BLOCK:]:
                block.append(cluster)

    def near(self, kind: str, keys: Iterable[str]) -> list[_Cluster]:
        """Clusters that share a key, in the order made."""
        found = {id(cluster): cluster for key in keys for cluster in self.blocks.get((kind, key), ())[:_BLOCK]}
        return sorted(found.values(), key=lambda cluster: cluster.first)


def _person_keys(name: str) -> set[str]:
    words = alike.person(name).words
    bones = {alike.skeleton(word)[:3] for word in words if len(word) > 1}
    return {
        *map(alike.key, words),
        *("~" + bone for bone in bones if len(bone) == 3),
        *_class_keys(words),
        "+" + "".join(words),
    }


def _class_keys(words: Iterable[str]) -> set[str]:
    """A key for every class of spellings that a word stands in."""
    kinds: tuple[naming.Classes, ...] = ("classes", "korean", "chinese")
    return {f"{kind}{number}" for kind in kinds for word in words for number in naming.classes(kind).get(word, ())}


def _body_keys(name: str) -> set[str]:
    words = alike.body(name)
    letters = alike.acronym(name)
    known = naming.classes("bodies").get(name.casefold().replace("’", "'").removeprefix("the "), frozenset())
    initials = "".join(word[0] for word in re.split(r"[\s\-/]+", name) if word[:1].isupper())
    return {
        *(alike.key(word) for word in words[:1] + words[-1:]),
        *("!" + part for part in (letters, initials) if part and len(part) > 2),
        *(f"#{number}" for number in known),
    }


def _place_keys(name: str) -> set[str]:
    folded = alike.fold(name)
    numbers = naming.classes("places").get(name.casefold(), frozenset()) | naming.classes("places").get(
        folded, frozenset()
    )
    return {" ".join(map(alike.key, re.split(r"[\s-]+", folded))), *(f"#{number}" for number in numbers)}


def _persons(linker: _Linker, items: list[tuple[int, int, Entity]]) -> list[tuple[int, int, Entity]]:
    """Full names first, by the words they share; returns the single names for later."""
    single = []
    for report, place, entity in items:
        if len(alike.person(entity.name).words) < 2:
            single.append((report, place, entity))
            continue
        known = linker.exact.get(("person", entity.name))
        if known:
            known.add(report, entity)
            continue
        keys = _person_keys(entity.name)
        found = None
        for cluster in linker.near("person", keys):
            verdicts = [alike.persons(entity.name, name) for name in cluster.full]
            same = [verdict for verdict in verdicts if verdict]
            if same and not any(verdict.relation == "different" for verdict in verdicts):
                found = cluster, same[0].reason
                break
        if found:
            cluster, reason = found
            cluster.add(report, entity, f"{entity.name} and {cluster.members[0][1].name}: {reason}")
            linker.index(cluster, keys)
        else:
            cluster = linker.make("person", (report, place), keys)
            cluster.add(report, entity)
        linker.exact["person", entity.name] = cluster
    return single


def _called(linker: _Linker, report: int, entity: Entity) -> tuple[_Cluster, str] | None:
    """The one person of the story whom a single name can mean, and none that its own report keeps apart from it."""
    word = alike.person(entity.name).words
    if not word:
        return None
    regnal = _regnal(entity)
    fits = []
    for cluster in linker.near("person", {alike.key(word[0]), *_class_keys(word[:1])}):
        if any(number == report for number, _ in cluster.members):
            continue
        names = [parts for name in cluster.full if len((parts := alike.person(name)).words) > 1]
        surname = any(alike.same_word(word[0], name.surname) for name in names)
        forename = any(alike.same_word(word[0], name.words[0]) for name in names)
        if (forename if regnal else surname) and names:
            fits.append(cluster)
    if len(fits) != 1:
        return None
    return fits[0], f"{entity.name}: the {'forename' if regnal else 'surname'} of no one else in the story"


def _single_persons(linker: _Linker, items: list[tuple[int, int, Entity]]) -> None:
    for report, place, entity in items:
        called = _called(linker, report, entity)
        exact = linker.exact.get(("person", alike.fold(entity.name)))
        if called:
            called[0].add(report, entity, called[1])
        elif exact:
            exact.add(report, entity)
        else:
            cluster = linker.make("person", (report, place), ())
            linker.exact["person", alike.fold(entity.name)] = cluster
            cluster.add(report, entity)


def _abbreviations(entity: Entity) -> tuple[str, ...]:
    """The abbreviations that a report uses beside a body's name."""
    return tuple(sorted({m.text for m in entity.mentions if alike.acronym(m.text) and m.text != entity.name}))


def _bodies(linker: _Linker, items: list[tuple[int, int, Entity]]) -> None:
    """Bodies of one name first; then short forms and abbreviations that only one of them can be."""
    waiting: list[_Cluster] = []
    for report, place, entity in sorted(items, key=lambda item: not _abbreviations(item[2])):
        known = linker.exact.get(("body", entity.name))
        if known:
            known.add(report, entity)
            continue
        agency = agencies.find(entity.name)
        keys = {"agency " + agency.name} if agency else _body_keys(entity.name)
        found: tuple[_Cluster, str] | None = None
        for cluster in linker.near("body", keys):
            verdict = alike.bodies(entity.name, cluster.members[0][1].name)
            if agency or verdict:
                found = cluster, "names of one agency" if agency else verdict.reason
                break
        if found:
            cluster, reason = found
            cluster.add(report, entity, f"{entity.name} and {cluster.members[0][1].name}: {reason}")
            linker.index(cluster, keys)
        else:
            cluster = linker.make("body", (report, place), keys)
            cluster.add(report, entity)
            waiting.append(cluster)
        for name in (entity.name, *_abbreviations(entity)):
            linker.exact.setdefault(("body", name), cluster)
    for cluster in waiting:
        _shorten(linker, cluster)


def _shorten(linker: _Linker, cluster: _Cluster) -> None:
    """Join a body's short form to the one longer name that it is the beginning of."""
    name = cluster.members[0][1].name
    words = alike.body(name)
    if not 0 < len(words) <= 3 or agencies.find(name) or name in naming.bodies():
        return
    fits = []
    for other in linker.near("body", {alike.key(words[0]), alike.key(words[-1])}):
        long = alike.body(other.members[0][1].name) if other.members else ()
        if other is cluster or len(long) <= len(words):
            continue
        rest = long[len(words) :] if long[: len(words)] == words else ()
        nation = len(words) > 1 and long[-len(words) :] == words and long[0][0] == "="
        if (rest and not naming.words("civic").issuperset(rest) and words[0][0] != "=") or nation:
            fits.append(other)
    together = {report for report, _ in cluster.members}
    apart = [other for other in fits if not together & {report for report, _ in other.members}]
    if len(fits) == 1 and apart:
        for report, entity in cluster.members:
            fits[0].add(
                report, entity, f"{name}: short for {fits[0].members[0][1].name}, and for nothing else in the story"
            )
        cluster.members.clear()


def _states(linker: _Linker, items: list[tuple[int, int, Entity]]) -> None:
    for report, place, entity in items:
        cluster = linker.exact.get(("state", entity.country or ""))
        if cluster is None:
            cluster = linker.exact["state", entity.country or ""] = linker.make("state", (report, place), ())
        cluster.add(report, entity, f"names of {entity.name}, and its capital or seat where it acts")


def _others(linker: _Linker, kind: str, items: list[tuple[int, int, Entity]]) -> None:
    for report, place, entity in items:
        known = linker.exact.get((kind, entity.name))
        if known:
            known.add(report, entity)
            continue
        nation = kind == "NORP" and entity.country
        keys = {"=" + str(entity.country)} if nation else _place_keys(entity.name)
        found = None
        for cluster in linker.near(kind, keys):
            verdict = alike.places(entity.name, cluster.members[0][1].name)
            if nation or verdict:
                found = cluster, "words for one people" if nation else verdict.reason
                break
        if found:
            cluster, reason = found
            cluster.add(report, entity, f"{entity.name} and {cluster.members[0][1].name}: {reason}")
        else:
            cluster = linker.make(kind, (report, place), keys)
            cluster.add(report, entity)
        linker.exact[kind, entity.name] = cluster


def _mistyped(linker: _Linker, items: list[tuple[int, int, Entity]]) -> list[tuple[int, int, Entity]]:
    """Single words that one report takes for a body and another for a surname; returns the rest."""
    rest = []
    longer = {entity.name.split()[0] for _, _, entity in items if " " in entity.name}
    for report, place, entity in items:
        single = (
            " " not in entity.name
            and entity.name.istitle()
            and entity.name not in longer
            and not agencies.find(entity.name)
        )
        called = _called(linker, report, entity) if single and entity.name not in naming.bodies() else None
        if called:
            called[0].add(report, entity, called[1])
        else:
            rest.append((report, place, entity))
    return rest


def _retyped(linker: _Linker) -> None:
    """One name that reports type differently is one thing, unless one report holds both."""
    named: dict[str, _Cluster] = {}
    for cluster in sorted(linker.clusters, key=lambda cluster: (-len(cluster.members), cluster.first)):
        if not cluster.members or cluster.kind in ("person", "state", "NORP"):
            continue
        name = alike.fold(cluster.members[0][1].name)
        other = named.setdefault(name, cluster)
        apart = other is not cluster and not {r for r, _ in other.members} & {r for r, _ in cluster.members}
        if apart:
            for report, entity in cluster.members:
                other.add(report, entity, f"{entity.name}: the same name under another type")
            cluster.members.clear()


def _story_entity(number: int, cluster: _Cluster, reports: Sequence[Annotated]) -> StoryEntity:
    names = [name for name, count in cluster.names.items() if count]
    types = Counter(entity.type for _, entity in cluster.members)
    countries_ = Counter(entity.country for _, entity in cluster.members if entity.country)
    name = _best(cluster)
    return StoryEntity(
        id=f"E{number}",
        name=name,
        type=types.most_common(1)[0][0],
        country=countries_.most_common(1)[0][0] if countries_ else None,
        aliases=tuple(alias for alias in names if alias != name),
        mentions=tuple((reports[report].report.id, entity.id) for report, entity in cluster.members),
        reasons=tuple(cluster.reasons) if len(names) > 1 else (),
    )


def _best(cluster: _Cluster) -> str:
    """The name that most reports give in full; of equals the longest, then the first."""
    votes = Counter(entity.name for _, entity in cluster.members)
    longest = max(len(name.split()) for name in votes)
    wordy = {name: count for name, count in votes.items() if len(name.split()) >= min(2, longest)}
    return max(wordy, key=lambda name: (wordy[name], len(name.split())))


def link(reports: Sequence[Annotated]) -> tuple[StoryEntity, ...]:
    """The entities of a story, those of most reports first, then by first mention.

    ``mentions`` are pairs of a report's id and the id of an entity in it, every
    entity of every report in exactly one; ``reasons`` say why names are one.
    """
    drawers: dict[str, list[tuple[int, int, Entity]]] = {}
    for number, annotated in enumerate(reports):
        for place, entity in enumerate(annotated.entities):
            drawers.setdefault(_kind(entity), []).append((number, place, entity))
    linker = _Linker()
    _single_persons(linker, _persons(linker, drawers.pop("person", [])))
    _bodies(linker, _mistyped(linker, drawers.pop("body", [])))
    _states(linker, drawers.pop("state", []))
    for kind in sorted(drawers):
        _others(linker, kind, drawers[kind])
    _retyped(linker)
    found = [cluster for cluster in linker.clusters if cluster.members]
    for cluster in found:
        cluster.members.sort(key=lambda member: (member[0], member[1].mentions[0].start if member[1].mentions else 0))
    found.sort(key=lambda cluster: (-len({report for report, _ in cluster.members}), cluster.first))
    return tuple(_story_entity(number, cluster, reports) for number, cluster in enumerate(found, 1))
