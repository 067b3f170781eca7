"""NewsML-G2, alone or in a news message, and NITF: news in XML, as the IPTC defines it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from consilience.read import trees
from consilience.read.entries import Entry, Faulty
from consilience.read.links import link
from consilience.read.unreadable import UnreadableError

ROOTS = ("newsMessage", "newsItem", "packageItem", "nitf")
_WITHDRAWN = ("canceled", "cancelled", "withheld")
# How an item links to its own page.
_PAGES = ("alternate", "webversion", "seeOnline", "canonical")
_CARRIERS = re.compile(r"distribut|aggregat", re.I)
_AUTHORS_ROLE = re.compile(r"(?:^|:)(?:photo|camera|graphic)", re.I)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LEAD_IN = re.compile(r"^by\s+", re.I)


def parse(text: str) -> Iterator[Entry | Faulty]:
    """The news texts of a message, an item or an NITF document; raises :class:`UnreadableError`.

    An item that was withdrawn, that is replaced by a later version in the same message, or that holds no text is
    a fault. A package only lists items and gives nothing itself.
    """
    top = trees.parse(text)
    kind = trees.name(top)
    if kind == "nitf":
        yield from _standalone(top)
    elif kind == "newsItem":
        yield _item(top, "", superseded=False)
    elif kind == "newsMessage":
        items = [item for found in trees.children(top, "itemSet") for item in trees.children(found, "newsItem")]
        if not items:
            raise UnreadableError("the message holds no news item")
        latest: dict[str, int] = {}
        for item in items:
            latest[_guid(item)] = max(_version(item), latest.get(_guid(item), 0))
        for number, item in enumerate(items, start=1):
            guid = _guid(item)
            yield _item(item, str(number), superseded=bool(guid) and _version(item) < latest[guid])
    elif kind == "packageItem":
        raise UnreadableError("a package lists news items and holds none")
    else:
        raise UnreadableError(f"not NewsML-G2: its root is <{kind[:40]}>")


def _item(item: etree._Element, place: str, *, superseded: bool) -> Entry | Faulty:
    meta, content = trees.first(item, "itemMeta"), trees.first(item, "contentMeta")
    status = _code(trees.first(meta, "pubStatus")) if meta is not None else ""
    if status in _WITHDRAWN:
        return Faulty(place, f"withdrawn by its publisher (pubStatus {status})")
    if superseded:
        return Faulty(place, f"version {_version(item)}, and a later one is in the same message")
    contents = trees.first(item, "contentSet")
    text, nitf = _text(contents) if contents is not None else ("", None)
    if not text:
        kind = _code(trees.first(meta, "itemClass")) if meta is not None else ""
        named_kind = kind if kind != "text" and re.fullmatch(r"\w{1,40}", kind) else None
        return Faulty(place, f"no text: an item of class {named_kind}" if named_kind else "no text")
    guid = _guid(item)
    provider = _party(trees.first(meta, "provider")) if meta is not None else None
    sources = _parties(content)
    rights = trees.first(item, "rightsInfo")
    holder = _party(trees.first(rights, "copyrightHolder")) if rights is not None else None
    named: dict[str, Any] = {
        "guid": guid,
        "version": item.get("version"),
        "provider": provider,
        "infosources": [name for name, _ in sources],
        "creditline": _inside(content, "creditline"),
        "usageterms": _inside(rights, "usageTerms"),
        "copyrightnotice": _inside(rights, "copyrightNotice"),
        "embargoed": _inside(meta, "embargoed"),
        "slugline": _inside(content, "slugline"),
        "located": _party(trees.first(content, "located")) if content is not None else None,
    }
    return Entry(
        id=guid,
        url=_address(item, guid),
        title=_inside(content, "headline") or _headline(nitf),
        text=text,
        published=_inside(meta, "versionCreated") or _inside(content, "contentModified"),
        updated=item.get("version"),
        outlet=None,
        publisher=provider or holder,
        byline=_byline(content) or _nitf_byline(nitf),
        language=_language(item, content),
        credits=tuple(name for name, role in sources if not _CARRIERS.search(role) and name != provider),
        extra={name: value for name, value in named.items() if value},
        place=place,
    )


def _text(contents: etree._Element) -> tuple[str, etree._Element | None]:
    """The text of an item, which it may hold in several forms, and its NITF where it has one."""
    forms: list[str] = []
    nitf: etree._Element | None = None
    for inner in (inner for rendition in trees.children(contents, "inlineXML") for inner in rendition):
        if trees.name(inner) == "nitf":
            nitf = inner
            forms.append(nitf_text(inner))
        elif trees.is_html(trees.name(inner)):  # else it is data: results, events, prices
            body = trees.first(inner, "body")
            forms.append(trees.lines_of(body if body is not None else inner))
    for rendition in trees.children(contents, "inlineData"):
        data = "".join(str(part) for part in rendition.itertext())
        if rendition.get("encoding") is None:
            forms.append(trees.plain(data) if "html" in (rendition.get("contenttype") or "") else data.strip())
    return trees.fullest(forms), nitf


def nitf_text(nitf: etree._Element) -> str:
    """The text of an NITF document, a line per paragraph; empty where it has none."""
    content = trees.first(nitf, "body", "body.content")
    return trees.lines_of(content) if content is not None else ""


def _headline(nitf: etree._Element | None) -> str | None:
    if nitf is None:
        return None
    head = trees.first(nitf, "body", "body.head", "hedline")
    return _inside(head, "hl1") or _inside(trees.first(nitf, "head"), "title")


def _nitf_byline(nitf: etree._Element | None) -> str | None:
    byline = trees.first(nitf, "body", "body.head", "byline") if nitf is not None else None
    if byline is None:
        return None
    people = [name for person in trees.children(byline, "person") if (name := trees.words(person))]
    # The author's office follows the name in an element of its own.
    alone = " ".join(filter(None, [byline.text, *(child.tail for child in byline)])).strip(" ,;\n\t")
    return _LEAD_IN.sub("", ", ".join(people) or " ".join(alone.split())) or trees.words(byline)


def _standalone(top: etree._Element) -> Iterator[Entry | Faulty]:
    text = nitf_text(top)
    if not text:
        raise UnreadableError("the NITF document has no text")
    docdata = trees.first(top, "head", "docdata")
    dates = [] if docdata is None else [d.get("norm") for d in trees.children(docdata, "date.release", "date.issue")]
    ident = trees.first(docdata, "doc-id") if docdata is not None else None
    publication = trees.first(top, "head", "pubdata")
    distributor = trees.first(top, "body", "body.head", "distributor")
    status = (docdata.get("management-status") or "" if docdata is not None else "").lower()
    if status in _WITHDRAWN:
        yield Faulty("", f"withdrawn by its publisher (management-status {status})")
        return
    source = trees.words(distributor) or (ident.get("regsrc") if ident is not None else None)
    guid = (ident.get("id-string") if ident is not None else None) or ""
    yield Entry(
        id=guid,
        title=_headline(top),
        text=text,
        published=next((_standard(date) for date in dates if date), None),
        outlet=publication.get("name") if publication is not None else None,
        publisher=source,
        byline=_nitf_byline(top),
        language=top.get(_XML_LANG),
        extra={"guid": guid} if guid else {},
    )


def _standard(date: str) -> str:
    """NITF writes 20310715T093000+0200, the basic form of ISO 8601; here the extended one is used."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", date.strip())
    if found is None:
        return date
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    zone = f"{zone[:3]}:{zone[3:]}" if zone and len(zone) == 5 else zone or ""
    return f"{year}-{month}-{day}{time}{zone if time else ''}"


def _guid(item: etree._Element) -> str:
    return (item.get("guid") or "").strip()


def _version(item: etree._Element) -> int:
    given = item.get("version") or ""
    return int(given) if given.isdecimal() and len(given) <= 9 else 1


def _address(item: etree._Element, guid: str) -> str | None:
    """Where the item is published: a link to its page, else its identifier where that is an address."""
    meta = trees.first(item, "itemMeta")
    for named in trees.children(meta, "link") if meta is not None else ():
        if (named.get("rel") or "").rpartition(":")[2] in _PAGES and (href := link(named.get("href"))):
            return href
    return link(guid)


def _parties(content: etree._Element | None) -> list[tuple[str, str]]:
    if content is None:
        return []
    found = [(_party(source), source.get("role") or "") for source in trees.children(content, "infoSource")]
    return list(dict.fromkeys((name, role) for name, role in found if name))


def _party(element: etree._Element | None) -> str | None:
    """What a party is called: its name, else its literal, else the last part of its code."""
    if element is None:
        return None
    return trees.words(trees.first(element, "name")) or (element.get("literal") or "").strip() or _qcode(element)


def _qcode(element: etree._Element) -> str | None:
    code = (element.get("qcode") or "").partition(":")[2]
    return code if re.fullmatch(r"[A-Za-z][A-Za-z .&-]{1,40}", code) else None


def _code(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return (element.get("qcode") or element.get("uri") or "").replace("/", ":").rpartition(":")[2].lower()


def _byline(content: etree._Element | None) -> str | None:
    if content is None:
        return None
    if line := _inside(content, "by"):
        return _LEAD_IN.sub("", line)
    creators = [c for c in trees.children(content, "creator") if not _AUTHORS_ROLE.search(c.get("role") or "")]
    return ", ".join(name for c in creators if (name := trees.words(trees.first(c, "name")))) or None


def _language(item: etree._Element, content: etree._Element | None) -> str | None:
    tag = trees.first(content, "language") if content is not None else None
    named: str | None = tag.get("tag") if tag is not None else None
    return named or item.get(_XML_LANG)


def _inside(element: etree._Element | None, name: str) -> str | None:
    return trees.words(trees.first(element, name)) if element is not None else None
