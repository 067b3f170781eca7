"""Whose a figure is that somebody puts at so much."""

from __future__ import annotations

import pytest
from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The police force put attendance at 4,500.", "The police force"),
        ("Anna Holm spoke first. She put the damage at two million euros.", "Anna Holm"),
        ("The metalworkers' union put the number of people affected at the works at 1,050.", "The metalworkers' union"),
        ("The ministry's first estimate put the damage at two million euros.", "The ministry's"),
    ],
)
def test_who_puts_a_figure_is_its_source(nlp: Language, text: str, speaker: str) -> None:
    doc = nlp(text)
    claim = doc._.consilience_claims[-1]
    attribution = doc._.consilience_attributions[claim.attribution]
    assert attribution.speaker == speaker
    assert "cue: report" in attribution.reasons


@pytest.mark.parametrize("text", ["He put the bottle at the door.", "The police put the man in a cell."])
def test_who_puts_a_thing_somewhere_says_nothing(nlp: Language, text: str) -> None:
    assert nlp(text)._.consilience_attributions == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("By the miners' union's count, 88 people were inside the hall.", "The miners' union"),
        ("Thirty people were hurt when the plant blew up at dawn, by Colonel Marek Janda's account.", "Marek Janda"),
    ],
)
def test_whose_count_it_is_is_the_source_of_what_stands_beside_it(nlp: Language, text: str, speaker: str) -> None:
    (attribution,) = nlp(text)._.consilience_attributions
    assert attribution.speaker.lower() == speaker.lower()
    assert attribution.content.text in ("88 people were inside the hall", text.partition(",")[0])


def test_what_is_brought_down_by_a_count_is_no_word(nlp: Language) -> None:
    assert (
        nlp("The mayor was brought down by the council's count of the votes in March.")._.consilience_attributions == ()
    )
