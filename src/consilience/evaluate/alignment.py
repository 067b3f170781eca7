"""Whether findings join what tells of one event: the event coreference of ECB+, topics 1 to 35.

Every gold mention of an event is put to the claim that it is the predicate of, else to
the shortest claim of a finding that has its word; two are one event where their claims
stand in one finding (and, for a word that is no predicate, where the lemma is the same).
A mention without a claim is alone. Beside it stands the baseline that takes all mentions
of one lemma in a group of texts for one event. Texts are grouped by subtopic, then by
topic, as the key has them. Only sentences of ``ECBplus_coreference_sentences.csv`` count,
where the file is there, as is the custom (Cybulska and Vossen 2014).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from consilience.annotate import pipeline
from consilience.collate import collate
from consilience.evaluate import coreference, ecb
from consilience.evaluate.coreference import Coreference
from consilience.evaluate.sentence_pairs import UNDATED
from consilience.model import Annotated, Claim, Report, Story

GROUPINGS = ("subtopic", "topic")
SENTENCES = "ECBplus_coreference_sentences.csv"


@dataclass(frozen=True, slots=True)
class Placed:
    """A gold mention with its lemma, the claim that it is the predicate of, and the finding that tells of it.

    ``finding`` is None where no claim has the mention. ``shown`` is its text in its claim, for errors.
    """

    document: str
    group: str
    event: str
    lemma: str
    predicate: bool
    finding: Hashable | None
    shown: str


@dataclass(frozen=True, slots=True)
class Text:
    """A document of ECB+ and what the program marked in it."""

    document: ecb.Document
    annotated: Annotated


def texts(folder: Path, topics: Iterable[int] = ecb.TOPICS) -> list[Text]:
    """The documents of the topics, annotated."""
    documents = ecb.documents(folder, topics)
    reports = [
        Report(d.name, d.name, d.text, outlet=d.name, published=UNDATED, dated_by="metadata", language="en")
        for d in documents
    ]
    return [Text(d, a) for d, a in zip(documents, pipeline.annotate(reports), strict=True)]


def counted(folder: Path) -> frozenset[tuple[str, int]] | None:
    """The sentences, by document and number, that the mentions are taken from; None where all are."""
    path = next(iter(sorted(folder.glob(f"**/{SENTENCES}"))), None)
    if path is None:
        return None
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return frozenset((f"{row['Topic']}_{row['File']}", int(row["Sentence Number"])) for row in rows)


def word_of(annotated: Annotated, mention: ecb.Mention) -> int | None:
    """The mention's word that its others hang on; None where it has none."""
    tokens = annotated.tokens
    own = [
        k
        for k, (s, e) in enumerate(zip(tokens.start, tokens.end, strict=True))
        if s < mention.end and e > mention.start
    ]
    return next((k for k in own if tokens.head[k] not in own or tokens.head[k] == k), own[0] if own else None)


def claim_of(annotated: Annotated, mention: ecb.Mention) -> Claim | None:
    """The claim that the mention is the predicate of."""
    tokens = annotated.tokens
    heads = {claim.head: claim for claim in reversed(annotated.claims)}
    return next(
        (heads[k] for k in sorted(heads) if tokens.start[k] < mention.end and tokens.end[k] > mention.start), None
    )


def placed(group: str, members: Sequence[Text], only: frozenset[tuple[str, int]] | None) -> Iterator[Placed]:
    """The gold mentions of a group of texts, after the program has compared them as one story."""
    dossier = collate(Story(group, tuple(text.annotated for text in members)))
    found = {(s.report, s.start, s.end): f.id for f in dossier.findings for s in f.support}
    for text in members:
        annotated, name = text.annotated, text.document.name
        told = [(c, found[name, c.start, c.end]) for c in annotated.claims if (name, c.start, c.end) in found]
        for mention in text.document.mentions:
            word = word_of(annotated, mention)
            if word is None or (only is not None and (name, mention.sentence) not in only):
                continue
            claim, lemma = claim_of(annotated, mention), annotated.tokens.lemma[word]
            finding: Hashable | None = found.get((name, claim.start, claim.end)) if claim else None
            if finding is None:
                holding = [(c, f) for c, f in told if word in c.tokens]
                if holding:
                    finding = min(holding, key=lambda h: h[0].end - h[0].start)[1], lemma
            shown = f"{text.document.text[mention.start : mention.end]}: {claim.text if claim else '-'}"
            yield Placed(name, group, mention.event, lemma, claim is not None, finding, " ".join(shown.split()))


def clusters(mentions: Sequence[Placed], by: str) -> list[set[Hashable]]:
    """The numbers of the mentions, put together by the ``event``, the ``lemma`` or the ``finding``."""
    made: dict[Hashable, set[Hashable]] = defaultdict(set)
    for number, mention in enumerate(mentions):
        key: Hashable = getattr(mention, by)
        if by != "event":
            key = (mention.group, key) if key is not None else (mention.group, None, number)
        made[key].add(number)
    return list(made.values())


def scored(mentions: Sequence[Placed]) -> dict[str, Coreference]:
    """The baseline's figures and the program's."""
    gold = clusters(mentions, "event")
    return {by: coreference.score(gold, clusters(mentions, by)) for by in ("lemma", "finding")}


def pairs(mentions: Sequence[Placed]) -> tuple[Counter[str], list[tuple[Placed, Placed]]]:
    """Pairs of mentions of different texts by what became of them, and those that are joined wrongly."""
    count: Counter[str] = Counter()
    wrong = []
    of_group: dict[str, list[Placed]] = defaultdict(list)
    for mention in mentions:
        of_group[mention.group].append(mention)
    for own in of_group.values():
        for one, other in combinations(own, 2):
            if one.document == other.document:
                continue
            joined = one.finding is not None and one.finding == other.finding
            if one.event != other.event:
                if joined and one.predicate and other.predicate:
                    count["joined, of two events"] += 1
                    wrong.append((one, other))
            elif joined:
                count["joined, of one event"] += 1
            elif not (one.predicate and other.predicate):
                count["missed, one no predicate of a claim"] += 1
            elif one.lemma == other.lemma:
                count["missed, predicates of one lemma"] += 1
            else:
                count["missed, predicates of two lemmas"] += 1
    return count, wrong


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder that holds ECB+")
    parser.add_argument(
        "--topics", type=int, nargs=2, default=(1, 35), metavar=("FIRST", "LAST"), help="within 1 to 35"
    )
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N pairs that were joined wrongly")
    parser.add_argument("--floor", type=float, default=0.0, help="fail below this CoNLL F1 by subtopic")


def main(args: argparse.Namespace) -> int:
    """Print both systems' figures for each grouping; 1 below the floor, 3 where there is no data."""
    first, last = args.topics
    own = texts(args.data, range(max(first, ecb.TOPICS[0]), min(last, ecb.TOPICS[-1]) + 1))
    if not own:
        print(f"no ECB+ under {args.data}", file=sys.stderr)
        return 3
    only = counted(args.data)
    print(f"{'grouping':10}{'mentions':26}{'n':>6}  {'system':12}{'MUC':>7}{'B3':>7}{'CEAFe':>7}{'CoNLL':>7}")
    lowest = 100.0
    for grouping in GROUPINGS:
        groups: Mapping[str, list[Text]] = defaultdict(list)
        for text in own:
            groups[text.document.story if grouping == "subtopic" else text.document.topic].append(text)
        mentions = [m for name, members in groups.items() for m in placed(name, members, only)]
        for label, chosen in (("all", mentions), ("predicates of claims", [m for m in mentions if m.predicate])):
            for by, figures in scored(chosen).items():
                system = "same lemma" if by == "lemma" else "findings"
                print(
                    f"{grouping:10}{label:26}{len(chosen):6}  {system:12}{figures.muc:7.1f}{figures.b_cubed:7.1f}"
                    f"{figures.ceaf_e:7.1f}{figures.conll:7.1f}"
                )
                if (grouping, label, by) == ("subtopic", "all", "finding"):
                    lowest = figures.conll
        if grouping == "subtopic":
            kept = pairs(mentions)
    print("\npairs of mentions of two texts, by subtopic")
    for what, number in sorted(kept[0].items()):
        print(f"  {what:40}{number:7}")
    for one, other in kept[1][:: max(1, len(kept[1]) // max(1, args.errors))][: args.errors]:
        print(f"\n  {one.shown}\n  {other.shown}")
    return int(lowest < args.floor)
