"""Which of two reports was published first, as far as their dates tell."""

from __future__ import annotations

from datetime import datetime, time


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
