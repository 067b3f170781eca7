"""`consilience search`, `stories`, `show` and `diff`: what they print, and how they end."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archive import ANDOR, FIRE, STRIKE, fill, lantern, mail_later, radio, report, said
from rich.console import Console
from sqlalchemy import update

from consilience import cli
from consilience.model import Conflict, Report, Side
from consilience.publish import found as publish
from consilience.search import Question, search
from consilience.store import Store, collation, reports, rounds, tables

TIMES = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (10, 12, 20, 21)]
gazette = report(
    "gazette",
    "Andor Gazette",
    "Five hurt in market fire\n\nFive stallholders were hurt, the hospital said. A fire destroyed the fish market.",
    "2026-03-21",
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The archive, and a day later a report more of the fire, with another figure and a contradiction settled."""
    path = tmp_path_factory.mktemp("news") / "news.db"
    figures = (lantern, "Three stallholders were hurt", None), (gazette, "Five stallholders were hurt", None)
    burned = said("F1", "corroborated", 3, *_words(), (gazette, "A fire destroyed the fish market", None))
    hurt = said("F2", "single origin", 1, *figures)
    sides = tuple(Side(value, ()) for value in ("Three", "Five"))
    now = replace(
        FIRE,
        reports=(*FIRE.reports, gazette),
        findings=(burned, hurt),
        conflicts=(Conflict("C1", "F2", "number", "revision", sides, "the number of the hurt rises with the days"),),
    )
    with closing(Store.open(path)) as store:
        fill(store)
        with store.write() as tx:
            reports.add(tx, [gazette], close=True)
            current = rounds.last(tx)[0]
            tx.execute(tables.members.insert().values(report="gazette", story=FIRE.id, score=0.4, reasons=[]))
            rows = [("joined", gazette.id, None, ["like the Daily Lantern"]), ("merged", None, STRIKE.id, ["alike"])]
            for number, (kind, moved, other, reasons) in enumerate(rows):
                event = {"round": current, "number": number, "kind": kind, "story": FIRE.id, "report": moved}
                tx.execute(tables.history.insert().values(**event, other=other, reasons=reasons))
            changed = update(tables.stories).where(tables.stories.c.id == FIRE.id)
            tx.execute(changed.values(changed=current, reports=5))
            collation.store(tx, FIRE.id, current, now)
            for n, at in enumerate(TIMES, 1):
                tx.execute(update(tables.rounds).where(tables.rounds.c.number == n).values(at=at))
    yield str(path)


def _words() -> list[tuple[Report, str, str | None]]:
    return [
        (lantern, "A fire destroyed the fish market of Port Andor on Monday", "Ilsa Brandt"),
        (mail_later, "The fish market at Port Andor burned down on Monday", "Ilse Brandt"),
    ]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.main(list(arguments))
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_a_search_prints_passages_and_where_they_stand(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "search", "zeppelin", "--store", news)[:2] == (3, "Nothing was found.\n")
    status, out, _ = run(capsys, "search", "build it again", "--store", news, "--in", "quotations", "--why")
    start = lantern.text.index("We will build")
    assert status == 0
    assert out.splitlines()[:4] == [
        "1. We will build it again",
        "   quotation Q1 · Ilsa Brandt · Daily Lantern · 9 March 2026, 18:00",
        f"   report lantern, characters {start}–{start + 22}",
        f"   story {FIRE.id}: {FIRE.title}",
    ]
    assert "“again” once in the text; in" in out and "published 12 days before the newest: × " in out


def test_a_search_in_json_is_what_was_found(news: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    asked = ("search", "fire OR walkout", "-market", "--person", "Brandt", "--since", "2026-03", "--store", news)
    assert run(capsys, *asked[:2], *asked[3:], "--format", "json", "-o", str(file))[:2] == (0, "")
    document = json.loads(file.read_text(encoding="utf-8"))
    assert (document["schema"], document["query"]) == ("consilience.search/1", "(fire OR walkout)")
    assert {hit["outlet"] for hit in document["hits"]} == {"Daily Lantern", "Coast Mail", "North Courier"}
    assert all(set(hit["score"]) == {"value", "reasons"} for hit in document["hits"])


def test_on_a_terminal_the_words_stand_out_and_no_report_can_steer_it(news: str) -> None:
    with closing(Store.open(news, create=False)) as store, store.read() as tx:
        answer = search(tx, Question("café", kinds=("report",)))
    hostile = replace(answer, notes=("\x1b[31m[bold]red[/bold]",))
    console = Console(force_terminal=True, width=100, color_system="standard", record=True, file=io.StringIO())
    publish.show(hostile, console)
    shown = console.export_text(styles=True)
    assert "\x1b[1;7mcafé\x1b[0m" in shown
    assert "␛[31m[bold]red[/bold]" in shown and "\x1b[31m" not in shown


def test_stories_are_listed(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "stories", "--store", news, "--place", "Port Andor")
    assert status == 0
    assert (
        out.splitlines()
        == [
            "1 story happened at Port Andor",
            "",
            f"{FIRE.id}  {FIRE.title}",
            f"  9 March 2026 · {ANDOR.name}; 5 reports, 4 outlets, 0 origins",
            "  changed 21 March 2026, 12:00 UTC (revision 4)",
        ][2:]
    )
    assert run(capsys, "stories", "--store", news, "--changed", "2026-03-20T13:00")[1].count("changed") == 1
    assert run(capsys, "stories", "--store", news, "--since", "2030")[:2] == (3, "No story was found.\n")
    listed = json.loads(run(capsys, "stories", "--store", news, "--format", "json")[1])
    assert listed["stories"][0]["id"] == FIRE.id


@pytest.mark.parametrize(("form", "start"), [("markdown", "# Fire"), ("html", "<!doctype html>"), ("json", "{")])
def test_a_story_is_shown_as_its_dossier(news: str, form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "show", FIRE.id[:4], "--format", form, "--store", news)
    assert status == 0 and out.lower().startswith(start.lower()) and "Five stallholders were hurt" in out


def test_a_story_is_shown_as_it_was(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    for when in ("1", "2026-03-11", "2026-03-10T14:00+02:00"):
        out = run(capsys, "show", FIRE.id, "--at", when, "--store", news)[1]
        assert "An inspector had passed the wiring in August" in out and "Five stallholders" not in out
    status, _, err = run(capsys, "show", FIRE.id, "--at", "2026-03-01", "--store", news)
    assert status == 2 and err == f"consilience: story {FIRE.id} has no dossier of 2026-03-01 or before\n"


def test_a_diff_says_what_changed_what_weighs_most_first(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "diff", FIRE.id, "--since", "2026-03-13", "--store", news)
    assert status == 0
    assert out.splitlines() == [
        f"{FIRE.title} (story {FIRE.id})",
        "Since revision 1 of 10 March 2026, 12:00 UTC, up to revision 4 of 21 March 2026, 12:00 UTC",
        "",
        "What became of the story",
        f"- Joined with story {STRIKE.id}: alike",
        "",
        "Figures that were revised",
        "- Three → Five, about “Three stallholders were hurt” (the number of the hurt rises with the days)",
        "",
        "Statements on more origins",
        "- 2 → 3: “A fire destroyed the fish market of Port Andor on Monday” (corroborated)",
        "",
        "New reports",
        "- Andor Gazette, Five hurt in market fire, 21 March 2026",
        "",
        "Reports no longer in it",
        "- North Courier, Bus drivers in Velmora walk out, 11–12 March 2026",
        "",
        "New statements",
        "- “Three stallholders were hurt” (2 outlets, origin not shown)",
        "",
        "Statements that no report makes any more",
        "- “An inspector had passed the wiring in August”",
        "- “The walkout stops five routes”",
    ]


def test_a_diff_in_json_holds_all(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "diff", FIRE.id, "--since", "0", "--format", "json", "--store", news)[1]
    document = json.loads(out)
    assert (document["schema"], document["since"], document["until"]) == ("consilience.changes/1", 0, 4)
    assert len(document["changes"]["reports"]) == 4 and document["changes"]["revised"][0]["new"] == ["Three", "Five"]
    assert [event["kind"] for event in document["history"]] == ["joined", "merged"]


def test_nothing_that_changed_is_said(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "diff", FIRE.id, "--since", "4", "--store", news)[1].endswith("\n\nNothing changed.\n")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["search", "--store", "{news}"], "nothing to search for"),
        (["search", "a", "--near", "5", "--store", "{news}"], "A distance needs a place"),
        (["show", "zzz", "--store", "{news}"], "there is no story zzz"),
        (["show", FIRE.title[:20], "--store", "{news}"], f"near it: {FIRE.id} ({FIRE.title})"),
        (["diff", "s9", "--since", "soon", "--store", "{news}"], "'soon' is no time"),
        (["stories", "--store", "{news}.none"], "there is no store"),
        (["show", radio.id, "--store", "{news}"], "there is no story radio"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    news: str, arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *(a.format(news=news) for a in arguments))
    assert (status, out) == (2, "") and reason in err and err.count("\n") == 1


@pytest.mark.parametrize("day", ["2026-13", "2026-02-30", "yesterday", "26", "2026-1-1", "0000"])
def test_a_day_that_is_none_is_refused(news: str, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["search", "a", "--since", day, "--store", news])
    assert "is no day" in capsys.readouterr().err
