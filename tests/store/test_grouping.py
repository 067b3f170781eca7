"""Stories in a store: what is told of them leads to how they stand, whatever the window has forgotten."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

import pytest
from sqlalchemy import select

from consilience.group import Window
from consilience.group.vector import vector
from consilience.model import Annotated, DateRange, Dossier, Judgement, Report, Story, Tokens
from consilience.store import Store, check, reports, stories, tables
from consilience.store.ingest import Work

TOPICS = (
    "storm surge floods harbour district Velmora Governor Asta Lind orders evacuation coastal streets sirens",
    "storm damage harbour district Velmora insurers count losses Asta Lind visits coastal streets volunteers",
    "ferry collision Port Andor coastguard rescues passengers Captain Ruis blames fog radar inquiry",
    "parliament Taldova passes forest law Minister Ives Quell praises vote opposition walks loggers",
)
OTHER = """officials residents market council river bridge yesterday later early crowd damage plans tally inquiry report
    local police radio weather office school morning evening water stone boats doctor letter winter""".split()  # noqa: SIM905


def annotated(number: int, text: str, day: int) -> Annotated:
    words = text.split()
    starts = [sum(len(w) + 1 for w in words[:k]) for k in range(len(words))]
    ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
    date = f"2026-{1 + day // 28:02}-{1 + day % 28:02}"
    report = Report(f"r{number:03}", f"r{number}.txt", text, outlet=f"o{number % 7}", published=date, language="en")
    return Annotated(report, tokens=Tokens(start=tuple(starts), end=tuple(ends), text=tuple(words)))


def stream(seed: int, size: int = 90) -> list[Annotated]:
    """Reports on topics of which two are nearly one, each with half the words of its topic."""
    chance = random.Random(seed)
    made = []
    for n in range(size):
        topic = TOPICS[chance.randrange(len(TOPICS))].split()
        words = [w for w in topic if chance.random() < 0.6] + chance.sample(OTHER, chance.randrange(8, 14))
        made.append(annotated(n, " ".join(words), n // 5))
    return made


def summary(story: Story, _: Sequence[Judgement]) -> Dossier:
    """A dossier without the work: here only who belongs to which story counts."""
    return Dossier(story.id, "t", DateRange(), (), tuple(a.report for a in story.reports))


def worked(store: Store, given: Sequence[Annotated], seed: int, *, days: int, anew: bool = False) -> None:
    known = {a.report.id: a for a in given}

    def annotate(wanted: Iterable[Report]) -> Iterator[Annotated]:
        return (known[r.id] for r in wanted)

    chance = random.Random(seed)
    work = Work(store, annotate, collate=summary, days=days)
    at = 0
    while at < len(given):
        until = at + chance.randrange(1, 25)
        if anew:
            work = Work(store, annotate, collate=summary, days=days)
        work.ingest([a.report for a in given[at:until]])
        at = until


@pytest.fixture(params=range(4))
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_stories_are_those_of_a_window_that_never_stopped(sqlite: Store, seed: int) -> None:
    given = stream(seed)
    worked(sqlite, given, seed, days=400, anew=True)
    chance, window, at = random.Random(seed), Window(days=400), 0
    while at < len(given):
        until = at + chance.randrange(1, 25)
        for a in given[at:until]:
            window.add_vector(vector(a), a.report.path)
        window.repair()
        at = until
    with sqlite.read() as tx:
        members = {row.report: row.story for row in tx.execute(select(tables.members))}
    assert members == {a.report: a.story for a in window.assignments()}


def test_history_leads_to_how_stories_stand(sqlite: Store, seed: int) -> None:
    worked(sqlite, stream(seed), seed, days=12)
    with sqlite.write() as tx:
        assert list(check.problems(tx)) == []
        members = {row.report: row.story for row in tx.execute(select(tables.members))}
        events = tx.execute(select(tables.history).order_by("round", "number")).all()
        now: dict[str, str] = {}
        for event in events:
            if event.report is not None:
                assert (event.kind == "moved") == (event.report in now)
                assert event.other == now.get(event.report)
                now[event.report] = event.story
            elif event.kind == "merged":
                # What the window had forgotten goes with the rest.
                named = {e.report for e in events if e.round == event.round}
                now = {r: event.story if s == event.other and r not in named else s for r, s in now.items()}
        assert now == members
        gone = tx.execute(select(tables.stories).where(tables.stories.c.reports == 0)).all()
        for story in gone:
            assert story.into is not None and stories.resolve(tx, story.id) in set(members.values())


def test_stories_that_turn_out_to_be_one_are_merged_with_all_that_they_had(sqlite: Store) -> None:
    topic = TOPICS[0].split()
    chance = random.Random(5)
    sides = [(0, 6), (0, 6), (0, 6), (6, 12), (6, 12), *[(0, 12)] * 8]
    given = [
        annotated(
            n, " ".join([*topic[a:b], *chance.sample(OTHER[a * 2 : b * 3], 8)]), 0 if n < 1 else 5 if n < 5 else 11
        )
        for n, (a, b) in enumerate(sides)
    ]
    known = {a.report.id: a for a in given}
    work = Work(sqlite, lambda wanted: (known[r.id] for r in wanted), collate=summary, days=10)
    for part in (given[:3], given[3:5], given[5:]):
        work.ingest([a.report for a in part])
    with sqlite.write() as tx:
        [story] = stories.listing(tx)
        assert story.reports == len(given)
        [other] = tx.execute(select(tables.stories).where(tables.stories.c.reports == 0)).all()
        assert stories.resolve(tx, other.id) == story.id
        told = stories.history(tx, story.id)
        assert [(c.kind, c.other) for c in told if c.report is None] == [("merged", other.id)]
        assert {c.report for c in told if c.kind == "moved"} and all(c.reasons for c in told)
        found = stories.dossier(tx, story.id)
        assert found is not None and len(found.reports) == len(given)
        assert list(check.problems(tx)) == []


def test_events_of_one_kind_are_split_and_both_are_compared_again(sqlite: Store) -> None:
    worked(sqlite, stream(8), 8, days=15)
    with sqlite.read() as tx:
        kinds = set(tx.scalars(select(tables.history.c.kind)))
        for event in tx.execute(select(tables.history).where(tables.history.c.kind == "split")).all():
            for story in (event.story, event.other):
                made = [r for r, _ in stories.rounds_of(tx, story)]
                assert (
                    event.round in made
                    or tx.scalar(select(tables.stories.c.reports).where(tables.stories.c.id == story)) == 0
                )
    assert kinds >= {"opened", "joined", "moved", "split"}


def test_a_dossier_has_the_reports_that_the_window_forgot_too(sqlite: Store) -> None:
    given = [annotated(n, TOPICS[2] + " " + " ".join(OTHER[n : n + 9]), 4 * n) for n in range(12)]
    worked(sqlite, given, 1, days=10)
    with sqlite.read() as tx:
        [story] = stories.listing(tx)
        found = stories.dossier(tx, story.id)
        assert found is not None and len(found.reports) == 12
        assert len(tx.execute(select(tables.window)).all()) < 5
        assert reports.get(tx, "r000") is not None
