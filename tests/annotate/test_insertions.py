"""Who reports at the end of what somebody says is the outer one."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.model import Attribution


def saying(nlp: Language, text: str, words: str) -> Attribution:
    """The attribution with the shortest content that holds the words."""
    found: tuple[Attribution, ...] = nlp(text)._.consilience_attributions
    return min((a for a in found if words in a.content.text), key=lambda a: len(a.content.text))


@pytest.mark.parametrize(
    "text",
    [
        "Minister Anna Holm said that three people had died, Reuters reported on Friday.",
        'Minister Anna Holm told a briefing that "three people had died", Reuters reported.',
        'Minister Anna Holm had told journalists: "I am told that three people had died," according to Reuters.',
        '"In Lorn three people had died," Minister Anna Holm said, according to Reuters.',
    ],
)
def test_the_agency_at_the_end_reports_what_the_minister_says(nlp: Language, text: str) -> None:
    one = saying(nlp, text, "three people had died")
    assert (one.speaker, one.via) == ("Anna Holm", ("Reuters",))
    assert "Reuters" not in one.content.text


def test_who_adds_something_behind_another_source_is_the_outer_one(nlp: Language) -> None:
    one = saying(nlp, "Twelve people are missing, according to the police, the ministry added.", "Twelve people")
    assert (one.speaker, one.via) == ("the police", ("the ministry",))
