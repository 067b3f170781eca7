"""Things called by a letter and a number: where they are named, and which of the names are one."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate import alike, designations


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("A380", "a380"),
        ("Airbus A380s", "a380"),
        ("737-800", "737-800"),
        ("787 Dreamliner", "787"),
        ("KC-135R", "kc-135r"),
        ("T-72", "t-72"),
        ("G20", None),
        ("CO2", None),
        ("Q3", None),
        ("I-95", None),
        ("Wonsan", None),
        ("2024", None),
        ("", None),
    ],
)
def test_a_name_has_its_designation_or_none(name: str, core: str | None) -> None:
    assert designations.core(name) == core


def test_two_types_of_one_maker_are_two_and_a_type_is_one_with_its_plural() -> None:
    assert alike.things("Boeing 737", "Boeing 747").relation == "different"
    assert alike.things("Boeing 737", "737s")
    assert alike.things("Halcyon Star", "the Halcyon Star")
    assert not alike.things("Halcyon Star", "Morning Star")


def products(nlp: Language, text: str) -> list[tuple[str, list[str]]]:
    entities = nlp(text)._.consilience_entities
    return [(e.name, [m.text for m in e.mentions]) for e in entities if e.type == "PRODUCT"]


def test_a_type_is_found_behind_its_maker_and_then_everywhere(nlp: Language) -> None:
    text = (
        "Airbus delivered the first A380 on Monday. The airline has ordered 12 A380s, and Airbus hopes that the A380 "
        "will sell."
    )
    assert [m for _, m in products(nlp, text)] == [["A380", "A380s", "A380"]]


def test_a_number_behind_a_maker_is_a_type_and_one_that_counts_is_none(nlp: Language) -> None:
    text = "A Boeing 737 left the runway on Friday. The 737 was evacuated. Rescuers took 737 people to shelters."
    found = products(nlp, text)
    assert len(found) == 1 and sum(m.endswith("737") for m in found[0][1]) == 2


def test_the_name_that_follows_a_designation_is_the_thing_too(nlp: Language) -> None:
    text = (
        "Boeing showed its new 787 Dreamliner on Sunday. The Dreamliner is lighter than its rivals. Airlines have "
        "ordered 40 Dreamliners."
    )
    assert any({"787 Dreamliner", "Dreamliner", "Dreamliners"} <= set(forms) for _, forms in products(nlp, text))


def test_numbers_of_other_kinds_name_nothing(nlp: Language) -> None:
    text = "In 2024 some 300 people met at the G20. Sales rose 787 percent to $747 million, and CO2 fell in Q3."
    assert products(nlp, text) == []
