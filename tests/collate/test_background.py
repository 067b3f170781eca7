"""What is of the days of a report, and what it tells of earlier ones."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate.background import is_new
from consilience.model import Report


@pytest.mark.parametrize(
    ("text", "words", "new"),
    [
        ("The fire killed three people on Friday.", "The fire killed three people on Friday", True),
        ("The fire is bigger than that of 2017, in which 11 people died.", "in which 11 people died", False),
        ("The fire of July 2017, which killed 11 people, was worse.", "which killed 11 people", False),
        (
            "The worst fire, in July 2017, killed 11 people and scorched 9,000 hectares.",
            "scorched 9,000 hectares",
            False,
        ),
        ("Police detained a man who had fled the fire.", "who had fled the fire", True),
    ],
)
def test_a_clause_is_of_the_time_of_what_it_hangs_on(nlp: Language, text: str, words: str, new: bool) -> None:
    report = Report(id="r", path="r.txt", text=text, outlet="a.example", published="2025-10-14", dated_by="given")
    (annotated,) = pipeline.annotate([report])
    (claim,) = [c for c in annotated.claims if c.text == words]
    assert is_new(claim, annotated) is new


def test_what_a_sentence_begins_with_dates_all_of_it(nlp: Language) -> None:
    text = "In 2019 a ferry and a dredger collided in the same approach channel, killing seven people."
    report = Report("r", "r.txt", text, published="2025-03-12")
    (annotated,) = pipeline.annotate([report])
    assert not any(is_new(claim, annotated) for claim in annotated.claims)
