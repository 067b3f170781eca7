"""Lists of feeds: OPML, nested or not, and plain lists of addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consilience.read import trees
from consilience.read.decode import decode
from consilience.read.files import content, reason
from consilience.read.links import link
from consilience.read.unreadable import UnreadableError

ROOT = "opml"
_MAX_BYTES = 10_000_000
_MAX_FEEDS = 10_000


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed's address and what the list calls it."""

    url: str
    title: str | None = None


def subscriptions(path: str | Path) -> tuple[Subscription, ...]:
    """The feeds that a file lists, each address once, in its order; raises :class:`UnreadableError`.

    The file is OPML, or has an address a line; a line that begins with # says nothing.
    """
    try:
        with Path(path).open("rb") as stream:
            text = decode(content(stream, _MAX_BYTES), markup=True)
    except OSError as error:
        raise UnreadableError(reason(error)) from error
    return parse(text) if trees.root(text) is not None else addresses(text)


def parse(text: str) -> tuple[Subscription, ...]:
    """The feeds of an OPML text, outlines within outlines included; raises :class:`UnreadableError`."""
    top = trees.parse(text)
    if trees.name(top) != ROOT:
        raise UnreadableError(f"no list of feeds: its root is <{trees.name(top)[:40]}>")
    found: dict[str, Subscription] = {}
    for outline in top.iter():
        if trees.name(outline) == "outline":
            given = {name.lower(): str(value).strip() for name, value in outline.attrib.items()}
            # OPML 2 has a feed's address in xmlUrl; lists of lists have the other list's in url, with type "include".
            address = given.get("xmlurl") or (given.get("url") if given.get("type") in ("rss", "atom") else None)
            if url := link(_plain(address or "")):
                found.setdefault(url, Subscription(url, given.get("title") or given.get("text") or None))
    if not found:
        raise UnreadableError("the list names no feed")
    return tuple(found.values())[:_MAX_FEEDS]


def addresses(text: str) -> tuple[Subscription, ...]:
    """The addresses of a text with one a line; raises :class:`UnreadableError` where a line is none."""
    found = dict.fromkeys(_listed(text))
    if not found:
        raise UnreadableError("the list names no feed")
    return tuple(Subscription(url) for url in found)[:_MAX_FEEDS]


def _listed(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        given = line.strip()
        if not given or given.startswith("#"):
            continue
        url = link(_plain(given)) if len(given.split()) == 1 else None
        if url is None:
            raise UnreadableError(f"line {number} is no address: {given[:60]!r}")
        yield url


def _plain(address: str) -> str:
    """feed:https://… and feed://… are how some programs write an address."""
    if address.startswith("feed://"):
        return "https://" + address.removeprefix("feed://")
    return address.removeprefix("feed:")
