"""The commands about a store: what they print and how they end."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from small_stream import FIRE, STRIKE, made

from consilience import cli
from consilience.store import Store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = cli.main([str(a) for a in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "reports"
    where.mkdir()
    for report in (made(FIRE, 0), made(FIRE, 1), made(STRIKE, 2)):
        fields = {"outlet": report.outlet, "text": report.text, "published": "2026-03-10", "language": "en"}
        (where / report.path).write_text(json.dumps(fields), encoding="utf-8")
    (where / "torn.html").write_text("")
    return where


def test_ingest_says_what_it_did_and_does_it_once(run: Run, folder: Path, new_store: Callable[[], str]) -> None:
    url = new_store()
    first = run("ingest", folder, "--store", url)
    assert first == (0, "3 new reports, 0 known, 1 set aside; 2 stories changed\n", "")
    again = run("ingest", folder, "--store", url)
    assert again == (0, "0 new reports, 3 known, 0 set aside; 0 stories changed\n", "")
    assert run("store", "check", "--store", url) == (0, "nothing is wrong\n", "")


def test_ingest_of_nothing_that_can_be_read_is_status_three(run: Run, tmp_path: Path) -> None:
    (tmp_path / "torn.html").write_text("")
    status, out, _ = run("ingest", tmp_path / "torn.html", "--store", tmp_path / "new.db")
    assert (status, out) == (3, "0 new reports, 0 known, 1 set aside; 0 stories changed\n")


def test_the_store_may_stand_in_the_environment(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, _, err = run("store", "check")
    assert (status, err.count("\n")) == (2, 1) and "--store" in err
    monkeypatch.setenv("CONSILIENCE_STORE", str(tmp_path / "news.db"))
    assert run("ingest", folder)[0] == 0
    assert run("store", "check") == (0, "nothing is wrong\n", "")


def test_a_store_moves_by_its_lines(
    run: Run, folder: Path, tmp_path: Path, new_store: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = new_store(), tmp_path / "second.db", new_store()
    run("ingest", folder, "--store", first)
    status, lines, _ = run("store", "export", "--store", first)
    assert status == 0
    file = tmp_path / "store.jsonl"
    assert run("store", "export", "--store", first, "-o", file) == (0, "", "")
    assert file.read_text(encoding="utf-8") == lines
    count = lines.count("\n") - 1
    assert run("store", "import", file, "--store", second) == (0, f"{count} rows\n", "")
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert run("store", "import", "-", "--store", third) == (0, f"{count} rows\n", "")
    for url in (second, third):
        assert run("store", "export", "--store", url)[1] == lines
        assert run("store", "check", "--store", url)[0] == 0


def test_check_says_what_is_wrong_and_ends_with_status_one(run: Run, folder: Path, tmp_path: Path) -> None:
    url = tmp_path / "news.db"
    run("ingest", folder, "--store", url)
    store = Store.open(url)
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET text = text || ' forged' WHERE seq = 2")
    store.close()
    status, out, err = run("store", "check", "--store", url)
    assert (status, err) == (1, "")
    assert "is not the one that was stored" in out.splitlines()[0]


def test_migrate_goes_back_and_forth(run: Run, tmp_path: Path) -> None:
    url = tmp_path / "news.db"
    assert run("store", "migrate", "--store", url) == (0, "version none to 0001\n", "")
    assert run("store", "migrate", "--store", url) == (0, "version 0001\n", "")
    assert run("store", "migrate", "--store", url, "--to", "base") == (0, "version 0001 to none\n", "")
    status, _, err = run("store", "migrate", "--store", url, "--to", "9999")
    assert status == 2 and err.count("\n") == 1


def test_a_store_that_is_not_there_is_one_line_and_status_two(run: Run, tmp_path: Path) -> None:
    for action in (("check",), ("export",)):
        status, out, err = run("store", *action, "--store", tmp_path / "none.db")
        assert (status, out) == (2, "") and err.startswith("consilience: there is no store")
    status, _, err = run("store", "import", tmp_path / "none.jsonl", "--store", tmp_path / "new.db")
    assert status == 2 and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_missing_is_said_before_anything_is_stored(run: Run, folder: Path, tmp_path: Path) -> None:
    status, _, err = run("ingest", folder, "--store", tmp_path / "news.db", "--model", "no_such_model")
    assert status == 2 and "no_such_model" in err
    assert run("ingest", folder, "--store", tmp_path / "news.db")[1].startswith("3 new")
