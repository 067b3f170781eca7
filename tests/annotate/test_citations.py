"""Whom a speaker has it from: a link of the chain, and no statement of its own."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.model import Attribution, Claim

CHAIN = ("the civil protection service", ("the interior ministry",))


def attributions(nlp: Language, text: str) -> tuple[Attribution, ...]:
    found: tuple[Attribution, ...] = nlp(text)._.consilience_attributions
    return found


def claims(nlp: Language, text: str) -> tuple[Claim, ...]:
    found: tuple[Claim, ...] = nlp(text)._.consilience_claims
    return found


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("Twelve people were missing, the interior ministry said, citing the civil protection service.", *CHAIN),
        ("The interior ministry, citing the civil protection service, said twelve people were missing.", *CHAIN),
        ("The interior ministry said twelve people were missing, citing the civil protection service.", *CHAIN),
        (
            "According to the interior ministry, which cited the civil protection service, twelve people were missing.",
            *CHAIN,
        ),
        (
            "Twelve people were missing, according to the interior ministry, citing the civil protection service.",
            *CHAIN,
        ),
        (
            "Twelve people were missing, Olof Berg told Reuters, citing the civil protection service.",
            CHAIN[0],
            ("Olof Berg", "Reuters"),
        ),
        (
            "The army said twelve people were missing, citing a report by the military police.",
            "the military police",
            ("The army",),
        ),
        ("Police said twelve people were missing, quoting hospital staff.", "hospital staff", ("Police",)),
        (
            "Twelve people were missing, state news agency TarInform reported, citing the civil protection service.",
            CHAIN[0],
            ("TarInform",),
        ),
    ],
)
def test_whom_a_speaker_cites_speaks_and_he_passes_it_on(
    nlp: Language, text: str, speaker: str, via: tuple[str, ...]
) -> None:
    (one,) = [a for a in attributions(nlp, text) if "twelve people were missing" in a.content.text.lower()]
    assert ((one.speaker or "").lower(), [name.lower() for name in one.via]) == (speaker, [n.lower() for n in via])
    assert "citing" not in one.content.text and "quoting" not in one.content.text
    said = [a.content.text for a in attributions(nlp, text) if a.source is None or a.source.text != "which"]
    assert not {"the civil protection service", "hospital staff"} & {*said}
    assert not [c for c in claims(nlp, text) if c.predicate in ("cite", "quote") and "which" not in c.text]


def test_a_reason_that_somebody_cites_is_nobody_who_speaks(nlp: Language) -> None:
    text = "The minister said he would resign, citing health problems."
    assert next(a for a in attributions(nlp, text) if "resign" in a.content.text).speaker == "The minister"


def test_who_acts_and_cites_a_witness_says_nothing_through_him(nlp: Language) -> None:
    text = "Prosecutors will appeal against the verdict, citing the police."
    assert not [a for a in attributions(nlp, text) if "Prosecutors" in a.via]


def test_a_statement_within_anothers_is_the_inner_speakers_through_the_outer(nlp: Language) -> None:
    text = "Twelve people are missing, according to the civil protection service, the interior ministry added."
    (claim,) = claims(nlp, text)
    attribution = attributions(nlp, text)[claim.attribution or 0]
    assert claim.text == "Twelve people are missing"
    assert (attribution.speaker, attribution.via) == CHAIN


def test_with_reference_to_an_agency_is_through_it(nlp: Language) -> None:
    text = "One soldier was killed on Friday, TASS said with reference to the Interior Ministry."
    (killed,) = [a for a in attributions(nlp, text) if "was killed" in a.content.text]
    assert (killed.speaker, killed.via) == ("Interior Ministry", ("TASS",))
