"""Watches of a newsroom for tests: quick, and with what is marked in reports known from before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsroom import Newsroom

from consilience.annotate.pipeline import annotate
from consilience.collate import collate
from consilience.model import Annotated, Dossier, Judgement, Report, Story
from consilience.read.fetch import Fetcher, Limits
from consilience.read.subscriptions import Subscription
from consilience.store import Store, alerts
from consilience.watch import rules
from consilience.watch.looks import Pace
from consilience.watch.watching import Watch

QUICK = Limits(connect=1.0, read=1.0, total=2.0, delay=0.0)


@dataclass
class Marked:
    """A stand-in for the slow steps that knows what it did once."""

    known: dict[str, Annotated] = field(default_factory=dict)
    made: dict[tuple[str, ...], Dossier] = field(default_factory=dict)

    def annotate(self, wanted: Iterable[Report]) -> Iterator[Annotated]:
        for report in wanted:
            if report.id not in self.known:
                [self.known[report.id]] = annotate([report], batch=1)
            yield self.known[report.id]

    def collate(self, story: Story, judgements: Sequence[Judgement] = ()) -> Dossier:
        key = (story.id, *(a.report.id for a in story.reports), *map(repr, judgements))
        if key not in self.made:
            self.made[key] = collate(story, judgements)
        return self.made[key]


def watching(store: Store, room: Newsroom, marked: Marked, **settings: Any) -> Watch:
    """A watch of the room's feeds that loses no time."""
    given = {
        "feeds": [Subscription(room.url(path)) for path in (*room.feeds, *room.answers) if path.endswith(".rss")],
        "pace": Pace(interval=0.0),
        "workers": 1,
        **settings,
    }
    made = Watch(store, marked.annotate, Fetcher(allow=["127.0.0.0/8"], limits=QUICK), **given)
    made.work.collate = marked.collate
    made.courier.first_pause = 0.01
    return made


def keep(store: Store, *short: str) -> None:
    """Have the store keep these rules."""
    with store.write() as tx:
        alerts.keep_rules(tx, rules.plain(map(rules.short, short)))
