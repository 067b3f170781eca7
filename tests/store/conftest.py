"""The small stream with what was marked in it, and stores to put it into."""

from __future__ import annotations

import itertools

import pytest
from small_stream import Prepared, stream

from consilience.annotate import pipeline
from consilience.model import Report
from databases import empty, new_database, new_store, postgres, sqlite, store

__all__ = ["empty", "new_database", "new_store", "postgres", "sqlite", "store"]


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    inputs = stream()
    known = {r.id: r for r in itertools.chain(*inputs) if isinstance(r, Report) and r.text != "poison"}
    return Prepared(inputs, {a.report.id: a for a in pipeline.annotate(known.values())})
