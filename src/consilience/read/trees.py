"""Markup to trees and to plain lines, by parsers that fetch nothing, unfold no entities and stop at bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree, html

from consilience.read.unreadable import UnreadableError

_MAX_TAGS = 500_000
_AS_MUCH = 0.8  # one form may have a headline or a caption that another leaves out
_PROLOG = 65_536  # characters before the root element
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_NAME = re.compile(r"<([A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
_SPACE = re.compile("[\ufeff \t\r\n]*")
_WHOLE_PAGE = re.compile(r"<(?:html|body)\b", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BLOCKS = """
address article aside blockquote br caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
header hr li main ol p pre section summary table td th tr ul hl1 hl2 body.head body.content block
"""
_UNSEEN = """
script style noscript template iframe object embed svg math form button select head nav audio video canvas media
media-metadata media-reference
"""
_INLINE = "html body a b big em font i img small span strong sub sup u"
_BLOCK_NAMES, _UNSEEN_NAMES = frozenset(_BLOCKS.split()), frozenset(_UNSEEN.split())
_HTML_NAMES = _BLOCK_NAMES | frozenset(_INLINE.split())


def root(text: str) -> str | None:
    """The local name of the first element where the text opens like markup, else None.

    Looked for in the first 64 kB, past declarations, comments and a document type.
    """
    at = 0
    text = text[:_PROLOG]
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text.startswith("<?", at):
            at = text.find("?>", at) + 2
        elif text.startswith("<!--", at):
            at = text.find("-->", at) + 3
        elif text[at : at + len("<!DOCTYPE")].upper() == "<!DOCTYPE":
            at = _after_doctype(text, at)
        else:
            found = _NAME.match(text, at)
            return found[2] if found else None
        if at < 4:  # it was not closed
            return None


def _after_doctype(text: str, at: int) -> int:
    inner, close = text.find("[", at), text.find(">", at)
    if 0 <= inner < close:
        close = text.find(">", max(text.find("]", inner), inner))
    return close + 1


def is_html(root: str) -> bool:
    """Whether an element of this name opens a page or a piece of one."""
    return root.lower() in _HTML_NAMES


def without_entities(text: str) -> str:
    """The text without its XML declaration; raises :class:`UnreadableError` where it declares entities.

    No news format needs any, and they are how a small file unfolds to a huge one or names files of this machine.
    """
    body = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    if "<!DOCTYPE" in body[:_PROLOG].upper() and "<!ENTITY" in body.upper():
        raise UnreadableError("XML that declares entities is refused")
    if body.count("<") > _MAX_TAGS:
        raise UnreadableError(f"the XML has more than {_MAX_TAGS:,} tags")
    return body


def parse(text: str) -> etree._Element:
    """The root of well-formed XML; raises :class:`UnreadableError`."""
    body = without_entities(text)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        found = etree.fromstring(body.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"not well-formed XML: {' '.join(str(error).split())[:120]}") from None
    if found is None or any(True for _ in found.iter(etree.Entity)):
        raise UnreadableError("XML that declares entities is refused")
    return found


def name(element: etree._Element) -> str:
    """The local name of an element, without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children with one of the local names, of any namespace."""
    return (child for child in element if name(child) in names)


def first(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element along the path of local names, None where there is none."""
    found: etree._Element | None = element
    for step in path:
        found = next(children(found, step), None) if found is not None else None
    return found


def words(element: etree._Element | None) -> str | None:
    """All text inside an element in one line, None where there is none."""
    return " ".join(" ".join(str(part) for part in element.itertext()).split()) or None if element is not None else None


def plain(markup: str) -> str:
    """The text of a piece of HTML, a line per block; empty where there is none.

    What a browser does not show as text, such as scripts and forms, is left out.
    """
    sound = _CONTROL.sub("", markup)
    if not sound.strip() or sound.count("<") > _MAX_TAGS:
        return ""
    if "<" not in sound and "&" not in sound:
        return _lines(sound)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        if _WHOLE_PAGE.search(sound[:_PROLOG]):
            page = html.document_fromstring(sound.encode(), parser=parser)
            body = next(children(page, "body"), None)
            return lines_of(page if body is None else body)
        tree = html.fromstring(f"<div>{sound}</div>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return ""
    return lines_of(tree)


def lines_of(element: etree._Element) -> str:
    """The text of an element, HTML or NITF, a line per block."""
    parts: list[str] = []
    unseen = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = name(node).lower()
        if event == "start":
            unseen += tag in _UNSEEN_NAMES
            if tag in _BLOCK_NAMES:
                parts.append("\n")
            if not unseen and node.text:
                parts.append(_flat(node.text))
            continue
        unseen -= tag in _UNSEEN_NAMES
        if tag in _BLOCK_NAMES:
            parts.append("\n")
        if not unseen and node.tail and node is not element:
            parts.append(_flat(node.tail))
    return _lines("".join(parts))


def fullest(texts: Iterable[str]) -> str:
    """Of several forms of one text, the one with the most paragraphs among those that say as much as the longest."""
    found = [(len(text.split()), text) for text in texts]
    most = max((words for words, _ in found), default=0)
    whole = [text for words, text in found if text and words >= _AS_MUCH * most]
    return max(whole, key=lambda text: len(text.splitlines()), default="")


def _flat(text: str) -> str:
    """White space in markup is one space; line ends come from the blocks alone."""
    return re.sub(r"\s+", " ", text)


def _lines(text: str) -> str:
    found = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in found if line)
