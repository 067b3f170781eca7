"""Accounts that a report itself sets against each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]
OTHER = ("B", "Firefighters put out a blaze at the Vestal plant in Lorn on Tuesday.")


def disputes(dossier: Dossier) -> list[Conflict]:
    return [c for c in dossier.conflicts if "sets the two accounts against each other" in c.reason]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            '"The fire began in the solvent store. You can see the crater there," Colonel Marek Janda said. That is at '
            "odds with the account of the minister, Hedda Corvin, who said that the fire began in the boiler house.",
            ("solvent store", "boiler house"),
        ),
        (
            "It is unclear how the guard was shot. Prosecutor Vera Stanek said that a colleague had fired the bullet. "
            "But the minister, Lev Barta, insisted that the robbers had shot him.",
            ("colleague", "robbers"),
        ),
        (
            "The guard was hit by a colleague's bullet, Prosecutor Vera Stanek said, contradicting the police account. "
            "She spoke on Friday. Police had said that a robber shot him.",
            ("colleague's bullet", "robber shot"),
        ),
    ],
)
def test_two_accounts_that_a_report_sets_against_each_other_are_shown_and_left_open(
    tell: Tell, text: str, sides: tuple[str, str]
) -> None:
    (found,) = disputes(tell(("A", text), OTHER))
    assert found.relation == "undecided"
    assert all(any(words in side.value for side in found.sides) for words in sides)


@pytest.mark.parametrize(
    "text",
    [
        "The cause is unclear. Colonel Marek Janda said that it began in the store and that it spread to the hall.",
        "Colonel Marek Janda said that the fire began in the store. The minister, Hedda Corvin, said that it is out.",
    ],
)
def test_one_account_and_two_that_nobody_sets_against_each_other_are_none(tell: Tell, text: str) -> None:
    assert disputes(tell(("A", text), OTHER)) == []
