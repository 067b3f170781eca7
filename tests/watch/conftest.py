"""A newsroom to be watched, and stores on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from newsroom import Newsroom
from watched import Marked, watching

from consilience.store import Store
from consilience.watch.watching import Watch
from databases import empty, new_database, new_store, postgres, sqlite, store

__all__ = ["empty", "new_database", "new_store", "postgres", "sqlite", "store"]


@pytest.fixture(scope="session")
def marked() -> Marked:
    return Marked()


@pytest.fixture(scope="session")
def _newsroom() -> Iterator[Newsroom]:
    room = Newsroom()
    yield room
    room.close()


@pytest.fixture
def newsroom(_newsroom: Newsroom) -> Newsroom:
    """The one newsroom, so that what was marked in its reports stays known, as on its first day."""
    _newsroom.begin()
    return _newsroom


@pytest.fixture
def make(sqlite: Store, newsroom: Newsroom, marked: Marked) -> Callable[..., Watch]:
    """A function that makes a watch of the newsroom into a store, with the settings given."""
    return lambda **settings: watching(sqlite, newsroom, marked, **settings)
