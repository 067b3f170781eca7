"""Names within a report: where they begin and end, what they are, and which of them are one."""

from __future__ import annotations

import time
from statistics import median

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import names
from consilience.model import Entity, Removed, Report
from consilience.tables import load, naming


def read(nlp: Language, text: str, removed: tuple[Removed, ...] = ()) -> Doc:
    doc = nlp.make_doc(text)
    doc._.consilience_report = Report(id="r", path="r.txt", text=text, removed=removed)
    return nlp(doc)


def named(doc: Doc, name: str) -> Entity:
    found = [entity for entity in doc._.consilience_entities if entity.name == name]
    assert len(found) == 1, [entity.name for entity in doc._.consilience_entities]
    return found[0]


def forms(entity: Entity) -> list[str]:
    return [mention.text for mention in entity.mentions]


def test_a_possessive_is_no_part_of_a_name(nlp: Language) -> None:
    doc = read(nlp, "Officials praised Angela Merkel’s speech. Norway's parliament met on Monday.")
    assert forms(named(doc, "Angela Merkel")) == ["Angela Merkel"]
    assert forms(named(doc, "Norway")) == ["Norway"]
    assert not any(ent.text.endswith(("’s", "'s")) for ent in doc.ents)


def test_a_bare_surname_belongs_to_the_person_whose_full_name_is_given(nlp: Language) -> None:
    text = (
        "Airline spokesman Joshua Harkin apologised on Tuesday. Harkin said the crew had erred. "
        "The players were right, Harkin said. Harkin declined to say more."
    )
    person = named(read(nlp, text), "Joshua Harkin")
    assert person.type == "PERSON"
    assert forms(person) == ["Joshua Harkin", "Harkin", "Harkin", "Harkin"]


def test_a_body_is_named_after_its_members(nlp: Language) -> None:
    doc = read(nlp, "Tom Hale of the Ships' Crews Union told reporters on Monday that the system had failed twice.")
    assert named(doc, "Ships' Crews Union").type == "ORG"
    assert named(doc, "Tom Hale").descriptors == ("of the Ships' Crews Union",)


def test_a_time_zone_is_no_name(nlp: Language) -> None:
    doc = read(nlp, "The ferry struck the pierhead at 0742 GMT, Police Scotland said in a statement.")
    assert "GMT" not in {entity.name for entity in doc._.consilience_entities}


def test_a_firm_is_no_person(nlp: Language) -> None:
    doc = read(nlp, "The firm, Samar Crest Aggregates, denies any blame and says its pit is far away.")
    assert named(doc, "Samar Crest Aggregates").type == "ORG"


def test_a_korean_surname_comes_first(nlp: Language) -> None:
    text = "North Korean leader Kim Jong Un met his minister Choe Son Hui on Friday. Kim thanked Choe for her work."
    doc = read(nlp, text)
    assert "Kim" in forms(named(doc, "Kim Jong Un"))
    assert "Choe" in forms(named(doc, "Choe Son Hui"))


def test_brothers_of_one_surname_stay_two(nlp: Language) -> None:
    doc = read(nlp, "Marcus Tellford and his brother Jeffrey Tellford arrived in Berlin. Marcus Tellford spoke first.")
    assert len(forms(named(doc, "Marcus Tellford"))) == 2
    assert len(forms(named(doc, "Jeffrey Tellford"))) == 1


def test_the_title_is_not_the_name_but_is_kept_beside_it(nlp: Language) -> None:
    doc = read(
        nlp, "Russian Foreign Minister Sergei Lavrov said on Friday that talks would go on. President Putin agreed."
    )
    lavrov = named(doc, "Sergei Lavrov")
    assert forms(lavrov) == ["Sergei Lavrov"]
    assert "Russian Foreign Minister" in lavrov.descriptors
    assert lavrov.country == "RU"
    assert "President" in named(doc, "Putin").descriptors


def test_an_apposition_describes_a_person(nlp: Language) -> None:
    doc = read(nlp, "Maria Ekdahl, a spokeswoman for the harbour police, said the ferry was safe.")
    assert named(doc, "Maria Ekdahl").descriptors == ("spokeswoman for the harbour police",)


def test_every_name_of_a_state_is_one_entity(nlp: Language) -> None:
    text = (
        "North Korea fired a missile on Monday. The DPRK has said that the North will fire more. "
        "South Korea protested. Pyongyang denied that it had broken any rule."
    )
    doc = read(nlp, text)
    assert set(forms(named(doc, "North Korea"))) == {"North Korea", "DPRK", "North", "Pyongyang"}
    assert forms(named(doc, "South Korea")) == ["South Korea"]


def test_a_capital_is_the_state_where_it_acts_and_a_city_where_things_happen(nlp: Language) -> None:
    doc = read(nlp, "Moscow accused Ukraine of delaying the talks. The envoys met in Moscow on Tuesday.")
    assert [mention.start for mention in named(doc, "Russia").mentions] == [0]
    assert forms(named(doc, "Moscow")) == ["Moscow"]
    assert named(doc, "Moscow").country == "RU"


def test_agencies_are_found_by_all_their_names(nlp: Language) -> None:
    doc = read(
        nlp,
        "The talks ended early, KCNA said. The Korean Central News Agency gave no reason. Itar-Tass and dpa agreed.",
    )
    assert len(named(doc, "Korean Central News Agency").mentions) == 2
    assert named(doc, "Korean Central News Agency").country == "KP"
    assert named(doc, "Itar-Tass").type == "ORG"
    assert named(doc, "dpa").type == "ORG"


def test_a_medium_named_like_a_word_is_found_where_the_text_calls_it_one(nlp: Language) -> None:
    doc = read(nlp, "The state news agency Petra reported the visit on Sunday.")
    assert named(doc, "Petra").type == "ORG"


def test_an_abbreviation_in_brackets_is_its_body(nlp: Language) -> None:
    doc = read(nlp, "The National Harbour Board (NHB) closed the quay. The NHB gave no reason.")
    assert "NHB" in forms(named(doc, "National Harbour Board"))


def test_a_short_form_is_its_body_and_a_town_is_not_its_police(nlp: Language) -> None:
    text = (
        "Halden Brothers reported a loss. Halden shares fell. A man was held by the Slidell Police Department. "
        "He lives in Slidell, Louisiana."
    )
    doc = read(nlp, text)
    assert forms(named(doc, "Slidell Police Department")) == ["Slidell Police Department"]
    assert named(doc, "Slidell").type == "GPE"


def test_a_dateline_names_the_city_in_ordinary_letters(nlp: Language) -> None:
    doc = read(nlp, "LONDON (Reuters) - The minister resigned on Friday. She had worked in London for years.")
    assert forms(named(doc, "London")) == ["LONDON", "London"]


def test_names_do_not_run_over_a_line_break(nlp: Language) -> None:
    doc = read(nlp, "Kim Pledges Support\nSergei Lavrov arrived in Wonsan on Friday and met Kim.\n")
    assert forms(named(doc, "Sergei Lavrov")) == ["Sergei Lavrov"]
    assert not any("\n" in ent.text for ent in doc.ents)


def test_particles_belong_to_the_name(nlp: Language) -> None:
    doc = read(nlp, "Crown Prince Mohammed bin Salman received Jan van der Berg in Riyadh on Monday.")
    named(doc, "Mohammed bin Salman")
    named(doc, "Jan van der Berg")


def test_what_is_not_news_text_names_nobody(nlp: Language) -> None:
    text = "Share on Facebook\nAngela Merkel spoke in Berlin."
    doc = read(nlp, text, (Removed(0, 17, "share"),))
    assert [entity.name for entity in doc._.consilience_entities] == ["Angela Merkel", "Berlin"]


def test_georgia_among_american_states_is_one_of_them(nlp: Language) -> None:
    assert named(read(nlp, "Storms hit Georgia and Alabama on Monday."), "Georgia").country == "US"
    assert named(read(nlp, "Georgia and Armenia signed a treaty in Tbilisi."), "Georgia").country == "GE"


def test_numbers_and_dates_are_left_alone(nlp: Language) -> None:
    doc = read(nlp, "On Monday Norway sent 300 tents to Kenya.")
    assert {ent.label_ for ent in doc.ents} >= {"DATE", "CARDINAL", "GPE"}


def test_entities_are_numbered_by_first_mention_and_mentions_are_exact(nlp: Language) -> None:
    text = "Norway and Kenya agreed. Kenya will host the talks in Nairobi."
    entities = read(nlp, text)._.consilience_entities
    assert [entity.id for entity in entities] == [f"e{n}" for n in range(len(entities))]
    assert [e.mentions[0].start for e in entities] == sorted(e.mentions[0].start for e in entities)
    assert all(text[m.start : m.end] == m.text for e in entities for m in e.mentions)


def test_the_component_works_in_a_plain_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ada Lovelace"}])  # type: ignore[attr-defined]
    nlp.add_pipe("consilience_names")
    doc = nlp("Ada Lovelace wrote to Reuters.")
    assert [entity.name for entity in doc._.consilience_entities] == ["Ada Lovelace", "Reuters"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(["Kim", "of", "the", "North", "'s", "\n", "-", "(", "AP", "bin", "Mr", "Kim Jong Un", "x"]),
        max_size=60,
    ).map(" ".join)
)
def test_any_text_is_read_and_no_span_leaves_it(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for entity in doc._.consilience_entities:
        assert entity.mentions
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    bare = spacy.blank("en")
    bare.max_length = 10_000_000
    labels = {
        "Anna Larsen": "PERSON",
        "Boris Johnson": "PERSON",
        "Kim": "ORG",
        "Halden Brothers": "ORG",
        "Halden": "GPE",
    }
    ruler = bare.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in labels.items()])  # type: ignore[attr-defined]
    sentence = "Anna Larsen met Boris Johnson of Halden Brothers in Norway , Kim said in 'the North' . "

    def seconds(times: int) -> float:
        taken = []
        for _ in range(3):
            doc = bare(sentence * times)
            started = time.process_time()
            names.names(doc)
            taken.append(time.process_time() - started)
            assert len(doc._.consilience_entities) >= 4
        return median(taken)

    seconds(20)
    # Sixteen times the text: some 16 times the work, and 256 times if each name were held against every other.
    assert seconds(1600) < 16 * 5 * seconds(100)


@pytest.mark.parametrize(
    "kind", ["honorifics", "roles", "particles", "org_words", "forenames", "surname_first", "state_verbs"]
)
def test_the_lists_of_words_hold_no_word_twice(kind: naming.Words) -> None:
    words = load("names.toml")[kind].split()
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_an_index_is_one_thing_under_all_its_names(nlp: Language) -> None:
    text = (
        "The Dow Jones Industrial Average fell on Monday. The Dow lost 200 points in an hour, and the S&P 500 lost 20. "
        "London's FTSE 100 closed lower. Dow Chemical shares rose."
    )
    doc = read(nlp, text)
    assert forms(named(doc, "Dow Jones Industrial Average")) == ["Dow Jones Industrial Average", "Dow"]
    assert named(doc, "FTSE 100").type == "PRODUCT"
    assert named(doc, "S&P 500").type == "PRODUCT"


def test_a_body_is_one_with_and_without_its_country(nlp: Language) -> None:
    text = (
        "The US Federal Reserve cut rates on Monday. The Federal Reserve said more cuts may follow. "
        "Analysts praised the Federal Reserve."
    )
    doc = read(nlp, text)
    assert len([e for e in doc._.consilience_entities if "Federal Reserve" in e.name]) == 1


def test_a_government_acts_as_its_state(nlp: Language) -> None:
    doc = read(nlp, "The Norwegian Government raised taxes on Monday. Norway will spend the money on roads.")
    assert len(named(doc, "Norway").mentions) == 2


def test_what_is_of_a_state_is_told_from_its_people(nlp: Language) -> None:
    doc = read(nlp, "Norwegian ships left on Monday. Many Norwegians watched from the quay.")
    assert forms(named(doc, "Norwegian")) == ["Norwegian"]
    assert forms(named(doc, "Norwegians")) == ["Norwegians"]


def test_what_opens_a_dateline_in_capitals_is_a_place(nlp: Language) -> None:
    text = "LORVIK, June 3 (Reuters) - Ammonia leaked from a tank in Lorvik on Tuesday. The company said nothing."
    assert named(read(nlp, text), "Lorvik").type == "GPE"


def test_a_body_of_two_kinds_is_one_where_its_initials_or_its_verb_say_so(nlp: Language) -> None:
    told = read(
        nlp, "The general secretary of the Chemical and Allied Workers' Federation (CAWF) said so. The CAWF knew."
    )
    assert forms(named(told, "Chemical and Allied Workers' Federation"))[-1] == "CAWF"
    alone = read(nlp, "Detectors had been turned off, the Chemical and Allied Workers' Federation says.")
    assert named(alone, "Chemical and Allied Workers' Federation").type == "ORG"
    two = read(nlp, "The Pentagon and Justice Department says nothing of it.")
    assert named(two, "Justice Department")
