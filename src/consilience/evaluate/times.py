"""Time expressions measured on TempEval-3: spans and values against TIMEX3 in TimeML files.

The figures are those of TempEval-3 (UzZaman and others 2013, task A): spans
strict (the same characters) and relaxed (any overlap, one to one), and the
value F1, in which a pair counts when it overlaps and has the same value.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from consilience.model import Report, TimeExpression

# The corpora of the training part; the files may lie anywhere under the folder given.
TRAINING = ("AQUAINT", "TimeBank")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated expression: offsets in the document's text, type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the day of its creation (ISO, None where it is not given) and its annotated expressions."""

    name: str
    text: str
    created: str | None
    gold: tuple[Gold, ...]


def read_timeml(path: Path) -> Document:
    """One TimeML file. Hard line breaks inside a paragraph become spaces. Raises ParseError, OSError."""
    root = ElementTree.parse(path).getroot()
    body = root.find("TEXT")
    pieces: list[str] = []
    gold: list[Gold] = []
    length = 0

    def take(text: str | None) -> None:
        nonlocal length
        pieces.append(text or "")
        length += len(text or "")

    def walk(element: ElementTree.Element) -> None:
        start = length
        take(element.text)
        for child in element:
            walk(child)
            take(child.tail)
        if element.tag == "TIMEX3":
            gold.append(Gold(start, length, element.get("type", ""), element.get("value", "")))

    if body is not None:
        walk(body)
    created = root.find("DCT/TIMEX3")
    text = re.sub(r"(?<!\n)\n(?!\n)", " ", "".join(pieces))
    return Document(path.stem, text, created.get("value", "")[:10] if created is not None else None, tuple(gold))


def load_timeml(folder: Path) -> Iterator[Document]:
    """The documents of the training part below the folder; every .tml file where there is no training part.

    Raises FileNotFoundError where there is none at all.
    """
    files = sorted(path for path in folder.rglob("*.tml") if path.is_file())
    training = [path for path in files if path.parent.name in TRAINING]
    if not files:
        raise FileNotFoundError(f"no .tml file under {folder}")
    return (read_timeml(path) for path in training or files)


def pairs(gold: Sequence[Gold], found: Sequence[TimeExpression]) -> list[tuple[Gold, TimeExpression]]:
    """Overlapping annotations matched one to one: the same span first, then in the order of the text."""
    same = {(t.start, t.end): t for t in found}
    matched = [(g, same.pop((g.start, g.end))) for g in gold if (g.start, g.end) in same]
    taken = {id(t) for _, t in matched}
    done = {id(g) for g, _ in matched}
    for g in gold:
        if id(g) in done:
            continue
        other = next((t for t in found if id(t) not in taken and t.start < g.end and g.start < t.end), None)
        if other is not None:
            taken.add(id(other))
            matched.append((g, other))
    return matched


def _f1(right: int, gold: int, found: int) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"P": round(100 * precision, 1), "R": round(100 * recall, 1), "F1": round(100 * f1, 1)}


def figures(results: Iterable[tuple[Document, Sequence[TimeExpression]]]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 in percent for strict and relaxed spans, types and values."""
    gold = found = strict = relaxed = types = values = 0
    for document, expressions in results:
        matched = pairs(document.gold, expressions)
        gold += len(document.gold)
        found += len(expressions)
        relaxed += len(matched)
        strict += sum((g.start, g.end) == (t.start, t.end) for g, t in matched)
        types += sum(g.type == t.type for g, t in matched)
        values += sum(g.value == t.value for g, t in matched)
    counted = {"strict": strict, "relaxed": relaxed, "type": types, "value": values}
    return {name: _f1(right, gold, found) for name, right in counted.items()}


def report_of(document: Document) -> Report:
    """The document as a report that was published on the day of its creation."""
    created = document.created if document.created and re.fullmatch(r"\d{4}-\d\d-\d\d", document.created) else None
    return Report(document.name, document.name, document.text, published=created, dated_by="given")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command line of ``consilience evaluate times``."""
    parser.add_argument("--data", type=Path, required=True, help="a folder with TimeML files, as of TempEval-3")
    parser.add_argument("--model", help="the spaCy model; the best one installed if not given")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def main(args: argparse.Namespace) -> int:
    """Measure and print. Returns 0, or 2 where the data are not there."""
    from consilience.annotate.pipeline import annotate

    try:
        documents = tuple(load_timeml(args.data))
    except (FileNotFoundError, ElementTree.ParseError) as error:
        print(f"consilience: {error}", file=sys.stderr)
        return 2
    annotated = annotate((report_of(document) for document in documents), model=args.model)
    result = figures((document, a.times) for document, a in zip(documents, annotated, strict=True))
    if args.json:
        print(json.dumps(result, indent=1))
    else:
        for name, row in result.items():
            print(f"{name:8}", "  ".join(f"{key} {value:5.1f}" for key, value in row.items()))
    return 0
