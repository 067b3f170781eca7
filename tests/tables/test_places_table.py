"""The table of places: complete, in range, and small."""

from __future__ import annotations

from importlib.resources import files

from consilience.tables import countries, places


def test_every_row_lies_on_the_earth_and_has_a_radius() -> None:
    number = 0
    for row in places.rows():
        assert -90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 and row.radius > 0, row
        assert row.name and (row.country or row.sort == "area"), row
        number += 1
    assert number > 40_000


def test_every_country_of_the_countries_table_that_has_people_has_a_place() -> None:
    missing = {c.code for c in countries.rows() if c.capital and places.country(c.code) is None}
    assert missing <= {"EU", "UN"}, missing


def test_namesakes_are_all_kept() -> None:
    assert {"US", "GB"} <= {row.country for row in places.find("cambridge")}


def test_the_file_stays_small() -> None:
    assert len(files("consilience.tables").joinpath(places.FILE).read_bytes()) < 900_000
