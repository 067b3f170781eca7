from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from consilience.evaluate import groups, lineage

XML = '<?xml version="1.0"?>\n<Document doc_name="{name}">{tokens}</Document>'
FERRY = "The ferry Halcyon Star capsized off Port Anselm with an overloaded car deck"
DAM = "Engineers reopened the Velden dam after repairs to its northern spillway"


def test_bcubed_is_that_of_the_worked_example() -> None:
    # Amigó et al. (2009): one cluster of three where gold has two and one.
    found = groups.bcubed(["x", "x", "x"], ["a", "a", "b"])
    assert found.precision == pytest.approx(100 * (2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert found.recall == 100
    assert (found.pairs_right, found.pairs_found, found.pairs_gold) == (1, 3, 1)


def test_a_perfect_labelling_has_all_and_single_labels_have_full_precision() -> None:
    assert groups.bcubed(["1", "1", "2"], ["a", "a", "b"]).f1 == 100
    alone = groups.bcubed(["1", "2", "3"], ["a", "a", "b"])
    assert (alone.precision, alone.recall) == (100, pytest.approx(100 * 2 / 3))


def test_nothing_has_figures_too() -> None:
    assert groups.bcubed([], []).f1 == 0


def write_ecb(folder: Path, topic: int, name: str, sentences: list[str]) -> None:
    tokens = "".join(
        f'<token t_id="1" sentence="{number}">{word}</token>'
        for number, sentence in enumerate(sentences)
        for word in sentence.split()
    )
    path = folder / "ECB+" / str(topic) / f"{name}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(XML.format(name=name, tokens=tokens), encoding="utf-8")


def data(folder: Path) -> Path:
    write_ecb(folder, 1, "1_2ecb", [FERRY])
    write_ecb(folder, 1, "1_10ecb", [FERRY + " at night"])
    write_ecb(folder, 1, "1_1ecbplus", ["http : / / example . org", DAM])
    write_ecb(folder, 40, "40_1ecb", ["Held out"])
    cluster = folder / "news_cluster" / "data"
    cluster.mkdir(parents=True)
    for name, text, event in (("a", FERRY, 1), ("b", FERRY + " on Thursday", 1), ("c", DAM, 2)):
        article = {
            "dId": name,
            "title": text[:30],
            "text": text,
            "date_publish": None,
            "newsCluster": {"EventId": event},
        }
        (cluster / f"{name}.json").write_text(json.dumps(article), encoding="utf-8")
    return folder


def test_the_address_in_front_of_a_page_is_left_out_and_subtopics_are_the_stories(tmp_path: Path) -> None:
    found = groups.ecb_plus(data(tmp_path))
    assert [(r.report.report.id, r.story) for r in found] == [
        ("1_2ecb", "1"),
        ("1_10ecb", "1"),
        ("1_1ecbplus", "1plus"),
    ]
    assert found[2].report.report.text == DAM


def run(module: object, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    module.arguments(parser)  # type: ignore[attr-defined]
    return module.main(parser.parse_args(arguments))  # type: ignore[attr-defined, no-any-return]


def test_the_command_prints_each_order_and_the_baseline_of_each_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(groups, "--data", str(data(tmp_path)), "--floor", "99") == 0
    printed = capsys.readouterr().out
    for order in ("file order", "reversed", "shuffled 3", "repaired every 25", "TF-IDF, best"):
        assert printed.count(order) == 3
    assert printed.count("held out: ECB+ 36-45") == 7
    assert printed.count("100.0") >= 6


def test_cleaned_reports_are_grouped_without_what_pages_put_around_them(tmp_path: Path) -> None:
    folder = data(tmp_path) / "news_cluster" / "data"
    button = "Click to share on Facebook (Opens in new window)"
    article = {"dId": "d", "title": "Dam", "text": f"{button} {DAM}", "newsCluster": {"EventId": 2}}
    (folder / "d.json").write_text(json.dumps(article), encoding="utf-8")
    raw = groups.news_cluster(tmp_path)
    (removed,) = groups.cleaned(raw)[-1].report.report.removed
    assert raw[-1].report.report.text[removed.start : removed.end] == button
    assert not raw[-1].report.report.removed
    assert run(groups, "--data", str(tmp_path), "--cleaned") == 0


def test_a_floor_that_is_not_reached_fails_and_no_data_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(groups, "--data", str(data(tmp_path)), "--floor", "101") == 1
    assert run(groups, "--data", str(tmp_path / "nowhere")) == 3
    assert "neither" in capsys.readouterr().err


def test_lineage_counts_pairs_by_the_keys_relation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"{FERRY}, and relatives gathered behind a rope on the quay while rescue boats searched the cold water. "
    text += "Fishermen from three villages were the first to reach the wreck, towing rafts and a borrowed pontoon."
    for name, own in (("0", text), ("1", text), ("2", DAM)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"text": own, "outlet": f"paper {name}"}), encoding="utf-8")
    key = [{"a": 0, "b": 1, "relation": "copy"}, {"a": 0, "b": 2, "relation": "independent"}]
    (tmp_path / "gold.json").write_text(json.dumps({"lineage": key}), encoding="utf-8")
    assert run(lineage, str(tmp_path)) == 0
    printed = capsys.readouterr().out
    assert "copy                  1 of    1" in printed
    assert "independent           0 of    1" in printed
