"""The whole way from paths to results; the commands call nothing else.

from consilience import brief
briefing = brief(["reports/"])
for finding in briefing.dossiers[0].findings: ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from consilience.annotate import pipeline
from consilience.collate import collate, date_reports
from consilience.collate.explain import FindingExplained, NamesExplained, told
from consilience.collate.explain import finding as explain_finding
from consilience.collate.explain import names as explain_names
from consilience.group import as_one, group
from consilience.model import Annotated, Assignment, Briefing, Judgement, Quarantined, Report, Story
from consilience.read import read

if TYPE_CHECKING:
    from consilience.read.fetch import Fetcher

Paths = Sequence[str | Path]
# Called with what is being done, how many are done and how many there are (None: not known yet).
Progress = Callable[[str, int, int | None], None]


def _silent(doing: str, done: int, total: int | None) -> None:
    """Report nothing."""


def _read(
    paths: Paths, published: str | None, fetcher: Fetcher | None, follow: int, progress: Progress
) -> tuple[tuple[Report, ...], tuple[Quarantined, ...]]:
    reports: list[Report] = []
    quarantined: list[Quarantined] = []
    for item in read(paths, published=published, fetcher=fetcher, follow=follow):
        if isinstance(item, Report):
            reports.append(item)
        else:
            quarantined.append(item)
        progress("reading", len(reports), None)
    return tuple(reports), tuple(quarantined)


def _annotate(
    reports: Sequence[Report], model: str | None, processes: int | None, progress: Progress
) -> Iterable[Annotated]:
    chosen = pipeline.fitting(len(reports)) if processes is None else processes
    for done, annotated in enumerate(pipeline.annotate(reports, model=model, processes=chosen), start=1):
        progress("annotating", done, len(reports))
        yield annotated


def annotate_paths(
    paths: Paths,
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int | None = 1,
    fetcher: Fetcher | None = None,
    follow: int = 0,
    progress: Progress = _silent,
) -> tuple[tuple[Annotated, ...], tuple[Quarantined, ...]]:
    """Every report below the paths annotated, in the order read, and what could not be read.

    Undated reports are dated from what they and the others of their story say. The result does not depend on
    ``processes``; None is as many as are worth it.
    Raises :class:`~consilience.annotate.pipeline.NoModelError`.
    """
    reports, quarantined = _read(paths, published, fetcher, follow, progress)
    stories, _ = group(tuple(_annotate(reports, model, processes, progress)))
    dated = {a.report.id: a for story in stories for a in date_reports(story.reports)}
    return tuple(dated[report.id] for report in reports), quarantined


def group_paths(
    paths: Paths,
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int | None = 1,
    fetcher: Fetcher | None = None,
    follow: int = 0,
    progress: Progress = _silent,
) -> tuple[tuple[Assignment, ...], tuple[Quarantined, ...]]:
    """The story of every report below the paths, in the order read, and what could not be read."""
    reports, quarantined = _read(paths, published, fetcher, follow, progress)
    _, assignments = group(tuple(_annotate(reports, model, processes, progress)))
    return assignments, quarantined


def brief(
    paths: Paths,
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int | None = 1,
    fetcher: Fetcher | None = None,
    follow: int = 0,
    progress: Progress = _silent,
    judgements: Sequence[Judgement] = (),
    one_story: bool = False,
) -> Briefing:
    """A dossier for every story that the reports below the paths tell, the most reported first.

    With ``one_story`` all reports are taken for one, and are not grouped. ``judgements`` say which
    names people hold to be one or two. What cannot be read stands in ``quarantined`` with its reason.
    Raises :class:`~consilience.annotate.pipeline.NoModelError`.
    """
    reports, quarantined = _read(paths, published, fetcher, follow, progress)
    stories = _stories(tuple(_annotate(reports, model, processes, progress)), one_story)
    dossiers = []
    for done, story in enumerate(_most_reported_first(stories), start=1):
        dossiers.append(collate(story, judgements))
        progress("comparing", done, len(stories))
    info = pipeline.describe(pipeline.load(model)) if reports else None
    return Briefing(tuple(dossiers), quarantined, info)


def _stories(reports: Sequence[Annotated], one_story: bool) -> tuple[Story, ...]:
    return as_one(reports) if one_story else group(reports)[0]


def _most_reported_first(stories: Sequence[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: -len(story.reports))


def explain(
    paths: Paths,
    wanted: Sequence[str],
    *,
    published: str | None = None,
    model: str | None = None,
    processes: int | None = 1,
    fetcher: Fetcher | None = None,
    follow: int = 0,
    progress: Progress = _silent,
    judgements: Sequence[Judgement] = (),
    story: str | None = None,
    one_story: bool = False,
) -> tuple[NamesExplained | FindingExplained, tuple[Quarantined, ...]]:
    """Why one or two names are one entity or are not, or what the finding of an id (``F3``) rests on.

    A finding is looked for in the story named, else in the most reported one that has it. ``one_story`` is that
    of :func:`brief`. Raises ValueError where there is none, and NoModelError; what could not be read is given beside.
    """
    reports, quarantined = _read(paths, published, fetcher, follow, progress)
    stories = _stories(tuple(_annotate(reports, model, processes, progress)), one_story)
    chosen = [s for s in _most_reported_first(stories) if story in (None, s.id)]
    if not chosen:
        raise ValueError(f"no story {story} among {len(stories)}" if stories else "no report could be read")
    found = [told(s, collate(s, judgements), judgements) for s in chosen]
    if len(wanted) == 1 and re.fullmatch(r"[Ff]\d+", wanted[0]):
        explained = next((e for t in found if (e := explain_finding(t, wanted[0])) is not None), None)
        if explained is None:
            raise ValueError(f"no story has a finding {wanted[0].upper()}")
        return explained, quarantined
    return explain_names(found, wanted), quarantined
