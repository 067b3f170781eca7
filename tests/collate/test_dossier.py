"""The whole dossier of the example stories: every word is a report's own, every number adds up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from consilience import brief
from consilience.annotate import pipeline
from consilience.collate import collate
from consilience.model import Briefing, Dossier, Finding, Report, Span, Story, Support
from consilience.publish import json

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDERS = [p / "reports" for p in sorted(EXAMPLES.iterdir()) if (p / "reports").is_dir()]


@pytest.fixture(scope="module")
def briefing(nlp: object) -> Briefing:
    return brief(FOLDERS)


@pytest.fixture(scope="module")
def dossiers(briefing: Briefing) -> tuple[Dossier, ...]:
    found = tuple(d for d in briefing.dossiers if len(d.reports) > 1)
    assert len(found) == len(FOLDERS)
    return found


@pytest.fixture(scope="module")
def findings(dossiers: tuple[Dossier, ...]) -> list[tuple[Dossier, Finding]]:
    return [(d, f) for d in dossiers for f in d.findings]


def spans(node: Any) -> Iterator[Span | Support]:
    """Every passage of a report anywhere below a value."""
    if isinstance(node, (Span, Support)):
        yield node
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        for field in dataclasses.fields(node):
            yield from spans(getattr(node, field.name))
    elif isinstance(node, (tuple, list)):
        for inner in node:
            yield from spans(inner)


def test_every_span_of_a_dossier_holds_its_text(dossiers: tuple[Dossier, ...]) -> None:
    for dossier in dossiers:
        texts = {r.id: r.text for r in dossier.reports}
        found = list(spans(dossier))
        assert len(found) > 200
        assert [s for s in found if texts[s.report][s.start : s.end] != s.text or not s.text] == []


def test_every_support_is_at_most_400_characters(findings: list[tuple[Dossier, Finding]]) -> None:
    assert max(len(s.text) for _, f in findings for s in f.support) <= 400


def test_no_support_stands_on_removed_characters(findings: list[tuple[Dossier, Finding]]) -> None:
    for dossier, found in findings:
        removed = {r.id: r.removed for r in dossier.reports}
        for support in found.support:
            assert not [x for x in removed[support.report] if x.start < support.end and support.start < x.end]


def test_the_words_shown_are_those_of_one_support(findings: list[tuple[Dossier, Finding]]) -> None:
    for _, found in findings:
        assert found.text == found.span.text
        assert (found.span.report, found.span.start, found.span.end) in {
            (s.report, s.start, s.end) for s in found.support
        }


def test_origins_are_counted_as_the_supports_show_them(findings: list[tuple[Dossier, Finding]]) -> None:
    for dossier, found in findings:
        count = found.origins
        named = {s.origin for s in found.support} - {None}
        assert set(count.ids) <= named
        assert set(count.ids) <= {o.id for o in dossier.origins}
        assert len(count.ids) == count.at_least <= count.at_most
        assert count.parties <= count.at_least
        assert count.at_most <= len(named) + len({s.report for s in found.support if s.origin is None})


def test_the_status_follows_from_origins_and_conflicts(findings: list[tuple[Dossier, Finding]]) -> None:
    for dossier, found in findings:
        own = [c for c in dossier.conflicts if c.finding == found.id]
        assert found.conflicts == tuple(c.id for c in own)
        if any(c.relation == "contradiction" for c in own):
            assert found.status == "disputed"
        else:
            assert found.status == ("not established", "single origin", "corroborated")[min(2, found.origins.at_least)]


def test_outlets_are_those_of_the_supports(findings: list[tuple[Dossier, Finding]]) -> None:
    for dossier, found in findings:
        outlets = {r.id: r.outlet or r.id for r in dossier.reports}
        assert found.outlets == len({outlets[s.report] for s in found.support})


def test_a_passage_supports_one_finding_only_once(findings: list[tuple[Dossier, Finding]]) -> None:
    for _, found in findings:
        of_report: dict[str, list[tuple[int, int]]] = {}
        for support in found.support:
            of_report.setdefault(support.report, []).append((support.start, support.end))
        for places in of_report.values():
            places.sort()
            assert all(a[1] <= b[0] for a, b in pairwise(places))


def test_ids_count_from_one_without_a_gap(dossiers: tuple[Dossier, ...]) -> None:
    for d in dossiers:
        for letter, things in (("F", d.findings), ("C", d.conflicts), ("O", d.origins)):
            assert [x.id for x in things] == [f"{letter}{k}" for k in range(1, len(things) + 1)]


def test_what_several_reports_say_comes_first(dossiers: tuple[Dossier, ...]) -> None:
    for d in dossiers:
        several = [len({s.report for s in f.support}) > 1 for f in d.findings]
        assert several == sorted(several, reverse=True)
        assert sum(several) > 10


def test_every_origin_is_used_and_knows_its_reports(dossiers: tuple[Dossier, ...]) -> None:
    for d in dossiers:
        for origin in d.origins:
            users = {s.report for f in d.findings for s in f.support if s.origin == origin.id}
            assert users == set(origin.reports)
            assert origin.name


def test_every_conflict_has_two_sides_in_several_reports(dossiers: tuple[Dossier, ...]) -> None:
    for d in dossiers:
        assert d.conflicts
        for conflict in d.conflicts:
            assert len(conflict.sides) >= 2
            assert all(side.spans for side in conflict.sides)
            assert len({s.report for side in conflict.sides for s in side.spans}) >= 2
            assert conflict.reason


def test_the_timeline_is_in_the_order_of_time(dossiers: tuple[Dossier, ...]) -> None:
    for d in dossiers:
        texts = {f.id: f.text for f in d.findings}
        days = [(m.earliest, m.latest) for m in d.timeline]
        assert days == sorted(days)
        assert all(m.earliest <= m.latest and texts[m.finding] == m.text for m in d.timeline)


def test_a_dossier_knows_what_it_is_about(dossiers: tuple[Dossier, ...]) -> None:
    accord, harbour = sorted(dossiers, key=lambda d: d.date.earliest or "", reverse=True)
    assert (accord.date.earliest, accord.date.latest) == ("2025-10-15", "2025-10-15")
    assert "Bereza" in [place.name for place in accord.places]
    assert harbour.date.earliest == "2025-09-11"
    for d in dossiers:
        assert any(d.title in (r.title or "") for r in d.reports) or d.title in {f.text for f in d.findings}


def test_same_input_same_bytes_on_one_process_and_on_two(briefing: Briefing) -> None:
    first = json.briefing(briefing)
    assert json.briefing(brief(FOLDERS)) == first
    assert json.briefing(brief(FOLDERS, processes=2)) == first


def test_a_story_of_empty_reports_has_an_empty_dossier(nlp: object) -> None:
    reports = [Report("a", "a.txt", ""), Report("b", "b.txt", "\n \n")]
    dossier = collate(Story("S", tuple(pipeline.annotate(reports))))
    assert (dossier.findings, dossier.origins, dossier.conflicts, dossier.timeline) == ((), (), (), ())
    assert len(dossier.reports) == 2
    assert dossier.title
