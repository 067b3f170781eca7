"""Feeds watched: what is new becomes stories, whoever wants to know is told, and it ends when it is told to."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newsroom import Newsroom
from sqlalchemy import func, select
from watched import Marked, keep, watching

from consilience import cli
from consilience.annotate import pipeline
from consilience.model import Annotated, Report
from consilience.read.subscriptions import Subscription
from consilience.store import LostError, Store, StoreError, alerts, check, feeds, stories, tables
from consilience.store.feeds import Feed
from consilience.watch import alarms, rules
from consilience.watch.courier import Destinations
from consilience.watch.health import health
from consilience.watch.looks import Pace
from consilience.watch.watching import Watch, enlist

Make = Callable[..., Watch]


def count(store: Store, table: str = "reports") -> int:
    with store.read() as tx:
        return tx.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


def until(met: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_one_round_looks_once_at_every_feed_and_the_next_at_what_is_new(
    make: Make, sqlite: Store, newsroom: Newsroom
) -> None:
    first, second = make().run(once=True), make().run(once=True)
    assert (first.looks, first.failed, first.reports) == (3, 0, 3)
    assert (second.looks, second.reports) == (3, 3)
    assert newsroom.times("/coast.rss") == 2
    assert make(pace=Pace(interval=3600)).run(once=True).looks == 3
    assert make().run(once=True).looks == 0, "each has its hour"
    with sqlite.write() as tx:
        assert list(check.problems(tx)) == []
        fire, strike = sorted(stories.listing(tx), key=lambda row: -row.reports)
        assert (fire.outlets, strike.outlets) == (3, 2)


def test_bad_feeds_hold_up_no_other_and_are_told(make: Make, newsroom: Newsroom) -> None:
    newsroom.answers = {"/a.rss": (500, b"", {}), "/b.rss": (200, b"", {}), "/c.rss": (410, b"", {})}
    newsroom.slow["/harbour.rss"] = 1.5
    told: list[str] = []
    done = make(tell=told.append, workers=4).run(once=True)
    assert (done.looks, done.failed, done.reports) == (6, 4, 2)
    assert sum("failed (1 in a row)" in line for line in told) == 4
    assert any("gone for good); it is not asked again" in line for line in told)


def test_only_the_stories_that_changed_are_compared_again(make: Make, newsroom: Newsroom, sqlite: Store) -> None:
    for _ in range(3):
        make().run(once=True)
    with sqlite.read() as tx:
        made = {row.id: [r for r, _ in stories.rounds_of(tx, row.id)] for row in stories.listing(tx)}
    every = sorted(r for own in made.values() for r in own)
    assert every == list(range(1, 8)), "seven rounds, and in each one story"


def test_without_feeds_named_it_watches_those_of_the_store(make: Make, sqlite: Store, newsroom: Newsroom) -> None:
    with pytest.raises(StoreError, match="knows of no feed"):
        make(feeds=None).run(once=True)
    with sqlite.write() as tx:
        feeds.put(tx, Feed(newsroom.url("/coast.rss")), Feed(newsroom.url("/harbour.rss"), active=False))
    assert make(feeds=None).run(once=True).looks == 1
    named = make(feeds=[Subscription(newsroom.url("/harbour.rss"))])
    assert named.run(once=True).looks == 1 and newsroom.times("/coast.rss") == 1


def test_a_feed_that_moved_is_followed_from_then_on(make: Make, sqlite: Store, newsroom: Newsroom) -> None:
    newsroom.answers["/old.rss"] = (301, b"", {"Location": newsroom.url("/coast.rss")})
    old = [Subscription(newsroom.url("/old.rss"))]
    for _ in range(3):
        make(feeds=old).run(once=True)
    assert newsroom.times("/old.rss") == 1 and newsroom.times("/coast.rss") == 3
    assert count(sqlite) == 3
    with sqlite.write() as tx:
        assert enlist(tx, old) == {newsroom.url("/coast.rss")}


def test_it_goes_on_without_pause_until_it_is_stopped(make: Make, sqlite: Store, newsroom: Newsroom) -> None:
    keep(sqlite, "origins:1", "toll")
    lines = io.StringIO()
    watch = make(destinations=Destinations(lines=lines), workers=3)
    thread = threading.Thread(target=watch.run)
    thread.start()
    until(lambda: count(sqlite) == 7 and '"toll"' in lines.getvalue())
    watch.stop()
    thread.join(10)
    assert not thread.is_alive()
    make(destinations=Destinations(lines=lines)).run(once=True)  # sends what was raised as it stopped
    printed = [json.loads(line)["id"] for line in lines.getvalue().splitlines()]
    assert len(printed) == len(set(printed)) == count(sqlite, "alerts")


def test_what_is_broken_off_is_taken_up(sqlite: Store, newsroom: Newsroom, marked: Marked) -> None:
    watch = watching(sqlite, newsroom, marked)
    annotate = watch.annotate

    def stopped(wanted: Iterable[Report]) -> Iterator[Annotated]:
        for annotated in annotate(wanted):
            watch.stop()
            yield annotated

    watch.annotate = stopped
    assert watch.run(once=True).reports == 0
    assert count(sqlite) == 1 and count(sqlite, "dossiers") == 0
    watching(sqlite, newsroom, marked).run(once=True)
    with sqlite.write() as tx:
        assert list(check.problems(tx)) == []
    assert count(sqlite, "dossiers") == count(sqlite, "rounds") == 4


def test_a_lost_store_is_waited_for(make: Make, sqlite: Store) -> None:
    told: list[str] = []
    watch = make(tell=told.append)
    settle, failures = watch.work.settle, iter([LostError("the store failed: it is gone")])

    def lost() -> None:
        for error in failures:
            raise error
        settle()

    watch.work = type("Work", (), {"settle": staticmethod(lost), "ingest": watch.work.ingest})()  # type: ignore[assignment]
    thread = threading.Thread(target=watch.run)
    thread.start()
    until(lambda: count(sqlite) == 7)
    watch.stop()
    thread.join(10)
    assert told[0] == "the store failed: it is gone; tried again in 1 seconds"


def test_alerts_are_raised_with_the_dossiers_that_they_are_about(make: Make, sqlite: Store) -> None:
    keep(sqlite, "origins:2", "toll", "contradiction", "story:outlets=3", "entity:Tomas Rell", 'search:"customs house"')
    for _ in range(3):
        make().run(once=True)
    with sqlite.read() as tx:
        raised = alerts.alerts(tx)
        again = tuple(alarms.replayed(tx, rules.whole(alerts.rules(tx))))
    by_rule = {a.rule: a for a in raised}
    assert {(a.rule, a.round) for a in raised} == {
        ("origins:2", 2),
        ("entity:Tomas Rell", 2),
        ('search:"customs house"', 1),
        ("story:outlets=3", 3),
        ("toll", 5),
        ("contradiction", by_rule["contradiction"].round),
    }
    assert by_rule["toll"].payload["summary"] == "the number of the dead: three, now six"
    assert by_rule["toll"].payload["detail"] == {"toll": "dead", "before": "three", "now": "six"}
    origins = by_rule["origins:2"].payload
    assert origins["detail"]["before"] == 1 and origins["detail"]["at_least"] == 2
    assert {p["outlet"] for p in origins["passages"]} == {"127.0.0.1", "127.0.0.2"}
    [found] = by_rule['search:"customs house"'].payload["passages"]
    assert found["text"] == "customs house"
    assert {(a.id, a.round, json.dumps(a.payload)) for a in again} == {
        (a.id, a.round, json.dumps(a.payload)) for a in raised
    }, "they depend on what is stored alone"


def test_a_rule_may_be_kept_to_stories_about_somebody(make: Make, sqlite: Store) -> None:
    about = [{"id": "fire", "on": "story", "outlets": 1, "about": "Ilsa Brandt"}]
    with sqlite.write() as tx:
        alerts.keep_rules(tx, about)
    for _ in range(2):
        make().run(once=True)
    with sqlite.read() as tx:
        [raised] = alerts.alerts(tx)
        assert "fish market" in raised.payload["title"]


def test_health_tells_how_feeds_fare_and_whether_anybody_watches(make: Make, sqlite: Store, newsroom: Newsroom) -> None:
    newsroom.answers["/bad.rss"] = (500, b"", {})
    make().run(once=True)
    now = datetime.now(UTC)
    told = health(sqlite, now)
    assert (told["ok"], told["running"]) == (False, False)
    assert told["feeds"] == {"active": 4, "failing": 1, "late": 0, "dropped": 0}
    [bad] = [feed for feed in told["each_feed"] if feed["failures"]]
    assert bad["url"] == newsroom.url("/bad.rss") and "HTTP status 500" in bad["reason"]
    assert told["last_round"]["number"] == 3 and told["rounds_to_do"] == told["reports_to_annotate"] == 0
    with sqlite.alone("watch"):
        assert health(sqlite, now)["ok"]
        assert not health(sqlite, now + timedelta(hours=1))["ok"], "nobody asks the feeds any more"


def command(arguments: list[str], marked: Marked, out: Path) -> None:
    """The command in this process, without the language model."""
    pipeline.annotate = lambda reports, **_: marked.annotate(reports)  # type: ignore[assignment]
    pipeline.load = lambda *_: None  # type: ignore[assignment]
    sys.stdout = sys.stderr = out.open("w")
    status = cli.main(arguments)
    sys.stdout.flush()
    os._exit(status)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_told_to_end_ends_cleanly(
    number: signal.Signals, make: Make, newsroom: Newsroom, marked: Marked, tmp_path: Path
) -> None:
    for _ in range(max(map(len, newsroom.feeds.values()))):
        make().run(once=True)  # the process has no language model: what it will read is annotated here
    newsroom.begin()
    store, out = tmp_path / "news.db", tmp_path / "out"
    listed = tmp_path / "feeds.txt"
    listed.write_text("".join(newsroom.url(path) + "\n" for path in newsroom.feeds))
    newsroom.slow["/lantern/fire"] = 1.9
    arguments = ["watch", str(listed), "--store", str(store), "--interval", "0.1", "--allow-address", "127.0.0.0/8"]
    arguments += ["--alert", "origins:1", "--print", "--atom", str(tmp_path / "alerts.atom")]
    process = multiprocessing.get_context("fork").Process(target=command, args=(arguments, marked, out))
    process.start()
    until(lambda: out.exists() and '"origins:1"' in out.read_text())
    os.kill(process.pid or 0, number)
    process.join(20)
    assert process.exitcode == 0
    assert "looks" in out.read_text().splitlines()[-1] and "Traceback" not in out.read_text()
    assert (tmp_path / "alerts.atom").exists()
    opened = Store.open(store, create=False)
    with opened.write() as tx:
        assert list(check.problems(tx)) == []
    opened.close()
