"""Reports are stored once, in order; a later text of an article is a version that says what it changed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_stream import FIRE, Prepared, made
from sqlalchemy import Connection, select

from consilience.model import Quarantined, Report
from consilience.search import KINDS, Kind, Question, parse, search
from consilience.store import Store, reports, revisions, rounds, tables

URL = "https://www.coast-mail.example/market/"
LONG = " ".join(f"Stall number {n} was lost to the fire, its keeper said." for n in range(40))


def article(text: str, **fields: str) -> Report:
    return made(FIRE, 0, text=text, url=URL, **fields)


def found(tx: Connection, words: str, kinds: tuple[Kind, ...] = KINDS) -> list[str]:
    """The reports that a search finds; none where nothing is asked for."""
    if not parse(words).wanted:
        return []
    return [hit.passage.report for hit in search(tx, Question(words, kinds=kinds)).hits]


def seqs(store: Store) -> list[tuple[str, int]]:
    with store.read() as tx:
        return [tuple(row) for row in tx.execute(select(tables.reports.c.id, tables.reports.c.seq).order_by("seq"))]


def test_a_report_comes_back_equal(store: Store, prepared: Prepared) -> None:
    odd = replace(
        made(FIRE, 3), path="caf\udce9.txt", extra={"wire": [1, 2.5, None, {"\x00": "\ud800"}]}, byline="A \x1a B"
    )
    with store.write() as tx:
        reports.add(tx, [odd, made(FIRE, 1)])
    with store.read() as tx:
        assert reports.get(tx, odd.id) == odd
        assert reports.several(tx, [made(FIRE, 1).id, "nowhere", odd.id]) == (made(FIRE, 1), odd)
        assert reports.get(tx, "nowhere") is None


def test_what_is_given_again_is_known(store: Store) -> None:
    items = [made(FIRE, n) for n in range(4)]
    with store.write() as tx:
        first = reports.add(tx, items)
    with store.write() as tx:
        again = reports.add(tx, [*reversed(items), made(FIRE, 7)])
    assert (len(first.new), first.known, first.last) == (4, 0, 4)
    assert (again.new, again.known, again.last) == ((made(FIRE, 7).id,), 4, 5)
    assert [seq for _, seq in seqs(store)] == [1, 2, 3, 4, 5]


def test_a_note_on_a_bad_input_is_made_once(store: Store) -> None:
    bad = Quarantined("torn\udcff.html", "the file is empty")
    with store.write() as tx:
        assert reports.add(tx, [bad, bad]).set_aside == 1
    with store.write() as tx:
        assert reports.add(tx, [bad, replace(bad, reason="no text")]).set_aside == 1


def test_a_later_text_at_an_address_is_a_version_that_says_what_changed(store: Store) -> None:
    old = article(f"Two people were hurt. {LONG}")
    new = article(f"Five people were hurt. {LONG} The mayor spoke at noon.")
    with store.write() as tx:
        added = reports.add(tx, [old, replace(new, url=URL + "?utm_source=a&fbclid=b#top")])
        key = revisions.article(old)
        first, second = reports.versions(tx, key)
    assert (added.versions, first.version, second.version) == (1, 1, 2)
    assert first.changed is None and second.changed is not None
    told = [(old.text[c.old_start : c.old_end], new.text[c.new_start : c.new_end]) for c in second.changed]
    assert [(a.strip(), b.strip()) for a, b in told] == [
        ("Two people were hurt.", "Five people were hurt."),
        ("", "The mayor spoke at noon."),
    ]


def test_an_older_text_that_comes_again_is_known(store: Store) -> None:
    old, new = article(LONG), article(f"{LONG} One more.")
    with store.write() as tx:
        reports.add(tx, [old, new])
        assert reports.add(tx, [old, new, old]).known == 3


def test_an_id_that_was_given_makes_versions_too(store: Store) -> None:
    old = made(FIRE, 0, id="wire-17")
    new = made(FIRE, 0, id="wire-17", text=old.text + "\nMore follows.")
    with store.write() as tx:
        added = reports.add(tx, [old, new])
        again = reports.add(tx, [new, old])
        assert [v.version for v in reports.versions(tx, "wire-17")] == [1, 2]
        second = reports.get(tx, added.new[1])
    assert added.new[0] == "wire-17" != added.new[1]
    assert second == replace(new, id=added.new[1])
    assert (again.new, again.known) == ((), 2)


def test_an_address_with_several_articles_does_not_make_them_versions(store: Store) -> None:
    others = [article(f"{word} " * 30 + "ends here.") for word in ("alpha", "bravo", "carol")]
    with store.write() as tx:
        assert reports.add(tx, others).versions == 0
        assert reports.add(tx, others).known == 3


@given(
    st.lists(st.sampled_from(["One.", "Two!", "Three?\n", "four\n\n", "“Five.”"]), max_size=9).map(" ".join),
    st.lists(st.sampled_from(["One.", "Two!", "Three?\n", "six", "“Five.”"]), max_size=9).map(" ".join),
)
def test_what_did_not_change_is_the_same_in_both(old: str, new: str) -> None:
    kept_old, kept_new, at_old, at_new = "", "", 0, 0
    for c in revisions.changes(old, new):
        assert (c.old_start, c.new_start) >= (at_old, at_new)
        kept_old, kept_new = kept_old + old[at_old : c.old_start], kept_new + new[at_new : c.new_start]
        at_old, at_new = c.old_end, c.new_end
    kept_old, kept_new = kept_old + old[at_old:], kept_new + new[at_new:]
    assert kept_old.split() == kept_new.split()


def test_changes_of_a_hostile_text_take_no_time() -> None:
    chance = random.Random(1)
    old, new = (" ".join(chance.choice("ab") + "." for _ in range(60_000)) for _ in range(2))
    started = datetime.now(UTC)
    assert revisions.changes(old, new)
    assert (datetime.now(UTC) - started).total_seconds() < 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x?utm_medium=b&id=1", "http://www.a.example/x?id=1#part", True),
        ("https://a.example/x/", "https://a.example/x", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/" + "x" * 900 + "1", "https://a.example/" + "x" * 900 + "2", False),
    ],
)
def test_an_article_is_its_address_but_for_what_is_of_the_visit(one: str, other: str, same: bool) -> None:
    keys = [revisions.article(made(FIRE, 0, url=u)) for u in (one, other)]
    assert (keys[0] == keys[1]) is same
    assert max(map(len, keys)) < 400


def test_a_round_ends_with_its_input_and_after_so_many_reports(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "SIZE", 3)
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    with store.write() as tx:
        reports.add(tx, [made(FIRE, n) for n in range(4)], close=True, at=at)
        reports.add(tx, [made(FIRE, n) for n in range(4, 6)], at=at)
        assert rounds.last(tx) == (2, 4)
        reports.add(tx, [made(FIRE, 1)], close=True)  # all in rounds that ended: it ends none
        assert rounds.last(tx) == (2, 4)
        reports.add(tx, [made(FIRE, 5)], close=True, at=datetime(2026, 3, 11, tzinfo=UTC))
        assert rounds.last(tx) == (3, 6)
        assert [rounds.at(tx, datetime(2026, 3, day, 13, tzinfo=UTC)) for day in (9, 10, 11)] == [0, 2, 3]


def test_a_report_is_found_by_its_words_at_once(store: Store) -> None:
    with store.write() as tx:
        reports.add(tx, [made(FIRE, 0), article(LONG)])
    with store.read() as tx:
        assert found(tx, "stallholder hurt") == [made(FIRE, 0).id]
        assert found(tx, "stall keeper") == [article(LONG).id]
        assert found(tx, '"hurt stallholders"') == []
        assert found(tx, "stallholders", kinds=("quotation",)) == found(tx, " ,;") == []


@given(st.text(max_size=30))
def test_no_query_is_an_operator(words: str) -> None:
    for term in (*parse(words).terms, *parse(words).unwanted):
        for part in term.forms:
            assert part.isalnum() or "_" in part or not part.isascii()


@pytest.mark.parametrize(
    "words", ['"', '" OR 1', "NEAR(a b)", "a* AND -b", "title:fire", "fire) --", "'; DROP TABLE", "NOT"]
)
def test_a_hostile_query_is_only_words(store: Store, words: str) -> None:
    with store.write() as tx:
        reports.add(tx, [made(FIRE, 0)])
        found(tx, words)


def test_a_long_text_of_many_words_can_be_stored_and_found(store: Store) -> None:
    text = " ".join(f"wörd{n}ä" for n in range(29_000))[:299_000]
    with store.write() as tx:
        reports.add(tx, [made(FIRE, 0, text=text)])
        assert len(found(tx, "wörd17ä")) == 1
