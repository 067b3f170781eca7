"""Claims: what a report states, who did it, whether it happened."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from consilience.model import Claim, Removed, Report


def claims(nlp: Language, text: str) -> tuple[Claim, ...]:
    found: tuple[Claim, ...] = nlp(text)._.consilience_claims
    return found


def the_claim(nlp: Language, text: str, words: str) -> Claim:
    """The claim whose own words are these."""
    (found,) = [c for c in claims(nlp, text) if c.text == words]
    return found


def test_a_coordination_is_two_claims(nlp: Language) -> None:
    found = claims(nlp, "The ferry sank and the crew swam ashore.")
    assert [(c.predicate, c.roles["agent"]) for c in found] == [("sink", "ferry"), ("swim", "crew")]


def test_a_shared_subject_does_both(nlp: Language) -> None:
    found = claims(nlp, "Police arrested the owner and charged the captain on Friday.")
    assert [(c.predicate, c.roles["agent"], c.roles["patient"]) for c in found] == [
        ("arrest", "Police", "owner"),
        ("charge", "Police", "captain"),
    ]


def test_a_nominal_event_is_a_claim(nlp: Language) -> None:
    claim = the_claim(
        nlp, "The launch of three ferries in Lucan pleased the mayor.", "The launch of three ferries in Lucan"
    )
    assert claim.predicate == "launch"
    assert len(claim.quantities) == 1


def test_whose_event_it_is_is_who_did_it(nlp: Language) -> None:
    found = claims(nlp, "Viktor Malenko's visit to Lucan lasted two days.")
    (visit,) = [c for c in found if c.predicate == "visit"]
    assert visit.roles["agent"] == "Viktor Malenko"


def test_the_object_of_a_passive_is_its_patient(nlp: Language) -> None:
    (claim,) = claims(nlp, "The bridge was built by the council in 2019.")
    assert (claim.predicate, claim.roles["agent"], claim.roles["patient"]) == ("build", "council", "bridge")


def test_a_verb_that_only_introduces_another_names_both(nlp: Language) -> None:
    (claim,) = claims(nlp, "The council agreed to send two boats to the island.")
    assert claim.predicate == "agree send"
    assert claim.roles["patient"] == "two boats"


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not pay the ransom to the crew.",
        "The ministry never paid the ransom to the crew.",
        "The ministry failed to pay the ransom to the crew.",
        "The ministry refused to pay the ransom to the crew.",
        "No ship reached the ferry before noon.",
        "The ministry paid no ransom to the crew.",
        "Nobody reached the sinking ferry before noon.",
        "None of the boats reached the ferry before noon.",
    ],
)
def test_what_did_not_happen_is_negative(nlp: Language, text: str) -> None:
    assert [c.polarity for c in claims(nlp, text)] == ["negative"]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry paid the ransom to the crew.",
        "The ministry did not fail to pay the ransom to the crew.",
        "No fewer than 12 boats reached the ferry before noon.",
        "The crew paid the ransom with no help from the ministry.",
    ],
)
def test_what_happened_is_positive(nlp: Language, text: str) -> None:
    assert {c.polarity for c in claims(nlp, text)} == {"positive"}


@pytest.mark.parametrize(
    ("text", "words", "factuality"),
    [
        ("The ferry sank on Thursday.", "The ferry sank on Thursday", "asserted"),
        ("The airline will fly to Bereza in April.", "The airline will fly to Bereza in April", "planned"),
        ("The ministry plans to build a bridge.", "The ministry plans to build a bridge", "planned"),
        ("The mayor hopes to open the bridge.", "The mayor hopes to open the bridge", "hoped"),
        ("The mayor expects the bridge to open in June.", "the bridge to open in June", "hoped"),
        ("The ferry reportedly sank on Thursday.", "The ferry reportedly sank on Thursday", "doubted"),
        ("Engineers suspect that the pillar cracked in March.", "the pillar cracked in March", "doubted"),
        ("The ministry denied that it had paid the ransom.", "it had paid the ransom", "denied"),
        ("If the bridge opens in June, the ferry stops.", "the bridge opens in June", "hypothetical"),
        ("The ministry may pay the ransom.", "The ministry may pay the ransom", "hypothetical"),
        ("The council would build a bridge in Lucan.", "The council would build a bridge in Lucan", "hypothetical"),
        ("The mayor said that the bridge had collapsed.", "the bridge had collapsed", "asserted"),
    ],
)
def test_whether_it_is_said_to_have_happened(nlp: Language, text: str, words: str, factuality: str) -> None:
    assert the_claim(nlp, text, words).factuality == factuality


def test_what_is_said_points_at_who_says_it(nlp: Language) -> None:
    doc = nlp("The bridge over the Orrin collapsed on Thursday, Anna Petrova said. Two lorries fell into it.")
    said, own = doc._.consilience_claims
    assert doc._.consilience_attributions[said.attribution].speaker == "Anna Petrova"
    assert own.attribution is None


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("He denied involvement in the attack, which killed 12 people.", "which killed 12 people"),
        ("He denied the attack that killed 12 people.", "that killed 12 people"),
        ("The ministry announced the launch of the ferry, which cost 300 crowns.", "which cost 300 crowns"),
    ],
)
def test_an_aside_about_what_somebody_only_names_is_the_writers(nlp: Language, text: str, aside: str) -> None:
    claim = the_claim(nlp, text, aside)
    assert (claim.attribution, claim.factuality) == (None, "asserted")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Police confirmed the arrest of a man who had fled the town.", "who had fled the town"),
        ("The ministry said the ferry, which cost 300 crowns, was lost.", "which cost 300 crowns"),
    ],
)
def test_a_clause_that_belongs_to_what_is_said_is_the_speakers(nlp: Language, text: str, part: str) -> None:
    assert the_claim(nlp, text, part).attribution == 0


def test_that_somebody_spoke_is_no_claim(nlp: Language) -> None:
    assert [c.text for c in claims(nlp, "The bridge collapsed on Thursday, Anna Petrova said.")] == [
        "The bridge collapsed on Thursday"
    ]


def test_a_period_that_counts_back_from_now_is_a_time_of_what_it_counts_to(nlp: Language) -> None:
    doc = nlp("Two weeks after they signed the agreement in Bereza, the presidents met in Lucan.")
    signed = next(c for c in doc._.consilience_claims if c.predicate == "sign")
    assert [doc._.consilience_times[k].text for k in signed.times] == ["Two weeks"]
    assert signed.text == "they signed the agreement in Bereza"


def test_numbers_times_and_names_are_those_of_the_clause(nlp: Language) -> None:
    doc = nlp("On Thursday 12 boats reached Lucan and on Friday three lorries left Bereza.")
    first, second = doc._.consilience_claims
    for claim, day, number, place in ((first, "Thursday", 12, "Lucan"), (second, "Friday", 3, "Bereza")):
        assert [doc._.consilience_times[k].text for k in claim.times] == [day]
        assert [doc._.consilience_quantities[k].value for k in claim.quantities] == [number]
        assert place in {doc._.consilience_entities[k].name for k in claim.entities}


def test_removed_characters_make_no_claim(nlp: Language) -> None:
    text = "The ferry sank on Thursday.\nSubscribe to our daily newsletter about the islands."
    cut = text.index("Subscribe")
    doc = nlp.make_doc(text)
    doc._.consilience_report = Report("r", "r.txt", text, removed=(Removed(cut, len(text), "advertising"),))
    assert [c.text for c in nlp(doc)._.consilience_claims] == ["The ferry sank on Thursday"]


def test_a_line_break_ends_a_claim(nlp: Language) -> None:
    found = claims(nlp, "Ferry sinks in the Orrin Strait\nThe harbour was closed on Friday.")
    assert len(found) == 2
    assert all("\n" not in c.text for c in found)


PIECES = 'the|ferry|sank|not|no|will|and|or|,|.|“|”|"|\n|said|144|people|Thursday|Lucan|who|after|if|to|\u200b|é|🚢'
WORDS = st.sampled_from(PIECES.split("|"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=80)))
def test_every_claim_holds_its_text_whatever_the_input(nlp: Language, text: str) -> None:
    doc = nlp(text)
    found = doc._.consilience_claims
    assert [c.id for c in found] == [f"c{k}" for k in range(len(found))]
    for claim in found:
        assert text[claim.start : claim.end] == claim.text
        assert 0 < len(claim.text) <= 400
        assert list(claim.tokens) == sorted(set(claim.tokens))
        assert all(0 <= t < len(doc) for t in (*claim.tokens, claim.head))
        assert all(0 <= k < len(doc._.consilience_times) for k in claim.times)
        assert all(0 <= k < len(doc._.consilience_quantities) for k in claim.quantities)
        assert all(0 <= k < len(doc._.consilience_entities) for k in claim.entities)
        assert claim.attribution is None or 0 <= claim.attribution < len(doc._.consilience_attributions)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("A gate failed on Sunday night.", "positive"),
        ("The gate failed to close on Sunday night.", "negative"),
        ("The engine failed over the strait.", "positive"),
        ("Twelve people are missing in the valley.", "positive"),
        ("The boat lacked a permit for the strait.", "negative"),
        ("She refrained from answering questions in court.", "negative"),
        ("The pilot avoided a collision over the strait.", "negative"),
        ("The lorry failed its inspection in March.", "positive"),
    ],
)
def test_a_verb_denies_what_it_has_for_a_complement_and_nothing_alone(nlp: Language, text: str, polarity: str) -> None:
    assert claims(nlp, text)[0].polarity == polarity


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Divers are to inspect the hull on Wednesday.", "planned"),
        ("Talks are due to start on Wednesday.", "planned"),
        ("The ferry is likely to sail on Wednesday.", "doubted"),
        ("The ferry is ready in the harbour.", "asserted"),
        ("The mayor is in the harbour.", "asserted"),
    ],
)
def test_what_is_to_be_has_not_been(nlp: Language, text: str, factuality: str) -> None:
    assert claims(nlp, text)[0].factuality == factuality


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("According to the police, the bridge over the Orrin collapsed.", "the bridge over the Orrin collapsed"),
        ("The bridge over the Orrin collapsed, according to the police.", "The bridge over the Orrin collapsed"),
        ("The ferry left Port Anselm according to plan.", "The ferry left Port Anselm according to plan"),
    ],
)
def test_who_says_it_is_no_part_of_what_is_said(nlp: Language, text: str, own: str) -> None:
    assert [c.text for c in claims(nlp, text)] == [own]


@pytest.mark.parametrize(
    "text",
    [
        "Whole villages in the valley are gone, the interior ministry said on Monday.",
        "The interior ministry told reporters last week that whole villages in the valley are gone.",
        "“Whole villages in the valley are gone,” said a rescuer who asked not to be named.",
    ],
)
def test_that_somebody_spoke_on_a_day_or_without_a_name_is_no_statement(nlp: Language, text: str) -> None:
    assert [c.text.lower() for c in claims(nlp, text)] == ["whole villages in the valley are gone"]


def test_a_participle_behind_a_comma_is_of_the_noun_before_it(nlp: Language) -> None:
    text = "The group has claimed responsibility for the attack, believed to be the deadliest in the country."
    (aside,) = [c for c in claims(nlp, text) if "deadliest" in c.text]
    assert aside.roles["agent"] == "attack"
    (thought,) = [a for a in nlp(text)._.consilience_attributions if "deadliest" in a.content.text]
    assert thought.speaker is None, "nobody is said to believe it"


def test_who_is_dismissed_was_nothing_that_somebody_said(nlp: Language) -> None:
    doc = nlp("The government dismissed the minister. The court rejected Karl Lindgren.")
    assert doc._.consilience_attributions == ()
    assert {c.factuality for c in doc._.consilience_claims} == {"asserted"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hale rejected the hackers' claim that the files were sold.", "the files were sold"),
        ("The ministry dismissed reports that the minister would be replaced.", "the minister would be replaced"),
        ("The report that the dam was unsafe is false, the operator said.", "the dam was unsafe"),
        ("He said the reports that the mine had been closed were untrue.", "the mine had been closed"),
        ("She left, rejecting the claim that Reisig had demanded her departure.", "Reisig had demanded her departure"),
        ("The ministry rejected the claim by a union that sensors had been covered.", "sensors had been covered"),
        ('Hale said there was "no evidence at this stage" that the ship had lost power.', "the ship had lost power"),
        ("Police found no sign that the door had been forced.", "the door had been forced"),
        ("The inspectors have not found any evidence that the ship lost power.", "the ship lost power"),
        ("He said there was nothing to show the ship lost power.", "the ship lost power"),
    ],
)
def test_what_a_statement_says_that_is_rejected_or_called_untrue_is_denied(
    nlp: Language, text: str, words: str
) -> None:
    assert the_claim(nlp, text, words).factuality == "denied"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The report that the dam was unsafe is not false, the operator said.", "the dam was unsafe"),
        ("There is evidence that the ship lost power.", "the ship lost power"),
        ("There was no evidence the police found.", "the police found"),
        ("There was nobody to show that the ship lost power.", "the ship lost power"),
        ("The log contradicts the account given by the ministry on Monday.", "given by the ministry on Monday"),
    ],
)
def test_what_is_not_denied_or_called_untrue_is_not_denied(nlp: Language, text: str, words: str) -> None:
    assert the_claim(nlp, text, words).factuality != "denied"


@pytest.mark.parametrize("words", ["answering a question from TASS", "replying to questions of the paper"])
def test_on_what_occasion_somebody_spoke_is_no_claim(nlp: Language, words: str) -> None:
    claims = nlp(f"The order was signed on Monday, Mila Hart said, {words}.")._.consilience_claims
    assert [c.text for c in claims] == ["The order was signed on Monday"]


def test_what_a_pronoun_stands_for_is_part_of_what_is_told(nlp: Language) -> None:
    claims = nlp("Two players were kicked off because they are black. It was removed.")._.consilience_claims
    assert {"they are black", "It was removed"} <= {c.text for c in claims}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Not one round was fired by the guards.", "negative"),
        ("He saw not a single soul at the market.", "negative"),
        ("Not all of the guards came to the market.", "positive"),
    ],
)
def test_not_one_is_none(nlp: Language, text: str, polarity: str) -> None:
    (claim,) = nlp(text)._.consilience_claims
    assert claim.polarity == polarity


def test_who_denies_is_the_speaker_of_what_the_rejected_statement_says(nlp: Language) -> None:
    doc = nlp("Anna Hale rejected the hackers' claim that the files were sold.")
    (claim,) = [c for c in doc._.consilience_claims if c.text == "the files were sold"]
    attribution = doc._.consilience_attributions[claim.attribution]
    assert (attribution.speaker, attribution.stance) == ("Anna Hale", "denies")


def test_when_and_why_are_presupposed_by_a_denial(nlp: Language) -> None:
    text = "Reisig dismissed reports that he was planning an early election after his transport minister resigned."
    claim = the_claim(nlp, text, "his transport minister resigned")
    assert (claim.factuality, claim.attribution) == ("asserted", None)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Tveitan was convicted not of murder but of manslaughter.", "positive"),
        ("The firm did not sell 40 but 60 per cent of the shares.", "positive"),
        ("Tveitan was not convicted of murder.", "negative"),
        ("The minister did not resign but his aides said that he would.", "negative"),
    ],
)
def test_a_not_that_is_set_right_by_a_but_denies_a_part_only(nlp: Language, text: str, polarity: str) -> None:
    assert claims(nlp, text)[0].polarity == polarity


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Trains did not resume until Friday.", "positive"),
        ("There will be no rail service west of Athlone.", "negative"),
        ("Trains did not resume on Friday.", "negative"),
    ],
)
def test_not_until_says_since_when(nlp: Language, text: str, polarity: str) -> None:
    assert claims(nlp, text)[0].polarity == polarity


def test_when_somebody_spoke_is_no_part_of_what_was_said(nlp: Language) -> None:
    text = "Anna Holm announced her departure, two days after auditors found fault with a contract handed to Baltline."
    found = claims(nlp, text)
    assert [c.attribution for c in found if "auditors found fault" in c.text] == [None]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The water in Lorn is free of cholera.", "negative"),
        ("The water in Lorn is not free from bacteria.", "positive"),
        ("The prisoners were free to leave the camp.", "positive"),
    ],
)
def test_what_is_free_of_a_thing_is_without_it(nlp: Language, text: str, polarity: str) -> None:
    assert claims(nlp, text)[0].polarity == polarity


def test_who_says_it_before_a_colon_is_no_part_of_it(nlp: Language) -> None:
    found = claims(nlp, 'Interior Minister Peter Holm, at a briefing on Friday: "No provocateurs existed there."')
    assert "No provocateurs existed there" in {c.text for c in found}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In a statement to the Harbour Agency, the ministry said that the port was open.", "the port was open"),
        ("The port was open, the daily Lornpost writes with reference to the ministry.", "The port was open"),
        ("The port was open, it says in a statement carried by the agency.", "The port was open"),
    ],
)
def test_by_what_words_somebody_spoke_is_no_claim(nlp: Language, text: str, told: str) -> None:
    assert [c.text for c in claims(nlp, text)] == [told]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("We exclude nothing at this stage of the inquiry.", "negative"),
        ("The guards saw nobody on the bridge on Friday.", "negative"),
        ("The mayor has nothing but praise for the crews.", "positive"),
    ],
)
def test_nothing_as_an_object_denies_the_act(nlp: Language, text: str, polarity: str) -> None:
    assert claims(nlp, text)[0].polarity == polarity


def test_what_only_leads_to_another_clause_is_no_claim(nlp: Language) -> None:
    texts = [c.text for c in nlp("Satellite images show that a lake above the valley emptied.")._.consilience_claims]
    assert texts == ["a lake above the valley emptied"]
    texts = [c.text for c in nlp("Our team in Lorn is reviewing what happened.")._.consilience_claims]
    assert any("reviewing" in text for text in texts)
