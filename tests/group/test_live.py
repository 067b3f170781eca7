from __future__ import annotations

from consilience.group.live import Live, mass
from consilience.group.vector import ReportVector


def one(number: int, words: str, day: int | None = 738_000) -> ReportVector:
    counts = dict.fromkeys(words.split(), 1.0)
    return ReportVector(f"r{number}", "en", day, dict.fromkeys(counts, 0.5), counts, {}, counts, len(counts), "")


def add(live: Live, number: int, words: str, day: int | None = 738_000) -> None:
    live.add(number, live.hold(one(number, words, day)), 0, comparable=True)


def test_room_goes_with_what_is_live_however_long_one_report_stays() -> None:
    live = Live()
    for number in range(5000):
        add(live, number, f"common rare{number}")
        if number > 20:
            live.drop(number - 20, comparable=True)  # number 0 stays
    assert len(live._codes) <= 64
    assert len(live.vocabulary) == 22
    scores = live.scores(live.mass([0]))
    assert live.one(scores, 0) == 0.5
    assert live.row(scores, [4981, 4999]).tolist() == [0.25, 0.25]


def test_of_equals_the_first_that_came_is_closest() -> None:
    live = Live()
    for number in range(4):
        add(live, number, "alpha beta")
    live.drop(0, comparable=True)
    add(live, 4, "alpha beta")
    new = live.hold(one(5, "alpha gamma"))
    assert live.closest(live.scores(mass([new]))) == 1
    assert live.closest(live.scores(mass([live.hold(one(6, "delta"))]))) is None


def test_likeness_is_the_same_from_either_side_with_days_and_without() -> None:
    live = Live()
    for number, (words, day) in enumerate(
        [("alpha beta", 738_000), ("beta gamma", 738_030), ("beta", None), ("alpha gamma", 738_005), ("delta", None)]
    ):
        add(live, number, words, day)
    for own in ([0, 1, 2], [3], [4], [0, 1, 2, 3, 4]):
        rest = [0, 1, 2, 3]
        rows = sum(live.row(live.scores(live.mass([number])), rest) for number in own)
        inside = [live.own(number) if number in own else 0 for number in rest]
        assert live.likeness(rest, own).tolist() == (rows - inside).tolist()
        assert live.row(live.scores(live.mass(own)), rest).tolist() == rows.tolist()
