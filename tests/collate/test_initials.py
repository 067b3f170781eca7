"""What initials stand for in a story: its own agencies before those of the tables."""

from __future__ import annotations

from consilience.collate.initials import names_within, own_agency, own_names
from consilience.model import Report


def report(identity: str, outlet: str, text: str) -> Report:
    return Report(identity, f"{identity}.json", text, outlet=outlet)


def test_an_outlet_may_give_both_its_initials_and_its_name() -> None:
    assert names_within("VNA (Veldan News Agency)") == ("VNA", "Veldan News Agency")
    assert names_within("The Lorn Post") == ("The Lorn Post",)


def test_an_outlet_that_signs_with_its_initials_is_the_agency_that_others_credit_by_them() -> None:
    own = report("a", "Continental Press", "LORN, Oct 14 (CP) - A bridge fell.")
    other = report("b", "The Lorn Post", "LORN (CP) - A bridge fell.")
    assert own_agency(own) == "Continental Press"
    assert own_names([own, other]) == {"CP": "Continental Press", "Canadian Press": "Continental Press"}


def test_an_agency_of_the_tables_that_the_story_names_in_full_keeps_its_initials() -> None:
    own = report("a", "Continental Press", "LORN, Oct 14 (CP) - A bridge fell.")
    other = report("b", "The Lorn Post", "A bridge fell, The Canadian Press reports.")
    assert "Canadian Press" not in own_names([own, other])


def test_a_paper_that_signs_nothing_is_no_agency() -> None:
    assert own_agency(report("a", "Evening Press", "A bridge fell on Monday.")) is None
    assert own_agency(report("a", "The Associated Press", "LORN (AP) - A bridge fell.")) is None
