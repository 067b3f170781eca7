"""The day of an undated report, worked out from what it says and from its story."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.collate.dating import date_in_url, date_reports
from consilience.model import Annotated, Report


def annotated(nlp: Language, name: str, text: str, **known: str) -> Annotated:
    doc = nlp.make_doc(text)
    report = Report(name, f"{name}.txt", text, dated_by="metadata" if "published" in known else "unknown", **known)
    doc._.consilience_report = report
    return Annotated(report=report, times=nlp(doc)._.consilience_times)


PACT = (
    "Marshal Tovan met the envoy of Elmere on Saturday, state media reported on Sunday. "
    "He praised the fishery pact that the two coastal states signed last year."
)
HARBOUR = (
    "The envoy praised the harbour. The fishery pact, which the two coastal states signed in June 2031, is in force, "
    "according to state media. The marshal had closed the harbour on 9 March and said so."
)


def test_two_reports_that_complete_each_other_give_the_day(nlp: Language) -> None:
    first, second = date_reports([annotated(nlp, "a", PACT), annotated(nlp, "b", HARBOUR)])
    # The only Sunday just after a ninth of March in the year after 2031.
    assert first.report.published == "2032-03-14"
    assert first.report.dated_by == second.report.dated_by == "inferred"
    assert [t.value for t in first.times if t.text == "Saturday"] == ["2032-03-13"]
    assert [t.value for t in first.times if t.text == "last year"] == ["2031"]


def test_the_reasons_name_the_words_and_where_they_stand(nlp: Language) -> None:
    first, _ = date_reports([annotated(nlp, "a", PACT), annotated(nlp, "b", HARBOUR)])
    said = "\n".join(first.report.dated_because)
    assert "“Sunday” (a, 75–81): a Sunday past" in said
    assert "“last year” (a, 146–155) tells of what “June 2031” (b, 88–97) tells of" in said
    assert "“9 March”" in said


def test_a_report_that_says_nothing_of_its_year_stays_undated(nlp: Language) -> None:
    (one,) = date_reports(
        [annotated(nlp, "a", "The mayor of Elmere resigned on Saturday. The mill burned on 9 March.")]
    )
    assert (one.report.published, one.report.dated_by, one.report.dated_because) == (None, "unknown", ())


def test_a_report_without_any_time_stays_undated(nlp: Language) -> None:
    (one,) = date_reports([annotated(nlp, "a", "The mayor of Elmere resigned.")])
    assert one.report.published is None


def test_an_undated_report_takes_the_week_of_its_story(nlp: Language) -> None:
    dated = annotated(nlp, "a", "The mayor of Elmere resigned on Tuesday.", published="2031-07-16")
    _, second = date_reports([dated, annotated(nlp, "b", "The mayor of Elmere, who resigned on Tuesday, left.")])
    first, _, last = (second.report.published or "").partition("/")
    assert first >= "2031-07-15" and (last or first) <= "2031-07-18"
    assert second.times[0].value == "2031-07-15"
    assert "a of the same story is of 2031-07-16" in second.report.dated_because


def test_where_several_days_stay_possible_only_what_holds_on_all_has_a_value(nlp: Language) -> None:
    dated = annotated(nlp, "a", "The mayor of Elmere resigned on Tuesday.", published="2031-07-16")
    far = annotated(nlp, "c", "The mayor of Elmere left on Friday.", published="2031-07-21")
    _, second, _ = date_reports([dated, annotated(nlp, "b", "The mayor left last month, and again today."), far])
    assert "/" in (second.report.published or "")
    assert [t.value for t in second.times] == ["2031-06", "XXXX-XX-XX"]


def test_a_dateline_and_a_year_give_the_day(nlp: Language) -> None:
    text = "ELMERE, July 16 (Coastal News) - The mayor resigned on Tuesday, July 15, 2031, after the fire.\n"
    (one,) = date_reports([annotated(nlp, "a", text + "Copyright 2031 Coastal News")])
    first, _, last = (one.report.published or "").partition("/")
    assert (first, last or first) in (("2031-07-16", "2031-07-16"), ("2031-07-16", "2031-07-17"))
    said = "\n".join(one.report.dated_because)
    assert "“July 16” (a, 8–15): the dateline" in said
    assert "the copyright line" in said


def test_a_copyright_line_alone_dates_nothing(nlp: Language) -> None:
    (one,) = date_reports([annotated(nlp, "a", "The mayor resigned on Tuesday.\n© 2031 Coastal News")])
    assert one.report.published is None


def test_an_address_with_a_day_dates_the_report(nlp: Language) -> None:
    text = "The mayor of Elmere resigned on Tuesday."
    (one,) = date_reports([annotated(nlp, "a", text, url="https://example.org/2031/07/16/mayor")])
    assert (one.report.published, one.report.dated_by) == ("2031-07-16", "inferred")
    assert one.report.dated_because == ("the address names the day: 2031/07/16",)
    assert one.times[0].value == "2031-07-15"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2031/07/16/mayor", "2031-07-16"),
        ("https://example.org/news/2031-07/16/x_1.htm", "2031-07-16"),
        ("https://example.org/world/2031/jul/16/mayor", "2031-07-16"),
        ("https://example.org/20310716/mayor", "2031-07-16"),
        ("https://example.org/2031/02/31/mayor", None),
        ("https://example.org/article-5212955/mayor", None),
        ("https://example.org/2031071655/mayor", None),
        (None, None),
    ],
)
def test_the_day_in_an_address(url: str | None, day: str | None) -> None:
    found = date_in_url(url)
    assert (found[0].isoformat() if found else None) == day


def test_metadata_much_later_than_the_address_are_the_day_of_storing(nlp: Language) -> None:
    text = "The mayor of Elmere resigned on Tuesday."
    one = annotated(nlp, "a", text, url="https://example.org/2031/07/16/mayor", published="2031-08-30")
    (result,) = date_reports([one])
    assert result.report.published == "2031-07-16"
    assert any("2031-08-30" in reason for reason in result.report.dated_because)


STORY = (
    "The ferry Alba sank off Elmere harbour on Tuesday with nine sailors aboard. "
    "Divers found the missing captain near the lighthouse on Friday."
)


def test_metadata_that_the_weekdays_of_the_story_belie_are_set_aside(nlp: Language) -> None:
    true = annotated(nlp, "a", STORY, published="2031-07-18")
    stored = annotated(nlp, "b", STORY.replace("sank", "went down"), published="2031-08-03")
    first, second = date_reports([true, stored])
    assert first == true
    assert (second.report.published, second.report.dated_by) == ("2031-07-18", "inferred")
    assert [t.value for t in second.times] == ["2031-07-15", "2031-07-18"]
    assert "the metadata say 2031-08-03" in second.report.dated_because[0]


def test_a_later_report_of_another_tuesday_keeps_its_metadata(nlp: Language) -> None:
    true = annotated(nlp, "a", STORY, published="2031-07-18")
    later = annotated(
        nlp, "b", "The owners of the Alba were fined on Tuesday and left on Friday.", published="2031-08-03"
    )
    assert date_reports([true, later]) == (true, later)


def test_a_day_that_was_given_by_hand_is_kept(nlp: Language) -> None:
    from dataclasses import replace

    one = annotated(nlp, "a", STORY, url="https://example.org/2031/07/18/ferry", published="2031-08-03")
    given = replace(one, report=replace(one.report, dated_by="given"))
    assert date_reports([given]) == (given,)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon", "2031-07-01/2031-07-04"])
def test_an_odd_day_in_the_metadata_is_no_error(nlp: Language, day: str) -> None:
    odd = annotated(nlp, "a", STORY, published=day)
    first, second = date_reports([odd, annotated(nlp, "b", STORY)])
    assert first.report.published == day
    assert second.report.published is None or second.report.published[:4] == day[:4]


def test_the_order_of_the_reports_changes_nothing(nlp: Language) -> None:
    a, b = annotated(nlp, "a", PACT), annotated(nlp, "b", HARBOUR)
    assert {r.report.id: r.report.published for r in date_reports([a, b])} == {
        r.report.id: r.report.published for r in date_reports([b, a])
    }


@pytest.mark.gold
def test_five_undated_reports_come_out_on_their_sunday(nlp: Language, gold: object) -> None:
    from pathlib import Path

    folder = Path(str(gold)) / "wonsan"
    reports = [annotated(nlp, path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
    result = date_reports(reports)
    assert [r.report.published for r in result] == ["2025-07-13"] * 5
    assert {t.value for r in result for t in r.times if t.text == "Saturday"} == {"2025-07-12"}
