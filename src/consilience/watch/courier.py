"""Alerts that wait in the store, to where they go: at least once, and noted in the store once they have arrived."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, select

from consilience.read.answers import Failed
from consilience.read.poll import pause
from consilience.read.unreadable import UnreadableError
from consilience.store import Store, StoreError, alerts, tables
from consilience.store.alerts import Alert
from consilience.watch import alarms, atom
from consilience.watch.webhook import Webhook

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 6 * 3600.0  # seconds between two tries
MOST_TRIES = 24  # of one alert; the pauses add up to four days
_AT_ONCE = 50
_IDLE = 60.0  # seconds after which it looks, though nobody said that there is something
# Statuses that are the receiver's own trouble: the next alert would fare no better.
_ITS_OWN = (408, 410, 425, 429)


def clock() -> datetime:
    """Now."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where alerts go: each to all of these that there are."""

    webhook: Webhook | None = None
    lines: TextIO | None = None
    atom: Path | None = None

    def __bool__(self) -> bool:
        return any(x is not None for x in (self.webhook, self.lines, self.atom))


@dataclass(slots=True)
class Courier:
    """Delivers what waits. One that does not answer is left alone for longer and longer, and nothing is lost by it.

    An alert is printed once, before it is first sent; it has been delivered when the webhook took it, or when it is
    printed or in the file where there is no webhook. What the receiver refuses :data:`MOST_TRIES` times is given up.
    """

    store: Store
    destinations: Destinations
    tell: Callable[[str], None]
    is_stopped: Callable[[], bool] = lambda: False
    now: Callable[[], datetime] = clock
    first_pause: float = FIRST_PAUSE
    failures: int = field(default=0, init=False)
    fault: BaseException | None = field(default=None, init=False)
    _closed_until: datetime | None = field(default=None, init=False)
    _shown: bytes | None = field(default=None, init=False)
    _wake: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Deliver in a thread of its own, now and whenever it is woken, until it is stopped."""
        if self.destinations:
            self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Say that there may be something to deliver."""
        self._wake.set()

    def stop(self, patience: float) -> None:
        """Wait, so many seconds at most, until the thread, once stopped, has ended; else the process ends it."""
        self._wake.set()
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        try:
            while not self.is_stopped():
                self._wake.clear()
                try:
                    wait = self.deliver()
                except StoreError as error:  # whoever writes to the store finds out too, and says so
                    self.tell(f"alerts wait: {error}")
                    wait = _IDLE
                self._wake.wait(wait)
        except BaseException as error:
            self.fault = error

    def deliver(self) -> float:
        """Deliver what is due; the seconds after which more may be. Raises StoreError and OSError (file, pipe)."""
        self._publish()
        while not self.is_stopped():
            moment = self.now()
            if self._closed_until is not None and moment < self._closed_until:
                return min((self._closed_until - moment).total_seconds(), _IDLE)
            with self.store.read() as tx:
                batch = [(alert, at(tx, alert)) for alert in alerts.waiting(tx, moment, _AT_ONCE)]
                following = None if batch else _next_try(tx)
            if not batch:
                return _IDLE if following is None else min(max((following - moment).total_seconds(), 0.05), _IDLE)
            for alert, when in batch:
                if self.is_stopped() or not self._delivered(alert, when):
                    break
        return _IDLE

    def _delivered(self, alert: Alert, when: datetime | None) -> bool:
        """Try one; False where the others had better wait."""
        text = json.dumps(alarms.document(alert, when), ensure_ascii=False, separators=(",", ":"))
        data = text.encode("utf-8", "replace")
        lines, webhook = self.destinations.lines, self.destinations.webhook
        if lines is not None and alert.attempts == 0:
            lines.write(data.decode() + "\n")
            lines.flush()
        if webhook is not None:
            try:
                webhook.send(alert.id, data)
            except UnreadableError as error:
                return self._failed(alert, error)
            self._answers()
        with self.store.write() as tx:
            alerts.delivered(tx, alert.id)
        return True

    def _answers(self) -> None:
        if self.failures:
            self.tell("the webhook takes alerts again")
        self.failures, self._closed_until = 0, None

    def _failed(self, alert: Alert, error: UnreadableError) -> bool:
        status, asked = (error.status, error.retry_after) if isinstance(error, Failed) else (None, None)
        its_own = status is None or status >= 500 or status in _ITS_OWN
        tries = alert.attempts + 1
        wait = pause(tries, retry_after=asked, base=self.first_pause, most=LONGEST_PAUSE)
        given_up = tries >= MOST_TRIES
        with self.store.write() as tx:
            alerts.failed(tx, alert.id, str(error), None if given_up else self.now() + timedelta(seconds=wait))
        if given_up:
            self.tell(f"alert {alert.id} is given up after {tries} tries: {error}")
        if its_own:
            self.failures += 1
            closed = pause(self.failures, retry_after=asked, base=self.first_pause, most=LONGEST_PAUSE)
            self._closed_until = self.now() + timedelta(seconds=closed)
            self.tell(f"the webhook takes no alerts: {error}; tried again in {closed:.0f} seconds")
        return not its_own

    def _publish(self) -> None:
        """Bring the Atom file up to date."""
        path = self.destinations.atom
        if path is None:
            return
        with self.store.read() as tx:
            newest = [(alert, at(tx, alert)) for alert in alerts.alerts(tx, limit=atom.MOST)]
        data = atom.render(newest, path.absolute().as_uri())
        if data != self._shown:
            atom.write(path, data)
            self._shown = data


def at(tx: Connection, alert: Alert) -> datetime | None:
    """When the round of an alert was."""
    return tx.scalar(select(tables.rounds.c.at).where(tables.rounds.c.number == alert.round))


def _next_try(tx: Connection) -> datetime | None:
    table = tables.alerts
    waiting = table.c.state == alerts.WAITING
    return tx.scalar(select(table.c.next_try).where(waiting, table.c.next_try.is_not(None)).order_by(table.c.next_try))
