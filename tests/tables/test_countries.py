"""The table of countries has no dead, missing or over-merging rows."""

from __future__ import annotations

import pytest
from babel import Locale

from consilience.tables import countries
from consilience.tables.countries import Kind

KINDS: tuple[Kind, ...] = ("name", "people", "capital", "seat", "region")


def test_every_row_is_found_by_each_of_its_own_words() -> None:
    for row in countries.rows():
        own = {
            "name": (row.name, *row.names),
            "people": row.people,
            "capital": row.capital,
            "seat": row.seats,
            "region": row.regions,
        }
        for kind in KINDS:
            for word in own[kind]:
                assert countries.find(word, kind) is row, (kind, word)


def test_no_word_belongs_to_two_countries_in_one_kind() -> None:
    for kind in KINDS:
        owner: dict[str, str] = {}
        for row in countries.rows():
            for word in {
                "name": (row.name, *row.names),
                "people": row.people,
                "capital": row.capital,
                "seat": row.seats,
                "region": row.regions,
            }[kind]:
                assert owner.setdefault(countries.key(word), row.code) == row.code, word


def test_every_code_is_one_of_cldrs_and_every_state_has_people_or_is_small() -> None:
    assert set(countries.by_code()) <= set(Locale("en").territories)
    assert sum(bool(row.people) for row in countries.rows()) >= 180


@pytest.mark.parametrize(
    "word",
    [
        "turkey",
        "chad",
        "polish",
        "china",
        "jordan",
        "us",
        "it",
        "in",
        "The",
        "May",
        "North",
        "north",
        "Capital",
        "March",
        "Oman's",
        "",
    ],
)
def test_an_everyday_word_is_no_country(word: str) -> None:
    assert countries.code(word) is None


@pytest.mark.parametrize(
    ("word", "kind", "code"),
    [
        ("DPRK", "name", "KP"),
        ("the North", "name", "KP"),
        ("Pyongyang", "capital", "KP"),
        ("the Kremlin", "seat", "RU"),
        ("Moscow", "capital", "RU"),
        ("Downing Street", "seat", "GB"),
        ("the White House", "seat", "US"),
        ("Brussels", "seat", "EU"),
        ("Brussels", "capital", "BE"),
        ("Kiev", "capital", "UA"),
        ("Kyiv", "capital", "UA"),
        ("U.S.", "name", "US"),
        ("Czechs", "people", "CZ"),
        ("Frenchmen", "people", "FR"),
        ("Germans", "people", "DE"),
        ("Scottish", "people", "GB"),
        ("Côte d’Ivoire", "name", "CI"),
        ("Türkiye", "name", "TR"),
        ("UKRAINE", "name", "UA"),
        ("the Netherlands", "name", "NL"),
        ("Gaza", "region", "PS"),
        ("Nevada", "region", "US"),
    ],
)
def test_what_news_calls_a_state_is_found(word: str, kind: Kind, code: str) -> None:
    country = countries.find(word, kind)
    assert country
    assert country.code == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Nigerien", "Nigerian"),
        ("North Korea", "South Korea"),
        ("Guinea", "Guinea-Bissau"),
        ("Dominica", "Dominican Republic"),
        ("Congo", "Congo-Brazzaville"),
        ("Sudan", "South Sudan"),
        ("Austria", "Australia"),
    ],
)
def test_countries_with_like_names_stay_apart(one: str, other: str) -> None:
    assert countries.code(one)
    assert countries.code(other)
    assert countries.code(one) != countries.code(other)


def test_a_field_in_another_language_is_understood() -> None:
    assert countries.code_in_any_language("Deutschland") == "DE"
    assert countries.code_in_any_language("Россия") == "RU"
