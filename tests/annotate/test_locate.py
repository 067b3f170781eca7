"""Which place a name means."""

from __future__ import annotations

import re

import pytest

from consilience.annotate.locate import locate
from consilience.model import PlaceMention


def named(text: str, *names: str) -> list[PlaceMention | None]:
    found = [m.span() for name in names for m in [re.search(re.escape(name), text)] if m]
    return list(locate(text, sorted(found)))


def one(text: str, *names: str) -> PlaceMention:
    mention = next(m for m in named(text, *names) if m is None or m.text == names[0])
    assert mention is not None
    return mention


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("It happened in Cambridge, Mass., on Monday.", ("Cambridge", "Mass."), "US"),
        ("It happened in Cambridge, England, on Monday.", ("Cambridge", "England"), "GB"),
        ("It happened in Paris, Texas.", ("Paris", "Texas"), "US"),
        ("It happened in Paris, Texas.", ("Paris",), "US"),
        ("It happened in Paris.", ("Paris",), "FR"),
        ("Police in Valencia asked Venezuela for help.", ("Valencia", "Venezuela"), "VE"),
        ("Police in Valencia asked Spain for help.", ("Valencia", "Spain"), "ES"),
    ],
)
def test_the_places_around_a_name_decide_which_it_is(text: str, names: tuple[str, ...], country: str) -> None:
    assert one(text, *names).place.country == country


def test_of_namesakes_the_one_near_the_other_places_is_meant() -> None:
    assert one(
        "Crews from Springfield, Worcester and Boston came.", "Springfield", "Worcester", "Boston"
    ).place.region == ("Massachusetts")
    assert one("Crews from Springfield and Kansas City came.", "Springfield", "Kansas City").place.region == "Missouri"


def test_a_region_named_behind_is_the_reason() -> None:
    assert "Texas stands behind it" in one("It happened in Paris, Texas.", "Paris", "Texas").reasons


def test_a_region_named_once_holds_for_the_whole_report() -> None:
    text = "It happened in Paris, Texas. Later Paris was quiet."
    first, last = (text.index("Paris"), text.rindex("Paris"))
    found = locate(text, [(first, first + 5), (text.index("Texas"), text.index("Texas") + 5), (last, last + 5)])
    assert [m.place.region for m in found if m] == ["Texas", "Texas", "Texas"]


def test_an_abbreviated_state_tells_what_its_full_name_means() -> None:
    assert one(
        "Fires near Spokane, Wash., spread. Washington sent help.", "Washington", "Spokane", "Wash."
    ).place.sort == ("region")
    assert one("Washington sent help.", "Washington").place.sort == "town"


def test_countries_in_a_row_are_not_inside_one_another() -> None:
    assert one("Mexico, Canada and Japan signed.", "Mexico", "Canada", "Japan").place.sort == "country"


def test_georgia_is_a_state_where_the_report_is_american() -> None:
    assert one("Georgia and Russia signed.", "Georgia", "Russia").place.sort == "country"
    text = "Georgia and Florida, two states of the United States."
    assert one(text, "Georgia", "Florida", "United States").place.sort == "region"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Kiev", "Kyiv"),
        ("KYIV", "Kyiv"),
        ("the Russian", "Russia"),
        ("northern Syria", "Syria"),
        ("DPRK", "North Korea"),
        ("Sao Paulo", "São Paulo"),
        ("St. Petersburg", "Saint Petersburg"),
        ("U.S. Virgin Islands", "U.S. Virgin Islands"),
        ("Wonsan", "Wonsan"),
    ],
)
def test_spellings_peoples_and_directions_are_seen_through(name: str, place: str) -> None:
    assert one(f"Troops entered {name} today.", name).place.name == place


@pytest.mark.parametrize(
    ("text", "name", "sort"),
    [
        ("Shells fell in the Kursk region.", "Kursk", "region"),
        ("Shells fell in Kursk.", "Kursk", "town"),
        ("A man of Morris County won.", "Morris County", "region"),
        ("Two planes met over the Bay of Bengal.", "Bay of Bengal", "area"),
        ("It landed at Dulles International Airport.", "Dulles International Airport", "site"),
        ("Boats reached Lesbos.", "Lesbos", "area"),
    ],
)
def test_a_name_with_its_kind_of_place_means_that_kind(text: str, name: str, sort: str) -> None:
    assert one(text, name).place.sort == sort


def test_a_house_that_stands_for_a_state_is_in_its_capital() -> None:
    white_house = one("The White House was quiet.", "White House").place
    assert (white_house.name, white_house.region) == ("Washington", "District of Columbia")


def test_a_country_is_less_certain_than_a_town() -> None:
    country, town = named("From Russia to Wonsan.", "Russia", "Wonsan")
    assert country is not None and town is not None
    assert country.place.radius_km > 1000 > 50 > town.place.radius_km
    assert (round(town.place.latitude), round(town.place.longitude), town.place.country) == (39, 127, "KP")


def test_with_an_article_and_nothing_behind_a_name_is_no_towns() -> None:
    assert named("Relations with the West, and with the Republic.", "West", "Republic") == [None, None]
    assert one("The Hague was quiet.", "The Hague").place.country == "NL"
    assert one("They left the Bahamas.", "Bahamas").place.country == "BS"


@pytest.mark.parametrize("name", ["Zzyzlavia", "near the border", "", "   ", "the", "French Quarter", "South Side"])
def test_a_name_that_no_place_bears_gets_none(name: str) -> None:
    assert locate(name, [(0, len(name))]) == (None,)
