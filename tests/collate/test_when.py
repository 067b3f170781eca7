"""Days that a claim names, and days that it counts back to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from consilience.annotate import pipeline
from consilience.collate import date_reports
from consilience.collate.entities import link
from consilience.collate.units import units
from consilience.collate.when import Days, days, may_last_as_long
from consilience.model import Report

Named = Callable[..., list[Days]]


@pytest.fixture(scope="module")
def named(nlp: object) -> Named:
    @cache
    def of(text: str, words: str, published: str | None = "2025-10-14") -> list[Days]:
        report = Report("r", "r.txt", text, published=published, dated_by="given" if published else "unknown")
        annotated = tuple(date_reports(tuple(pipeline.annotate([report]))))
        made, _ = units(annotated, link(annotated))
        (unit,) = [u for u in made if u.claim.text == words]
        return days(unit, annotated[0])

    return of


def bounds(found: list[Days]) -> list[tuple[str, str]]:
    return [(d.earliest, d.latest) for d in found]


def test_a_weekday_is_its_day(named: Named) -> None:
    assert bounds(named("The ferry sank on Monday.", "The ferry sank on Monday")) == [("2025-10-13", "2025-10-13")]


def test_a_month_is_all_its_days(named: Named) -> None:
    assert bounds(named("The ferry sank in June 2024.", "The ferry sank in June 2024")) == [
        ("2024-06-01", "2024-06-30")
    ]


def test_two_weeks_after_counts_back_from_the_report_and_not_to_the_day(named: Named) -> None:
    text = "Two weeks after they signed the agreement in Bereza, the presidents met in Lucan."
    ((first, last),) = bounds(named(text, "they signed the agreement in Bereza"))
    assert first < "2025-09-30" < last < "2025-10-14"


def test_a_day_after_counts_back_from_the_day_that_is_told_before_it(named: Named) -> None:
    text = "He was suspended on October 3, a day after player and club had been notified, the federation said."
    assert bounds(named(text, "player and club had been notified")) == [("2025-10-02", "2025-10-02")]


def test_weeks_after_is_some_weeks(named: Named) -> None:
    text = "Weeks after they signed the agreement in Bereza, the presidents met in Lucan."
    ((first, last),) = bounds(named(text, "they signed the agreement in Bereza"))
    assert "2025-07-01" < first < "2025-09-01"
    assert "2025-10-01" <= last < "2025-10-14"


def test_how_long_a_thing_lasts_is_no_day(named: Named) -> None:
    assert named("The presidents met in Lucan for two weeks.", "The presidents met in Lucan for two weeks") == []


def test_nothing_is_counted_back_from_an_unknown_day(named: Named) -> None:
    text = "Weeks after they signed the agreement in Bereza, the presidents met in Lucan."
    assert named(text, "they signed the agreement in Bereza", None) == []


def test_what_is_counted_back_to_is_no_day_of_the_main_clause(named: Named) -> None:
    text = "Two weeks after they signed the agreement in Bereza, the presidents met in Lucan."
    assert named(text, "the presidents met in Lucan") == []


def test_days_meet_where_one_day_is_in_both(named: Named) -> None:
    (june,) = named("The ferry sank in June 2024.", "The ferry sank in June 2024")
    (third,) = named("The ferry sank on 3 June 2024.", "The ferry sank on 3 June 2024")
    (monday,) = named("The ferry sank on Monday.", "The ferry sank on Monday")
    assert june.meets(third) and third.meets(june)
    assert not june.meets(monday) and not monday.meets(third)


def test_a_month_without_a_year_is_the_same_but_for_the_year(named: Named) -> None:
    (dated,) = named("The ferry sank in June 2024.", "The ferry sank in June 2024")
    (silent,) = named("The ferry sank in June.", "The ferry sank in June")
    (other,) = named("The ferry sank in June 2023.", "The ferry sank in June 2023")
    (july,) = named("The ferry sank in July.", "The ferry sank in July")
    assert dated.but_for_the_year(silent) and silent.but_for_the_year(dated)
    assert not dated.but_for_the_year(other)
    assert not dated.but_for_the_year(july)


@pytest.mark.parametrize(
    ("one", "other", "possible"),
    [
        ("PXD", "PXW", False),
        ("PTXH", "PXD", False),
        ("PXD", "PXD", True),
        ("PXD", "P1W", True),
        ("PXD", "P2M", False),
        ("PTXM", "PXM", False),
    ],
)
def test_a_length_that_is_not_counted_can_be_some_counted_ones(one: str, other: str, possible: bool) -> None:
    assert may_last_as_long(one, other) is may_last_as_long(other, one) is possible


def moment(named: Named, text: str, published: str) -> Days:
    (found,) = named(f"{text}.", text, published)
    return found


def test_the_clocks_of_two_places_tell_one_moment(named: Named) -> None:
    here = moment(named, "The ferry sank at 05:40 local time", "2025-10-14T09:20:00+02:00")
    there = moment(named, "The ferry sank at 0340 GMT", "2025-10-14T14:30:00Z")
    far = moment(named, "The ferry sank at 02:15", "2025-06-07T10:30:00+04:00")
    before = moment(named, "The ferry sank at 2215 GMT on Friday", "2025-06-07T13:20:00Z")
    assert here.tells_the_time_of(there)
    assert far.is_moment_of(before)
    assert not here.tells_the_time_of(moment(named, "The ferry sank at 0440 GMT", "2025-10-14T14:30:00Z"))


def test_a_quarter_past_seven_may_be_of_the_evening(named: Named) -> None:
    words = moment(named, "The ferry sank at a quarter past seven", "2025-10-14T09:20:00+02:00")
    assert words.tells_the_time_of(moment(named, "The ferry sank at 19:15", "2025-10-14T20:20:00+02:00"))
    assert not words.tells_the_time_of(moment(named, "The ferry sank at 18:15", "2025-10-14T20:20:00+02:00"))


def test_the_day_by_another_clock_may_be_the_next_one(named: Named) -> None:
    late = moment(named, "The flood struck at 2110 GMT on Sunday", "2025-10-14T14:30:00Z")
    early = moment(named, "The flood struck at 0110 GMT on Sunday", "2025-10-14T14:30:00Z")
    monday = moment(named, "The flood struck early on Monday", "2025-10-14T14:30:00+05:00")
    assert late.is_by_another_clock(monday)
    assert not early.is_by_another_clock(monday)
