"""The lead: sentences that reports wrote, none said twice, in the order of what happened."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from consilience.collate.lead import LONGEST_TEXT, MOST, lead
from consilience.model import DateRange, Dossier

Tell = Callable[..., Dossier]

LINE = (
    "Ferry runs aground off Lower Tamsin\n\n"
    "A ferry with 120 people on board ran aground off Lower Tamsin on Monday, the coastguard said.\n"
    "All passengers were taken ashore in lifeboats within two hours, harbour master Ilse Corran said.\n"
    'He said it again. "We were lucky," she said.\n'
    "The shipping line apologised and promised to pay for new tickets.\n"
    "Also read: Ten islands to see before summer"
)
POST = (
    "Passengers saved after ferry hits rocks\n\n"
    "The ferry ran aground off Lower Tamsin on Monday with 120 people on board, according to the coastguard.\n"
    "Harbour master Ilse Corran said that all passengers were taken ashore in lifeboats within two hours.\n"
    "Divers will inspect the hull of the ferry on Wednesday, the coastguard said."
)
ECHO = (
    "Divers to look at stranded ferry\n\n"
    "TAMSIN, Oct 14 (KPA) - Divers are to inspect the hull of the ferry on Wednesday, the coastguard said on Tuesday.\n"
    "A ferry with 120 people on board had run aground off Lower Tamsin on Monday."
)


@pytest.fixture(scope="module")
def dossier(tell: Tell) -> Dossier:
    return tell(("Morning Line", LINE), ("Evening Post", POST), ("Tamsin Echo", ECHO))


def test_every_sentence_stands_in_its_report(dossier: Dossier) -> None:
    texts = {report.id: report.text for report in dossier.reports}
    assert dossier.lead
    for one in dossier.lead:
        assert texts[one.span.report][one.span.start : one.span.end] == one.span.text
        assert len(one.span.text) <= LONGEST_TEXT


def test_no_two_sentences_state_the_same_finding(dossier: Dossier) -> None:
    for one, other in combinations(dossier.lead, 2):
        assert not set(one.findings) & set(other.findings)
    assert sum("aground" in one.span.text or "run" in one.span.text for one in dossier.lead) == 1


def test_the_lead_tells_what_most_reports_tell(dossier: Dossier) -> None:
    told = " ".join(one.span.text for one in dossier.lead)
    assert all(word in told for word in ("aground", "lifeboats", "inspect"))
    assert len(dossier.lead) <= MOST


def test_what_happened_first_is_told_first(dossier: Dossier) -> None:
    told = [one.span.text for one in dossier.lead]
    aground = next(k for k, text in enumerate(told) if "Lower Tamsin" in text)
    divers = next(k for k, text in enumerate(told) if "inspect" in text)
    assert aground < divers


def test_origins_are_those_of_the_weightiest_finding(dossier: Dossier) -> None:
    findings = {finding.id: finding for finding in dossier.findings}
    for one in dossier.lead:
        main = findings[one.findings[0]]
        assert (one.origins, one.outlets, one.status) == (main.origins, main.outlets, main.status)


def test_a_sentence_that_may_state_something_else_bears_its_own_origin(tell: Tell) -> None:
    told = tell(
        ("Morning Line", "However, the owner of the Velden mill will pay for the burnt homes, Mayor Anna Holm said."),
        ("Evening Post", "The owner of the Velden mill has paid for the burnt homes, the insurer Astra said."),
    )
    (shown,) = (f for f in told.findings if "will pay" in f.text)
    assert [s.vouches for s in shown.support] == ["yes", "possibly"]
    (one,) = told.lead
    names = {origin.id: origin.name for origin in told.origins}
    assert one.origins is not None
    assert [names[key] for key in one.origins.ids] == ["Astra"]
    assert (one.findings, one.outlets, one.status) == ((shown.id,), 1, "single origin")


def test_headings_pronouns_halves_of_quotations_and_datelines_stay_out(dossier: Dossier) -> None:
    for one in dossier.lead:
        assert not one.span.text.startswith(("He ", "TAMSIN", "Also read", "Ferry runs", '"'))
        assert one.span.text.count('"') % 2 == 0
        assert "KPA" not in one.span.text


def test_a_story_of_one_report_is_told_in_its_own_sentences(tell: Tell) -> None:
    alone = tell(("Morning Line", LINE))
    assert [one.outlets for one in alone.lead] == [1] * len(alone.lead)
    assert "aground" in alone.lead[0].span.text


def test_a_report_without_a_whole_sentence_has_no_lead(tell: Tell) -> None:
    assert tell(("Morning Line", "Ferry aground off Lower Tamsin")).lead == ()
    assert lead((), (), DateRange()) == ()


def test_the_corrected_figure_is_told_and_the_old_one_is_not(tell: Tell) -> None:
    first = (
        "A ferry ran aground off Lower Tamsin on Monday, the coastguard said.\n"
        "Nine passengers of the ferry were injured.\n"
        "The shipping line apologised and promised to pay for new tickets."
    )
    second = (
        "The shipping line apologised for the ferry that ran aground off Lower Tamsin on Monday.\n"
        "Divers will inspect the hull of the ferry on Thursday, the coastguard said.\n"
        "Fourteen passengers of the ferry are now listed as injured."
    )
    made = tell(("Morning Line", first, "2025-10-14"), ("Evening Post", second, "2025-10-15"))
    told = " ".join(one.span.text for one in made.lead)
    assert "Fourteen" in told
    assert "Nine" not in told


def test_no_sentence_begins_with_somebody_of_the_one_before(tell: Tell) -> None:
    text = (
        "At least 41 people have died in an outbreak at the Lorn camp, an aid official said on Tuesday.\n"
        "The official, who works at the Lorn camp, said the toll of 41 dead had been compiled from three centres.\n"
        "The health official Anna Holm said that 600 people had fallen ill at the Lorn camp since Sunday."
    )
    told = [one.span.text for one in tell(("Morning Line", text), ("Evening Post", text)).lead]
    assert told
    assert not [sentence for sentence in told if sentence.startswith("The official, who")]
