"""A watch that is killed, however often, ends in the store of one that was not, and every alert has arrived."""

from __future__ import annotations

import gc
import itertools
import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.context import ForkProcess

import pytest
from newsroom import Newsroom
from sqlalchemy import event, select
from watched import Marked, keep, watching

from consilience.store import Store, StoreError, alerts, check, exchange, feeds, rounds, tables
from consilience.watch.courier import Destinations
from consilience.watch.webhook import Webhook, signature
from killing import Killer

KILLS = 50
KEY = b"a secret of the newsroom"
FORK = multiprocessing.get_context("fork")
RULES = ("origins:1", "origins:2", "contradiction", "toll", "story:outlets=2", "entity:Ilsa Brandt", "search:market")


@pytest.fixture
def begin(newsroom: Newsroom) -> Callable[[], None]:
    """A function that begins anew, with two feeds that are no good and a webhook that fails now and then."""
    deliveries = itertools.count(1)

    def anew() -> None:
        newsroom.begin()
        newsroom.answers.update({"/broken.rss": (200, b"no feed", {}), "/gone.rss": (410, b"", {})})
        newsroom.hook = lambda headers, body: 503 if next(deliveries) % 4 == 0 else 204

    anew()
    return anew


def is_over(store: Store, room: Newsroom) -> bool:
    """Whether every feed was read to its last edition, and everything that follows from it is done."""
    with store.read() as tx:
        ends = {room.url(path): f'"{len(editions)}"' for path, editions in room.feeds.items()}
        known = {feed.url: feed for feed in feeds.feeds(tx)}
        asked = known.keys() == {*ends, *map(room.url, room.answers)} and all(f.polled for f in known.values())
        read = asked and all(known[url].etag == etag for url, etag in ends.items())
        read = read and not known[room.url("/gone.rss")].active
        return read and rounds.next_round(tx) is None and not alerts.counts(tx)[alerts.WAITING]


def run(url: str, room: Newsroom, marked: Marked) -> None:
    """Watch until it is over, then stop. What is killed is the program, not the machine: no disk is waited for."""
    store = Store.open(url)
    if not store.is_postgres:
        event.listen(store.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    keep(store, *RULES)
    webhook = Webhook(room.url("/hook"), KEY, ["127.0.0.1"])
    watch = watching(store, room, marked, destinations=Destinations(webhook))

    def end() -> None:
        while not (watch.done.looks and is_over(store, room)):
            time.sleep(0.05)
        watch.stop()

    threading.Thread(target=end, daemon=True).start()
    watch.run()
    store.close()


def alive(url: str, room: Newsroom, marked: Marked) -> ForkProcess:
    def whole() -> None:
        gc.freeze()
        run(url, room, marked)

    process = FORK.Process(target=whole)
    process.start()
    return process


def result(url: str) -> list[str]:
    """What the store holds, once nothing is wrong with it."""
    store = Store.open(url, create=False)
    with store.write() as tx:
        assert list(check.problems(tx)) == []
        lines = list(exchange.export(tx))
    store.close()
    return lines


def told(url: str) -> set[str]:
    store = Store.open(url, create=False)
    with store.read() as tx:
        rows = tx.execute(select(tables.alerts.c.id, tables.alerts.c.state)).all()
    store.close()
    assert {row.state for row in rows} == {alerts.DELIVERED}
    return {row.id for row in rows}


def check_deliveries(room: Newsroom, ids: set[str]) -> None:
    """Every alert arrived, under its one id and with its one text, signed; and nothing else did."""
    arrived: dict[str, set[bytes]] = {}
    for headers, body, status in room.sent:
        id, at = headers["webhook-id"], int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == signature(KEY, id, at, body)
        assert json.loads(body)["id"] == id
        if status == 204:
            arrived.setdefault(id, set()).add(body)
    assert arrived.keys() == ids
    assert all(len(bodies) == 1 for bodies in arrived.values())


def test_killed_at_random_moments_it_ends_as_if_it_had_not_been(
    new_store: Callable[[], str], newsroom: Newsroom, begin: Callable[[], None], marked: Marked
) -> None:
    begin()
    url = new_store()
    run(url, newsroom, marked)
    undisturbed, ids = result(url), told(url)
    assert len(ids) > 8
    check_deliveries(newsroom, ids)

    begin()
    started = time.perf_counter()
    alive(new_store(), newsroom, marked).join()
    killer = Killer(random.Random(17), 0.2 * (time.perf_counter() - started), 1.01)
    while killer.kills < KILLS:
        begin()
        url = new_store()
        killer.until_it_ends(partial(alive, url, newsroom, marked))
        assert result(url) == undisturbed
        assert told(url) == ids
        check_deliveries(newsroom, ids)


def test_a_store_has_one_watch_and_a_killed_one_leaves_no_lock(
    new_store: Callable[[], str], newsroom: Newsroom, begin: Callable[[], None], marked: Marked
) -> None:
    begin()
    url = new_store()
    newsroom.slow = dict.fromkeys(newsroom.feeds, 0.3)
    first = alive(url, newsroom, marked)
    try:
        while not newsroom.asked:
            time.sleep(0.01)
        store = Store.open(url)
        with pytest.raises(StoreError, match="another watch is at work"):
            watching(store, newsroom, marked).run(once=True)
        os.kill(first.pid or 0, signal.SIGKILL)
        first.join()
        assert watching(store, newsroom, marked).run(once=True).looks > 2
        store.close()
    finally:
        newsroom.slow = {}
        first.kill()
