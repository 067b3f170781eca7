"""Which words of one finding are one: two names, carriers or copies that cannot be shown to be two origins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Dossier, Finding

Tell = Callable[..., Dossier]
FACT = "The bridge over the Orrin collapsed on Monday"


def told(tell: Tell, *sources: str) -> Finding:
    """The finding of reports that have the same fact from these sources."""
    outlets = ("Lucan Chronicle", "Morning Ledger", "Island Post")
    dossier = tell(*((outlet, f"{FACT}, {source}.") for outlet, source in zip(outlets, sources, strict=False)))
    return max(dossier.findings, key=lambda f: len(f.support))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Petrova told Reuters", "Anna Petrova told the Associated Press"),
        ("the dockers' union told Reuters", "the union said"),
        ("the fire brigade told Reuters, citing the police", "the fire brigade said"),
        ("a Spanish court said", "the regional court in Valmora said"),
        ("Judge Marisol Vega said", "the regional court in Valmora said"),
        ("Iran said", "the Iranian foreign ministry said"),
        ("the company said", "Orrin Bridges AG said"),
    ],
)
def test_one_party_under_two_names_or_through_two_carriers_is_one_origin(tell: Tell, one: str, other: str) -> None:
    found = told(tell, one, other)
    assert (found.outlets, found.origins.at_least, found.status) == (2, 1, "single origin")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Petrova told Reuters", "Viktor Malenko told the Associated Press"),
        ("the dockers' union told Reuters", "the port authority said"),
        ("the regional court in Valmora said", "the police said"),
        ("the company said", "the police said"),
        ("the company said", "the Transport Ministry said"),
    ],
)
def test_two_parties_stay_two(tell: Tell, one: str, other: str) -> None:
    found = told(tell, one, other)
    assert (found.outlets, found.origins.at_least) == (2, 2)


def test_an_outlet_of_the_story_that_another_report_names_is_one_origin_with_its_own_report(tell: Tell) -> None:
    dossier = tell(
        ("Harbour Courier", f"{FACT}, Anna Petrova told the Courier."),
        ("Morning Ledger", f"{FACT}, Anna Petrova told the Harbour Courier."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == 1


@pytest.mark.parametrize("own", [f"{FACT}, the fire brigade said.", "The fire brigade said two lorries were crushed."])
def test_an_agency_that_is_cited_is_no_origin_beside_whom_its_own_report_cites(tell: Tell, own: str) -> None:
    dossier = tell(
        ("Reuters", f"{own} Divers were sent to the site in the night."),
        ("Morning Ledger", f"{FACT}, Reuters reported."),
        ("Island Post", f"{FACT}, the fire brigade said."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == 1
    assert {o.name for o in dossier.origins if o.id in found.origins.ids} == {"the fire brigade"}


def test_an_agency_that_is_cited_is_an_origin_where_its_own_report_cites_nobody_of_the_finding(tell: Tell) -> None:
    dossier = tell(
        ("Reuters", "Two lorries were crushed, the mayor said. Divers were sent to the site in the night."),
        ("Morning Ledger", f"{FACT}, Reuters reported."),
        ("Island Post", f"{FACT}, the fire brigade said."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == 2
