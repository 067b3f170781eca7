"""ECB+ (Cybulska and Vossen 2014): the sentences and the event mentions of its news texts.

Sentence 0 of the files called ``ecbplus`` is the page's address and is left out.
A subtopic (the texts of one seminal event) is a story.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

TOPICS = range(1, 36)
_REPORTING = frozenset({"ACTION_REPORTING", "NEG_ACTION_REPORTING", "ACTION_PERCEPTION", "NEG_ACTION_PERCEPTION"})
_CLOSING = frozenset(".,;:!?)]}%")
_OPENING = frozenset("([{$£€")
_ENCLITIC = re.compile(r"(?:n't|n’t|['’](?:s|S|re|ve|ll|d|m))")
_QUOTES = frozenset({'"', "``", "''", "”", "“"})
_APOSTROPHES = frozenset({"'", "’"})
_ENDINGS = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
_AFTER_DASHES = """
    who which and the a an but or is was were are that where when he she it they in on at of to with for by
"""


@dataclass(frozen=True, slots=True)
class Mention:
    """An event trigger: its characters in the text of its document, and the event that it refers to.

    ``event`` is the id of the events' coreference chain over documents, or an id of its own;
    ``sentence`` is the number in the file; ``reports`` is whether it tells that something was said or seen.
    """

    start: int
    end: int
    event: str
    sentence: int
    reports: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's characters in the text of its document."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it may have stood in a paper, a sentence a line."""

    name: str
    topic: str
    story: str
    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def documents(folder: Path, topics: Iterable[int] = TOPICS) -> tuple[Document, ...]:
    """The texts of the topics, in the order of topic, part and number; none where ECB+ is not below the folder."""
    root = folder if (folder / "1").is_dir() else next(iter(sorted(folder.glob("**/ECB+/1"))), folder / "1").parent
    return tuple(
        document(path, topic) for topic in topics for path in sorted((root / str(topic)).glob("*.xml"), key=_order)
    )


def _order(path: Path) -> tuple[bool, int]:
    return path.stem.endswith("plus"), int("".join(c for c in path.stem.split("_")[1] if c.isdigit()))


def document(path: Path, topic: int) -> Document:
    """The text of one file, its tokens put together again, with its mentions."""
    root = ElementTree.parse(path).getroot()
    plus = path.stem.endswith("plus")
    tokens = [(int(t.get("sentence", "0")), t.get("t_id", ""), t.text or "") for t in root.iter("token")]
    text, sentences, at = "", [], {}
    for number, group in groupby(tokens, lambda token: token[0]):
        if plus and number == 0:
            continue
        own = list(group)
        text += "\n" if text else ""
        line, places = joined([word for _, _, word in own])
        for (_, key, _), (start, end) in zip(own, places, strict=True):
            at[key] = (len(text) + start, len(text) + end, number)
        sentences.append(Sentence(number, len(text), len(text) + len(line)))
        text += line
    return Document(
        name=path.stem,
        topic=str(topic),
        story=f"{topic}{'plus' if plus else ''}",
        text=text,
        sentences=tuple(sentences),
        mentions=tuple(_mentions(root, at, path.stem)),
    )


def joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words as a line of running text, and where in it each stands.

    The files part "3 , 117", "p . m .", "four - year" and "isn ’ t"; here they are put together again.
    """
    line, places, open_mark = "", [], False
    tight = True
    for k, word in enumerate(words):
        before, after = words[k - 1] if k else "", words[k + 1] if k + 1 < len(words) else ""
        quote = word in _QUOTES
        ends = quote and (open_mark or word in ("''", "”"))
        closes = word[:1] in _CLOSING or _ENCLITIC.fullmatch(word) is not None or ends
        enclitic = word in _APOSTROPHES and after in _ENDINGS and before[-1:].isalpha()
        hyphen = word == "-" and _is_compound(before, after)
        if not (tight or closes or enclitic or hyphen):
            line += " "
        shown = '"' if quote else word
        places.append((len(line), len(line) + len(shown)))
        line += shown
        parted = word in (",", ".", ":") and before[-1:].isdigit() and _goes_on(word, before, after)
        letters = word == "." and len(before) == 1 and before.isalpha() and len(after) == 1 and after.isalpha()
        tight = word in _OPENING or (quote and not ends) or enclitic or hyphen or parted or letters
        open_mark = not open_mark if quote else open_mark
    return line, places


def _is_compound(before: str, after: str) -> bool:
    """Whether a hyphen between two words joins them; beside a small word or a name it may be a dash."""
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    if before[-1:].isdigit() or after[:1].isdigit():
        return True
    return before.islower() and after.islower() and not {before, after} & {*_AFTER_DASHES.split()}


def _goes_on(mark: str, before: str, after: str) -> bool:
    """Whether the mark stands inside a number or a time of day."""
    digits = len(after) if after.isdigit() else 0
    return {",": digits == 3, ".": 0 < digits < 3, ":": digits == 2}[mark] or (mark == "." and after == "m")


def _mentions(root: ElementTree.Element, at: dict[str, tuple[int, int, int]], name: str) -> Iterable[Mention]:
    events: dict[str, str] = {}
    for relation in root.iter("CROSS_DOC_COREF"):
        for source in relation.iter("source"):
            events[source.get("m_id", "")] = relation.get("note", "")
    for relation in root.iter("INTRA_DOC_COREF"):
        for source in relation.iter("source"):
            events[source.get("m_id", "")] = f"{name}:{relation.get('r_id')}"
    found = []
    for markable in root.find("Markables") or ():
        anchors = [at[a.get("t_id", "")] for a in markable.iter("token_anchor") if a.get("t_id", "") in at]
        if not anchors or "ACTION" not in markable.tag:
            continue
        key = markable.get("m_id", "")
        found.append(
            Mention(
                start=min(a[0] for a in anchors),
                end=max(a[1] for a in anchors),
                event=events.get(key, f"{name}:m{key}"),
                sentence=anchors[0][2],
                reports=markable.tag in _REPORTING,
            )
        )
    return sorted(found, key=lambda m: (m.start, m.end, m.event))
