"""What stories cost: many small ones against annotation alone, a large one, and memory where much is one story.

    python benchmarks/stories.py                         # 40 stories of five reports, three rounds
    python benchmarks/stories.py --stories 400 --rounds 1 --large 300 --memory-reports 2000 --check

The texts are made by rule from the stories in ``examples/``. A story is told again
under other names, on another day and with other words for its rarer ones, the
same in all its reports, so that grouping takes no two for one event. The large
story is one of the examples, its reports cut, mixed and reworded at random.
Processor time is what is compared: two things that take turns in one process.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pipeline as common

from consilience.annotate import pipeline
from consilience.api import brief
from consilience.collate import collate
from consilience.group import group
from consilience.model import Report, Story
from consilience.read import read
from consilience.tables import frequency, vectors

# Times annotation alone; seconds from files to the dossier of the large story; megabytes, also of the many reports.
TARGETS = {"stories": 2.0, "large": 60.0, "large memory": 1500.0, "memory": 1200.0}
SIZE = 5  # reports of a small story
RARE = 2.5  # idf from which a word is another one in another story
_WORD = re.compile(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])")
_ENDINGS = ("ing", "ed", "ly", "ion", "ies", "es", "s", "er", "al", "")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CHANGED, _KEPT, _MIXED = 0.03, 0.8, 4  # words changed, sentences kept, and taken from others, in the large story


@cache
def _words() -> dict[str, list[str]]:
    """The rarer words of the table that have a vector, by their ending: what may stand for one another."""
    _, *rows = files("consilience.tables").joinpath("frequency.tsv").read_text(encoding="utf-8").splitlines()
    words = (row.partition("\t")[0] for row in rows)
    known = (w for w in words if _WORD.fullmatch(w) and vectors.knows(w) and frequency.idf(w) >= RARE)
    result: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known):
        result[next(end for end in _ENDINGS if word.endswith(end))].append(word)
    return result


def _told_otherwise(text: str, number: int) -> str:
    """The text as the ``number``-th story has it: its names and its rarer words changed, each always into the same."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if frequency.idf(word) < RARE:
            return word
        alike = _words()[next(end for end in _ENDINGS if word.endswith(end))]
        return random.Random(f"{number} {word}").choice(alike) if alike else word

    return _WORD.sub(other, common.renamed(text, number)) if number else text


def small_stories(stories: int) -> list[Report]:
    """So many stories of :data:`SIZE` reports, story after story."""
    folders = sorted(path for path in (common.ROOT / "examples").iterdir() if path.is_dir())
    told = [[r for r in read([path / "reports"]) if isinstance(r, Report)] for path in folders]
    result = []
    for number in range(stories):
        originals = told[number % len(told)]
        first = number // len(told) % len(originals)
        for report in (*originals[first:], *originals[:first])[:SIZE]:
            result.append(
                replace(
                    report,
                    id=f"{report.id}-{number}",
                    title=_told_otherwise(report.title or "", number),
                    text=_told_otherwise(report.text, number),
                    published=common.later(report.published, number),
                    removed=(),
                )
            )
    return result


def large_story(reports: int) -> list[Report]:
    """One event in so many reports."""
    chance = random.Random(1)
    originals = [r for r in read([common.ROOT / "examples" / "harbour" / "reports"]) if isinstance(r, Report)]
    sentences = [_SENTENCE.split(report.text) for report in originals]
    result = []
    for number in range(reports):
        at = number % len(originals)
        kept = [s for s in sentences[at] if chance.random() < _KEPT] or sentences[at]
        others = [s for k, own in enumerate(sentences) if k != at for s in own]
        for _ in range(_MIXED):
            kept.insert(chance.randrange(len(kept) + 1), chance.choice(others))
        words = " ".join(kept).split(" ")
        changed = [w if not w.islower() or chance.random() > _CHANGED else chance.choice(_words()[""]) for w in words]
        report = originals[at]
        outlet = f"{report.outlet} {number // len(originals)}"
        result.append(replace(report, id=f"{report.id}-{number}", text=" ".join(changed), outlet=outlet, removed=()))
    return result


def _processor(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compared(texts: Sequence[Report], rounds: int) -> tuple[list[float], list[float], int, int]:
    """Seconds of ``annotate`` and of ``brief`` in each round, the number of stories found and the largest of them."""
    sizes: list[int] = []
    annotated: list[float] = []
    whole: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        common.write(Path(folder), texts)

        def whole_way() -> None:
            sizes[:] = [len(dossier.reports) for dossier in brief([folder]).dossiers]

        list(pipeline.annotate(texts[:SIZE]))  # load what is loaded once
        for number in range(rounds):
            turns = [(annotated, lambda: list(pipeline.annotate(texts))), (whole, whole_way)]
            for taken, work in turns if number % 2 else reversed(turns):
                taken.append(_processor(work))
    return annotated, whole, len(sizes), max(sizes)


def stages(texts: Sequence[Report]) -> dict[str, float]:
    """Milliseconds of processor time a report behind annotation, each story of :data:`SIZE` collated by itself."""
    annotated = tuple(pipeline.annotate(texts))
    stories = [Story(f"S{k}", annotated[k : k + SIZE]) for k in range(0, len(annotated), SIZE)]
    spent = {"group": lambda: group(annotated), "collate": lambda: [None for _ in map(collate, stories)]}
    return {name: 1000 * _processor(work) / len(texts) for name, work in spent.items()}


_ALONE = """
import resource, sys, time
from consilience.api import brief
dossiers = brief(sys.argv[1:]).dossiers
print(max(len(d.reports) for d in dossiers), time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def alone(texts: Sequence[Report]) -> tuple[int, float, float]:
    """Reports of the largest story, processor seconds and peak megabytes of a process of its own that briefs all."""
    with tempfile.TemporaryDirectory() as folder:
        common.write(Path(folder), texts)
        done = subprocess.run([sys.executable, "-c", _ALONE, folder], check=True, capture_output=True, text=True)
    largest, seconds, peak = done.stdout.split()
    return int(largest), float(seconds), float(peak) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> int:
    """Prints the figures; 1 with ``--check`` where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=40, help="stories of five reports (default 40; 0: none)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of these (default 3)")
    parser.add_argument("--large", type=int, default=0, help="also brief one story of so many reports")
    parser.add_argument("--memory-reports", type=int, default=0, help="also brief so many, most of few events")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a promise is not kept")
    args = parser.parse_args()
    broken: list[str] = []

    def judged(name: str, figure: float) -> str:
        if figure > TARGETS[name]:
            broken.append(name)
        return f"(at most {TARGETS[name]:g}{', not kept' if figure > TARGETS[name] else ''})"

    for line in _figures(args, judged):
        print(line, flush=True)
    return 1 if broken and args.check else 0


def _figures(args: argparse.Namespace, judged: Callable[[str, float], str]) -> Iterator[str]:
    if args.stories:
        texts = small_stories(args.stories)
        annotated, whole, found, largest = compared(texts, args.rounds)
        yield f"{len(texts)} reports made as {args.stories} stories, found as {found}, the largest of {largest}"
        for name, seconds in (("annotate", annotated), ("brief", whole)):
            yield f"{name:<10}{1000 * statistics.median(seconds) / len(texts):>8.1f} ms a report"
        ratio = statistics.median(b / a for a, b in zip(annotated, whole, strict=True))
        yield f"{'ratio':<10}{ratio:>8.2f} {judged('stories', ratio)}"
        for name, cost in stages(texts[: 40 * SIZE]).items():
            yield f"{name:<10}{cost:>8.1f} ms a report"
    if args.large:
        largest, taken, peak = alone(large_story(args.large))
        yield f"{args.large} reports of one event, the largest story of {largest}"
        yield f"{'seconds':<10}{taken:>8.1f} {judged('large', taken)}"
        yield f"{'peak MB':<10}{peak:>8.0f} {judged('large memory', peak)}"
    if args.memory_reports:
        largest, taken, peak = alone(list(islice(common.reports(), args.memory_reports)))
        yield f"{args.memory_reports} reports, the largest story of {largest}: {taken:.0f} s"
        yield f"{'peak MB':<10}{peak:>8.0f} {judged('memory', peak)}"


if __name__ == "__main__":
    sys.exit(main())
