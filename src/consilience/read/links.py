"""Addresses as documents write them, made whole and safe to show."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_MAX = 4_096  # characters; longer ones are not fetched
# What would change a terminal or hide in a line; no address has it unencoded.
_UNSOUND = re.compile("[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]")


def link(given: str | None, base: str | None = None) -> str | None:
    """The web address that is meant, relative to ``base``; None where it is none.

    White space around it and line breaks within go; spaces within are encoded.
    """
    text = re.sub(r"[\t\r\n]", "", (given or "").strip()).replace(" ", "%20")
    if not text or len(text) > _MAX or _UNSOUND.search(text):
        return None
    try:
        joined = urljoin(base or "", text)
        parts = urlsplit(joined)
        return joined if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def sound(name: str) -> str:
    """A name in one line, without what would change a terminal or hide in it."""
    return " ".join(_UNSOUND.sub(" ", name).split())


def host(url: str | None) -> str | None:
    """The host of an address without "www.", None where there is none."""
    try:
        found = urlsplit(url or "").hostname
    except ValueError:
        return None
    return found.removeprefix("www.") if found else None
