"""The English part of MEANTIME (Minard et al., LREC 2016; CC BY 4.0): articles with the things that they mention.

Four topics of thirty Wikinews articles. The mentions read here are those of
people, bodies, places, products and financial things that the set joins across
documents: names, noun phrases and pronouns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

FOLDER = Path("data/meantime_newsreader_english_oct15/intra_cross-doc_annotation")
_CLOSING = frozenset((",", ".", ";", ":", "?", "!", "%", ")", "]", "'", "''", "'s", "n't", "'re", "'ve", "'ll"))
_OPENING = frozenset(("(", "[", "``", "$", "#"))
_SMALL = frozenset(("of", "the", "and", "for", "&", "'s", "de", "von", "van", "bin", "al", "-", "."))
_PRONOUN_WORDS = "he she it they we i you his her its their this that these those who"
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention: where it stands, and the thing that it means in every document.

    ``name`` says that it is a name and nothing besides.
    """

    document: str
    start: int
    end: int
    instance: str
    name: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """An article of the set; ``text`` is put together from its words."""

    id: str
    text: str
    mentions: tuple[Mention, ...]


def _text(tokens: Sequence[tuple[str, str, str]]) -> tuple[str, dict[str, tuple[int, int]]]:
    """The words (identifier, sentence, form) as running text, a heading on its own line, and where each stands."""
    text, places = "", {}
    last_sentence, last = None, ""
    for identifier, sentence, form in tokens:
        if last_sentence is not None and sentence != last_sentence:
            text += "\n" if last_sentence in ("0", "1") else " "
        elif text and form not in _CLOSING and last not in _OPENING:
            text += " "
        word = {"``": '"', "''": '"'}.get(form, form)
        places[identifier] = len(text), len(text) + len(word)
        text += word
        last_sentence, last = sentence, form
    return text, places


def _names(words: Sequence[str]) -> bool:
    """Whether the words of a mention are a name: an article aside, all have capitals, are numbers or small words."""
    own = words[1:] if words[0].lower() in ("the", "a", "an") else words
    capitals = [word for word in own if word[:1].isupper() and word.lower() not in _PRONOUNS]
    return bool(capitals) and all(word in capitals or word[:1].isdigit() or word in _SMALL for word in own)


def document(path: Path) -> Document:
    """One file of the set. Raises ``ElementTree.ParseError`` and ``OSError`` where it cannot be read."""
    root = ElementTree.parse(path).getroot()
    tokens = [(t.get("t_id", ""), t.get("sentence", ""), t.text or "") for t in root.iter("token")]
    forms = {identifier: form for identifier, _, form in tokens}
    text, places = _text(tokens)
    instances = {e.get("m_id", ""): e.get("instance_id") or "" for e in root.iter("ENTITY")}
    anchors = {
        m.get("m_id", ""): [a.get("t_id", "") for a in m.iter("token_anchor")] for m in root.iter("ENTITY_MENTION")
    }
    found: dict[tuple[int, int], Mention] = {}
    for refers in root.iter("REFERS_TO"):
        target = refers.find("target")
        instance = instances.get(target.get("m_id", "") if target is not None else "", "")
        for source in refers.iter("source") if instance else ():
            words = [t for t in anchors.get(source.get("m_id", ""), ()) if t in places]
            if words:
                start, end = places[words[0]][0], places[words[-1]][1]
                name = _names([forms[t] for t in words])
                found.setdefault((start, end), Mention(path.stem, start, end, instance, name))
    return Document(path.stem, text, tuple(found[key] for key in sorted(found)))


def read(folder: Path) -> dict[str, tuple[Document, ...]]:
    """The topics with their documents, from the data set's folder or the one above it."""
    root = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    return {
        topic.name: tuple(document(path) for path in sorted(topic.glob("*.xml")))
        for topic in sorted(root.iterdir())
        if topic.is_dir()
    }
