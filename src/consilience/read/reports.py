"""From the fields of an input to a report: identity, outlet, title, date, language, byline."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from consilience.model import DatedBy, Report
from consilience.read import clean, dates, language
from consilience.read.unreadable import UnreadableError

# A text is parsed whole, and a parser's memory grows with it; the longest live blogs stay below.
MAX_CHARACTERS = 300_000
_FIELDS = ("id", "outlet", "publisher", "title", "url", "published", "language", "byline")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ID_CHARACTERS = 200
_HEADLINE_CHARACTERS = 200
_HEADLINE_WORDS = range(3, 31)
_NO_HEADLINE_END = re.compile(r"(?<![A-Z])[.:;,…][\"”’')]*$")


def build(path: str, fields: Mapping[str, Any], published: str | None = None) -> Report:
    """The report that ``fields``, the keys of a report JSON, describe.

    A value of the wrong kind, an address that is none and a date that is none stay in ``extra`` under their
    names, beside the keys that are not known. ``published`` dates a report without a date of its own. Raises
    :class:`UnreadableError`.
    """
    text = fields["text"]
    if not text.strip():
        raise UnreadableError("the text is empty")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"the text is longer than {MAX_CHARACTERS:,} characters")
    if _SURROGATE.search(text):
        raise UnreadableError("broken text: it holds halves of surrogate pairs")
    given: dict[str, str | None] = {name: _string(fields.get(name)) for name in _FIELDS}
    given["id"] = given["id"] if len(given["id"] or "") <= _ID_CHARACTERS else None
    given["published"] = dates.iso(fields.get("published"))
    given["url"] = _address(given["url"])
    given["language"] = language.tag(fields.get("language"))
    title = given["title"] or headline(text)
    removed = clean.removed(text, title)
    outlet = given["outlet"] or (_host(given["url"]) if given["url"] else None)
    date = given["published"] or clean.published(text, removed)
    dated_by: DatedBy = "metadata" if date else "given" if published else "unknown"
    credits = _names(fields.get("credits"))
    used = {"text", *(name for name, value in given.items() if value), *(["credits"] if credits else [])}
    unused = {name for name, value in fields.items() if value is not None and name not in used}
    return Report(
        id=given["id"] or identity(path, text, given["url"], outlet),
        path=path,
        text=text,
        outlet=outlet,
        publisher=given["publisher"],
        title=title,
        url=given["url"],
        published=date or published,
        dated_by=dated_by,
        language=given["language"] or language.detect(text),
        byline=_byline(given["byline"]) or clean.byline(text, removed),
        credits=credits,
        removed=removed,
        extra={_sound(name): _sound(value) for name, value in fields.items() if name in unused and value != ""},
    )


def identity(path: str, text: str, url: str | None, outlet: str | None, *, whole: bool = False) -> str:
    """A hash (SHA-256, 24 digits) of the text and of where it was published.

    The address says where; without one the outlet and the file's name do (with ``whole`` its path), so that
    two outlets which carry one text word for word stay two reports.
    """
    where = [url] if url else [outlet or "", path if whole else PurePath(path).name]
    return hashlib.sha256("\0".join([text, *where]).encode()).hexdigest()[:24]


def headline(text: str) -> str | None:
    """The first line where it looks like a headline: short, without a final stop, and text follows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or len(lines[0]) > _HEADLINE_CHARACTERS or len(lines[0].split()) not in _HEADLINE_WORDS:
        return None
    if _NO_HEADLINE_END.search(lines[0]) or not re.search(r"[^\W\d_]", lines[0]) or lines[1][:1].islower():
        return None
    return None if clean.removed(lines[0], None) else lines[0]


def _string(value: object) -> str | None:
    if isinstance(value, list | tuple) and value and all(isinstance(v, str) for v in value):
        value = ", ".join(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _SURROGATE.sub("\ufffd", value).strip() or None if isinstance(value, str) else None


def _names(value: object) -> tuple[str, ...]:
    """The agencies that a list names; what is no list of names stays where it is."""
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
        return ()
    return tuple(dict.fromkeys(name for one in value if (name := _string(one))))


def _sound(value: Any) -> Any:
    """The value without halves of surrogate pairs, which no output can hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_sound(v) for v in value]
    if isinstance(value, dict):
        return {_sound(k): _sound(v) for k, v in value.items()}
    return value


def _address(url: str | None) -> str | None:
    """A web address; what has another scheme is no place of publication, and unsafe to show as a link."""
    return url if url and _host(url) and not re.search(r"[\s\x00-\x1f\x7f]", url) else None


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and parts.scheme in ("http", "https") else None


def _byline(given: str | None) -> str | None:
    return re.sub(r"^by\s+", "", given, flags=re.I) or None if given else None
