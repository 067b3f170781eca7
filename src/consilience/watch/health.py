"""How a store's feeds and alerts are doing, as the store knows it: any process may ask, whether one watches or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from consilience.store import Store, alerts, feeds, jobs, reports, tables
from consilience.store.feeds import Feed
from consilience.watch.watching import LOCK

LATE = timedelta(minutes=15)  # behind its time a feed is late: nobody asks, or the work does not keep up


def health(store: Store, now: datetime) -> dict[str, Any]:
    """The state as JSON values. ``ok`` is whether a watch runs, some feed answers, none is late, and no alert is lost.

    Raises :class:`~consilience.store.StoreError`.
    """
    with store.alone(LOCK) as alone:
        running = not alone
    with store.read() as tx:
        known = feeds.feeds(tx)
        newest = tx.execute(select(tables.rounds).order_by(tables.rounds.c.number.desc()).limit(1)).one_or_none()
        left = jobs.left(tx, reports.ANNOTATE)
        undone = tx.scalar(select(func.count()).select_from(tables.rounds).where(tables.rounds.c.stage != "done"))
        told = alerts.counts(tx)
    active = [feed for feed in known if feed.active]
    failing = [feed for feed in active if feed.failures]
    late = [feed for feed in active if feed.next_poll is not None and feed.next_poll + LATE < now]
    answers = not active or len(failing) < len(active)
    return {
        "ok": running and answers and not late and not told[alerts.GIVEN_UP],
        "running": running,
        "feeds": {
            "active": len(active),
            "failing": len(failing),
            "late": len(late),
            "dropped": len(known) - len(active),
        },
        "reports_to_annotate": left,
        "rounds_to_do": undone or 0,
        "last_round": None if newest is None else {"number": newest.number, "at": _time(newest.at)},
        "alerts": told,
        "each_feed": [_feed(feed) for feed in known],
    }


def _feed(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.url,
        "title": feed.title,
        "active": feed.active,
        "failures": feed.failures,
        "reason": feed.health,
        "polled": _time(feed.polled),
        "next": _time(feed.next_poll),
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
