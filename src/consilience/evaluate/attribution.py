"""Attribution measured on PolNeAR 1.0: who is said to say what, against one annotator a document.

The corpus lies in ``DIR/{train,dev}/{text,attributions}`` (brat standoff) with
``DIR/metadata.tsv`` beside; ``DIR/data`` is looked into as well. A predicted
attribution is all contents that share one source and one cue.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from consilience.annotate.credits import suppliers
from consilience.annotate.pipeline import annotate
from consilience.model import Attribution, Report
from consilience.tables import agencies

Places = tuple[tuple[int, int], ...]
_WORD = re.compile(r"\w+|[^\w\s]")
_QUOTES = "\"“”«»„'‘’`"
# Contents that share this much of their words (intersection over union) are the same content.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution, each part as (start, end) places; a part may be empty."""

    source: Places
    cue: Places
    content: Places


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its annotated attributions, and the agency that the corpus records as its supplier."""

    name: str
    text: str
    gold: tuple[Gold, ...]
    wire: str | None = None


def _read_brat(path: Path) -> tuple[Gold, ...]:
    """The attributions of a brat file; events that refer to missing spans keep what is there."""
    spans: dict[str, Places] = {}
    events: list[dict[str, list[tuple[int, int]]]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if len(fields) < 2 or not re.fullmatch(r"[TE]\d+", fields[0]):
            continue
        if fields[0][0] == "T":
            places = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = tuple((int(a), int(b)) for a, b in (place.split() for place in places))
            continue
        parts: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
        for argument in fields[1].split():
            role, name = argument.split(":")
            parts.setdefault(role.rstrip("0123456789"), []).extend(spans.get(name, ()))
        events.append(parts)
    return tuple(
        Gold(tuple(sorted(e["Source"])), tuple(sorted(e["Cue"])), tuple(sorted(e["Content"])))
        for e in events
        if e["Content"]
    )


def load_polnear(root: Path, part: str) -> tuple[Document, ...]:
    """The documents of a part of the corpus (``train`` or ``dev``), sorted by name.

    Where several people annotated one document the first by name counts.
    Raises FileNotFoundError where the folder is not laid out as PolNeAR.
    """
    base = root if (root / part).is_dir() else root / "data"
    texts = base / part / "text"
    if not texts.is_dir():
        raise FileNotFoundError(f"{texts} is not there: give the folder that holds PolNeAR's data")
    wires: dict[str, str | None] = {}
    metadata = base / "metadata.tsv"
    if metadata.exists():
        with metadata.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                agency = agencies.find(row["wire"].replace("reuters", "Reuters"), medium=True)
                wires[row["filename"]] = agency.name if agency else None
    annotated: dict[str, Path] = {}
    for path in sorted((base / part / "attributions").glob("*.ann")):
        annotated.setdefault(path.stem.rsplit("_", 1)[0], path)
    return tuple(
        Document(path.stem, path.read_bytes().decode(), _read_brat(annotated[path.stem]), wires.get(path.stem))
        for path in sorted(texts.glob("*.txt"))
        if path.stem in annotated
    )


def joined(attributions: Iterable[Attribution]) -> tuple[Gold, ...]:
    """The predicted attributions in the corpus's form: contents that share source and cue are one."""
    groups: dict[object, list[Attribution]] = {}
    for number, attribution in enumerate(attributions):
        key = (attribution.source, attribution.cue) if attribution.cue or attribution.source else number
        groups.setdefault(key, []).append(attribution)
    return tuple(
        Gold(
            source=tuple((e.start, e.end) for e in (group[0].source,) if e),
            cue=tuple((e.start, e.end) for e in (group[0].cue,) if e),
            content=tuple((a.content.start, a.content.end) for a in group),
        )
        for group in groups.values()
    )


class _Ruler:
    """Places of a text as sets of word numbers."""

    def __init__(self, text: str) -> None:
        self.words = [m.span() for m in _WORD.finditer(text)]
        self.at: dict[int, int] = {}
        for number, (start, end) in enumerate(self.words):
            for place in range(start, end):
                self.at[place] = number

    def measure(self, places: Places) -> frozenset[int]:
        return frozenset(self.at[i] for start, end in places for i in range(start, end) if i in self.at)


def _is_direct(text: str, gold: Gold) -> bool:
    """Whether the content is all quotation: it begins and ends with a mark."""
    first, last = text[gold.content[0][0]], text[gold.content[-1][1] - 1]
    return first in _QUOTES and last in _QUOTES


def _prf(true: int, predicted: int, gold: int) -> dict[str, float]:
    precision = 100 * true / predicted if predicted else 0.0
    recall = 100 * true / gold if gold else 0.0
    both = precision + recall
    return {
        "precision": round(precision, 1),
        "recall": round(recall, 1),
        "f1": round(2 * precision * recall / both, 1) if both else 0.0,
    }


def figures(pairs: Iterable[tuple[Document, Sequence[Gold]]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 in percent over documents and what was found in them.

    ``source``, ``cue``, ``content``: words marked as such anywhere in the
    document. ``attribution``: one to one, best overlap first; right where the
    contents' words have an intersection over union of at least .5 and the
    sources overlap or both are absent. ``direct`` (content wholly in quotation
    marks) and ``indirect`` are recalls of it.
    """
    words = {part: [0, 0, 0] for part in ("source", "cue", "content")}
    whole = [0, 0, 0]
    by_kind = {"direct": [0, 0], "indirect": [0, 0]}
    for document, found in pairs:
        ruler = _Ruler(document.text)
        for part, count in words.items():
            gold_words = frozenset().union(*(ruler.measure(getattr(g, part)) for g in document.gold))
            found_words = frozenset().union(*(ruler.measure(getattr(f, part)) for f in found))
            count[0] += len(gold_words & found_words)
            count[1] += len(found_words)
            count[2] += len(gold_words)
        matched = match(ruler.measure, document.gold, found)
        whole[0] += len(matched)
        whole[1] += len(found)
        whole[2] += len(document.gold)
        for number, gold in enumerate(document.gold):
            count = by_kind["direct" if _is_direct(document.text, gold) else "indirect"]
            count[0] += number in matched
            count[1] += 1
    result = {part: _prf(*count) for part, count in words.items()}
    result["attribution"] = _prf(*whole)
    for kind, (hit, of) in by_kind.items():
        result[kind] = {"recall": round(100 * hit / of, 1) if of else 0.0}
    return result


def bylines(documents: Iterable[Document]) -> dict[str, float]:
    """Precision, recall and F1 in percent of the supplying agency read from the text against the corpus's record."""
    right = found = known = 0
    for document in documents:
        named = suppliers(document.text)
        found += len(named)
        known += document.wire is not None
        right += document.wire in named
    return _prf(right, found, known)


def match(measure: Callable[[Places], frozenset[int]], gold: Sequence[Gold], found: Sequence[Gold]) -> dict[int, int]:
    """Which gold attribution is which found one, by number; each at most once."""
    found_by_word: dict[int, list[int]] = {}
    found_contents = [measure(f.content) for f in found]
    for number, content in enumerate(found_contents):
        for word in content:
            found_by_word.setdefault(word, []).append(number)
    pairs: list[tuple[float, int, int]] = []
    for g, one in enumerate(gold):
        content, source = measure(one.content), measure(one.source)
        near = sorted({f for word in content for f in found_by_word.get(word, ())})
        for f in near:
            share = len(content & found_contents[f]) / len(content | found_contents[f])
            other = measure(found[f].source)
            if share >= SAME and (source & other or not (source or other)):
                pairs.append((-share, g, f))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, f in sorted(pairs):
        if g not in matched and f not in taken:
            matched[g] = f
            taken.add(f)
    return matched


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of ``consilience evaluate attribution``."""
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds PolNeAR's data")
    parser.add_argument("--split", choices=("train", "dev"), default="dev", help="the part to measure on")
    parser.add_argument("--model", help="the spaCy model; the best one installed if not given")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def main(args: argparse.Namespace) -> int:
    """Measure and print. Returns 0, or 2 where the data are not there."""
    try:
        documents = load_polnear(args.data, args.split)
    except FileNotFoundError as error:
        print(f"consilience: {error}", file=sys.stderr)
        return 2
    reports = [Report(id=d.name, path=d.name, text=d.text) for d in documents]
    found = (joined(a.attributions) for a in annotate(reports, model=args.model))
    result = figures(zip(documents, found, strict=True)) | {"byline": bylines(documents)}
    print(json.dumps(result, indent=1) if args.json else _table(result))
    return 0


def _table(result: dict[str, dict[str, float]]) -> str:
    lines = [f"{'':12}{'precision':>10}{'recall':>10}{'F1':>10}"]
    for name, row in result.items():
        cells = (row.get(k) for k in ("precision", "recall", "f1"))
        lines.append(f"{name:12}" + "".join(f"{'' if c is None else c:>10}" for c in cells))
    return "\n".join(lines)
