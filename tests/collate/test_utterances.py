"""Which words of one finding are one: two names, carriers or copies that cannot be shown to be two origins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consilience.model import Dossier, Finding

Tell = Callable[..., Dossier]
FACT = "The bridge over the Orrin collapsed on Monday"


def told(tell: Tell, *sources: str) -> Finding:
    """The finding of reports that have the same fact from these sources."""
    outlets = ("Lucan Chronicle", "Morning Ledger", "Island Post")
    dossier = tell(*((outlet, f"{FACT}, {source}.") for outlet, source in zip(outlets, sources, strict=False)))
    return max(dossier.findings, key=lambda f: len(f.support))


def origins_of(dossier: Dossier, words: str) -> set[str]:
    """The names of the origins that count for the finding of several reports that shows the words."""
    found = next(f for f in dossier.findings if len(f.support) > 1 and words in f.text)
    return {o.name for o in dossier.origins if o.id in found.origins.ids}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Petrova told Reuters", "Anna Petrova told the Associated Press"),
        ("the dockers' union told Reuters", "the union said"),
        ("the fire brigade told Reuters, citing the police", "the fire brigade said"),
        ("a Spanish court said", "the regional court in Valmora said"),
        ("Judge Marisol Vega said", "the regional court in Valmora said"),
        ("Iran said", "the Iranian foreign ministry said"),
        ("the company said", "Orrin Bridges AG said"),
        ("Iran said", "the Iranian foreign ministry told Reuters"),
        ("the Iranian army said", "Iran's military told Reuters"),
        ("union chiefs said", "the Dockers' Union said"),
        ("Tom Hale of the Dockers' Union said", "the Dockers' Union said"),
        ("the bridge firm said", "Anna Hale, chief executive of Orrin Bridges, said"),
        ("the TDH news agency reported", "the state news agency of Turkmenistan reported"),
        ("Sheriff Dale Holm told Reuters", "the Carrow County Sheriff's Office said"),
        ("an AFP count shows", "AFP reported"),
        ("ministry spokeswoman Nina Arva told AFP", "the Ministry of Transport said"),
        ("the Norvian Football Association said", "the federation said"),
    ],
)
def test_one_party_under_two_names_or_through_two_carriers_is_one_origin(tell: Tell, one: str, other: str) -> None:
    found = told(tell, one, other)
    assert (found.outlets, found.origins.at_least, found.status) == (2, 1, "single origin")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Petrova told Reuters", "Viktor Malenko told the Associated Press"),
        ("the dockers' union told Reuters", "the port authority said"),
        ("the regional court in Valmora said", "the police said"),
        ("the company said", "the police said"),
        ("the company said", "the Transport Ministry said"),
    ],
)
def test_two_parties_stay_two(tell: Tell, one: str, other: str) -> None:
    found = told(tell, one, other)
    assert (found.outlets, found.origins.at_least) == (2, 2)


def test_an_outlet_of_the_story_that_another_report_names_is_one_origin_with_its_own_report(tell: Tell) -> None:
    dossier = tell(
        ("Harbour Courier", f"{FACT}, Anna Petrova told the Courier."),
        ("Morning Ledger", f"{FACT}, Anna Petrova told the Harbour Courier."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == 1


@pytest.mark.parametrize("own", [f"{FACT}, the fire brigade said.", "The fire brigade said two lorries were crushed."])
def test_an_agency_that_is_cited_is_no_origin_beside_whom_its_own_report_cites(tell: Tell, own: str) -> None:
    dossier = tell(
        ("Reuters", f"{own} Divers were sent to the site in the night."),
        ("Morning Ledger", f"{FACT}, Reuters reported."),
        ("Island Post", f"{FACT}, the fire brigade said."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == 1
    assert {o.name for o in dossier.origins if o.id in found.origins.ids} == {"the fire brigade"}


def test_an_agencys_report_is_known_as_its_own_by_its_host_too(tell: Tell) -> None:
    dossier = tell(
        ("tolonews.com", f"{FACT}, police spokesman Omar Haqmal said."),
        ("Morning Ledger", f"{FACT}, the provincial police told TOLOnews."),
    )
    assert origins_of(dossier, "collapsed") == {"Omar Haqmal"}


def test_what_local_media_report_is_not_the_word_of_who_passes_it_on(tell: Tell) -> None:
    dossier = tell(
        ("Morning Ledger", f"LUCAN (Reuters) - {FACT}, local media reported."),
        ("Island Post", f"{FACT}, the police said."),
    )
    assert origins_of(dossier, "collapsed") == {"the police"}


def test_an_agency_that_is_cited_is_an_origin_where_its_own_report_cites_nobody_of_the_finding(tell: Tell) -> None:
    dossier = tell(
        ("Reuters", "Two lorries were crushed, the mayor said. Divers were sent to the site in the night."),
        ("Morning Ledger", f"{FACT}, Reuters reported."),
        ("Island Post", f"{FACT}, the fire brigade said."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == 2


def test_what_a_station_is_told_is_the_word_of_who_tells_it(tell: Tell) -> None:
    dossier = tell(("LBC News", "The bridge over the Orrin collapsed on Monday, Anna Petrova told LBC."))
    assert [o.name for o in dossier.origins] == ["Anna Petrova"]


@pytest.mark.parametrize("outlet", ["Halvorsen Marine AS", "Halvorsen Marine Newsroom"])
def test_a_companys_release_is_its_own_under_a_fuller_name_too(tell: Tell, outlet: str) -> None:
    dossier = tell(
        (outlet, "The ferry Halcyon Star ran aground off Port Anselm on Monday. Nobody was hurt."),
        ("Morning Ledger", "The ferry Halcyon Star ran aground off Port Anselm on Monday, Halvorsen Marine said."),
    )
    aground = next(f for f in dossier.findings if len(f.support) > 1)
    assert (aground.origins.at_least, aground.origins.at_most) == (1, 1)
    assert [o.name.removesuffix(" AS") for o in dossier.origins] == ["Halvorsen Marine"]


def test_what_an_agencys_text_leaves_to_local_media_is_not_its_own_beside_the_agency_that_it_cites(tell: Tell) -> None:
    dossier = tell(
        (
            "Capital Wire",
            "Karsova and Daleria have signed an agreement on 24 launchers, the Karsova Telegraph Agency said.",
        ),
        (
            "Eastern Observer",
            "PORT SEVER, Sept. 18 (Xinhua) -- Karsova and Daleria have signed an agreement on 24 launchers, "
            "local media reported.\n\nThe deal is the largest ever, the Karsova Telegraph Agency said.",
        ),
    )
    assert origins_of(dossier, "signed") == {"Karsova Telegraph Agency"}


def test_who_is_taken_for_a_body_is_that_of_which_the_body_is_found_to_be_an_utterance(tell: Tell) -> None:
    found = told(
        tell,
        "Sheriff Dale Holm told Reuters",
        "the Carrow County Sheriff's Office said",
        "Deputy Carla Minch, a sheriff's spokeswoman, said",
    )
    assert (found.outlets, found.origins.at_least) == (3, 1)


def test_the_news_agency_is_the_one_that_the_text_cites_and_not_its_carrier(tell: Tell) -> None:
    dossier = tell(
        ("Capital Wire", "A loan will finance half of the launchers for Daleria, the Karsova Telegraph Agency said."),
        (
            "Eastern Observer",
            "PORT SEVER, Sept. 18 (Xinhua) -- The Karsova Telegraph Agency said that a deal had been signed.\n\n"
            "A loan will finance half of the launchers for Daleria, the news agency said.",
        ),
    )
    assert origins_of(dossier, "loan") == {"Karsova Telegraph Agency"}


def test_the_russian_ministry_is_the_one_that_another_report_names_in_full(tell: Tell) -> None:
    found = told(tell, "the Russian ministry said", "the Defense Ministry said")
    assert found.origins.at_least == 1


def test_what_an_outlet_calls_itself_is_no_other_outlet_of_that_name(tell: Tell) -> None:
    dossier = tell(
        (
            "El Faro de Alvena (English edition)",
            "Smoke was first seen at four on Friday at the quarry, workers told El Faro.",
        ),
        ("Morning Ledger", "Smoke was first seen at four on Friday at the quarry, El Faro de Alvena reported."),
    )
    smoke = next(f for f in dossier.findings if len(f.support) > 1)
    assert smoke.origins.at_least == 1


def test_an_outlet_that_is_known_by_its_host_alone_is_no_other_under_its_name(tell: Tell) -> None:
    dossier = tell(
        ("kelmarobserver.com", "The council will sell the quarry on Friday, Ilse Dranko told the Observer."),
        ("morningledger.com", "The council will sell the quarry on Friday, Ilse Dranko told the Kelmar Observer."),
    )
    sale = next(f for f in dossier.findings if len(f.support) > 1)
    assert {o.name for o in dossier.origins if o.id in sale.origins.ids} == {"kelmarobserver.com"}
    assert sale.origins.at_most == 1


@pytest.mark.parametrize(("body", "at_least"), [("Dostenian Defence Ministry", 1), ("Karvian Defence Ministry", 2)])
def test_the_spokesman_of_a_ministry_is_that_of_his_own_state(tell: Tell, body: str, at_least: int) -> None:
    fact = "Two shots were fired at the border between Dostenia and Karvia on Monday"
    dossier = tell(
        ("Lucan Chronicle", f"{fact}, the {body} said. Dostenia and Karvia are at odds."),
        ("Morning Ledger", f"{fact}, Dostenian Defence Ministry spokesman Radu Temesh said."),
    )
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert found.origins.at_least == at_least


def test_the_minister_of_one_state_is_not_the_ministry_of_another(tell: Tell) -> None:
    dossier = tell(
        (
            "Lucan Chronicle",
            "Dostenian Defence Minister Radu Temesh told Dostenia's state news agency DostPress that shots were "
            "fired at the Lorn bridge between Dostenia and Karvia on Monday.",
        ),
        (
            "Morning Ledger",
            "Shots were fired at the Lorn bridge between Dostenia and Karvia on Monday, "
            "the Karvian Defence Ministry said.",
        ),
    )
    names = {o.id: o.name for o in dossier.origins}
    found = max(dossier.findings, key=lambda f: len(f.support))
    assert {names[s.origin] for s in found.support if s.origin} == {"DostPress", "Karvian Defence Ministry"}


def test_the_leader_of_a_union_is_the_union(tell: Tell) -> None:
    dossier = tell(
        ("Lucan Chronicle", "IVM leader Petra Landau put the number of jobs at risk in Lorn at 1,050."),
        ("Morning Ledger", "The IVM union puts the number of jobs at risk in Lorn at 1,050, Valpress reported."),
    )
    assert max(dossier.findings, key=lambda f: len(f.support)).origins.at_least == 1


def test_who_told_an_agency_without_a_name_is_the_agencys_source(tell: Tell) -> None:
    told = (
        "At least 41 people have died at the Lorn camp, an aid official told AFP on Tuesday.\n\n"
        "The official said the toll had been compiled from three treatment centres up to midday."
    )
    dossier = tell(("AFP", told), ("Morning Ledger", f"{told}\n\nReporting by AFP"))
    compiled = next(f for f in dossier.findings if "compiled" in f.text)
    assert (compiled.origins.at_least, compiled.origins.at_most) == (1, 1)
