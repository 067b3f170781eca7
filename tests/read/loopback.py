"""A server on this machine that answers as a test tells it, byte by byte where it must."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from consilience.read.fetch import Limits

# Takes the connection and the request's headers (names in lower case) and answers.
Handler = Callable[[socket.socket, dict[str, str]], None]
# Sizes that a test can fill at once; times that a busy machine does not reach by chance.
QUICK = Limits(connect=5.0, read=5.0, total=8.0, body=100_000, unfolded=200_000, redirects=3, delay=0.0)
# Times that a test can wait for.
HASTY = replace(QUICK, connect=0.9, read=0.7, total=1.2)


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer that keeps the rules; underscores in the names of headers are dashes."""
    data = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


@dataclass
class Server:
    """``routes`` maps a path to an answer or to what gives it; ``asked`` has the requests in their order."""

    socket: socket.socket
    routes: dict[str, bytes | Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    tls: ssl.SSLContext | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.settimeout(20)
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
            path = first.split(" ")[1]
            headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
            self.asked.append((path, headers))
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
            try:
                route = self.routes.get(path) or answer(status="404 Not Found")
                if isinstance(route, bytes):
                    connection.sendall(route)
                else:
                    route(connection, headers)
            finally:
                self.busy -= 1
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            connection.close()


def drip(piece: bytes, every: float, most: float = 15.0) -> Handler:
    """Sends the piece again and again until the other side has gone."""

    def handle(connection: socket.socket, headers: dict[str, str]) -> None:
        end = time.monotonic() + most
        while time.monotonic() < end:
            connection.sendall(piece)
            time.sleep(every)

    return handle
