"""What the layout of a report's lines says: headlines said again, lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from consilience.model import Removed

_LINE = re.compile(r"[^\n]+")
_SIGNATURE = re.compile(r"[^\S\n]*+([-–—(/]{0,2} ?[A-Z]{2,6} ?\)?)")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
_GALLERY = r"(?:Photos|Pictures|Images|Gallery|Slideshow|Videos?|In pictures)\s*[:|–-]\s*"
_MIN_TITLE = 12  # characters; a shorter title may be a plain word of the text
_MAX_TITLE = 400
_MAX_LINKS = 12
_MAX_LINK_WORDS = 25
LINK_LIST = "related list"
_SHOW_ALL = re.compile(r"(?m)^[^\S\n]*+((?:\+|\d{1,3}) show all ([^\n]{3,120}?))[^\S\n]*+$")
_NUMBERED = re.compile(r"[^\S\n]*+(\d{1,3}/\d{1,3})[^\S\n]++\S[^\n]*")


def repeated_titles(text: str, title: str | None) -> Iterator[Removed]:
    """Every line that says the headline again, and a gallery's label with it, wherever it stands.

    One stays, because a headline is a statement of the report: the first, but of several with nothing between
    them the last, which is the one that the article itself opens with.
    """
    if title is None or not _MIN_TITLE <= len(title.strip()) <= _MAX_TITLE:
        return
    words = r"\s+".join(re.escape(word) for word in title.split())
    for found in re.finditer(rf"(?m)^[^\S\n]*+({_GALLERY}{words})(?=\s|$)", text, re.I):
        yield Removed(found.start(1), found.end(1), "headline")
    lines = list(re.finditer(rf"(?m)^[^\S\n]*+({words})[^\S\n]*+$", text, re.I))
    stays = 0
    while stays + 1 < len(lines) and not text[lines[stays].end() : lines[stays + 1].start()].strip():
        stays += 1
    for found in lines[:stays] + lines[stays + 1 :]:
        yield Removed(found.start(1), found.end(1), "headline")


def links(text: str, marks: Iterable[Removed]) -> Iterator[Removed]:
    """The lines under the heading of a list of links, as long as they look like links.

    A link is a headline: short and without a final stop.
    """
    heads = sorted(m.end for m in marks if m.reason == LINK_LIST)
    for head in heads:
        for count, line in enumerate(_LINE.finditer(text, head)):
            words = line.group().split()
            if not words:
                continue
            if count >= _MAX_LINKS or len(words) > _MAX_LINK_WORDS or _SENTENCE_END.search(line.group().rstrip()):
                break
            yield Removed(line.start(), line.end(), "related")


def galleries(text: str, title: str | None) -> Iterator[Removed]:
    """The site's picture galleries ("30 show all …", then "1/30 …" line by line).

    Where the gallery's name shares no word with the headline its captions are about something else and go too;
    else they are news text, and only their numbers go.
    """
    for head in _SHOW_ALL.finditer(text):
        yield Removed(head.start(1), head.end(1), "image")
        label = text.rfind(head[2], 0, head.start(1))
        if label >= 0 and text[label : head.start(1)].strip() == head[2]:
            yield Removed(label, label + len(head[2]), "image")
        related = title is None or bool(_content_words(title) & _content_words(head[2]))
        at = head.end()
        while (caption := _NUMBERED.match(text, at + 1)) is not None:
            yield Removed(caption.start(1), caption.end(1) if related else caption.end(), "image")
            at = caption.end()


def signatures(text: str) -> Iterator[Removed]:
    """An agency's or desk's letters that sign a text: a line of capitals alone, one of the last three."""
    end = len(text)
    for _ in range(3):
        end = len(text[:end].rstrip())
        start = text.rfind("\n", 0, end) + 1
        if (letters := _SIGNATURE.fullmatch(text, start, end)) is not None:
            yield Removed(letters.start(1), letters.end(1), "credit")
        end = start


def _content_words(name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{4,}", name.casefold()) if word not in ("pictures", "photos", "news")}
