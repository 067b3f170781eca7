"""A piece of work is one worker's, until it is done, the worker is gone or its time is over."""

from __future__ import annotations

import multiprocessing
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from consilience.store import Store, alerts, jobs
from consilience.store.alerts import Alert

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
ELSEWHERE = "elsewhere:1:aa"
HERE = jobs.worker()


@pytest.fixture
def work(store: Store) -> Store:
    with store.write() as tx:
        jobs.add(tx, "annotate", {f"r{n}": n for n in range(6)})
        jobs.add(tx, "annotate", {"r0": 99})
        jobs.add(tx, "other", {"r0": 1})
    return store


def leased(store: Store, worker: str, limit: int = 2, now: datetime = NOW) -> list[str]:
    with store.write() as tx:
        return [job.subject for job in jobs.lease(tx, "annotate", worker, limit, now=now)]


def test_nobody_gets_what_another_has(work: Store) -> None:
    assert leased(work, HERE) == ["r0", "r1"]
    assert leased(work, ELSEWHERE, 3) == ["r2", "r3", "r4"]
    assert leased(work, HERE, 9) == ["r5"]
    assert leased(work, ELSEWHERE, 9) == []


def test_what_took_too_long_is_free_again(work: Store) -> None:
    leased(work, ELSEWHERE)
    assert leased(work, HERE, 1, NOW + jobs.LEASE) == ["r2"]
    assert leased(work, HERE, 2, NOW + jobs.LEASE + timedelta(seconds=1)) == ["r0", "r1"]


def test_what_a_dead_process_of_this_machine_had_is_free_at_once(work: Store) -> None:
    process = multiprocessing.get_context("fork").Process(target=os._exit, args=(0,))
    process.start()
    process.join()
    host = HERE.split(":")[0]
    assert leased(work, f"{host}:{process.pid}:aa") == leased(work, HERE) == ["r0", "r1"]
    assert leased(work, f"{host}:{os.getppid()}:aa", 9) == ["r2", "r3", "r4", "r5"]
    assert leased(work, HERE) == []


def test_work_that_is_given_back_was_never_taken(work: Store) -> None:
    leased(work, HERE)
    with work.write() as tx:
        jobs.release(tx, HERE)
        assert [job.earlier for job in jobs.lease(tx, "annotate", ELSEWHERE, 2, now=NOW)] == [0, 0]


def test_work_is_chosen_by_how_often_it_was_taken(work: Store) -> None:
    for hours in range(3):
        leased(work, ELSEWHERE, 1, NOW + timedelta(hours=hours))
    with work.write() as tx:
        later = NOW + timedelta(hours=4)
        fresh = jobs.lease(tx, "annotate", HERE, 1, attempts=range(1), now=later)
        often = jobs.lease(tx, "annotate", HERE, 9, attempts=range(3, 9), now=later)
    assert [(job.subject, job.earlier) for job in (*fresh, *often)] == [("r1", 0), ("r0", 3)]


def test_work_that_is_done_is_gone_for_all(work: Store) -> None:
    leased(work, HERE)
    with work.write() as tx:
        jobs.done(tx, "annotate", ["r0", "r3"])
        assert jobs.left(tx, "annotate") == 4 and jobs.left(tx, "other") == 1


def test_on_postgresql_no_worker_waits_for_another(work: Store) -> None:
    if not work.is_postgres:
        pytest.skip("SQLite has one writer at a time")
    got: list[list[str]] = []
    with work.write() as tx:
        mine = [job.subject for job in jobs.lease(tx, "annotate", HERE, 2, now=NOW)]
        other = threading.Thread(target=lambda: got.append(leased(work, ELSEWHERE)))
        other.start()
        other.join(10)
        assert not other.is_alive()
    assert (mine, got) == (["r0", "r1"], [["r2", "r3"]])


def test_an_alert_is_raised_once_and_waits_until_it_has_arrived(store: Store) -> None:
    from consilience.store import rounds

    with store.write() as tx:
        rounds.close(tx, 0, NOW)
        assert alerts.add(tx, [Alert("a", 1, "toll", None, {"n": 1}), Alert("b", 1, "toll", None, 2)]) == ("a", "b")
        assert alerts.add(tx, [Alert("b", 1, "toll", None, 3), Alert("c", 1, "toll", None, 4)]) == ("c",)
        assert [a.id for a in alerts.waiting(tx, NOW)] == ["a", "b", "c"]
        alerts.delivered(tx, "a")
        alerts.failed(tx, "b", "refused", NOW + timedelta(minutes=1))
        alerts.failed(tx, "c", "gone", None)
        assert alerts.waiting(tx, NOW) == ()
        [b] = alerts.waiting(tx, NOW + timedelta(minutes=1))
        assert (b.id, b.payload, b.attempts, b.error) == ("b", 2, 1, "refused")
        assert [(a.id, a.state) for a in alerts.alerts(tx)] == [
            ("a", "delivered"),
            ("b", "waiting"),
            ("c", "given up"),
        ]
        assert alerts.alerts(tx, since=1) == ()
