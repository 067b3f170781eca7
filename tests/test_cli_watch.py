"""The commands that watch feeds and look after alerts: what they print, and what is wrong with what they are told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consilience import cli
from consilience.store import Store, alerts, rounds
from consilience.store.alerts import Alert

RULES = '[[rule]]\nid = "deaths"\non = "toll"\nabout = ["Port Andor"]\n'


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A store with two alerts, one of which has arrived."""
    made = Store.open(tmp_path / "news.db")
    with made.write() as tx:
        number = rounds.close(tx, 0, datetime(2026, 3, 12, 9, tzinfo=UTC))
        rounds.set_stage(tx, number, "done")
        for id, rule in (("a1", "toll"), ("a2", "big")):
            told = {"title": "Fire\x1b[31m", "summary": f"about {id}", "passages": []}
            alerts.add(tx, [Alert(id, number, rule, None, told)])
        alerts.delivered(tx, "a1")
    made.close()
    return str(tmp_path / "news.db")


def test_alerts_are_listed_and_nothing_in_them_acts_on_a_terminal(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["alerts", "list", "--store", path]) == 0
    assert capsys.readouterr().out == (
        "2026-03-12 09:00 [toll] Fire␛[31m: about a1\n2026-03-12 09:00 [big] Fire␛[31m: about a2 (waiting)\n"
    )
    assert cli.main(["alerts", "list", "--store", path, "--state", "waiting", "--format", "jsonl"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert (json.loads(line)["id"], json.loads(line)["state"]) == ("a2", "waiting")


def test_rules_are_kept_printed_and_cleared(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules.toml").write_text(RULES)
    assert cli.main(["alerts", "rules", "--store", path, "--set", str(tmp_path / "rules.toml")]) == 0
    assert cli.main(["alerts", "rules", "--store", path]) == 0
    assert capsys.readouterr().out == RULES * 2
    assert cli.main(["alerts", "rules", "--store", path, "--clear"]) == 0
    assert capsys.readouterr().out == ""


def test_what_waits_is_sent_and_printed(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["alerts", "send", "--store", path, "--print"]) == 0
    told = capsys.readouterr()
    assert [json.loads(line)["id"] for line in told.out.splitlines()] == ["a2"]
    assert told.err == "0 waiting, 2 delivered, 0 given up\n"


def test_health_is_json_and_its_status_tells_that_nobody_watches(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["watch", "--health", "--store", path]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["running"] is False and told["alerts"] == {"waiting": 1, "delivered": 1, "given up": 0}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["watch", "nowhere.opml"], "nowhere.opml: no such file"),
        (["watch", "file:///etc/passwd"], "is no address"),
        (["watch", "--rules", "nowhere.toml"], "nowhere.toml"),
        (["watch", "--webhook", "https://a.example/"], "needs a secret"),
        (["watch", "--atom", "no/such/folder/alerts.atom"], "there is no folder no/such/folder"),
        (["alerts", "send"], "nowhere to send to"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_two(
    arguments: Sequence[str],
    reason: str,
    path: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CONSILIENCE_WEBHOOK_SECRET", raising=False)
    assert cli.main([*arguments, "--store", path]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert reason in line


@pytest.mark.parametrize("rule", ["fire", "origins:x", "entity:"])
def test_an_argument_that_is_no_rule_is_wrong_usage(rule: str, path: str) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["watch", "--store", path, "--alert", rule])
    assert end.value.code == 2
