"""The whole way from paths to results; the commands call nothing else.

from consilience import brief
briefing = brief(["reports/"])
for finding in briefing.dossiers[0].findings: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from consilience.annotate import pipeline
from consilience.collate import collate, date_reports
from consilience.group import group
from consilience.model import Annotated, Assignment, Briefing, Quarantined, Report, Story
from consilience.read import read

Paths = Sequence[str | Path]
# Called with what is being done, how many are done and how many there are (None: not known yet).
Progress = Callable[[str, int, int | None], None]


def _silent(doing: str, done: int, total: int | None) -> None:
    """Report nothing."""


def _read(
    paths: Paths, published: str | None, progress: Progress
) -> tuple[tuple[Report, ...], tuple[Quarantined, ...]]:
    reports: list[Report] = []
    quarantined: list[Quarantined] = []
    for item in read(paths, published=published):
        if isinstance(item, Report):
            reports.append(item)
        else:
            quarantined.append(item)
        progress("reading", len(reports), None)
    return tuple(reports), tuple(quarantined)


def _annotate(reports: Sequence[Report], model: str | None, processes: int, progress: Progress) -> Iterable[Annotated]:
    for done, annotated in enumerate(pipeline.annotate(reports, model=model, processes=processes), start=1):
        progress("annotating", done, len(reports))
        yield annotated


def annotate_paths(
    paths: Paths,
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int = 1,
    progress: Progress = _silent,
) -> tuple[tuple[Annotated, ...], tuple[Quarantined, ...]]:
    """Every report below the paths annotated, in the order read, and what could not be read.

    Undated reports are dated from what they and the others of their story say.
    Raises :class:`~consilience.annotate.pipeline.NoModelError`.
    """
    reports, quarantined = _read(paths, published, progress)
    stories, _ = group(tuple(_annotate(reports, model, processes, progress)))
    dated = {a.report.id: a for story in stories for a in date_reports(story.reports)}
    return tuple(dated[report.id] for report in reports), quarantined


def group_paths(
    paths: Paths,
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int = 1,
    progress: Progress = _silent,
) -> tuple[tuple[Assignment, ...], tuple[Quarantined, ...]]:
    """The story of every report below the paths, in the order read, and what could not be read."""
    reports, quarantined = _read(paths, published, progress)
    _, assignments = group(tuple(_annotate(reports, model, processes, progress)))
    return assignments, quarantined


def brief(
    paths: Paths,
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int = 1,
    progress: Progress = _silent,
) -> Briefing:
    """A dossier for every story that the reports below the paths tell, the most reported first.

    Raises :class:`~consilience.annotate.pipeline.NoModelError`; what cannot be read
    stands in ``quarantined`` with its reason.
    """
    reports, quarantined = _read(paths, published, progress)
    stories, _ = group(tuple(_annotate(reports, model, processes, progress)))
    dossiers = []
    for done, story in enumerate(_most_reported_first(stories), start=1):
        dossiers.append(collate(story))
        progress("comparing", done, len(stories))
    info = pipeline.describe(pipeline.load(model)) if reports else None
    return Briefing(tuple(dossiers), quarantined, info)


def _most_reported_first(stories: Sequence[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: -len(story.reports))
