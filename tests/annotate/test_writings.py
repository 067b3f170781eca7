"""Whose words "the statement", "the report" and "the same source" are."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.model import Attribution


def saying(nlp: Language, text: str, words: str) -> Attribution:
    """The attribution with the shortest content that holds the words."""
    found: tuple[Attribution, ...] = nlp(text)._.consilience_attributions
    return min((a for a in found if words in a.content.text), key=lambda a: len(a.content.text))


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("The presidency gave no grounds in its one-page statement. Anna Holm did not answer calls.", "The presidency"),
        ("In a statement, spokeswoman Liz Einholm thanked the crews. Mark Weiss was a doctor.", "Liz Einholm"),
        ("The Harbour Authority released a statement. Mark Weiss said that he had read it.", "Harbour Authority"),
        ("A statement issued by the Harbour Authority thanked the crews. Mark Weiss had read it.", "Harbour Authority"),
        ("The Harbour Authority's statement was short. Mark Weiss said that he had read it.", "Harbour Authority"),
    ],
)
def test_the_statement_is_that_of_who_issued_it(nlp: Language, before: str, speaker: str) -> None:
    one = saying(nlp, f"{before} The port would close on Monday, the statement said.", "would close")
    assert one.speaker == speaker


def test_the_statement_is_else_that_of_who_spoke_last(nlp: Language) -> None:
    text = "Anna Holm wrote that the crews had been brave. The port would close, the statement said."
    assert saying(nlp, text, "would close").speaker == "Anna Holm"


def test_a_report_is_its_makers_and_not_that_of_who_spoke_last(nlp: Language) -> None:
    text = "A report by Orlena News speaks of two tonnes. The Energy Ministry called it a mistake. "
    assert (
        saying(nlp, text + "The report also said that the plant would close.", "would close").speaker == "Orlena News"
    )


def test_a_report_whose_maker_is_not_told_is_nobodys(nlp: Language) -> None:
    text = "The final report of the audit puts the loss at nine million. Minister Ivo Brandt said that he had read it. "
    one = saying(nlp, text + "Two million had been paid out, according to the report.", "had been paid out")
    assert (one.speaker, one.speaker_entity) == ("the report", None)


def test_who_spoke_without_a_name_speaks_again(nlp: Language) -> None:
    text = "An employee of the gas concern told reporters that the field was empty. Carla Moe said that she knew. "
    one = saying(nlp, text + '"It cannot be filled," the employee said.', "cannot be filled")
    assert one.speaker == "An employee of the gas concern"


def test_the_same_source_is_who_was_cited_last(nlp: Language) -> None:
    text = "Police, citing a witness, said that the door was open. According to the same source, the lamp was on."
    assert saying(nlp, text, "the lamp was on").speaker == "a witness"


def test_an_office_with_an_owner_is_not_another_office_that_the_report_names(nlp: Language) -> None:
    text = "The president dismissed Emil Tandoh on Monday, his office said. The Office of the Ombudsman has a new head."
    assert saying(nlp, text, "dismissed").speaker == "his office"


def test_a_text_that_speaks_for_itself_ends_the_search(nlp: Language) -> None:
    text = "In a statement, a spokesman for the statement said that the statement had been read. It said so twice. "
    nlp(text + "In a statement, the statement said that it was a statement, the statement said.")


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("according to a Reuters estimate", "Reuters"),
        ("according to an AFP count based on hospital records", "AFP"),
        ("according to a count by the rights group Varna Watch", "Varna Watch"),
        ("the ministry's figures show", "the ministry"),
    ],
)
def test_a_count_and_an_estimate_are_the_word_of_who_made_them(nlp: Language, source: str, speaker: str) -> None:
    assert saying(nlp, f"Some 20,000 people gathered in the square, {source}.", "20,000").speaker == speaker
