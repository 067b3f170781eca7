"""Feeds looked at again and again, and the texts behind their links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from consilience.model import Quarantined, Report
from consilience.read import documents, feeds, reports, sitemaps, trees, wrappers
from consilience.read.answers import Fetched
from consilience.read.decode import decode
from consilience.read.documents import Text
from consilience.read.entries import Entry
from consilience.read.fetch import Fetcher
from consilience.read.gunzip import MARK
from consilience.read.links import sound
from consilience.read.unfold import whole
from consilience.read.unreadable import UnreadableError

_MOST_SITEMAPS = 5  # of an index, the latest first
_FIRST_PAUSE = 300.0  # seconds
_LONGEST_PAUSE = 86_400.0


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look at a feed gave; ``changed`` is False where the server says that nothing is new.

    ``etag`` and ``last_modified`` belong into the next look. ``permanent_url`` is the feed's new address if it moved
    for good; ``interval`` the seconds that it asks to wait between two looks, None where it asks for nothing.
    """

    url: str
    changed: bool
    entries: tuple[Entry, ...]
    etag: str | None
    last_modified: str | None
    fetched_at: str
    permanent_url: str | None = None
    title: str | None = None
    interval: float | None = None


def poll(feed_url: str, etag: str | None, last_modified: str | None, fetcher: Fetcher) -> Polled:
    """One look at a feed (RSS, Atom, a sitemap or an index of sitemaps), only for what is new.

    Raises :class:`~consilience.read.fetch.Refused`, :class:`~consilience.read.fetch.Failed` and, where the address
    gives no feed, :class:`UnreadableError`.
    """
    fetched = fetcher.get(feed_url, etag=etag, last_modified=last_modified)
    if fetched.status == 304:
        kept = (fetched.etag or etag, fetched.last_modified or last_modified)
        return Polled(feed_url, False, (), *kept, fetched.fetched_at, fetched.permanent_url, interval=fetched.max_age)
    text = _text(fetched, fetcher)
    root = trees.root(text)
    title, interval = None, None
    if root in feeds.ROOTS:
        feed = feeds.parse(text, fetched.final_url)
        entries, title, interval = feed.entries, feed.title, feed.interval
    elif root in sitemaps.ROOTS:
        entries = tuple(_linked(text, fetcher))
    elif root == "html":
        raise UnreadableError("not a feed: a web page")
    else:
        raise UnreadableError("not a feed" + (f": its root is <{root}>" if root else ""))
    return Polled(
        url=feed_url,
        changed=True,
        entries=entries,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        fetched_at=fetched.fetched_at,
        permanent_url=fetched.permanent_url,
        title=title,
        interval=max(filter(None, (interval, fetched.max_age)), default=None),
    )


def follow(entry: Entry, fetcher: Fetcher, *, published: str | None = None) -> Report | Quarantined:
    """The report that an entry holds or links to. ``published`` dates it where nothing else does.

    Its path is its address. What cannot be fetched or read is set aside with the reason; nothing is raised.
    """
    try:
        return report(entry, fetcher, published=published)
    except UnreadableError as error:
        return Quarantined(named(entry), str(error))


def report(entry: Entry, fetcher: Fetcher, *, published: str | None = None) -> Report:
    """As :func:`follow`, but raises: ``Failed`` where it may work later, else another :class:`UnreadableError`."""
    fields = entry.fields() if entry.text is not None else _behind(entry, fetcher)
    return reports.build(named(entry), fields, published)


def named(entry: Entry) -> str:
    """The path of an entry's report: its address, else what its publisher calls it, as far as that can be shown."""
    return entry.url or sound(entry.id) or "an entry without an address"


def pause(
    failures: int, *, retry_after: float | None = None, base: float = _FIRST_PAUSE, most: float = _LONGEST_PAUSE
) -> float:
    """The seconds to wait after so many failures in a row: twice as long each time, from ``base`` to ``most``.

    Never shorter than the server asked for in ``retry_after``, as far as ``most`` allows.
    """
    doubled = base * 2.0 ** min(max(failures - 1, 0), 30)
    return min(max(doubled, retry_after or 0.0), most)


def _behind(entry: Entry, fetcher: Fetcher) -> dict[str, Any]:
    """The fields of the text that a link leads to, and those of the entry that it lacks."""
    if entry.url is None:
        raise UnreadableError("the entry has neither a text nor a link")
    url, wrapped = wrappers.unwrapped(entry.url)
    if wrapped:
        raise UnreadableError("the link is an aggregator's and does not say where it leads")
    fetched = fetcher.get(url)
    data = unpacked(fetched, fetcher.limits.unfolded)
    found = documents.parts(data, "unknown", charset=fetched.charset, address=fetched.final_url)
    text = next((part for part in found if isinstance(part, Text)), None)
    if text is None:
        raise UnreadableError("no text at the address, only links")
    # What the page says of itself is nearer to it; the address is where it was found.
    given = {name: value for name, value in entry.fields().items() if name != "url"}
    return {**given, "url": fetched.final_url, **text.fields}


def unpacked(fetched: Fetched, limit: int) -> bytes:
    """The body, unfolded where it is itself a packed file, as sitemaps often are."""
    return whole(fetched.body, "gzip", limit) if fetched.body.startswith(MARK) else fetched.body


def _text(fetched: Fetched, fetcher: Fetcher) -> str:
    data = unpacked(fetched, fetcher.limits.unfolded)
    if not data.strip():
        raise UnreadableError("the answer is empty")
    return decode(data, markup=True, named=fetched.charset)


def _linked(text: str, fetcher: Fetcher) -> Iterator[Entry]:
    """The links of a sitemap, and of the latest of those that an index names; one that fails is passed over."""
    found = sitemaps.parse(text)
    yield from found.entries
    faults: list[UnreadableError] = []
    inner = found.sitemaps[:_MOST_SITEMAPS]
    for number, address in enumerate(inner, start=1):
        try:
            entries = sitemaps.parse(_text(fetcher.get(address), fetcher)).entries
        except UnreadableError as error:
            faults.append(error)
            continue
        yield from (replace(entry, place=f"{number}.{entry.place}") for entry in entries)
    if inner and len(faults) == len(inner):
        raise faults[0]
