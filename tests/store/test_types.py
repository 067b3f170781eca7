"""Values come back from both databases as they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_stream import Prepared
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from consilience.model import Annotated, Dossier, Extent, Report
from consilience.store import Store, feeds, packing, tables
from consilience.store.feeds import Feed
from consilience.store.packing import UnpackError

ANY_TEXT = st.text(st.characters(), max_size=40)  # halves of surrogate pairs and NUL too
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
BOTH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@BOTH
@given(title=ANY_TEXT, known=JSON)
def test_any_text_and_any_json_comes_back(store: Store, title: str, known: object) -> None:
    feed = Feed("https://a.example/feed", title=title, known=known)
    with store.write() as tx:
        feeds.put(tx, feed)
    with store.read() as tx:
        assert feeds.feed(tx, feed.url) == feed


@BOTH
@given(st.text(st.sampled_from("\x1a0123456789abcdef\x00\ud800x"), max_size=30))
def test_what_marks_an_odd_character_is_no_trap(store: Store, title: str) -> None:
    with store.write() as tx:
        feeds.put(tx, Feed("https://a.example/feed", title=title))
    with store.read() as tx:
        assert tx.scalar(select(tables.feeds.c.title)) == title


@pytest.mark.parametrize("hours", [-11, 0, 5.5, 14])
def test_a_time_comes_back_as_the_same_moment_in_utc(store: Store, hours: float) -> None:
    moment = datetime(2026, 3, 29, 2, 30, 0, 123456, timezone(timedelta(hours=hours)))
    with store.write() as tx:
        feeds.put(tx, Feed("https://a.example/feed", next_poll=moment))
    with store.read() as tx:
        found = feeds.feed(tx, "https://a.example/feed")
        assert found is not None and found.next_poll == moment
        assert found.next_poll.tzinfo == UTC
        assert [f.url for f in feeds.due(tx, moment)] == ["https://a.example/feed"]
        assert feeds.due(tx, moment - timedelta(microseconds=1)) == ()


def test_a_time_without_its_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="without its zone"), store.write() as tx:
        feeds.put(tx, Feed("https://a.example/feed", polled=datetime(2026, 3, 29)))


def test_an_annotated_report_is_unpacked_equal(prepared: Prepared) -> None:
    for item in prepared.marked.values():
        assert item.tokens.text and item.claims
        assert packing.unpack(Annotated, packing.pack(item)) == item
        assert packing.pack(item) == packing.pack(packing.unpack(Annotated, packing.pack(item)))


@given(st.builds(Extent, st.integers(0, 9), st.integers(0, 9), ANY_TEXT))
def test_any_characters_are_packed(extent: Extent) -> None:
    assert packing.unpack(Extent, packing.pack(extent)) == extent
    assert packing.read(Extent, packing.plain(extent)) == extent


@given(st.binary(max_size=60))
def test_other_bytes_are_not_unpacked(data: bytes) -> None:
    with pytest.raises(UnpackError):
        packing.unpack(Report, data)
    with pytest.raises(UnpackError):
        packing.contents(data)


def test_what_is_packed_is_no_other_noun() -> None:
    with pytest.raises(UnpackError, match="Dossier"):
        packing.unpack(Dossier, packing.pack(Extent(0, 1, "a")))
    with pytest.raises(TypeError, match="set"):
        packing.pack({"a": {1, 2}})
