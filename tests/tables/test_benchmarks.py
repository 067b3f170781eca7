"""The table of stock indices has no dead or over-merging rows."""

from __future__ import annotations

import pytest

from consilience.tables import agencies, benchmarks, countries


def test_every_row_is_found_by_each_of_its_names() -> None:
    for row in benchmarks.rows():
        for name in (row.name, *row.names, *row.articled):
            assert benchmarks.find(name) is row, name


def test_no_name_belongs_to_two_rows() -> None:
    owner: dict[str, str] = {}
    for row in benchmarks.rows():
        for name in (row.name, *row.names, *row.articled):
            assert owner.setdefault(name, row.name) == row.name, name


def test_no_index_has_the_name_of_a_country_or_an_agency_and_every_country_is_one() -> None:
    for row in benchmarks.rows():
        assert row.country is None or row.country in countries.by_code()
        for name in (row.name, *row.names):
            assert not countries.kinds(name) and agencies.find(name) is None, name


@pytest.mark.parametrize(
    "name", ["Dow Chemical", "Dow Jones Newswires", "Standard", "Nikkei Asia", "S&P Global", "Index"]
)
def test_what_is_called_like_an_index_is_none(name: str) -> None:
    assert benchmarks.find(name) is None


def test_an_index_is_found_with_its_article_and_the_word_for_it() -> None:
    assert benchmarks.find("the FTSE 100 index") is benchmarks.find("FTSE 100")
    assert benchmarks.find("The Nikkei average") is benchmarks.find("Nikkei 225")
