"""Lemmas that two verbs share."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate.lemmas import mended


@pytest.mark.parametrize(
    ("form", "short", "lemma"),
    [
        ("hoped", "hop", "hope"),
        ("hopped", "hop", "hop"),
        ("fined", "fin", "fine"),
        ("staging", "stag", "stage"),
        ("landed", "land", "land"),
        ("visited", "visit", "visit"),
        ("boxed", "box", "box"),
        ("said", "say", "say"),
        ("needed", "need", "need"),
    ],
)
def test_a_form_that_does_not_double_its_consonant_has_lost_an_e(form: str, short: str, lemma: str) -> None:
    assert mended(form, short) == lemma


def test_a_hope_is_no_leap(nlp: Language) -> None:
    doc = nlp("She hoped that the rain would stop, and he hopped over the fence.")
    assert {t.text: t.lemma_ for t in doc if t.text in ("hoped", "hopped")} == {"hoped": "hope", "hopped": "hop"}


def test_a_curly_apostrophe_denies_as_a_straight_one_does(nlp: Language) -> None:
    curly = nlp("The ferry isn’t safe. They hasn’t left and can’t pay.")
    assert [t.dep_ for t in curly if t.lower_ == "n’t"] == ["neg", "neg", "neg"]


def test_who_is_missing_misses_nobody(nlp: Language) -> None:
    doc = nlp("Nine people are still missing. Two hikers went missing. He is missing his friends.")
    assert [t.lemma_ for t in doc if t.lower_ == "missing"] == ["missing", "missing", "miss"]
