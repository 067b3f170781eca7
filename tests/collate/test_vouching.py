"""Who vouches for what a finding shows: nobody for a value, a time or a denial that is not his own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Dossier, Finding

Tell = Callable[..., Dossier]


def finding(dossier: Dossier, words: str) -> Finding:
    """The finding of several reports that has the words in some support."""
    return next(f for f in dossier.findings if len(f.support) > 1 and any(words in s.text for s in f.support))


def names(dossier: Dossier, found: Finding) -> set[str]:
    by_id = {origin.id: origin.name for origin in dossier.origins}
    return {by_id[i] for i in found.origins.ids}


def test_who_gives_another_figure_does_not_vouch_for_the_one_shown(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The ferry contract with Baltline is worth 86 million euros, the audit office said."),
        ("Morning Ledger", "The ferry contract with Baltline is worth 68 million euros, Hana Lovric said."),
    )
    contract = finding(dossier, "contract with Baltline is worth")
    assert (contract.origins.at_least, contract.origins.at_most) == (1, 1)
    assert "not counted" in contract.reasons[-1]


@pytest.mark.parametrize(
    ("shown", "other", "at_least"),
    [
        ("killed at least seven people", "killed at least five people", 1),
        ("killed at least five people", "killed at least five people", 2),
    ],
)
def test_a_lower_bound_is_no_word_for_a_higher_one(tell: Tell, shown: str, other: str, at_least: int) -> None:
    dossier = tell(
        ("Lucan Chronicle", f"The blast in Velden {shown} on Monday, Mayor Anna Holm said."),
        ("Morning Ledger", f"The blast in Velden {other} on Monday, Hana Lovric said."),
        ("Island Post", f"The blast in Velden {shown} on Monday, it emerged."),
    )
    found = finding(dossier, "killed at least")
    assert found.origins.at_least == at_least


def test_what_is_only_planned_does_not_vouch_for_what_was_done(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The ministry has closed the crossing at Port Arlo, Anna Holm said."),
        ("Morning Ledger", "The ministry will close the crossing at Port Arlo, Hana Lovric said."),
    )
    assert finding(dossier, "crossing at Port Arlo").origins.at_least == 1


def test_a_denial_by_way_of_a_noun_is_no_second_origin(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Account numbers were among the stolen data, the hackers' spokesman Ivo Brandt said."),
        ("Morning Ledger", "Anna Hale rejected the claim that account numbers were among the stolen data."),
    )
    found = finding(dossier, "among the stolen data")
    assert names(dossier, found) <= {"Ivo Brandt"}
    assert "denies" in {s.stance for s in found.support}


def test_who_affirms_and_who_denies_are_not_made_one(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Heavy mortars had been used against the border post, the Defence Ministry said."),
        (
            "Morning Ledger",
            "The Dostenian Defence Ministry denied that heavy mortars had been used against the border post.",
        ),
    )
    found = finding(dossier, "mortars had been used")
    assert names(dossier, found) <= {"the Defence Ministry", "Defence Ministry"}


def test_the_claim_shown_is_one_whose_origin_is_shown(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Nine homes burned down in Velden on Monday."),
        ("Morning Ledger", "Nine homes burned down in Velden on Monday, Mayor Anna Holm said."),
    )
    assert finding(dossier, "burned down").span.report == "r1"


def test_who_gives_no_figure_does_not_vouch_for_one(tell: Tell) -> None:
    told = "{} residents fled the fire at the Lorvik paper mill on Monday, {} said."
    counted = told.format("Some 400", "the fire brigade")
    dossier = tell(
        ("Lucan Chronicle", counted), ("Morning Ledger", told.format("Many", "the police")), ("Post", counted)
    )
    assert finding(dossier, "400").origins.at_least == 1


def test_a_figure_that_most_leave_out_is_not_what_is_shown(tell: Tell) -> None:
    told = "Residents fled the fire at the Lorvik paper mill on Monday, {} said."
    dossier = tell(
        (
            "Lucan Chronicle",
            "Some 400 residents fled the fire at the Lorvik paper mill on Monday, Mayor Anna Hale said.",
        ),
        ("Morning Ledger", told.format("the police")),
        ("Island Post", told.format("the fire brigade")),
    )
    fled = finding(dossier, "fled")
    assert "400" not in fled.text
    assert fled.origins.at_least == 3


@pytest.mark.parametrize("words", ["nine people, not seven", "nine people rather than the seven of Monday"])
def test_who_has_the_figure_that_is_ruled_out_does_not_vouch_for_the_new_one(tell: Tell, words: str) -> None:
    dossier = tell(
        ("Lucan Chronicle", f"The footbridge in Velden injured {words}, Mayor Anna Holm said."),
        ("Morning Ledger", "The footbridge in Velden injured seven people, Hana Lovric said."),
    )
    assert finding(dossier, "footbridge in Velden injured").origins.at_least == 1


def test_another_act_at_the_same_place_in_the_same_month_does_not_vouch_for_one_on_a_day(tell: Tell) -> None:
    dossier = tell(
        (
            "Lucan Chronicle",
            "The sample was taken on June 17 at the team's training camp on Mount Selva, the WCC said.",
        ),
        ("Morning Ledger", "The rider gave the sample on June 17 at his team's training camp on Mount Selva."),
        (
            "Island Post",
            "He had seen Anna Reiss inject the rider during the camp on Mount Selva in June, Petr Holub said.",
        ),
    )
    for found in dossier.findings:
        if any("sample was taken" in s.text for s in found.support):
            assert "Petr Holub" not in names(dossier, found)


def test_two_acts_of_one_minister_are_not_one(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Prime Minister Jonas Wendt expressed his condolences on Tuesday, Anna Holm said."),
        ("Morning Ledger", "Prime Minister Jonas Wendt ordered an inquiry into the leak, Hana Lovric said."),
    )
    assert all(f.origins.at_least <= 1 for f in dossier.findings)


def test_who_is_taken_into_custody_is_detained(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Plant director Marek Lindt was taken into custody on Wednesday, Anna Holm said."),
        ("Morning Ledger", "Plant director Marek Lindt was detained on Wednesday, Hana Lovric said."),
    )
    assert names(dossier, finding(dossier, "taken into custody")) == {"Anna Holm", "Hana Lovric"}
