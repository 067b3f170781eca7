"""One question and its answer within the limits: addresses checked, body bounded, faults as one line."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpcore
import httpx

from consilience import __version__
from consilience.read import robots, wire
from consilience.read.addresses import Allowed, Resolve, resolve_within
from consilience.read.answers import Failed, Limits, Refused
from consilience.read.unfold import ACCEPTED, unfolded
from consilience.read.unreadable import UnreadableError

USER_AGENT = f"{robots.TOKEN}/{__version__}"
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
_WITH_BODY = (200, 203)
_NO_TEXTS = ("image/", "audio/", "video/", "font/")
_SHOWN = re.compile(r"[^\w/.+-].*", re.S)
_PORTS = {"http": 80, "https": 443}
_WORDS = 120  # characters of what a library or a server says


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and headers; the body unfolded, empty where the status gives none of use."""

    status: int
    headers: httpx.Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """How every single request is made."""

    allowed: Allowed
    limits: Limits
    resolving: Resolve

    def ask(
        self,
        target: httpx.URL,
        headers: Mapping[str, str],
        deadline: float,
        tls: ssl.SSLContext | None,
        *,
        cut: int | None = None,
        content: bytes | None = None,
    ) -> Answer:
        """The answer to a GET, or to a POST of ``content``; with ``cut`` a longer body is cut there.

        ``deadline`` is on the monotonic clock.

        Raises :class:`Refused` and :class:`Failed`.
        """
        addresses = self._addresses(target, deadline)
        sent = {"Host": target.netloc.decode(), "User-Agent": USER_AGENT, "Accept": _ACCEPT}
        sent |= {"Accept-Encoding": ACCEPTED, "Connection": "close", **headers}
        core = httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
        try:
            with wire.request(
                core,
                [(name.encode("ascii"), value.encode("ascii")) for name, value in sent.items()],
                addresses,
                tls=tls,
                connect=self.limits.connect,
                read=self.limits.read,
                deadline=deadline,
                content=content,
            ) as response:
                answered = httpx.Headers(response.headers)
                body = self._body(response, answered, cut) if response.status in _WITH_BODY else b""
                return Answer(response.status, answered, body)
        except httpcore.TimeoutException as error:
            raise Failed(self._late(error, deadline)) from None
        except httpcore.ConnectError as error:
            raise Failed(f"no connection to {target.host}: {_words(error)}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Failed(f"the connection broke: {_words(error)}") from None

    def _addresses(self, target: httpx.URL, deadline: float) -> tuple[str, ...]:
        """The addresses of the host, every one of which may be reached."""
        host, port = target.raw_host.decode(), target.port or _PORTS[target.scheme]
        if time.monotonic() >= deadline:
            raise Failed(self._late(TimeoutError(), deadline))
        patience = min(self.limits.connect, deadline - time.monotonic())
        try:
            found = resolve_within(patience, self.resolving, host, port)
        except TimeoutError:
            raise Failed(f"the name {host} was not resolved within {patience:.3g} seconds") from None
        except OSError as error:
            raise Failed(f"the name {host} cannot be resolved: {_words(error)}") from None
        if not found:
            raise Failed(f"the name {host} has no address")
        if (why := self.allowed.forbidden(host, port, found)) is not None:
            raise Refused(why)
        return found

    def _body(self, response: httpcore.Response, headers: httpx.Headers, cut: int | None) -> bytes:
        kind = headers.get("content-type", "").strip().lower()
        if kind.startswith(_NO_TEXTS):
            raise Refused(f"no text: {_SHOWN.sub('', kind)[:60]}")
        length = headers.get("content-length", "")
        if cut is None and length.isdecimal() and int(length[:20]) > self.limits.body:
            raise Refused(f"larger than the limit of {self.limits.body:,} bytes")
        parts: list[bytes] = []
        size = 0
        try:
            for piece in unfolded(self._sent(response, cut), headers.get("content-encoding")):
                parts.append(piece)
                size += len(piece)
                if cut is not None:
                    if size >= cut:
                        return b"".join(parts)[:cut]
                elif size > self.limits.unfolded:
                    raise Refused(f"larger than the limit of {self.limits.unfolded:,} bytes when unfolded")
        except Refused:
            raise
        except UnreadableError as error:
            if cut is None:
                raise Failed(str(error)) from None
        return b"".join(parts)

    def _sent(self, response: httpcore.Response, cut: int | None) -> Iterator[bytes]:
        taken = 0
        for piece in response.iter_stream():
            taken += len(piece)
            if cut is not None and taken > cut:
                yield piece[: cut - taken]
                return
            if cut is None and taken > self.limits.body:
                raise Refused(f"larger than the limit of {self.limits.body:,} bytes")
            yield piece

    def _late(self, error: Exception, deadline: float) -> str:
        if time.monotonic() >= deadline - 0.01:
            return f"not finished within {self.limits.total:.3g} seconds"
        if isinstance(error, httpcore.ConnectTimeout):
            return f"no connection within {self.limits.connect:.3g} seconds"
        return f"nothing was sent for {self.limits.read:.3g} seconds"


def _words(error: Exception) -> str:
    """What a library says of a fault, in one bounded line."""
    given = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return re.sub(r"^\[Errno -?\d+\] ", "", " ".join(given.split()))[:_WORDS].lower() or type(error).__name__
