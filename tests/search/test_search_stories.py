"""The list of stories, and the story that is meant by the beginning of an id."""

from __future__ import annotations

import pytest
from archive import BRIDGE, FIRE, STRIKE

from consilience.search.stories import Wanted, listing, named
from consilience.store import Store


def ids(store: Store, **fields: object) -> list[str]:
    with store.read() as tx:
        return [story.id for story in listing(tx, Wanted(**fields))]  # type: ignore[arg-type]


def test_stories_are_listed_those_changed_last_first(archive: Store) -> None:
    with archive.read() as tx:
        listed = listing(tx)
    assert [story.id for story in listed] == [BRIDGE.id, STRIKE.id, FIRE.id]
    fire = listed[-1]
    assert (fire.title, fire.earliest, fire.places) == (FIRE.title, "2026-03-09", ("Port Andor",))
    assert (fire.outlets, fire.findings, fire.contradictions, fire.revision) == (3, 2, 1, 1)
    assert fire.changed is not None and fire.changed.tzinfo is not None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"disputed": True}, [FIRE.id]),
        ({"since": "2026-03-11"}, [BRIDGE.id, STRIKE.id]),
        ({"until": "2026-03-11"}, [STRIKE.id, FIRE.id]),
        ({"since": "2026-03-20", "until": "2026-03"}, [BRIDGE.id]),
        ({"changed": 1}, [BRIDGE.id, STRIKE.id]),
        ({"limit": 1}, [BRIDGE.id]),
        ({"person": "Brandt", "limit": 1}, [STRIKE.id]),
        ({"place": "Velmora", "near": 50.0}, [STRIKE.id, FIRE.id]),
    ],
)
def test_a_list_can_be_narrowed(archive: Store, fields: dict[str, object], expected: list[str]) -> None:
    assert ids(archive, **fields) == expected


def test_the_beginning_of_an_id_names_a_story(archive: Store) -> None:
    with archive.read() as tx:
        assert named(tx, "s9") == named(tx, BRIDGE.id) == BRIDGE.id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("s1f", f"s1f begins several stories: {FIRE.id} ({FIRE.title}), {STRIKE.id}"),
        ("s1f2strikes", f"there is no story s1f2strikes; near it: {STRIKE.id}"),
        ("bridge", f"there is no story bridge; near it: {BRIDGE.id}"),
        ("%", "there is no story %"),
        ("", "there is no story "),
    ],
)
def test_a_story_that_is_not_there_or_not_one_is_answered_with_those_near(archive: Store, text: str, said: str) -> None:
    with archive.read() as tx, pytest.raises(ValueError) as raised:
        named(tx, text)
    assert str(raised.value).startswith(said)
