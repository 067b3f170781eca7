"""One name in several spellings is told, since who searches for one form does not find the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.collate.spellings import _is_spelled_otherwise
from consilience.model import Dossier

Tell = Callable[..., Dossier]


def test_a_name_that_reports_spell_in_two_ways_is_a_wording(tell: Tell) -> None:
    first = "Engineers of the company Energia lost contact with the satellite on Monday, the company said."
    other = "The builder, the company Energiya, lost contact with the satellite on Monday, officials said."
    found = [c for c in tell(("A", first), ("B", other)).conflicts if "spelled" in c.reason]
    assert [(c.relation, [s.value for s in c.sides]) for c in found] == [("wording", ["Energia", "Energiya"])]


@pytest.mark.parametrize(("one", "other"), [("Zelensky", "Zelenskyy"), ("Anna Tymoshenko", "Anna Timoshenko")])
def test_a_letter_or_two_make_a_spelling(one: str, other: str) -> None:
    assert _is_spelled_otherwise(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Securol", "Securols"),
        ("Defence Ministry", "Defense Ministry"),
        ("Anna Holm", "Emma Holm"),
        ("Anna Holm", "Holm"),
        ("Lee", "Leo"),
    ],
)
def test_a_plural_another_name_and_american_spelling_make_none(one: str, other: str) -> None:
    assert not _is_spelled_otherwise(one, other)
