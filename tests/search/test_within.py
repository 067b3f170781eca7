"""People by any of their names, as people judged them, and places by name, by what they lie in and by nearness."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from archive import BRIDGE, FIRE, STRIKE, courier, fill, lantern, mail, mail_later

from consilience.model import Judgement
from consilience.search import Found, Question, search
from consilience.search.stories import Wanted, listing
from consilience.store import Store, judgements

LATER = "2026-04-01T00:00:00+00:00"


def ask(store: Store, words: str = "", **fields: Any) -> Found:
    with store.read() as tx:
        return search(tx, Question(words, **fields))


def stories(found: Found) -> set[str | None]:
    return {hit.story for hit in found.hits}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("Ilsa Brandt", {FIRE.id}),
        ("Karl Brandt", {STRIKE.id}),
        ("Brandt", {FIRE.id, STRIKE.id}),
        ("brandt, ilsa", {FIRE.id}),
        ("Oleg Maran", {BRIDGE.id}),  # Oleh in Ukrainian
        ("the brigade", {FIRE.id}),
        ("Karla Brandt", set()),
    ],
)
def test_people_and_bodies_are_found_by_their_names(archive: Store, person: str, expected: set[str]) -> None:
    found = ask(archive, person=person, kinds=("report",))
    assert stories(found) == expected
    if not expected:
        assert found.notes == (f"no story has anybody called {person}",)


def test_a_search_says_whom_it_meant(archive: Store) -> None:
    assert ask(archive, person="Brandt").notes == (
        "within 2 stories: Brandt is the surname of Ilsa Brandt; Brandt is the surname of Ilse Brandt; "
        "Brandt is the surname of Karl Brandt",
    )


def test_only_passages_that_name_the_person_are_found(archive: Store) -> None:
    found = ask(archive, "market", person="Ilse Brandt", kinds=("report",))
    assert [hit.passage.report for hit in found.hits] == [mail_later.id, mail.id]
    found = ask(archive, person="Ilsa Brandt", kinds=("report",))
    assert lantern.id in {hit.passage.report for hit in found.hits}
    assert courier.id not in {hit.passage.report for hit in found.hits}


def test_a_person_is_found_as_the_one_who_speaks(archive: Store) -> None:
    (hit,) = ask(archive, person="Ilsa Brandt", kinds=("quotation",)).hits
    assert hit.passage.text in ("We will build it again", "It shall be built again")


@pytest.mark.parametrize(
    ("judgement", "person", "expected"),
    [
        (Judgement("same", "Ilsa Brandt", "Karl Brandt", at=LATER), "Karl Brandt", {FIRE.id, STRIKE.id}),
        (Judgement("same", "The Mayor", "Oleh Maran", at=LATER), "the mayor", {BRIDGE.id}),
        (Judgement("different", "Brandt", "Karl Brandt", at=LATER), "Brandt", {FIRE.id}),
        (Judgement("same", "The Mayor", "Oleh Maran", BRIDGE.id, at=LATER), "the mayor", {BRIDGE.id}),
        (Judgement("same", "The Mayor", "Oleh Maran", STRIKE.id, at=LATER), "the mayor", set()),
    ],
)
def test_what_people_judged_holds(
    new_store: Callable[[], str], judgement: Judgement, person: str, expected: set[str]
) -> None:
    with closing(Store.open(new_store())) as store:
        fill(store)
        with store.write() as tx:
            judgements.add(tx, judgement)
        with store.read() as tx:
            assert {listed.id for listed in listing(tx, Wanted(person=person))} == expected


@pytest.mark.parametrize(
    ("place", "near", "expected"),
    [
        ("Port Andor", None, {FIRE.id}),
        ("port-andor", None, {FIRE.id}),
        ("Andor Harbour", None, {FIRE.id}),  # another name of Port Andor there
        ("Kiev", None, {BRIDGE.id}),
        ("Ukraine", None, {BRIDGE.id}),
        ("Kyiv City", None, {BRIDGE.id}),
        ("Port Andor", 20.0, {FIRE.id}),
        ("Port Andor", 40.0, {FIRE.id, STRIKE.id}),
        ("Brovary", 30.0, {BRIDGE.id}),  # a town beside Kyiv that no story names
        ("Nowhere at All", None, set()),
    ],
)
def test_stories_are_found_by_where_they_happened(
    archive: Store, place: str, near: float | None, expected: set[str]
) -> None:
    with archive.read() as tx:
        assert {listed.id for listed in listing(tx, Wanted(place=place, near=near))} == expected


def test_a_place_bounds_a_search(archive: Store) -> None:
    found = ask(archive, "market", place="Velmora")
    assert stories(found) == {STRIKE.id}
    assert found.notes == ("1 story happened at Velmora",)


def test_nearness_needs_a_place_that_is_known(archive: Store) -> None:
    with pytest.raises(ValueError, match="nobody knows where Nowhere at All is"):
        ask(archive, "market", place="Nowhere at All", near=5.0)
    with pytest.raises(ValueError, match="A distance needs a place"):
        ask(archive, "market", near=5.0)
