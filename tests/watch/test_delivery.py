"""Alerts go where they are to go: signed, in the end, with an id that tells one that comes twice."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from newsroom import Newsroom
from watched import QUICK

from consilience.read.answers import Failed, Refused
from consilience.store import Store, alerts, rounds, tables
from consilience.store.alerts import Alert
from consilience.watch import atom
from consilience.watch.courier import MOST_TRIES, Courier, Destinations
from consilience.watch.webhook import Webhook, secret, signature

KEY = b"a secret of the newsroom"
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = AT

    def __call__(self) -> datetime:
        return self.time


def alert(id: str, **payload: object) -> Alert:
    passage = {"report": "r", "outlet": "Coast Mail", "title": "Fire", "url": "https://coast.example/a?b&c"}
    passage |= {"published": None, "start": 0, "end": 4, "text": "A <fire> \x00 & more"}
    told = {"rule": "toll", "title": "Fire", "summary": "three, now six", "passages": [passage], **payload}
    return Alert(id, 1, "toll", None, told)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def courier(sqlite: Store, newsroom: Newsroom, clock: Clock, told: list[str]) -> Callable[..., Courier]:
    """A function that makes a courier for three alerts, by default to the newsroom's webhook."""
    with sqlite.write() as tx:
        rounds.close(tx, 0, AT)
        rounds.set_stage(tx, 1, "done")
        alerts.add(tx, [alert("a1"), alert("a2"), alert("a3")])

    def make(**places: object) -> Courier:
        hook = Webhook(newsroom.url("/hook"), KEY, ["127.0.0.1"], QUICK)
        to = Destinations(**(places or {"webhook": hook}))  # type: ignore[arg-type]
        return Courier(sqlite, to, told.append, now=clock)

    return make


def states(store: Store) -> dict[str, tuple[str, int]]:
    with store.read() as tx:
        return {a.id: (a.state, a.attempts) for a in alerts.alerts(tx)}


def ids(newsroom: Newsroom, status: int = 204) -> list[str]:
    return [headers["webhook-id"] for headers, _, s in newsroom.sent if s == status]


def test_the_signature_is_that_of_the_published_example() -> None:
    key = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("text", ["", "short", "whsec_", "whsec_AAAA", "whsec_no base64 at all!!"])
def test_a_secret_that_protects_nothing_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        secret(text)


def test_every_alert_arrives_once_with_its_id_and_the_time_of_its_round(
    courier: Callable[..., Courier], newsroom: Newsroom, sqlite: Store
) -> None:
    courier().deliver()
    assert ids(newsroom) == ["a1", "a2", "a3"]
    headers, body, _ = newsroom.sent[0]
    document = json.loads(body)
    assert (document["id"], document["at"], document["summary"]) == ("a1", AT.isoformat(), "three, now six")
    assert headers["webhook-signature"] == signature(KEY, "a1", int(headers["webhook-timestamp"]), body)
    assert set(states(sqlite).values()) == {("delivered", 1)}
    courier().deliver()
    assert len(newsroom.sent) == 3


def test_a_receiver_that_is_down_is_left_alone_for_longer_and_longer_and_gets_all(
    courier: Callable[..., Courier], newsroom: Newsroom, sqlite: Store, clock: Clock, told: list[str]
) -> None:
    newsroom.hook = lambda headers, body: 500
    carrier, waits = courier(), []
    for n in range(1, 5):
        carrier.deliver()
        carrier.deliver()  # at once again: not asked
        assert len(newsroom.sent) == n
        waits.append(5.0 * 2 ** (n - 1))
        clock.time += timedelta(seconds=waits[-1])
    assert "tried again in 40 seconds" in told[-1]
    newsroom.hook = lambda headers, body: 204
    for _ in range(10):
        clock.time += timedelta(hours=6)
        carrier.deliver()
    assert sorted(ids(newsroom)) == ["a1", "a2", "a3"]
    assert {state for state, _ in states(sqlite).values()} == {"delivered"}
    assert told[-1] == "the webhook takes alerts again"


def test_an_alert_that_is_refused_holds_up_no_other_and_is_given_up_in_the_end(
    courier: Callable[..., Courier], newsroom: Newsroom, sqlite: Store, clock: Clock, told: list[str]
) -> None:
    newsroom.hook = lambda headers, body: 422 if headers["webhook-id"] == "a2" else 200
    carrier = courier()
    carrier.deliver()
    assert ids(newsroom, 200) == ["a1", "a3"]
    for _ in range(MOST_TRIES + 3):
        clock.time += timedelta(hours=6)
        carrier.deliver()
    assert states(sqlite)["a2"] == ("given up", MOST_TRIES)
    assert ids(newsroom, 422) == ["a2"] * MOST_TRIES and "given up" in told[-1]
    newsroom.hook = lambda headers, body: 204
    with sqlite.write() as tx:
        assert alerts.again(tx) == 1
    courier().deliver()
    assert ids(newsroom) == ["a2"]


def test_a_receiver_that_asks_to_wait_is_left_alone_so_long(
    courier: Callable[..., Courier], newsroom: Newsroom, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: Webhook, id: str, body: bytes) -> None:
        raise Failed("HTTP status 429", status=429, retry_after=900.0)

    carrier = courier()
    with monkeypatch.context() as patch:
        patch.setattr(Webhook, "send", busy)
        carrier.deliver()
    clock.time += timedelta(seconds=899)
    carrier.deliver()
    assert newsroom.sent == []
    clock.time += timedelta(seconds=1)
    carrier.deliver()
    assert ids(newsroom) == ["a1", "a2", "a3"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://169.254.169.254/x", "http://[::1]/", "http://10.1.2.3/"]
)
def test_an_address_inside_is_not_sent_to(url: str) -> None:
    with pytest.raises(Refused, match="address"):
        Webhook(url, KEY, limits=QUICK).send("a", b"{}")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "https://user:word@a.example/", "nonsense"])
def test_what_is_no_web_address_is_no_webhook(url: str) -> None:
    with pytest.raises(Refused):
        Webhook(url, KEY)


def test_what_is_signed_for_one_address_goes_to_no_other(newsroom: Newsroom) -> None:
    newsroom.hook = lambda headers, body: 307
    with pytest.raises(Failed, match="not sent to another"):
        Webhook(newsroom.url("/hook"), KEY, ["127.0.0.1"], QUICK).send("a", b"{}")
    assert len(newsroom.sent) == 1


def test_alerts_are_printed_as_lines_of_json_once(
    courier: Callable[..., Courier], newsroom: Newsroom, sqlite: Store
) -> None:
    lines = io.StringIO()
    courier(lines=lines).deliver()
    courier(lines=lines).deliver()
    assert [json.loads(line)["id"] for line in lines.getvalue().splitlines()] == ["a1", "a2", "a3"]
    assert {state for state, _ in states(sqlite).values()} == {"delivered"}


def test_a_webhook_that_fails_does_not_have_an_alert_printed_twice(
    courier: Callable[..., Courier], newsroom: Newsroom, clock: Clock
) -> None:
    lines = io.StringIO()
    newsroom.hook = lambda headers, body: 422 if len(newsroom.sent) < 4 else 204
    carrier = courier(lines=lines, webhook=Webhook(newsroom.url("/hook"), KEY, ["127.0.0.1"], QUICK))
    for _ in range(4):
        carrier.deliver()
        clock.time += timedelta(hours=1)
    assert len(lines.getvalue().splitlines()) == 3 and sorted(ids(newsroom)) == ["a1", "a2", "a3"]


def test_the_file_is_a_feed_that_readers_of_feeds_read(
    courier: Callable[..., Courier], sqlite: Store, tmp_path: Path
) -> None:
    path = tmp_path / "alerts.atom"
    courier(atom=path).deliver()
    first = path.read_bytes()
    parsed = feedparser.parse(first)
    assert not parsed.bozo and len({e.id for e in parsed.entries}) == 3
    entry = parsed.entries[0]
    assert entry.title == "Fire: three, now six" and entry.updated_parsed[:5] == (2026, 3, 12, 9, 0)
    assert [link.href for link in entry.links] == ["https://coast.example/a?b&c"]
    assert "A <fire> ␀ & more" in entry.content[0].value
    courier(atom=path).deliver()
    assert path.read_bytes() == first and [p.name for p in tmp_path.glob("*alerts*")] == ["alerts.atom"]


def test_the_feed_holds_the_newest_alerts(courier: Callable[..., Courier], sqlite: Store, tmp_path: Path) -> None:
    with sqlite.write() as tx:
        tx.execute(tables.rounds.insert().values(number=2, upto=0, stage="done", at=AT + timedelta(days=1)))
        more = [alert(f"b{n:03}", summary=f"number {n}") for n in range(atom.MOST)]
        alerts.add(tx, [Alert(a.id, 2, a.rule, None, a.payload, "delivered") for a in more])
    path = tmp_path / "alerts.atom"
    courier(atom=path).deliver()
    parsed = feedparser.parse(path.read_bytes())
    assert len(parsed.entries) == atom.MOST and all("number" in e.title for e in parsed.entries)
    assert parsed.feed.updated == "2026-03-13T09:00:00Z"
