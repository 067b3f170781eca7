"""News agencies and state media: who they are, where they sit, whose word they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from consilience.tables import load

_THE = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agency:
    """A row of agencies.toml. ``party`` is whose interest it speaks for, None where it is nobody's organ.

    ``aliases`` name it anywhere in news text; ``weak`` ones are also a word, a
    forename or a place, and name it only where the context says it is a medium.
    """

    name: str
    aliases: tuple[str, ...]
    kind: Literal["agency", "state media"]
    country: str
    party: str | None
    source: str
    weak: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def rows() -> tuple[Agency, ...]:
    """All rows, in the file's order."""
    return tuple(
        Agency(
            name=row["name"],
            aliases=tuple(row["aliases"]),
            kind=row["kind"],
            country=row["country"],
            party=row.get("party"),
            source=row["source"],
            weak=tuple(row.get("weak", ())),
        )
        for row in load("agencies.toml")["agencies"]
    )


def is_short(name: str) -> bool:
    """Whether a name is found in its exact case only: one word of at most seven letters ("AP", "dpa", "Tass")."""
    return " " not in name and len(name) <= 7


def key(name: str) -> str:
    """What two spellings of one name share: the article dropped, the case of longer names folded."""
    name = _THE.sub("", " ".join(name.replace("’", "'").split()))
    return name if is_short(name) else name.casefold()


@lru_cache(maxsize=1)
def _strong() -> dict[str, Agency]:
    return {key(name): row for row in rows() for name in (row.name, *row.aliases) if name not in row.weak}


@lru_cache(maxsize=1)
def _weak() -> dict[str, Agency | None]:
    found: dict[str, Agency | None] = {}
    for row in rows():
        for name in row.weak:
            found[key(name)] = None if key(name) in found else row
    return found


@lru_cache(maxsize=1 << 12)
def find(name: str, *, medium: bool = False) -> Agency | None:
    """The agency or state medium of that name, None where there is none.

    Short names count in their exact case only, "the" before a name does not
    count. With ``medium`` the caller knows from the context that the name is a
    medium's ("the … news agency", a credit, a byline), and names that mean
    something else elsewhere are found too, unless two rows share them.
    """
    wanted = key(name)
    return _strong().get(wanted) or (_weak().get(wanted) if medium else None)


@lru_cache(maxsize=1 << 10)
def of_host(address: str) -> Agency | None:
    """The agency whose name or initials, of three letters or more, a host consists of but for its ends ("tass.com")."""
    parts = [part for part in address.casefold().split(".") if part not in ("www", "en", "english")]
    label = parts[0] if len(parts) > 1 else ""
    found = [row for row in rows() if label in {_letters(name) for name in (row.name, *row.aliases, *row.weak)}]
    return found[0] if len(found) == 1 and len(label) > 2 else None


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
