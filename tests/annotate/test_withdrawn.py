"""What a report takes back is no claim of its."""

from __future__ import annotations

import pytest
from spacy.language import Language


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this article stated that 280,000 people live in the camp.",
        "Editor's note: An earlier version of this digest said the ministry had blocked the deal.",
        "This article earlier said that the general received the note on Thursday.",
        "This story incorrectly reported that two people were killed.",
        "Note: In an earlier version we reported a strike at five sites.",
        "Correction: In our newsletter we wrote that the mayor had been sentenced to 12 years.",
    ],
)
def test_what_a_report_takes_back_is_no_claim(nlp: Language, text: str) -> None:
    after = " The council met on Friday."
    assert [c.text for c in nlp(text + after)._.consilience_claims] == ["The council met on Friday"]


@pytest.mark.parametrize(
    "text",
    [
        "The band wrote an earlier version of the song in Lorn.",
        "The report said that an earlier version of the bridge had collapsed.",
        "The ministry issued a correction on Friday, and we wrote about it on Saturday.",
    ],
)
def test_another_version_takes_nothing_back(nlp: Language, text: str) -> None:
    assert nlp(text)._.consilience_claims
