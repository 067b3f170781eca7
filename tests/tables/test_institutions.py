"""Bodies that speak on the record, and the words by which a report shows its own work."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any


def table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("consilience.tables").joinpath(name).read_text(encoding="utf-8"))


def test_every_head_is_one_lower_case_word_and_stands_once() -> None:
    heads = table("institutions.toml")["heads"]
    assert [h for h in heads if not re.fullmatch(r"[a-z]+", h)] == []
    assert [h for h, number in Counter(heads).items() if number > 1] == []


def test_persons_are_heads_too_or_they_would_never_be_asked_for() -> None:
    loaded = table("institutions.toml")
    assert set(loaded["persons"]) <= set(loaded["heads"])


def test_who_leads_a_body_is_none_without_it() -> None:
    loaded = table("institutions.toml")
    assert set(loaded["leaders"]).isdisjoint(loaded["heads"])


def test_a_word_that_stands_for_others_stands_for_itself() -> None:
    alike = table("institutions.toml")["alike"]
    assert set(alike).isdisjoint(alike.values())


def test_nobody_in_particular_is_no_body() -> None:
    anonymous = {"source", "sources", "witness", "witnesses", "expert", "experts", "people", "residents", "media"}
    assert anonymous.isdisjoint(table("institutions.toml")["heads"])


def test_a_phrase_of_first_hand_work_stands_once() -> None:
    phrases = table("firsthand.toml")["phrases"]
    assert [p for p, number in Counter(p.lower() for p in phrases).items() if number > 1] == []
    assert [p for p in phrases if p != p.strip() or re.findall(r"\{(?!outlet\})", p)] == []


def test_every_phrase_of_first_hand_work_points_at_the_outlet_itself() -> None:
    """Without such a word the phrase would claim work of its own for what others did."""
    own = re.compile(r"\b(?:our|this (?:newspaper|reporter|website|news organisation))\b|\{outlet\}")
    assert [p for p in table("firsthand.toml")["phrases"] if not own.search(p)] == []
