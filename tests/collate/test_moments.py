"""Which of two reports was first."""

from __future__ import annotations

import pytest

from consilience.collate.moments import moment, order_of


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("2025-05-04T18:10:00Z", "2025-05-05T06:00:00Z", -1),
        ("2025-05-05T07:30:00Z", "2025-05-05T06:00:00Z", 1),
        ("2025-05-05T07:30:00+02:00", "2025-05-05T06:00:00Z", -1),
        ("2025-05-05", "2025-05-05T06:00:00Z", 0),
        ("2025-05-05T07:30:00", "2025-05-05T06:00:00Z", 0),
        ("2025-05-06", "2025-05-05T23:00:00Z", 1),
    ],
)
def test_hours_count_where_both_reports_have_them(one: str, other: str, order: int) -> None:
    first, second = moment(one), moment(other)
    assert first is not None and second is not None
    assert order_of(first, second) == order
    assert order_of(second, first) == -order


def test_what_is_no_date_is_no_moment() -> None:
    assert moment("") is None
    assert moment("last week") is None
