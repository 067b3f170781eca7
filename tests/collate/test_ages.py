"""How old a person is, by reports that state nothing else alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.annotate import pipeline
from consilience.collate.ages import bearer
from consilience.collate.units import is_age
from consilience.model import Conflict, Dossier, Report

Tell = Callable[..., Dossier]


def of_ages(dossier: Dossier) -> list[Conflict]:
    return [c for c in dossier.conflicts if "age of" in c.reason]


@pytest.mark.parametrize(
    "text",
    [
        "Police named the dead man as Donald Maclure, 58, of Inverdoran.",
        "Donald Maclure, a 58-year-old driver by trade, had been on the deck.",
        "The dead driver, 58-year-old Donald Maclure, had been on the deck.",
        "Donald Maclure (58) had been on the deck.",
        "Donald Maclure, aged 58, had been on the deck.",
        "Donald Maclure is 58 years old.",
        "The ferry hit the pier as Donald Maclure watched. The 58-year-old had been on the deck.",
        "The ferry hit the pier as Donald Maclure watched. His son gave his age as 58.",
    ],
)
def test_an_age_is_that_of_the_person_whom_it_stands_with(text: str) -> None:
    (annotated,) = pipeline.annotate([Report("r", "r.txt", text)])
    (age,) = [q for q in annotated.quantities if is_age(q)]
    assert annotated.entities[bearer(annotated, age)[0]].name == "Donald Maclure"


@pytest.mark.parametrize(
    "text",
    [
        "A 58-year-old man died. Donald Maclure saw it.",
        "Donald Maclure met a 58-year-old woman on the deck.",
        "Donald Maclure saw it. A 58-year-old died.",
        "Donald Maclure met Anna Hale. The 58-year-old had been on the deck.",
    ],
)
def test_an_age_of_somebody_else_is_nobodys_that_is_named(text: str) -> None:
    (annotated,) = pipeline.annotate([Report("r", "r.txt", text)])
    (age,) = [q for q in annotated.quantities if is_age(q)]
    assert bearer(annotated, age)[0] == -1


ONE = "A lorry driver died at Port Sannoch. Donald Maclure, {}, was known to half the coast."
OTHER = "The ferry hit the pier. Police named the dead man as Donald Maclure, {}, of Inverdoran."


@pytest.mark.parametrize(
    ("ages", "day", "relation"),
    [
        ((57, 58), "2025-10-15", "contradiction"),
        ((57, 58), "2025-12-15", "undecided"),
        ((47, 58), "2025-12-15", "contradiction"),
    ],
)
def test_two_ages_of_one_person_are_a_conflict(tell: Tell, ages: tuple[int, int], day: str, relation: str) -> None:
    one, other = ages
    dossier = tell(("Lucan Chronicle", ONE.format(one), "2025-10-14"), ("Morning Ledger", OTHER.format(other), day))
    (conflict,) = of_ages(dossier)
    assert (conflict.slot, conflict.relation) == ("number", relation)
    assert [side.value for side in conflict.sides] == [str(one), str(other)]
    assert conflict.finding in {f.id for f in dossier.findings}


def test_one_age_of_a_person_is_none(tell: Tell) -> None:
    assert of_ages(tell(("Lucan Chronicle", ONE.format(58)), ("Morning Ledger", OTHER.format(58)))) == []


def test_two_persons_have_two_ages(tell: Tell) -> None:
    other = "The ferry hit the pier. Police named a second man as Ewan Petrie, 41, of Inverdoran."
    assert of_ages(tell(("Lucan Chronicle", ONE.format(58)), ("Morning Ledger", other))) == []


def test_who_is_called_by_what_only_one_person_of_the_story_is_has_that_persons_age(tell: Tell) -> None:
    one = "A lorry driver died at Port Sannoch. The fisherman Donald Maclure, 57, was known to half the coast."
    other = "The ferry hit the pier. A 67-year-old fisherman had been on the deck, the police said."
    (conflict,) = of_ages(tell(("Lucan Chronicle", one), ("Morning Ledger", other)))
    assert [side.value for side in conflict.sides] == ["57", "67-year-old"]
    driver = "The ferry hit the pier. A 67-year-old man had been on the deck, the police said."
    assert of_ages(tell(("Lucan Chronicle", one), ("Morning Ledger", driver))) == [], "men are many"


def test_the_so_many_year_old_that_opens_a_paragraph_is_not_who_is_named_by_the_way(tell: Tell) -> None:
    one = (
        "Emeric Salko must serve seven years. Salko must pay a fine. Salko walked free.\n"
        "The builder, Dana Rusk, escaped jail.\nThe 59-year-old has always protested his innocence."
    )
    two = "Dana Rusk, 46, received a suspended term. Emeric Salko was given seven years."
    assert of_ages(tell(("Lucan Chronicle", one), ("Morning Ledger", two))) == []
