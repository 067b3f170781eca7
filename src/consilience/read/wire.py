"""One HTTP request on a connection of its own, to an address that was checked, within a time.

The name is resolved before and the connection made to that very address: a name that answers otherwise a moment later
(DNS rebinding) changes nothing. The name itself still goes into the Host header and into TLS, which checks it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import httpcore

_TOTAL = "total"


class _Timed(httpcore.NetworkStream):
    """A stream whose every wait ends with the deadline: a timeout of single reads never ends a slow drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, left(self._deadline, timeout))
        return _Timed(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Pinned(httpcore.NetworkBackend):
    """Connects to the given addresses, whatever name is asked for."""

    def __init__(self, addresses: Sequence[str], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        fault: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                stream = self._inner.connect_tcp(address, port, left(self._deadline, timeout), None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                return _Timed(stream, self._deadline)
        raise fault

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> NoReturn:
        raise httpcore.UnsupportedProtocol("no unix sockets")


def left(deadline: float, timeout: float | None) -> float:
    """The seconds that a wait may take; raises httpcore.ReadTimeout where the deadline (monotonic) has passed."""
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout(_TOTAL)
    return remaining if timeout is None else min(timeout, remaining)


@contextmanager
def request(
    url: httpcore.URL,
    headers: Sequence[tuple[bytes, bytes]],
    addresses: Sequence[str],
    *,
    tls: ssl.SSLContext | None,
    connect: float,
    read: float,
    deadline: float,
    content: bytes | None = None,
) -> Iterator[httpcore.Response]:
    """The answer to a GET, or to a POST of ``content``; the connection is closed at the end, without reading on.

    Times in seconds, ``deadline`` on the monotonic clock. Raises httpcore's exceptions.
    """
    timeout = {"connect": connect, "read": read, "write": read, "pool": connect}
    connection = httpcore.HTTPConnection(
        origin=url.origin, ssl_context=tls, network_backend=_Pinned(addresses, deadline)
    )
    method = "GET" if content is None else "POST"
    extensions = {"timeout": timeout}
    with (
        connection,
        connection.stream(method, url, headers=list(headers), content=content, extensions=extensions) as response,
    ):
        yield response
