"""What comes of asking for an address: bytes, or the reason why there are none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from consilience.read.unreadable import UnreadableError

MOST_WAIT = 86_400.0  # seconds; no server decides about more than a day
_MAX_VALIDATOR = 1024
_VALIDATOR = re.compile(r"[\t\x20-\x7e]+")
_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})\b", re.I)


class Refused(UnreadableError):  # noqa: N818 (the name says what was done)
    """Not fetched, or not to its end, because a rule of this program or of the site forbids it."""


class Failed(UnreadableError):  # noqa: N818
    """Not fetched because the network or the server did not do its part; later it may.

    ``status`` is the HTTP status where there was one, ``retry_after`` the seconds that the server asks to wait.
    """

    def __init__(self, reason: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds, sizes in bytes.

    ``total`` is the time on the network, redirects included; ``body`` counts the bytes that are sent and
    ``unfolded`` what they unpack to; ``delay`` lies between two requests to one host.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    body: int = 10_000_000
    unfolded: int = 20_000_000
    redirects: int = 5
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. ``status`` is 200, or 304 with an empty body where nothing is new.

    ``permanent_url`` is where the address moved for good, if it did; ``max_age`` the seconds that the answer stays
    fresh, as the server says; ``fetched_at`` an ISO 8601 time.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    content_type: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: str
    permanent_url: str | None = None
    max_age: float | None = None

    @property
    def charset(self) -> str | None:
        """The encoding that the server declares."""
        found = re.search(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", self.content_type or "", re.I)
        return found[1] if found else None


def validator(value: str | None) -> str | None:
    """An ``ETag`` or ``Last-Modified`` that may be sent back as it came, else None."""
    return value if value and len(value) <= _MAX_VALIDATOR and _VALIDATOR.fullmatch(value) else None


def retry_after(value: str | None) -> float | None:
    """The seconds that a ``Retry-After`` asks to wait, from 0 to a day; None where it cannot be read."""
    text = (value or "").strip()[:80]
    if text.isdecimal():
        return min(float(text), MOST_WAIT)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp()
    return min(max(seconds, 0.0), MOST_WAIT)


def max_age(value: str | None) -> float | None:
    """The seconds that a ``Cache-Control`` gives the answer, at most a day."""
    found = _AGE.search((value or "")[:_MAX_VALIDATOR])
    return min(float(found[1]), MOST_WAIT) if found else None


def status_reason(status: int, wait: float | None) -> str:
    """A status that gives no body, in words."""
    known = {401: "a login is asked for", 402: "payment is asked for", 403: "forbidden", 404: "not found"}
    known |= {406: "not acceptable", 410: "gone for good", 429: "too many requests", 451: "withheld for legal reasons"}
    known |= {500: "a fault of the server", 502: "bad gateway", 503: "the server is overloaded", 504: "gateway timeout"}
    words = f"HTTP status {status}" + (f" ({known[status]})" if status in known else "")
    return words + (f"; it asks to wait {math.ceil(wait)} seconds" if wait else "")
