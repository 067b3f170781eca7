"""Why two names are one or are not, and what a finding rests on, as the program says it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate import collate
from consilience.collate import explain as explaining
from consilience.model import Judgement, Report, Story

TEXTS = (
    (
        "Haven",
        "Foreign Minister Sergei Lavrin said on Tuesday that 40 stalls had burned in Port Andor. Mayor Ilsa Brandt "
        "said that nobody was hurt. Brandt promised help. The National Harbour Board (NHB) closed the quay.",
    ),
    (
        "Coast",
        "Some 40 stalls burned in Port Andor, Foreign Minister Sergey Lavrin said on Tuesday. Nobody was hurt, Mayor "
        "Ilsa Brandt said. Her brother Tomas Brandt praised the crews of the NHB.",
    ),
    ("Island", "Brandt spoke of arson on Tuesday. Forty stalls burned in Port Andor, the NHB said."),
)
JUDGED = (Judgement("different", "Sergei Lavrin", "Sergey Lavrin", by="AK"),)


def story(judgements: tuple[Judgement, ...] = ()) -> explaining._Told:
    reports = [
        Report(f"r{k}", f"{k}.txt", text, outlet=outlet, published="2025-10-15", dated_by="given", language="en")
        for k, (outlet, text) in enumerate(TEXTS)
    ]
    told = Story("s", tuple(pipeline.annotate(reports)))
    return explaining.told(told, collate(told, judgements), judgements)


@pytest.fixture(scope="module")
def fire(nlp: Language) -> explaining._Told:
    return story()


def test_two_spellings_are_one_and_the_reason_names_both(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["Sergey Lavrin", "the Sergei Lavrin"])
    assert found.relation == "same"
    assert any("Sergei Lavrin" in reason and "Sergey Lavrin" in reason for reason in found.reasons)
    texts = {a.report.id: a.report.text for a in fire.reports}
    assert all(texts[s.report][s.start : s.end] == s.text for e in found.entities for s in e.spans)
    assert {s.report for e in found.entities for s in e.spans} == {"r0", "r1"}


def test_a_short_form_within_a_report_is_explained(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["NHB", "National Harbour Board"])
    assert found.relation == "same"
    assert "Haven calls National Harbour Board by both: the first letters of the other's words" in found.reasons


def test_two_people_whom_one_report_names_are_not_one(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["Ilsa Brandt", "Tomas Brandt"])
    assert found.relation == "different"
    assert "Coast names both Ilsa Brandt and Tomas Brandt" in found.reasons
    assert "Ilsa Brandt and Tomas Brandt: another forename" in found.reasons


def test_things_of_two_kinds_are_not_one(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["Ilsa Brandt", "Port Andor"])
    assert found.reasons == tuple(dict.fromkeys(found.reasons))
    assert "Ilsa Brandt is a person, Port Andor a place" in found.reasons


def test_a_surname_that_two_bear_says_who_they_are(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["Brandt", "Tomas Brandt"])
    assert found.relation == "different"
    assert any("could be" in r and "Ilsa Brandt" in r and "Tomas Brandt" in r for r in found.reasons)


def test_one_name_alone_shows_its_entity(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["sergei lavrin"])
    assert found.relation == "same"
    assert [e.name for e in found.entities] == ["Sergei Lavrin"] and "Foreign Minister" in found.entities[0].descriptors


def test_a_name_that_no_report_has_is_said_to_be_missing(fire: explaining._Told) -> None:
    found = explaining.names([fire], ["Ilsa Brandt", "Ada Nobody"])
    assert (found.relation, found.reasons) == ("not found", ("no report names Ada Nobody",))


def test_a_judgement_is_the_first_reason(nlp: Language) -> None:
    found = explaining.names([story(JUDGED)], ["Sergei Lavrin", "Sergey Lavrin"])
    assert found.relation == "different"
    assert found.reasons[0] == "Sergei Lavrin and Sergey Lavrin: judged different by AK"


def test_a_finding_is_followed_to_the_words_that_name_its_origin(fire: explaining._Told) -> None:
    wanted = next(f for f in fire.dossier.findings if "stalls" in f.text and len(f.support) > 1)
    found = explaining.finding(fire, wanted.id.lower())
    assert found is not None
    assert [c.words.text for c in found.chains] == [s.text for s in wanted.support]
    assert any("Lavrin" in span.text for chain in found.chains for span in chain.named)
    pairs = len(wanted.support) * (len(wanted.support) - 1) // 2
    assert len(found.joined) == pairs
    telling = [p for p in found.joined if all("stalls" in found.chains[k].words.text for k in (p.left, p.right))]
    assert telling and all({"stall", "burn"} <= {*p.shared} and (p.likeness or 0) > 0.5 for p in telling)


def test_there_is_no_finding_of_an_unknown_id(fire: explaining._Told) -> None:
    assert explaining.finding(fire, "F999") is None
