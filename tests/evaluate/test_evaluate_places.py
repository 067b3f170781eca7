"""The figures of ``consilience evaluate places`` on articles written here."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from consilience.annotate.places import locate
from consilience.evaluate import places as evaluate

TEXT = "From Paris to Lyon."
ARTICLE = evaluate.Article(TEXT, (evaluate.Toponym(5, 10, (48.85, 2.35)), evaluate.Toponym(14, 18, (45.75, 4.85))))


def test_what_is_found_and_near_scores_full() -> None:
    scores = evaluate.score([ARTICLE], [[(5, 10), (14, 18)]], [locate(TEXT, [(5, 10), (14, 18)])])
    assert (scores.f1, scores.near, scores.located) == (100, 100, 100)


def test_what_is_not_located_counts_as_wrong() -> None:
    scores = evaluate.score([ARTICLE], [[(5, 10)]], [[None, *locate(TEXT, [(14, 18)])]])
    assert (scores.precision, scores.recall, scores.near, scores.located) == (100, 50, 50, 50)


def test_the_form_of_the_set_is_read(tmp_path: Path) -> None:
    file = tmp_path / "GWN.xml"
    mark = "<toponym><type>{}</type><start>5</start><end>10</end><geonamesID>{}</geonamesID>{}</toponym>"
    at = "<latitude>48.8</latitude><longitude>2.3</longitude>"
    marks = mark.format("Literal", 1, at) + mark.format("Non_Toponym", "", "") + mark.format("Demonym", "", "")
    file.write_text(f"<articles><article><text>{TEXT}</text><toponyms>{marks}</toponyms></article></articles>")
    (article,) = evaluate.load(file)
    assert [t.at for t in article.toponyms] == [(48.8, 2.3), None]


def test_a_folder_without_the_data_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    evaluate.arguments(parser)
    assert evaluate.main(parser.parse_args(["--data", str(tmp_path)])) == 2
    assert "GeoWebNews" in capsys.readouterr().err
