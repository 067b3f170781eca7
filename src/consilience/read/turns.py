"""Whose turn it is: one request at a time per host, and a pause between two."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_MOST_HOSTS = 4096


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    ready: float = 0.0
    closed_until: float = 0.0


class Turns:
    """The queue before every host. ``clock`` and ``sleep`` are in seconds."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, name: str, pause: float) -> Iterator[None]:
        """Waits until the host is free and the pause after the last request to it is over."""
        host = self._taken(name)
        try:
            with host.lock:
                if (wait := host.ready - self._clock()) > 0:
                    self._sleep(wait)
                try:
                    yield
                finally:
                    host.ready = self._clock() + pause
        finally:
            with self._guard:
                host.users -= 1

    def close(self, name: str, seconds: float) -> None:
        """No requests to the host for so long: it asked for that."""
        host = self._taken(name)
        with self._guard:
            host.closed_until = max(host.closed_until, self._clock() + seconds)
            host.users -= 1

    def closed(self, name: str) -> float:
        """The seconds for which the host stays closed; 0 where it is open."""
        with self._guard:
            host = self._hosts.get(name)
            return max(host.closed_until - self._clock(), 0.0) if host else 0.0

    def _taken(self, name: str) -> _Host:
        with self._guard:
            if name not in self._hosts and len(self._hosts) >= _MOST_HOSTS:
                now = self._clock()
                self._hosts = {
                    known: host
                    for known, host in self._hosts.items()
                    if host.users or max(host.ready, host.closed_until) > now
                }
            host = self._hosts.setdefault(name, _Host())
            host.users += 1
            return host
