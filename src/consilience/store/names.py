"""People, bodies and places by any name of theirs: what is stored to find them by, and how they are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from consilience.annotate import alike
from consilience.collate.judged import Decisions, decide, plain
from consilience.model import Judgement, StoryEntity
from consilience.store import judgements, tables
from consilience.tables import naming

PERSON = "PERSON"
PLACES = ("GPE", "LOC", "FAC")
_SPELLINGS: tuple[naming.Classes, ...] = ("classes", "korean", "chinese")


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of a story that a name was found to mean, and why."""

    story: str
    name: str
    type: str
    names: tuple[str, ...]  # all of them, ``name`` first
    reason: str


def keys(entity: StoryEntity) -> tuple[str, ...]:
    """What an entity is looked up by: each of its names, and of a person the surnames alone."""
    names = (entity.name, *entity.aliases)
    surnames = [_surname(name) for name in names] if entity.type == PERSON else []
    return tuple(dict.fromkeys(filter(None, (*map(_whole, names), *surnames))))


def _whole(name: str) -> str:
    return " ".join(alike.fold(plain(name)).replace("-", " ").split())


def _surname(name: str) -> str:
    words = alike.person(name).words
    return alike.key(alike.person(name).surname) if words else ""


def _wanted(name: str) -> Iterator[str]:
    """The keys under which an entity of this name, in whatever spelling and order, may stand."""
    yield _whole(name)
    for word in alike.person(name).words:
        yield alike.key(word)
        for kind in _SPELLINGS:
            yield from map(alike.key, naming.class_of(kind, word))


def find(tx: Connection, name: str, *, places: bool = False) -> tuple[Named, ...]:
    """The people and bodies, or the places, of all stories that ``name`` can mean, in the order of their stories.

    Names that people judged to be the same are found by each other, those judged different are not. A word alone
    finds everybody with that surname.
    """
    decided = judgements.judgements(tx)
    own = {j.story for j in decided if j.story is not None}
    general = _Meaning(name, decided, None)
    special = {story: _Meaning(name, decided, story) for story in own}
    wanted = sorted({key for m in (general, *special.values()) for n in m.names for key in _wanted(n)})
    stored, entity = tables.names, tables.entities
    query = (
        select(entity.c.story, entity.c.number, entity.c.name, entity.c.type, entity.c.aliases)
        .join(stored, (stored.c.story == entity.c.story) & (stored.c.entity == entity.c.number))
        .where(stored.c.key.in_(wanted), entity.c.type.in_(PLACES) if places else entity.c.type.not_in(PLACES))
        .distinct()
        .order_by(entity.c.story, entity.c.number)
    )
    found = []
    for row in tx.execute(query):
        meaning = special.get(row.story, general)
        reason = meaning.reason(row.type, (row.name, *row.aliases))
        if reason:
            found.append(Named(row.story, row.name, row.type, (row.name, *row.aliases), reason))
    return tuple(found)


class _Meaning:
    """What a name means by the judgements that hold in a story."""

    def __init__(self, name: str, decided: Sequence[Judgement], story: str | None) -> None:
        self.name = name
        self.decisions: Decisions = decide(decided, story)
        group = self.decisions.groups.get(plain(name))
        judged = {plain(n): n for j in decided for n in (j.left, j.right)}
        same = [n for n, g in self.decisions.groups.items() if g == group and n != plain(name)]
        self.names = (name, *(judged[n] for n in same if n in judged))

    def reason(self, kind: str, names: Iterable[str]) -> str | None:
        """Why an entity of these names is meant; None where it is not."""
        names = tuple(names)
        groups = self.decisions.groups
        mine = [groups[plain(n)] for n in self.names if plain(n) in groups]
        if self.decisions.parted(mine, [groups[plain(n)] for n in names if plain(n) in groups]):
            return None
        for wanted in self.names:
            judged = "" if wanted == self.name else f"; {self.name} and {wanted} were judged the same"
            for name in names:
                if _whole(wanted) == _whole(name):
                    return f"{name} is a name of {names[0]}{judged}"
                if kind == PERSON and alike.persons(wanted, name):
                    return f"{wanted} is another spelling of {name}{judged}"
                if kind == PERSON and " " not in wanted.strip() and _surname(name) == alike.key(alike.fold(wanted)):
                    return f"{wanted} is the surname of {name}{judged}"
        return None
