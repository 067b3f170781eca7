"""The example stories: what they show, and keys that their reports bear out."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from consilience.api import brief
from consilience.model import Briefing, Report
from consilience.publish import markdown
from consilience.read import read

ROOT = Path(__file__).resolve().parents[1]
STORIES = sorted(p.parent for p in (ROOT / "examples").glob("*/gold.json"))


@pytest.fixture(scope="module")
def make_keys() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_keys", ROOT / "scripts" / "make_keys.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=STORIES, ids=lambda p: p.name)
def story(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def key(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return loaded


def reports(folder: Path) -> dict[str, Report]:
    return {
        "reports/" + Path(r.path).name.removesuffix(".json"): r
        for r in read([folder / "reports"])
        if isinstance(r, Report)
    }


def passages(node: Any) -> Iterator[dict[str, Any]]:
    """Every passage of a key, wherever it stands."""
    if isinstance(node, dict):
        if {"report", "start", "end", "text"} <= node.keys():
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from passages(inner)


def test_there_are_two_stories_of_six_to_eight_outlets() -> None:
    assert [s.name for s in STORIES] == ["accord", "harbour"]
    for story in STORIES:
        outlets = {r.outlet or r.path for r in reports(story).values()}
        assert 6 <= len(outlets) <= 8


def test_every_report_is_read(story: Path) -> None:
    assert not [r for r in read([story / "reports"]) if not isinstance(r, Report)]


def test_every_passage_of_the_key_stands_in_its_report(story: Path) -> None:
    texts = {name: r.text for name, r in reports(story).items()}
    found = list(passages(key(story)))
    assert len(found) > 200
    assert [p for p in found if texts[p["report"]][p["start"] : p["end"]] != p["text"]] == []


def test_the_key_is_what_its_source_makes(story: Path, make_keys: ModuleType) -> None:
    source = tomllib.loads((story / "key.toml").read_text(encoding="utf-8"))
    assert make_keys.key(source, make_keys.texts(story)) == key(story)


def test_a_passage_that_stands_nowhere_or_twice_is_refused(make_keys: ModuleType) -> None:
    with pytest.raises(make_keys.UnsoundKeyError, match="not found"):
        make_keys.passage("a", "three boats", "Two boats sank.")
    with pytest.raises(make_keys.UnsoundKeyError, match="found twice"):
        make_keys.passage("a", "boat", "One boat, two boats.")


def test_brackets_mark_a_part_of_a_passage(make_keys: ModuleType) -> None:
    text = "One boat, two boats."
    assert make_keys.passage("a", "two [[boat]]s", text) == {"report": "a", "start": 14, "end": 18, "text": "boat"}


def test_answers_about_saved_pages_stand_apart(story: Path) -> None:
    answers = key(story)
    pages = answers.pop("pages", {})
    assert not [p for p in passages(answers) if p["report"].endswith(".html")]
    for name in ("facts", "boilerplate", "quotations", "dates", "single"):
        assert all(p["report"].endswith(".html") for p in passages(pages.get(name, [])))


def test_a_fact_has_supports_in_several_reports_and_each_hard_negative_is_of_two_facts(story: Path) -> None:
    answers = key(story)
    shared = {f["key"]: {p["report"] for p in f["support"]} for f in answers["facts"]}
    for extra in answers.get("pages", {}).get("facts", []):
        shared.setdefault(extra["key"], set()).update(p["report"] for p in extra["support"])
    assert [k for k, where in shared.items() if len(where) < 2] == []
    for pair in answers["hard_negatives"]:
        for fact in answers["facts"]:
            exact = {(p["report"], p["start"], p["end"]) for p in fact["support"]}
            assert not {(pair[s]["report"], pair[s]["start"], pair[s]["end"]) for s in "ab"} <= exact


def test_between_them_the_stories_show_what_reports_do() -> None:
    answers = [key(s) for s in STORIES]
    relations = {c["relation"] for a in answers for c in a["conflicts"]}
    assert relations == {"contradiction", "revision", "precision", "ambiguity", "wording"}
    assert {x["relation"] for a in answers for x in a["lineage"]} == {
        "same wire copy",
        "rewrite",
        "cites",
        "independent",
    }
    dated = [r.dated_by for s in STORIES for r in reports(s).values()]
    assert dated.count("unknown") == 1
    assert {Path(r.path).suffix for s in STORIES for r in reports(s).values()} == {".json", ".txt", ".html"}
    for story in STORIES:
        publishers = [r.publisher for r in reports(story).values() if r.publisher]
        assert len(set(publishers)) < len(publishers), "two outlets of one publisher"


def test_the_stories_name_no_real_site(story: Path) -> None:
    for report in reports(story).values():
        if report.url:
            assert report.url.split("/")[2].endswith(".example")


README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def harbour() -> Briefing:
    return brief([ROOT / "examples" / "harbour" / "reports"])


@pytest.fixture(scope="module")
def accord() -> Briefing:
    return brief([ROOT / "examples" / "accord" / "reports"])


def test_the_four_outlets_of_the_readme_have_the_toll_from_one_ministry(harbour: Briefing) -> None:
    assert "Four outlets write that 161 people died" in README and "one ministry" in README
    dossier = harbour.dossiers[0]
    (toll,) = [f for f in dossier.findings if "161" in f.text]
    assert (toll.outlets, toll.origins.at_least) == (4, 1)
    assert [o.name for o in dossier.origins if o.id in toll.origins.ids] == ["Ministry of Transport"]


def test_the_line_that_the_readme_explains_is_printed(harbour: Briefing) -> None:
    lines = re.findall(r"\*(\d+ outlets → [^*]+)\*", README)
    assert lines
    printed = markdown.render(harbour)
    assert [line for line in lines if line not in printed] == []


def test_the_two_inspections_of_the_readme_stand_side_by_side(harbour: Briefing) -> None:
    assert "August and the others to\nMarch" in README
    dossier = harbour.dossiers[0]
    (dates,) = [c for c in dossier.conflicts if c.slot == "date" and "August" in {s.value for s in c.sides}]
    sides = {side.value: {span.report for span in side.spans} for side in dates.sides}
    assert len(sides["August"]) == 1 and len(sides["March"]) > 1


def test_the_two_wordings_of_the_readme_are_of_one_minister(harbour: Briefing) -> None:
    assert "a minister's words stand there in two translations" in README
    several = [q for q in harbour.dossiers[0].quotations if q.difference > 0]
    assert [(q.speaker, len(q.variants)) for q in several] == [("Ruth Varga", 2)]


def test_no_origin_is_named_that_stands_in_no_report(harbour: Briefing, accord: Briefing) -> None:
    for dossier in (*harbour.dossiers, *accord.dossiers):
        texts = " ".join(f"{r.text} {r.outlet} {r.byline} {r.publisher}" for r in dossier.reports).casefold()
        unknown = [o.name for o in dossier.origins if o.name.split()[-1].casefold() not in texts]
        assert unknown == []
