"""Datelines: what stands before the news is no part of its first sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from consilience.annotate import datelines

NEWS = "Rescuers said on Monday that nine people had died."


@pytest.mark.parametrize(
    "line",
    [
        "PORT ANSELM, Sept 12 (KPA) - ",
        "PORT ANSELM. Sept 12 (Interfax) - ",
        "LORVIK (AP) — ",
        "LORVIK, Tenn. (AP) — ",
        "LORVIK — ",
        "LORVIK, Orlenia – ",
        "LORVIK/HAMRA, Nov 3 (Reuters) - ",
        "LORVIK and HAMRA, 12 May 2025 – ",
        "LORVIK, March 3. /TASS/. ",
        "LORVIK, May 2 (Xinhua) -- ",
        "Lorvik, May 2 /Agerpres/ - ",
        "Lorvik, March 10, GNA – ",
        "Lorvik, 15 April (TDH). ",
        "Lorvik, Norway – ",
        "Lorvik, 3 March 2025: ",
        "Lorvik (dpa) - ",
        "ST. LORVIK (AFP) – ",
        "(Reuters) - ",
        "Lorvik (Orlenia) (AFP) - ",
        "LORVIK (Orlenia), May 14 (AFP) - ",
        "PORT ANSELM (Orlenia), Sept 10, 2024 (AFP) - ",
    ],
)
def test_the_news_begins_behind_place_day_and_agency(line: str, nlp: Language) -> None:
    assert datelines.end(line + NEWS) == len(line)
    sentences = [sentence.text for sentence in nlp(line + NEWS).sents]
    assert sentences[-1] == NEWS
    (claim,) = nlp(line + NEWS)._.consilience_claims
    assert claim.text == "nine people had died"


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "NATO — the alliance of 32 states — met on Monday.",
        "US - China talks ended.",
        "FILE - In this picture the harbour is full.",
        "GUILTY – and then nothing more was heard.",
        "Anna Holm (Labour) won the seat.",
        "Holm, Lindqvist – two of the best – won the seat.",
        "Rescuers - all of them from Lorvik - came at once.",
    ],
)
def test_a_sentence_that_begins_otherwise_has_none(text: str) -> None:
    assert datelines.end(text) is None


def test_a_dateline_below_a_heading_is_one_too(nlp: Language) -> None:
    text = f"FOR IMMEDIATE RELEASE\n\nLORVIK, Mo. – {NEWS}"
    assert [s.text for s in nlp(text).sents][-1] == NEWS


@given(st.text(max_size=60), st.integers(0, 60))
def test_whatever_the_text_the_end_lies_in_it(text: str, start: int) -> None:
    found = datelines.end(text, min(start, len(text)))
    assert found is None or min(start, len(text)) < found <= len(text)
