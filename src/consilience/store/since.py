"""What happened to a story since a moment: its dossier of then against the newest, and its history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from consilience.collate.since import Changes, changes
from consilience.store import rounds, stories

_REVISION = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Since:
    """``since`` and ``until`` are the revisions compared, with the times of their rounds; 0 is before the first.

    A revision is the number of the round whose dossier it is.
    """

    story: str
    title: str
    since: int
    since_at: datetime | None
    until: int
    until_at: datetime | None
    history: tuple[stories.Change, ...]
    changes: Changes


def revision(tx: Connection, when: str) -> int:
    """The round that a number names, or the newest at or before a time (ISO 8601, UTC without a zone).

    A day is its beginning. Raises ValueError for what is neither.
    """
    if _REVISION.fullmatch(when):
        return int(when)
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        raise ValueError(f"{when!r} is no time (2026-03-10 or 2026-03-10T14:00) and no number of a revision") from None
    return rounds.at(tx, moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def since(tx: Connection, story: str, after: int) -> Since:
    """What changed in a story after a round. Raises ValueError where it has no dossier."""
    kept = stories.rounds_of(tx, story)
    now = stories.dossier(tx, story)
    if now is None:
        raise ValueError(f"story {story} has no dossier")
    events = tuple(change for change in stories.history(tx, story) if change.round > after)
    joined = [e.other for e in events if e.kind == "merged" and e.story == story and e.other]
    before = [stories.dossier(tx, own, round=after) for own in dict.fromkeys([story, *joined])]
    base = max((kept_round for kept_round in kept if kept_round[0] <= after), default=(0, None), key=lambda k: k[0])
    last = kept[-1]
    found = changes([dossier for dossier in before if dossier is not None], now)
    return Since(story, now.title, base[0], base[1], last[0], last[1], events, found)
