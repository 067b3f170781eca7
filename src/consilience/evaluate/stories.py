"""Measure the program on stories that have an answer key, and hold it to the floors.

    consilience evaluate stories examples/
    consilience evaluate stories examples/harbour --json figures.json

A story is a folder with its reports and a ``gold.json``; a folder of stories is a
set. The floors of a set, by its folder's name, are held by its line of totals.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from consilience.evaluate.keys import KEY, load
from consilience.evaluate.metrics import Figures, Result, score

Row = Mapping[str, float | int | str | None]
ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Floors:
    """The least (``at_least``) and the most (``at_most``) that the totals of a set may be, by column."""

    at_least: Mapping[str, float]
    at_most: Mapping[str, float]

    def broken(self, row: Row) -> tuple[str, ...]:
        """One line for each floor that the row does not hold, a column without a figure included."""
        low = [
            f"{column} {row[column]} is below {floor}"
            for column, floor in self.at_least.items()
            if not isinstance(value := row[column], int | float) or value < floor
        ]
        high = [
            f"{column} {row[column]} is above {ceiling}"
            for column, ceiling in self.at_most.items()
            if not isinstance(value := row[column], int | float) or value > ceiling
        ]
        return (*low, *high)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("stories", nargs="+", type=Path, metavar="DIR", help="a story, or a folder of stories")
    parser.add_argument("--floors", type=Path, metavar="FILE", help="floors to hold instead of the program's own")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures and every fault to OUT")


def main(args: argparse.Namespace) -> int:
    """Print a line for each story and one for all; returns 1 where a set is below its floors, else 0.

    Raises OSError and ValueError where a folder, a key or the floors cannot be read.
    """
    floors = load_floors(args.floors)
    sets = {folder: stories(folder) for folder in args.stories}
    results = {story: measure(story) for found in sets.values() for story in found}
    rows = [line(story.name, result.figures) for story, result in results.items()]
    rows.append(line(ALL, total(results.values())))
    print(table(rows))
    if args.json:
        args.json.write_text(_details(rows, results), encoding="utf-8")
    broken = [
        f"{name}: {fault}"
        for folder, found in sets.items()
        if (name := folder.resolve().name) in floors and not is_story(folder)
        for fault in floors[name].broken(line(name, total(results[s] for s in found)))
    ]
    for fault in broken:
        print(fault, file=sys.stderr)
    return 1 if broken else 0


def is_story(folder: Path) -> bool:
    """Whether the folder holds an answer key."""
    return (folder / KEY).is_file()


def stories(folder: Path) -> list[Path]:
    """The story itself, or the stories in a folder of them, by name; raises ValueError where there is none."""
    found = [folder] if is_story(folder) else sorted(p.parent for p in folder.glob(f"*/{KEY}"))
    if not found:
        raise ValueError(f"no {KEY} in {folder} or in a folder of it")
    return found


def measure(story: Path) -> Result:
    """Run the program on a story's reports and score what it says."""
    # Here and not above: the command line asks this module for its arguments before it knows what will run.
    from consilience.api import annotate_paths, brief
    from consilience.publish.json import annotation, briefing

    key, files = load(story)
    paths = list(files.values())
    annotated, _ = annotate_paths(paths)
    return score(
        key,
        json.loads(briefing(brief(paths))),
        [json.loads(annotation(a)) for a in annotated],
        {path.name: name for name, path in files.items()},
    )


def total(results: Any) -> Figures:
    """The figures of several stories as of one."""
    return sum((r.figures for r in results), Figures())


def line(name: str, figures: Figures) -> Row:
    """A line of the table."""
    return {"story": name, **figures.row()}


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, a dash where there is nothing to count."""
    cells = [list(rows[0])] + [["-" if v is None else str(v) for v in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        " | ".join(c.ljust(w) if k == 0 else c.rjust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    )


def load_floors(path: Path | None) -> dict[str, Floors]:
    """The floors of each set, from the file or from the program's own; ValueError where it does not hold floors."""
    source = path or resources.files("consilience.evaluate") / "floors.json"
    try:
        raw = json.loads(source.read_text(encoding="utf-8"))
        floors = {name: Floors(f.get("at_least", {}), f.get("at_most", {})) for name, f in raw.items()}
    except (AttributeError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{source} does not hold floors: {error}") from None
    unknown = {c for f in floors.values() for c in (*f.at_least, *f.at_most)} - set(Figures().row())
    if unknown:
        raise ValueError(f"{source}: no such column: {', '.join(sorted(unknown))}")
    return floors


def _details(rows: Sequence[Row], results: Mapping[Path, Result]) -> str:
    faults: dict[str, dict[str, list[Any]]] = {}
    for story, result in results.items():
        for fault in result.faults:
            faults.setdefault(story.name, {}).setdefault(fault.figure, []).append(fault.about)
    return json.dumps({"rows": rows, "errors": faults}, ensure_ascii=False, indent=1) + "\n"
