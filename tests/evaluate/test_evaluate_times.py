"""The figures for times are those of TempEval-3."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from consilience.evaluate.times import Document, Gold, arguments, figures, load_timeml, main, pairs, read_timeml
from consilience.model import TimeExpression

TIMEML = """<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2031-07-16">20310716</TIMEX3></DCT>
<TEXT>
The ferry <EVENT eid="e1">sank</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2031-07-15">Tuesday</TIMEX3>
with nine &amp; more.

It had sailed for <TIMEX3 tid="t2" type="DURATION" value="P2D">two
days</TIMEX3>.
</TEXT></TimeML>
"""


def expression(start: int, end: int, value: str) -> TimeExpression:
    return TimeExpression(start, end, "", "DATE", value)


def test_a_file_gives_text_and_places(tmp_path: Path) -> None:
    path = tmp_path / "one.tml"
    path.write_text(TIMEML)
    document = read_timeml(path)
    assert document.created == "2031-07-16"
    assert [document.text[g.start : g.end] for g in document.gold] == ["Tuesday", "two days"]
    assert "Tuesday with nine & more.\n\nIt" in document.text


def test_the_training_part_is_taken_where_there_is_one(tmp_path: Path) -> None:
    for name in ("TimeBank", "Silver"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.tml").write_text(TIMEML)
    assert [d.name for d in load_timeml(tmp_path)] == ["TimeBank"]


def test_one_prediction_answers_one_annotation() -> None:
    gold = (Gold(0, 10, "DATE", "2031"), Gold(12, 20, "DATE", "2032"))
    assert len(pairs(gold, [expression(0, 20, "2031")])) == 1


def test_the_same_span_is_matched_before_an_overlapping_one() -> None:
    gold = (Gold(0, 10, "DATE", "2031"), Gold(5, 20, "DATE", "2032"))
    matched = pairs(gold, [expression(5, 20, "2032"), expression(0, 10, "2031")])
    assert all(g.value == t.value for g, t in matched)


def test_figures_by_hand() -> None:
    gold = (Gold(0, 10, "DATE", "2031"), Gold(12, 20, "DATE", "2032"), Gold(30, 35, "SET", "P1D"))
    found = [expression(0, 10, "2031"), expression(13, 20, "1999"), expression(40, 44, "2000"), expression(50, 54, "X")]
    result = figures([(Document("d", "", None, gold), found)])
    assert result["strict"] == {"P": 25.0, "R": 33.3, "F1": 28.6}
    assert result["relaxed"] == {"P": 50.0, "R": 66.7, "F1": 57.1}
    assert result["value"] == {"P": 25.0, "R": 33.3, "F1": 28.6}


def test_nothing_found_is_nought_and_no_error() -> None:
    assert figures([(Document("d", "", None, ()), [])])["value"]["F1"] == 0.0


def test_the_command_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.tml").write_text(TIMEML)
    parser = argparse.ArgumentParser()
    arguments(parser)
    assert main(parser.parse_args(["--data", str(tmp_path)])) == 0
    assert "value    P 100.0" in capsys.readouterr().out


def test_a_folder_without_data_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    arguments(parser)
    assert main(parser.parse_args(["--data", str(tmp_path)])) == 2
    assert capsys.readouterr().err.startswith("consilience: no .tml file")
