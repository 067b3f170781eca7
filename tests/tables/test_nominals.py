"""Nouns that name events: rows that can be used, and words that are none."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from consilience.tables import nominals


def rows() -> list[list[str]]:
    text = files("consilience.tables").joinpath("nominals.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_every_row_is_one_lower_case_noun_and_one_verb() -> None:
    assert [r for r in rows() if len(r) != 2 or any(not w or w != w.strip().lower() or " " in w for w in r)] == []


def test_no_noun_has_two_rows() -> None:
    assert [noun for noun, number in Counter(r[0] for r in rows()).items() if number > 1] == []


def test_rows_are_in_order() -> None:
    nouns = [r[0] for r in rows()]
    assert nouns == sorted(nouns)


def test_every_row_is_found() -> None:
    assert [r for r in rows() if nominals.verb_of(r[0]) != r[1]] == []


@pytest.mark.parametrize(
    ("noun", "verb"),
    [("deployment", "deploy"), ("launch", "launch"), ("arrest", "arrest"), ("signing", "sign"), ("visit", "visit")],
)
def test_an_event_is_read_by_its_verb(noun: str, verb: str) -> None:
    assert nominals.verb_of(noun) == verb


@pytest.mark.parametrize("noun", ["table", "president", "evening", "ceiling", "ring", "king", "harbour", "ferry"])
def test_a_thing_is_no_event(noun: str) -> None:
    assert nominals.verb_of(noun) is None


def test_a_noun_in_ing_is_read_by_a_verb_of_the_table_whether_it_drops_an_e_or_doubles_a_letter() -> None:
    assert "deploying" not in dict(rows())
    assert nominals.verb_of("deploying") == "deploy"
    assert nominals.verb_of("arriving") == "arrive"
