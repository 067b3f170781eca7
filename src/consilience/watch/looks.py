"""One look at one feed: what it has that is new, as reports, and what is known of the feed from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from consilience.model import Quarantined, Report
from consilience.read.answers import MOST_WAIT, Failed, Refused
from consilience.read.entries import Entry
from consilience.read.fetch import Fetcher
from consilience.read.poll import Polled, named, pause, poll, report
from consilience.read.unreadable import UnreadableError
from consilience.store.feeds import Feed

GONE = 410
TRIES = 5  # looks at a feed in which a text behind a link is asked for
_SEEN = 200  # entries remembered beyond twice those that a feed holds


@dataclass(frozen=True, slots=True)
class Pace:
    """``interval`` seconds between two looks, unless the feed asks for more, and ``follow`` links at most in one."""

    interval: float = 300.0
    follow: int = 100


@dataclass(frozen=True, slots=True)
class Look:
    """The feed as it is to be stored together with the items, the oldest first; ``fault`` is why there are none.

    ``moved`` is the feed under its new address, where it moved for good; ``feed`` is then no longer active.
    """

    feed: Feed
    items: tuple[Report | Quarantined, ...] = ()
    moved: Feed | None = None
    fault: str | None = None


def look(
    feed: Feed,
    fetcher: Fetcher,
    pace: Pace,
    *,
    now: Callable[[], datetime],
    stopped: Callable[[], bool] = lambda: False,
) -> Look | None:
    """Look at a feed, and at the texts behind those of its links that were not seen before.

    What fails is told in the look, whatever it is; None where it was stopped before it was whole.
    """
    try:
        polled = poll(feed.url, feed.etag, feed.modified, fetcher)
        if not polled.changed:
            return Look(_rested(feed, polled, pace, now()))
        return _read(feed, polled, fetcher, pace, now, stopped)
    except UnreadableError as error:
        return failed(feed, error, pace, now())
    except Exception as error:  # a feed that finds a fault in the program must not keep the others waiting
        return failed(feed, fault(error), pace, now())


def fault(error: Exception) -> UnreadableError:
    """An error that no rule foresees, as a reason."""
    return UnreadableError(" ".join(f"a fault of the program, {type(error).__name__}: {error}".split()))


def failed(feed: Feed, error: UnreadableError, pace: Pace, now: datetime) -> Look:
    """The feed after a look that gave nothing: asked again later and later, and not at all where it is gone."""
    failures = feed.failures + 1
    status, asked = (error.status, error.retry_after) if isinstance(error, Failed) else (None, None)
    wait = MOST_WAIT if isinstance(error, Refused) else max(pace.interval, pause(failures, retry_after=asked))
    after = replace(feed, polled=now, next_poll=now + timedelta(seconds=wait), failures=failures, health=str(error))
    return Look(replace(after, active=status != GONE), fault=str(error))


def _rested(feed: Feed, polled: Polled, pace: Pace, now: datetime) -> Feed:
    """The feed after a look that went well."""
    wait = max(pace.interval, min(polled.interval or 0.0, MOST_WAIT))
    return replace(
        feed,
        title=polled.title or feed.title,
        etag=polled.etag,
        modified=polled.last_modified,
        polled=now,
        next_poll=now + timedelta(seconds=wait),
        failures=0,
        health=None,
    )


def _read(
    feed: Feed,
    polled: Polled,
    fetcher: Fetcher,
    pace: Pace,
    now: Callable[[], datetime],
    stopped: Callable[[], bool],
) -> Look | None:
    known = feed.known or {}
    seen, missed = list(known.get("seen", ())), dict(known.get("missed", {}))
    new = _unseen(polled.entries, seen)
    portion, rest = _portion(new, pace.follow)
    items: list[Report | Quarantined] = []
    done: list[str] = []
    for entry in reversed(portion):  # feeds begin with the newest
        if stopped():
            return None
        item = _item(entry, fetcher, missed)
        if item is not None:
            items.append(item)
            done.append(entry.key)
    here = {entry.key for entry in polled.entries}
    missed = {key: tries for key, tries in missed.items() if key in here and key not in done}
    keep = 2 * len(polled.entries) + _SEEN
    after = replace(
        _rested(feed, polled, pace, now()),
        known={"seen": (done + seen)[:keep], **({"missed": missed} if missed else {})},
    )
    if rest or missed:  # the server must give the feed again, though nothing in it changes
        after = replace(after, etag=None, modified=None)
    if rest and not missed:
        after = replace(after, next_poll=after.polled)
    if polled.permanent_url is None or polled.permanent_url == feed.url:
        return Look(after, tuple(items))
    gone = replace(feed, active=False, health=f"moved to {polled.permanent_url}", known={"moved": polled.permanent_url})
    return Look(gone, tuple(items), moved=replace(after, url=polled.permanent_url))


def _unseen(entries: Sequence[Entry], seen: Sequence[str]) -> list[Entry]:
    known = set(seen)
    return list({entry.key: entry for entry in entries if entry.key not in known}.values())


def _portion(new: Sequence[Entry], follow: int) -> tuple[list[Entry], bool]:
    """Those that are read now, with at most so many links among them, and whether others are left for later."""
    links = [entry for entry in new if entry.text is None]
    later = {entry.key for entry in links[follow:]}
    return [entry for entry in new if entry.key not in later], bool(later) and follow > 0


def _item(entry: Entry, fetcher: Fetcher, missed: dict[str, int]) -> Report | Quarantined | None:
    """What is to be stored of an entry; None where its text may be had another time."""
    try:
        return report(entry, fetcher)
    except UnreadableError as error:
        reason, again = str(error), isinstance(error, Failed) and error.status != GONE
    except Exception as error:
        reason, again = str(fault(error)), False
    tries = missed.get(entry.key, 0) + 1
    missed[entry.key] = tries
    return None if again and tries < TRIES else Quarantined(named(entry), reason)


def moved_to(known: object) -> str | None:
    """The address that a feed moved to, by what is known of it."""
    return known.get("moved") if isinstance(known, Mapping) else None
