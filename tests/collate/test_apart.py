"""What keeps two claims apart whatever their score: contrary acts, turned roles, other ordinals."""

from __future__ import annotations

import pytest

from consilience.annotate.pipeline import annotate
from consilience.collate.apart import apart
from consilience.collate.entities import link
from consilience.collate.units import Unit, units
from consilience.model import Report


def compared(one: str, other: str) -> tuple[tuple[Unit, ...], frozenset[tuple[int, int]]]:
    """The claims of two reports, and which of them are never to be joined."""
    reports = tuple(
        annotate(
            Report(name, name, text, outlet=name, published="2024-05-15", language="en")
            for name, text in (("a", one), ("b", other))
        )
    )
    made, lexicon = units(reports, link(reports))
    pairs = [(i, j) for i, u in enumerate(made) for j, v in enumerate(made) if u.report < v.report]
    assert pairs
    return made, apart(made, lexicon, dict.fromkeys(pairs, 1.0))


def kept_apart(one: str, other: str) -> bool:
    """Whether the first claims of two reports are never to be joined."""
    made, found = compared(one, other)
    return (0, next(k for k, unit in enumerate(made) if unit.report)) in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Police in Velden arrested two fishermen.", "Police in Velden released two fishermen."),
        ("Residents must keep their windows shut.", "Residents no longer have to keep their windows shut."),
        ("The council extended the curfew in Velden.", "The council shortened the curfew in Velden."),
        ("The firm is said to have bought the harbour.", "The firm is said to have sold the harbour."),
        ("Merisia sued Taldova over the harbour.", "Taldova sued Merisia over the harbour."),
        ("Merisia was sued by Taldova over the harbour.", "Merisia sued Taldova over the harbour."),
        ("The boxer Paul Horn floored Ivo Lang.", "Ivo Lang put the boxer Paul Horn on the canvas."),
        ("The council adopted the 12th package.", "The council adopted the 13th package."),
        ("Most members voted for the deal.", "Most members voted against the deal."),
        ("Karl Lindgren has stepped down as mayor of Velden.", "Karl Lindgren was sacked as mayor of Velden."),
        ("The strike at the harbour ended.", "The strike at the harbour continued."),
    ],
)
def test_contrary_acts_turned_roles_and_other_ordinals_are_never_joined(one: str, other: str) -> None:
    assert kept_apart(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Police in Velden arrested two fishermen.", "Police in Velden detained two fishermen."),
        ("The firm did not buy the harbour.", "The firm sold the harbour."),
        ("Merisia sued Taldova over the harbour.", "Taldova was sued by Merisia over the harbour."),
        ("Anna Berg met Paul Horn in Velden.", "Paul Horn met Anna Berg in Velden."),
        ("The prime minister of Merisia visited Anna Berg.", "Anna Berg hosted the prime minister of Merisia."),
        ("Merisia and Taldova sued the harbour company.", "Taldova sued the harbour company and Merisia."),
        ("The council adopted the 12th package.", "The council adopted the package."),
    ],
)
def test_what_may_be_the_same_is_left_to_the_score(one: str, other: str) -> None:
    assert not kept_apart(one, other)


def numbers(made: tuple[Unit, ...]) -> dict[tuple[int, str], int]:
    """The claims by report and predicate."""
    return {(unit.report, unit.claim.predicate): k for k, unit in enumerate(made)}


def test_a_claim_kept_from_its_counterpart_is_kept_from_the_rest_of_that_sentence() -> None:
    arrested = "A fisherman was arrested in connection with the fire in the harbour of Velden."
    made, found = compared(arrested, arrested.replace("arrested", "released"))
    claims = numbers(made)
    assert (claims[0, "arrest"], claims[1, "release"]) in found
    assert (claims[0, "arrest"], claims[1, "burn"]) in found
    assert (claims[0, "burn"], claims[1, "burn"]) not in found


def test_a_claim_is_not_kept_from_one_that_tells_of_its_own_act() -> None:
    made, found = compared(
        "Police arrested the fisherman on Monday.", "The fisherman, arrested by police in Velden, was released."
    )
    claims = numbers(made)
    assert (claims[0, "arrest"], claims[1, "release"]) in found
    assert (claims[0, "arrest"], claims[1, "arrest"]) not in found


def test_a_claim_is_not_joined_to_the_sentence_around_its_counterpart() -> None:
    reports = tuple(
        annotate(
            Report(name, name, text, outlet=name, published="2024-05-15", language="en")
            for name, text in (
                ("a", "Prosecutors opened an investigation into the sale of the Velden site."),
                ("b", "The Velden site was sold for nine million euros."),
            )
        )
    )
    made, lexicon = units(reports, link(reports))
    whole, inner, sold = (
        next(k for k, unit in enumerate(made) if unit.claim.text.startswith(start))
        for start in ("Prosecutors", "the sale", "The Velden")
    )
    likelier = {(whole, sold): 0.7, (inner, sold): 0.85}
    assert apart(made, lexicon, likelier) == {(whole, sold)}
    assert not apart(made, lexicon, {(whole, sold): 0.85, (inner, sold): 0.7})
