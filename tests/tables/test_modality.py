"""Words of modality: each stands for one thing only."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from itertools import combinations
from typing import get_args

import pytest

from consilience.model import Factuality
from consilience.tables import modality

TABLE = tomllib.loads(files("consilience.tables").joinpath("modality.toml").read_text(encoding="utf-8"))
LISTS = [(f"{group}.{name}", words) for group, lists in TABLE.items() for name, words in lists.items()]


@pytest.mark.parametrize(("name", "words"), LISTS, ids=[name for name, _ in LISTS])
def test_a_list_holds_each_word_once_in_lower_case(name: str, words: list[str]) -> None:
    assert words
    assert [w for w, number in Counter(words).items() if number > 1 or w != w.strip().lower()] == []


def test_a_verb_makes_one_thing_of_its_complement() -> None:
    for one, other in combinations(TABLE["verbs"].values(), 2):
        assert set(one).isdisjoint(other)


def test_a_modal_has_one_strength() -> None:
    assert set(TABLE["modals"]["planned"]).isdisjoint(TABLE["modals"]["hypothetical"])


def test_every_kind_is_one_that_a_claim_can_have() -> None:
    assert {*TABLE["verbs"], *TABLE["modals"]} <= set(get_args(Factuality))


def test_every_listed_verb_is_found_as_what_it_is_listed() -> None:
    for kind, verbs in TABLE["verbs"].items():
        assert {modality.of_verb(v) for v in verbs} == {kind}


def test_verbs_that_leave_a_fact_a_fact_are_none_of_them() -> None:
    assert {modality.of_verb(v) for v in ("say", "report", "announce", "confirm", "see", "know", "sink")} == {None}


def test_the_weaker_modal_wins() -> None:
    assert modality.of_modal({"will"}) == "planned"
    assert modality.of_modal({"will", "may"}) == "hypothetical"
    assert modality.of_modal(set()) is None


def test_to_fail_to_is_not_to_do() -> None:
    assert modality.is_implicit_negation("fail")
    assert modality.is_implicit_negation("refuse")
    assert not modality.is_implicit_negation("try")


def test_a_lack_denies_its_object_and_a_failure_does_not() -> None:
    assert modality.negates_its_object("lack")
    assert not modality.negates_its_object("fail")
    assert not modality.is_implicit_negation("lack")


def test_an_adjective_may_say_that_its_complement_is_still_to_come() -> None:
    assert [modality.of_adjective(word) for word in ("due", "likely", "eager", "red")] == [
        "planned",
        "doubted",
        "hoped",
        None,
    ]
