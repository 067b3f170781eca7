"""A run that is killed, starved of disk or cut off goes on to the store of a run that was not."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable

import pytest
from small_stream import Prepared
from sqlalchemy import Connection, event, text

from consilience.store import Store, check, exchange
from consilience.store.ingest import Work

KILLS = 50
FORK = multiprocessing.get_context("fork")


def run(url: str, prepared: Prepared) -> None:
    """Everything of the stream into the store."""
    store = Store.open(url)
    work = Work(store, prepared.annotate)
    for given in prepared.inputs:
        work.ingest(given)
    store.close()


def result(url: str) -> list[str]:
    """What the store holds, once nothing is wrong with it."""
    store = Store.open(url, create=False)
    try:
        with store.write() as tx:
            assert list(check.problems(tx)) == []
            assert tx.scalar(text("SELECT count(*) FROM jobs")) == 0
            return list(exchange.export(tx))
    finally:
        store.close()


@pytest.fixture
def undisturbed(new_store: Callable[[], str], prepared: Prepared) -> list[str]:
    url = new_store()
    run(url, prepared)
    return result(url)


def alive(url: str, prepared: Prepared, before: Callable[[], None] = lambda: None) -> multiprocessing.Process:
    """A process of its own that runs the stream; forked from this one, so that it starts at once."""

    def whole() -> None:
        gc.freeze()
        before()
        run(url, prepared)

    process = FORK.Process(target=whole)
    process.start()
    return process  # type: ignore[return-value]


def test_killed_at_random_moments_it_ends_as_if_it_had_not_been(
    new_store: Callable[[], str], prepared: Prepared, undisturbed: list[str]
) -> None:
    chance = random.Random(42)
    started = time.perf_counter()
    alive(new_store(), prepared).join()
    whole = time.perf_counter() - started
    kills = 0
    while kills < KILLS:
        url = new_store()
        while True:
            process = alive(url, prepared)
            process.join(chance.uniform(0.0, 0.6 * whole))
            if process.exitcode is not None:
                assert process.exitcode == 0
                break
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            kills += 1
            whole *= 1.02  # so that it ends some time, on a machine that became busy as well
        assert result(url) == undisturbed


def test_killed_before_any_statement_it_ends_as_if_it_had_not_been(
    new_store: Callable[[], str], prepared: Prepared, undisturbed: list[str]
) -> None:
    chance = random.Random(7)
    url = new_store()
    deaths = 0
    while True:
        left = chance.randrange(1, 250)

        def die(*_: object, left: list[int] = [left]) -> None:  # noqa: B006
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        def listen(die: Callable[..., None] = die) -> None:
            event.listen(Connection, "before_cursor_execute", die)
            event.listen(Connection, "commit", die)

        process = alive(url, prepared, listen)
        process.join()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        deaths += 1
    assert deaths > 3
    assert result(url) == undisturbed
