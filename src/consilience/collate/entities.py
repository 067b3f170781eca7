"""Entities across the reports of one story.

Every entity of a report is compared with the clusters that share a word, a
country or first letters with it, never with all. Two names join when
:mod:`consilience.annotate.alike` says they are the same; a surname, a short
form or an abbreviation joins when exactly one cluster of the story can be
meant. Nothing joins on a shared forename, on an office, or on likeness alone.
What a person judged stands above all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from consilience.annotate import alike
from consilience.collate.judged import decide
from consilience.collate.linker import (
    Cluster,
    Item,
    Linker,
    body_keys,
    class_keys,
    kind_of,
    person_keys,
    place_keys,
    thing_keys,
)
from consilience.model import Annotated, Entity, Judgement, StoryEntity
from consilience.tables import agencies, countries, naming


def _regnal(entity: Entity) -> bool:
    """Whether the entity is called by a title and a forename ("King Salman", "Pope Leo")."""
    words = entity.name.split()
    titles = {word for text in entity.descriptors for word in text.split()} | {*words[:-1]}
    return len(alike.person(entity.name).words) == 1 and bool(titles & naming.words("regnal"))


def _same(name: str, cluster: Cluster, compare: Callable[[str, str], alike.Verdict]) -> str | None:
    """Why a name is the cluster's: the same as one of its names, and different from none.

    Names that a judgement brought in, and abbreviations, may be as different as they like.
    """
    verdicts = [(other, compare(name, other)) for other in cluster.full]
    same = next((verdict for _, verdict in verdicts if verdict), None)
    if same is not None and same.reason == alike.KNOWN:
        return same.reason
    free = {other for other in cluster.full if other in cluster.judged or alike.acronym(other)}
    if same is None or any(v.relation == "different" and other not in free for other, v in verdicts):
        return None
    return same.reason


def _judged(linker: Linker, items: Iterable[Item]) -> list[Item]:
    """Join what was judged the same; returns the rest."""
    seeds: dict[int, Cluster] = {}
    rest = []
    for item in items:
        held = [seeds[group] for group in sorted(item.groups) if group in seeds]
        cluster = next((seed for seed in held if not linker.parted(seed, item.groups)), None)
        joined = any(linker.judged.decisions.joined.get(group) for group in item.groups)
        kind = kind_of(item.entity)
        if cluster:
            cluster.add(item)
            linker.index(cluster, _keys(item), kind)
        elif joined:
            cluster = linker.make(kind, item, _keys(item))
        else:
            rest.append(item)
            continue
        cluster.judged.add(item.entity.name)
        linker.name(cluster, item.entity.name, kind=kind)
        for group in sorted(item.groups):
            seeds.setdefault(group, cluster)
    return rest


def _keys(item: Item) -> set[str]:
    kind = kind_of(item.entity)
    return {"person": person_keys, "body": body_keys, "PRODUCT": thing_keys}.get(kind, place_keys)(item.entity.name)


def _persons(linker: Linker, items: Iterable[Item]) -> list[Item]:
    """Full names first, by the words they share; returns the single names for later."""
    single = []
    for item in items:
        name = item.entity.name
        if len(alike.person(name).words) < 2:
            single.append(item)
            continue
        known = linker.named("person", name, item)
        if known:
            known.add(item)
            continue
        keys = person_keys(name)
        for cluster in linker.near("person", keys, item.groups):
            reason = _same(name, cluster, alike.persons)
            if reason:
                cluster.add(item, f"{name} and {cluster.name}: {reason}")
                linker.index(cluster, keys)
                break
        else:
            cluster = linker.make("person", item, keys)
        linker.name(cluster, name)
    return single


def _called(linker: Linker, item: Item) -> tuple[Cluster, str] | None:
    """The one person of the story whom a single name can mean, and none that its own report keeps apart from it."""
    entity = item.entity
    word = alike.person(entity.name).words
    if not word:
        return None
    regnal = _regnal(entity)
    fits = []
    for cluster in linker.near("person", {alike.key(word[0]), *class_keys(word[:1])}, item.groups):
        if item.report in cluster.reports:
            continue
        names = [parts for name in cluster.full if len((parts := alike.person(name)).words) > 1]
        surname = any(alike.same_word(word[0], name.surname) for name in names)
        forename = any(alike.same_word(word[0], name.words[0]) for name in names)
        if (forename if regnal else surname) and names:
            fits.append(cluster)
    if len(fits) != 1:
        return None
    return fits[0], f"{entity.name}: the {'forename' if regnal else 'surname'} of no one else in the story"


def _single_persons(linker: Linker, items: Iterable[Item]) -> None:
    for item in items:
        name = alike.fold(item.entity.name)
        called = _called(linker, item)
        exact = linker.named("person", name, item)
        if called:
            called[0].add(item, called[1])
        elif exact:
            exact.add(item)
        else:
            linker.name(linker.make("person", item, ()), name)


def _abbreviations(entity: Entity) -> tuple[str, ...]:
    """The abbreviations that a report uses beside a body's name."""
    return tuple(sorted({m.text for m in entity.mentions if alike.acronym(m.text) and m.text != entity.name}))


def _bodies(linker: Linker, items: Iterable[Item]) -> None:
    """Bodies of one name first; then short forms and abbreviations that only one of them can be."""
    waiting: list[Cluster] = []
    for item in sorted(items, key=lambda item: not _abbreviations(item.entity)):
        name = item.entity.name
        known = linker.named("body", name, item)
        if known:
            known.add(item)
            continue
        agency = agencies.find(name)
        keys = {"agency " + agency.name} if agency else body_keys(name)
        for cluster in linker.near("body", keys, item.groups):
            reason = "names of one agency" if agency else _same(name, cluster, alike.bodies)
            if reason:
                cluster.add(item, f"{name} and {cluster.name}: {reason}")
                linker.index(cluster, keys)
                break
        else:
            cluster = linker.make("body", item, keys)
            waiting.append(cluster)
        linker.name(cluster, name, *_abbreviations(item.entity))
    for cluster in waiting:
        _shorten(linker, cluster)


def _shorten(linker: Linker, cluster: Cluster) -> None:
    """Join a body's short form to the one longer name that it is the beginning of."""
    fits: dict[int, tuple[Cluster, str]] = {}
    for name in cluster.full:
        words = alike.body(name)
        if not 0 < len(words) <= 3 or agencies.find(name) or name in naming.bodies():
            continue
        for other in linker.near("body", {alike.key(words[0]), alike.key(words[-1])}, cluster.groups):
            if other is not cluster and any(_stands_for(words, name, alike.body(long)) for long in other.full):
                fits.setdefault(id(other), (other, name))
    chosen, short = next(iter(fits.values())) if len(fits) == 1 else (None, "")
    if chosen and not cluster.reports & chosen.reports:
        chosen.take(cluster, f"{short}: short for {chosen.name}, and for nothing else in the story")


def _stands_for(words: tuple[str, ...], name: str, long: tuple[str, ...]) -> bool:
    """Whether the words of a name begin a longer one, or are all of it but the country before them."""
    if len(long) <= len(words):
        return False
    proper = len(words) > 1 or alike.acronym(name) is not None
    if proper and long[-len(words) :] == words and long[0][0] == "=" and len(long) == len(words) + 1:
        return True
    rest = long[len(words) :] if long[: len(words)] == words else ()
    begins = len(words) > 1 or words[0][0] != "="
    return bool(rest) and begins and not naming.words("civic").issuperset(rest)


def _states(linker: Linker, items: Iterable[Item]) -> None:
    for item in items:
        cluster = linker.named("state", item.entity.country or "", item)
        if cluster is None:
            linker.name(linker.make("state", item, ()), item.entity.country or "")
        else:
            cluster.add(item, f"names of {item.entity.name}, and its capital or seat where it acts")


def _others(linker: Linker, kind: str, items: Iterable[Item]) -> None:
    keys_of, compare = (thing_keys, alike.things) if kind == "PRODUCT" else (place_keys, alike.places)
    for item in items:
        name = item.entity.name
        known = linker.named(kind, name, item)
        if known:
            known.add(item)
            continue
        nation = kind == "NORP" and item.entity.country
        keys = {"=" + str(item.entity.country)} if nation else keys_of(name)
        for cluster in linker.near(kind, keys, item.groups):
            reason = "words for one people" if nation else _same(name, cluster, compare)
            if reason:
                cluster.add(item, f"{name} and {cluster.name}: {reason}")
                break
        else:
            cluster = linker.make(kind, item, keys)
        linker.name(cluster, name)


def _mistyped(linker: Linker, items: Sequence[Item]) -> list[Item]:
    """Single words that one report takes for a body and another for a surname; returns the rest."""
    rest = []
    longer = {item.entity.name.split()[0] for item in items if " " in item.entity.name}
    for item in items:
        name = item.entity.name
        single = " " not in name and name.istitle() and name not in longer and not agencies.find(name)
        called = _called(linker, item) if single and name not in naming.bodies() else None
        if called:
            called[0].add(item, called[1])
        else:
            rest.append(item)
    return rest


def _retyped(linker: Linker) -> None:
    """One name that reports type differently is one thing, unless one report holds both.

    A name that stands for a person only where no report gives a title or a full
    name is the body or thing, if not the place, that the other reports call so.
    """
    named: dict[str, Cluster] = {}
    for cluster in sorted(linker.clusters, key=lambda cluster: (-len(cluster.members), cluster.first)):
        if not cluster.members or cluster.kind == "state":
            continue
        if cluster.kind == "person" and any(map(_titled, (entity for _, entity in cluster.members))):
            continue
        if cluster.kind == "NORP" and any(entity.country for _, entity in cluster.members):
            continue
        other = named.get(_form(cluster, cluster.name))
        if other and "person" in (cluster.kind, other.kind) and {"place", "NORP"} & {cluster.kind, other.kind}:
            continue  # "Jordan" and "Paris" are both
        if other and not other.reports & cluster.reports and not linker.parted(other, cluster.groups):
            other.take(cluster, f"{cluster.name}: the same name under another type")
            continue
        forms = [cluster.name] if cluster.kind == "person" else [*cluster.full]
        forms += cluster.names if cluster.kind == "PRODUCT" else ()
        for form in forms:
            named.setdefault(_form(cluster, form), cluster)


def _form(cluster: Cluster, name: str) -> str:
    """A name as it is held against others; things without the plural of their type."""
    return alike.fold(alike.singular(name) if cluster.kind != "NORP" else name)


def _titled(entity: Entity) -> bool:
    """Whether a report gives a person a title that nothing else bears."""
    heads = {text.split()[-1].lower() for text in entity.descriptors if text.split()}
    return bool(heads - naming.words("shared_roles"))


def _peoples(linker: Linker, items: Iterable[Item]) -> list[Item]:
    """Words such as "Russian" before a noun name the state; returns the peoples and groups."""
    rest = []
    for item in items:
        country = countries.by_code().get(item.entity.country or "")
        forms = {mention.text for mention in item.entity.mentions}
        area = naming.areas().get(item.entity.name) if forms == {item.entity.name} else None
        around = linker.near("place", place_keys(area), item.groups) if area else []
        if around:
            around[0].add(item, f"{item.entity.name}: what is {item.entity.name} is of {area}")
            continue
        cluster = linker.named("state", item.entity.country or "", item) if country else None
        if cluster and country and forms <= {*country.people}:
            cluster.add(item, f"{item.entity.name}: what is {item.entity.name} is of {country.name}")
        else:
            rest.append(item)
    return rest


def _story_entity(number: int, cluster: Cluster, reports: Sequence[Annotated], judged: Iterable[str]) -> StoryEntity:
    names = [name for name, count in cluster.names.items() if count]
    countries_ = Counter(entity.country for _, entity in cluster.members if entity.country)
    name = _best(cluster)
    return StoryEntity(
        id=f"E{number}",
        name=name,
        type=_type(cluster),
        country=countries_.most_common(1)[0][0] if countries_ else None,
        aliases=tuple(alias for alias in names if alias != name),
        mentions=tuple((reports[report].report.id, entity.id) for report, entity in cluster.members),
        reasons=(*dict.fromkeys(judged), *(tuple(cluster.reasons) if len(names) > 1 else ())),
    )


def _type(cluster: Cluster) -> str:
    """The type that most reports give; of one word that only some take for a person, what the others take it for."""
    if cluster.kind == "state":
        return "GPE"
    types = Counter(entity.type for _, entity in cluster.members)
    if len(types) > 1 and not any(" " in name for name in cluster.full):
        del types["PERSON"]
    return types.most_common(1)[0][0]


def _best(cluster: Cluster) -> str:
    """The name that most reports give in full, of a state its own; of equals the longest, then the first."""
    if cluster.kind == "state":
        return cluster.name
    votes = Counter(entity.name for _, entity in cluster.members)
    longest = max(len(name.split()) for name in votes)
    wordy = {name: count for name, count in votes.items() if len(name.split()) >= min(2, longest)}
    return max(wordy, key=lambda name: (wordy[name], len(name.split())))


def link(
    reports: Sequence[Annotated], judgements: Sequence[Judgement] = (), story: str | None = None
) -> tuple[StoryEntity, ...]:
    """The entities of a story, those of most reports first, then by first mention.

    ``mentions`` are pairs of a report's id and the id of an entity in it, every
    entity of every report in exactly one; ``reasons`` say why names are one, and
    which judgements bear on it: ``same`` joins, and what it joins carries on,
    ``different`` keeps apart, whatever the names look like. Judgements made for
    another story than ``story`` are left out.
    """
    linker = Linker(reports, decide(judgements, story))
    drawers: dict[str, list[Item]] = {}
    for item in _judged(linker, linker.items(reports)):
        drawers.setdefault(kind_of(item.entity), []).append(item)
    _single_persons(linker, _persons(linker, drawers.pop("person", [])))
    _bodies(linker, _mistyped(linker, drawers.pop("body", [])))
    _states(linker, drawers.pop("state", []))
    _others(linker, "place", drawers.pop("place", ()))
    drawers["NORP"] = _peoples(linker, drawers.get("NORP", ()))
    for kind in sorted(drawers):
        _others(linker, kind, drawers[kind])
    _retyped(linker)
    found = [cluster for cluster in linker.clusters if cluster.members]
    for cluster in found:
        cluster.members.sort(key=lambda member: (member[0], member[1].mentions[0].start if member[1].mentions else 0))
    found.sort(key=lambda cluster: (-len(cluster.reports), cluster.first))
    shown = {group for cluster in found for group in cluster.groups}
    return tuple(
        _story_entity(number, cluster, reports, linker.judged.notes(cluster.groups, shown))
        for number, cluster in enumerate(found, 1)
    )
