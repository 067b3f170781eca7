"""Whose word a statement is: many outlets are not many origins."""

from __future__ import annotations

from collections.abc import Callable

from consilience.model import Dossier, Finding, Origin

Tell = Callable[..., Dossier]


def finding(dossier: Dossier, words: str) -> Finding:
    """The finding that most reports support among those with a support that holds the words."""
    found = [f for f in dossier.findings if any(words in s.text for s in f.support)]
    return max(found, key=lambda f: len(f.support))


def established(dossier: Dossier, of: Finding) -> list[Origin]:
    return [o for o in dossier.origins if o.id in of.origins.ids]


FIVE = (
    (
        "Lucan Chronicle",
        "PYONGYANG — The leader of North Korea, Pak Chol Su, pledged full support for the farmers of the northern "
        "valley, state news agency KCNA reported on Friday.",
    ),
    (
        "Morning Ledger",
        "North Korean leader Pak Chol Su has pledged full support for farmers in the northern valley, according to "
        "KCNA. The valley was flooded last week.",
    ),
    (
        "Northern Business Daily",
        "Pak Chol Su pledged his full support for the farmers of the northern valley, the Korean Central News "
        "Agency said on Friday.",
    ),
    (
        "Harbour Times",
        "North Korea's leader pledged full support for the farmers of the northern valley, state media reported on "
        "Friday. Ministers were told to send seed.",
    ),
    (
        "Island Post",
        "Pak Chol Su pledged full support for the farmers of the northern valley, the North Korean state news agency "
        "KCNA reported.",
    ),
)


def test_five_outlets_with_one_state_agency_behind_them_have_one_origin(tell: Tell) -> None:
    dossier = tell(*FIVE)
    pledged = finding(dossier, "pledged")
    assert pledged.outlets == 5
    assert (pledged.origins.at_least, pledged.origins.at_most, pledged.origins.parties) == (1, 1, 1)
    assert pledged.status == "single origin"
    (kcna,) = established(dossier, pledged)
    assert (kcna.name, kcna.kind, kcna.party) == ("KCNA", "state media", "North Korea")


def test_an_origin_shows_where_it_is_named(tell: Tell) -> None:
    dossier = tell(*FIVE)
    texts = {r.id: r.text for r in dossier.reports}
    (kcna,) = established(dossier, finding(dossier, "pledged"))
    assert kcna.reports == ("r0", "r1", "r2", "r3", "r4")
    assert {s.report for s in kcna.spans} == set(kcna.reports)
    assert all(texts[s.report][s.start : s.end] == s.text for s in kcna.spans)


def test_state_media_without_a_name_is_the_one_organ_the_story_names(tell: Tell) -> None:
    pledged = finding(tell(*FIVE), "pledged")
    unnamed = next(s for s in pledged.support if s.report == "r3")
    named = next(s for s in pledged.support if s.report == "r0")
    assert unnamed.origin == named.origin is not None


def test_organs_of_one_state_are_several_origins_and_one_party(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin was opened to lorries on Monday, TASS reported."),
        ("Morning Ledger", "The bridge over the Orrin was opened to lorries on Monday, RIA Novosti reported."),
    )
    opened = finding(dossier, "opened to lorries")
    assert (opened.origins.at_least, opened.origins.parties) == (2, 1)
    assert {o.party for o in established(dossier, opened)} == {"Russia"}


def test_the_names_of_one_agency_are_one_origin(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin was opened to lorries on Monday, TASS reported."),
        ("Morning Ledger", "The bridge over the Orrin was opened to lorries on Monday, Itar-Tass reported."),
    )
    assert finding(dossier, "opened to lorries").origins.at_least == 1


def test_a_speaker_quoted_through_an_agency_elsewhere_is_not_a_second_origin(tell: Tell) -> None:
    dossier = tell(
        (
            "Lucan Chronicle",
            "Pak Chol Su promised that the northern valley will get seed before the spring, KCNA reported.",
        ),
        ("Morning Ledger", "The northern valley will get seed before the spring, Pak Chol Su said on Monday."),
    )
    seed = finding(dossier, "northern valley will get seed")
    assert [s.origin for s in seed.support] == ["O1", "O1"]
    assert (seed.origins.at_least, seed.status) == (1, "single origin")
    assert [o.name for o in established(dossier, seed)] == ["KCNA"]


def test_two_bodies_that_say_it_independently_are_two_origins(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday, the fire brigade said."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday, Anna Petrova said."),
    )
    collapsed = finding(dossier, "collapsed")
    assert (collapsed.origins.at_least, collapsed.origins.at_most, collapsed.status) == (2, 2, "corroborated")
    assert {o.kind for o in established(dossier, collapsed)} == {"official body", "person"}


def test_a_body_is_one_in_either_order_of_its_words(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday, the defence ministry said."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday, the ministry of defence said."),
    )
    assert finding(dossier, "collapsed").origins.at_least == 1


def test_an_unnamed_official_is_no_origin(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday, an official said."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday, officials said on condition of anonymity."),
    )
    collapsed = finding(dossier, "collapsed")
    assert dossier.origins == ()
    assert (collapsed.origins.at_least, collapsed.origins.at_most) == (0, 2)
    assert collapsed.status == "not established"


def test_outlets_of_one_publisher_are_one(tell: Tell) -> None:
    texts = ("The bridge over the Orrin collapsed on Monday.", "On Monday the bridge over the Orrin collapsed.")
    one = finding(tell(("The Sun", texts[0]), ("The Times", texts[1])), "collapsed")
    two = finding(tell(("The Sun", texts[0]), ("Morning Ledger", texts[1])), "collapsed")
    assert (one.outlets, one.origins.at_most) == (2, 1)
    assert (two.outlets, two.origins.at_most) == (2, 2)
    assert one.origins.at_least == two.origins.at_least == 0


WIRE = (
    "LUCAN (Reuters) - The bridge over the Orrin collapsed on Monday and two lorries fell into the river. Divers "
    "searched the water for the drivers until dark."
)


def test_an_agency_text_in_many_papers_is_the_agencys(tell: Tell) -> None:
    dossier = tell(
        *((outlet, WIRE) for outlet in ("Lucan Chronicle", "Morning Ledger", "Island Post", "Harbour Times"))
    )
    collapsed = finding(dossier, "collapsed")
    assert (collapsed.outlets, collapsed.origins.at_least, collapsed.origins.at_most) == (4, 1, 1)
    assert [o.name for o in established(dossier, collapsed)] == ["Reuters"]


def test_work_of_its_own_makes_an_outlet_an_origin(tell: Tell) -> None:
    own = "The bridge over the Orrin collapsed on Monday. Our reporter saw divers in the river until dark."
    other = "The bridge over the Orrin collapsed on Monday. The council had closed the road."
    dossier = tell(("Lucan Chronicle", own), ("Morning Ledger", other))
    collapsed = finding(dossier, "collapsed")
    assert (collapsed.origins.at_least, collapsed.origins.at_most) == (1, 2)
    assert [(o.name, o.kind) for o in established(dossier, collapsed)] == [("Lucan Chronicle", "outlet")]


def test_what_an_outlet_found_itself_and_an_agency_reports_is_corroborated(tell: Tell) -> None:
    own = "The bridge over the Orrin collapsed on Monday. Our reporter saw divers in the river until dark."
    collapsed = finding(tell(("Lucan Chronicle", WIRE), ("Morning Ledger", own)), "collapsed")
    assert (collapsed.origins.at_least, collapsed.status) == (2, "corroborated")


def test_a_report_in_its_own_voice_is_not_established(tell: Tell) -> None:
    (only,) = tell(("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday.")).findings
    assert (only.origins.at_least, only.origins.at_most, only.status) == (0, 1, "not established")


def test_every_support_says_why_it_has_its_origin(tell: Tell) -> None:
    for dossier in (tell(*FIVE), tell(("Lucan Chronicle", WIRE), ("Morning Ledger", WIRE))):
        assert all(s.why for f in dossier.findings for s in f.support)
        assert all(any(r.startswith("origins: ") for r in f.reasons) for f in dossier.findings)


def test_what_an_agencys_text_quotes_the_agency_put_on_record(tell: Tell) -> None:
    wire = (
        "PORT ANSELM, Sept 12 (Reuters) - The ferry Halcyon Star left Port Anselm with 300 people on board, "
        "coastguard commander Leila Marchand said. She said divers had searched the lower deck for six hours."
    )
    dossier = tell(("one.example", wire), ("two.example", wire))
    shared = [f for f in dossier.findings if f.outlets == 2]
    assert shared
    names = {o.id: o.name for o in dossier.origins}
    assert all({names[i] for i in f.origins.ids} == {"Reuters"} for f in shared), "not the speaker beside the agency"


def test_a_copy_that_was_not_found_out_adds_no_origin(tell: Tell) -> None:
    wire = (
        "The bridge over the Orrin collapsed on Monday, fire chief Anna Petrova said. "
        "Viktor Malenko, the mayor, said two lorries fell into the water.\n\n"
        "Copyright 2025 Reuters. All rights reserved."
    )
    own = "The bridge over the Orrin collapsed on Monday, Viktor Malenko said."
    retold = "The bridge over the Orrin collapsed on Monday, Anna Petrova said."
    before = finding(tell(("Lucan Chronicle", wire), ("Morning Ledger", own)), "collapsed")
    dossier = tell(("Lucan Chronicle", wire), ("Morning Ledger", own), ("Island Post", retold))
    assert {d.report for d in dossier.derivations if d.source == "Reuters"} == {dossier.reports[0].id}
    after = finding(dossier, "collapsed")
    assert (after.outlets, after.origins.at_least) == (before.outlets + 1, before.origins.at_least)


def test_a_speaker_under_another_title_is_no_origin_beside_the_agency_that_quotes_him(tell: Tell) -> None:
    wire = (
        "Viktor Malenko said the second pipeline was completed in August. The valve was tested twice, he added.\n\n"
        "Copyright 2025 Reuters. All rights reserved."
    )
    dossier = tell(
        ("Lucan Chronicle", wire),
        ("Morning Ledger", "The second pipeline was completed in August, H.E. Mr Viktor Malenko said."),
        ("Island Post", "The second pipeline was completed in August, Viktor Malenko said."),
    )
    completed = finding(dossier, "completed")
    assert (completed.outlets, completed.origins.at_least) == (3, 1)


def test_what_a_body_publishes_itself_has_the_body_as_its_origin(tell: Tell) -> None:
    dossier = tell(
        ("Orrin Bridge Company", "The bridge over the Orrin collapsed on Monday. The cause is being examined."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday, the Orrin Bridge Company said."),
        ("Ministry of Transport", "The bridge over the Orrin collapsed on Monday. Two inspectors were sent."),
    )
    found = finding(dossier, "collapsed")
    assert {o.name for o in established(dossier, found)} == {"Orrin Bridge Company", "Ministry of Transport"}
    assert any("own" in s.why for s in found.support)


def test_a_newspaper_that_another_report_cites_is_no_body(tell: Tell) -> None:
    dossier = tell(
        ("Avond 5", "The bridge over the Orrin collapsed on Monday. Two lorries fell into the water."),
        ("Morning Ledger", "The bridge over the Orrin collapsed on Monday, Avond 5 reported."),
    )
    own = next(s for f in dossier.findings for s in f.support if s.report == dossier.reports[0].id)
    assert own.origin is None


def test_words_that_show_work_of_its_own_vouch_for_their_paragraph_only(tell: Tell) -> None:
    dossier = tell(
        (
            "Harbour Courier",
            "The bridge over the Orrin collapsed on Monday.\n\nTwo people who saw it told the Courier about it.",
        )
    )
    assert finding(dossier, "collapsed").origins.at_least == 0


def test_officials_of_a_body_through_an_agency_are_no_origin_beside_its_chief(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The bridge over the Orrin collapsed on Monday, fire service chief Anna Petrova said."),
        (
            "Morning Ledger",
            "The bridge over the Orrin collapsed on Monday, Reuters reported, citing fire service officials.",
        ),
    )
    assert finding(dossier, "collapsed").origins.at_least == 1


def test_a_phrase_that_names_an_event_vouches_for_nothing_that_is_said_of_it(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "A magnitude 6.1 earthquake was the strongest since 1988, Hana Lovric said."),
        ("Morning Ledger", "The survey recorded a magnitude 6.1 earthquake, the Geological Survey said."),
    )
    strongest = finding(dossier, "strongest")
    assert {o.name for o in established(dossier, strongest)} <= {"Hana Lovric"}


def test_who_denies_a_statement_is_no_origin_of_it(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The leak was caused by a corroded weld, the labour inspectorate said."),
        ("Morning Ledger", "The company denied that the leak was caused by a corroded weld."),
    )
    leak = finding(dossier, "corroded weld")
    assert (leak.outlets, leak.origins.at_least, leak.status) == (2, 1, "disputed")
    assert {o.name for o in established(dossier, leak)} == {"the labour inspectorate"}
    assert {s.stance for s in leak.support} == {"states", "denies"}
    (conflict,) = (c for c in dossier.conflicts if c.slot == "polarity")
    assert conflict.relation == "contradiction"


def test_two_who_deny_a_statement_are_two_origins_of_the_denial(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "The Orrin Company denied that the leak was caused by a corroded weld."),
        ("Morning Ledger", "The labour inspectorate denied that the leak was caused by a corroded weld."),
    )
    leak = finding(dossier, "corroded weld")
    assert leak.origins.at_least == 2
    assert {s.stance for s in leak.support} == {"denies"}


def test_a_verb_of_saying_that_is_negated_denies_once(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "Orrin Systems has released a security update for its web browser."),
        ("Morning Ledger", "Orrin Systems has not released a security update for its web browser."),
    )
    assert "contradiction" in {c.relation for c in dossier.conflicts if c.slot == "polarity"}
