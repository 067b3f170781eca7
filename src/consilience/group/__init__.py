"""Which reports are about one event: a stream of reports into stories."""

from __future__ import annotations

from collections.abc import Sequence

from consilience.group.window import DAYS, Window, story_id
from consilience.model import Annotated, Assignment, Story

EVER = 4_000_000  # days: more than any two dates lie apart

__all__ = ["DAYS", "Window", "as_one", "group"]


def group(reports: Sequence[Annotated]) -> tuple[tuple[Story, ...], tuple[Assignment, ...]]:
    """The stories that the reports belong to, and each report's assignment in the order read.

    One pass, one report at a time, then a repair. Stories stand in the order of
    their first report, whose id their own is made from. Everything given is
    compared, however far apart in time: a :class:`Window` is for streams.
    """
    window = Window(days=EVER)
    for report in reports:
        window.add(report)
    window.repair()
    assignments = window.assignments()
    members: dict[str, list[Annotated]] = {}
    for report, assignment in zip(reports, assignments, strict=True):
        members.setdefault(assignment.story, []).append(report)
    return tuple(Story(story, tuple(own)) for story, own in members.items()), assignments


def as_one(reports: Sequence[Annotated]) -> tuple[Story, ...]:
    """The reports as the one story that somebody says they are, its id made from the first's; none of no report."""
    return (Story(story_id(reports[0].report.id), tuple(reports)),) if reports else ()
