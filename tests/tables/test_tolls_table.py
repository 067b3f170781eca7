"""The words of tolls: each says one thing, in the form in which lemmas come."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import combinations

from consilience.annotate import units
from consilience.tables import people


def test_no_word_belongs_to_two_tolls_and_all_are_lower_case() -> None:
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))
    counts = table["counts"]["nouns"]
    assert len(counts) == len(set(counts))
    told = [toll["words"] for toll in table["toll"].values()]
    for one, other in combinations(told, 2):
        assert not set(one) & set(other)
    assert all(word == word.lower() for words in (*told, counts) for word in words)


def test_a_unit_of_a_toll_is_one_that_quantities_have() -> None:
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))
    known = set(units.table().words.values())
    assert all(unit in known for toll in table["toll"].values() for unit in toll.get("units", ()))


def test_the_general_words_for_people_are_words_for_people_and_stand_for_any() -> None:
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))["counts"]
    assert set(table["general"]) < set(table["nouns"])
    assert people.in_general("men", "guards")
    assert people.in_general("others", "women")
    assert not people.in_general("engineers", "troops")
    assert not people.in_general("men", "ships")
