"""Whoever is called like a month is a person where the report gives the full name, and nowhere else."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from consilience.model import Report


def read(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.consilience_report = Report(id="r", path="r.txt", text=text, published="2025-10-14")
    return nlp(doc)


def times(doc: Doc) -> list[str]:
    return [time.text.rstrip(".") for time in doc._.consilience_times]


def mentions(doc: Doc, name: str) -> list[str]:
    return [m.text for e in doc._.consilience_entities if e.name == name for m in e.mentions]


def test_a_surname_is_no_month(nlp: Language) -> None:
    doc = read(
        nlp, "Minister Theresa May resigned. May said the talks had failed. Critics of May cheered. May denied it."
    )
    assert times(doc) == []
    assert mentions(doc, "Theresa May") == ["Theresa May", "May", "May", "May"]
    assert [a.speaker for a in doc._.consilience_attributions] == ["Theresa May", "Theresa May"]


@pytest.mark.parametrize("time", ["in May", "May 2018", "on 3 May", "since last May", "by early May", "on May 3"])
def test_the_month_stays_a_month_beside_the_person(nlp: Language, time: str) -> None:
    doc = read(nlp, f"Minister Theresa May resigned. The council opened the new bridge {time}.")
    assert len(times(doc)) == 1
    assert mentions(doc, "Theresa May") == ["Theresa May"]


def test_without_the_full_name_it_is_the_month(nlp: Language) -> None:
    assert times(read(nlp, "The council met in the town. May was cold, and March had been colder.")) == ["May", "March"]


def test_a_first_name_belongs_to_the_name(nlp: Language) -> None:
    doc = read(nlp, "The mayor met August Wilson on Monday.")
    assert times(doc) == ["Monday"]
    assert mentions(doc, "August Wilson") == ["August Wilson"]


def test_the_verb_stays_a_verb(nlp: Language) -> None:
    doc = read(nlp, "Minister Theresa May spoke to the council. They may resign, and so may others.")
    assert mentions(doc, "Theresa May") == ["Theresa May"]
