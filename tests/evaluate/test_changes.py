from __future__ import annotations

import pytest

from consilience import tables
from consilience.evaluate import changes, changes_of_clauses
from consilience.evaluate.changes import Grammar, Parsed, other_number
from consilience.evaluate.sentence_pairs import reports
from consilience.tables import opposites


def changed(grammar: Grammar, text: str, kind: str | None = None) -> list[str]:
    """Every sentence that the grammar makes of the text."""
    parsed = Parsed(reports([(text, "2024-05-15")], "first")[0])
    return [change.apply(text)[0] for change in grammar(parsed) if kind in (None, change.kind)]


@pytest.mark.parametrize(
    ("grammar", "text", "expected"),
    [
        (changes.number, "The ferry carried 144 passengers.", "The ferry carried 194 passengers."),
        (changes.number, "Merisia sent three ships.", "Merisia sent six ships."),
        (changes.number, "About 12,000 people live there.", "About 16,000 people live there."),
        (changes.number, "It is the 12th package of sanctions.", "It is the 13th package of sanctions."),
        (changes.unit, "The tunnel is 25 miles long.", "The tunnel is 25 kilometers long."),
        (changes.unit, "The repair cost $4 million.", "The repair cost $4 billion."),
        (changes.date, "The ship sank on 12 July.", "The ship sank on 20 July."),
        (changes.date, "They signed it in March.", "They signed it in July."),
        (changes.date, "They signed it in 2019.", "They signed it in 2017."),
        (changes.date, "The ship sank on Friday.", "The ship sank on Monday."),
        (changes.approximate, "More than 40 people were hurt.", "41 people were hurt."),
        (changes.approximate, "Hundreds of people fled.", "320 people fled."),
        (changes_of_clauses.negation, "The army attacked the town.", "The army did not attack the town."),
        (changes_of_clauses.negation, "The town was attacked.", "The town was not attacked."),
        (changes_of_clauses.negation, "The army has not attacked the town.", "The army has attacked the town."),
        (changes_of_clauses.opposite, "Police arrested two fishermen.", "Police freed two fishermen."),
        (changes_of_clauses.tense, "Merisia sent three ships.", "Merisia will send three ships."),
        (changes_of_clauses.tense, "Merisia will send three ships.", "Merisia sent three ships."),
        (changes_of_clauses.tense, "The bridge was destroyed.", "The bridge will be destroyed."),
        (changes_of_clauses.swap, "The army attacked the rebels.", "The rebels attacked the army."),
        (
            changes_of_clauses.swap,
            "Anna Berg was sued by Paul Horn.",
            "Paul Horn was sued by Anna Berg.",
        ),
        (changes_of_clauses.passive, "The army attacked the rebels.", "The rebels were attacked by the army."),
        (
            changes_of_clauses.passive,
            "Police have arrested a fisherman in Velden.",
            "A fisherman has been arrested by police in Velden.",
        ),
        (changes_of_clauses.synonym, "The lawyer bought an automobile.", "The attorney bought an automobile."),
        (changes_of_clauses.synonym, "An attorney arrived.", "A lawyer arrived."),
    ],
)
def test_one_thing_is_changed_and_the_sentence_stays_english(grammar: Grammar, text: str, expected: str) -> None:
    assert expected in changed(grammar, text)


def test_a_person_is_replaced_under_every_name_of_the_sentence() -> None:
    (found,) = changed(changes.person, "Anna Berg said on Monday that Berg had resigned.")
    assert "Berg" not in found
    assert found.split()[1] == found.split()[6]


def test_a_country_becomes_a_country_and_a_town_a_town() -> None:
    known = tables.load("changes.toml")
    for name, kind in (("Norway", "countries"), ("Oslo", "cities")):
        (found,) = changed(changes.place, f"The ferry sank in {name}.")
        assert found.removeprefix("The ferry sank in ").removesuffix(".") in {*known[kind]} - {name}


def test_only_what_stands_between_quotation_marks_is_put_in_other_words() -> None:
    text = 'The minister said: "This is a bad day for our strong country," and left the room.'
    found = changed(changes.quotation, text)
    assert any("a good day" in sentence for sentence in found)
    assert all(sentence.endswith("and left the room.") for sentence in found)


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        (changes.number, "More than 40 people were hurt on 12 July."),  # a higher number would be true as well
        (changes.number, "One man was hurt."),
        (changes.approximate, "He had about 3 hours."),
        (changes_of_clauses.negation, "Nobody attacked the town."),
        (changes_of_clauses.opposite, "Police looked for two fishermen."),
        (changes_of_clauses.tense, "Merisia sent three ships last week."),
        (changes_of_clauses.swap, "They attacked it."),
        (changes_of_clauses.swap, "The minister wore a hat."),
        (changes_of_clauses.swap, "Anna Berg met Paul Horn."),
        (changes.number, "The office is in 97th Street."),
        (changes_of_clauses.passive, "The repair cost a fortune."),
        (changes_of_clauses.synonym, "The army attacked the rebels."),
    ],
)
def test_nothing_is_made_where_the_change_would_not_be_one(grammar: Grammar, text: str) -> None:
    assert changed(grammar, text) == []


def test_the_focus_is_found_again_in_the_changed_sentence() -> None:
    text = "On Monday the army attacked the rebels near Velden."
    parsed = Parsed(reports([(text, "2024-05-15")], "first")[0])
    for grammar, word in (
        (changes_of_clauses.negation, "attack "),
        (changes_of_clauses.swap, "attacked "),
        (changes_of_clauses.passive, "attacked "),
        (changes_of_clauses.tense, "attack "),
    ):
        (change,) = grammar(parsed)
        made, focus, new = change.apply(text)
        assert made[focus:].startswith(word)
        assert all(0 <= start < end <= len(made) for start, end in new)


def test_nobody_is_made_older_than_people_grow() -> None:
    assert changed(changes.number, "He died at the age of 95.") == ["He died at the age of 65."]


@pytest.mark.parametrize(
    ("old", "new"), [("12", "16"), ("1,000", "2,000"), ("7.6", "10.0"), ("21st", "22nd"), ("Two", "Five"), ("1", None)]
)
def test_a_number_becomes_another_in_the_same_form(old: str, new: str | None) -> None:
    assert other_number(old) == new


def test_the_words_put_in_are_others_and_no_opposites_where_they_should_mean_the_same() -> None:
    known = tables.load("changes.toml")
    for name in ("units", "opposites", "verbs", "nouns", "quoted"):
        assert [old for old, new in known[name].items() if old == new] == []
    same = {**known["verbs"], **known["nouns"]}
    assert [pair for pair in same.items() if opposites.are(*pair) or known["opposites"].get(pair[0]) == pair[1]] == []


def test_a_number_that_counts_nothing_is_left_alone() -> None:
    assert changed(changes.number, "The thieves drove a four-by-four into the shop.") == []


def test_who_has_the_unit_with_another_number_does_not_have_what_was_changed() -> None:
    parsed = Parsed(reports([("The software had two million users.", "2024-05-15")], "first")[0])
    assert [set(change.same) for change in changes.unit(parsed)] == [{"million", "two"}]
