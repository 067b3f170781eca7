"""Where reports differ: what is a contradiction and what is none; what is never joined at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Conflict, Dossier

Tell = Callable[..., Dossier]
DAY, NEXT_DAY = "2025-10-14", "2025-10-15"


def two(tell: Tell, one: str, other: str, days: tuple[str, str] = (DAY, DAY)) -> Dossier:
    return tell(("Lucan Chronicle", one, days[0]), ("Morning Ledger", other, days[1]))


def in_value(dossier: Dossier) -> list[Conflict]:
    """The conflicts but those that are a matter of words."""
    return [c for c in dossier.conflicts if c.slot != "other"]


def the_conflict(dossier: Dossier) -> Conflict:
    (found,) = in_value(dossier)
    return found


def joined(dossier: Dossier) -> bool:
    return any(len({s.report for s in f.support}) > 1 for f in dossier.findings)


TOLL = "The sinking of the ferry Halcyon killed {} people in the Orrin Strait."


def test_a_rising_toll_on_two_days_is_a_revision(tell: Tell) -> None:
    dossier = two(tell, TOLL.format(144), TOLL.format(161), (DAY, NEXT_DAY))
    conflict = the_conflict(dossier)
    assert (conflict.slot, conflict.relation) == ("number", "revision")
    assert [side.value for side in conflict.sides] == ["144", "161"]
    assert dossier.findings[0].status != "disputed"


def test_two_tolls_on_one_day_are_a_contradiction(tell: Tell) -> None:
    dossier = two(tell, TOLL.format(144), TOLL.format(161))
    assert the_conflict(dossier).relation == "contradiction"
    assert dossier.findings[0].status == "disputed"


def test_a_toll_that_falls_is_a_contradiction(tell: Tell) -> None:
    assert the_conflict(two(tell, TOLL.format(161), TOLL.format(144), (DAY, NEXT_DAY))).relation == "contradiction"


def test_the_same_number_is_no_conflict(tell: Tell) -> None:
    dossier = two(tell, TOLL.format(144), TOLL.format(144), (DAY, NEXT_DAY))
    assert joined(dossier)
    assert dossier.conflicts == ()


@pytest.mark.parametrize(("rough", "exact"), [("more than 140", "144"), ("about 150", "144"), ("at least 144", "161")])
def test_what_can_both_be_true_is_a_matter_of_precision(tell: Tell, rough: str, exact: str) -> None:
    conflict = the_conflict(two(tell, TOLL.format(rough), TOLL.format(exact)))
    assert (conflict.slot, conflict.relation) == ("number", "precision")


def test_a_bound_that_is_broken_is_a_contradiction(tell: Tell) -> None:
    assert the_conflict(two(tell, TOLL.format("more than 150"), TOLL.format("144"))).relation == "contradiction"


def test_a_count_of_another_thing_raises_no_conflict(tell: Tell) -> None:
    dossier = two(
        tell,
        "The ferry Halcyon carried 300 passengers to Lucan on Monday.",
        "The ferry Halcyon carried 48 lorries to Lucan on Monday.",
    )
    assert in_value(dossier) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The council adopted its 12th package of aid on Monday.",
            "The council adopted its 13th package of aid on Monday.",
        ),
        ("Arden Shipping sold the ferry Halcyon on Monday.", "Arden Shipping bought the ferry Halcyon on Monday."),
        ("The mayor fired the harbour master on Monday.", "The harbour master resigned on Monday."),
        ("The council opened the bridge in Lucan on Monday.", "The council closed the bridge in Lucan on Monday."),
    ],
)
def test_similar_is_not_the_same(tell: Tell, one: str, other: str) -> None:
    assert not joined(two(tell, one, other))


def test_the_same_package_is_the_same(tell: Tell) -> None:
    assert joined(
        two(
            tell,
            "The council adopted its 12th package of aid on Monday.",
            "On Monday the council adopted its twelfth package of aid.",
        )
    )


def test_weeks_after_the_signing_contradicts_last_year(tell: Tell) -> None:
    dossier = two(
        tell,
        "Weeks after they signed the gas agreement in Bereza, the two presidents met in Lucan.",
        "They signed the gas agreement in Bereza last year. The two presidents met in Lucan on Monday.",
    )
    conflict = the_conflict(dossier)
    assert (conflict.slot, conflict.relation) == ("date", "contradiction")
    assert {side.value for side in conflict.sides} == {"Weeks", "last year"}


def test_two_days_for_one_act_are_a_contradiction(tell: Tell) -> None:
    signed = "The two presidents signed the gas agreement in Bereza on {}."
    conflict = the_conflict(two(tell, signed.format("Sunday"), signed.format("Monday")))
    assert (conflict.slot, conflict.relation) == ("date", "contradiction")


def test_a_weekday_and_its_date_are_no_conflict(tell: Tell) -> None:
    signed = "The two presidents signed the gas agreement in Bereza on {}."
    dossier = two(tell, signed.format("Monday"), signed.format("13 October 2025"))
    assert joined(dossier)
    assert dossier.conflicts == ()


def test_a_day_within_a_month_is_a_matter_of_precision(tell: Tell) -> None:
    signed = "The two presidents signed the gas agreement in Bereza {}."
    conflict = the_conflict(two(tell, signed.format("on 3 June 2024"), signed.format("in June 2024")))
    assert (conflict.slot, conflict.relation) == ("date", "precision")


def test_a_month_without_its_year_is_an_ambiguity(tell: Tell) -> None:
    signed = "The two presidents signed the gas agreement in Bereza in {} and went home."
    conflict = the_conflict(two(tell, signed.format("June 2024"), signed.format("June")))
    assert (conflict.slot, conflict.relation) == ("date", "ambiguity")


def test_biweekly_is_an_ambiguity(tell: Tell) -> None:
    flights = "The airline will launch {} flights from Lucan to Bereza in April."
    conflict = the_conflict(two(tell, flights.format("biweekly"), flights.format("twice-weekly")))
    assert (conflict.slot, conflict.relation) == ("number", "ambiguity")
    assert {side.value for side in conflict.sides} == {"biweekly", "twice-weekly"}


@pytest.mark.parametrize("denial", ["did not pay", "never paid", "failed to pay", "refused to pay"])
def test_a_denial_and_an_affirmation_differ_in_polarity(tell: Tell, denial: str) -> None:
    ransom = "The ministry {} the ransom for the crew of the Halcyon."
    dossier = two(tell, ransom.format("paid"), ransom.format(denial))
    conflict = the_conflict(dossier)
    assert (conflict.slot, conflict.relation) == ("polarity", "contradiction")
    assert dossier.findings[0].status == "disputed"


def test_a_conflict_belongs_to_its_finding_and_shows_its_words(tell: Tell) -> None:
    dossier = two(tell, TOLL.format(144), TOLL.format(161))
    conflict = the_conflict(dossier)
    texts = {r.id: r.text for r in dossier.reports}
    (finding,) = [f for f in dossier.findings if f.id == conflict.finding]
    assert finding.conflicts == (conflict.id,)
    for side in conflict.sides:
        assert side.spans
        assert all(texts[s.report][s.start : s.end] == s.text for s in side.spans)


def test_one_report_alone_contradicts_nobody(tell: Tell) -> None:
    dossier = tell(("Lucan Chronicle", TOLL.format(144) + " " + TOLL.format(161), DAY))
    assert dossier.conflicts == ()


def test_an_hour_and_its_day_are_a_matter_of_precision(tell: Tell) -> None:
    left = "The ferry Halcyon left the port of Lucan {}."
    conflict = the_conflict(two(tell, left.format("on Monday"), left.format("at 9 p.m. on Monday")))
    assert (conflict.slot, conflict.relation) == ("date", "precision")


def test_a_day_that_names_a_thing_dates_nothing(tell: Tell) -> None:
    dossier = two(
        tell,
        "The barge with the New Year fireworks caught fire at Lucan on 31 December 2025.",
        "The barge with the New Year fireworks caught fire at Lucan.",
    )
    assert [c for c in in_value(dossier) if c.slot == "date"] == []


def test_a_like_claim_outside_the_finding_only_raises_a_question(tell: Tell) -> None:
    dossier = two(
        tell,
        "A bus crashed near Lower Tamsin. The crash killed 12 people.",
        "A bus crashed near Lower Tamsin. The crash could kill 40 people.",
    )
    assert {c.relation for c in in_value(dossier)} == {"undecided"}


def test_one_number_with_two_units_is_noticed(tell: Tell) -> None:
    drifted = "The ferry Halcyon drifted 25 {} off the coast of Lucan on Monday."
    conflicts = in_value(two(tell, drifted.format("miles"), drifted.format("kilometres")))
    assert "number" in {c.slot for c in conflicts}


def test_two_lengths_of_time_are_noticed(tell: Tell) -> None:
    searched = "Divers searched the wreck of the ferry Halcyon for {}."
    (conflict,) = in_value(two(tell, searched.format("12 hours"), searched.format("12 days")))
    assert {side.value for side in conflict.sides} == {"12 hours", "12 days"}


def test_two_dates_that_agree_leave_the_third_unsaid(tell: Tell) -> None:
    told = "The ferry Halcyon was built in 1984 and repaired {} in Lucan."
    assert in_value(two(tell, told.format("in 2001"), told.format(""))) == []


def relations(dossier: Dossier, slot: str) -> set[str]:
    return {c.relation for c in dossier.conflicts if c.slot == slot}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The blast in the Velden mine injured two men.", "The blast in the Velden mine injured five others."),
        (
            "The blast at the Velden mine killed two guards on Monday.",
            "The blast at the Velden mine killed five people on Monday.",
        ),
    ],
)
def test_people_in_general_may_be_the_people_that_another_report_counts(tell: Tell, one: str, other: str) -> None:
    assert relations(two(tell, one, other), "number") == {"undecided"}


def test_workers_of_one_kind_are_not_set_against_troops(tell: Tell) -> None:
    told = "Merisia sent {} to the border town of Velden on Monday."
    assert not relations(two(tell, told.format("6,000 engineers"), told.format("over 10,000 troops")), "number")


def test_what_is_counted_is_the_noun_before_its_complement(tell: Tell) -> None:
    told = "Ilan Berger will miss the final {} for the Velden Rovers."
    dossier = two(tell, told.format("two games of the season"), told.format("five games against Lucan"))
    assert relations(dossier, "number") <= {"contradiction", "undecided"}
    assert relations(dossier, "number")


@pytest.mark.parametrize(("million", "relation"), [("billion", "undecided"), ("million", "")])
def test_bounds_a_power_of_ten_apart_are_left_open(tell: Tell, million: str, relation: str) -> None:
    told = "The contract brings Merisia up to 4 {} cubic metres of gas a year, the ministry said on Monday."
    found = relations(two(tell, told.format("million"), told.format(million)), "number")
    assert found == ({relation} if relation else set())


def test_two_days_that_name_things_of_one_kind_are_left_open(tell: Tell) -> None:
    told = "A jury in Velden convicted Ilan Berger of the {} shooting of a deputy."
    assert relations(two(tell, told.format("June 2024"), told.format("October 2024")), "date") == {"undecided"}
    assert not relations(two(tell, told.format("June 2024"), told.format("June 2024")), "date")


def test_days_and_weeks_that_nobody_counted_are_not_the_same(tell: Tell) -> None:
    told = "The killer left the bodies in the flat in Velden for several {}."
    assert relations(two(tell, told.format("days"), told.format("weeks")), "date") == {"undecided"}


def test_a_letter_that_could_mean_millions_means_metres_beside_metres(tell: Tell) -> None:
    told = "On Saturday the climber Ilan Berger fell {} on Mount Sefra."
    assert relations(two(tell, told.format("about 600m"), told.format("582 metres")), "number") == {"precision"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "All passengers of the Lochanna were ashore by 0915 GMT",
            "All passengers of the Lochanna were ashore by 9.15am",
        ),
        ("The ferry Lochanna struck the pier at 7.42am", "The ferry Lochanna struck the pier at about 7.40am"),
        (
            "The Belgian group will pay the shareholders of Tarrant 418 pence a share in cash",
            "The Belgian group will pay the shareholders of Tarrant 418p in cash",
        ),
        ("The ferry Lochanna cost 71 million pounds ($95 million)", "The ferry Lochanna cost £71m"),
    ],
)
def test_one_value_in_two_forms_is_no_difference(tell: Tell, one: str, other: str) -> None:
    dossier = two(tell, f"{one}.", f"{other}.")
    assert joined(dossier)
    assert in_value(dossier) == []


def test_two_times_of_day_are_asked_about(tell: Tell) -> None:
    dossier = two(
        tell, "The ferry Lochanna struck the pier at 7.42am.", "The ferry Lochanna struck the pier at 8.30am."
    )
    assert [c.slot for c in in_value(dossier)] == ["date"]


def test_a_part_of_a_count_is_no_count_of_the_whole(tell: Tell) -> None:
    one = "Nine people were hurt in the fire at the Lorvik paper mill, two of them badly."
    other = "Eleven people were hurt in the fire at the Lorvik paper mill, nine of them workers of the mill."
    dossier = two(tell, one, other)
    assert joined(dossier)
    loud = [c for c in in_value(dossier) if c.relation == "contradiction"]
    assert [{side.value for side in c.sides} for c in loud] == [{"Nine", "Eleven"}], "and not two against nine"
    (both,) = [f for f in dossier.findings if len(f.support) == 2]
    assert sorted(s.vouches for s in both.support) == ["no", "yes"]


NOT_YET = "The fire at the Lorvik paper mill was {}under control, the fire brigade said."


@pytest.mark.parametrize(
    ("denial", "days", "relation"),
    [
        ("not yet ", (DAY, NEXT_DAY), "revision"),
        ("not yet ", (NEXT_DAY, DAY), "undecided"),
        ("not ", (DAY, NEXT_DAY), "contradiction"),
    ],
)
def test_what_was_not_so_yet_may_have_come_about(tell: Tell, denial: str, days: tuple[str, str], relation: str) -> None:
    dossier = two(tell, NOT_YET.format(denial), NOT_YET.format(""), days)
    conflict = the_conflict(dossier)
    assert (conflict.slot, conflict.relation) == ("polarity", relation)
    assert (dossier.findings[0].status == "disputed") is (relation == "contradiction")
