from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.collate.credits import credits, credits_of
from consilience.model import Removed, Report

TEXT = (
    "The ferry Halcyon Star capsized in the Orrin Strait shortly after leaving Port Anselm with an overloaded deck.\n"
    "Rescue boats searched the cold water through the night while relatives gathered behind a rope on the quay.\n"
)


PIECES = ("(", ")", "AP", "Reuters", "©", "2025", "\n", "by", "editing", "reporting", "marmar", "May", "-", " ")


@pytest.mark.parametrize(
    ("text", "agency", "whole"),
    [
        ("PORT ANSELM (Reuters) - " + TEXT, "Reuters", True),
        ("PORT ANSELM, Sept 12 (AFP) — " + TEXT, "Agence France-Presse", True),
        ("(AP) " + TEXT, "Associated Press", True),
        ("By Associated Press\n" + TEXT, "Associated Press", True),
        ("By Ida Holm, Associated Press\n" + TEXT, "Associated Press", True),
        ("Xinhua | Updated: 2025-09-12 17:52\n" + TEXT, "Xinhua", True),
        (TEXT + "Reuters", "Reuters", True),
        (TEXT + "(AFP)", "Agence France-Presse", True),
        (TEXT.rstrip() + " AFP", "Agence France-Presse", True),
        (TEXT.rstrip() + " Reuters, AP", "Reuters", True),
        (TEXT + "Source: Kessara Press Agency", "Kessara Press Agency", True),
        (TEXT + "Copyright 2025 The Associated Press. All rights reserved.", "Associated Press", True),
        (TEXT + "(Reporting by Ida Holm; Editing by Per Lund)", "Reuters", True),
        (TEXT + "The Associated Press contributed to this report.", "Associated Press", False),
        (TEXT + "With additional reporting by Reuters and AFP", "Reuters", False),
        ("PORT ANSELM (Norfeld Newswire) - " + TEXT, "Norfeld Newswire", True),
        ("PORT ANSELM (KTA) - " + TEXT, "KTA", True),
        ("Port Anselm, April 15 /Agerpres/ - " + TEXT, "Agerpres", True),
        ("Port Anselm, March 10, GNA – " + TEXT, "Ghana News Agency", True),
        ("Port Anselm, 15 April (TDH). " + TEXT, "Turkmenistan State News Agency", True),
        ("PORT ANSELM, March 10, KTA – " + TEXT, "KTA", True),
    ],
)
def test_a_credit_is_found_with_its_span(text: str, agency: str, whole: bool) -> None:
    report = Report("r", "p", text)
    found = credits_of(report)
    assert agency in [c.agency for c in found]
    credit = next(c for c in found if c.agency == agency)
    assert credit.whole is whole
    assert credit.span.text and text[credit.span.start : credit.span.end] == credit.span.text


@pytest.mark.parametrize(
    "text",
    [
        TEXT + "The minister told Reuters that an inquiry would follow, and Reuters reported it on Friday too.",
        "(Ida Holm/AP Photo)\n" + TEXT,
        "FILE PHOTO: The quay. REUTERS/Ida Holm\n" + TEXT,
        TEXT + "© Sputnik / Ida Holm",
        TEXT + "The Associated Press (AP) is a news agency with its seat in New York, as everybody in the trade knows.",
        "The world body (UN) - " + TEXT,
        "PORT ANSELM (FILE) - " + TEXT,
        TEXT,
    ],
)
def test_what_is_quoted_or_took_a_picture_supplied_nothing(text: str) -> None:
    assert credits(Report("r", "p", text)) == ()


def test_a_line_that_was_removed_as_a_picture_credit_is_none() -> None:
    text = TEXT + "Reuters"
    report = Report("r", "p", text, removed=(Removed(len(TEXT), len(text), "photo credit"),))
    assert credits(report) == ()


def test_a_byline_and_other_metadata_credit_too() -> None:
    assert [name for name, _ in credits(Report("r", "p", TEXT, byline="Reuters"))] == ["Reuters"]
    assert [name for name, _ in credits(Report("r", "p", TEXT, extra={"credit": "AFP"}))] == ["Agence France-Presse"]
    assert credits(Report("r", "p", TEXT, byline="Ida Holm")) == ()


def test_a_form_that_others_use_too_does_not_credit_reuters_beside_them() -> None:
    text = "PORT ANSELM (Norfeld Newswire) - " + TEXT + "(Reporting by Ida Holm; Editing by Per Lund)"
    assert [name for name, _ in credits(Report("r", "p", text))] == ["Norfeld Newswire"]


def test_what_a_contribution_was_stays_one_when_the_report_is_read_again() -> None:
    text = TEXT + "The Associated Press contributed to this report."
    report = Report("r", "p", text, credits=("Associated Press",))
    assert [credit.whole for credit in credits_of(report)] == [False]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["(", ")", "AP", "Reuters", "©", "2025", "\n", "by", "editing", "marmar", "May", "-", " "]),
        max_size=60,
    )
)
def test_hostile_lines_end_and_spans_are_true(parts: list[str]) -> None:
    text = " ".join(parts)
    for _, span in credits(Report("r", "p", text)):
        assert text[span.start : span.end] == span.text


def test_a_dateline_that_names_an_unknown_agency_is_no_report_of_reuters() -> None:
    text = "PORT ANSELM, Oct 14 (Meridian) - " + TEXT + "(Reporting by Ida Holm; Editing by Per Lund)"
    assert "Reuters" not in [credit.agency for credit in credits_of(Report("r", "r.txt", text))]
