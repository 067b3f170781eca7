"""Entities across the reports of a story: one where they are one, two where they are two, and why."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from consilience.collate.entities import link
from consilience.model import Annotated, Entity, Extent, Report, StoryEntity


def report(number: int, *entities: tuple[str, str] | tuple[str, str, str | None] | Entity) -> Annotated:
    """A report that names the given things, one mention each."""
    made = []
    for index, item in enumerate(entities):
        if isinstance(item, Entity):
            made.append(item)
            continue
        name, type_, country = (*item, None)[:3]
        start = 100 * index
        made.append(Entity(f"e{index}", name, type_, country, (Extent(start, start + len(name), name),)))
    return Annotated(report=Report(id=f"r{number}", path=f"{number}.txt", text=""), entities=tuple(made))


def people(*reports: tuple[str, ...]) -> list[set[str]]:
    """The names of each person of the story, where every report names the given persons."""
    found = link([report(n, *((name, "PERSON") for name in names)) for n, names in enumerate(reports)])
    return [{entity.name, *entity.aliases} for entity in found]


def of(entities: tuple[StoryEntity, ...], name: str) -> StoryEntity:
    found = [entity for entity in entities if name in (entity.name, *entity.aliases)]
    assert len(found) == 1, [(entity.name, entity.aliases) for entity in found]
    return found[0]


def test_two_spellings_of_one_minister_are_one_and_two_sergeis_are_two() -> None:
    found = people(("Sergei Lavrov", "Sergei Shoigu"), ("Sergey Lavrov",), ("Lavrov", "Shoigu"))
    assert found == [{"Sergei Lavrov", "Sergey Lavrov", "Lavrov"}, {"Sergei Shoigu", "Shoigu"}]


def test_a_surname_that_two_could_bear_joins_neither() -> None:
    assert {"Kim"} in people(("Kim Jong Un",), ("Kim Yo Jong",), ("Kim",))


def test_a_surname_joins_the_one_whom_its_own_report_does_not_keep_apart() -> None:
    found = people(("Kim Jong Un",), ("Kim", "Kim Yo Jong"))
    assert {"Kim Jong Un", "Kim"} in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Larsen", "Anne Larsen"),
        ("Peter Hansen", "Peter Hanson"),
        ("Donald Harker", "Donald Harker Jr."),
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
        ("Wang Yi", "Wang Wei"),
    ],
)
def test_people_with_like_names_stay_two(one: str, other: str) -> None:
    assert len(people((one,), (other,))) == 2


def test_a_forename_alone_joins_nobody() -> None:
    assert len(people(("Sergei Lavrov",), ("Sergei",))) == 2


def test_a_king_is_not_the_man_with_his_name_for_a_surname() -> None:
    king = Entity("e0", "Salman", "PERSON", None, (Extent(0, 6, "Salman"),), ("King",))
    found = link([report(0, ("Mohammed bin Salman", "PERSON")), report(1, king)])
    assert len(found) == 2


def test_a_short_form_does_not_bridge_two_people() -> None:
    found = people(("Steven Miller",), ("Steve Miller",), ("Stephen Miller",))
    assert not any({"Steven Miller", "Stephen Miller"} <= names for names in found)


def test_a_surname_that_one_report_took_for_a_body_is_the_person() -> None:
    found = link([report(0, ("Chrissa Teigland", "PERSON")), report(1, ("Teigland", "ORG"))])
    assert len(found) == 1
    assert found[0].type == "PERSON"


def test_bodies_join_by_abbreviation_short_form_and_transliteration() -> None:
    found = link(
        [
            report(
                0, ("National Harbour Board", "ORG"), ("Energia Rocket", "ORG"), ("Korean Central News Agency", "ORG")
            ),
            report(1, ("NHB", "ORG"), ("Energia", "ORG"), ("KCNA", "ORG")),
            report(2, ("National Harbor Board", "ORG"), ("Energiya", "ORG")),
        ]
    )
    assert of(found, "NHB") is of(found, "National Harbor Board")
    assert of(found, "Energiya") is of(found, "Energia Rocket")
    assert of(found, "KCNA") is of(found, "Korean Central News Agency")
    assert len(found) == 3


def test_ministries_of_two_countries_stay_two() -> None:
    found = link([report(0, ("Russian Foreign Ministry", "ORG")), report(1, ("Chinese Foreign Ministry", "ORG"))])
    assert len(found) == 2


def test_a_short_form_that_two_bodies_share_joins_neither() -> None:
    found = link(
        [report(0, ("Halden Brothers", "ORG")), report(1, ("Halden Shipping", "ORG")), report(2, ("Halden", "ORG"))]
    )
    assert len(found) == 3


def test_a_state_is_one_under_all_its_names_and_its_capital_stays_a_city(nlp: Language) -> None:
    texts = ["The DPRK fired a missile near Pyongyang.", "Pyongyang denied the test, North Korea watchers said."]
    reports = []
    for number, text in enumerate(texts):
        doc = nlp(text)
        reports.append(
            Annotated(report=Report(id=f"r{number}", path="", text=text), entities=doc._.consilience_entities)
        )
    state = next(entity for entity in link(reports) if entity.name == "North Korea")
    assert {"DPRK", "Pyongyang"} <= set(state.aliases)
    assert len(state.mentions) == 2
    city = next(entity for entity in link(reports) if entity.name == "Pyongyang")
    assert [mention[0] for mention in city.mentions] == ["r0"]


def test_places_join_over_their_spellings() -> None:
    found = link([report(0, ("Odesa", "GPE")), report(1, ("Odessa", "GPE")), report(2, ("Oderzo", "GPE"))])
    assert [entity.aliases for entity in found] == [("Odessa",), ()]


def test_one_name_under_two_types_is_one_unless_a_report_holds_both() -> None:
    assert len(link([report(0, ("Kaesong", "GPE")), report(1, ("Kaesong", "PRODUCT"))])) == 1
    assert len(link([report(0, ("Kaesong", "GPE"), ("Kaesong", "PRODUCT"))])) == 2


def test_what_joins_two_names_is_said() -> None:
    found = link(
        [
            report(0, ("Sergei Lavrov", "PERSON")),
            report(1, ("Sergey Lavrov", "PERSON")),
            report(2, ("Lavrov", "PERSON")),
        ]
    )
    assert len(found[0].reasons) == 2
    assert "Sergey Lavrov" in found[0].reasons[0]


def test_entities_of_most_reports_come_first() -> None:
    found = link([report(0, ("Norway", "GPE", "NO"), ("Anna Larsen", "PERSON")), report(1, ("Anna Larsen", "PERSON"))])
    assert [(entity.id, entity.name) for entity in found] == [("E1", "Anna Larsen"), ("E2", "Norway")]


NAMES = st.sampled_from(
    [
        "Kim Jong Un",
        "Kim",
        "Kim Yo Jong",
        "Sergei Lavrov",
        "Lavrov",
        "AP",
        "Associated Press",
        "Norway",
        "Kyiv",
        "Kiev",
        "",
        "-",
        "X Y",
    ]
)
TYPES = st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "PRODUCT", "FAC"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.tuples(NAMES | st.text(max_size=20), TYPES), max_size=6), max_size=5))
def test_every_entity_of_every_report_is_in_exactly_one(stories: list[list[tuple[str, str]]]) -> None:
    reports = [report(number, *items) for number, items in enumerate(stories)]
    found = link(reports)
    pairs = [pair for entity in found for pair in entity.mentions]
    assert sorted(pairs) == sorted((a.report.id, entity.id) for a in reports for entity in a.entities)
    assert link(reports) == found


def test_many_reports_take_time_in_proportion() -> None:
    def seconds(size: int) -> float:
        names = [(f"Anna Larsen{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}", "PERSON") for n in range(20)]
        reports = [report(number, *names, (f"Board {number}", "ORG")) for number in range(size)]
        taken = []
        for _ in range(3):
            started = time.process_time()
            link(reports)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(5)
    # Eight times the reports: some 8 times the work, and 64 times if each were held against every other.
    assert seconds(640) < 8 * 5 * seconds(80)


def test_what_is_of_a_state_is_the_states_and_its_people_are_not() -> None:
    adjective = Entity("e0", "Norwegian", "NORP", "NO", (Extent(0, 9, "Norwegian"),))
    people = Entity("e1", "Norwegians", "NORP", "NO", (Extent(20, 30, "Norwegians"),))
    found = link([report(0, ("Norway", "GPE", "NO")), report(1, adjective, people)])
    assert of(found, "Norwegian") is of(found, "Norway")
    assert of(found, "Norway").type == "GPE"
    assert of(found, "Norwegians").name == "Norwegians"


def test_the_same_type_of_aircraft_is_one_and_another_is_not() -> None:
    found = link([report(0, ("Boeing 737", "PRODUCT")), report(1, ("737s", "PRODUCT"), ("Boeing 747", "PRODUCT"))])
    assert len(found) == 2 and of(found, "737s") is of(found, "Boeing 737")


def test_an_abbreviation_of_another_kind_does_not_keep_two_full_names_apart() -> None:
    found = link(
        [
            report(0, ("USAF", "ORG")),
            report(1, ("United States Air Force", "ORG")),
            report(2, ("U.S. Air Force", "ORG")),
        ]
    )
    assert len(found) == 1


def test_what_one_report_takes_for_a_person_is_the_body_of_the_others_unless_it_has_a_title() -> None:
    others = [report(n, ("Halden", "ORG")) for n in range(3)]
    assert len(link([*others, report(3, ("Halden", "PERSON"))])) == 1
    minister = Entity("e0", "Halden", "PERSON", None, (Extent(0, 6, "Halden"),), ("Foreign Minister",))
    assert len(link([*others, report(3, minister)])) == 2
    rival = Entity("e0", "Halden", "PERSON", None, (Extent(0, 6, "Halden"),), ("airline's rival",))
    assert len(link([*others, report(3, rival)])) == 1


def test_boards_with_numbers_are_told_apart_by_them() -> None:
    assert len(link([report(0, ("Board 1", "ORG")), report(1, ("Board 11", "ORG"))])) == 2
