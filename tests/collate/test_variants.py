"""One thing told in other words: who, whom, where, how, and what was done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]


def in_words(tell: Tell, one: str, other: str) -> list[Conflict]:
    dossier = tell(("Lucan Chronicle", one), ("Morning Ledger", other))
    return [c for c in dossier.conflicts if c.slot == "other"]


def values(conflicts: list[Conflict]) -> list[set[str]]:
    return [{side.value for side in c.sides} for c in conflicts]


def test_the_same_words_differ_in_nothing(tell: Tell) -> None:
    told = "The operators of the barge said on Monday that a canister exploded."
    assert in_words(tell, told, told) == []


def test_two_who_are_said_to_have_done_it_are_left_open(tell: Tell) -> None:
    told = "The {} of the show cancelled the fireworks in Lucan on Monday."
    found = in_words(tell, told.format("owners"), told.format("police"))
    assert [(c.relation, {s.value for s in c.sides}) for c in found] == [
        ("undecided", {"owners of the show", "police of the show"})
    ]


def test_one_who_says_more_is_more_precise(tell: Tell) -> None:
    told = "The airline {}accused two players of stealing blankets on Monday."
    (conflict,) = in_words(tell, told.format(""), told.format("wrongfully "))
    assert conflict.relation == "precision"
    assert {s.value for s in conflict.sides} == {"accused", "wrongfully accused"}


def test_what_is_done_and_what_is_expected_are_told_apart(tell: Tell) -> None:
    told = "The regulator {} the fire on the barge in Lucan."
    (conflict,) = in_words(tell, told.format("investigated"), told.format("will investigate"))
    assert conflict.relation == "ambiguity"
    assert {s.value for s in conflict.sides} == {"investigated", "will investigate"}


def test_every_side_stands_in_its_report(tell: Tell) -> None:
    one = "An airline manager apologised to the two players on Monday."
    other = "Meridian Airlines apologised to the two players on Monday."
    dossier = tell(("Lucan Chronicle", one), ("Morning Ledger", other))
    texts = {"r0": one, "r1": other}
    spans = [span for c in dossier.conflicts for side in c.sides for span in side.spans]
    assert spans
    assert all(texts[s.report][s.start : s.end] == s.text for s in spans)


@pytest.mark.parametrize("number", ["144", "more than 140"])
def test_numbers_and_days_are_no_matter_of_words(tell: Tell, number: str) -> None:
    told = "The sinking of the ferry Halcyon killed {} people on Monday."
    assert in_words(tell, told.format("150"), told.format(number)) == []


def named(tell: Tell, one: str, other: str) -> list[Conflict]:
    dossier = tell(("Lucan Chronicle", one), ("Morning Ledger", other))
    return [c for c in dossier.conflicts if c.slot in ("person", "place")]


def test_two_persons_in_one_place_of_the_sentence_are_left_open(tell: Tell) -> None:
    told = "Police in Lucan arrested {} for the theft of the silver cup on Monday."
    (conflict,) = named(tell, told.format("Anna Berg"), told.format("Judith Brandt"))
    assert (conflict.slot, conflict.relation) == ("person", "undecided")
    assert {s.value for s in conflict.sides} == {"Anna Berg", "Judith Brandt"}


def test_one_person_by_full_name_and_by_surname_is_no_difference(tell: Tell) -> None:
    one = "Police in Lucan arrested Anna Berg for the theft on Monday. Anna Berg stole the silver cup."
    other = "Anna Berg is a clerk. Police in Lucan arrested Berg for the theft on Monday."
    assert named(tell, one, other) == []


def test_two_towns_are_left_open_and_a_town_in_its_country_is_more_precise(tell: Tell) -> None:
    told = "A barge full of fireworks exploded in {} on Monday and two men were hurt."
    assert {c.relation for c in named(tell, told.format("Graz"), told.format("Bergen"))} == {"undecided"}
    assert {c.relation for c in named(tell, told.format("Graz"), told.format("Austria"))} <= {"precision"}


def test_two_names_that_nothing_joins_are_no_wording_of_each_other(tell: Tell) -> None:
    told = "A prosecutor objected on Monday to {}'s choice of a rehabilitation centre."
    dossier = tell(
        ("Lucan Chronicle", told.format("Ilan Berger")),
        ("Morning Ledger", told.format("Judith Castellan")),
    )
    assert {c.relation for c in dossier.conflicts if c.slot == "person"} == {"undecided"}


def test_two_towns_of_one_state_are_two_towns(tell: Tell) -> None:
    told = "The police found the body on Monday in a hotel room in {}."
    dossier = tell(("Lucan Chronicle", told.format("Hamburg")), ("Morning Ledger", told.format("Munich, Germany")))
    assert {c.relation for c in dossier.conflicts if c.slot == "place"} == {"undecided"}


def test_a_light_verb_is_done_or_planned_too(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The disturbing evidence was made public at the trial of two men in Velden."),
        ("Morning Ledger", "The disturbing evidence will be made public at the trial of two men in Velden."),
    )
    assert "ambiguity" in {c.relation for c in dossier.conflicts}


def test_a_place_in_which_nothing_happened_stands_against_none(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Belgium's biggest bakery has agreed to buy the biscuit maker Tarrant in June."),
        ("Morning Ledger", "The biggest bakery has agreed to buy the biscuit maker Tarrant, proud of London, in June."),
    )
    assert any(len(f.support) > 1 for f in dossier.findings)
    assert [c for c in dossier.conflicts if c.slot == "place"] == []


def test_two_places_that_stand_with_one_word_are_asked_about(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "A Hamburg jury has convicted the banker Anna Hale of the murder of her driver."),
        ("Morning Ledger", "A jury in Munich has convicted the banker Anna Hale of the murder of her driver."),
    )
    assert {c.relation for c in dossier.conflicts if c.slot == "place"} == {"undecided"}


def test_an_offer_that_was_made_and_one_that_will_be_are_told_apart(tell: Tell) -> None:
    told = "The Lorn Rovers {} to the goalkeeper Mark Tessar during the winter meetings."
    found = in_words(tell, told.format("made an eight-year offer"), told.format("will offer an eight-year contract"))
    assert "ambiguity" in {c.relation for c in found}


def test_what_was_lost_and_is_regained_was_both_so_one_after_the_other(tell: Tell) -> None:
    first = ("A", "The company has lost contact with the Angora satellite, engineers said.", "2025-10-13")
    other = ("B", "The company has regained contact with the Angora satellite, engineers said.", "2025-10-14")
    for given in ((first, other), (other, first)):
        (found,) = [c for c in tell(*given).conflicts if {"has lost", "has regained"} == {s.value for s in c.sides}]
        assert found.relation != "contradiction"
        assert found.reason.startswith("first “has lost”, then “has regained”")
