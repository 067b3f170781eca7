"""Publishing dates come out as ISO 8601, or not at all."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.read.dates import find, iso


@pytest.mark.parametrize(
    ("given_date", "wanted"),
    [
        ("2031-07-15", "2031-07-15"),
        ("20310715", "2031-07-15"),
        (20310715, "2031-07-15"),
        ("2031-07-15T09:00:00", "2031-07-15T09:00:00"),
        ("2031-07-15 09:00", "2031-07-15T09:00:00"),
        ("2031-07-15T09:00:00.1234567Z", "2031-07-15T09:00:00+00:00"),
        ("2031-07-15T09:00:00+0200", "2031-07-15T09:00:00+02:00"),
        ("2031-07-15 09:00:00 UTC", "2031-07-15T09:00:00+00:00"),
        ("Tue, 15 Jul 2031 09:00:00 GMT", "2031-07-15T09:00:00+00:00"),
        ("July 15, 2031", "2031-07-15"),
        ("Tuesday, 15 July 2031, 9am", "2031-07-15"),
        ("15th Sept. 2031", "2031-09-15"),
        (1514389849, "2017-12-27T15:50:49+00:00"),
        ("1514389849000", "2017-12-27T15:50:49+00:00"),
    ],
)
def test_the_usual_forms_are_read(given_date: object, wanted: str) -> None:
    assert iso(given_date) == wanted


@pytest.mark.parametrize(
    "given_date",
    [
        "12/07/2018",
        "soon",
        "",
        "2031-02-30",
        "0000-00-00",
        "1970-01-01T00:00:00Z",
        "9999-12-31",
        0,
        -5,
        3.5,
        True,
        None,
        ["2031-07-15"],
        "July 45, 2031",
        "x" * 500,
        float("inf"),
        float("nan"),
        10**400,
    ],
)
def test_what_is_no_date_or_two_dates_is_none(given_date: object) -> None:
    assert iso(given_date) is None


@given(st.one_of(st.text(max_size=90), st.integers(), st.floats(), st.none(), st.dates().map(str)))
def test_any_value_is_an_iso_date_or_none(value: object) -> None:
    date = iso(value)
    assert date is None or datetime.fromisoformat(date)


def test_a_date_is_found_in_the_line_that_says_it() -> None:
    assert find("Updated: 2031-07-15 13:14 By Agencies") == "2031-07-15T13:14:00"
    assert find("Published 5:12 PM ET, Tue July 15, 2031") == "2031-07-15"
    assert find("5 min read") is None
