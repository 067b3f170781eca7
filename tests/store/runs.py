"""Whole runs of the small stream into a store, in this process and in others, and what they come to."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkProcess

from small_stream import Prepared
from sqlalchemy import text

from consilience.store import Store, check, exchange
from consilience.store.ingest import Annotate, Work

FORK = multiprocessing.get_context("fork")


def run(url: str, prepared: Prepared, annotate: Annotate | None = None) -> None:
    """Everything of the stream into the store."""
    store = Store.open(url)
    try:
        work = Work(store, annotate or prepared.annotate, collate=prepared.collate)
        for given in prepared.inputs:
            work.ingest(given)
    finally:
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


def alive(
    url: str, prepared: Prepared, before: Callable[[], None] = lambda: None, annotate: Annotate | None = None
) -> ForkProcess:
    """A process of its own that runs the stream; forked from this one, so that it starts at once."""

    def whole() -> None:
        gc.freeze()
        before()
        run(url, prepared, annotate)

    process = FORK.Process(target=whole)
    process.start()
    return process
