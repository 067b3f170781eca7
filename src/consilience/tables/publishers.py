"""Outlets and who owns them: papers of one owner are one publisher, however many domains they have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from consilience.tables import load

_HOST = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/@\s]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\.?(?::\d+)?(?:[/?#].*)?$"
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """A row of publishers.toml: an outlet with its domains and the owner it counts under."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    owner: str
    country: str
    source: str


@lru_cache(maxsize=1)
def rows() -> tuple[Publisher, ...]:
    """All rows, in the file's order."""
    return tuple(
        Publisher(
            name=row["name"],
            domains=tuple(row["domains"]),
            aliases=tuple(row.get("aliases", ())),
            owner=owner["name"],
            country=row["country"],
            source=owner["source"],
        )
        for owner in load("publishers.toml")["owner"]
        for row in owner["outlets"]
    )


def key(name: str) -> str:
    """What two spellings of one outlet's name share."""
    return " ".join(name.replace("’", "'").split()).casefold()


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Publisher]:
    return {key(name): row for row in rows() for name in (row.name, *row.aliases)}


@lru_cache(maxsize=1)
def _by_domain() -> dict[str, Publisher]:
    return {domain: row for row in rows() for domain in row.domains}


def host(url: str) -> str | None:
    """The host of an address or a bare host in lower case, None where the text is neither."""
    found = _HOST.match(url.strip().lower())
    return found[1] if found else None


@lru_cache(maxsize=1 << 12)
def of(outlet_or_url: str) -> Publisher | None:
    """The outlet of that name, host or address, None where the table does not know it.

    A host belongs to the longest domain of the table that ends it, so that
    ``abcnews.go.com`` is not any other site under ``go.com``.
    """
    text = outlet_or_url.strip()
    named = _by_name().get(key(text))
    if named:
        return named
    address = host(text)
    if not address:
        return None
    parts = address.split(".")
    domains = _by_domain()
    for start in range(len(parts) - 1):
        found = domains.get(".".join(parts[start:]))
        if found:
            return found
    return None


def short_names(name: str) -> frozenset[str]:
    """What an outlet calls itself in its own text: the end of its name ("the Courier"), or its call sign ("KTRW").

    The beginning of a name alone is one where it has two words ("El Faro") or is in capitals; a first word
    that may be a place's is none.
    """
    words = name.removeprefix("The ").split()
    ends = {" ".join(words[k:]) for k in range(1, len(words))}
    starts = {" ".join(words[:k]) for k in range(1, len(words))}
    return frozenset(
        {end for end in ends if end[0].isupper()}
        | {start for start in starts if " " in start or (start.isupper() and start.isalpha() and len(start) > 2)}
    )
