"""The bytes of one document, told apart by what they hold, to the texts and links in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from consilience.read import feeds, newsml, ninjs, pages, records, sitemaps, subscriptions, trees
from consilience.read.decode import decode
from consilience.read.entries import Entry, Faulty
from consilience.read.files import Kind
from consilience.read.unreadable import UnreadableError


@dataclass(frozen=True, slots=True)
class Listed:
    """The address of a feed or a sitemap that a list names."""

    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """A report as the keys of a report JSON; ``place`` says where in the document it stands."""

    fields: Mapping[str, Any]
    place: str = ""


# A text, a link to one (an entry without a text), a link to a list, or a part that gives nothing.
Part = Text | Entry | Listed | Faulty


def parts(data: bytes, kind: Kind, *, charset: str | None = None, address: str | None = None) -> Iterator[Part]:
    """What the document holds, in its order; raises :class:`UnreadableError`.

    ``kind`` is what its name says, and decides only where the content does not. ``charset`` is the encoding that a
    server named and ``address`` where the document was fetched, to which its links are relative.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    text = decode(data, markup=kind in ("page", "markup", "unknown") or data.lstrip()[:1] == b"<", named=charset)
    root = trees.root(text)
    if root is not None and (reading := _READERS.get(root)) is not None:
        for part in reading(text, address):
            yield _told(part)
    elif kind == "record" or (kind in ("unknown", "markup") and text.lstrip()[:1] in ("{", "[")):
        yield from record(text)
    elif kind == "page" or root == "html" or (kind == "unknown" and pages.looks_like_page(text)):
        yield Text(pages.parse(text, address))
    elif kind == "markup":
        raise UnreadableError(
            f"XML of a kind that is not read: its root is <{root}>" if root else "no XML element in its first 64 kB"
        )
    else:
        yield Text({"text": text})


def record(text: str) -> Iterator[Part]:
    """What a JSON object holds: a report of the program's own form, or an item of ninjs."""
    value = records.load(text)
    if ninjs.is_ninjs(value):
        for part in ninjs.parse(value):
            yield _told(part)
    else:
        yield Text(records.checked(value))


def page(data: bytes, charset: str | None, address: str | None) -> Text:
    """A web page; raises :class:`UnreadableError`."""
    return Text(pages.parse(decode(data, markup=True, named=charset), address))


def _told(part: Entry | Listed | Faulty) -> Part:
    if not isinstance(part, Entry):
        return part
    if part.text is not None:
        return Text(part.fields(), part.place)
    return part if part.url else Faulty(part.place, "the entry has neither a text nor a link")


def _feed(text: str, address: str | None) -> Iterator[Entry | Listed | Faulty]:
    found = feeds.parse(text, address).entries
    if not found:
        raise UnreadableError("the feed has no entries")
    yield from found


def _sitemap(text: str, address: str | None) -> Iterator[Entry | Listed | Faulty]:
    found = sitemaps.parse(text)
    if not found.entries and not found.sitemaps:
        raise UnreadableError("the sitemap names no address")
    yield from found.entries
    yield from map(Listed, found.sitemaps)


def _outlines(text: str, address: str | None) -> Iterator[Entry | Listed | Faulty]:
    yield from (Listed(subscription.url) for subscription in subscriptions.parse(text))


def _message(text: str, address: str | None) -> Iterator[Entry | Listed | Faulty]:
    yield from newsml.parse(text)


_Reading = Callable[[str, str | None], Iterator[Entry | Listed | Faulty]]
# By the local name of the root element.
_READERS: Mapping[str, _Reading] = {
    **dict.fromkeys(feeds.ROOTS, _feed),
    **dict.fromkeys(sitemaps.ROOTS, _sitemap),
    **dict.fromkeys(newsml.ROOTS, _message),
    subscriptions.ROOT: _outlines,
}
