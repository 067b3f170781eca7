"""Dates, names and counts in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consilience.model import (
    Briefing,
    Conflict,
    Finding,
    Origin,
    OriginCount,
    Place,
    Report,
    Side,
    Span,
    Stance,
    StoryEntity,
    Support,
    Vouches,
)
from consilience.publish import wording


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2025-07-12", "2025-07-12", "12 July 2025"),
        ("2025-07-12", "2025-07-13", "12–13 July 2025"),
        ("2025-07-30", "2025-08-02", "30 July – 2 August 2025"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-02-01", "2025-02-27", "1–27 February 2025"),
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-01-01", "2023-12-31", "1 January 2022 – 31 December 2023"),
        (None, "2025-07-13", "until 13 July 2025"),
        ("2025-07-13", None, "from 13 July 2025"),
        (None, None, ""),
        ("2019-03", "2019-03", "March 2019"),
        ("2025-07-12T14:05:00Z", "2025-07-12T14:05:00Z", "12 July 2025, 14:05"),
        ("P3D", "P3D", "P3D"),
        ("2025-13-77", "2025-13-77", "2025-13-77"),
    ],
)
def test_days_are_written_as_briefly_as_stays_exact(earliest: str | None, latest: str | None, words: str) -> None:
    assert wording.period(earliest, latest) == words


def test_a_number_in_dispute_is_not_read_as_a_date() -> None:
    assert wording.side("number", "10-12") == "10-12"
    assert wording.side("date", "14") == "14"
    assert wording.side("date", "2019-03") == "March 2019"


@pytest.mark.parametrize(
    ("report", "name"),
    [
        (Report("r", "a/b.txt", "", outlet="Daybreak", publisher="Quay Group"), "Daybreak"),
        (Report("r", "a/b.txt", "", publisher="Quay Group"), "Quay Group"),
        (Report("r", "a/b.txt", "", url="https://daybreak.example/x"), "daybreak.example"),
        (Report("r", "a/b.txt", "", url="http://[broken"), "Report 1"),
        (Report("r", "a/b.txt", ""), "Report 1"),
    ],
)
def test_a_report_goes_by_its_outlet_else_its_site_else_its_place(report: Report, name: str) -> None:
    assert wording.outlets([report]) == {"r": name}


def test_two_reports_of_one_outlet_are_told_apart() -> None:
    reports = [Report(key, "", "", outlet="Daybreak") for key in "ab"]
    assert wording.outlets(reports) == {"a": "Daybreak (1)", "b": "Daybreak (2)"}


def test_a_chain_runs_from_the_speaker_to_the_outlet() -> None:
    passed_on = Support("r", 0, 1, "x", "Vass", ("OTA",))
    assert wording.chain(passed_on, "The Meridian") == ("Vass", "OTA", "The Meridian")
    assert wording.chain(replace(passed_on, speaker=None, via=()), "The Meridian") == ("The Meridian",)
    assert wording.chain(replace(passed_on, speaker="OTA", via=()), "OTA") == ("OTA",)


ORIGINS = {
    "a": Origin("a", "OTA", "state media", "Orlava", ()),
    "b": Origin("b", "Ministry", "official body", "Orlava", ()),
    "c": Origin("c", "Corran", "person", None, ()),
}


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (OriginCount(1, 1, 1, ("a",)), "At least 1 origin: OTA. OTA speaks for one party: Orlava."),
        (OriginCount(1, 1, 1, ("c",)), "At least 1 origin: Corran."),
        (
            OriginCount(2, 2, 1, ("a", "b")),
            "At least 2 origins: OTA and Ministry. Together they speak for 1 party: Orlava.",
        ),
        (
            OriginCount(2, 4, 2, ("a", "c")),
            "At least 2 origins: OTA and Corran. Together they speak for 2 parties. "
            "2 more publishers show no source and could be origins of their own: at most 4 origins.",
        ),
        (
            OriginCount(0, 1, 0),
            "No report shows where it has this from. "
            "1 publisher shows no source and could be an origin of its own: at most 1 origin.",
        ),
    ],
)
def test_the_counts_are_explained(ferry: Briefing, count: OriginCount, words: str) -> None:
    told = ferry.dossiers[0].findings[0]
    supports = tuple(replace(told.support[0], origin=key) for key in count.ids)
    finding: Finding = replace(told, origins=count, support=supports)
    assert wording.explanation(finding, ORIGINS) == words


@pytest.mark.parametrize(
    ("vouches", "because", "at_most"), [("possibly", "may not state quite the same", 2), ("no", "tell otherwise", 1)]
)
def test_an_origin_whose_words_differ_is_not_counted(
    ferry: Briefing, vouches: Vouches, because: str, at_most: int
) -> None:
    told = ferry.dossiers[0].findings[0]
    first = replace(told.support[0], origin="a")
    supports = (first, replace(first, origin="c", vouches=vouches))
    finding: Finding = replace(told, origins=OriginCount(1, at_most, 1, ("a",)), support=supports)
    told_of = wording.explanation(finding, ORIGINS)
    assert told_of.endswith(f" Corran is not counted: the words {because}.")


def test_a_publisher_without_a_source_is_told_of_beside_an_origin_that_tells_otherwise(ferry: Briefing) -> None:
    told = ferry.dossiers[0].findings[0]
    first = replace(told.support[0], origin="a")
    supports = (first, replace(first, origin="c", vouches="no"), replace(first, origin=None))
    finding: Finding = replace(told, origins=OriginCount(1, 2, 1, ("a",)), support=supports)
    assert "1 more publisher shows no source" in wording.explanation(finding, ORIGINS)


@pytest.mark.parametrize(
    ("stance", "vouches", "words"),
    [
        ("states", "yes", ""),
        ("states", "possibly", "may state something else"),
        ("states", "no", "tells otherwise"),
        ("denies", "no", "denies it"),
        ("hedges", "possibly", "hedges it, may state something else"),
    ],
)
def test_how_a_support_stands_to_what_is_shown_is_told(
    ferry: Briefing, stance: Stance, vouches: Vouches, words: str
) -> None:
    support = replace(ferry.dossiers[0].findings[0].support[0], stance=stance, vouches=vouches)
    assert wording.bearing(support) == words


def test_the_dossier_says_what_it_rests_on(ferry: Briefing) -> None:
    assert wording.scope(ferry.dossiers[0]) == (
        "7 reports of 7 outlets name 5 origins; 4 statements stand in more than one report, 2 statements in one only."
    )
    assert wording.dating(ferry.dossiers[0]) == (
        "Reports dated: 4 by their metadata, 1 by the date that was given, "
        "1 by inference from what they say, 1 not at all."
    )


def test_nothing_said_of_a_finding_judges_its_truth() -> None:
    words = " ".join(label + hint for label, hint in [*wording.STATUS.values(), *wording.RELATION.values()])
    assert not any(judgement in words.lower() for judgement in ("true", "false", "fact", "confirmed", "verified"))


def test_a_reason_names_a_report_and_not_its_hash() -> None:
    names = wording.Names({"8caca8d5c1341d82": "Daybreak", "wire": "OTA"})
    told = "shares its text, and 8caca8d5c1341d82 was first; over the wire, not ffffffffffffffff"
    assert names.within(told) == "shares its text, and Daybreak was first; over the wire, not ffffffffffffffff"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("Lyon", "town", "FR", "Auvergne", 45.75, 4.85, 8), "Lyon, France"),
        (Place("Paris", "town", "US", "Texas", 33.66, -95.56, 29, "near"), "near Paris, Texas, United States"),
        (Place("France", "country", "FR", None, 46, 2, 400), "France"),
        (Place("Black Sea", "area", None, None, 43, 34, 500), "Black Sea"),
        (Place("Singapore", "town", "SG", None, 1.3, 103.9, 20), "Singapore"),
        (Place("Nowhere", "town", "??", None, 0, 0, 1), "Nowhere"),
    ],
)
def test_a_place_is_told_with_what_holds_it(place: Place, words: str) -> None:
    assert wording.place(place) == words


def test_coordinates_are_told_with_their_uncertainty() -> None:
    assert wording.coordinates(Place("Lima", "town", "PE", None, -12.05, -77.04, 0.2)) == (
        "12.05° S, 77.04° W, within 1 km"
    )


def test_where_a_name_lies_does_not_repeat_the_name() -> None:
    lyon = Place("Lyon", "town", "FR", None, 45.75, 4.85, 8)
    assert wording.lies(StoryEntity("E1", "Lyon", "GPE", "FR", (), place=lyon)) == "France"
    assert wording.lies(StoryEntity("E1", "Old Lyon", "GPE", "FR", (), place=lyon)) == "Lyon, France"
    france = Place("France", "country", "FR", None, 46, 2, 400)
    assert wording.lies(StoryEntity("E1", "France", "GPE", "FR", (), place=france)) == ""
    assert wording.lies(StoryEntity("E1", "Anna Brook", "PERSON", None, ())) == ""


def test_of_many_phrases_for_one_thing_a_few_are_shown_and_the_rest_counted() -> None:
    sides = tuple(Side(f"boat {k}", (Span("r", k, k + 1, "b"),)) for k in range(7))
    told = wording.put_differently(Conflict("C1", "F1", "other", "wording", sides, "in other words"))
    assert told == "“boat 0” · “boat 1” · “boat 2” · “boat 3” and 3 more (wording)"
    two = wording.put_differently(Conflict("C1", "F1", "other", "wording", sides[:2], "in other words"))
    assert two == "“boat 0” · “boat 1” (wording)"
