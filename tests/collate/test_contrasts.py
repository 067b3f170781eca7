"""Claims that deny in passing what others state: "in November, not February"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Dossier

Tell = Callable[..., Dossier]


@pytest.mark.parametrize(
    ("one", "other", "slot", "sides"),
    [
        (
            "The bus of the school was inspected in February, the company said.",
            "State records show that the bus of the school was inspected in November, not February.",
            "date",
            {"February", "in November, not February"},
        ),
        (
            "The blaze at the Lorvik works began in the production hall, the fire brigade said.",
            "The blaze at the Lorvik works began in the tank farm, not in the production hall, the company said.",
            "place",
            {"in the production hall", "in the tank farm, not in the production hall"},
        ),
    ],
)
def test_what_one_report_denies_in_passing_contradicts_who_states_it(
    tell: Tell, one: str, other: str, slot: str, sides: set[str]
) -> None:
    dossier = tell(("Lucan Chronicle", one), ("Morning Ledger", other))
    (conflict,) = [c for c in dossier.conflicts if c.relation == "contradiction"]
    assert (conflict.slot, {side.value for side in conflict.sides}) == (slot, sides)
    (shared,) = [f for f in dossier.findings if len({s.report for s in f.support}) > 1]
    assert (shared.status, shared.origins.at_least) == ("disputed", 1), "nobody vouches for what he says otherwise"


@pytest.mark.parametrize(
    "other",
    [
        "The blaze at the Lorvik works began in the production hall, not in the tank farm, the company said.",
        "The blaze at the Lorvik works began in the production hall, not long after six, the company said.",
        "The blaze at the Lorvik works began in the production hall, not far from the tank farm, the company said.",
    ],
)
def test_what_nobody_states_is_denied_to_nobody(tell: Tell, other: str) -> None:
    one = "The blaze at the Lorvik works began in the production hall, the fire brigade said."
    dossier = tell(("Lucan Chronicle", one), ("Morning Ledger", other))
    assert [c for c in dossier.conflicts if c.relation == "contradiction"] == []


def test_a_figure_that_is_ruled_out_is_one_contradiction_and_not_two(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Salko must pay 1.2 million crowns to the treasury, the court said."),
        ("Morning Ledger", "Salko must pay 1.02 million crowns to the treasury, not 1.2 million, the court said."),
    )
    assert [c.slot for c in dossier.conflicts if c.relation == "contradiction"] == ["number"]
