"""The program from Python: paths in, results out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import consilience
from consilience import api
from consilience.annotate.pipeline import NoModelError, describe, load
from consilience.model import Annotated, Assignment, Briefing, Dossier, Report
from consilience.publish import json as published
from consilience.read import read

ROOT = Path(__file__).resolve().parents[1]
FIRE = """Fire destroys the fish market of Port Andor

A fire destroyed the fish market of Port Andor on Monday, the mayor, Ilsa Brandt, said. Nobody was hurt in the fire.
Brandt said that the market hall of 1911 would be built again. Some 40 stalls burned, the fire brigade said."""
AGAIN = """Port Andor loses its fish market to a fire

The fish market of Port Andor was destroyed by a fire on Monday. Mayor Ilsa Brandt said that nobody was hurt.
The fire brigade counted 40 burned stalls in the market hall, which dates from 1911."""
VOTE = """Teachers of Lower Sarrow vote for a strike

Teachers in Lower Sarrow voted on Thursday to strike for higher pay, their union said. Schools will close for two days.
The education minister, Tomas Veld, called the vote a mistake. Talks on wages had failed in the week before."""


def write(folder: Path, name: str, text: str, published: str | None) -> Path:
    path = folder / f"{name}.json"
    values = {"outlet": name, "text": text, "published": published, "language": "en"}
    path.write_text(json.dumps({k: v for k, v in values.items() if v}), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "a-vote", VOTE, "2026-03-12")
    write(tmp_path, "b-fire", FIRE, "2026-03-10")
    write(tmp_path, "c-again", AGAIN, None)
    return tmp_path


def test_the_program_is_one_function() -> None:
    assert consilience.brief is api.brief
    with pytest.raises(AttributeError, match="sumarise"):
        consilience.sumarise  # noqa: B018


def test_asking_for_the_version_loads_no_language_model() -> None:
    program = "import sys, consilience; consilience.__version__; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_there_is_a_dossier_for_every_story_the_most_reported_first(folder: Path) -> None:
    briefing = api.brief([folder])
    assert isinstance(briefing, Briefing)
    assert [[r.outlet for r in d.reports] for d in briefing.dossiers] == [["b-fire", "c-again"], ["a-vote"]]
    assert briefing.quarantined == ()
    assert briefing.model == describe(load())


def test_every_statement_stands_in_its_report_at_the_characters_named(folder: Path) -> None:
    dossiers = api.brief([folder]).dossiers
    texts = {r.id: r.text for d in dossiers for r in d.reports}
    supports = [s for d in dossiers for f in d.findings for s in f.support]
    assert supports
    assert [s for s in supports if texts[s.report][s.start : s.end] != s.text] == []


def test_what_cannot_be_read_is_named_with_its_reason(folder: Path) -> None:
    (folder / "d-empty.txt").write_text(" \n")
    briefing = api.brief([folder, "missing.txt"])
    assert len(briefing.dossiers) == 2
    assert [(Path(q.path).name, q.reason) for q in briefing.quarantined] == [
        ("d-empty.txt", "the file is empty"),
        ("missing.txt", "no such file or directory"),
    ]


def test_of_nothing_there_is_an_empty_briefing_and_no_model_is_asked_for(tmp_path: Path) -> None:
    assert api.brief([tmp_path], model="no_such_model") == Briefing(())
    assert api.annotate_paths([tmp_path]) == ((), ())
    assert api.group_paths([tmp_path]) == ((), ())


def test_reports_are_annotated_in_the_order_read(folder: Path) -> None:
    annotated, _ = api.annotate_paths([folder / "c-again.json", folder / "a-vote.json", folder / "b-fire.json"])
    assert all(isinstance(a, Annotated) for a in annotated)
    assert [a.report.outlet for a in annotated] == ["c-again", "a-vote", "b-fire"]


def test_an_undated_report_gets_its_day_from_the_others_of_its_story(folder: Path) -> None:
    annotated, _ = api.annotate_paths([folder])
    undated = next(a.report for a in annotated if a.report.outlet == "c-again")
    assert undated.dated_by == "inferred" and undated.dated_because
    assert undated.published is not None and undated.published[:7] == "2026-03"
    (alone,), _ = api.annotate_paths([folder / "c-again.json"])
    assert alone.report.published is None and alone.report.dated_by == "unknown"


def test_a_day_that_is_given_goes_before_inference(folder: Path) -> None:
    annotated, _ = api.annotate_paths([folder], published="2026-03-11")
    undated = next(a.report for a in annotated if a.report.outlet == "c-again")
    assert (undated.published, undated.dated_by) == ("2026-03-11", "given")


def test_reports_of_one_event_share_a_story_and_others_do_not(folder: Path) -> None:
    assignments, _ = api.group_paths([folder])
    assert all(isinstance(a, Assignment) for a in assignments)
    vote, fire, again = (a.story for a in assignments)
    assert fire == again != vote


def test_the_stories_of_group_are_those_of_brief(folder: Path) -> None:
    assignments, _ = api.group_paths([folder])
    dossiers = api.brief([folder]).dossiers
    assert {a.report: a.story for a in assignments} == {r.id: d.id for d in dossiers for r in d.reports}


def test_reports_that_are_said_to_be_one_story_are_not_grouped(folder: Path) -> None:
    (dossier,) = api.brief([folder], one_story=True).dossiers
    assert [r.outlet for r in dossier.reports] == ["a-vote", "b-fire", "c-again"]
    assert api.brief([folder / "a-vote.json"], one_story=True) == api.brief([folder / "a-vote.json"])
    explained, _ = api.explain([folder], ["the union", "Ilsa Brandt"], one_story=True)
    assert explained.outlets.keys() == {r.id for r in dossier.reports}


def test_the_order_of_the_arguments_changes_no_statement(folder: Path) -> None:
    files = sorted(folder.glob("*.json"))
    forth, back = (api.brief(order).dossiers for order in (files, files[::-1]))
    for one, other in zip(forth, back, strict=True):
        assert passages(one) == passages(other)
    assert passages(forth[0])


def passages(dossier: Dossier) -> set[frozenset[tuple[str, int, int]]]:
    """What several reports state, whichever of them is shown first."""
    return {frozenset((s.report, s.start, s.end) for s in f.support) for f in dossier.findings if f.outlets > 1}


def test_twice_the_same_is_the_same_bytes(folder: Path) -> None:
    assert published.briefing(api.brief([folder])) == published.briefing(api.brief([folder]))


def test_progress_tells_what_is_done_and_how_much_there_is(folder: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    api.brief([folder], progress=lambda *step: told.append(step))
    assert told == [
        ("reading", 1, None),
        ("reading", 2, None),
        ("reading", 3, None),
        ("annotating", 1, 3),
        ("annotating", 2, 3),
        ("annotating", 3, 3),
        ("comparing", 1, 2),
        ("comparing", 2, 2),
    ]


def test_a_model_that_is_not_installed_is_named(folder: Path) -> None:
    with pytest.raises(NoModelError, match="no_such_model is not installed"):
        api.brief([folder], model="no_such_model")


def test_a_day_that_is_none_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="not a date: 'soon'"):
        api.brief([folder], published="soon")


def test_the_text_of_a_report_is_never_changed(folder: Path) -> None:
    before = {r.id: r.text for r in read([folder]) if isinstance(r, Report)}
    assert {r.id: r.text for d in api.brief([folder]).dossiers for r in d.reports} == before
