"""Which of two reports was published first, as far as their dates tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from itertools import product


def moment(published: str) -> datetime | None:
    """The moment in an ISO date or time; midnight is a day without a time."""
    try:
        return datetime.fromisoformat(published)
    except ValueError:
        return None


def order_of(one: datetime, other: datetime) -> int:
    """Below 0 where ``one`` is earlier, above 0 where it is later, 0 where they are of one moment or one day.

    Hours count where both have them, and both or neither a time zone.
    """
    exact = all(m.time() != time.min for m in (one, other)) and (one.tzinfo is None) == (other.tzinfo is None)
    first, second = (one, other) if exact else (one.date(), other.date())
    return (first > second) - (first < second)


def all_before(first: Iterable[str], second: Iterable[str], published: Mapping[str, str]) -> bool:
    """Whether each of the first reports, by id, was published before each of the second, as ``published`` has it."""
    earlier, later = ([moment(published.get(report, "")) for report in side] for side in (first, second))
    return all(a is not None and b is not None and order_of(a, b) < 0 for a, b in product(earlier, later))
