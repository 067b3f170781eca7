from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.evaluate.groups import cut
from consilience.group import Window, group
from consilience.model import Annotated, Removed, Report

FERRY = (
    "The ferry Halcyon Star capsized off Port Anselm on Thursday evening with more than 300 passengers on board.",
    "The coastguard of Kessara pulled fifty-two survivors out of the Orrin Strait during the night.",
    "Strand Lines, the owner, said the Halcyon Star had passed a safety inspection in March.",
    "Transport minister Ruth Varga promised an inquiry into the overloading of the vessel.",
)
DAM = (
    "Engineers reopened the Velden dam on Monday after a month of repairs to its northern spillway.",
    "The reservoir above Lower Tamsin had been drained so that divers could seal a crack in the concrete.",
    "Farmers in the Velden valley had complained that irrigation canals ran dry in August.",
    "The power company Norelek expects full output from the turbines by the end of the week.",
)


def report(name: str, *sentences: str, **fields: object) -> Annotated:
    return cut(replace(Report(name, f"{name}.txt", " ".join(sentences), language="en"), **fields))


def stories(reports: list[Annotated]) -> list[list[str]]:
    return [[a.report.id for a in story.reports] for story in group(reports)[0]]


def test_reports_of_one_event_are_one_story_and_another_event_is_another() -> None:
    reports = [
        report("a", FERRY[0], FERRY[1]),
        report("b", DAM[0], DAM[1]),
        report("c", FERRY[0], FERRY[3]),
        report("d", DAM[0], DAM[3]),
        report("e", FERRY[1], FERRY[3], FERRY[0]),
    ]
    assert stories(reports) == [["a", "c", "e"], ["b", "d"]]


def test_a_story_is_called_after_its_first_report_in_every_run() -> None:
    one = group([report("a", *FERRY[:2]), report("b", *FERRY[1:3])])[0]
    two = group([report("x", *DAM), report("a", *FERRY[:2])])[0]
    assert one[0].id == two[1].id
    assert len(one) == 1


def test_each_report_has_an_assignment_in_the_order_read_with_reasons() -> None:
    reports = [report("b", *DAM[:3]), report("a", *FERRY[:3]), report("c", *DAM[1:])]
    assignments = group(reports)[1]
    assert [a.report for a in assignments] == ["b", "a", "c"]
    assert [a.path for a in assignments] == ["b.txt", "a.txt", "c.txt"]
    assert assignments[0].story == assignments[2].story != assignments[1].story
    assert any("velden" in reason for reason in assignments[2].reasons)
    assert assignments[1].reasons and assignments[1].score == 0


def test_different_languages_are_kept_apart() -> None:
    reports = [report("a", *FERRY), report("b", *FERRY, language="de")]
    assert stories(reports) == [["a"], ["b"]]


def test_a_page_whose_text_was_all_removed_is_kept_apart() -> None:
    text = " ".join(FERRY)
    page = replace(Report("b", "b.html", text, language="en"), removed=(Removed(0, len(text), "cookie notice"),))
    first, second = group([report("a", *FERRY), cut(page)])[1]
    assert first.story != second.story
    assert "0 words of news text" in second.reasons[0]


def test_the_same_words_are_one_story_even_where_they_are_few_and_common() -> None:
    words = "They said that they would not be there when it was over and that was all they said"
    first, second = group([report("a", words), report("b", words)])[1]
    assert first.story == second.story
    assert second.reasons[0] == "the same words as a"


def test_reports_months_apart_are_less_alike() -> None:
    near = group([report("a", *FERRY[:2], published="2025-03-01"), report("b", *FERRY[1:3], published="2025-03-02")])[1]
    far = group([report("a", *FERRY[:2], published="2025-03-01"), report("b", *FERRY[1:3], published="2025-09-02")])[1]
    assert far[1].score < near[1].score


def test_the_order_of_arrival_does_not_matter_here() -> None:
    rng = random.Random(7)
    reports = [report(f"f{i}", *rng.sample(FERRY, 3)) for i in range(6)]
    reports += [report(f"d{i}", *rng.sample(DAM, 3)) for i in range(6)]
    for seed in range(5):
        order = random.Random(seed).sample(reports, len(reports))
        found = {frozenset(story) for story in stories(order)}
        assert found == {frozenset(f"f{i}" for i in range(6)), frozenset(f"d{i}" for i in range(6))}


def test_a_window_forgets_what_is_older_than_its_days() -> None:
    window = Window(days=10)
    for day in range(1, 29):
        search = f"On day {day} the search for the missing went on near buoy {7 * day}."
        window.add(report(f"r{day}", *FERRY[:2], search, published=f"2025-05-{day:02}"))
    assert len(window) == 11
    first = window.add(report("late", *FERRY[:2], published="2025-05-28"))
    assert first.story == window.assignments()[0].story
    window.add(report("years later", *DAM[:2], published="2027-05-27"))
    after = window.add(report("a day after that", *FERRY[:2], published="2027-05-28"))
    assert after.story != first.story
    assert len(window) == 1


def test_adding_one_by_one_and_repairing_is_what_group_does() -> None:
    reports = [report("a", *FERRY[:3]), report("b", *DAM[:3]), report("c", *FERRY[1:])]
    window = Window(days=4_000_000)
    live = [window.add(r) for r in reports]
    window.repair()
    assert window.assignments() == group(reports)[1]
    assert [a.report for a in live] == ["a", "b", "c"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.one_of(st.none(), st.text(max_size=12))), max_size=8))
def test_any_texts_and_dates_are_grouped_each_once(texts: list[tuple[str, str | None]]) -> None:
    reports = [cut(Report(f"r{i}", "p", text, title=text[:10], published=date)) for i, (text, date) in enumerate(texts)]
    found, assignments = group(reports)
    assert sorted(a.report.id for story in found for a in story.reports) == sorted(a.report for a in assignments)
    assert len({story.id for story in found}) == len(found)
    assert group(reports) == (found, assignments)
