"""Sitemaps with or without the news extension, and indexes of sitemaps: links to news pages, the latest first."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from consilience.read import dates, trees
from consilience.read.entries import Entry
from consilience.read.links import link
from consilience.read.unreadable import UnreadableError

ROOTS = ("urlset", "sitemapindex")
_MAX_ENTRIES = 50_000  # the protocol's own limit of one file


@dataclass(frozen=True, slots=True)
class Sitemap:
    """``entries`` are links to pages, ``sitemaps`` the addresses of further sitemaps, both the latest first."""

    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...]


def parse(text: str) -> Sitemap:
    """The sitemap or index of sitemaps in a text; raises :class:`UnreadableError`."""
    top = trees.parse(text)
    if trees.name(top) == "urlset":
        found = [_entry(url, str(number)) for number, url in enumerate(trees.children(top, "url"), start=1)][
            :_MAX_ENTRIES
        ]
        entries = (entry for entry in found if entry is not None)
        return Sitemap(tuple(sorted(entries, key=lambda e: e.published or e.updated or "", reverse=True)), ())
    if trees.name(top) == "sitemapindex":
        listed = [(_dated(inner), address) for inner in trees.children(top, "sitemap") if (address := _address(inner))]
        return Sitemap((), tuple(address for _, address in sorted(listed, key=lambda one: one[0], reverse=True)))
    raise UnreadableError(f"not a sitemap: its root is <{trees.name(top)[:40]}>")


def _entry(url: etree._Element, place: str) -> Entry | None:
    address = _address(url)
    if address is None:
        return None
    news = trees.first(url, "news")
    publication = trees.first(news, "publication") if news is not None else None
    named = {"publication": _inside(publication, "name"), "keywords": _inside(news, "keywords")}
    return Entry(
        id=address,
        url=address,
        title=_inside(news, "title"),
        published=dates.iso(_inside(news, "publication_date")),
        updated=dates.iso(_inside(url, "lastmod")),
        language=_inside(publication, "language"),
        extra={name: value for name, value in named.items() if value},
        place=place,
    )


def _inside(element: etree._Element | None, name: str) -> str | None:
    return trees.words(trees.first(element, name)) if element is not None else None


def _dated(element: etree._Element) -> str:
    return dates.iso(_inside(element, "lastmod")) or ""


def _address(element: etree._Element) -> str | None:
    return link(_inside(element, "loc"))
