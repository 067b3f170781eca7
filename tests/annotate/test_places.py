"""Where the places of a report are."""

from __future__ import annotations

import re

import pytest

from consilience.annotate.places import Place, locate, places
from consilience.model import Annotated, Entity, Extent, Report


def named(text: str, *names: str) -> list[Place | None]:
    found = [m.span() for name in names for m in [re.search(re.escape(name), text)] if m]
    return list(locate(text, found))


def one(text: str, *names: str) -> Place:
    place = named(text, *names)[0]
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("It happened in Cambridge, Mass., on Monday.", ("Cambridge", "Mass."), "US"),
        ("It happened in Cambridge, England, on Monday.", ("Cambridge", "England"), "GB"),
        ("It happened in Paris, Texas.", ("Paris", "Texas"), "US"),
        ("It happened in Paris.", ("Paris",), "FR"),
        ("Police in Valencia asked Venezuela for help.", ("Valencia", "Venezuela"), "VE"),
        ("Police in Valencia asked Spain for help.", ("Valencia", "Spain"), "ES"),
    ],
)
def test_the_places_around_a_name_decide_which_it_is(text: str, names: tuple[str, ...], country: str) -> None:
    assert one(text, *names).country == country


def test_a_region_named_behind_is_the_reason() -> None:
    assert "Texas stands behind it" in one("It happened in Paris, Texas.", "Paris", "Texas").reasons


def test_georgia_is_a_state_where_the_report_is_american() -> None:
    assert one("Georgia and Russia signed.", "Georgia", "Russia").sort == "country"
    assert one("Georgia and Florida, two states of the United States.", "Georgia", "Florida", "United States").sort == (
        "region"
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Kiev", "Kyiv"),
        ("KYIV", "Kyiv"),
        ("the Russian", "Russia"),
        ("northern Syria", "Syria"),
        ("DPRK", "North Korea"),
    ],
)
def test_spellings_peoples_and_directions_are_seen_through(name: str, place: str) -> None:
    assert one(f"Troops entered {name} today.", name).name == place


def test_a_house_that_stands_for_a_state_is_in_its_capital() -> None:
    assert one("The White House was quiet.", "White House").name == "Washington"


def test_a_country_is_less_certain_than_a_town() -> None:
    country, town = named("From Russia to Wonsan.", "Russia", "Wonsan")
    assert country is not None and town is not None and country.radius > 1000 > 50 > town.radius
    assert (round(town.latitude), round(town.longitude), town.country) == (39, 127, "KP")


@pytest.mark.parametrize("name", ["Zzyzlavia", "near the border", "", "   ", "the"])
def test_a_name_that_no_place_bears_gets_none(name: str) -> None:
    assert locate(name, [(0, len(name))]) == (None,)


def test_only_entities_that_are_places_are_located() -> None:
    text = "Paris Brook flew to Paris."
    entities = (
        Entity("e1", "Paris Brook", "PERSON", None, (Extent(0, 11, "Paris Brook"),)),
        Entity("e2", "Paris", "GPE", "FR", (Extent(20, 25, "Paris"),)),
    )
    found = places(Annotated(Report(id="r", path="r.txt", text=text), entities=entities))
    assert [(p.start, p.end) for p in found] == [(20, 25)]
