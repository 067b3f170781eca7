"""A store becomes lines and the lines a store again, with everything in it and on either database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from runs import run
from small_stream import FIRE, Prepared, made

from consilience.model import Judgement
from consilience.store import Store, StoreError, alerts, check, exchange, feeds, judgements, reports, stories
from consilience.store.alerts import Alert
from consilience.store.feeds import Feed
from consilience.store.ingest import Work

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


def lines(store: Store, *, times: bool = False) -> list[str]:
    with store.read() as tx:
        return list(exchange.export(tx, times=times))


@pytest.fixture
def full(new_store: Callable[[], str], prepared: Prepared) -> Store:
    """A store with something in every table, and a report that waits to be annotated."""
    url = new_store()
    run(url, prepared)
    store = Store.open(url)
    with store.write() as tx:
        story = stories.listing(tx)[0].id
        feeds.put(tx, Feed("https://a.example/f\x00eed", etag='"1"', known={"seen": ["x"]}, polled=NOW, failures=2))
        alerts.add(tx, [Alert("a1", 1, "second origin", story, {"finding": "F1"}), Alert("a2", 2, "toll", None, [])])
        alerts.failed(tx, "a1", "refused", NOW)
        judgements.add(tx, Judgement("same", "Ilsa Brandt", "Brandt", by="AK", at=NOW.isoformat()))
        reports.add(tx, [made(FIRE, 40)])
    return store


@pytest.mark.parametrize("times", [True, False])
def test_what_is_imported_exports_to_the_same_bytes(full: Store, new_store: Callable[[], str], times: bool) -> None:
    out = lines(full, times=times)
    other = Store.open(new_store())
    assert exchange.load(other, out) == len(out) - 1
    assert lines(other, times=times) == out
    with other.write() as tx:
        assert list(check.problems(tx)) == []
    other.close()


def test_every_table_is_exported_or_worked_out_anew(full: Store) -> None:
    from consilience.store import tables

    exported = {json.loads(line).get("table") for line in lines(full)[1:]}
    assert exported == set(tables.metadata.tables) - set(tables.DERIVED) - {"jobs"}


def test_an_imported_store_goes_on_as_the_first_one_would(
    full: Store, sqlite: Store, prepared: Prepared, new_store: Callable[[], str]
) -> None:
    exchange.load(sqlite, lines(full))
    with sqlite.read() as tx:
        assert feeds.feed(tx, "https://a.example/f\x00eed") is not None
    pending = made(FIRE, 40)
    known = Prepared([], {**prepared.marked, pending.id: prepared.marked[made(FIRE, 0).id]})
    more = [pending, made(FIRE, 2)]
    for store in (full, sqlite):
        Work(store, lambda wanted: (_as(known, r.id) for r in wanted)).ingest(more)
    assert lines(full) == lines(sqlite)


def _as(known: Prepared, report: str):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    item = known.marked[report]
    return replace(item, report=replace(item.report, id=report, path="x", text=made(FIRE, 40).text))


def test_without_times_nothing_says_when_the_work_was_done(full: Store) -> None:
    year = f'"{datetime.now(UTC).year}-'
    later = datetime.now(UTC) + timedelta(days=1)
    assert not [line for line in lines(full) if year in line and later.year != 2026]
    rounds = [json.loads(line) for line in lines(full) if '"table":"rounds"' in line]
    assert rounds and all("at" not in row for row in rounds)
    feed = next(json.loads(line) for line in lines(full) if '"table":"feeds"' in line)
    assert {"polled", "failures", "health"} & feed.keys() == set() and feed["etag"] == '"1"'


def test_a_store_with_something_in_it_is_not_imported_into(full: Store) -> None:
    with pytest.raises(StoreError, match="not empty"):
        exchange.load(full, lines(full))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda out: [], "does not name its format"),
        (lambda out: ["{}", *out[1:]], "does not name its format"),
        (lambda out: [out[0].replace("store/1", "store/9"), *out[1:]], "format is 'consilience.store/9'"),
        (lambda out: [out[0].replace('"0001"', '"0009"'), *out[1:]], "version 0009"),
        (lambda out: [*out, "no JSON"], "not a row"),
        (lambda out: [*out, '{"table":"secrets"}'], "no table 'secrets'"),
        (lambda out: [*out, '{"table":"jobs","kind":"x","subject":"y","number":1}'], "no table 'jobs'"),
        (lambda out: [*out, '{"table":"state","name":"x","wert":1}'], "no column 'wert'"),
        (lambda out: [out[0], *out[2:]], "line 1[0-9]: "),
        (lambda out: [line for line in out if '"table":"members"' not in line], "is in no story"),
        (lambda out: [line.replace("stallholders", "bystanders") for line in out], "not the one that was stored"),
    ],
)
def test_lines_that_are_no_store_are_refused_and_nothing_is_kept(
    full: Store, new_store: Callable[[], str], damage: Callable[[list[str]], list[str]], reason: str
) -> None:
    other = Store.open(new_store())
    with pytest.raises(StoreError, match=reason):
        exchange.load(other, damage(lines(full)))
    assert len(lines(other)) == 1
    other.close()
