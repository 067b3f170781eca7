"""A server on this machine, and a fetcher that may reach it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from loopback import HASTY, QUICK, Server

from consilience.read.fetch import Fetcher


@pytest.fixture
def server() -> Iterator[Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    made = Server(listening)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    made.stopped.set()
    with contextlib.suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """One that may reach this machine, with limits that a test can wait for."""
    with Fetcher(allow=["127.0.0.1"], limits=QUICK) as made:
        yield made


@pytest.fixture
def hasty() -> Iterator[Fetcher]:
    """One that gives up as soon as a test can wait for it."""
    with Fetcher(allow=["127.0.0.1"], limits=HASTY) as made:
        yield made
