"""Links to bytes, by the rules in ``docs/wire.md``: robots.txt, turns, redirects checked anew, conditions."""

from __future__ import annotations

import math
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

import httpx

from consilience.read import answers, robots
from consilience.read.addresses import Allowed, Resolve, resolve
from consilience.read.answers import Failed, Fetched, Limits, Refused
from consilience.read.exchange import Answer, Exchange
from consilience.read.robots import Robots
from consilience.read.turns import Turns
from consilience.read.unreadable import UnreadableError

__all__ = ["Failed", "Fetched", "Fetcher", "Limits", "Refused", "target"]

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_SLOW_DOWN = (429, 503)
_MAX_ADDRESS = 4096  # characters
_RULES_KEPT = 86_400.0  # seconds (RFC 9309)
_RULES_AGAIN = 300.0  # seconds until rules that could not be learned are asked for again
_MOST_RULES = 1024
_RULES_REDIRECTS = 5  # RFC 9309


@dataclass(slots=True)
class _Rules:
    """The rules of one origin and until when they are kept; whoever holds the lock asks for them."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Robots = field(default_factory=Robots)
    until: float = -math.inf


class Fetcher:
    """Fetches addresses. Several threads may share one; it knows robots.txt and the turns of its own requests only.

    ``allow`` names hosts, addresses and networks that may be reached though they are not public; raises ValueError
    for what is none of them. ``resolving`` gives the addresses of a host; ``clock`` and ``sleep`` serve the pauses.
    """

    def __init__(
        self,
        *,
        allow: Sequence[str] = (),
        limits: Limits | None = None,
        resolving: Resolve = resolve,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self._exchange = Exchange(Allowed.of(allow), self.limits, resolving)
        self._clock = clock
        self._turns = Turns(clock, sleep)
        self._guard = threading.Lock()
        self._rules: dict[str, _Rules] = {}
        self._tls: ssl.SSLContext | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """No more requests; those under way end by themselves."""
        self._closed = True

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What the address gives, only where it changed since ``etag`` or ``last_modified`` if they are given.

        Raises :class:`Refused` and :class:`Failed`.
        """
        asked = {"If-None-Match": answers.validator(etag), "If-Modified-Since": answers.validator(last_modified)}
        conditions = {name: value for name, value in asked.items() if value}
        budget = self.limits.total
        at = target(url)
        moved: httpx.URL | None = None
        for_good = True
        for _ in range(self.limits.redirects + 1):
            rules = self._rules_of(at)
            if not rules.allows(str(at)):
                raise self._forbidden(at, rules)
            answer, spent = self._asked(at, conditions, budget, pause=rules.delay)
            budget -= spent
            if answer.status not in _REDIRECTS:
                self._heeded(at, answer)
                return _fetched(url, at, moved, answer, conditional=bool(conditions))
            at = _next(at, answer)
            for_good = for_good and answer.status in _FOR_GOOD
            moved = at if for_good else moved
        raise Refused(f"more than {self.limits.redirects} redirects")

    def _forbidden(self, at: httpx.URL, rules: Robots) -> UnreadableError:
        if rules.known:
            return Refused(f"robots.txt of {at.host} forbids it")
        return Failed(rules.why, retry_after=self._turns.closed(at.host) or None)

    def _heeded(self, at: httpx.URL, answer: Answer) -> None:
        wait = answers.retry_after(answer.headers.get("retry-after"))
        if wait and answer.status in _SLOW_DOWN:
            self._turns.close(at.host, wait)

    def _rules_of(self, at: httpx.URL) -> Robots:
        """The rules of the address's origin, kept for a day; where they could not be learned, for minutes."""
        place = at.copy_with(raw_path=b"/robots.txt", fragment=None)
        with self._guard:
            if str(place) not in self._rules and len(self._rules) >= _MOST_RULES:
                del self._rules[next(iter(self._rules))]
            kept = self._rules.setdefault(str(place), _Rules())
        with kept.lock:
            if kept.until <= self._clock():
                kept.rules = self._learned(place)
                kept.until = self._clock() + (_RULES_KEPT if kept.rules.known else _RULES_AGAIN)
            return kept.rules

    def _learned(self, place: httpx.URL) -> Robots:
        budget = self.limits.total
        first = place
        for _ in range(_RULES_REDIRECTS + 1):
            try:
                answer, spent = self._asked(place, {}, budget, cut=robots.MAX_BYTES)
            except Failed as error:
                if error.status is None and error.retry_after is not None:
                    raise  # nobody was asked
                return Robots(known=False, why=str(error))
            except Refused:
                # The address itself may not be reached, which is the clearer reason; but where only a redirect of
                # the rules leads astray, the site has no rules to read.
                if place == first:
                    raise
                return Robots()
            if answer.status not in _REDIRECTS:
                self._heeded(place, answer)
                return Robots.of(answer.status, answer.body)
            budget -= spent
            try:
                place = _next(place, answer)
            except UnreadableError:
                return Robots()
        return Robots()

    def _asked(
        self,
        at: httpx.URL,
        conditions: Mapping[str, str],
        budget: float,
        *,
        pause: float = 0.0,
        cut: int | None = None,
    ) -> tuple[Answer, float]:
        """One request in its turn, and the seconds it took."""
        if closed := self._turns.closed(at.host):
            raise Failed(f"the server asked to wait, {math.ceil(closed)} seconds more", retry_after=closed)
        with self._turns.turn(at.host, max(self.limits.delay, pause)):
            if self._closed:
                raise Refused("the fetcher is closed")
            begun = time.monotonic()
            tls = self._tls_context() if at.scheme == "https" else None
            answer = self._exchange.ask(at, conditions, begun + budget, tls, cut=cut)
            return answer, time.monotonic() - begun

    def _tls_context(self) -> ssl.SSLContext:
        with self._guard:
            if self._tls is None:
                self._tls = httpx.create_ssl_context()  # slow: only where an address asks for it
            return self._tls


def target(url: str) -> httpx.URL:
    """The address to ask for; raises :class:`Refused` for what is no http or https address."""
    if len(url) > _MAX_ADDRESS:
        raise Refused(f"the address is longer than {_MAX_ADDRESS:,} characters")
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):
        raise Refused("not an address") from None
    if parsed.scheme not in ("http", "https"):
        raise Refused(f"only http and https are fetched, not {parsed.scheme[:20] or 'a name without a scheme'}")
    if not host:
        raise Refused("the address names no host")
    if parsed.port is not None and not 0 < parsed.port < 65_536:
        raise Refused(f"there is no port {parsed.port}")
    if parsed.userinfo:
        raise Refused("the address holds a user name or a password")
    return parsed


def _next(at: httpx.URL, answer: Answer) -> httpx.URL:
    location = answer.headers.get("location")
    if not location:
        raise Failed(f"HTTP status {answer.status} (a redirect) without an address", status=answer.status)
    try:
        joined = at.join(location)
    except (httpx.InvalidURL, ValueError):
        raise Refused("a redirect to what is no address") from None
    try:
        return target(str(joined))
    except Refused as error:
        raise Refused(f"a redirect: {error}") from None


def _fetched(url: str, at: httpx.URL, moved: httpx.URL | None, answer: Answer, *, conditional: bool) -> Fetched:
    status, headers = answer.status, answer.headers
    if status == 304 and not conditional:
        raise Failed("HTTP status 304 (not modified), which was not asked for", status=status)
    if status not in (200, 203, 304):
        wait = answers.retry_after(headers.get("retry-after"))
        raise Failed(answers.status_reason(status, wait), status=status, retry_after=wait)
    return Fetched(
        url=url,
        final_url=str(at),
        status=304 if status == 304 else 200,
        body=answer.body,
        content_type=headers.get("content-type"),
        etag=answers.validator(headers.get("etag")),
        last_modified=answers.validator(headers.get("last-modified")),
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        permanent_url=str(moved) if moved is not None else None,
        max_age=answers.max_age(headers.get("cache-control")),
    )
