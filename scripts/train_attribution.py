"""Learns the weights of the attribution model from the training part of PolNeAR 1.0.

    python scripts/train_attribution.py --data DIR [--out src/consilience/tables/attribution.tsv]

Needs scikit-learn beside the project's own requirements. Three logistic
regressions with an L1 penalty are fitted, so that most features have no weight
and the file stays small; the same data and library versions give the same
bytes. With ``--hold-out N`` the last N documents are left out and measured.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc, DocBin

from consilience.annotate import features, pipeline, weights
from consilience.annotate.contents import Candidate, contents
from consilience.annotate.cues import may_be_cue
from consilience.annotate.quotes import find_quotes
from consilience.annotate.sources import sources
from consilience.annotate.words import Marked, Words, marked_of, words_of
from consilience.evaluate.attribution import SAME, Document, load_polnear

# A feature that fewer examples show teaches nothing; what the penalty leaves below this counts nothing.
FEWEST = 3
SMALLEST = 2
PENALTY = {"cue": 0.5, "content": 0.5, "source": 0.5}


@dataclass
class Examples:
    """Lists of features, and whether each is a yes."""

    rows: list[list[str]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)

    def add(self, row: list[str], label: bool) -> None:
        self.rows.append(row)
        self.labels.append(int(label))


def span(candidate: Candidate) -> set[int]:
    return {i for first, last in candidate.pieces for i in range(first, last + 1)}


def overlap(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def gold_words(document: Document, words: Words) -> list[tuple[set[int], set[int], set[int]]]:
    at = {
        place: number
        for number in range(len(words))
        if not words.text[number].isspace()
        for place in range(words.start[number], words.end[number])
    }

    def numbers(places: Sequence[tuple[int, int]]) -> set[int]:
        return {at[i] for start, end in places for i in range(start, end) if i in at}

    return [(numbers(g.source), numbers(g.cue), numbers(g.content)) for g in document.gold]


def teach(document: Document, words: Words, marked: Marked, examples: dict[str, Examples]) -> None:
    """Add the document's examples: which words are cues, and for each cue its content and its source."""
    chosen: dict[int, tuple[float, set[int], set[int]]] = {}
    for source, cue, content in gold_words(document, words):
        # Of a cue of several words the one counts whose grammar comes nearest to the content.
        best = (-1.0, -1)
        for index in sorted(cue):
            if may_be_cue(words, index):
                near = max((overlap(span(c), content) for c in contents(words, index, marked)), default=0.0)
                best = max(best, (near, -index))
        if best[0] >= 0 and (-best[1] not in chosen or chosen[-best[1]][0] < best[0]):
            chosen[-best[1]] = (best[0], source, content)
    for index in range(len(words)):
        if may_be_cue(words, index):
            examples["cue"].add(features.cue_features(words, index, marked.number), index in chosen)
    for index, (near, source, content) in chosen.items():
        if near >= SAME:
            for rank, candidate in enumerate(contents(words, index, marked)):
                right = overlap(span(candidate), content) >= max(SAME, near - 0.05)
                row = features.content_features(words, index, candidate, rank, marked.number)
                examples["content"].add(row, right)
        offered = sources(words, index, marked)
        nearest = max((overlap(span(c), source) for c in offered), default=0.0) if source else 0.0
        for rank, candidate in enumerate(offered):
            right = nearest > 0 and overlap(span(candidate), source) == nearest
            examples["source"].add(features.source_features(words, index, candidate, rank), right)


def fit(examples: Examples, penalty: float) -> dict[str, int]:
    """The weights in hundredths, the bias under the empty name."""
    counts = Counter(f for row in examples.rows for f in set(row))
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, c in counts.items() if c >= FEWEST and f.isprintable()))}
    columns = [sorted({vocabulary[f] for f in row if f in vocabulary}) for row in examples.rows]
    ends = [0, *itertools.accumulate(map(len, columns))]
    flat = [i for row in columns for i in row]
    matrix = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(columns), len(vocabulary)))
    model = LogisticRegression(C=penalty, l1_ratio=1.0, solver="liblinear", max_iter=300, random_state=0)
    model.fit(matrix, examples.labels)
    found = {f: round(100 * float(model.coef_[0][i])) for f, i in vocabulary.items()}
    return {"": round(100 * float(model.intercept_[0]))} | {f: w for f, w in found.items() if abs(w) >= SMALLEST}


def parsed(documents: Sequence[Document], kept: Path | None) -> Iterator[Doc]:
    """The documents through the language model alone; read from ``kept`` if that file is there, else kept in it."""
    nlp = pipeline.load()
    if kept and kept.exists():
        yield from itertools.islice(DocBin().from_disk(kept).get_docs(nlp.vocab), len(documents))
        return
    own = [name for name in nlp.pipe_names if name.startswith("consilience_") and name != "consilience_paragraphs"]
    docs = DocBin()
    with nlp.select_pipes(disable=own):
        for doc in nlp.pipe(d.text for d in documents):
            docs.add(doc)
            yield doc
    if kept:
        docs.to_disk(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/consilience/tables") / weights.FILE)
    parser.add_argument("--parsed", type=Path, help="keep the parsed documents in this file between runs")
    parser.add_argument("--hold-out", type=int, default=0)
    args = parser.parse_args()
    documents = load_polnear(args.data, "train")
    documents = documents[: len(documents) - args.hold_out]
    examples = {name: Examples() for name in weights.NAMES}
    for document, doc in zip(documents, parsed(documents, args.parsed), strict=True):
        words = words_of(doc)
        teach(document, words, marked_of(words, find_quotes(doc.text)), examples)
    lines = ["# The attribution model: model, feature, weight in hundredths. Made by scripts/train_attribution.py."]
    for name, found in examples.items():
        learned = fit(found, PENALTY[name])
        print(f"{name}: {len(found.labels)} examples, {sum(found.labels)} yes, {len(learned)} weights")
        lines += [f"{name}\t{feature}\t{weight}" for feature, weight in sorted(learned.items())]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
