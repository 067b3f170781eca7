"""The tables that times are read with: no dead rows, no unknown words; and the arithmetic under them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience import tables
from consilience.annotate import timex_calendar as cal
from consilience.annotate.timex_grammar import passes, recognise, vocabulary
from consilience.annotate.timex_instances import named
from consilience.annotate.timex_lexicon import lexemes, number_in_words
from consilience.annotate.timex_values import evaluate

NUMBERS = {"NUM", "DAY", "YEAR", "HHMM", "DOTTED", "CLOCK", "DATE", "DECADE", "YEARS", "A", "DAYWORD", "CENTURY"}
MADE = {"HOURS"}  # by an earlier pass


def test_every_rule_is_the_one_that_reads_something() -> None:
    reading: set[int] = set()
    waiting = list(passes())
    while waiting:
        node = waiting.pop()
        if node.rule:
            reading.add(node.rule.order)
        waiting.extend(node.next.values())
    rules = [
        f"{category}: {pattern}"
        for table in tables.load("timex.toml")["pass"]
        for category, section in table.items()
        for pattern in section
    ]
    assert [rule for order, rule in enumerate(rules) if order not in reading] == []


def test_rules_and_calendar_name_the_same_classes() -> None:
    classes = {name.upper() for name in tables.load("calendar.toml")}
    asked = {word for word in vocabulary() if word.isupper() and len(word) > 1}
    assert asked - classes - NUMBERS - MADE == set()
    assert classes - asked == set()


@pytest.mark.parametrize("section", ["wd", "wds", "unit", "units", "clockunits", "often", "part", "ord"])
def test_every_word_of_the_calendar_is_read(section: str) -> None:
    for word in tables.load("calendar.toml")[section]:
        (found,) = [lexeme for lexeme in lexemes(word.capitalize() + ". 5") if section.upper() in lexeme.terms]
        assert found.start == 0


def test_every_holiday_is_one_day_of_every_year() -> None:
    for name in tables.load("calendar.toml")["holiday"]:
        for year in (1999, 2016, 2025):
            assert cal.holiday(name, year).first.year == year
            (match,) = recognise(lexemes(name.title().replace("'S", "'s") + f" {year}"))
            assert evaluate(match.form, None).first == cal.holiday(name, year).first


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("easter", 2025, "2025-04-20"),
        ("good friday", 2018, "2018-03-30"),
        ("thanksgiving", 2017, "2017-11-23"),
        ("black friday", 2017, "2017-11-24"),
        ("memorial day", 2022, "2022-05-30"),
        ("election day", 2016, "2016-11-08"),
        ("remembrance sunday", 2016, "2016-11-13"),
    ],
)
def test_a_movable_holiday_falls_on_its_day(name: str, year: int, day: str) -> None:
    assert cal.holiday(name, year).value == day


@given(st.dates(date(1200, 1, 1), date(2800, 1, 1)), st.sampled_from(cal.UNITS))
def test_a_period_holds_its_day_and_follows_the_one_before(day: date, unit: str) -> None:
    period = cal.containing(unit, day)
    if unit != "weekend":
        assert period.first <= day <= period.last
        assert cal.shift(period, 1).first == period.last + timedelta(days=1)
    assert cal.shift(cal.shift(period, 1), -1) == period


@given(
    st.dates(date(1200, 1, 1), date(2800, 1, 1)), st.sampled_from(("day", "week", "month", "quarter", "half", "year"))
)
def test_a_periods_value_names_it(day: date, unit: str) -> None:
    period = cal.containing(unit, day)
    assert named(period.value) == period


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 7))
def test_a_weekday_is_within_a_week_on_its_side(day: date, weekday: int) -> None:
    past = evaluate(f"XXXX-WXX-{weekday} <", day).first
    future = evaluate(f"XXXX-WXX-{weekday} >", day).first
    assert past is not None and future is not None
    assert past.isoweekday() == future.isoweekday() == weekday
    assert 0 <= (day - past).days < 7 and 0 <= (future - day).days < 7


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twenty-one", 21),
        ("two hundred and five", 205),
        ("three thousand", 3000),
        ("two dozen", 24),
        ("one hundred thousand", 100_000),
        ("two three", None),
        ("twelve five", None),
    ],
)
def test_numbers_in_words(words: str, number: float | None) -> None:
    assert number_in_words(words) == number


@given(st.text(alphabet="XPTWref<>~+-=/ 0123456789dayonth", max_size=30), st.dates())
def test_no_form_is_too_odd(form: str, day: date) -> None:
    found = evaluate(form, day)
    assert found.first is None or found.last is None or isinstance(found.value, str)
