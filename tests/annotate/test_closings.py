"""Who reports at the end of a sentence says it, whatever the parser makes of the name."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.model import Attribution


def saying(nlp: Language, text: str, words: str) -> Attribution:
    """The attribution with the shortest content that holds the words."""
    found: tuple[Attribution, ...] = nlp(text)._.consilience_attributions
    return min((a for a in found if words in a.content.text), key=lambda a: len(a.content.text))


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Three crew members were hurt when the Lorna May was boarded at 2215 GMT, Nils Brandt, chief executive of "
            "Brandt Tankers, told Sarpress by telephone.",
            "Nils Brandt",
            "Three crew members were hurt when the Lorna May was boarded at 2215 GMT",
        ),
        (
            "Two of the burned have been flown to the clinic in the capital, Lorn, the directorate reported.",
            "the directorate",
            "Two of the burned have been flown to the clinic in the capital, Lorn",
        ),
        (
            "The ship was boarded at ten past midnight, local time, 31 nautical miles from the nearest land, Holm told "
            "reporters at the ministry.",
            "Holm",
            "The ship was boarded at ten past midnight, local time, 31 nautical miles from the nearest land",
        ),
        (
            "Three patrol boats stopped the vessel, the Lorna May, at 02:15, nine nautical miles south of the isle of "
            "Qeran, the ministry's spokesman, Brigadier Samir Halloun, said in a statement.",
            "Samir Halloun",
            "Three patrol boats stopped the vessel, the Lorna May, at 02:15, nine nautical miles south of the isle of "
            "Qeran",
        ),
    ],
)
def test_all_that_stands_before_who_reports_is_told(nlp: Language, text: str, speaker: str, content: str) -> None:
    found = saying(nlp, text, content[:20])
    assert (found.speaker, found.content.text) == (speaker, content)


@pytest.mark.parametrize(
    "text",
    [
        "When the fire was out, Anna Holm told reporters in the port.",
        "On Friday, the minister, Anna Holm, said in a statement.",
        "The minister, who had met the families, spoke briefly, then left and said nothing.",
    ],
)
def test_where_nothing_is_told_before_the_name_nothing_is_made_up(nlp: Language, text: str) -> None:
    found = nlp(text)._.consilience_attributions
    assert not any("closing" in " ".join(a.reasons) or "end of the sentence" in " ".join(a.reasons) for a in found)


def test_who_is_quoted_by_a_medium_speaks_and_the_medium_carries_it(nlp: Language) -> None:
    text = "The ship had been heading for Qeran, a naval official was quoted as saying by the agency Tass on Saturday."
    found = saying(nlp, text, "heading for Qeran")
    assert (found.speaker, found.via) == ("a naval official", ("Tass",))
    assert found.content.text == "The ship had been heading for Qeran"


def test_a_medium_behind_what_is_said_is_cut_off_and_carries_it(nlp: Language) -> None:
    text = "The deputy minister, Hedda Corvin, said the fire had begun in the cellar, in remarks carried by Tass."
    found = saying(nlp, text, "cellar")
    assert (found.speaker, found.via) == ("Hedda Corvin", ("Tass",))
    assert found.content.text == "the fire had begun in the cellar"


def test_what_another_says_beside_according_to_is_not_said_by_both(nlp: Language) -> None:
    text = "Residents left the town, according to the mayor, and the union says that nobody was warned."
    found = saying(nlp, text, "nobody was warned")
    assert (found.speaker, found.via) == ("the union", ())


@pytest.mark.parametrize(
    "text", ["Five boats came, backed by a helicopter, and left.", "The two countries recalled their ambassadors."]
)
def test_a_thing_judges_nothing_and_an_envoy_called_back_is_no_word(nlp: Language, text: str) -> None:
    assert nlp(text)._.consilience_attributions == ()


def test_the_baker_of_an_age_is_the_person_named_before(nlp: Language) -> None:
    text = (
        "Jana Ruzic was at her oven when she heard a bang.\n\n"
        '"Then I saw four of them, all in black. They kept on," the 52-year-old baker told reporters.'
    )
    assert saying(nlp, text, "all in black").speaker == "Jana Ruzic"
    unnamed = (
        'A 52-year-old baker said it burned. Anna Holm, the mayor, came. "It burned twice," the 52-year-old baker said.'
    )
    assert saying(nlp, unnamed, "burned twice").speaker == "the 52-year-old baker"


def test_she_is_who_stands_beside_she_in_the_sentence_before(nlp: Language) -> None:
    text = (
        "Judge Aron Redl said that the count was void.\n\nTeodora Vask was cheered as she left the building. "
        '"A stolen thing does not become yours," she said.'
    )
    assert saying(nlp, text, "stolen thing").speaker == "Teodora Vask"


def test_a_claim_ends_where_who_reports_it_begins(nlp: Language) -> None:
    text = (
        "Two men were hurt when the Lorna May was boarded at 2215 GMT, Nils Brandt, chief executive of Brandt Tankers, "
        "told Sarpress by telephone. Three boats stopped the vessel, the Lorna May, at 02:15, nine nautical miles "
        "south of Qeran, the ministry's spokesman, Samir Halloun, said in a statement."
    )
    claims = [c.text for c in nlp(text)._.consilience_claims]
    assert "when the Lorna May was boarded at 2215 GMT" in claims
    assert not any("Brandt" in claim or "Halloun" in claim for claim in claims)
    assert any("nine nautical miles south of Qeran" in claim for claim in claims)


def test_the_head_of_government_is_the_prime_minister(nlp: Language) -> None:
    text = (
        "Prime Minister Ilija Maren came late, after President Ada Holm.\n\n"
        '"The law is the law," the head of government told journalists. "It is," the head of state said.'
    )
    assert saying(nlp, text, "The law is").speaker == "Ilija Maren"
    assert saying(nlp, text, "It is").speaker == "Ada Holm"
