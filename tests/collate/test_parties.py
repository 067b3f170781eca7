"""Who a name in a chain of attribution is."""

from __future__ import annotations

import pytest

from consilience.collate.media import is_state_media, is_unnamed_media
from consilience.collate.parties import Directory, Party, directory, identify
from consilience.model import Annotated, Attribution, Entity, Extent, Report, StoryEntity

NOBODY = directory((), ())
PETROVA = StoryEntity("e1", "Anna Petrova", "PERSON", "KP", ("Petrova",))


def named(*names: str, report: str = "r") -> Annotated:
    """A report that attributes something to each of the names."""
    cue = Extent(0, 1, "x")
    told = tuple(Attribution(None, None, cue, "indirect", speaker=name) for name in names)
    return Annotated(Report(report, report, "x"), attributions=told)


def party(name: str, known: Directory = NOBODY) -> Party:
    found = identify(name, "r", known)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["KCNA", "Korean Central News Agency", "the Korean Central News Agency"])
def test_an_agency_is_itself_under_all_its_names(name: str) -> None:
    assert party(name) == party("KCNA")
    assert (party(name).kind, party(name).party) == ("state media", "North Korea")


def test_an_agency_that_is_nobodys_organ_speaks_for_nobody() -> None:
    assert (party("Reuters").kind, party("Reuters").party) == ("agency", None)


@pytest.mark.parametrize(
    "words", ["state media", "state-run media", "Chinese state television", "official news agency", "state radio"]
)
def test_state_media_are_known_by_what_they_are_called(words: str) -> None:
    assert is_state_media(words)


@pytest.mark.parametrize("words", ["social media", "state police", "media", "the official", "state", "media officials"])
def test_other_media_and_other_organs_of_a_state_are_none(words: str) -> None:
    assert not is_state_media(words)


def test_state_media_without_a_name_is_the_one_organ_the_report_names() -> None:
    known = directory([named("KCNA"), named("TASS", report="other")], ())
    assert party("state media", known) == party("KCNA")


def test_state_media_of_a_country_is_the_one_organ_of_that_country_in_the_story() -> None:
    known = directory([named("TASS"), named("KCNA", report="other")], ())
    assert party("North Korean state media", known) == party("KCNA")


def test_state_media_of_a_country_whose_organs_nobody_names_is_no_other_countrys() -> None:
    found = party("Chinese state media", directory([named("KCNA")], ()))
    assert (found.key, found.party, found.kind) == ("media:CN", "China", "state media")


def test_state_media_where_two_organs_are_named_is_neither() -> None:
    found = party("state media", directory([named("KCNA", "TASS")], ()))
    assert found.key not in (party("KCNA").key, party("TASS").key)


def test_outlets_of_one_publisher_are_one_party() -> None:
    assert party("The Sun").key == party("The Times").key
    assert party("The Sun").kind == "outlet"


def test_a_person_of_the_story_is_one_under_all_names() -> None:
    known = directory([named()], [PETROVA])
    assert party("Petrova", known) == party("Anna Petrova", known) == party("ANNA PETROVA", known)
    assert (party("Petrova", known).kind, party("Petrova", known).party) == ("person", "North Korea")


def test_a_title_before_a_name_of_the_story_is_that_person() -> None:
    known = directory([named()], [PETROVA])
    assert party("harbour master Anna Petrova", known).key == party("Petrova", known).key


@pytest.mark.parametrize("name", ["police", "the fire brigade", "the foreign ministry", "Lucan city council"])
def test_a_body_is_named_by_what_it_is(name: str) -> None:
    assert party(name).kind == "official body"


@pytest.mark.parametrize(
    "name", ["the TDH news agency", "the state news agency of Turkmenistan", "Turkmen state media", "tdh.gov.tm"]
)
def test_a_news_agency_is_the_one_of_the_table_however_it_is_described(name: str) -> None:
    assert party(name, directory([named("TDH")], ())) == party("Turkmenistan State News Agency")


@pytest.mark.parametrize("name", ["local media", "several newspapers", "the Orlenan press", "news outlets"])
def test_media_of_which_none_is_named_are_nobody(name: str) -> None:
    assert is_unnamed_media(name)


@pytest.mark.parametrize("name", ["Orlena Media", "state media", "the newspaper Ledger", "press officer Ida Holm"])
def test_a_medium_that_is_named_and_a_states_are_not(name: str) -> None:
    assert not is_unnamed_media(name)


def test_a_body_is_one_whatever_the_article_or_the_order() -> None:
    assert party("the ministry of defence").key == party("Defence Ministry").key == party("defence ministry").key
    assert party("the defence ministry").key != party("the interior ministry").key


def test_a_body_of_a_country_speaks_for_it() -> None:
    assert party("the Japanese foreign ministry").party == "Japan"


@pytest.mark.parametrize(
    "name",
    ["officials", "a senior official", "a spokesman", "sources", "a source close to the talks", "witnesses", "he"],
)
def test_nobody_in_particular_is_nobody(name: str) -> None:
    assert identify(name, "r", NOBODY) is None


def test_an_organ_counts_as_named_where_an_entity_is_it() -> None:
    known = directory([Annotated(Report("r", "r", "KCNA"), (Entity("e", "KCNA", "ORG", None, ()),))], ())
    assert party("state media", known) == party("KCNA")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The regional daily Lornpost writes so.", "outlet"),
        ("The state news agency Lornpost said so.", "agency"),
        ("The company Lornpost said so.", "official body"),
    ],
)
def test_a_body_is_the_medium_that_a_report_calls_it(text: str, kind: str) -> None:
    start = text.index("Lornpost")
    body = Entity("e1", "Lornpost", "ORG", None, (Extent(start, start + 8, "Lornpost"),))
    known = directory(
        [Annotated(Report("r", "r", text), (body,))], (StoryEntity("E1", "Lornpost", "ORG", None, (), (("r", "e1"),)),)
    )
    assert party("Lornpost", known).kind == kind


def test_an_outlet_is_known_by_its_last_word_where_its_name_stands_too() -> None:
    own = Annotated(Report("r1", "r1", "It told the Courier.", outlet="Lorn Courier"))
    naming = Annotated(Report("r2", "r2", "The Lorn Courier has it. The Courier writes more.", outlet="Ledger"))
    known = directory([own, naming], (), {"r1": "lorn", "r2": "ledger"})
    assert identify("Courier", "r2", known) == identify("Lorn Courier", "r1", known)
