"""Alerts to a web address, signed as https://www.standardwebhooks.com says, so that its libraries can check them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from consilience.read import fetch
from consilience.read.addresses import Allowed, Resolve, resolve
from consilience.read.answers import Failed, Limits, retry_after, status_reason
from consilience.read.exchange import Exchange

_PREFIX = "whsec_"
_SHORTEST = 16  # bytes of a secret
_ANSWER = 1024  # bytes of an answer that are read
_REDIRECTS = range(300, 400)
LIMITS = Limits(connect=10.0, read=15.0, total=20.0)


def secret(text: str) -> bytes:
    """The key that a secret stands for: ``whsec_`` and base64, or the text itself. Raises ValueError."""
    text = text.strip()
    if text.startswith(_PREFIX):
        try:
            key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(f"the secret of the webhook is no base64 after {_PREFIX}") from None
    else:
        key = text.encode()
    if len(key) < _SHORTEST:
        raise ValueError(f"the secret of the webhook is shorter than {_SHORTEST} bytes")
    return key


def signature(key: bytes, id: str, timestamp: int, body: bytes) -> str:
    """The signature of a message: HMAC-SHA256 over its id, the time in seconds and its body."""
    signed = hmac.new(key, b".".join((id.encode(), str(timestamp).encode(), body)), hashlib.sha256)
    return "v1," + base64.b64encode(signed.digest()).decode()


@dataclass(slots=True)
class Webhook:
    """A web address that alerts are sent to. ``allow`` is as for :class:`~consilience.read.fetch.Fetcher`.

    Raises ``Refused`` for what is no http or https address, ValueError for an ``allow`` that names nothing.
    """

    url: str
    key: bytes
    allow: Sequence[str] = ()
    limits: Limits = LIMITS
    resolving: Resolve = resolve
    _exchange: Exchange = field(init=False)
    _tls: ssl.SSLContext | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        at = fetch.target(self.url)
        self._exchange = Exchange(Allowed.of(self.allow), self.limits, self.resolving)
        if at.scheme == "https":
            self._tls = httpx.create_ssl_context()

    def send(self, id: str, body: bytes) -> None:
        """Deliver one message; it has arrived where the answer is a status 2xx.

        Raises ``Refused`` where the address may not be reached, and ``Failed`` with its status otherwise.
        """
        at, now = fetch.target(self.url), int(time.time())
        headers = {
            "Content-Type": "application/json",
            "Webhook-Id": id,
            "Webhook-Timestamp": str(now),
            "Webhook-Signature": signature(self.key, id, now, body),
        }
        deadline = time.monotonic() + self.limits.total
        answer = self._exchange.ask(at, headers, deadline, self._tls, cut=_ANSWER, content=body)
        if answer.status in _REDIRECTS:
            raise Failed(f"HTTP status {answer.status}: what is signed for one address is not sent to another")
        if not 200 <= answer.status < 300:
            wait = retry_after(answer.headers.get("retry-after"))
            raise Failed(status_reason(answer.status, wait), status=answer.status, retry_after=wait)
