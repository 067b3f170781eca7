"""Saved web pages: main text and metadata by trafilatura."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from consilience.read.unreadable import UnreadableError

# Browsers write the address of a saved page into a comment at its head.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_HEAD = 4096
_MAX_TAGS = 100_000  # a long live blog has a fifth; the extractor's time grows faster than their number
# Only what the page itself declares: a date found somewhere in its text is not the date of publication.
# Without bounds of our own the extractor takes today for the last possible day.
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "outputformat": "%Y-%m-%dT%H:%M:%S%z",
    "min_date": "1900-01-01",
    "max_date": "2199-12-31",
}


def parse(markup: str, fetched_from: str | None = None) -> dict[str, Any]:
    """The page as a report object: "text" (the main text) and what its metadata gives of "title", "byline",
    "published", "url", "outlet" and "language". Raises :class:`UnreadableError`.

    Where it is known from where the page was fetched, the address that it claims for itself counts on the same site
    alone and is else left under "canonical": a page may not name another outlet as its own.
    """
    if markup.count("<") > _MAX_TAGS:
        raise UnreadableError(f"the page has more than {_MAX_TAGS:,} tags")
    import trafilatura  # slow to load, and of use for pages only

    try:
        page = trafilatura.bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=dict(_DATES),
        )
    except Exception as error:  # whatever a parser written by others meets in a hostile page
        raise UnreadableError(f"the page cannot be parsed: {type(error).__name__}") from None
    found = page.as_dict() if page is not None and not isinstance(page, dict) else {}
    if not (found.get("text") or "").strip():
        raise UnreadableError("no main text found in the page")
    saved = _SAVED_FROM.search(markup, 0, _HEAD)
    claimed = found.get("url") or (saved[1] if saved else None)
    address = claimed if fetched_from is None or _site(claimed) == _site(fetched_from) else fetched_from
    fields = {
        "text": found["text"],
        "title": found.get("title"),
        "byline": found.get("author"),
        "published": _without_midnight(found.get("date")),
        "url": address,
        # Where there is an address its host names the outlet, the same for every page of the site.
        "outlet": None if address else found.get("sitename"),
        "language": found.get("language"),
        "canonical": None if claimed == address else claimed,
    }
    return {name: value for name, value in fields.items() if value}


def _site(address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host) if host else None


def _without_midnight(date: str | None) -> str | None:
    """Where a page declares only a day the extractor adds midnight."""
    return date.removesuffix("T00:00:00") if date else None


def looks_like_page(head: str) -> bool:
    """Whether a text of unknown kind opens like HTML."""
    return (
        re.match(
            r"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|meta|div|p)\b", head, re.I | re.S
        )
        is not None
    )
