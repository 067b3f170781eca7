"""`consilience explain` and `consilience judge`: what they print and keep, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consilience import cli
from consilience.read.judgements import load

HAVEN = """A fire destroyed the fish market of Port Andor on Monday, the mayor, Ilsa Brandt, said. Nobody was hurt.
"We will build it again," Brandt told reporters."""
COAST = """The fish market of Port Andor was destroyed by a fire on Monday. Mayor Ilse Brandt said that nobody was hurt.
The café beside it is closed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "reports"
    where.mkdir()
    for outlet, text in (("haven", HAVEN), ("coast", COAST)):
        report = {"outlet": outlet, "text": text, "published": "2026-03-10", "language": "en"}
        (where / f"{outlet}.json").write_text(json.dumps(report), encoding="utf-8")
    return where


def test_a_judgement_that_is_kept_changes_what_brief_and_explain_say(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = ("Ilsa Brandt", "Ilse Brandt")
    file = str(tmp_path / "names.jsonl")
    assert cli.main(["explain", str(folder), *pair]) == 0
    assert capsys.readouterr().out.startswith("Ilsa Brandt and Ilse Brandt: not one\n  because ")

    assert cli.main(["judge", "same", *pair, "--judgements", file, "--by", "AK", "--note", "a typing error"]) == 0
    assert [(j.verdict, j.left, j.by, j.note) for j in load(Path(file))] == [("same", pair[0], "AK", "a typing error")]

    assert cli.main(["explain", str(folder), *pair, "--judgements", file]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Ilsa Brandt and Ilse Brandt: one\n") and "judged same by AK" in out

    assert cli.main(["brief", str(folder), "--judgements", file, "--format", "json"]) == 0
    entities = json.loads(capsys.readouterr().out)["dossiers"][0]["entities"]
    assert sum("Brandt" in e["name"] for e in entities) == 1


def test_a_finding_is_explained_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(folder), "f1", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["id"] == "F1" and len(found["chains"]) >= 2 and found["joined"][0]["shared"]


def test_an_explanation_is_written_to_a_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "why.txt"
    assert cli.main(["explain", str(folder), "Port Andor", "-o", str(out)]) == 0
    assert "“Port Andor” in haven, characters" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nowhere/", "Ilsa Brandt"], "there is no file or folder nowhere/"),
        (["{folder}"], "give one or two names"),
        (["{folder}", "a", "b", "c"], "give one or two names"),
        (["{folder}", "F999"], "no story has a finding F999"),
        (["{folder}", "Brandt", "--story", "none"], "no story none"),
    ],
)
def test_what_cannot_be_explained_is_one_line(
    arguments: list[str], reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", *(a.format(folder=folder) for a in arguments)]) == 2
    err = capsys.readouterr().err
    assert reason in err and err.count("\n") == 1


def test_a_file_that_holds_no_judgements_is_not_added_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text("no judgement\n", encoding="utf-8")
    assert cli.main(["judge", "same", "A", "B", "--judgements", str(file)]) == 2
    assert "line 1" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "no judgement\n"


def test_a_web_address_is_a_path_and_is_refused_by_the_rules_for_addresses(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", str(folder), "http://127.0.0.1:9/news", "Ilsa Brandt"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("Ilsa Brandt")
    assert "set aside http://127.0.0.1:9/news" in printed.err
