"""The table of places: complete, in range, in order, and small."""

from __future__ import annotations

from importlib.resources import files

import pytest

from consilience.tables import countries, load, places, whereabouts


def test_every_row_lies_on_the_earth_and_has_a_radius() -> None:
    number = 0
    for row in places.rows():
        assert -90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 and row.radius > 0, row
        assert row.name and (row.country or row.sort == "area"), row
        number += 1
    assert number > 200_000


def test_every_name_is_found_by_halving() -> None:
    wanted = [row.name for number, row in enumerate(places.rows()) if not row.alias and number % 997 == 0]
    assert len(wanted) > 100
    assert [name for name in wanted if not places.find(name)] == []


def test_every_country_of_the_countries_table_that_has_people_has_a_place() -> None:
    missing = {c.code for c in countries.rows() if c.capital and places.country(c.code) is None}
    assert missing <= {"EU", "UN"}, missing


def test_every_capital_is_the_large_town() -> None:
    washington = places.capital("US")
    assert washington is not None and washington.region == "DC"
    assert places.capital("XX") is None


def test_namesakes_are_all_kept() -> None:
    assert {"US", "GB"} <= {row.country for row in places.find("cambridge")}


def test_case_accents_hyphens_and_saints_make_no_other_place() -> None:
    assert places.find("Saint-Étienne") == places.find("ST. ETIENNE") != ()
    assert places.find("no such place") == ()


def test_rows_written_by_hand_name_no_place_twice_and_lie_in_countries_that_are() -> None:
    names: list[str] = []
    for area in load("places.toml")["areas"]:
        names += map(places.key, area["names"].split("|"))
        assert area.get("country", "") in {"", *countries.by_code()}, area
    assert len(names) == len(set(names)), sorted({n for n in names if names.count(n) > 1})


def test_rows_written_by_hand_are_in_the_built_table() -> None:
    for area in load("places.toml")["areas"]:
        found = [row for row in places.find(area["names"].split("|")[0]) if row.sort == "area"]
        assert (found[0].latitude, found[0].longitude) == pytest.approx(area["at"], abs=0.006), area


def test_territories_and_the_states_that_govern_them_have_codes_of_the_table() -> None:
    for code, states in load(places.GOVERNED)["governed"].items():
        assert {code, *states} <= set(countries.by_code()), code
        assert places.sovereign(code) == {code, *states}
    assert places.sovereign("FR") == {"FR"}


def test_words_of_place_stand_once_and_in_one_sense() -> None:
    for kind, text in load(whereabouts.FILE).items():
        listed = text.split()
        assert len(listed) == len(set(listed)), sorted({w for w in listed if listed.count(w) > 1})
        assert all(word == word.lower() for word in listed), kind
    assert not whereabouts.words("inside") & whereabouts.words("towards")


def test_the_file_stays_small() -> None:
    assert len(files("consilience.tables").joinpath(places.FILE).read_bytes()) < 2_800_000


def test_distance_is_along_a_great_circle() -> None:
    assert places.kilometres(0, 0, 0, 90) == pytest.approx(10007.6, abs=0.1)
    assert places.kilometres(52.52, 13.405, 48.8566, 2.3522) == pytest.approx(877.5, abs=1)
    assert places.kilometres(90, 0, -90, 50) == pytest.approx(20015.1, abs=0.1)
    assert places.kilometres(48.85, 2.35, 45.75, 4.85) == pytest.approx(392, abs=5)
    assert places.kilometres(0, 179.5, 0, -179.5) == pytest.approx(111, abs=1)
