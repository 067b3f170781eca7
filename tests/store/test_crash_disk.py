"""A disk that is full, a connection that is lost, workers beside each other: the store ends as it would have."""

from __future__ import annotations

import os
import random
import resource
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from runs import alive, result, run
from small_stream import Prepared
from sqlalchemy import Engine, event, make_url, text

from consilience.model import Annotated, Report
from consilience.store import LostError, Store, StoreError
from consilience.store import ingest as steps
from consilience.store.ingest import Work


@pytest.fixture
def sqlite_file(empty: Path, tmp_path: Path) -> str:
    path = tmp_path / "store.db"
    path.write_bytes(empty.read_bytes())
    return str(path)


@pytest.fixture
def expected(empty: Path, tmp_path: Path, prepared: Prepared) -> list[str]:
    """What an undisturbed run exports; the same from either database."""
    path = tmp_path / "undisturbed.db"
    path.write_bytes(empty.read_bytes())
    run(str(path), prepared)
    return result(str(path))


def test_both_databases_end_with_the_same_lines(
    new_database: Callable[[], str], prepared: Prepared, expected: list[str]
) -> None:
    url = new_database()
    run(url, prepared)
    assert result(url) == expected


def test_a_full_disk_is_told_and_nothing_is_lost_on_sqlite(
    sqlite_file: str, prepared: Prepared, expected: list[str]
) -> None:
    pages = [0]

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages[0]}")  # type: ignore[attr-defined]

    full = 0
    for more in range(1, 200):
        store = Store.open(sqlite_file)
        with store.read() as tx:
            pages[0] = (tx.scalar(text("PRAGMA page_count")) or 0) + more
        event.listen(store.engine, "connect", limit)
        work = Work(store, prepared.annotate)
        try:
            for given in prepared.inputs:
                work.ingest(given)
            break
        except StoreError as error:
            assert "full" in str(error)
            full += 1
        finally:
            store.close()
    assert full > 2
    run(sqlite_file, prepared)
    assert result(sqlite_file) == expected


def test_a_process_that_may_not_write_more_loses_nothing(
    sqlite_file: str, prepared: Prepared, expected: list[str]
) -> None:
    failed = 0
    size = Path(sqlite_file).stat().st_size
    for more in range(0, 600_000, 25_000):

        def bound(most: int = size + more) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        process = alive(sqlite_file, prepared, bound)
        process.join()
        failed += process.exitcode != 0
        if process.exitcode == 0:
            break
    assert failed > 2
    run(sqlite_file, prepared)
    assert result(sqlite_file) == expected


def test_a_full_disk_is_told_and_nothing_is_lost_on_postgresql(
    new_database: Callable[[], str], prepared: Prepared, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "WAITS", ())
    url = new_database()
    store = Store.open(url)
    with store.write() as tx:
        tx.execute(text("CREATE SEQUENCE written"))
        tx.execute(
            text(
                """CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('written') % 13 = 0 THEN
                    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
                END IF;
                RETURN NEW; END $$"""
            )
        )
        for table in ("annotations", "members", "dossiers", "rounds", "history"):
            tx.execute(text(f"CREATE TRIGGER fill BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fill()"))
    full = 0
    while True:
        try:
            run(url, prepared)
            break
        except StoreError as error:
            assert "No space left" in str(error)
            full += 1
        assert full < 200
    assert full > 2
    store.close()
    assert result(url) == expected


def test_a_connection_that_is_lost_again_and_again_is_made_anew(
    new_database: Callable[[], str],
    postgres: Engine,
    prepared: Prepared,
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(steps, "WAITS", (0.01,) * 1000)
    url = new_database()
    name = make_url(url).database
    ended, cut = threading.Event(), [0]
    chance = random.Random(3)

    def cut_off() -> None:
        query = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name")
        while not ended.wait(chance.uniform(0.01, 0.1)):  # often enough on a fast machine too
            with postgres.connect() as connection:
                cut[0] += connection.scalar(query, {"name": name}) or 0

    store = Store.open(url)
    cutter = threading.Thread(target=cut_off)
    cutter.start()
    try:
        work = Work(store, prepared.annotate)
        for given in prepared.inputs:
            while True:
                try:
                    work.ingest(given)
                    break
                except LostError:
                    continue
    finally:
        ended.set()
        cutter.join()
        store.close()
    assert cut[0] > 3
    assert result(url) == expected


def test_workers_beside_each_other_do_everything_once(
    new_store: Callable[[], str], prepared: Prepared, expected: list[str], tmp_path: Path
) -> None:
    url = new_store()
    log = tmp_path / "annotated"

    def annotate(wanted: Iterable[Report]) -> Iterator[Annotated]:
        for report in wanted:
            time.sleep(0.005)
            with log.open("a") as out:
                out.write(f"{os.getpid()} {report.id}\n")
            yield from prepared.annotate([report])

    processes = [alive(url, prepared, annotate=annotate) for _ in range(3)]
    for process in processes:
        process.join()
    assert [p.exitcode for p in processes] == [0, 0, 0]
    done = [line.split()[1] for line in log.read_text().splitlines()]
    ids = [i for i in done if i in prepared.marked]
    assert sorted(ids) == sorted(set(ids)) and set(ids) == set(prepared.marked)
    assert result(url) == expected
