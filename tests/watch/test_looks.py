"""One look at a feed: what is new in it, what is kept of it, and how the ways in which it fails are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from newsroom import FIRE, Item, Newsroom, fire
from watched import QUICK

from consilience.model import Quarantined, Report
from consilience.read.fetch import Fetcher
from consilience.store.feeds import Feed
from consilience.watch.looks import TRIES, Look, Pace, look

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
TEXT = fire("the Coast Mail", "three", "Mayor Ilsa Brandt")


def seen(room: Newsroom, feed: Feed | str, **pace: float) -> Look:
    known = Feed(room.url(feed)) if isinstance(feed, str) else feed
    with Fetcher(allow=["127.0.0.0/8"], limits=QUICK) as fetcher:
        made = look(known, fetcher, Pace(**pace), now=lambda: NOW)  # type: ignore[arg-type]
    assert made is not None
    return made


def links(*paths: str) -> list[Item]:
    return [Item(path, FIRE, TEXT, linked=True) for path in paths]


def test_what_is_new_is_read_and_what_is_known_is_kept(newsroom: Newsroom) -> None:
    first = seen(newsroom, "/coast.rss", interval=60)
    [report] = first.items
    assert isinstance(report, Report) and report.url == newsroom.url("/coast/fire") and TEXT in report.text
    assert (first.feed.etag, first.feed.title, first.feed.failures) == ('"1"', "Feed /coast.rss", 0)
    assert first.feed.next_poll == NOW + timedelta(seconds=60)
    second = seen(newsroom, first.feed)
    assert [r.url for r in second.items if isinstance(r, Report)] == [newsroom.url("/coast/buses")]


def test_a_feed_that_did_not_change_gives_nothing_and_keeps_its_etag(newsroom: Newsroom) -> None:
    look = seen(newsroom, Feed(newsroom.url("/coast.rss"), etag='"3"', failures=2, health="it was down"))
    assert look.items == () and look.fault is None
    assert (look.feed.etag, look.feed.failures, look.feed.health) == ('"3"', 0, None)


def test_a_text_is_fetched_where_there_is_only_a_link(newsroom: Newsroom) -> None:
    [report] = seen(newsroom, "/lantern.rss").items
    assert isinstance(report, Report) and "Doctor Anna Feld told the Lantern" in report.text


def test_the_oldest_entry_comes_first(newsroom: Newsroom) -> None:
    newsroom.feeds["/many.rss"] = [links("/coast/1", "/coast/2", "/coast/3")]
    paths = [item.path for item in seen(newsroom, "/many.rss").items]
    assert paths == [newsroom.url(f"/coast/{n}") for n in (1, 2, 3)]


def test_links_beyond_the_limit_are_read_the_next_time(newsroom: Newsroom) -> None:
    newsroom.feeds["/many.rss"] = [links(*(f"/coast/{n}" for n in range(5)))]
    first = seen(newsroom, "/many.rss", follow=2)
    assert first.feed.etag is None and first.feed.next_poll == NOW
    second = seen(newsroom, first.feed, follow=2)
    third = seen(newsroom, second.feed, follow=2, interval=60)
    assert [len(made.items) for made in (first, second, third)] == [2, 2, 1]
    assert third.feed.etag == '"1"' and third.feed.next_poll == NOW + timedelta(seconds=60)
    assert newsroom.times("/coast/4") == 1


def test_a_text_that_cannot_be_had_is_asked_for_again_before_it_is_set_aside(newsroom: Newsroom) -> None:
    newsroom.feeds["/one.rss"] = [[Item("/coast/gone", FIRE, "", linked=True), Item("/coast/fire", FIRE, TEXT)]]
    look, counts = seen(newsroom, "/one.rss"), []
    for _ in range(TRIES - 1):
        counts.append(len(look.items))
        assert look.feed.etag is None
        look = seen(newsroom, look.feed)
    assert counts == [1, 0, 0, 0]
    [note] = look.items
    assert isinstance(note, Quarantined) and "HTTP status 404" in note.reason
    assert look.feed.etag == '"1"' and newsroom.times("/coast/gone") == TRIES


def test_a_text_that_no_rule_lets_through_is_set_aside_at_once(newsroom: Newsroom) -> None:
    newsroom.feeds["/one.rss"] = [links("/coast/inside")]
    newsroom.answers["/coast/inside"] = (302, b"", {"Location": "http://10.0.0.1/secret"})
    [note] = seen(newsroom, "/one.rss").items
    assert isinstance(note, Quarantined) and "private address" in note.reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((500, b"", {}), "HTTP status 500"),
        ((200, b"", {}), "the answer is empty"),
        ((200, b"<html><body>Hello</body></html>", {}), "not a feed: a web page"),
        ((200, b'{"items": []}', {}), "not a feed"),
        ((301, b"", {"Location": "http://127.0.0.1:1/"}), "no connection"),
    ],
)
def test_a_bad_feed_is_told_and_asked_later_and_later(
    newsroom: Newsroom, answer: tuple[int, bytes, dict[str, str]], reason: str
) -> None:
    newsroom.answers["/bad.rss"] = answer
    made, waits = seen(newsroom, Feed(newsroom.url("/bad.rss"), etag='"7"'), interval=60), []
    for failures in range(1, 5):
        assert made.items == () and made.feed.failures == failures and made.feed.active
        assert made.fault == made.feed.health and made.feed.etag == '"7"'
        assert made.feed.next_poll is not None
        waits.append((made.feed.next_poll - NOW).total_seconds())
        made = seen(newsroom, made.feed, interval=60)
    assert made.fault is not None and reason in made.fault
    assert waits == [300, 600, 1200, 2400]


def test_a_feed_that_asks_to_wait_is_left_alone_so_long(newsroom: Newsroom) -> None:
    newsroom.answers["/busy.rss"] = (503, b"", {"Retry-After": "7200"})
    assert seen(newsroom, "/busy.rss").feed.next_poll == NOW + timedelta(hours=2)


def test_a_feed_that_is_gone_is_asked_no_more(newsroom: Newsroom) -> None:
    newsroom.answers["/gone.rss"] = (410, b"", {})
    assert not seen(newsroom, "/gone.rss").feed.active


def test_a_feed_that_no_rule_lets_through_is_asked_again_after_a_day(newsroom: Newsroom) -> None:
    newsroom.answers["/robots.txt"] = (200, b"User-agent: *\nDisallow: /coast.rss", {})
    made = seen(newsroom, "/coast.rss")
    assert "robots.txt" in (made.fault or "") and made.feed.next_poll == NOW + timedelta(days=1)


def test_a_feed_that_moved_goes_on_under_its_new_address(newsroom: Newsroom) -> None:
    newsroom.answers["/old.rss"] = (301, b"", {"Location": newsroom.url("/coast.rss")})
    made = seen(newsroom, "/old.rss")
    assert not made.feed.active and made.feed.known == {"moved": newsroom.url("/coast.rss")}
    assert made.moved is not None and made.moved.url == newsroom.url("/coast.rss") and made.moved.etag == '"1"'
    assert len(made.items) == 1 and made.moved.known["seen"]


def test_a_slow_feed_ends_within_its_time(newsroom: Newsroom) -> None:
    newsroom.slow["/coast.rss"] = 5
    assert "nothing was sent for 1 seconds" in (seen(newsroom, "/coast.rss").fault or "")


def test_an_etag_that_changes_with_nothing_new_brings_nothing_twice(newsroom: Newsroom) -> None:
    item = Item("/coast/fire", FIRE, TEXT)
    newsroom.feeds["/moody.rss"] = [[item], [item], [item]]
    made = seen(newsroom, "/moody.rss")
    for n in (2, 3):
        made = seen(newsroom, made.feed)
        assert (made.items, made.feed.etag) == ((), f'"{n}"')


def test_one_that_was_stopped_gives_nothing_at_all(newsroom: Newsroom) -> None:
    newsroom.feeds["/many.rss"] = [links("/coast/1", "/coast/2", "/coast/3")]
    with Fetcher(allow=["127.0.0.0/8"], limits=QUICK) as fetcher:
        feed = Feed(newsroom.url("/many.rss"))
        stop = iter((False, True)).__next__
        assert look(feed, fetcher, Pace(), now=lambda: NOW, stopped=stop) is None
    assert newsroom.times("/coast/1") == 1 and newsroom.times("/coast/3") == 0


def test_a_fault_of_the_program_is_the_fault_of_one_feed(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no number")

    monkeypatch.setattr("consilience.watch.looks.poll", broken)
    made = seen(newsroom, replace(Feed(newsroom.url("/coast.rss")), etag='"1"'))
    assert made.fault == "a fault of the program, ZeroDivisionError: no number" and made.feed.etag == '"1"'
