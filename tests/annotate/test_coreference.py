"""What words without a name mean within a report: right where they say it, and nothing where it is open."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from consilience.annotate.coreference import antecedents, described, first_persons


def meant(nlp: Language, text: str, word: str, nth: int = 0) -> str | None:
    """The name that the word means in the text, None where that is left open."""
    doc = nlp(text)
    tokens = [t.i for t in doc if t.text == word]
    entity = antecedents(doc, likely=True).get(tokens[nth])
    return None if entity is None else str(doc._.consilience_entities[entity].name)


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Anna Larsen arrived on Monday. She met the mayor.", "She", "Anna Larsen"),
        ("Halden Brothers raised its fares on Monday.", "its", "Halden Brothers"),
        ("Halden Brothers, which runs ferries, lost money.", "which", "Halden Brothers"),
        ("Norway, whose parliament met on Monday, raised taxes.", "whose", "Norway"),
        ("Halden Brothers lost money in May. The company sold two ferries.", "company", "Halden Brothers"),
        ("Halden Brothers lost money in May. It sold two ferries.", "It", "Halden Brothers"),
        ("Halden Brothers lost money in May. Its shares fell.", "Its", "Halden Brothers"),
        ("Oslo was flooded on Monday. The city closed its schools.", "city", "Oslo"),
        ("Norway raised taxes. The Norwegian government met on Monday.", "government", "Norway"),
        ("Foreign Minister Anna Larsen arrived. The minister met Tomas Vik.", "minister", "Anna Larsen"),
        ("The Nikkei 225 fell on Monday. The index lost 200 points.", "index", "Nikkei 225"),
        ("A Boeing 737 left the runway at Oslo. The jet was evacuated.", "jet", "737"),
    ],
)
def test_a_word_means_the_name_before_it(nlp: Language, text: str, word: str, name: str) -> None:
    found = meant(nlp, text, word)
    assert found is not None and name in found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It rained in Oslo on Monday. It was clear that Halden Brothers would lose money.", "It"),
        ("Oslo and Bergen were flooded on Monday. The city closed its schools.", "city"),
        ("Foreign Minister Anna Larsen met Finance Minister Tomas Vik. A minister resigned.", "minister"),
        ("Halden Brothers lost money in May. A company sold two ferries.", "company"),
        ("Halden Brothers beat Nord Lines. They met in court.", "They"),
        ("Anna Larsen arrived on Monday. The company that she had sold went bankrupt.", "company"),
        ("Norway and Sweden raised taxes. The country that borders Russia raised more.", "country"),
    ],
)
def test_what_is_open_stays_open(nlp: Language, text: str, word: str) -> None:
    assert meant(nlp, text, word) is None


def test_claims_keep_the_word_by_which_a_person_is_called_again(nlp: Language) -> None:
    doc = nlp("Foreign Minister Anna Larsen arrived on Monday. The minister met Norway's king. She left at noon.")
    assert [doc[token].text for token in antecedents(doc)] == ["She"]
    assert [doc[token].text for token in antecedents(doc, likely=True)] == ["minister", "She"]


def test_the_first_person_is_the_speaker_and_we_the_body_that_speaks(nlp: Language) -> None:
    text = '"I saw the fire," Anna Larsen said. "We will build it again," Halden Brothers said on Monday.'
    doc = nlp(text)
    names = {doc[token].text: doc._.consilience_entities[k].name for token, k in first_persons(doc).items()}
    assert names == {"I": "Anna Larsen", "We": "Halden Brothers"}


def test_another_speakers_words_are_left_alone(nlp: Language) -> None:
    text = 'Halden Brothers lost money in May. "The company was careless," a passenger said.'
    assert meant(nlp, text, "company") is None


def test_titles_appositions_and_predicates_describe_a_name(nlp: Language) -> None:
    doc = nlp("Prime Minister Anna Larsen, a former teacher, is the leader of the Labour Party.")
    names = {doc[token].text: doc._.consilience_entities[k].name for token, k in described(doc).items()}
    assert {"Minister", "teacher", "leader"} <= {word for word, name in names.items() if name == "Anna Larsen"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["It", "its", "the company", "which", "Halden Brothers", "said", ",", '"', "I", "we", "\n", "fell", "."]
        ),
        max_size=50,
    ).map(" ".join)
)
def test_any_text_is_read_and_a_word_means_an_entity_of_the_report(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for found in (antecedents(doc), described(doc), first_persons(doc)):
        assert all(0 <= token < len(doc) and 0 <= k < len(doc._.consilience_entities) for token, k in found.items())


def test_the_time_grows_with_the_text_and_no_faster(nlp: Language) -> None:
    sentence = (
        "Halden Brothers raised its fares on Monday. The company said that it would sell the ferry, which is old. "
    )

    def seconds(times: int) -> float:
        doc = nlp(sentence * times)
        taken = []
        for _ in range(3):
            started = time.process_time()
            antecedents(doc)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(5)
    # Eight times the text: some 8 times the work, and 64 times if each word were held against every name.
    assert seconds(160) < 8 * 4 * seconds(20)
