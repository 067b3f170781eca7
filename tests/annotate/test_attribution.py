"""Who is said to say what: contents, kinds, cues and how a content stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from consilience.model import Attribution


def said(nlp: Language, text: str) -> tuple[Attribution, ...]:
    found: tuple[Attribution, ...] = nlp(text)._.consilience_attributions
    for a in found:
        for part in (a.source, a.cue, a.content):
            assert part is None or text[part.start : part.end] == part.text
    return found


def the(found: tuple[Attribution, ...], content: str) -> Attribution:
    """The one attribution with that content."""
    matching = [a for a in found if a.content.text == content]
    assert len(matching) == 1, [(a.speaker, a.content.text) for a in found]
    return matching[0]


def test_a_direct_quotation_is_its_characters_without_the_marks(nlp: Language) -> None:
    one = the(said(nlp, "“The bridge is safe,” Mayor Anna Lindqvist said."), "The bridge is safe,")
    assert (one.kind, one.speaker) == ("direct", "Anna Lindqvist")
    assert one.cue is not None and one.cue.text == "said"
    assert one.source is not None and one.source.text == "Mayor Anna Lindqvist"


def test_an_indirect_content_is_the_clause_under_the_verb(nlp: Language) -> None:
    one = the(said(nlp, "Anna Lindqvist said the bridge was safe."), "the bridge was safe")
    assert (one.kind, one.speaker, one.stance) == ("indirect", "Anna Lindqvist", "states")


def test_a_partial_quotation_makes_the_content_mixed(nlp: Language) -> None:
    found = said(nlp, "Anna Lindqvist said the bridge was “perfectly safe” for lorries.")
    (one,) = [a for a in found if "perfectly safe" in a.content.text]
    assert one.kind == "mixed" and one.content.text.startswith("the bridge was")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lindqvist said: “The bridge is safe. We checked it twice.”",
        "Anna Lindqvist said:\n\n“The bridge is safe. We checked it twice.”",
        "“The bridge is safe. We checked it twice,” said Anna Lindqvist.",
        '"The bridge is safe. We checked it twice," Anna Lindqvist said on Monday.',
        "'The bridge is safe. We checked it twice,' Anna Lindqvist told reporters.",
        "``The bridge is safe. We checked it twice,'' Anna Lindqvist said.",
        "«The bridge is safe. We checked it twice», Anna Lindqvist said.",
    ],
)
def test_a_quotation_of_two_sentences_is_one_whatever_its_marks(nlp: Language, text: str) -> None:
    direct = [a for a in said(nlp, text) if a.kind == "direct"]
    assert len(direct) == 1 and direct[0].speaker == "Anna Lindqvist"
    assert direct[0].content.text.rstrip(".,") == "The bridge is safe. We checked it twice"


def test_a_quotation_goes_on_behind_the_cue(nlp: Language) -> None:
    found = said(nlp, "“The bridge is safe,” Anna Lindqvist said. “We checked it twice.”")
    assert [a.content.text for a in found] == ["The bridge is safe,", "We checked it twice."]
    assert found[0].cue == found[1].cue and found[1].speaker == "Anna Lindqvist"


def test_the_sentence_after_a_finished_quotation_does_not_take_it(nlp: Language) -> None:
    text = "“The bridge is safe,” Anna Lindqvist said. “We checked it twice.” Jonas Weber added that traffic was light."
    assert the(said(nlp, text), "We checked it twice.").speaker == "Anna Lindqvist"


def test_a_quotation_over_two_paragraphs_has_one_speaker(nlp: Language) -> None:
    found = said(nlp, "Anna Lindqvist said: “The bridge is safe.\n\n“We checked it twice.”")
    assert {a.speaker for a in found} == {"Anna Lindqvist"}
    assert [a.content.text for a in found] == ["The bridge is safe.", "We checked it twice."]


def test_a_quotation_alone_in_its_paragraph_belongs_to_who_spoke_before(nlp: Language) -> None:
    found = said(nlp, "Anna Lindqvist said the bridge was safe.\n\n“We checked it twice and found nothing.”")
    one = the(found, "We checked it twice and found nothing.")
    assert one.speaker == "Anna Lindqvist" and one.cue is None
    assert any("before" in reason for reason in one.reasons)


def test_a_name_before_a_colon_speaks(nlp: Language) -> None:
    one = the(said(nlp, "Lindqvist: ‘We will rebuild it’\n\nMayor Anna Lindqvist came."), "We will rebuild it")
    assert one.speaker == "Anna Lindqvist"


def test_a_word_held_at_arms_length_is_no_quotation(nlp: Language) -> None:
    assert not said(nlp, "The so-called “smart” fence cost a million.")


def test_a_title_in_marks_is_no_quotation(nlp: Language) -> None:
    assert not [a for a in said(nlp, "The film “Winter Over Norland” opens on Friday.") if "Winter" in a.content.text]


def test_an_embedded_post_is_its_authors_and_told_apart_from_speech(nlp: Language) -> None:
    text = (
        "The bridge closed.\nWe are checking every bolt tonight. — Norland Roads (@norroads) March 3, 2031\nIt rained."
    )
    one = the(said(nlp, text), "We are checking every bolt tonight.")
    assert one.speaker == "Norland Roads" and "embedded post" in one.reasons[0]


@pytest.mark.parametrize(
    ("text", "content", "stance", "factuality"),
    [
        ("The ministry said its ships had left.", "its ships had left", "states", "asserted"),
        ("The ministry denied that its ships had left.", "that its ships had left", "denies", "denied"),
        ("The ministry said its ships would leave on Monday.", "its ships would leave on Monday", "states", "planned"),
        ("The ministry said its ships might leave.", "its ships might leave", "states", "hypothetical"),
        ("The mayor hopes that the school will reopen.", "that the school will reopen", "states", "hoped"),
        ("The ministry refused to confirm that it had lost ships.", "that it had lost ships", "hedges", "doubted"),
        ("The mayor doubts that the plan will work.", "that the plan will work", "hedges", "doubted"),
        ("The mayor asked whether the plan would work.", "whether the plan would work", "hedges", "hypothetical"),
        ("The mayor does not believe that the plan works.", "that the plan works", "denies", "denied"),
        ("The group vowed to block the road.", "to block the road", "states", "planned"),
    ],
)
def test_how_a_content_stands(nlp: Language, text: str, content: str, stance: str, factuality: str) -> None:
    one = the(said(nlp, text), content)
    assert (one.stance, one.factuality) == (stance, factuality)


def test_a_wish_for_no_name_is_no_statement(nlp: Language) -> None:
    found = said(nlp, "According to a senior official who asked not to be named, the talks collapsed on Friday.")
    assert [a.content.text for a in found] == ["the talks collapsed on Friday"]


def test_who_hears_it_is_no_content(nlp: Language) -> None:
    found = said(nlp, "Lena Drost warned the council in March that the footbridge was unsafe.")
    assert [a.content.text for a in found] == ["that the footbridge was unsafe"]


def test_a_clause_within_another_is_no_insertion_in_it(nlp: Language) -> None:
    found = said(nlp, "Reuters has learned that Anna Holm told the council it was over.")
    (told,) = [a for a in found if a.cue is not None and a.cue.text == "told"]
    assert (told.speaker, told.via) == ("Anna Holm", ("Reuters",))
    assert "Reuters" not in told.content.text


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Ilse Dranko did not resign, as Speaker Ruben Asch claimed.", False),
        ("Ilse Dranko denied having resigned, as Speaker Ruben Asch claimed.", False),
        ("Ilse Dranko resigned on Monday, as Speaker Ruben Asch claimed.", True),
    ],
)
def test_who_is_contradicted_does_not_say_so(nlp: Language, text: str, claims: bool) -> None:
    assert ("Ruben Asch" in {a.speaker for a in said(nlp, text)}) is claims


def test_what_is_called_off_is_not_said(nlp: Language) -> None:
    found = said(nlp, "A trip to Brussels has been called off, his office confirmed.")
    assert [a.cue.text for a in found if a.cue is not None] == ["confirmed"]


def test_a_noun_can_be_the_cue(nlp: Language) -> None:
    found = said(nlp, "Residents were angered by Lindqvist's claim that the bridge was safe.")
    assert the(found, "that the bridge was safe").speaker == "Lindqvist"


def test_the_reasons_say_what_kind_of_act_it_is(nlp: Language) -> None:
    spoken = the(said(nlp, "Anna Lindqvist said the bridge was safe."), "the bridge was safe")
    thought = the(said(nlp, "Anna Lindqvist believes the bridge is safe."), "the bridge is safe")
    assert "cue: speech" in spoken.reasons and "cue: belief" in thought.reasons


def test_the_component_works_alone_in_a_plain_pipeline(nlp: Language) -> None:
    import spacy

    assert nlp.path is not None
    plain = spacy.load(nlp.path)
    plain.add_pipe("consilience_attribution")
    doc = plain("“The bridge is safe,” Mayor Anna Lindqvist said. She added that it would open on Monday.")
    assert [a.speaker for a in doc._.consilience_attributions] == ["Anna Lindqvist", "Anna Lindqvist"]


def test_the_example_of_the_documentation_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "attribution.md").read_text()
    exec(page.split("```python\n")[1].split("```")[0], {})
    assert capsys.readouterr().out.strip().splitlines() == [
        line.strip() for line in page.split("```")[2].split("## ")[0].splitlines() if line.startswith("    ")
    ]
