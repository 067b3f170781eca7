"""Verbs that undo one another: the relation has no holes and swallows no synonyms."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from consilience.tables import opposites

PAIRS: list[list[list[str]]] = tomllib.loads(
    files("consilience.tables").joinpath("opposites.toml").read_text(encoding="utf-8")
)["pairs"]
WORDS = sorted({word for pair in PAIRS for side in pair for word in side})


def test_every_row_has_two_sides_of_lower_case_verbs() -> None:
    for pair in PAIRS:
        assert len(pair) == 2
        for side in pair:
            assert side
            assert [w for w, number in Counter(side).items() if number > 1 or w != w.strip().lower()] == []


def test_no_verb_is_its_own_opposite() -> None:
    assert [word for word in WORDS if opposites.are(word, word)] == []


def test_what_undoes_a_verb_is_undone_by_it() -> None:
    assert all(opposites.are(a, b) and opposites.are(b, a) for left, right in PAIRS for a in left for b in right)
    assert all(opposites.are(a, b) == opposites.are(b, a) for a in WORDS for b in WORDS)


def test_every_word_of_the_table_is_known() -> None:
    assert all(opposites.knows(word) for word in WORDS)
    assert not opposites.knows("say")


@pytest.mark.parametrize("one, other", [("fire", "resign"), ("begin", "end"), ("confirm", "deny"), ("rise", "fall")])
def test_similar_is_not_the_same(one: str, other: str) -> None:
    assert opposites.are(one, other)


@pytest.mark.parametrize(
    "one, other", [("begin", "start"), ("arrest", "detain"), ("kill", "die"), ("buy", "acquire"), ("say", "report")]
)
def test_synonyms_are_no_opposites(one: str, other: str) -> None:
    assert not opposites.are(one, other)


def test_an_act_of_both_sides_is_told_from_one_that_somebody_suffers() -> None:
    assert opposites.is_mutual("meet")
    assert not any(opposites.is_mutual(verb) for verb in ("sue", "attack", "arrest", "beat"))


def test_one_act_seen_from_two_sides_is_no_contrary() -> None:
    assert opposites.are_converse("host", "visit") and opposites.are_converse("visit", "host")
    assert not opposites.are_converse("sue", "arrest")
