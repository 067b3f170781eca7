"""Entities across reports against MEANTIME, English part (Minard et al., LREC 2016; CC BY 4.0).

The set's four topics of thirty Wikinews articles are taken as four stories. Its
mentions are given, and are to be clustered: the names alone, or all of them,
noun phrases and pronouns too. A mention belongs to the entity that its head word
names or means, several heads together to the set of theirs; a name without one
to the entity of the name in it, else to the one that is called so elsewhere; any
other mention stands alone.

Baselines know nothing but the written form. "Exact words" joins mentions whose
words are the same, and "exact words of names" only such as are names. "Exact
name, tagger" joins mentions in which the bare tagger marks the same name.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Token

from consilience.annotate import coreference, pipeline
from consilience.collate.entities import link
from consilience.evaluate.coreference import Coreference, score
from consilience.evaluate.meantime import Document, Mention, read
from consilience.model import Annotated, Report
from consilience.tables import naming

Mentions = Literal["names", "all"]
_UNUSED = ("consilience_times", "consilience_quantities", "consilience_attribution", "consilience_claims")
_HEADS = frozenset({"PROPN", "NUM"})
_OFFICES = frozenset({"CEO", "CFO", "COO", "CTO", "PM", "MP"})
_BARE = ("consilience_lemmas", "consilience_names", *_UNUSED)


@dataclass(frozen=True, slots=True)
class Scores:
    """The program's and the baselines' figures; ``covered`` mentions were given an entity."""

    found: Coreference
    baselines: Mapping[str, Coreference]
    mentions: int
    covered: int

    @property
    def gain(self) -> float:
        """Points of CoNLL F1 above the best baseline."""
        return self.found.conll - max(b.conll for b in self.baselines.values())


@dataclass(frozen=True, slots=True)
class Labelled:
    """For every mention the cluster that the set, the program and each baseline put it in."""

    gold: Mapping[Mention, str]
    found: Mapping[Mention, str]
    baselines: Mapping[str, Mapping[Mention, str]]
    covered: frozenset[Mention]


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


def heads(doc: Doc, mention: Mention) -> list[Token]:
    """The head word of a mention, and those joined to it by "and" within the mention."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return []
    last = span.root
    while last.i + 1 < span.end and last.nbor().ent_type_ and last.ent_type_ and last.nbor().pos_ in _HEADS:
        last = last.nbor()  # English compounds end in their head: "Boeing 747", "US Navy"
    found = [last]
    for head in found:
        found += [t for t in head.children if t.dep_ == "conj" and span.start <= t.i < span.end]
    return found


def described(doc: Doc, mention: Mention) -> bool:
    """Whether the head of a mention is a role: "Prime Minister of Norway" may name a person, and not Norway."""
    return any(head.lower_ in naming.lowered("roles") or head.text in _OFFICES for head in heads(doc, mention))


def labelled(topics: Mapping[str, Sequence[Document]], nlp: Language) -> Labelled:
    """Every mention with its clusters; nothing is joined across topics but by the set itself."""
    made = Labelled({}, {}, {"exact words": {}, "exact words of names": {}, "exact name, tagger": {}}, frozenset())
    covered: set[Mention] = set()
    for topic, documents in topics.items():
        texts = [item.text for item in documents]
        bare = [
            {(ent.start_char, ent.end_char): ent.text for ent in doc.ents} for doc in nlp.pipe(texts, disable=_BARE)
        ]
        docs = list(nlp.pipe(texts, disable=list(_UNUSED)))
        covered |= label(topic, documents, docs, bare, made)
    return Labelled(made.gold, made.found, made.baselines, frozenset(covered))


def label(
    topic: str,
    documents: Sequence[Document],
    docs: Sequence[Doc],
    bare: Sequence[Mapping[tuple[int, int], str]],
    made: Labelled,
) -> set[Mention]:
    """Add a topic's mentions to ``made``; returns those that the program gives an entity.

    ``docs`` went through the names component; ``bare`` are the names that the tagger alone marks.
    """
    gold: dict[Mention, str] = made.gold  # type: ignore[assignment]
    found: dict[Mention, str] = made.found  # type: ignore[assignment]
    words, names, tagged = (made.baselines[key] for key in made.baselines)
    reports = [
        Annotated(report=Report(id=item.id, path=item.id, text=item.text), entities=doc._.consilience_entities)
        for item, doc in zip(documents, docs, strict=True)
    ]
    linked = link(reports)
    story = {pair: entity.id for entity in linked for pair in entity.mentions}
    aliases = {_bare(name): e.id for e in reversed(linked) for name in (*e.aliases, e.name)}
    covered = set()
    for item, doc, report, marks in zip(documents, docs, reports, bare, strict=True):
        spans = {(m.start, m.end): story[item.id, e.id] for e in report.entities for m in e.mentions}
        people = {(m.start, m.end) for e in report.entities if e.type == "PERSON" for m in e.mentions}
        meant = [story[item.id, e.id] for e in report.entities]
        at = {
            token.i: cluster
            for (start, end), cluster in spans.items()
            for token in doc.char_span(start, end, alignment_mode="expand") or ()
        }
        unnamed = (
            coreference.described(doc) | coreference.first_persons(doc) | coreference.antecedents(doc, likely=True)
        )
        for token, k in unnamed.items():
            at.setdefault(token, meant[k])
        for mention in item.mentions:
            gold[mention] = f"{topic} {mention.instance}"
            written = item.text[mention.start : mention.end]
            alone = f"{topic} {item.id} {mention.start} {mention.end}"
            means = [at[head.i] for head in heads(doc, mention) if head.i in at]
            inner = spans if mention.name and not means else {}
            if inner and described(doc, mention):
                inner = {span: spans[span] for span in people}
            here = within(mention, inner)
            cluster = " and ".join(sorted({*means})) or (spans[here] if here else None)
            cluster = cluster or (aliases.get(_bare(written)) if mention.name else None)
            if cluster:
                covered.add(mention)
            found[mention] = f"{topic} {cluster}" if cluster else alone
            words[mention] = f"{topic} {_bare(written)}"  # type: ignore[index]
            names[mention] = f"{topic} {_bare(written)}" if mention.name else alone  # type: ignore[index]
            name = within(mention, marks)
            own = f"{topic} {written}" if mention.name else alone
            tagged[mention] = f"{topic} {marks[name]}" if name else own  # type: ignore[index]
    return covered


def evaluate(made: Labelled, mentions: Mentions) -> Scores:
    """The figures over all topics, on the names or on all mentions."""
    chosen = {m for m in made.gold if m.name or mentions == "all"}

    def some(labels: Mapping[Mention, str]) -> list[set[Mention]]:
        return clusters({m: cluster for m, cluster in labels.items() if m in chosen})

    key = some(made.gold)
    baselines = {name: score(key, some(labels)) for name, labels in made.baselines.items()}
    return Scores(score(key, some(made.found)), baselines, len(chosen), len(chosen & made.covered))


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the MEANTIME corpus")
    parser.add_argument(
        "--mentions", choices=("names", "all"), help="what is to be clustered (default: a table for each)"
    )
    parser.add_argument("--topics", metavar="A,B", help="only the topics whose folders end so (default: all)")


def main(args: argparse.Namespace) -> int:
    """Print the tables; 0 when something was measured, 3 when nothing was read."""
    wanted = tuple(args.topics.split(",")) if args.topics else ("",)
    topics = {name: documents for name, documents in read(args.data).items() if name.endswith(wanted)}
    if not any(topics.values()):
        print(f"consilience: no MEANTIME documents in {args.data}", file=sys.stderr)
        return 3
    made = labelled(topics, pipeline.load())
    chosen: tuple[Mentions, ...] = (args.mentions,) if args.mentions else ("names", "all")
    for mentions in chosen:
        scores = evaluate(made, mentions)
        what = "names" if mentions == "names" else "mentions"
        print(
            f"{scores.mentions} {what} of {sum(map(len, topics.values()))} documents, "
            f"{scores.covered} given an entity, {scores.gain:+.1f} over the best baseline"
        )
        print(f"{'':22}{'MUC':>8}{'B3':>8}{'CEAFe':>8}{'CoNLL':>8}")
        for name, row in {"entities": scores.found, **scores.baselines}.items():
            print(f"{name:22}{row.muc:8.1f}{row.b_cubed:8.1f}{row.ceaf_e:8.1f}{row.conll:8.1f}")
    return 0
