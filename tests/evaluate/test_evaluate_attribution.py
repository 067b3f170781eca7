"""The figures for attribution on PolNeAR's layout."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from consilience.evaluate.attribution import Document, Gold, arguments, bylines, figures, joined, load_polnear, main
from consilience.model import Attribution, Extent

TEXT = "SEOUL (Reuters) - Anna Lindqvist said the bridge was safe. “It is,” Jonas Weber added."
BRAT = """T1\tSource 18 32\tAnna Lindqvist
T2\tCue 33 37\tsaid
T3\tContent 38 57\tthe bridge was safe
T4\tAttribution 33 37\tsaid
E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3
T5\tContent 59 67\t“It is,”
T6\tCue 81 86\tadded
T7\tAttribution-no-source 81 86\tadded
E2\tAttribution-no-source:T7 Cue:T6 Content:T5 Source:T99
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name in ("text", "attributions"):
        (tmp_path / "data" / "dev" / name).mkdir(parents=True)
    (tmp_path / "data/dev/text/one.txt").write_text(TEXT)
    (tmp_path / "data/dev/attributions/one_aa.ann").write_text(BRAT)
    (tmp_path / "data/metadata.tsv").write_text("filename\twire\none\treuters\n")
    return tmp_path


def extent(start: int, end: int) -> Extent:
    return Extent(start, end, TEXT[start:end])


def test_the_layout_is_read_and_missing_spans_are_left_out(corpus: Path) -> None:
    (document,) = load_polnear(corpus, "dev")
    assert document.wire == "Reuters"
    assert document.gold[0] == Gold(((18, 32),), ((33, 37),), ((38, 57),))
    assert document.gold[1].source == ()


def test_a_folder_of_another_layout_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    arguments(parser)
    assert main(parser.parse_args(["--data", str(tmp_path)])) == 2
    assert "PolNeAR" in capsys.readouterr().err


def test_figures_by_hand(corpus: Path) -> None:
    (document,) = load_polnear(corpus, "dev")
    right = Gold(((18, 32),), ((33, 37),), ((42, 57),))
    wrong = Gold(((68, 80),), (), ((59, 67),))  # has a source where the annotation has none
    result = figures([(document, [right, wrong])])
    assert result["attribution"] == {"precision": 50.0, "recall": 50.0, "f1": 50.0}
    assert result["direct"] == {"recall": 0.0} and result["indirect"] == {"recall": 100.0}
    assert result["content"]["precision"] == 100.0 and result["content"]["recall"] < 100


def test_a_content_that_shares_less_than_half_is_another(corpus: Path) -> None:
    (document,) = load_polnear(corpus, "dev")
    result = figures([(document, [Gold(((18, 32),), (), ((53, 57),))])])
    assert result["attribution"]["f1"] == 0


def test_two_predictions_do_not_both_match_one_annotation(corpus: Path) -> None:
    (document,) = load_polnear(corpus, "dev")
    one = Gold(((18, 32),), ((33, 37),), ((38, 57),))
    assert figures([(document, [one, one])])["attribution"]["precision"] == 50.0


def test_contents_under_one_cue_are_one_attribution() -> None:
    source, cue = extent(18, 32), extent(33, 37)
    a = Attribution(source, cue, extent(38, 48), "indirect")
    b = Attribution(source, cue, extent(49, 57), "indirect")
    c = Attribution(None, None, extent(60, 66), "direct")
    assert [len(g.content) for g in joined([a, b, c])] == [2, 1]


def test_bylines_by_hand() -> None:
    right = Document("a", TEXT, (), "Reuters")
    missed = Document("b", "The bridge was safe.", (), "Reuters")
    assert bylines([right, missed]) == {"precision": 100.0, "recall": 50.0, "f1": 66.7}


def test_the_command_prints_the_table(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    arguments(parser)
    assert main(parser.parse_args(["--data", str(corpus), "--split", "dev"])) == 0
    printed = capsys.readouterr().out
    assert "attribution" in printed and "byline" in printed
