"""A window that is put away and taken up again goes on as if nothing had been."""

from __future__ import annotations

import random

import pytest

from consilience.group import Window
from consilience.group.vector import ReportVector, vector
from consilience.model import Annotated, Report, Tokens
from consilience.store import packing

EVENTS = (
    "storm surge floods harbour district of Velmora; Governor Asta Lind orders evacuation of coastal streets",
    "ferry collision off Port Andor; coastguard rescues passengers while Captain Ruis blames thick fog",
    "dock workers strike at Port Andor; union leader Bela Orsin demands higher night wages from operator",
    "parliament of Taldova passes forest law; Minister Ives Quell praises vote as opposition walks out",
)
FILLER = [
    "officials",
    "residents",
    "market",
    "council",
    "river",
    "bridge",
    "yesterday",
    "later",
    "early",
    "crowd",
    "damage",
    "plans",
    "tally",
    "inquiry",
]


def report(number: int, chance: random.Random, day: int) -> Annotated:
    """A report on one of the events; one in eight is a copy of a fixed text."""
    event = chance.randrange(len(EVENTS))
    extra = FILLER[:6] if chance.random() < 0.125 else chance.sample(FILLER, 7)
    words = [*EVENTS[event].replace(";", "").split(), *extra]
    text = " ".join(words)
    starts = [sum(len(w) + 1 for w in words[:k]) for k in range(len(words))]
    columns = Tokens(
        start=tuple(starts), end=tuple(s + len(w) for s, w in zip(starts, words, strict=True)), text=tuple(words)
    )
    published = f"2026-{1 + day // 28:02}-{1 + day % 28:02}" if chance.random() < 0.9 else None
    return Annotated(Report(f"r{number}", f"r{number}.txt", text, published=published, language="en"), tokens=columns)


def put_away(window: Window, vectors: dict[str, ReportVector]) -> Window:
    kept = window.kept()
    read = {r: packing.unpack(ReportVector, packing.pack(vectors[r])) for r in kept}
    return Window.resumed(window.days, window.course(), [(kept[r], read[r]) for r in kept])


@pytest.mark.parametrize("seed", range(6))
def test_a_window_taken_up_again_gives_the_same_assignments(seed: int) -> None:
    chance = random.Random(seed)
    reports = [report(n, chance, n // 6) for n in range(180)]
    vectors = {a.report.id: vector(a) for a in reports}
    steady, broken = Window(days=12), Window(days=12)
    for number, one in enumerate(reports):
        assert steady.add(one) == broken.add(one)
        if chance.random() < 0.1:
            assert steady.repair() == broken.repair()
        if chance.random() < 0.2:
            broken = put_away(broken, vectors)
        assert (steady.kept(), steady.course()) == (broken.kept(), broken.course()), number
    assert steady.assignments() == broken.assignments()
    assert len(steady) < len(reports)


def test_the_window_as_it_is_put_away_holds_nothing_of_what_it_forgot() -> None:
    chance = random.Random(7)
    window = Window(days=3)
    for number in range(60):
        window.add(report(number, chance, number))
    assert len(window.kept()) == len(window) < 12
    assert set(window.course().stories) == {k.story for k in window.kept().values()}
