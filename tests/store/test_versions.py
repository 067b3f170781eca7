"""The tables: made, moved forward and back on both databases, and refused where they are not the program's."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from consilience.store import Store, StoreError, tables, versions
from consilience.store.database import address, engine


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without anything in it."""
    if request.param == "sqlite":
        return str(tmp_path / "bare.db")
    return str(request.getfixturevalue("new_database")("template1"))


def names(url: str) -> set[str]:
    made = engine(address(url))
    try:
        return {n for n in inspect(made).get_table_names() if not n.startswith(("passages_index", "alembic"))}
    finally:
        made.dispose()


def test_an_empty_database_becomes_a_store_with_every_table(bare: str) -> None:
    Store.open(bare).close()
    assert names(bare) == set(tables.metadata.tables)


def test_the_steps_make_exactly_the_tables_of_the_program(store: Store) -> None:
    with versions.changing(store.engine) as connection:
        command.check(versions.config(connection))


def test_a_store_goes_down_every_step_and_up_again(bare: str) -> None:
    Store.open(bare).close()
    known = [step.revision for step in versions.steps()]
    assert known[0] == versions.VERSION
    for lower in (*known[1:], "base"):
        Store.migrate(bare, lower)
    assert names(bare) == set()
    for higher in reversed(known):
        assert Store.migrate(bare, higher)[1] == higher
    store = Store.open(bare)
    with versions.changing(store.engine) as connection:
        command.check(versions.config(connection))
    store.close()


def test_what_is_in_a_store_is_refused_to_a_program_of_another_version(bare: str) -> None:
    store = Store.open(bare)
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreError, match=r"version 9999.*0001.*migrate"):
        Store.open(bare)
    with pytest.raises(StoreError, match="newer"):
        Store.migrate(bare)


def test_a_step_that_fails_leaves_everything_as_it_was(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(bare).close()

    def broken(config: object, _to: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]
        connection.execute(text("DROP TABLE alerts"))
        raise StoreError("the step failed")

    monkeypatch.setattr(command, "downgrade", broken)
    with pytest.raises(StoreError, match="the step failed"):
        Store.migrate(bare, "base")
    assert names(bare) == set(tables.metadata.tables)


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE invoices (number INTEGER)")
    for attempt in (Store.open, Store.migrate):
        with pytest.raises(StoreError, match="not a store"):
            attempt(other)
    assert names(str(other)) == {"invoices"}


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>no database</p>" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(page)


def test_nothing_is_made_where_a_store_is_only_looked_for(tmp_path: Path, bare: str) -> None:
    with pytest.raises(StoreError, match=r"there is no store|holds no store"):
        Store.open(bare, create=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://host/news", "not mysql"),
        ("postgresql://host:port/news", "not the URL"),
        ("nowhere/news.db", "no folder nowhere"),
        (".", "a folder"),
    ],
)
def test_what_is_no_store_is_said_in_one_line(url: str, reason: str) -> None:
    with pytest.raises(StoreError, match=reason) as error:
        Store.open(url)
    assert "\n" not in str(error.value)


def test_a_password_stands_in_no_error() -> None:
    with pytest.raises(StoreError) as error:
        Store.open("postgresql://desk:s3cret@127.0.0.1:9/news")
    assert "s3cret" not in str(error.value)


def test_postgresql_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="extra 'postgres'"):
        Store.open("postgresql://desk@127.0.0.1/news")


def test_only_one_of_a_name_is_alone(store: Store, new_store: Callable[[], str]) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    second, elsewhere = Store.open(url), Store.open(new_store())
    with store.alone("watch") as first:
        with second.alone("watch") as again, elsewhere.alone("watch") as other:
            assert (first, again, other) == (True, False, True)
        with second.alone("grouping") as another:
            assert another
    with second.alone("watch") as later:
        assert later
    second.close()
    elsewhere.close()
