"""The words of tolls: each says one thing, in the form in which lemmas come."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import combinations

from consilience.tables import people


def test_no_word_belongs_to_two_tolls_and_all_are_lower_case() -> None:
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))
    counts = table.pop("counts")["nouns"]
    assert len(counts) == len(set(counts))
    for one, other in combinations(table.values(), 2):
        assert not set(one) & set(other)
    assert all(word == word.lower() for words in (*table.values(), counts) for word in words)


def test_the_general_words_for_people_are_words_for_people_and_stand_for_any() -> None:
    table = tomllib.loads(files("consilience.tables").joinpath("tolls.toml").read_text(encoding="utf-8"))["counts"]
    assert set(table["general"]) < set(table["nouns"])
    assert people.in_general("men", "guards")
    assert people.in_general("others", "women")
    assert not people.in_general("engineers", "troops")
    assert not people.in_general("men", "ships")
