"""RSS 0.9 to 2.0 and Atom, by feedparser: what a feed says of each news text, and the text where it carries it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consilience.read import dates, trees, wrappers
from consilience.read.entries import Entry
from consilience.read.links import host, link
from consilience.read.unreadable import UnreadableError

ROOTS = ("rss", "RDF", "feed", "channel")
_MAX_TAGS = 200_000  # feedparser takes some 7 µs a tag
_MAX_ENTRIES = 20_000
_MAX_FIELD = 2_000  # characters of a title, a name, an address
# A teaser is a sentence or two; a text that stands in the field of the summary has paragraphs.
_WORDS_OF_CONTENT = 40
_WORDS_OF_SUMMARY = 120
_CUT_OFF = re.compile(r"(?:…|\.\.\.|[…\.]\s?\]|continue reading\W*|read more\W*|read the full\b.{0,60})\s*\Z", re.I)
# The last line that WordPress adds to the texts in its feeds, in the languages that most of its news sites have.
_LAST_LINES = (
    ("The post", "(?:appeared first on|first appeared on)"),
    ("Der Beitrag", "erschien zuerst auf"),
    ("L[’']article", "est apparu en premier sur"),
    ("La entrada", "(?:se publicó primero en|aparece primero en)"),
    ("L[’']articolo", "proviene da"),
    ("O post", "apareceu primeiro em"),
    ("Het bericht", "verscheen eerst op"),
)
_FEED_LINES = re.compile(
    "(?m)^(?:" + "|".join(f"{start} .{{3,300}} {end} .{{2,120}}" for start, end in _LAST_LINES) + ")$\\n?"
)
_UNITS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LONGEST_INTERVAL = 86_400.0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's entries in its order; ``interval`` is how many seconds it asks to wait between two looks."""

    title: str | None
    entries: tuple[Entry, ...]
    interval: float | None = None


def parse(text: str, base: str | None = None) -> Feed:
    """The feed in a text; raises :class:`UnreadableError`. ``base`` is the address that its links are relative to.

    Markup that is not well-formed is read as far as it goes.
    """
    body = trees.without_entities(text)
    if body.count("<") > _MAX_TAGS:
        raise UnreadableError(f"the feed has more than {_MAX_TAGS:,} tags")
    import feedparser  # slow to load, and of use for feeds only

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # From bytes in memory: a plain string feedparser would take for an address and open it. Its own cleaning of
        # markup takes minutes on hostile input and is not needed: the markup goes.
        parsed = feedparser.parse(
            io.BytesIO(body.encode("utf-8", errors="replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever a parser written by others meets in a hostile feed
        raise UnreadableError(f"the feed cannot be parsed: {type(error).__name__}") from None
    if not parsed.entries:
        if parsed.bozo and not parsed.get("version"):
            raise UnreadableError(f"not a feed: {' '.join(str(parsed.get('bozo_exception')).split())[:120]}")
        if parsed.bozo:
            raise UnreadableError(f"the feed is broken before its first entry: {_fault(parsed)}")
    about = parsed.feed
    base = base or _string(about.get("link"))
    found = [
        _entry(entry, about, base, str(number)) for number, entry in enumerate(parsed.entries[:_MAX_ENTRIES], start=1)
    ]
    return Feed(_line(about.get("title")), tuple(found), _interval(about))


def _fault(parsed: Any) -> str:
    return " ".join(str(parsed.get("bozo_exception")).split())[:120]


def _entry(given: dict[str, Any], about: Mapping[str, Any], base: str | None, place: str) -> Entry:
    address = link(_string(given.get("feedburner_origlink")) or _string(given.get("link")), base)
    url, wrapped = wrappers.unwrapped(address) if address else (None, False)
    source, source_url = _source(given)
    title = _line(given.get("title"))
    if title and source:
        title = without_publisher(title, source)
    site, source_site = host(url), host(source_url)
    # A text that names another house as its source has its words from there.
    supplied = bool(source) and not wrapped and source_site is not None and site is not None and source_site != site
    # What an aggregator writes below a headline are other headlines.
    text = None if wrapped or address != url else _text(given, has_link=url is not None)
    return Entry(
        id=_string(given.get("id")) or url or title or "",
        url=url,
        title=title,
        text=text,
        published=_date(given, "published"),
        updated=_date(given, "updated"),
        outlet=source_site if wrapped or url is None else None,
        publisher=source,
        byline=_byline(given),
        language=_language(given) or _string(about.get("language")),
        credits=tuple(name for name in (source if supplied else None, *_credits(given)) if name),
        extra={"wrapper": address} if wrapped or (address and address != url) else {},
        place=place,
    )


def without_publisher(title: str, publisher: str) -> str:
    """The headline without " - Publisher", which aggregators append."""
    for dash in (" - ", " – ", " — ", " | "):
        head, found, tail = title.rpartition(dash)
        if found and head.strip() and tail.strip().casefold() == publisher.casefold():
            return head.strip()
    return title


def full(markup: str, least: int) -> str | None:
    """The text of a field that carries a whole article, None where it is a teaser of fewer words or cut off."""
    text = _FEED_LINES.sub("", trees.plain(markup) + "\n").strip()
    return None if len(text.split()) < least or _CUT_OFF.search(text[-200:]) else text


def _text(given: Mapping[str, Any], *, has_link: bool) -> str | None:
    contents = [c for c in given.get("content", ()) if isinstance(c, Mapping) and _textual(c.get("type"))]
    fields = [*((str(c.get("value") or ""), _WORDS_OF_CONTENT) for c in contents)]
    fields.append((str(given.get("summary") or ""), _WORDS_OF_SUMMARY))
    found = [text for markup, least in fields if (text := full(markup, least))]
    if found:
        return max(found, key=len)
    # Agencies' tickers give no page: then what stands there is all there is.
    return None if has_link else max((trees.plain(markup) for markup, _ in fields), key=len) or None


def _textual(kind: object) -> bool:
    return not isinstance(kind, str) or kind.startswith("text/") or "html" in kind


def _source(given: Mapping[str, Any]) -> tuple[str | None, str | None]:
    source = given.get("source")
    if not isinstance(source, Mapping):
        return _line(given.get("dc_source")), None
    href = _string(source.get("href")) or _string(source.get("link"))
    name = _line(source.get("title")) or _line(source.get("value"))
    return name, href


def _byline(given: Mapping[str, Any]) -> str | None:
    authors = [a for a in given.get("authors", ()) if isinstance(a, Mapping)]
    names = list(dict.fromkeys(name for a in authors if (name := _line(a.get("name")))))
    return ", ".join(names) or _line(given.get("author"))


def _credits(given: Mapping[str, Any]) -> tuple[str, ...]:
    # dcterms and some agencies' own field; media:credit names photographers and is not meant here.
    named = (_line(given.get(key)) for key in ("dc_publisher", "dcterms_publisher"))
    return tuple(name for name in named if name)


def _language(given: Mapping[str, Any]) -> str | None:
    details = [given.get("title_detail"), *given.get("content", ())]
    tags = (_string(d.get("language")) for d in details if isinstance(d, Mapping))
    return _string(given.get("dc_language")) or next((tag for tag in tags if tag), None)


def _date(given: dict[str, Any], name: str) -> str | None:
    # feedparser answers for a date that is not there with another one.
    if not dict.__contains__(given, name):
        return None
    # The text first: it still has the zone that feedparser turns into UTC.
    written = _string(given.get(name))
    if date := dates.iso(written):
        return date
    known = given.get(f"{name}_parsed")
    if not known:
        return None
    year, month, day, hour, minute, second = known[:6]
    return dates.iso(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00")


def _interval(about: Mapping[str, Any]) -> float | None:
    ttl = _string(about.get("ttl"))
    if ttl and ttl.isdecimal():
        return min(float(ttl[:9]) * 60, _LONGEST_INTERVAL)
    period = _UNITS.get((_string(about.get("sy_updateperiod")) or "").lower())
    often = _string(about.get("sy_updatefrequency")) or "1"
    if period is None or not often.isdecimal() or not int(often[:9]):
        return None
    return min(period / int(often[:9]), _LONGEST_INTERVAL)


def _string(value: object) -> str | None:
    return value.strip()[:_MAX_FIELD] or None if isinstance(value, str) else None


def _line(value: object) -> str | None:
    """A field that may hold markup, in one line."""
    given = _string(value)
    return " ".join(trees.plain(given).split()) or None if given else None
