"""Measure a dossier's lead by ROUGE on stories with answer keys, beside the first sentences of a report.

    consilience evaluate summary examples/

The reference of a story is what its key aligns: of every fact that two or more reports state the
longest passage that states it, in the order of the key. Four summaries are measured against it:
the dossier's lead; the first three sentences of the story's first report and of its longest
(lead-3, hard to beat in news); and of the first report as many first sentences as reach the length
of the dossier's lead, so that no figure is owed to length alone. A set's line is the mean of its stories.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from consilience.evaluate.keys import Key, load
from consilience.evaluate.rouge import Rouge, rouge, words
from consilience.evaluate.stories import stories
from consilience.model import Annotated, Dossier

LEAD, FIRST, LONGEST, AS_LONG = "lead", "lead-3, first report", "lead-3, longest report", "first report, as long"
SYSTEMS = (LEAD, FIRST, LONGEST, AS_LONG)
BASELINE_SENTENCES = 3
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """One summary of one story."""

    rouge: Rouge
    words: int


def reference(key: Key) -> tuple[str, ...]:
    """The longest passage of every fact that two or more reports of the story state."""
    passages: dict[int, dict[str, str]] = {}
    for support in key.supports:
        own = passages.setdefault(support.fact, {})
        own[support.passage.report] = max(own.get(support.passage.report, ""), support.passage.text, key=len)
    return tuple(max(own.values(), key=len) for _, own in sorted(passages.items()) if len(own) > 1)


def sentences(annotated: Annotated) -> tuple[str, ...]:
    """The sentences of a report's news text in order, without headings and what is no news text."""
    report, tokens = annotated.report, annotated.tokens
    starts = [k for k in range(len(tokens.sentence)) if k == 0 or tokens.sentence[k] != tokens.sentence[k - 1]]
    found = []
    for first, last in pairwise([*starts, len(tokens.sentence)]):
        start, end = tokens.start[first], tokens.end[last - 1]
        text = report.text[start:end].strip()
        removed = any(r.start < end and start < r.end for r in report.removed)
        if not removed and len(words(text)) >= FEWEST_WORDS and text.rstrip("\"'”’)")[-1:] in (".", "!", "?"):
            found.append(text)
    return tuple(found)


def summaries(dossier: Dossier, reports: Sequence[Annotated]) -> dict[str, tuple[str, ...]]:
    """The sentences of every system for one story; ``reports`` in the order read."""
    told = [sentences(a) for a in reports]
    longest = max(told, key=lambda own: sum(map(len, own)), default=())
    first = next((own for own in told if own), ())
    lead = tuple(one.span.text for one in dossier.lead)
    length = sum(len(words(s)) for s in lead)
    as_long: list[str] = []
    for sentence in first:
        if sum(len(words(s)) for s in as_long) >= length:
            break
        as_long.append(sentence)
    return {
        LEAD: lead,
        FIRST: first[:BASELINE_SENTENCES],
        LONGEST: longest[:BASELINE_SENTENCES],
        AS_LONG: tuple(as_long),
    }


def measure(
    story: Path, collate: Callable[[Sequence[Path]], tuple[Dossier, Sequence[Annotated]]]
) -> dict[str, Measured]:
    """The figures of every system on one story; ``collate`` makes the dossier of the reports at some paths."""
    key, files = load(story)
    wanted = reference(key)
    dossier, reports = collate([path for name, path in files.items() if key.members.get(name, True)])
    return {
        system: Measured(rouge(text, wanted), sum(len(words(s)) for s in text))
        for system, text in summaries(dossier, reports).items()
    }


def mean(measured: Sequence[Measured]) -> Measured:
    """The mean of several stories."""
    parts = [m.rouge for m in measured]
    figures = Rouge(fmean(r.one for r in parts), fmean(r.two for r in parts), fmean(r.longest for r in parts))
    return Measured(figures, round(fmean(m.words for m in measured)))


def table(rows: Sequence[tuple[str, Mapping[str, Measured]]]) -> str:
    """A line for each story and system."""
    lines = [f"{'story':<20}{'summary':<26}{'ROUGE-1':>8}{'ROUGE-2':>8}{'ROUGE-L':>8}{'words':>7}"]
    for name, systems in rows:
        for system in SYSTEMS:
            m = systems[system]
            figures = "".join(f"{figure:>8.1f}" for figure in (m.rouge.one, m.rouge.two, m.rouge.longest))
            lines.append(f"{name if system == LEAD else '':<20}{system:<26}{figures}{m.words:>7}")
    return "\n".join(lines)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``consilience evaluate summary``."""
    parser.add_argument("stories", nargs="+", type=Path, metavar="DIR", help="a story, or a folder of stories")
    parser.add_argument("--each", action="store_true", help="a line for every story too")


def main(args: argparse.Namespace) -> int:
    """Prints the table; 0. Raises OSError and ValueError where a folder or a key cannot be read."""
    rows: list[tuple[str, Mapping[str, Measured]]] = []
    for folder in args.stories:
        measured = [(story.name, measure(story, _collated)) for story in stories(folder)]
        if args.each:
            rows += measured
        rows.append((f"{folder.resolve().name} ({len(measured)})", _means([m for _, m in measured])))
    print(table(rows))
    return 0


def _means(measured: Sequence[Mapping[str, Measured]]) -> dict[str, Measured]:
    return {system: mean([m[system] for m in measured]) for system in SYSTEMS}


def _collated(paths: Sequence[Path]) -> tuple[Dossier, Sequence[Annotated]]:
    # Here and not above: the command line asks this module for its arguments before it knows what will run.
    from consilience.api import annotate_paths
    from consilience.collate import collate
    from consilience.model import Story

    annotated, _ = annotate_paths(paths)
    reports = tuple(annotated)
    return collate(Story("story", reports)), reports
