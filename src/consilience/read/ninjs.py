"""ninjs 1, 2 and 3: news in JSON, as the IPTC defines it.

The versions differ in the writing of names (``versioncreated``, ``versionCreated``), in singular and plural
(``infosource``, ``infosources``) and in whether headlines, bodies and associations are objects or lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from consilience.read import newsml, trees
from consilience.read.entries import Entry, Faulty
from consilience.read.links import link
from consilience.read.unreadable import UnreadableError

_MARKUP = re.compile(r"</(?:p|div|section|article|h\d|li|span|a|b|strong|em|i)>|<br\b", re.I)
_BODY = re.compile(r"body_\w+")
_SIGNS = ("versioncreated", "bodies", "headlines", "pubstatus", "representationtype", "renditions", "associations")
_SIGNS_TOO = ("$standard", "eventdetails", "copyrightholder", "infosource", "infosources")
_WITHDRAWN = ("canceled", "cancelled", "withheld")
_NO_TEXT = ("picture", "photo", "graphic", "audio", "video", "animation", "event", "planning")
# Of the parties that an item names, these carried it and did not make it.
_CARRIERS = re.compile(r"distribut|aggregat", re.I)
_KEPT = ("usageterms", "copyrightnotice", "ednote", "slugline", "urgency", "version", "located", "embargoed")
_KEPT_TOO = ("embargoeduntil", "versioncreated", "profile", "creditline", "source", "provider", "trustindicators")
_UNSHOWN = re.compile(r"[^\w.-]")
_MAX_ASSOCIATIONS = 200
_MAX_DEPTH = 3


def is_ninjs(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an item of ninjs and no report of this program's own form."""
    if isinstance(value.get("text"), str) or not isinstance(value.get("uri"), str):
        return False
    names = {str(name).lower() for name in value}
    return any(sign in names for sign in (*_SIGNS, *_SIGNS_TOO)) or any(_BODY.fullmatch(name) for name in names)


def parse(value: Mapping[str, Any]) -> Iterator[Entry | Faulty]:
    """The item's text and those of the texts associated with it, each withdrawn or empty one as a fault."""
    yield from _item(value, "", 0)


def _item(given: Mapping[str, Any], place: str, depth: int) -> Iterator[Entry | Faulty]:
    item = {str(name).lower(): value for name, value in given.items()}
    associated = list(_associated(item))
    inner = [one for one in associated if depth < _MAX_DEPTH and _holds_text(one[1])]
    text = _body(item)
    status = str(item.get("pubstatus") or "").lower().rpartition(":")[2]
    if status in _WITHDRAWN:
        yield Faulty(place, f"withdrawn by its publisher (pubstatus {status})")
    elif text:
        yield _entry(item, text, place, associated)
    elif not inner:
        kind = str(item.get("type") or "").lower()
        yield Faulty(place, f"no text: an item of type {kind}" if kind in _NO_TEXT else "the item has no body")
    for name, other in inner:
        yield from _item(other, f"{place}#{name}" if not place else f"{place}/{name}", depth + 1)


def _entry(item: Mapping[str, Any], text: str, place: str, associated: list[tuple[str, Mapping[str, Any]]]) -> Entry:
    uri = _line(item.get("uri"))
    publisher = _line(item.get("copyrightholder"))
    parties = _parties(item)
    credits = [name for name, role in parties if not _CARRIERS.search(role) and name != publisher]
    links = [_link(name, one) for name, one in associated]
    extra: dict[str, Any] = {name: item[name] for name in (*_KEPT, *_KEPT_TOO) if item.get(name)}
    extra |= {"uri": uri} if uri else {}
    extra |= {"infosources": [name for name, _ in parties]} if parties else {}
    extra |= {"associations": links} if links else {}
    return Entry(
        id=uri or "",
        url=link(uri),
        title=_headline(item),
        text=text,
        # When this version was made, not when the first was: that is the text at hand.
        published=_line(item.get("versioncreated")) or _line(item.get("contentcreated")),
        updated=_line(item.get("version")),
        publisher=publisher,
        byline=_line(item.get("byline")) or _line(item.get("by")),
        language=_line(item.get("language")),
        credits=tuple(dict.fromkeys(credits)),
        extra=extra,
        place=place,
    )


def _body(item: Mapping[str, Any]) -> str | None:
    """The text of the body, which an item may hold in several forms."""
    given = [value for name, value in item.items() if _BODY.fullmatch(name)]
    given += [body.get("value") for body in _objects(item.get("bodies"))]
    return trees.fullest(_plain(value) for value in given if isinstance(value, str)) or None


def _plain(value: str) -> str:
    """The text in a body, told apart by what it holds: what its name says is sometimes not so."""
    root = trees.root(value)
    if root == "nitf":
        try:
            return newsml.nitf_text(trees.parse(value))
        except UnreadableError:
            return ""
    if root is not None and not trees.is_html(root):
        return ""  # a supplier's own XML
    return trees.plain(value) if root is not None or _MARKUP.search(value) else value.strip()


def _headline(item: Mapping[str, Any]) -> str | None:
    listed = list(_objects(item.get("headlines")))
    main = [h for h in listed if str(h.get("role") or "main").lower() in ("main", "simple", "headline")]
    named = [item.get("headline"), *(h.get("value") for h in (*main, *listed))]
    named += [value for name, value in item.items() if name.startswith("headline_")]
    lines = (" ".join(trees.plain(value).split()) for value in (*named, item.get("title")) if isinstance(value, str))
    return next((line for line in lines if line), None)


def _parties(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The names of those whom the item says it is from, each with its role there."""
    found = []
    for party in (*_objects(item.get("infosource")), *_objects(item.get("infosources"))):
        name = _line(party.get("name")) or _line(party.get("literal")) or _line(party.get("code"))
        if name:
            found.append((name, f"{party.get('rel') or ''} {party.get('role') or ''}"))
    return found


def _associated(item: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The associated items with their names; in ninjs 1 an object, later a list."""
    given = item.get("associations")
    if isinstance(given, Mapping):
        pairs = [(str(name), one) for name, one in given.items()]
    else:
        pairs = [(str(one.get("name") or number), one) for number, one in enumerate(_objects(given), start=1)]
    for name, one in pairs[:_MAX_ASSOCIATIONS]:
        if isinstance(one, Mapping):
            yield _UNSHOWN.sub("_", name)[:60], one


def _holds_text(given: Mapping[str, Any]) -> bool:
    item = {str(name).lower(): value for name, value in given.items()}
    return str(item.get("type") or "text").lower() not in _NO_TEXT and (
        _body(item) is not None or any(_holds_text(one) for _, one in _associated(item))
    )


def _link(name: str, one: Mapping[str, Any]) -> dict[str, str]:
    item = {str(key).lower(): value for key, value in one.items()}
    named = {"name": name, "uri": _line(item.get("uri")), "type": _line(item.get("type")), "headline": _headline(item)}
    return {key: value for key, value in named.items() if value}


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            if isinstance(one, Mapping):
                yield {str(name).lower(): inner for name, inner in one.items()}


def _line(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return " ".join(value.split()) or None if isinstance(value, str) else None
