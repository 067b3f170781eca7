"""The running toll of a story, from figures that stand in different sentences of different reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]
FRIDAY, SATURDAY = "2025-09-12", "2025-09-13"


def of_the_dead(dossier: Dossier) -> list[Conflict]:
    return [c for c in dossier.conflicts if c.slot == "number"]


def test_a_toll_that_rises_from_day_to_day_is_a_revision(tell: Tell) -> None:
    dossier = tell(
        (
            "early.example",
            "A ferry sank off Port Anselm on Thursday. At least 144 people died, the coastguard said.",
            FRIDAY,
        ),
        (
            "late.example",
            "Divers worked on at Port Anselm. By Saturday the number of the dead had risen to 161.",
            SATURDAY,
        ),
    )
    (conflict,) = of_the_dead(dossier)
    assert conflict.relation == "revision"
    assert [side.value.lower() for side in conflict.sides] == ["at least 144", "161"], "in the order of the days"
    assert conflict.finding in {f.id for f in dossier.findings}


def test_a_toll_that_all_reports_share_is_no_conflict(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "A ferry sank off Port Anselm. The disaster killed 144 people.", FRIDAY),
        ("two.example", "A ferry sank off Port Anselm. It killed 144 people, officials said.", SATURDAY),
    )
    assert of_the_dead(dossier) == []


def test_the_dead_are_not_set_against_the_injured(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "A bus crashed near Lower Tamsin. The crash killed 12 people.", FRIDAY),
        ("two.example", "A bus crashed near Lower Tamsin. The crash injured 31 people.", SATURDAY),
    )
    assert of_the_dead(dossier) == []


def test_what_is_only_feared_is_no_figure_but_a_question(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "A bus crashed near Lower Tamsin. The crash killed 12 people.", FRIDAY),
        ("two.example", "A bus crashed near Lower Tamsin. The crash could kill 40 people.", SATURDAY),
    )
    assert {c.relation for c in of_the_dead(dossier)} == {"undecided"}


def test_hours_order_figures_and_one_that_is_open_upwards_may_stand_beside_another(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "The flood in Karsten killed at least nine people.", FRIDAY + "T18:10:00"),
        ("two.example", "The flood in Karsten killed at least 11 people.", SATURDAY + "T06:00:00"),
        ("three.example", "The flood in Karsten killed eleven people.", SATURDAY + "T07:30:00"),
        ("four.example", "The flood in Karsten killed 14 people.", SATURDAY + "T19:00:00"),
    )
    (conflict,) = of_the_dead(dossier)
    assert conflict.relation == "revision"
    assert {side.value for side in conflict.sides} == {"at least nine", "at least 11", "eleven", "14"}
    assert all(f.status != "disputed" for f in dossier.findings)


def test_the_missing_are_found_and_so_their_number_falls(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "Twelve people were missing in the flood in Karsten.", FRIDAY),
        ("two.example", "Nine people were still missing in the flood in Karsten.", SATURDAY),
    )
    (conflict,) = of_the_dead(dossier)
    assert conflict.relation == "revision"
    assert [side.value for side in conflict.sides] == ["Twelve", "Nine"]
    assert "falls" in conflict.reason


def test_people_in_hospital_are_a_toll_of_their_own(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "Ammonia leaked in Velden. Twenty-seven people were taken to hospital.", FRIDAY),
        ("late.example", "The leak in Velden has put 31 people in hospital.", SATURDAY),
    )
    (conflict,) = of_the_dead(dossier)
    assert (conflict.relation, [s.value for s in conflict.sides]) == ("revision", ["Twenty-seven", "31"])


def test_neither_title_nor_lead_nor_finding_shows_a_toll_that_has_risen_since(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "A strong earthquake in Velden has killed nine people, the governor said on Friday.", FRIDAY),
        ("late.example", "The earthquake in Velden has killed 14 people, the governor said on Saturday.", SATURDAY),
    )
    assert of_the_dead(dossier)[0].relation == "revision"
    assert "14" in dossier.title
    assert "14" in max(dossier.findings, key=lambda f: len(f.support)).text
    assert [one.span.text for one in dossier.lead if "nine" in one.span.text] == []


def test_the_area_that_burned_and_the_people_evacuated_are_followed_as_the_dead_are(tell: Tell) -> None:
    dossier = tell(
        (
            "early.example",
            "The fire near Velden burned through 2,400 hectares of forest. About 1,200 people were evacuated.",
            FRIDAY,
        ),
        ("late.example", "Some 11,300 hectares have been devoured at Velden. 6,000 people were evacuated.", SATURDAY),
    )
    series = {tuple(side.value for side in c.sides) for c in of_the_dead(dossier) if c.relation == "revision"}
    assert series == {("2,400 hectares", "Some 11,300 hectares"), ("About 1,200", "6,000")}


def test_power_comes_back(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "About 14,000 homes were without electricity in Velden.", FRIDAY),
        ("late.example", "Power was still cut to 9,000 homes in Velden.", SATURDAY),
    )
    (conflict,) = of_the_dead(dossier)
    assert conflict.relation == "revision"
    assert "falls" in conflict.reason


@pytest.mark.parametrize(
    "background",
    [
        "The worst fire was that of 2017, in which 11 people died.",
        "Since January, fires have killed 38 people across the country.",
    ],
)
def test_a_toll_of_another_time_stands_in_no_series(tell: Tell, background: str) -> None:
    dossier = tell(
        ("early.example", "A fire near Velden killed three people.", FRIDAY),
        ("late.example", f"The fire near Velden has now killed five people. {background}", SATURDAY),
    )
    conflicts = [c for c in of_the_dead(dossier) if c.relation == "revision"]
    assert [[side.value for side in c.sides] for c in conflicts] == [["three", "five"]]


def test_a_figure_that_is_corrected_comes_last(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "The fire near Velden killed seven people.", FRIDAY + "T09:00:00"),
        ("late.example", "The fire near Velden has killed nine people.", FRIDAY + "T18:00:00"),
        (
            "last.example",
            "The number of people killed in the fire near Velden has been corrected from nine to eight.",
            SATURDAY + "T08:00:00",
        ),
    )
    (conflict,) = [c for c in of_the_dead(dossier) if len(c.sides) == 3]
    assert conflict.relation == "revision"
    assert [side.value for side in conflict.sides] == ["seven", "nine", "from nine to eight"]
    assert "corrects" in conflict.reason


def test_a_report_that_puts_a_toll_right_may_tell_who_has_the_old_one(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "A slope slid onto Malobago. The landslide killed 19 people, the mayor said.", FRIDAY),
        (
            "late.example",
            "Authorities have cut the number of confirmed deaths in the landslide at Malobago from 19 to 18. "
            "The council in the capital still listed 19 deaths in its bulletin.",
            SATURDAY,
        ),
    )
    found = next(c for c in of_the_dead(dossier) if c.relation == "revision")
    assert [side.value.rsplit(" ", 1)[-1] for side in found.sides] == ["19", "18"]


@pytest.mark.parametrize(
    "earlier",
    [
        "In 2006 a landslide at Guinsaugon killed more than 1,000 people.",
        "In 2006, a hill came down on Guinsaugon, killing more than 1,000 people.",  # of the day of its clause
    ],
)
def test_what_an_earlier_event_cost_is_not_held_against_this_one(tell: Tell, earlier: str) -> None:
    dossier = tell(
        ("one.example", "A slope slid onto Malobago. The landslide killed 19 people, the mayor said.", FRIDAY),
        ("two.example", f"A slope slid onto Malobago. {earlier}", SATURDAY),
    )
    assert of_the_dead(dossier) == []


def test_a_part_of_the_dead_is_no_toll(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "A slope slid onto Malobago. The landslide killed 19 people, the mayor said.", FRIDAY),
        ("two.example", "A slope slid onto Malobago. Nine of the dead had been in the chapel.", SATURDAY),
    )
    assert [c for c in of_the_dead(dossier) if "number of the dead" in c.reason] == []


def test_a_number_without_a_noun_belongs_to_the_nearest_toll(tell: Tell) -> None:
    dossier = tell(
        ("one.example", "The number of fatalities stood at 14, with 28 still missing, the mayor said.", FRIDAY),
        ("two.example", "The number of dead rose to 19, with 22 still missing, the mayor said.", SATURDAY),
    )
    told = {
        c.reason.split("number of the ")[1].split()[0]: c for c in of_the_dead(dossier) if "number of the" in c.reason
    }
    assert [side.value for side in told["dead"].sides] == ["14", "19"]
    assert "missing" not in told or {side.value for side in told["missing"].sides} == {"28", "22"}


def test_a_third_victim_makes_three_and_the_dead_of_an_old_war_are_none(tell: Tell) -> None:
    dossier = tell(
        (
            "early.example",
            "Two border guards were killed in a clash at Velden. "
            "The states fought a war in 2021. About 4,000 people died.",
            FRIDAY,
        ),
        ("late.example", "A third border guard has died of wounds from the clash at Velden.", SATURDAY),
    )
    (conflict,) = of_the_dead(dossier)
    assert (conflict.relation, [s.value for s in conflict.sides]) == ("revision", ["Two", "third"])


@pytest.mark.parametrize(
    ("before", "values"),
    [
        ("No one was injured in the fire at the Lorvik paper mill, police said.", ["No one", "Three"]),
        ("No injuries were reported after the fire at the Lorvik paper mill.", ["No injuries", "Three"]),
        ("No one else was injured in the fire at the Lorvik paper mill, police said.", None),
        ("No villagers were injured in the fire at the Lorvik paper mill, police said.", None),
    ],
)
def test_nobody_hurt_is_a_toll_too(tell: Tell, before: str, values: list[str] | None) -> None:
    after = "Three people were injured in the fire at the Lorvik paper mill, the hospital said."
    found = of_the_dead(tell(("early.example", before, FRIDAY), ("late.example", after, SATURDAY)))
    assert [[side.value for side in c.sides] for c in found if c.relation == "revision"] == ([values] if values else [])


def test_somebody_beside_those_that_are_counted_is_counted_too(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "Two students and a bus driver were killed in a crash near Velden.", FRIDAY),
        ("late.example", "Three people, two of them children, are dead after a crash near Velden.", SATURDAY),
    )
    assert [c for c in of_the_dead(dossier) if c.relation == "revision"] == [], "both have three"


@pytest.mark.parametrize("words", ["has now cost 14 lives", "claimed 14 lives"])
def test_lives_that_are_lost_are_a_toll(tell: Tell, words: str) -> None:
    dossier = tell(
        ("early.example", "Eleven people have died in the leak at the Tesk works, the ministry said.", FRIDAY),
        ("late.example", f"The leak at the Tesk works {words}, the ministry said.", SATURDAY),
    )
    (conflict,) = of_the_dead(dossier)
    assert (conflict.relation, [side.value for side in conflict.sides]) == ("revision", ["Eleven", "14"])


def test_lives_that_are_saved_are_none(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "Eleven people have died in the leak at the Tesk works, the ministry said.", FRIDAY),
        ("late.example", "The alarm at the Tesk works saved 14 lives, the ministry said.", SATURDAY),
    )
    assert of_the_dead(dossier) == []


@pytest.mark.parametrize("words", ["We have taken in 14 bodies", "Fourteen people lost their lives"])
def test_bodies_and_those_who_lost_their_lives_are_the_dead(tell: Tell, words: str) -> None:
    dossier = tell(
        ("early.example", "Eleven people have died in the leak at the Tesk works, the ministry said.", FRIDAY),
        ("late.example", f"{words} after the leak at the Tesk works, the hospital said.", SATURDAY),
    )
    (conflict,) = of_the_dead(dossier)
    assert conflict.relation == "revision"


def test_the_previous_figure_holds_no_longer(tell: Tell) -> None:
    dossier = tell(
        ("early.example", "Thirty-eight people have died in the leak at the Tesk works, the ministry said.", FRIDAY),
        (
            "late.example",
            "The ministry raised its count to 57 dead in the leak. The previous figure, 38, covered only people who "
            "died in the works, the ministry said.",
            SATURDAY,
        ),
    )
    (conflict,) = of_the_dead(dossier)
    assert conflict.relation == "revision"
    assert conflict.sides[-1].value == "57"
