"""What a claim is made comparable by: its words, of which a verb and its particle are one."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate.units import Lexicon, Unit, units
from consilience.model import Report


def read(text: str) -> tuple[tuple[Unit, ...], Lexicon]:
    return units(tuple(pipeline.annotate([Report("r", "r", text, published="2025-10-14")])), ())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The council took the posters down on Monday.", "take down"),
        ("The council took down the posters on Monday.", "take down"),
        ("The harbour authority called off the regatta in Lucan.", "call off"),
    ],
)
def test_a_verb_and_its_particle_are_one_word(nlp: Language, text: str, phrase: str) -> None:
    made, lexicon = read(text)
    words = [lexicon.keys[w] for w in made[0].words]
    assert phrase in words
    assert not set(phrase.split()) & set(words)
    assert lexicon.keys[made[0].predicate] == phrase


def test_a_verb_whose_particle_makes_no_known_word_keeps_its_own_meaning(nlp: Language) -> None:
    made, lexicon = read("The divers surfaced near the harbour wall in Lucan.")
    assert "surface" in [lexicon.keys[w] for w in made[0].words]
