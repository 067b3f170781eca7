"""Where a claim happened, and how two places stand to each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.annotate import pipeline
from consilience.annotate.locate import place_of
from consilience.annotate.vicinity import vicinity
from consilience.collate.places import Relation, compatible, distance, where
from consilience.model import Annotated, Place, PlaceSort, Report
from consilience.tables import places as gazetteer


def a(name: str, country: str | None = None, sort: PlaceSort | None = None) -> Place:
    """The place of the table with that name; with vague words in front of it, vague."""
    base = name.split("|")[-1]
    row = next(r for r in gazetteer.find(base) if country in (None, r.country) and sort in (None, r.sort))
    place = place_of(row)
    if base == name:
        return place
    text = name.replace("|", " ")
    return vicinity(text, len(text) - len(base), len(text), place)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (a("Wonsan"), a("Wonsan"), "same"),
        (a("Kyiv", sort="town"), a("Kiev", sort="town"), "same"),
        (a("Wonsan"), a("North Korea"), "inside"),
        (a("Austin", "US", "town"), a("Texas"), "inside"),
        (a("Texas"), a("United States"), "inside"),
        (a("Morris County"), a("New Jersey", sort="region"), "inside"),
        (a("Croydon", "GB"), a("London", "GB"), "inside"),
        (a("Lesbos"), a("Greece"), "inside"),
        (a("Wonsan"), a("Pyongyang"), "apart"),
        (a("North Korea"), a("South Korea"), "apart"),
        (a("Texas"), a("Florida", "US", "region"), "apart"),
        (a("Wonsan"), a("Russia"), "apart"),
        (a("Austin", "US", "town"), a("Ohio", "US", "region"), "apart"),
        (a("Paris", "FR", "town"), a("Black Sea"), "apart"),
        (a("Paris", "FR", "town"), a("Paris", "US", "town"), "unknown"),
        (a("Puerto Rico", sort="country"), a("United States"), "unknown"),
        (a("near|Wonsan"), a("Wonsan"), "unknown"),
        (a("near|Wonsan"), a("Moscow", "RU"), "apart"),
        (a("off the coast of|Libya"), a("Tripoli", "LY", "town"), "unknown"),
        (a("northern|Syria"), a("Syria"), "inside"),
        (a("northern|Syria"), a("southern|Syria"), "apart"),
        (a("northern|Syria"), a("eastern|Syria"), "unknown"),
        (a("near|Wonsan"), a("near|Wonsan"), "same"),
        (a("Baghdad", "IQ", "town"), a("Middle East"), "inside"),
        (a("Manchester", "GB", "town"), a("Oldham", "GB", "town"), "unknown"),
    ],
)
def test_places_are_one_or_nested_or_apart_or_not_to_be_told(one: Place, other: Place, relation: Relation) -> None:
    assert compatible(one, other) == compatible(other, one) == relation


_ROWS = [place_of(row) for number, row in enumerate(gazetteer.rows()) if number % 4001 == 0]
_PLACES = st.sampled_from(
    [*_ROWS, *(place_of(r) for r in gazetteer.rows("C")), *(place_of(r) for r in gazetteer.rows("A"))]
)


@given(_PLACES, _PLACES)
def test_the_order_of_two_places_does_not_matter(one: Place, other: Place) -> None:
    assert compatible(one, other) == compatible(other, one)
    assert compatible(one, one) == "same"


def test_distance_is_along_the_earth() -> None:
    assert distance(a("Paris", "FR", "town"), a("London", "GB", "town")) == pytest.approx(344, abs=3)


@pytest.fixture(scope="module")
def happened() -> Callable[[str], list[list[str]]]:
    """The names of the places of every claim of a text, vague words in front."""

    @cache
    def read(text: str) -> Annotated:
        return next(pipeline.annotate([Report("r", "r.txt", text)]))

    def names(text: str) -> list[list[str]]:
        annotated = read(text)
        found = (where(claim, annotated) for claim in annotated.claims)
        return [[" ".join(filter(None, (p.vague, p.name))) for p in places] for places in found]

    return names


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Two men were arrested in Wonsan on Monday.", ["Wonsan"]),
        ("Police in Lyon arrested two men.", ["Lyon"]),
        ("He died near Paris, Texas.", ["near Paris"]),
        ("The minister flew from Minsk to Wonsan.", ["Wonsan"]),
        ("Thousands of soldiers were sent to the Kursk region.", ["Kursk region"]),
        ("A fire broke out on the outskirts of London.", ["the outskirts of London"]),
        ("The president of Russia visited Wonsan.", ["Wonsan"]),
        ("They met in the city of Wonsan.", ["Wonsan"]),
        ("The London attack killed two people.", ["London"]),
        ("A storm hit Florida and Georgia on Sunday.", ["Florida", "Georgia"]),
        ("A rocket was launched from the Baikonur cosmodrome on Monday.", ["Baikonur"]),
        ("The ferry was bound for Wonsan.", ["Wonsan"]),
        ("The hotline was cut by Pyongyang.", []),
        ("Moscow denied the report.", []),
        ("The United States imposed sanctions on Russia.", []),
        ("The Russian president told the French minister a story.", []),
        ("The ambassador of Japan resigned.", []),
    ],
)
def test_a_place_belongs_to_a_claim_that_happens_there(
    happened: Callable[[str], list[list[str]]], text: str, places: list[str]
) -> None:
    assert max(happened(text), key=len) == places


def test_the_place_of_another_sentence_is_not_taken_over(happened: Callable[[str], list[list[str]]]) -> None:
    first, last = happened("A bus crashed in Cartago. Two passengers died later.")
    assert (first, last) == (["Cartago"], [])


def test_alternatives_stay_in_the_order_of_the_text(happened: Callable[[str], list[list[str]]]) -> None:
    found = max(happened("Shells fell in Kharkiv, Odesa and Lviv on Friday."), key=len)
    assert found == ["Kharkiv", "Odesa", "Lviv"]
    assert all(compatible(a(x, "UA", "town"), a(y, "UA", "town")) == "apart" for x, y in pairwise(found))
