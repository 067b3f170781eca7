"""The table of outlets and owners has no dead, missing or over-merging rows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.tables import countries, publishers

DOMAIN = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")


def test_every_row_is_found_by_each_of_its_names_and_domains() -> None:
    for row in publishers.rows():
        assert row.domains, row
        for name in (row.name, *row.aliases, *row.domains, *(f"https://www.{domain}/a" for domain in row.domains)):
            assert publishers.of(name) is row, name


def test_no_name_and_no_domain_belongs_to_two_rows() -> None:
    owner: dict[str, str] = {}
    for row in publishers.rows():
        for name in (*{publishers.key(name) for name in (row.name, *row.aliases)}, *row.domains):
            assert owner.setdefault(name, row.name) == row.name


def test_every_row_has_well_formed_domains_a_country_an_owner_and_a_source() -> None:
    for row in publishers.rows():
        assert all(DOMAIN.match(domain) and not domain.startswith("www.") for domain in row.domains), row
        assert row.country in countries.by_code()
        assert row.owner
        assert row.source


def test_no_domain_is_a_whole_public_suffix_or_platform() -> None:
    shared = {"co.uk", "com.au", "go.com", "com.br", "indiatimes.com", "wordpress.com", "medium.com", "blogspot.com"}
    assert not shared & {domain for row in publishers.rows() for domain in row.domains}


def test_the_table_spans_the_world() -> None:
    assert len(publishers.rows()) >= 250
    assert len({row.country for row in publishers.rows()}) >= 80


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("www.thesun.co.uk", "nypost.com"),
        ("The Wall Street Journal", "https://www.thetimes.co.uk/article/a-1"),
        ("Daily Mirror", "express.co.uk"),
        ("usatoday.com", "freep.com"),
        ("Daily Mail", "metro.co.uk"),
        ("NBC News", "news.sky.com"),
        ("edition.cnn.com", "money.cnn.com"),
    ],
)
def test_outlets_of_one_owner_count_as_one(one: str, other: str) -> None:
    first, second = publishers.of(one), publishers.of(other)
    assert first
    assert second
    assert first.owner == second.owner


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("abcnews.go.com", "abc.net.au"),
        ("The Guardian", "guardian.ng"),
        ("The Daily Telegraph", "dailytelegraph.com.au"),
        ("Daily Star", "thedailystar.net"),
        ("Sky News", "Sky News Australia"),
        ("independent.co.uk", "independent.ie"),
        ("The Times", "New York Times"),
        ("The Times", "Times of India"),
        ("Reuters", "Associated Press"),
        ("dailymirror.lk", "mirror.co.uk"),
    ],
)
def test_outlets_with_like_names_stay_apart(one: str, other: str) -> None:
    first, second = publishers.of(one), publishers.of(other)
    assert first
    assert second
    assert first.owner != second.owner


@pytest.mark.parametrize(
    "text", ["", "go.com", "notbbc.co.uk", "bbc.co.uk.example.org", "A paper nobody knows", "http://", "co.uk"]
)
def test_what_the_table_does_not_hold_is_nobodys(text: str) -> None:
    assert publishers.of(text) is None


@given(st.text(max_size=200))
def test_any_text_may_be_asked_for(text: str) -> None:
    publishers.of(text)
