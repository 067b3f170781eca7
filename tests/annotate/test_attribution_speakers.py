"""Who the words of a source mean, and through whom a statement came."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate.credits import suppliers
from consilience.model import Attribution, Report

LEAD = "President Marta Velen opened the port of Norland on Friday. "


def read(nlp: Language, text: str, **fields: str) -> tuple[Attribution, ...]:
    doc = nlp.make_doc(text)
    doc._.consilience_report = Report(id="r", path="r", text=text, **fields)  # type: ignore[arg-type]
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: tuple[Attribution, ...] = doc._.consilience_attributions
    return found


def saying(found: tuple[Attribution, ...], words: str) -> Attribution:
    """The attribution with the shortest content that holds the words."""
    return min((a for a in found if words in a.content.text), key=lambda a: len(a.content.text))


@pytest.mark.parametrize("who", ["Velen", "She", "The president", "Marta Velen", "President Velen"])
def test_surname_pronoun_and_title_mean_the_person_of_the_report(nlp: Language, who: str) -> None:
    one = saying(read(nlp, LEAD + f"{who} said the harbour was ready."), "the harbour was ready")
    assert one.speaker == "Marta Velen" and one.speaker_entity is not None


def test_a_pronoun_does_not_mean_a_person_of_the_other_gender(nlp: Language) -> None:
    text = LEAD + "Minister Peter Holm came with her. She said the harbour was ready."
    assert saying(read(nlp, text), "the harbour was ready").speaker == "Marta Velen"


def test_a_title_with_another_country_means_somebody_else(nlp: Language) -> None:
    text = "Danish Prime Minister Karin Moe met Swedish Prime Minister Olof Berg. "
    text += "The Swedish prime minister said it went well."
    assert saying(read(nlp, text), "it went well").speaker == "Olof Berg"


def test_an_unnamed_speaker_stays_as_described(nlp: Language) -> None:
    one = saying(read(nlp, "A senior official who asked not to be named said the talks had failed."), "the talks")
    assert one.anonymous and one.speaker == "A senior official who asked not to be named"


def test_the_holder_of_an_office_is_not_anonymous(nlp: Language) -> None:
    assert not saying(read(nlp, "The mayor said the talks had failed."), "the talks").anonymous


def test_a_spokesman_speaks_for_his_body(nlp: Language) -> None:
    one = saying(read(nlp, "A spokesman for Norland Airways said the flight was late."), "the flight was late")
    assert one.speaker == "Norland Airways"


def test_the_spokesman_of_a_person_is_not_that_person(nlp: Language) -> None:
    assert (
        saying(read(nlp, LEAD + "Velen's spokesman said the harbour was ready."), "was ready").speaker != "Marta Velen"
    )


def test_a_statement_is_whose_it_is(nlp: Language) -> None:
    text = "Norland Airways said the flight was late. The statement said nobody was hurt."
    assert saying(read(nlp, text), "nobody was hurt").speaker == "Norland Airways"


def test_several_speak_together(nlp: Language) -> None:
    text = "Marta Velen and Olof Berg said the treaty was ready."
    assert saying(read(nlp, text), "the treaty was ready").speaker == "Marta Velen and Olof Berg"


def test_the_first_person_of_a_quotation_is_its_speaker(nlp: Language) -> None:
    found = read(nlp, "“I believe the bridge is safe,” Anna Lindqvist said.")
    assert saying(found, "the bridge is safe").speaker == "Anna Lindqvist"


def test_nested_attribution_is_a_chain_from_the_speaker_outward(nlp: Language) -> None:
    text = "President Marta Velen told Olof Berg that Norland would join the pact, "
    text += "the state news agency KCNA said, according to Reuters."
    one = saying(read(nlp, text), "Norland would join")
    assert (one.speaker, one.via) == ("Marta Velen", ("KCNA", "Reuters"))


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("Xinhua quoted Olof Berg as saying the plan was dead.", "Olof Berg", ("Xinhua",)),
        ("Olof Berg was quoted as saying by Xinhua that the plan was dead.", "Olof Berg", ("Xinhua",)),
        ("Olof Berg told CNN the plan was dead.", "Olof Berg", ("CNN",)),
        ("“I think the plan was dead,” Olof Berg told Reuters in an interview.", "Olof Berg", ("Reuters",)),
        ("Reuters reported, citing two diplomats, that the plan was dead.", "two diplomats", ("Reuters",)),
        ("Olof Berg told his brother the plan was dead.", "Olof Berg", ()),
    ],
)
def test_the_medium_that_passes_a_statement_on(nlp: Language, text: str, speaker: str, via: tuple[str, ...]) -> None:
    one = saying(read(nlp, text), "the plan was dead")
    assert (one.speaker, one.via) == (speaker, via)


def test_who_is_quoted_within_a_statement_speaks_through_it(nlp: Language) -> None:
    text = LEAD + "Velen expressed “firm support” for the treaty, KCNA said."
    spoken = [a for a in read(nlp, text) if a.speaker == "Marta Velen" and "firm support" in a.content.text]
    assert spoken and spoken[0].via == ("KCNA",)


def test_the_lead_names_the_medium_for_what_follows_of_the_same_speaker(nlp: Language) -> None:
    text = (
        "State media reported Sunday that President Marta Velen visited the port.\n\n"
        "The port is the largest of the country.\n\nIt was built in four years.\n\nIt has nine docks.\n\n"
        "Velen said the workers had made a “heroic effort”.\n\nUnion leader Pia Holm said the strike would go on."
    )
    found = read(nlp, text)
    one = saying(found, "heroic effort")
    assert one.via == ("State media",) and any(r.startswith("from the lead") for r in one.reasons)
    assert saying(found, "the strike would go on").via == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SEOUL (Reuters) - The South sends an envoy.", ("Reuters",)),
        ("The South sends an envoy.\n\n— AFP", ("Agence France-Presse",)),
        ("The South sends an envoy.\nWith inputs from Reuters", ("Reuters",)),
        ("The South sends an envoy.\n(Reporting by Ann Lee; Editing by Bo Dahl)", ("Reuters",)),
        ("SEOUL (Ostrel Newswire) - An envoy is sent.\n(Reporting by Ann Lee; Editing by Bo Dahl)", ()),
        ("The South sends an envoy (and a letter) - or two.", ()),
        ("The agency Reuters was founded long ago.", ()),
    ],
)
def test_the_supplier_is_read_from_dateline_and_last_line(text: str, expected: tuple[str, ...]) -> None:
    assert suppliers(text) == expected


def test_the_supplying_agency_is_the_outermost_link(nlp: Language) -> None:
    text = "SEOUL (Reuters) - The envoy has left, Minister Olof Berg said on Monday."
    one = saying(read(nlp, text), "The envoy has left")
    assert one.via == ("Reuters",) and "the report credits Reuters" in one.reasons


def test_the_agencys_own_site_is_not_its_own_supplier(nlp: Language) -> None:
    text = "SEOUL (Reuters) - The envoy has left, Minister Olof Berg said on Monday."
    assert saying(read(nlp, text, outlet="Reuters"), "The envoy has left").via == ()


@pytest.mark.parametrize(
    ("before", "named", "speaker"),
    [
        ("The civil protection service sent 40 men. ", "The service", "The civil protection service"),
        ("The interior ministry warned of rain. The minister left. ", "The ministry", "The interior ministry"),
        ("The Dockers' Union went on strike. ", "The union", "The Dockers' Union"),
        ("The ministry of transport closed the road. ", "The ministry", "The ministry of transport"),
        ("It rained in the valley. ", "The ministry", "The ministry"),
    ],
)
def test_a_body_that_was_named_in_full_is_meant_by_its_noun_alone(
    nlp: Language, before: str, named: str, speaker: str
) -> None:
    assert saying(read(nlp, before + named + " said the bridge was safe."), "the bridge was safe").speaker == speaker


def test_the_company_is_the_one_that_was_called_a_business_and_no_dam(nlp: Language) -> None:
    text = "The Orla dam belongs to the utility Nordstrom Energi. The company said the gate was safe."
    assert saying(read(nlp, text), "the gate was safe").speaker == "Nordstrom Energi"


def test_she_is_who_acted_just_now_rather_than_somebody_unnamed_who_spoke_before(nlp: Language) -> None:
    text = (
        "The gate was not inspected, a spokeswoman said. Prime Minister Anna Holm arrived in Karsten on Monday. "
        "“This must never happen again,” she said."
    )
    assert saying(read(nlp, text), "never happen again").speaker == "Anna Holm"


def test_a_dateline_is_no_part_of_the_source_behind_it(nlp: Language) -> None:
    text = "OSLO, Oct 23 (Reuters) - Halvorsen Marine said on Thursday it would cut about 1,200 jobs."
    assert saying(read(nlp, text), "1,200 jobs").speaker == "Halvorsen Marine"


def test_a_pronoun_means_who_spoke_and_not_whom_he_spoke_of(nlp: Language) -> None:
    text = 'The ministry\'s spokesman, Radu Stan, said Mr Olaru had spoken "as a private man". '
    one = saying(read(nlp, text + "Iran, he repeated, is not part of the plan."), "not part of the plan")
    assert one.speaker == "Radu Stan"


def test_who_is_told_something_is_not_its_source(nlp: Language) -> None:
    text = "Hours earlier the communications chief of the same agency, Ruth Amegashie, had told AFP the man was free."
    one = saying(read(nlp, text), "was free")
    assert (one.speaker, one.via) == ("Ruth Amegashie", ("AFP",))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("private station", "Harbour FM"), ("the local daily", "Nordposten"), ("local television channel", "K9")],
)
def test_a_medium_that_the_report_calls_one_is_one(nlp: Language, kind: str, name: str) -> None:
    one = saying(read(nlp, f"Marta Velen told {kind} {name} that the road was closed."), "the road")
    assert one.via == (name,)


def test_what_is_added_was_told_to_the_same_medium(nlp: Language) -> None:
    text = '"I have resigned," Marta Velen told private station Harbour FM, adding that she had gained nothing.'
    assert saying(read(nlp, text), "gained nothing").via == ("Harbour FM",)


def test_a_clause_of_contrast_is_the_reports_own(nlp: Language) -> None:
    text = "Orlena has agreed to sell gas, Orlena News reported on Monday, though Velen called the paper a memorandum."
    found = read(nlp, text)
    assert saying(found, "to sell gas").speaker in ("Orlena News", "Orlena")
    assert not [a for a in found if a.speaker == "Orlena News" and "memorandum" in a.content.text]
    assert "Orlena News" not in saying(found, "memorandum").via


def test_a_semicolon_ends_what_is_said_according_to_somebody(nlp: Language) -> None:
    text = "More than 3,000 people marched, according to police; the organisers put the turnout at 10,000."
    found = read(nlp, text)
    assert saying(found, "3,000").speaker == "police"
    assert saying(found, "10,000").speaker == "the organisers" and saying(found, "10,000").via == ()


def test_a_body_before_the_place_that_it_is_named_after_is_not_the_place(nlp: Language) -> None:
    assert saying(read(nlp, "Police Scotland said the man was dead."), "was dead").speaker == "Police Scotland"


def test_the_spokesperson_is_the_one_without_a_name_who_spoke_before(nlp: Language) -> None:
    text = (
        "Two helicopters were sent, a spokesperson for the Coastguard Agency said. "
        '"Nineteen people were hurt," Chief Inspector Moira Tennent said. '
        "The ship was not in danger of sinking, the spokesperson added."
    )
    assert saying(read(nlp, text), "danger of sinking").speaker == "Coastguard Agency"


def test_a_state_controlled_producer_is_no_person(nlp: Language) -> None:
    text = LEAD + "The state-controlled producer said in a filing that it had taken no decision."
    assert saying(read(nlp, text), "no decision").speaker_entity is None


def test_whoever_stands_behind_a_quotation_and_its_verb_spoke(nlp: Language) -> None:
    text = '"The trucks ran until Friday. I sold coffee to the drivers," blasted gran Nelia Obidos, 58.'
    assert saying(read(nlp, text), "The trucks ran").speaker == "Nelia Obidos"


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("There were faults at 41 stations, the head of the mission, Annika Lind, told AFP.", "Annika Lind"),
        ("Last night spokeswoman Selma Yild corrected this.", "Selma Yild"),
    ],
)
def test_a_quotation_behind_a_sentence_is_of_who_speaks_there_and_not_in_the_paragraph_before(
    nlp: Language, before: str, speaker: str
) -> None:
    text = f'"Ask the neighbours," lawyer Ilse Dranko said.\n{before} "We cannot know what it was."'
    assert saying(read(nlp, text), "We cannot know").speaker == speaker


def test_who_is_she_once_is_not_he_later(nlp: Language) -> None:
    text = (
        "Ilse Dranko told reporters that she had no paper. A hearing is expected on Thursday, she said.\n"
        'President Dorin Halvek spoke in the afternoon. "I did not order it," he said during a visit to a dairy.'
    )
    assert saying(read(nlp, text), "I did not order it").speaker == "Dorin Halvek"


def test_a_person_who_is_sacked_is_not_the_press_service_that_reports_it(nlp: Language) -> None:
    text = (
        "Prime Minister Jan Orlo has dismissed Energy Minister Ilse Dranko, the government's press service reported.\n"
        '"She has been relieved of her post," the press service said in a statement. The order was signed at eight, '
        "it said. A deputy will run the ministry, according to the statement."
    )
    found = read(nlp, text)
    for words in ("She has been relieved", "The order was signed", "A deputy will run"):
        assert saying(found, words).speaker == "the government's press service"


def test_one_of_several_without_a_name_is_not_whoever_was_named_last(nlp: Language) -> None:
    text = (
        "She did not offer to resign, as Speaker Ruben Asch claimed.\n"
        "On 28 May the ambassador came to the palace, the first official said."
    )
    assert saying(read(nlp, text), "On 28 May").speaker == "the first official"


def test_a_source_can_be_it(nlp: Language) -> None:
    text = "A source in the government told TASS that there had been a meeting. It said that the talk was short."
    assert saying(read(nlp, text), "the talk was short").speaker == "A source in the government"


def test_a_firm_that_a_clause_tells_apart_is_not_the_one_named_last(nlp: Language) -> None:
    text = (
        "It is the worst accident since the one at the Grenic Company in 1987.\n"
        "The firm that runs the site has told investors that a valve failed."
    )
    assert saying(read(nlp, text), "a valve failed").speaker == "The firm that runs the site"


def test_who_holds_an_opinion_goes_on_to_speak(nlp: Language) -> None:
    text = (
        "Ilse Dranko had argued that the formula was too expensive.\n"
        'Energy consultant Marta Quill considers her objection justified. "The country pays too much," she said.'
    )
    assert saying(read(nlp, text), "The country pays too much").speaker == "Marta Quill"


def test_what_a_paper_has_learned_goes_through_it(nlp: Language) -> None:
    text = (
        "The city engineer, Lena Drost, warned the council in March that the footbridge was unsafe, "
        "the Harbour Echo has learned from a letter."
    )
    warned = saying(read(nlp, text), "that the footbridge was unsafe")
    assert (warned.speaker, warned.via) == ("Lena Drost", ("Harbour Echo",))


def test_who_spoke_to_a_paper_goes_on_in_the_same_paragraph(nlp: Language) -> None:
    text = (
        "The Sevrin Herald had reported, citing an official, that Peter Lannik went to see the president.\n"
        'Lannik told Reuters that he had met her only twice. "I rather liked her," he said.'
    )
    assert saying(read(nlp, text), "I rather liked her").via == ("Reuters",)


def test_who_reports_behind_a_name_is_no_apposition_to_it(nlp: Language) -> None:
    text = "Prime Minister Jan Orlo has dismissed Energy Minister Ilse Dranko, the government's press service reported."
    dismissed = saying(read(nlp, text), "has dismissed")
    assert dismissed.speaker == "the government's press service"
    assert "press service" not in dismissed.content.text


def test_the_aid_official_is_the_one_who_spoke_before(nlp: Language) -> None:
    text = (
        "Forty people have died in the camp, an aid official told AFP on Tuesday.\n\n"
        "The tests were positive, the head of mission, Hanne Orlo, told reporters.\n\n"
        "The aid official said guards had fired into the air."
    )
    fired = saying(read(nlp, text), "guards had fired")
    assert fired.anonymous and fired.speaker == "an aid official"


def test_the_ministry_behind_a_minister_is_not_one_that_is_named_later(nlp: Language) -> None:
    text = (
        "The Minister of Health, Ilse Dranko, spoke on Tuesday.\n\n"
        "In a statement the ministry said that 38 deaths had been registered.\n\n"
        "A source at the Ministry of Interior denied the rumours."
    )
    assert saying(read(nlp, text), "38 deaths").speaker == "the ministry"


def test_for_her_part_tells_who_she_is(nlp: Language) -> None:
    text = (
        "Dr. Talmoun noted that the water had arrived.\n\n"
        "For her part, the Minister of State for Refugee Affairs, Salwa Kheyr, visited the camp on Monday. "
        "She said that every family would receive its share."
    )
    assert saying(read(nlp, text), "every family").speaker == "Salwa Kheyr"


def test_who_is_told_of_is_not_who_tells_it(nlp: Language) -> None:
    text = (
        "The Interior Ministry has retreated from its denial. "
        "A guard employed by a contractor fired two shots on Monday night, it says in a statement."
    )
    assert saying(read(nlp, text), "fired two shots").speaker == "Interior Ministry"


def test_a_square_is_no_court(nlp: Language) -> None:
    text = "Anna Holm reports from Court Square.\n\nThe judge spoke. The court said that he was guilty."
    assert saying(read(nlp, text), "he was guilty").speaker == "The court"


def test_who_is_the_man_and_not_his_post(nlp: Language) -> None:
    text = "A private from Post 14, who asked me to leave out his name, says otherwise. He was outside, he said."
    outside = saying(read(nlp, text), "He was outside")
    assert outside.anonymous and outside.speaker == "A private"


def test_who_is_quoted_according_to_an_agency_speaks_through_it(nlp: Language) -> None:
    text = (
        '"Norland is free of cholera," Health Minister Ilse Dranko said, according to the state news agency Tarinform.'
    )
    quoted = saying(read(nlp, text), "free of cholera")
    assert quoted.speaker == "Ilse Dranko" and len(quoted.via) == 1
    assert quoted.via[0].endswith("Tarinform")


def test_who_stands_before_the_comma_speaks_behind_the_colon(nlp: Language) -> None:
    text = 'Interior Minister Peter Holm, at a briefing in the capital shown on state television: "No mob was there."'
    assert saying(read(nlp, text), "No mob").speaker == "Peter Holm"


def test_the_teller_goes_on_behind_who_was_hurt(nlp: Language) -> None:
    text = "The Defence Ministry said its troops had repelled a group. "
    text += "It said two of its own servicemen were wounded, and denied using mortars."
    assert saying(read(nlp, text), "using mortars").speaker == "Defence Ministry"


@pytest.mark.parametrize("where", ["", " in an interview at her office", " on Friday"])
def test_who_hears_it_is_no_content(nlp: Language, where: str) -> None:
    text = f"The hospital had taken in 19 civilians, chief physician Vera Lunt told this newspaper{where}."
    assert saying(read(nlp, text), "19 civilians").speaker == "Vera Lunt"
    assert [a for a in read(nlp, text) if a.content.text == "this newspaper"] == []


@pytest.mark.parametrize(
    "text",
    ["The epidemic has cost 63 people, far above what the capital admits.", "The fire in Lorn claimed three lives."],
)
def test_what_is_admitted_elsewhere_and_lives_that_are_claimed_are_not_said(nlp: Language, text: str) -> None:
    assert read(nlp, text) == ()


def test_boxes_that_were_lost_blame_nobody(nlp: Language) -> None:
    text = "The interior ministry spoke. The ministry said 184 boxes were lost and blamed an electrical fault."
    assert saying(read(nlp, text), "an electrical fault").speaker == "The interior ministry"
