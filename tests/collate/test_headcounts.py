"""How many were on board, by each report, wherever it tells it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]


def headcount(dossier: Dossier) -> list[Conflict]:
    told = [c for c in dossier.conflicts if c.slot == "number"]
    return [c for c in told if "people on board" in c.reason or "the crew" in c.reason]


FIRST = "A tanker with 23 people on board was seized near the island of Qeran, its managers said."
OTHERS = "Officials spoke at noon in the port. Twenty-one people were found on board, the coast guard said."


def test_two_counts_of_the_people_on_board_contradict_each_other(tell: Tell) -> None:
    (found,) = headcount(tell(("A", FIRST), ("B", OTHERS)))
    assert (found.relation, [s.value for s in found.sides]) == ("contradiction", ["Twenty-one", "23"])


@pytest.mark.parametrize(
    "text",
    [
        "The tanker was seized near Qeran. Six of those on board are citizens of Lorn.",
        "The tanker was seized near Qeran, and three people on board were killed, the coast guard said.",
        "The tanker was seized near Qeran. Two other people aboard left it on Monday.",
        "The tanker was seized near Qeran. A ferry with 40 people on board left; 23 people were aboard the tanker.",
    ],
)
def test_a_part_and_another_ship_count_nothing(tell: Tell, text: str) -> None:
    assert headcount(tell(("A", FIRST), ("B", text))) == []


def test_a_crew_is_counted_apart_and_about_is_no_contradiction(tell: Tell) -> None:
    first, second = (
        "The tanker and its crew of 23 are held in Qeran.",
        "The 21 crew members are held in Qeran and well.",
    )
    crew = tell(("A", first), ("B", second))
    assert [c.relation for c in headcount(crew)] == ["contradiction"]
    about = tell(("A", FIRST), ("B", "More than 20 people were on board when the tanker was seized."))
    assert [c.relation for c in headcount(about)] == ["precision"]
