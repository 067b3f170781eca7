"""Figures that a report itself says have moved, beside the reports that still have the old one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]
FRIDAY, SATURDAY = "2025-09-12", "2025-09-13"


def of_moves(dossier: Dossier) -> list[Conflict]:
    return [c for c in dossier.conflicts if "the figure has moved" in c.reason]


@pytest.mark.parametrize(
    ("before", "after", "values"),
    [
        (
            "A state audit found that 860 transformers could not be traced.",
            "The final report puts the loss at 914 transformers, up from 860 in the first version.",
            ["860", "914"],
        ),
        (
            "The shipping line said 83 passengers and 14 crew were on board.",
            "The shipping line has revised the number of passengers on board to 81.",
            ["83", "81"],
        ),
        (
            "The new ferry was ordered in May at a cost of £71m.",
            "The cost of the new ferry has risen from £71 million to £74 million.",
            ["£71m", "£74 million"],
        ),
        (
            "The bus was carrying 31 children to school, the sheriff said.",
            "There were 29 students on the bus, Capt. Ida Holm of the patrol said, not 31 as first announced.",
            ["31", "29"],
        ),
        (
            "Another 19 children suffered injuries in the crash.",
            "Holm put the number of injured students at 22, up from 19, after three saw a doctor.",
            ["19", "22"],
        ),
        (
            "The fire brigade found 14 crates of shells in the hall.",
            "The fire brigade, which initially spoke of 14 crates, now says that 19 were found.",
            ["14", "19"],
        ),
        (
            "The maker said that 640 positions would be cut by the end of the year.",
            "The maker corrected itself: 820 jobs will go, 180 more than it had stated a day earlier.",
            ["640", "820"],
        ),
        (
            "Turnout reached 71.3 percent, the highest since 2006, the commission said.",
            "The commission published its final protocol. Turnout was corrected to 71.0 per cent.",
            ["71.3 percent", "71.0 per cent"],
        ),
        (
            "The value of the lost units is 132 million dollars, auditors wrote.",
            "The paper revises the value of the lost units from $132 million to $141.5 million.",
            ["132 million dollars", "$141.5 million"],
        ),
    ],
)
def test_a_figure_that_a_report_says_has_moved_is_a_revision(
    tell: Tell, before: str, after: str, values: list[str]
) -> None:
    dossier = tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, SATURDAY))
    (conflict,) = of_moves(dossier)
    assert (conflict.slot, conflict.relation) == ("number", "revision")
    assert [side.value for side in conflict.sides] == values, "the old one first"
    assert {span.report for span in conflict.sides[0].spans} >= {"r0"}
    assert conflict.reason.startswith("Morning Ledger says") and "Lucan Chronicle" in conflict.reason
    for side in conflict.sides:
        for span in side.spans:
            assert (before, after)[int(span.report[1:])][span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # nobody has the old figure
        (
            "A state audit found that many transformers could not be traced.",
            "The final report puts the loss at 914 transformers, up from 860 in the first version.",
        ),
        # who has the old one has the new one too
        (
            "The toll rose from 860 to 914 transformers, the audit found: 914 are lost.",
            "The final report puts the loss at 914 transformers, up from 860 in the first version.",
        ),
        # the old figure counts something else
        (
            "The shipping line said 83 cars were on board.",
            "The shipping line has revised the number of passengers on board to 81.",
        ),
        # a number that is found often
        (
            "Turnout was 25 percent in the north.",
            "The bank raised its share of the harbour from 25 percent to 30 percent.",
        ),
        # hours
        (
            "Three people came to the office.",
            "The office is open from three to five.",
        ),
    ],
)
def test_other_figures_have_not_moved(tell: Tell, before: str, after: str) -> None:
    assert of_moves(tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, SATURDAY))) == []


def test_a_later_report_with_the_old_figure_is_not_what_was_put_right(tell: Tell) -> None:
    before = "A state audit found that 860 transformers could not be traced."
    after = "The final report puts the loss at 914 transformers, up from 860 in the first version."
    assert of_moves(tell(("Lucan Chronicle", before, SATURDAY), ("Morning Ledger", after, FRIDAY))) == []


def test_a_figure_that_a_report_only_says_is_wrong_is_a_contradiction(tell: Tell) -> None:
    before = "The group bought 9.4% of Lorvik Cable between September and December, the authority said."
    after = "The group held 8.6 percent of Lorvik Cable in December, not the 9.4 percent that its rival gave."
    dossier = tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, FRIDAY))
    (conflict,) = [c for c in dossier.conflicts if "says that it is not" in c.reason]
    assert (conflict.slot, conflict.relation) == ("number", "contradiction")
    assert [side.value for side in conflict.sides] == ["9.4%", "8.6 percent"]
    assert {span.report for span in conflict.sides[0].spans} == {"r0", "r1"}, "who calls it wrong tells it too"


def test_a_figure_that_is_put_right_is_held_against_each_that_was_given(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Turnout was 73.1 per cent, the highest since 2006.", FRIDAY),
        ("Harbour Post", "Turnout reached 71.3 percent, the commission said.", FRIDAY),
        (
            "Morning Ledger",
            "The commission has published its final count. Turnout was corrected to 71.0 per cent.",
            SATURDAY,
        ),
    )
    (conflict,) = of_moves(dossier)
    assert [side.value for side in conflict.sides] == ["71.3 percent", "73.1 per cent", "71.0 per cent"]


def test_a_figure_is_set_against_the_one_that_somebody_declared(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Roughly 12 tonnes of ammonia had been released, the company said.", FRIDAY),
        (
            "Morning Ledger",
            "The inspectorate estimated that about 30 tonnes had escaped, against the 12 tonnes declared at first.",
            SATURDAY,
        ),
    )
    (conflict,) = [c for c in dossier.conflicts if "says that it is not" in c.reason]
    assert (conflict.slot, conflict.relation) == ("number", "contradiction")
    assert [side.value for side in conflict.sides] == ["Roughly 12 tonnes", "about 30 tonnes"]


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        (
            "Police seized 32 vials in a room of the hotel, the prosecutor said.",
            "Her office had announced that 32 vials had been seized. There were 23, the prosecutor said.",
            ["32", "23"],
        ),
        (
            "Marovia is to pay €240 million for the gas in advance.",
            "An earlier article gave the payment for the gas as €240 million. The correct figure is €420 million.",
            ["€240 million", "€420 million"],
        ),
    ],
)
def test_a_figure_that_the_next_sentence_puts_right(tell: Tell, before: str, after: str, sides: list[str]) -> None:
    (conflict,) = of_moves(tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, SATURDAY)))
    assert [side.value for side in conflict.sides] == sides


def test_another_count_in_the_next_sentence_puts_nothing_right(tell: Tell) -> None:
    before = "Police seized 32 vials in a room of the hotel, the prosecutor said."
    after = "Police had seized 32 vials in a room of the hotel. There were 23 officers in the house."
    assert of_moves(tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, SATURDAY))) == []


def test_a_number_of_some_of_them_is_not_what_is_put_right(tell: Tell) -> None:
    before = "At the cemetery this reporter counted 19 fresh graves on Thursday evening."
    after = (
        "On Friday this paper stated that 19 fresh graves had been counted there. Three of these had been dug "
        "earlier. The correct figure was 16."
    )
    (conflict,) = of_moves(tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, SATURDAY)))
    assert [side.value for side in conflict.sides] == ["19", "16"]


def test_what_an_agency_corrects_has_moved(tell: Tell) -> None:
    body = "The company will book a restructuring charge of {} million euros in the first quarter."
    corrected = "(Corrects restructuring charge in paragraph 3 to 185 million euros, not 158 million)\n\n"
    dossier = tell(
        ("Lucan Chronicle", body.format(158), FRIDAY), ("Morning Ledger", corrected + body.format(185), SATURDAY)
    )
    assert {c.relation for c in dossier.conflicts if c.slot == "number"} == {"revision"}
    assert "disputed" not in {f.status for f in dossier.findings}


def test_things_that_were_destroyed_are_no_toll_and_yet_put_right(tell: Tell) -> None:
    before = "The interior ministry said that 184 boxes were lost in the fire at the depot in Port Adela on Monday."
    after = "The interior ministry raised the number of destroyed boxes to 197 on Tuesday."
    (conflict,) = of_moves(tell(("Lucan Chronicle", before, FRIDAY), ("Morning Ledger", after, SATURDAY)))
    assert [side.value for side in conflict.sides] == ["184", "197"]
