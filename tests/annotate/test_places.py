"""The places that a report names: which words are one, what leaves them vague, and when a name acts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from consilience.annotate.places import of_document
from consilience.annotate.vicinity import moved, vicinity
from consilience.model import Entity, Extent, Place, PlaceMention

WONSAN = Place("Wonsan", "town", "KP", None, 39.15, 127.44, 8)
SYRIA = Place("Syria", "country", "SY", None, 35.0, 38.0, 243)


@pytest.fixture(scope="module")
def find(nlp: Language) -> Callable[[str], dict[str, PlaceMention]]:
    """The places of a text by their words."""
    return lambda text: {m.text: m for m in nlp(text)._.consilience_places}


def beside(text: str, name: str, place: Place) -> Place:
    start = text.index(name)
    return vicinity(text, start, start + len(name), place)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A ship sank near Wonsan.", "near"),
        ("A ship sank close to the port of Wonsan.", "close to"),
        ("A ship sank off Wonsan.", "off"),
        ("A ship sank off the east coast of Wonsan.", "off the east coast of"),
        ("A fire broke out on the outskirts of Wonsan.", "the outskirts of"),
        ("A ship sank 30 km north of Wonsan.", "30 km north of"),
        ("A ship sank about 12.5 miles (20 kilometres) from Wonsan.", "12.5 miles from"),
        ("They met in Wonsan.", None),
        ("The bus from Wonsan was late.", None),
        ("The plane took off in Wonsan.", None),
    ],
)
def test_words_that_leave_open_where_it_was_are_kept(text: str, words: str | None) -> None:
    found = beside(text, "Wonsan", WONSAN)
    assert found.vague == words
    assert (found.radius_km > WONSAN.radius_km) == (words is not None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Troops moved in northern Syria.", "northern"),
        ("Troops moved in the north of Syria.", "the north of"),
        ("Troops gathered on the border with Syria.", "the border of"),
        ("Troops gathered at the Syria border.", "the border of"),
        ("Troops gathered in Syria.", None),
    ],
)
def test_parts_and_borders_of_a_country_are_no_more_than_that(text: str, words: str | None) -> None:
    assert beside(text, "Syria", SYRIA).vague == words


def test_a_distance_with_a_direction_moves_the_middle() -> None:
    north = beside("A ship sank 111 km north of Wonsan.", "Wonsan", WONSAN)
    assert north.latitude == pytest.approx(WONSAN.latitude + 1, abs=0.01) and north.longitude == WONSAN.longitude
    assert beside("Troops moved in northern Syria.", "Syria", SYRIA).latitude > SYRIA.latitude


def test_a_place_moved_over_the_pole_or_the_date_line_stays_on_the_earth() -> None:
    far = Place("Far", "town", "RU", None, 89.9, 179.9, 5)
    for way in ("north", "east", "south-west"):
        there = moved(far, 500, way)
        assert -90 <= there.latitude <= 90 and -180 <= there.longitude <= 180
    with pytest.raises(ValueError, match="no direction"):
        moved(far, 1, "up")


def test_a_part_of_a_town_is_not_told_from_the_town() -> None:
    assert beside("They met in central Wonsan.", "Wonsan", WONSAN) == WONSAN


def test_a_person_called_like_a_town_is_no_place(find: Callable[[str], dict[str, PlaceMention]]) -> None:
    assert set(find("Paris Brook, a pilot, flew from London to Paris, France.")) == {"London", "Paris", "France"}


def test_the_forename_of_a_person_of_the_report_is_no_place(nlp: Language) -> None:
    doc = nlp.make_doc("Sofia Arden came to Wonsan.")
    doc._.consilience_entities = (
        Entity("e0", "Sofia Arden", "PERSON", None, ()),
        Entity("e1", "Sofia", "GPE", "BG", (Extent(0, 5, "Sofia"),)),
        Entity("e2", "Wonsan", "GPE", None, (Extent(20, 26, "Wonsan"),)),
    )
    assert [m.text for m in of_document(doc)] == ["Wonsan"]
    doc._.consilience_entities = (
        Entity("e0", "Arden", "PERSON", None, (Extent(6, 11, "Arden"),)),
        *doc._.consilience_entities[1:],
    )
    assert [m.text for m in of_document(doc)] == ["Wonsan"]


def test_a_capital_that_acts_is_no_place(find: Callable[[str], dict[str, PlaceMention]]) -> None:
    assert find("Moscow denied the report on Monday.")["Moscow"].acts
    assert find("Moscow's invasion of the island failed.")["Moscow"].acts
    assert not find("Two people died in Moscow on Monday.")["Moscow"].acts


def test_a_peoples_word_is_a_place_only_before_one(find: Callable[[str], dict[str, PlaceMention]]) -> None:
    assert find("The ministers met in the Turkish capital on Monday.")["Turkish"].place.name == "Ankara"
    assert find("Trucks waited at the Polish border on Monday.")["Polish"].place.vague == "the border of"
    assert find("Two Polish soldiers spoke to a Turkish colonel.") == {}


def test_every_mention_stands_where_it_says(nlp: Language) -> None:
    text = "In Wonsan, North Korea, and near Paris, Texas, it rained.\n\nIt did not rain in Kyiv."
    mentions = nlp(text)._.consilience_places
    assert [m.text for m in mentions] == ["Wonsan", "North Korea", "Paris", "Texas", "Kyiv"]
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert [m.place.country for m in mentions] == ["KP", "KP", "US", "US", "UA"]


def test_a_state_under_a_name_of_the_report_is_that_state(find: Callable[[str], dict[str, PlaceMention]]) -> None:
    found = find("North Korea fired a missile. Officials in the North said nothing, and South Korea complained.")
    assert found["North"].place.name == "North Korea" and found["North"].place.sort == "country"


def test_what_no_table_has_is_a_name_without_coordinates(find: Callable[[str], dict[str, PlaceMention]]) -> None:
    place = find("The ministers met in Zzyzlavia on Monday, officials in Zzyzlavia said.")["Zzyzlavia"].place
    assert (place.sort, place.name, place.latitude, place.radius_km) == ("unknown", "Zzyzlavia", None, None)
