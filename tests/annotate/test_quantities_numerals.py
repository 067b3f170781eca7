"""Numerals, units and limits as the characters alone give them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.annotate import bounds, numerals, uncounted, units


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and fifty thousand", 250_000),
        ("one million two hundred thousand", 1_200_000),
        ("two million three hundred thousand and one", 2_300_001),
        ("four hundred million", 4e8),
        ("4 hundred million", 4e8),
        ("two and a half million", 2.5e6),
        ("10 1/2", 10.5),
        ("2½", 2.5),
        ("two-thirds", 2 / 3),
        ("ninety five", 95),
        ("1,50,000", 150_000),
        ("1.2bn", 1.2e9),
        ("half a dozen", 6),
        ("1.99×10-3", 0.00199),
    ],
)
def test_a_numeral_has_one_value(text: str, value: float) -> None:
    (numeral,) = numerals.find(text)
    assert (numeral.start, numeral.end) == (0, len(text))
    assert numeral.low == numeral.high == pytest.approx(value)


def test_a_third_loss_is_no_third() -> None:
    (numeral,) = numerals.find("a third consecutive loss")
    assert numeral.kind == "ordinal"


_UP_TO_FIFTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_BY_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES, _TENS = _UP_TO_FIFTEEN.split(), _BY_TEN.split()


def _spelt(number: int) -> str:
    """English words for 1 to 999,999, independent of the reader."""
    if number >= 1000:
        rest = number % 1000
        return f"{_spelt(number // 1000)} thousand" + (
            f" {_spelt(rest)}" if rest >= 100 else f" and {_spelt(rest)}" if rest else ""
        )
    if number >= 100:
        return f"{_spelt(number // 100)} hundred" + (f" and {_spelt(number % 100)}" if number % 100 else "")
    if number >= 20:
        return _TENS[number // 10 - 2] + (f"-{_spelt(number % 10)}" if number % 10 else "")
    return _ONES[number - 1] if number <= 15 else ("six", "seven", "eigh", "nine")[number - 16] + "teen"


@given(st.integers(1, 999_999))
def test_every_number_reads_back_from_its_words_and_its_digits(number: int) -> None:
    for text in (_spelt(number), f"{number:,}", str(number)):
        (numeral,) = numerals.find(text)
        assert (numeral.low, numeral.end) == (number, len(text)), text


@given(st.text(max_size=200))
def test_numerals_never_overlap(text: str) -> None:
    found = numerals.find(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["1,11", "one and ", "a" * 50 + "@", "5 ", "\n", "1-", "dozens of ", "July 5 to ", "1/2/"]
)
def test_hostile_length_costs_time_in_proportion(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    begun = time.process_time()
    found = numerals.find(text)
    uncounted.spans(text, ((n.start, n.end) for n in found))
    assert time.process_time() - begun < 5


def test_no_form_of_a_unit_stands_in_two_rows() -> None:
    for kind in ("words", "symbols", "prefixes"):
        forms = [form for row in units.rows() for form in row.get(kind, ())]
        assert len(forms) == len(set(forms)), kind


def test_every_form_of_a_unit_is_read_as_its_row_says() -> None:
    for row in units.rows():
        for form in row.get("words", ()):
            found = units.after(f"200 {form} x", 3, 200)
            assert found is not None and found.code == row["code"], form
        for form in row.get("symbols", ()):
            found = units.after(f"200{form} x", 3, 200)
            assert found is not None and found.code == row["code"], form
        for form in row.get("prefixes", ()):
            found = units.before(f"{form}200", len(form))
            assert found is not None and found.code == row["code"], form


def test_every_bound_is_read_as_its_row_says() -> None:
    before, after, _ = bounds.table()
    for form, sign in before.items():
        text = f"and {form} "
        assert bounds.before(text + "200", len(text)) == bounds.Limit(4, sign), form
    for form, sign in after.items():
        text = f"200{form if form.startswith(('-', '+')) else ' ' + form}"
        assert bounds.after(text, 3) == bounds.Limit(len(text), sign), form


def test_a_name_of_a_unit_gives_its_code() -> None:
    assert units.code("kilometre per hour") == "km/h"
    assert units.code("dollar per barrel") == "USD/[bbl_us]"
    assert units.code("sheep") is None
