"""Clauses: one proposition each, none lost, none as long as its sentence has to be."""

from __future__ import annotations

import pytest
from spacy.language import Language

from consilience.annotate import clauses


def texts(nlp: Language, text: str) -> list[str]:
    return [" ".join(t.text for t in clause.own) for clause in clauses.of_document(nlp(text))]


def test_a_coordination_is_two_clauses(nlp: Language) -> None:
    assert texts(nlp, "The ferry sank and the crew swam ashore.") == ["The ferry sank", "the crew swam ashore"]


def test_a_coordinated_verb_borrows_the_subject_it_shares(nlp: Language) -> None:
    first, second = clauses.of_document(nlp("Police arrested the owner and fined the captain."))
    assert [t.text for t in second.own] == ["fined", "the", "captain"]
    assert [t.text for t in second.borrowed] == ["Police"]
    assert first.borrowed == ()


def test_a_relative_clause_borrows_what_it_describes_once(nlp: Language) -> None:
    found = {c.head.text: c for c in clauses.of_document(nlp("The captain, who left the ferry, was fined on Friday."))}
    assert [t.text for t in found["left"].own] == ["who", "left", "the", "ferry"]
    assert [t.text for t in found["left"].borrowed] == ["captain"]


def test_what_is_said_is_a_clause_without_who_says_it(nlp: Language) -> None:
    assert "the bridge had collapsed" in texts(nlp, "The mayor said that the bridge had collapsed.")


def test_a_conjunction_does_not_belong_to_its_clause(nlp: Language) -> None:
    assert texts(nlp, "Because the bridge had collapsed, the ferry sailed twice.")[0] == "the bridge had collapsed"


@pytest.mark.parametrize("measure", ["Weeks after", "Two days after", "Shortly before", "Only because"])
def test_what_measures_a_conjunction_goes_with_it(nlp: Language, measure: str) -> None:
    found = texts(nlp, f"{measure} the council had opened the bridge, the ferry sank.")
    assert found == ["the council had opened the bridge", "the ferry sank"]


def test_a_nominal_event_with_a_name_or_number_is_a_clause(nlp: Language) -> None:
    found = [c for c in clauses.of_document(nlp("The mayor praised the arrest of Anna Petrova in Lucan.")) if c.nominal]
    assert [[t.text for t in c.own] for c in found] == [["the", "arrest", "of", "Anna", "Petrova", "in", "Lucan"]]


def test_a_bare_event_noun_is_none(nlp: Language) -> None:
    assert not [c for c in clauses.of_document(nlp("The mayor praised the arrest.")) if c.nominal]


def test_an_event_beside_the_clause_stands_for_itself(nlp: Language) -> None:
    found = texts(nlp, "The ferry sank during a visit by President Malenko to Lucan.")
    assert found == ["The ferry sank", "a visit by President Malenko to Lucan"]


def test_a_heading_without_a_verb_is_one_clause(nlp: Language) -> None:
    assert texts(nlp, "Heavy snow over the northern valley") == ["Heavy snow over the northern valley"]


def test_a_word_alone_is_none(nlp: Language) -> None:
    assert texts(nlp, "Advertisement") == []


def test_a_sentence_of_any_length_gives_clauses_of_at_most_the_limit_that_hold_their_verb(nlp: Language) -> None:
    towns = ", ".join(f"{name} on the northern bank of the river" for name in ("Lucan", "Bereza") * 8)
    text = f"On Friday, after a storm that lasted for days, the council opened new offices in {towns}."
    assert len(text) > 1.4 * clauses.LONGEST
    found = list(clauses.of_document(nlp(text)))
    (opened,) = [c for c in found if c.head.text == "opened"]
    for clause in found:
        assert clause.own[-1].idx + len(clause.own[-1]) - clause.own[0].idx <= clauses.LONGEST
        assert clause.head in clause.own
    assert {"council", "offices", "Lucan"} <= {t.text for t in opened.own}


def test_words_of_a_clause_are_in_text_order(nlp: Language) -> None:
    text = (
        "After the storm the mayor, who had warned of it, told the council to close the harbour and to call the army."
    )
    for clause in clauses.of_document(nlp(text)):
        assert [t.i for t in clause.own] == sorted({t.i for t in clause.own})
        assert {t.i for t in clause.own}.isdisjoint(t.i for t in clause.borrowed)
