"""`consilience evaluate stories`: what it prints, and that the examples hold their floors."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from consilience.evaluate import stories
from consilience.evaluate.metrics import Figures, Share

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def parsed(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    stories.arguments(parser)
    return parser.parse_args(argv)


def test_a_folder_of_stories_is_a_set_and_a_story_is_itself() -> None:
    assert [p.name for p in stories.stories(EXAMPLES)] == ["accord", "harbour"]
    assert stories.stories(EXAMPLES / "harbour") == [EXAMPLES / "harbour"]


def test_a_folder_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no gold\.json in"):
        stories.main(parsed(str(tmp_path)))


def test_the_floors_of_the_program_are_of_columns_that_it_prints() -> None:
    floors = stories.load_floors(None)
    assert set(floors) == {"examples", "gold"}
    assert all(f.at_least and f.at_most for f in floors.values())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("no JSON", "does not hold floors"),
        ('{"examples": 3}', "does not hold floors"),
        ('{"examples": {"at_least": {"facts": 1}}}', "no such column: facts"),
    ],
)
def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    file = tmp_path / "floors.json"
    file.write_text(content)
    with pytest.raises(ValueError, match=complaint):
        stories.load_floors(file)


def test_a_figure_below_its_floor_above_its_ceiling_or_missing_breaks_it() -> None:
    floors = stories.Floors({"said": 50, "dates": 10, "quotes R": 0}, {"lost": 0})
    row = stories.line("ALL", Figures(said=Share(2, 5), dates=Share(1, 10), lost=1))
    assert floors.broken(row) == ("said 40.0 is below 50", "quotes R None is below 0", "lost 1 is above 0")


def test_the_table_has_a_line_for_each_story_and_a_dash_where_nothing_was_counted() -> None:
    printed = stories.table([stories.line("boat", Figures()), stories.line("ALL", Figures(said=Share(1, 2)))])
    head, boat, every = printed.splitlines()
    assert [c.strip() for c in head.split("|")][:3] == ["story", "facts P", "facts R"]
    assert [c.strip() for c in boat.split("|")][:2] == ["boat", "-"]
    assert "50.0" in every
    assert len({len(x) for x in (head, boat, every)}) == 1


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any], str, str]:
    """One run over both examples: its status, what it wrote and what it printed."""
    out = tmp_path_factory.mktemp("figures") / "out.json"
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("builtins.print", lambda *words, **where: printed.append(" ".join(map(str, words))))
        status = stories.main(parsed(str(EXAMPLES), "--json", str(out)))
    return status, json.loads(out.read_text(encoding="utf-8")), printed[0], "\n".join(printed[1:])


def test_the_examples_hold_their_floors(run: tuple[int, dict[str, Any], str, str]) -> None:
    status, _, _, complaints = run
    assert (status, complaints) == (0, "")


def test_each_story_has_its_line_and_the_last_is_of_all(run: tuple[int, dict[str, Any], str, str]) -> None:
    _, details, table, _ = run
    assert [row["story"] for row in details["rows"]] == ["accord", "harbour", "ALL"]
    assert [x.split("|")[0].strip() for x in table.splitlines()] == ["story", "accord", "harbour", "ALL"]


def test_every_fault_that_is_counted_is_written(run: tuple[int, dict[str, Any], str, str]) -> None:
    _, details, _, _ = run
    for row in details["rows"][:-1]:
        faults = details["errors"].get(row["story"], {})
        assert ("date" in faults) == (row["dates"] < 100)
        assert ("missed" in faults) == (row["facts R"] < 100)
        assert ("false merge" in faults) == (row["merge"] > 0)


def test_a_set_below_a_floor_ends_with_status_1(tmp_path: Path) -> None:
    story = tmp_path / "mine" / "boat"
    story.mkdir(parents=True)
    report = {"text": "A boat left the harbour of Lowick on Monday.", "published": "2025-09-12"}
    monday = {"report": 0, "start": 37, "end": 43, "text": "Monday", "value": "2025-09-08"}
    (story / "0.json").write_text(json.dumps(report))
    (story / "gold.json").write_text(json.dumps({"facts": [], "dates": [monday], "members": {"0": True}}))
    floors = tmp_path / "floors.json"
    floors.write_text('{"mine": {"at_least": {"dates": 101}}}')
    assert stories.main(parsed(str(tmp_path / "mine"), "--floors", str(floors))) == 1
    assert stories.main(parsed(str(story), "--floors", str(floors))) == 0, "floors are of a set, not of one story"
