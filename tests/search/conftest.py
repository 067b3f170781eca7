"""The archive on both databases, and stores of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from archive import fill

from consilience.store import Store
from databases import empty, new_database, new_store, postgres, sqlite, store

__all__ = ["empty", "new_database", "new_store", "postgres", "sqlite", "store"]


@pytest.fixture(scope="session")
def both(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The archive on SQLite and on PostgreSQL; for reading only."""
    file: Path = tmp_path_factory.mktemp("archive") / "archive.db"
    with closing(Store.open(file)) as one, closing(Store.open(new_database())) as other:
        fill(one)
        fill(other)
        yield one, other


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, both: tuple[Store, Store]) -> Store:
    """The archive, on each database in turn; for reading only."""
    return both[request.param == "postgresql"]
