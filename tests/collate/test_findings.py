"""Findings: what is shown, in which order, and how it was come by."""

from __future__ import annotations

from collections.abc import Callable

from consilience.collate.vouching import surely
from consilience.model import Dossier, Finding

Tell = Callable[..., Dossier]
DAY = "2025-10-14"


def texts(dossier: Dossier) -> list[str]:
    return [f.text for f in dossier.findings]


def several(dossier: Dossier) -> list[Finding]:
    return [f for f in dossier.findings if len({s.report for s in f.support}) > 1]


STORY = (
    ("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday. Bakers in Bereza praised the new flour."),
    ("Morning Ledger", "The bridge over the Orrin collapsed on Monday. Divers searched the river."),
    ("Island Post", "On Monday the bridge over the Orrin collapsed. In 2019 the council had painted its pillars."),
)


def test_claims_of_several_reports_that_state_the_same_are_one_finding(tell: Tell) -> None:
    (collapsed,) = several(tell(*STORY))
    assert [s.report for s in collapsed.support] == ["r0", "r1", "r2"]
    assert collapsed.outlets == 3


def test_what_one_report_alone_says_is_kept_and_comes_after(tell: Tell) -> None:
    found = tell(*STORY)
    assert "collapsed" in found.findings[0].text
    assert "Bakers in Bereza praised the new flour" in texts(found)[1:]
    assert "Divers searched the river" in texts(found)[1:]


def test_what_happened_well_before_the_report_is_background(tell: Tell) -> None:
    new = {f.text: f.new for f in tell(*STORY).findings}
    assert new["In 2019 the council had painted its pillars"] is False
    assert new["Divers searched the river"] is True
    assert next(new[text] for text in new if "collapsed" in text) is True


def test_background_of_several_reports_comes_after_news_of_several(tell: Tell) -> None:
    old, new = (
        "The council painted the pillars of the bridge in March 2019.",
        "The bridge over the Orrin fell on Monday.",
    )
    dossier = tell(("Lucan Chronicle", f"{old} {new}"), ("Morning Ledger", f"{old} {new}"))
    assert [(f.text, f.new) for f in several(dossier)] == [(new[:-1], True), (old[:-1], False)]


def test_a_clause_is_shown_before_a_noun_phrase(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The arrest of Anna Petrova in Lucan on Monday\nDivers searched the river until dark."),
        ("Morning Ledger", "Police arrested Anna Petrova in Lucan on Monday."),
    )
    (arrested,) = several(dossier)
    assert arrested.text == "Police arrested Anna Petrova in Lucan on Monday"
    assert "The arrest of Anna Petrova in Lucan on Monday" in {s.text for s in arrested.support}


def test_a_clause_in_the_reports_words_is_shown_before_a_quotation(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "“The bridge over the Orrin collapsed on Monday,” Anna Petrova said."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday. Divers searched the river."),
    )
    (collapsed,) = several(dossier)
    assert collapsed.span.report == "r1"


def test_what_a_source_denies_is_not_stated(tell: Tell) -> None:
    dossier = tell(("Lucan Chronicle", "The ministry denied that it had paid the ransom for the crew of the Halcyon."))
    stances = {s.text: s.stance for f in dossier.findings for s in f.support}
    assert stances["it had paid the ransom for the crew of the Halcyon"] == "denies"


def test_what_is_only_reported_to_be_is_hedged(tell: Tell) -> None:
    dossier = tell(("Lucan Chronicle", "The owner reportedly left Lucan. Divers searched the river until dark."))
    stances = {s.text: s.stance for f in dossier.findings for s in f.support}
    assert stances == {"The owner reportedly left Lucan": "hedges", "Divers searched the river until dark": "states"}


def test_a_finding_says_what_its_claims_share(tell: Tell) -> None:
    (collapsed,) = several(tell(*STORY))
    joined, counted = collapsed.reasons
    assert joined.startswith("all say ")
    assert "collapse" in joined and "mean likeness" in joined
    assert counted == "origins: none established; 3 more publishers without a shown origin"


def test_a_finding_names_its_origins_in_its_reasons(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday, Anna Petrova said."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday. Divers searched the river."),
    )
    (collapsed,) = several(dossier)
    assert collapsed.reasons[-1] == "origins: at least 1 (Anna Petrova); 1 more publisher without a shown origin"


def test_equal_numbers_are_named_as_a_reason(tell: Tell) -> None:
    text = "The sinking of the ferry Halcyon killed 144 people."
    (killed,) = several(tell(("Lucan Chronicle", text), ("Morning Ledger", text + " Divers searched the wreck.")))
    assert "equal numbers" in killed.reasons[0]


def test_the_story_is_dated_by_the_days_that_its_reports_name(tell: Tell) -> None:
    dossier = tell(*STORY)
    assert (dossier.date.earliest, dossier.date.latest) == ("2025-10-13", "2025-10-13")
    collapsed = dossier.findings[0]
    assert [(m.earliest, m.latest) for m in dossier.timeline if m.finding == collapsed.id] == [
        ("2025-10-13", "2025-10-13")
    ]


def test_a_story_that_names_no_day_is_dated_by_its_reports(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin collapsed.", "2025-10-14"),
        ("Morning Ledger", "The bridge over the Orrin collapsed.", "2025-10-15"),
    )
    assert (dossier.date.earliest, dossier.date.latest) == ("2025-10-14", "2025-10-15")


def test_only_supports_that_surely_state_the_same_are_sure() -> None:
    links = {(0, 1), (1, 2)}
    assert surely(0, (0, 1, 2, 3), links) == {0, 1, 2}
    assert surely(3, (0, 1, 2, 3), links) == {3}


def test_a_story_happens_where_most_reports_put_it(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "A ferry sank in Bereza on Monday."),
        ("Morning Ledger", "The ferry sank near Bereza on Monday, after a journey from Paris."),
        ("Island Post", "Divers searched the water at Bereza on Monday."),
    )
    names = [place.name for place in dossier.places]
    assert names[0] == "Bereza"
    assert "Paris" not in names


def test_a_claim_of_one_word_is_compared_where_another_report_has_it_word_for_word(
    tell: Callable[..., Dossier],
) -> None:
    said = "Two players were kicked off a plane in Dallas because they are black, an assistant coach suggested."
    copied = tell(("Lucan Chronicle", said), ("Morning Ledger", said))
    shared = {s.text for f in copied.findings if len(f.support) > 1 for s in f.support}
    assert any("they are black" in text for text in shared)
    alone = tell(("Lucan Chronicle", said), ("Morning Ledger", "Two players were kicked off a plane in Dallas."))
    assert not any(f.text.endswith("they are black") for f in alone.findings)
