from __future__ import annotations

import pytest

from consilience import tables
from consilience.evaluate.wordforms import gerund, in_case_of, inflected, participle, past, third


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("send", "sent sent sends sending"),
        ("carry", "carried carried carries carrying"),
        ("stop", "stopped stopped stops stopping"),
        ("open", "opened opened opens opening"),
        ("admit", "admitted admitted admits admitting"),
        ("visit", "visited visited visits visiting"),
        ("die", "died died dies dying"),
        ("free", "freed freed frees freeing"),
        ("launch", "launched launched launches launching"),
        ("begin", "began begun begins beginning"),
        ("fix", "fixed fixed fixes fixing"),
        ("play", "played played plays playing"),
    ],
)
def test_verbs_are_inflected_as_they_are_spelt(lemma: str, forms: str) -> None:
    assert " ".join((past(lemma), participle(lemma), third(lemma), gerund(lemma))) == forms


def test_the_tag_says_which_form_is_wanted() -> None:
    assert [inflected("sell", tag) for tag in ("VB", "VBD", "VBN", "VBZ", "VBG")] == (
        ["sell", "sold", "sold", "sells", "selling"]
    )
    assert [inflected(noun, "NNS") for noun in ("ship", "child", "company", "foot")] == (
        ["ships", "children", "companies", "feet"]
    )


def test_a_word_takes_the_capitals_of_the_word_it_replaces() -> None:
    assert [in_case_of("graz", model) for model in ("Oslo", "OSLO", "oslo")] == ["Graz", "GRAZ", "graz"]


def test_every_irregular_verb_is_listed_once_and_differs_from_the_rule() -> None:
    rows = tables.load("verbforms.toml")["irregular"]
    lemmas = [row[0] for row in rows]
    assert len(lemmas) == len(set(lemmas))
    assert [row for row in rows if row[1] == row[2] == f"{row[0]}ed"] == []
