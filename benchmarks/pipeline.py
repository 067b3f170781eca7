"""Speed, start-up time and memory of the pipeline against the bare spaCy model, on the same texts in one run.

    python benchmarks/pipeline.py                        # 48 reports, three rounds
    python benchmarks/pipeline.py --reports 200 --memory-reports 2000 --check

The texts are made by rule from the stories in ``examples/``: every story is
told again under other names and on another day until there are enough reports.
The three contestants take turns, so that a noisy machine is noisy for all;
figures are medians over the rounds, ratios are taken within a round.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import pipeline
from consilience.model import Report
from consilience.read import read

ROOT = Path(__file__).resolve().parents[1]
# What the project promises: times the bare model, seconds, megabytes.
TARGETS = {"annotate": 1.6, "brief": 2.2, "start-up": 6.0, "memory": 1200.0}
_NAME = re.compile(r"(?<![.!?\n“\"] )(?<!^)\b[A-Z][a-z]{3,}\b")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Minister President"
_MONTHS = "January February March April June July August September October November December"
_KEPT = frozenset(f"{_DAYS} {_MONTHS}".split())
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "po", "ri", "sa", "to", "vu")


def renamed(text: str, number: int) -> str:
    """The text with its proper names changed into those of the ``number``-th retelling."""

    def other(match: re.Match[str]) -> str:
        name = match[0]
        if name in _KEPT or not number:
            return name
        return name[:2] + _SYLLABLES[(number + len(name)) % 12] + _SYLLABLES[number // 12 % 12] + name[-2:]

    return _NAME.sub(other, text)


def later(published: str | None, number: int) -> str | None:
    """The time of publication of the ``number``-th retelling: so many weeks later."""
    if not published:
        return published
    return (date.fromisoformat(published[:10]) + timedelta(days=7 * number)).isoformat() + published[10:]


def reports() -> Iterator[Report]:
    """Reports without end: the examples, then their retellings, each a week later than the one before."""
    originals = [item for item in read([ROOT / "examples"]) if isinstance(item, Report)]
    for number in count():
        for report in originals:
            published = later(report.published, number)
            yield replace(
                report, id=f"{report.id}-{number}", text=renamed(report.text, number), published=published, removed=()
            )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def write(folder: Path, texts: Sequence[Report]) -> None:
    lines = (
        json.dumps({"id": r.id, "outlet": r.outlet, "title": r.title, "text": r.text, "published": r.published})
        for r in texts
    )
    (folder / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")


def bare_model() -> Language:
    """The model that ``annotate`` uses, with all its own components and none of the project's."""
    return spacy.load(pipeline.load().path)


def whole_way() -> Callable[[Sequence[str | Path]], object] | None:
    """Paths to dossiers; None where this build has no collation."""
    try:
        return cast(Callable[[Sequence[str | Path]], object], importlib.import_module("consilience.api").brief)
    except ImportError:
        return None


def speed(texts: Sequence[Report], rounds: int) -> dict[str, list[float]]:
    """Seconds of each contestant in each round."""
    bare, whole = bare_model(), whole_way()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), texts)
        contestants: dict[str, Callable[[], object]] = {
            "bare": lambda: [None for _ in bare.pipe((r.text for r in texts), batch_size=pipeline.SHARD)],
            "annotate": lambda: [None for _ in pipeline.annotate(texts)],
        }
        if whole is not None:
            contestants["brief"] = lambda: whole([folder])
        for work in contestants.values():  # load what is loaded once
            work()
        taken: dict[str, list[float]] = {name: [] for name in contestants}
        for number in range(rounds):
            order = list(contestants)
            for name in order[number % len(order) :] + order[: number % len(order)]:
                taken[name].append(_seconds(contestants[name]))
    return taken


def components(texts: Sequence[Report]) -> dict[str, float]:
    """Milliseconds of processor time a report in the model (``model``) and in each of the project's components."""
    nlp = pipeline.load()
    ours = [(name, part) for name, part in nlp.pipeline if name.startswith("consilience_")]
    spent: dict[str, float] = {}

    def run(name: str, part: Callable[[Doc], Doc], docs: Sequence[Doc]) -> None:
        begun = time.process_time()
        for doc in docs:
            part(doc)
        spent[name.removeprefix("consilience_")] = time.process_time() - begun

    docs = []
    for report in texts:
        doc = nlp.make_doc(report.text)
        doc._.consilience_report = report
        docs.append(doc)
    run(*ours[0], docs)
    begun = time.process_time()
    docs = list(nlp.pipe(docs, disable=[name for name, _ in ours], batch_size=pipeline.SHARD))
    spent["model"] = time.process_time() - begun
    for name, part in ours[1:]:
        run(name, part, docs)
    return {name: 1000 * seconds / len(texts) for name, seconds in spent.items()}


def stages(texts: Sequence[Report]) -> tuple[dict[str, float], int]:
    """Milliseconds of processor time a report in the stages behind annotation, and the number of stories."""
    group = importlib.import_module("consilience.group").group
    collate = importlib.import_module("consilience.collate").collate
    annotated = tuple(pipeline.annotate(texts))
    begun = time.process_time()
    stories, _ = group(annotated)
    grouped = time.process_time()
    for story in stories:
        collate(story)
    spent = {"group": grouped - begun, "collate": time.process_time() - grouped}
    return {name: 1000 * seconds / len(texts) for name, seconds in spent.items()}, len(stories)


_BRIEF = "import sys; from consilience.api import brief; brief(sys.argv[1:])"
_ANNOTATE = (
    "import sys; from consilience.annotate import pipeline; from consilience.read import read; "
    "list(pipeline.annotate(r for r in read(sys.argv[1:]) if hasattr(r, 'text')))"
)


def _start() -> str:
    return _ANNOTATE if whole_way() is None else _BRIEF


def start_up(rounds: int) -> list[float]:
    """Seconds from the start of a process to the result for one story."""
    command = [sys.executable, "-c", _start(), str(ROOT / "examples" / "harbour")]
    return [_seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(rounds)]


def memory(number: int) -> float:
    """Peak megabytes of a process of its own that does the same for ``number`` reports."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), list(islice(reports(), number)))
        script = f"{_start()}; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"  # kilobytes
        done = subprocess.run([sys.executable, "-c", script, folder], check=True, capture_output=True, text=True)
    kilobytes = int(done.stdout.split()[-1])
    return kilobytes / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> int:
    """Prints the figures; 1 with ``--check`` where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=48, help="reports in a round (default 48)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (default 3)")
    parser.add_argument("--memory-reports", type=int, default=0, help="also print the peak memory of so many reports")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a promise is not kept")
    args = parser.parse_args()
    texts = list(islice(reports(), args.reports))
    words = sum(len(r.text.split()) for r in texts) / len(texts)
    model = pipeline.describe(pipeline.load())
    print(f"{len(texts)} reports of {words:.0f} words, {args.rounds} rounds, {model.name} {model.version}, one process")
    taken = speed(texts, args.rounds)
    broken: list[str] = []

    def judged(name: str, figure: float) -> str:
        limit = TARGETS.get(name)
        if limit is not None and figure > limit:
            broken.append(name)
        return "" if limit is None else f"  (at most {limit:g}{', not kept' if figure > limit else ''})"

    print(f"\n{'':<12}{'reports/s':>10}{'ms/report':>11}{'x bare':>8}")
    for name, seconds in taken.items():
        middle = statistics.median(seconds)
        ratio = statistics.median(s / b for s, b in zip(seconds, taken["bare"], strict=True))
        line = f"{name:<12}{len(texts) / middle:>10.1f}{1000 * middle / len(texts):>11.1f}{ratio:>8.2f}"
        print(line + judged(name, ratio))
    costs = components(texts)
    print(f"\n{'component':<12}{'ms/report':>10}{'% of model':>12}  (processor time)")
    for name, cost in costs.items():
        print(f"{name:<12}{cost:>10.2f}{100 * cost / costs['model']:>12.1f}")
    if whole_way() is not None:
        behind, stories = stages(texts)
        for name, cost in behind.items():
            print(f"{name:<12}{cost:>10.2f}{100 * cost / costs['model']:>12.1f}  ({stories} stories)")
    started = statistics.median(start_up(args.rounds))
    print(f"\nstart-up to the first result: {started:.1f} s{judged('start-up', started)}")
    if args.memory_reports:
        peak = memory(args.memory_reports)
        print(f"peak memory of {args.memory_reports} reports: {peak:.0f} MB{judged('memory', peak)}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this run: {own:.0f} MB")
    return 1 if broken and args.check else 0


if __name__ == "__main__":
    sys.exit(main())
