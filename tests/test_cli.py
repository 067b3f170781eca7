"""The command line: what it prints, where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import consilience
from consilience import cli
from consilience.annotate.pipeline import SHARD
from consilience.model import Briefing
from consilience.schema import schema

ROOT = Path(__file__).resolve().parents[1]
HAVEN = """Fire destroys the fish market of Port Andor

A fire destroyed the fish market of Port Andor on Monday, the mayor, Ilsa Brandt, said. Nobody was hurt.
"We will build it again," Brandt told reporters."""
COAST = """Port Andor loses its fish market

The fish market of Port Andor was destroyed by a fire on Monday. Mayor Ilsa Brandt said that nobody was hurt.
The café beside it is closed."""
COMMANDS = ("brief", "annotate", "group", "ingest", "store", "schema", "evaluate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "reports"
    where.mkdir()
    for outlet, text in (("haven", HAVEN), ("coast", COAST)):
        report = {"outlet": outlet, "text": text, "published": "2026-03-10", "language": "en"}
        (where / f"{outlet}.json").write_text(json.dumps(report), encoding="utf-8")
    return where


class Finished:
    """A command that ran in this process."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    def call(*arguments: object) -> Finished:
        try:
            status = cli.main([str(a) for a in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        return Finished(status, *capsys.readouterr())

    yield call


def command(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "consilience.cli", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        cwd=ROOT,
    )


def one_line(text: str) -> bool:
    return text.startswith("consilience") and text.count("\n") == 1 and text.endswith("\n") and "Traceback" not in text


def test_brief_prints_the_story_for_reading(run, folder: Path) -> None:
    done = run("brief", folder)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("# ") and done.out.endswith("\n")
    assert "fish market" in done.out and "2 reports of 2 outlets" in done.out


def test_brief_prints_json(run, folder: Path) -> None:
    done = run("brief", folder, "--format", "json")
    dossier = json.loads(done.out)
    assert done.status == 0
    assert dossier["schema"] == "consilience.dossier/1"
    assert {r["outlet"] for r in dossier["dossiers"][0]["reports"]} == {"haven", "coast"}


def test_brief_prints_a_page(run, folder: Path) -> None:
    done = run("brief", folder, "--format", "html")
    assert done.status == 0
    assert done.out.lower().startswith("<!doctype html>") and done.out.rstrip().endswith("</html>")


def test_brief_shows_as_many_findings_as_asked_for_and_counts_the_rest(run, folder: Path) -> None:
    whole, part = (
        json.loads(run("brief", folder, "--format", "json", *more).out)["dossiers"][0] for more in ((), ("--top", "1"))
    )
    assert len(part["findings"]) == 1 and part["findings"] == whole["findings"][:1]
    assert part["left_out"]["findings"] == len(whole["findings"]) - 1 > 0
    assert "Left out here: " in run("brief", folder, "--top", "1").out
    assert "Left out here: " not in run("brief", folder).out


def test_annotate_prints_a_line_for_each_report_in_the_order_of_the_names(run, folder: Path) -> None:
    done = run("annotate", folder, "--format", "jsonl")
    assert (done.status, done.err) == (0, "")
    notes = [json.loads(line) for line in done.out.splitlines()]
    assert [n["report"]["outlet"] for n in notes] == ["coast", "haven"]
    assert any(a["speaker"] == "Ilsa Brandt" for n in notes for a in n["attributions"])


def test_group_prints_the_story_of_each_report(run, folder: Path) -> None:
    done = run("group", folder)
    assert (done.status, done.err) == (0, "")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [Path(r["path"]).name for r in rows] == ["coast.json", "haven.json"]


@pytest.mark.parametrize("name", cli.SCHEMAS)
def test_schema_prints_the_schema(run, name: str) -> None:
    done = run("schema", name)
    assert done.status == 0
    assert json.loads(done.out) == schema(name)


def test_version_names_the_program_and_its_version(run) -> None:
    done = run("--version")
    assert (done.status, done.out) == (0, f"consilience {consilience.__version__}\n")


@pytest.mark.parametrize("verb", ["brief", "annotate", "group"])
def test_where_nothing_can_be_read_the_status_is_three_and_each_reason_a_line(run, verb: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "broken.json").write_text("{")
    done = run(verb, tmp_path, tmp_path / "missing.txt")
    assert done.status == cli.NOTHING_READ == 3
    lines = done.err.splitlines()
    assert [re.sub(r"\S+/", "", line).partition(": ")[2].partition(":")[0] for line in lines] == [
        "set aside broken.json",
        "set aside empty.txt",
        "set aside missing.txt",
    ]
    assert lines[-1].endswith(": no such file or directory")


@pytest.mark.parametrize("verb", ["brief", "annotate", "group"])
def test_a_bad_file_is_told_on_standard_error_and_the_others_go_on(run, verb: str, folder: Path) -> None:
    wanted = run(verb, folder)
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    done = run(verb, folder)
    assert done.status == 0
    assert one_line(done.err) and "set aside" in done.err and "bad.txt" in done.err
    if verb != "brief":  # a dossier lists what was set aside as well
        assert done.out == wanted.out


def test_a_dash_is_standard_input(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join((folder / f"{name}.json").read_text() for name in ("coast", "haven"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    done = run("annotate", "-")
    assert done.status == 0
    assert [json.loads(line)["report"]["path"] for line in done.out.splitlines()] == ["-:1", "-:2"]


@pytest.mark.parametrize(
    ("verb", "form"),
    [("brief", "markdown"), ("brief", "json"), ("brief", "html"), ("annotate", "jsonl"), ("group", "jsonl")],
)
def test_an_output_file_holds_what_is_printed_otherwise(
    run, verb: str, form: str, folder: Path, tmp_path: Path
) -> None:
    printed = run(verb, folder, "--format", form).out
    out = tmp_path / "out"
    out.write_text("of an earlier run " * 100_000)
    done = run(verb, folder, "--format", form, "-o", out)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert out.read_bytes().decode("utf-8") == printed


@pytest.mark.parametrize("name", ["nowhere/out.json", "."])
def test_an_output_that_cannot_be_is_said_before_the_work(
    run, name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consilience.api.brief", lambda *_, **__: pytest.fail("the work was begun"))
    done = run("brief", folder, "--output", tmp_path / name)
    assert done.status == cli.USAGE == 2
    assert one_line(done.err) and str(tmp_path) in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_cannot_be_written_is_one_line(run, folder: Path) -> None:
    done = run("group", folder, "--output", "/dev/full")
    assert done.status == 2
    assert done.err == "consilience: cannot write /dev/full: no space left on device\n"


def test_a_day_given_dates_reports_without_one_and_no_others(run, folder: Path) -> None:
    (folder / "undated.txt").write_text("A bridge was opened in Ostby, the council said. It has two lanes.")
    done = run("annotate", folder, "--published", "2026-03-12")
    dates = {Path(r["path"]).stem: r["published"] for r in (json.loads(x)["report"] for x in done.out.splitlines())}
    assert dates == {"coast": "2026-03-10", "haven": "2026-03-10", "undated": "2026-03-12"}


@pytest.mark.parametrize("verb", ["brief", "annotate", "group"])
def test_a_day_that_is_none_is_wrong_usage(run, verb: str, folder: Path) -> None:
    done = run(verb, folder, "--published", "last week")
    assert (done.status, done.out) == (2, "")
    assert one_line(done.err) and "'last week'" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("breif", "x"),
        ("brief",),
        ("brief", "x", "--format", "pdf"),
        ("brief", "x", "--processes", "0"),
        ("brief", "x", "--processes", "two"),
        ("brief", "x", "--top", "0"),
        ("annotate", "x", "--format", "html"),
        ("schema", "novel"),
        ("schema",),
        ("evaluate",),
        ("evaluate", "novels"),
        ("evaluate", "stories"),
        ("evaluate", "stories", "nowhere"),
    ],
)
def test_wrong_usage_is_one_line_and_status_two(run, arguments: Sequence[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert one_line(done.err)


def test_a_model_that_is_not_there_is_one_line(run, folder: Path) -> None:
    done = run("brief", folder, "--model", "no_such_model")
    assert (done.status, done.out) == (2, "")
    assert one_line(done.err) and "no_such_model" in done.err


def test_debug_shows_where_an_error_comes_from(folder: Path) -> None:
    with pytest.raises(ValueError, match="last week"):
        cli.main(["brief", str(folder), "--published", "last week", "--debug"])
    with pytest.raises(ValueError, match="nowhere"):
        cli.main(["evaluate", "stories", "nowhere", "--debug"])


def test_a_fault_of_the_program_is_one_line_too(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Briefing:
        raise KeyError("a\nb")

    monkeypatch.setattr("consilience.api.brief", broken)
    done = run("brief", folder)
    assert done.status == cli.FAULT == 70
    assert one_line(done.err) and "KeyError" in done.err and "--debug" in done.err


def test_a_key_pressed_to_stop_ends_it_quietly(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> Briefing:
        raise KeyboardInterrupt

    monkeypatch.setattr("consilience.api.brief", stopped)
    done = run("brief", folder)
    assert (done.status, done.err) == (130, "consilience: stopped\n")


def test_the_result_is_the_same_bytes_in_two_processes(run, folder: Path) -> None:
    for number in range(SHARD):  # more than one shard
        copied = json.loads((folder / "haven.json").read_text()) | {"outlet": f"outlet {number}"}
        copied["text"] = copied["text"].replace("Monday", f"Monday, {number + 2} hours after noon")
        (folder / f"more{number:02}.json").write_text(json.dumps(copied))
    for verb in (("brief", folder, "--format", "json"), ("annotate", folder), ("group", folder)):
        assert run(*verb, "--processes", 2).out == run(*verb).out


def help_of(run, *words: str) -> str:
    done = run(*words, "--help")
    assert (done.status, done.err) == (0, "")
    return str(done.out)


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_help_of_every_command_shows_an_example_whose_paths_exist(run, verb: str) -> None:
    examples = help_of(run, verb).partition("example")[2]
    assert f"consilience {verb} " in examples
    paths = re.findall(r"examples/\S+", examples)
    assert paths or verb in ("schema", "store")
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_the_examples_of_reading_commands_name_reports_and_not_answer_keys(run) -> None:
    text = "".join(help_of(run, verb) for verb in ("brief", "annotate", "group")) + help_of(run)
    named = {ROOT / p for p in re.findall(r"examples/\S+", text)}
    assert named
    assert [p for p in named if any(p.glob("gold.json"))] == []


def test_every_evaluation_is_a_command_and_every_command_a_module(run) -> None:
    listed = help_of(run, "evaluate")
    modules = {p.stem for p in Path(cli.__file__).parent.glob("evaluate/*.py") if "\ndef arguments(" in p.read_text()}
    assert set(cli.EVALUATIONS) == modules
    assert [
        name for name, text in cli.EVALUATIONS.items() if not re.search(rf"^    {name}\s+{text[:12]}", listed, re.M)
    ] == []


@pytest.mark.parametrize("name", cli.EVALUATIONS)
def test_every_evaluation_explains_itself(run, name: str) -> None:
    text = help_of(run, "evaluate", name)
    assert f"usage: consilience evaluate {name}" in text and "--debug" in text
    assert len(text.partition("\n\n")[2].partition("\n\n")[0]) > 40


@pytest.mark.parametrize("name", cli.EVALUATIONS)
def test_an_evaluation_without_data_says_so_and_fails(run, name: str, tmp_path: Path) -> None:
    data = (tmp_path / "no data",) if name in ("stories", "lineage") else ("--data", tmp_path / "no data")
    done = run("evaluate", name, *data)
    assert done.status in (2, 3)
    assert done.err.count("\n") == 1 and "Traceback" not in done.err


def test_figures_below_a_floor_are_status_one(run, tmp_path: Path) -> None:
    story = tmp_path / "set" / "market"
    shutil.copytree(ROOT / "examples" / "accord", story)
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"set": {"at_least": {"quotes R": 101}, "at_most": {}}}))
    done = run("evaluate", "stories", tmp_path / "set", "--floors", floors)
    assert done.status == cli.BELOW == 1
    assert done.out.splitlines()[-1].startswith("ALL")
    assert re.fullmatch(r"set: quotes R [\d.]+ is below 101\n", done.err)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["brief", "--help"], ["schema", "dossier"]])
def test_what_needs_no_language_model_loads_none(arguments: list[str]) -> None:
    program = (
        "import sys; from consilience import cli\n"
        f"try: cli.main({arguments!r})\n"
        "except SystemExit: pass\n"
        "print(*sorted({'spacy', 'thinc', 'numpy', 'trafilatura', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout and done.stderr.strip() == ""


def test_a_reader_that_has_gone_away_is_no_error() -> None:
    process = command("schema", "dossier")
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_output_is_utf8_wherever_it_runs(folder: Path, environment: dict[str, str]) -> None:
    out, err = command("annotate", folder / "coast.json", folder / "missing-é.txt", **environment).communicate()
    assert "café" in json.loads(out.decode("utf-8"))["text"]
    assert b"\n" not in err.strip() and b"missing-" in err
