"""Entities across reports against MEANTIME, English part (Minard et al., LREC 2016; CC BY 4.0).

The set's four topics of thirty Wikinews articles are taken as four stories. The
mentions to be clustered are the set's own names (an article aside, every word
has a capital, is a number or a small word) that it joins across documents. A
mention belongs to the cluster of the name found in it, the one that ends it
before any other; where none was found it joins the cluster that has its words
among its names, or stands alone. Two baselines know
nothing but the written form, whatever the document: the first joins mentions
whose words are the same, the second those in which the bare tagger marks the
same name.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from consilience.annotate import pipeline
from consilience.collate.entities import link
from consilience.evaluate.coreference import Coreference, score
from consilience.model import Annotated, Report

FOLDER = Path("data/meantime_newsreader_english_oct15/intra_cross-doc_annotation")
_UNUSED = ("consilience_times", "consilience_quantities", "consilience_attribution", "consilience_claims")
_CLOSING = frozenset((",", ".", ";", ":", "?", "!", "%", ")", "]", "'", "''", "'s", "n't", "'re", "'ve", "'ll"))
_OPENING = frozenset(("(", "[", "``", "$", "#"))
_SMALL = frozenset(("of", "the", "and", "for", "&", "'s", "de", "von", "van", "bin", "al", "-", "."))
_PRONOUN_WORDS = "he she it they we i you his her its their this that these those who"
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of the set: where it stands, and the thing that it names in every document."""

    document: str
    start: int
    end: int
    instance: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article of the set; ``text`` is put together from its words."""

    id: str
    text: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The program's and the baselines' figures over all topics, and how many mentions were given a name."""

    found: Coreference
    words: Coreference
    tagger: Coreference
    mentions: int
    covered: int


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
    """Whether the words of a mention are a name and nothing besides."""
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
            if words and _names([forms[t] for t in words]):
                start, end = places[words[0]][0], places[words[-1]][1]
                found.setdefault((start, end), Mention(path.stem, start, end, instance))
    return Document(path.stem, text, tuple(found[key] for key in sorted(found)))


def read(folder: Path) -> dict[str, tuple[Document, ...]]:
    """The topics with their documents, from the data set's folder or the one above it."""
    root = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    return {
        topic.name: tuple(document(path) for path in sorted(topic.glob("*.xml")))
        for topic in sorted(root.iterdir())
        if topic.is_dir()
    }


def within(mention: Mention, spans: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The span that names a mention: of those that overlap it the one that ends latest in it, then the longest."""
    inside = [span for span in spans if span[0] < mention.end and mention.start < span[1]]
    return max(inside, key=lambda span: (min(span[1], mention.end), span[1] - span[0]), default=None)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def clusters(labels: Mapping[Mention, str]) -> list[set[Mention]]:
    """The mentions with one label together."""
    found: dict[str, set[Mention]] = {}
    for mention, label in labels.items():
        found.setdefault(label, set()).add(mention)
    return list(found.values())


def evaluate(topics: Mapping[str, Sequence[Document]]) -> Scores:
    """The figures over all topics; nothing is joined across topics but by the set itself."""
    nlp = pipeline.load()
    gold: dict[Mention, str] = {}
    found: dict[Mention, str] = {}
    words: dict[Mention, str] = {}
    exact: dict[Mention, str] = {}
    covered = 0
    for topic, documents in topics.items():
        texts = [item.text for item in documents]
        tagged = [
            {(ent.start_char, ent.end_char): ent.text for ent in doc.ents}
            for doc in nlp.pipe(texts, disable=[*_UNUSED, "consilience_names"])
        ]
        reports = [
            Annotated(report=Report(id=item.id, path=item.id, text=item.text), entities=doc._.consilience_entities)
            for item, doc in zip(documents, nlp.pipe(texts, disable=list(_UNUSED)), strict=True)
        ]
        linked = link(reports)
        story = {pair: entity.id for entity in linked for pair in entity.mentions}
        aliases = {_bare(name): e.id for e in reversed(linked) for name in (*e.aliases, e.name)}
        for item, report, names in zip(documents, reports, tagged, strict=True):
            spans = {(m.start, m.end): entity.id for entity in report.entities for m in entity.mentions}
            for mention in item.mentions:
                gold[mention] = f"{topic} {mention.instance}"
                written = item.text[mention.start : mention.end]
                alone = f"{topic} {item.id} {mention.start} {mention.end}"
                here = within(mention, spans)
                covered += here is not None
                cluster = story[item.id, spans[here]] if here else aliases.get(_bare(written))
                found[mention] = f"{topic} {cluster}" if cluster else alone
                words[mention] = f"{topic} {_bare(written)}"
                name = within(mention, names)
                exact[mention] = f"{topic} {names[name] if name else written}"
    key = clusters(gold)
    program, written_alike, tagged_alike = (score(key, clusters(row)) for row in (found, words, exact))
    return Scores(program, written_alike, tagged_alike, len(gold), covered)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the MEANTIME corpus")


def main(args: argparse.Namespace) -> int:
    """Print the table; 0 when something was measured, 3 when nothing was read."""
    topics = read(args.data)
    if not any(topics.values()):
        print(f"consilience: no MEANTIME documents in {args.data}", file=sys.stderr)
        return 3
    scores = evaluate(topics)
    print(
        f"{scores.mentions} mentions of {sum(map(len, topics.values()))} documents, {scores.covered} with a name found"
    )
    print(f"{'':20}{'MUC':>8}{'B3':>8}{'CEAFe':>8}{'CoNLL':>8}")
    rows = (("entities", scores.found), ("exact words", scores.words), ("exact name, tagger", scores.tagger))
    for label, row in rows:
        print(f"{label:20}{row.muc:8.1f}{row.b_cubed:8.1f}{row.ceaf_e:8.1f}{row.conll:8.1f}")
    return 0
