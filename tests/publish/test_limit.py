"""A dossier cut to its first findings says what it leaves out, in every format."""

from __future__ import annotations

import io
import json as plain
from dataclasses import replace

import pytest
from rich.console import Console

from consilience.model import Briefing
from consilience.publish import html, json, limit, markdown


def test_the_first_findings_stay_with_what_belongs_to_them(ferry: Briefing) -> None:
    whole, part = ferry.dossiers[0], limit.top(ferry, 2).dossiers[0]
    kept = {finding.id for finding in part.findings}
    assert part.findings == whole.findings[:2]
    assert {c.finding for c in part.conflicts} | {m.finding for m in part.timeline} <= kept
    assert {key for one in part.lead for key in one.findings} <= kept
    assert [one.span for one in part.lead] == [one.span for one in whole.lead]


def test_what_is_left_out_is_counted(ferry: Briefing) -> None:
    whole, part = ferry.dossiers[0], limit.top(ferry, 2).dossiers[0]
    assert part.left_out.findings == len(whole.findings) - 2
    assert part.left_out.single == sum(len(f.support) <= 1 for f in whole.findings[2:])
    assert part.left_out.conflicts == len(whole.conflicts) - len(part.conflicts)
    assert limit.top(limit.top(ferry, 3), 2).dossiers[0].left_out == part.left_out


def test_where_all_is_shown_nothing_changes(ferry: Briefing) -> None:
    assert limit.top(ferry, 1000) == ferry
    assert limit.top(Briefing(()), 1) == Briefing(())


def test_a_negative_number_is_an_error(ferry: Briefing) -> None:
    with pytest.raises(ValueError, match="-1"):
        limit.top(ferry, -1)


def test_every_format_says_what_is_left_out(ferry: Briefing) -> None:
    part = limit.top(ferry, 1)
    console = Console(file=io.StringIO(), width=200)
    markdown.show(part, console)
    shown: str = console.file.getvalue()  # type: ignore[attr-defined]
    for text in (markdown.render(part), html.render(part), shown):
        assert "Left out here: " in text
    assert plain.loads(json.briefing(part))["dossiers"][0]["left_out"]["findings"] > 0
    assert json.parse_briefing(json.briefing(part)).dossiers[0].left_out == part.dossiers[0].left_out


def test_the_counts_of_the_whole_story_stay(ferry: Briefing) -> None:
    line = next(line for line in markdown.render(ferry).splitlines() if "more than one report" in line)
    assert line in markdown.render(limit.top(ferry, 1))


def test_the_lead_is_shown_first_with_its_report_and_its_origins(ferry: Briefing) -> None:
    text = markdown.render(ferry)
    assert text.index("## In short") < text.index("## What several reports state")
    assert "- The line had been closed since March 2019, when 14 people died in a collision off Port Ostrel. " in text
    assert "(Kelmar Ledger · 4 outlets → no origin established (at most 3) · Origin not established)" in text
    page = html.render(ferry)
    assert page.index("In short") < page.index("What several reports state")
    assert "4 outlets → no origin established (at most 3)" in page


def test_without_a_lead_there_is_no_heading_for_it(ferry: Briefing) -> None:
    bare = replace(ferry, dossiers=(replace(ferry.dossiers[0], lead=()),))
    assert "In short" not in markdown.render(bare) and "In short" not in html.render(bare)
