"""Feeds polled again and again into a store: several looked at beside each other, one stored after the other.

What a look gives is stored in the transaction that ends its round, together with what is known of the feed from then
on. So a watch that is killed asks for the same once more, and the store ends as if it had not been killed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue

from sqlalchemy import Connection

from consilience.model import Annotated, Report
from consilience.read.fetch import Fetcher
from consilience.read.subscriptions import Subscription
from consilience.store import LostError, Store, StoreError, feeds
from consilience.store.feeds import Feed
from consilience.store.ingest import Annotate, Progress, Work
from consilience.watch import alarms
from consilience.watch.courier import Courier, Destinations, clock
from consilience.watch.looks import Look, Pace, failed, fault, look, moved_to

LOCK = "watch"  # the name under which one store has one watch
_IDLE = 30.0  # seconds after which it looks whether anybody else left something to be done
_LONGEST_WAIT = 60.0  # seconds before a lost store is tried again
_MEET = 3.0  # seconds in which another watch may still be ending, or a health check be looking
_FAREWELL = 5.0  # seconds that a delivery under way is given
_BLINK = 0.1  # seconds between two looks at whether it was stopped
_MOST_MOVES = 10


class StoppedError(BaseException):
    """The watch was told to stop: not an error, and nothing that may be caught as one."""


def _silent(doing: str, done: int, total: int | None) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was done since the watch began: looks at feeds, those that failed, reports stored, stories changed."""

    looks: int = 0
    failed: int = 0
    reports: int = 0
    stories: int = 0


@dataclass(slots=True)
class Watch:
    """A watch of the feeds given, by default of all active ones that the store knows. Used once.

    ``annotate`` is as for :class:`~consilience.store.ingest.Work`; ``workers`` feeds are looked at beside each other.
    ``tell`` gets a line for everything that happens, from several threads.
    """

    store: Store
    annotate: Annotate
    fetcher: Fetcher
    feeds: Sequence[Subscription] | None = None
    pace: Pace = field(default_factory=Pace)
    workers: int = 8
    destinations: Destinations = field(default_factory=Destinations)
    tell: Callable[[str], None] = lambda line: None
    progress: Progress = _silent
    now: Callable[[], datetime] = clock
    courier: Courier = field(init=False)
    done: Round = field(default_factory=Round, init=False)
    work: Work = field(init=False)
    _chosen: set[str] | None = field(default=None, init=False)
    _pending: set[str] = field(default_factory=set, init=False)
    _asked: SimpleQueue[Feed | None] = field(default_factory=SimpleQueue, init=False)
    _came: SimpleQueue[tuple[Feed, Look | None] | None] = field(default_factory=SimpleQueue, init=False)
    # No Event: one that a signal sets while its lock is held would wait for itself for ever.
    _stopped: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.work = Work(self.store, self._annotated, after=alarms.after, progress=self._progressed)
        self.courier = Courier(self.store, self.destinations, self.tell, self.is_stopped, self.now)

    def stop(self) -> None:
        """Have it end soon, with nothing half done. May be called by a signal or another thread."""
        self._stopped = True
        self._came.put(None)

    def is_stopped(self) -> bool:
        """Whether it was told to stop, or has ended."""
        return self._stopped

    def run(self, *, once: bool = False) -> Round:
        """Watch until it is stopped; with ``once`` until every feed whose time has come was looked at.

        Raises :class:`~consilience.store.StoreError` where another watch is at work on the store, and where the store
        fails in another way than by a lost connection, which is waited for (not with ``once``).
        """
        for number in range(self.workers):
            threading.Thread(target=self._look, name=f"look {number}", daemon=True).start()
        wait, patience = 1.0, _MEET
        try:
            while not self._stopped:
                try:
                    with self._alone(patience):
                        wait = 1.0
                        self._prepare(once)
                        self._go_round(self.now() if once else None)
                        return self.done
                except LostError as error:
                    if once:
                        raise
                    self.tell(f"{error}; tried again in {wait:.0f} seconds")
                    self._sleep(wait)
                    # The database may not know yet that whoever held the lock, this watch, is gone.
                    wait, patience = min(2 * wait, _LONGEST_WAIT), _LONGEST_WAIT
        except StoppedError:
            pass
        except Exception:  # what a signal to all processes did to those that annotate is no error
            if not self._stopped:
                raise
        finally:
            self._stopped = True
            for _ in range(self.workers):
                self._asked.put(None)
            self.fetcher.close()
            self.courier.stop(_FAREWELL)
        return self.done

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopped and time.monotonic() < end:
            time.sleep(_BLINK)

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        end = time.monotonic() + patience
        while True:
            with self.store.alone(LOCK) as alone:
                if alone:
                    yield
                    return
            if time.monotonic() >= end:
                raise StoreError("another watch is at work on this store")
            self._sleep(_BLINK)
            if self._stopped:
                raise StoppedError

    def _prepare(self, once: bool) -> None:
        """Do what was left undone, enlist the feeds, and have the alerts go out."""
        if self._chosen is None:
            with self.store.write() as tx:
                self._chosen = None if self.feeds is None else enlist(tx, self.feeds)
                if not feeds.upcoming(tx):
                    raise StoreError("the store knows of no feed; name some")
            if not once:
                self.courier.start()
        self.work.settle()
        self.courier.wake()

    def _go_round(self, until: datetime | None) -> None:
        """Look at feeds and store what comes of it; with ``until`` at those that are due then, once."""
        over: set[str] = set()
        while not self._stopped:
            if self.courier.fault is not None:
                raise self.courier.fault
            wait = self._hand_out(until, over)
            if wait is None:
                break
            try:
                came = self._came.get(timeout=wait)
            except Empty:
                if not self._pending:
                    self.work.settle()  # of others: a judgement, an ingest that was broken off
                    self.courier.wake()
                continue
            if came is not None:
                self._pending.discard(came[0].url)
                over.add(came[0].url)
                if came[1] is not None:
                    self._take(came[0], came[1])
        if until is not None and not self._stopped and self.destinations:
            self.courier.deliver()

    def _hand_out(self, until: datetime | None, over: set[str]) -> float | None:
        """Give those whose time has come to whoever looks; the seconds until there is more to do, None for never.

        Not many more than can be looked at: what a look gives is in memory until it is stored.
        """
        now = until or self.now()
        with self.store.read() as tx:
            listed = [(u, t) for u, t in feeds.upcoming(tx) if self._chosen is None or u in self._chosen]
            listed = [(u, t) for u, t in listed if u not in self._pending and (until is None or u not in over)]
            due = [u for u, t in listed if t is None or t <= now]
            chosen = due[: max(2 * self.workers - len(self._pending), 0)]
            known = [feed for url in chosen if (feed := feeds.feed(tx, url)) is not None]
        for feed in known:
            self._pending.add(feed.url)
            self._asked.put(feed)
        if until is not None:
            return _IDLE if self._pending else None
        following = [(t - now).total_seconds() for _, t in listed if t is not None and t > now]
        return min([*following, _IDLE])

    def _look(self) -> None:
        while True:
            feed = self._asked.get()
            if feed is None or self._stopped:
                return
            self._came.put((feed, look(feed, self.fetcher, self.pace, now=self.now, stopped=self.is_stopped)))

    def _take(self, feed: Feed, seen: Look) -> None:
        """Store what a look gave, and do everything that follows from it."""
        try:
            reports, stories = self._stored(seen)
        except StoreError:
            raise
        except Exception as error:
            if self._stopped:
                raise
            seen = failed(feed, fault(error), self.pace, self.now())
            reports, stories = self._stored(seen)
        if seen.moved is not None and self._chosen is not None:
            self._chosen.add(seen.moved.url)
        done = self.done
        self.done = Round(
            done.looks + 1, done.failed + (seen.fault is not None), done.reports + reports, done.stories + stories
        )
        self.courier.wake()
        self._told(seen, reports, stories)

    def _stored(self, seen: Look) -> tuple[int, int]:
        also = partial(_keep, look=seen)
        if seen.items:
            ingested = self.work.ingest(seen.items, also=also)
            return ingested.reports, len(ingested.stories)
        with self.store.write() as tx:
            also(tx)
        return 0, 0

    def _told(self, seen: Look, reports: int, stories: int) -> None:
        url = seen.feed.url
        if seen.fault is not None:
            again = "" if seen.feed.active else "; it is not asked again"
            self.tell(f"{url}: failed ({seen.feed.failures} in a row): {seen.fault}{again}")
        elif seen.moved is not None:
            self.tell(f"{url}: {seen.feed.health}")
        if reports:
            self.tell(f"{url}: {reports} new reports, {stories} stories changed")

    def _annotated(self, wanted: Iterable[Report]) -> Iterator[Annotated]:
        for annotated in self.annotate(wanted):
            if self._stopped:
                raise StoppedError
            yield annotated

    def _progressed(self, doing: str, done: int, total: int | None) -> None:
        if self._stopped:
            raise StoppedError
        self.progress(doing, done, total)


def _keep(tx: Connection, look: Look) -> None:
    """Store what is known of a feed; one that moved is not put over what is known under its new address."""
    feeds.put(tx, look.feed)
    if look.moved is not None and feeds.feed(tx, look.moved.url) is None:
        feeds.put(tx, look.moved)


def enlist(tx: Connection, wanted: Iterable[Subscription]) -> set[str]:
    """Have the store know these feeds and ask for them, those too that were given up; their addresses as of now.

    A feed that moved for good is taken where it moved to.
    """
    chosen: dict[str, None] = {}
    for subscription in wanted:
        url = subscription.url
        known = feeds.feed(tx, url)
        for _ in range(_MOST_MOVES):
            onward = moved_to(known.known) if known is not None and not known.active else None
            if onward is None:
                break
            url, known = onward, feeds.feed(tx, onward)
        if known is None:
            feeds.put(tx, Feed(url, subscription.title))
        elif not known.active:
            seen = None if moved_to(known.known) else known.known
            feeds.put(tx, replace(known, active=True, known=seen, next_poll=None, failures=0))
        chosen[url] = None
    return set(chosen)
