"""Where two claims of one finding differ in value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]


def of_slot(dossier: Dossier, slot: str) -> list[Conflict]:
    return [c for c in dossier.conflicts if c.slot == slot]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("As of Friday, 34 people had been detained", "As of Saturday, 57 people had been detained"),
        ("As of Friday noon, 34 people had been detained", "As of Friday evening, 57 people had been detained"),
    ],
)
def test_figures_of_two_times_follow_each_other(tell: Tell, first: str, second: str) -> None:
    dossier = tell(
        ("Lucan Chronicle", f"{second} in Lorn, the police said.", "2025-10-19"),
        ("Morning Ledger", f"{first} in Lorn, the ministry said.", "2025-10-19"),
    )
    (moved,) = of_slot(dossier, "number")
    assert (moved.relation, [side.value for side in moved.sides]) == ("revision", ["34", "57"])
    assert of_slot(dossier, "date") == []
    (finding,) = [f for f in dossier.findings if len(f.support) == 2]
    assert "57" in finding.text and finding.status != "disputed"
    assert {s.vouches for s in finding.support} == {"yes", "no"}


def test_a_figure_of_its_own_time_contradicts_none_of_another(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "As of Friday, 34 people had been detained in Lorn, the ministry said.", "2025-10-19"),
        ("Morning Ledger", "Altogether 57 people had been detained in Lorn, the ministry said.", "2025-10-19"),
    )
    assert {c.relation for c in of_slot(dossier, "number")} <= {"undecided"}


def test_dawn_is_not_one_in_the_afternoon(tell: Tell) -> None:
    told = "A convoy of water tankers sent by the government reached the camp {} on Tuesday."
    dossier = tell(
        ("Lucan Chronicle", told.format("at dawn")), ("Morning Ledger", told.format("at one in the afternoon"))
    )
    (differ,) = of_slot(dossier, "date")
    assert differ.relation == "undecided"


def test_one_time_of_day_is_one_whatever_day_stands_around_it(tell: Tell) -> None:
    told = "The works council of Lorn Pumps was informed of the closure at 6.30, the company said."
    dossier = tell(("Lucan Chronicle", told), ("Morning Ledger", f"A strike is to begin on Friday. {told}"))
    assert [c for c in of_slot(dossier, "date") if c.relation != "precision"] == []


def test_two_acts_have_their_own_hours(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The verdict against the mayor of Lorn was announced at 12:10 on Friday in the court."),
        ("Morning Ledger", "Police fired tear gas at a crowd outside the court in Lorn at 16:05 on Friday."),
    )
    assert of_slot(dossier, "date") == []
