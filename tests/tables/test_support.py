"""Verbs that say little: rows that are alive, and what they say together with the word beside them."""

from __future__ import annotations

import pytest

from consilience.tables import load, nominals, support


@pytest.mark.parametrize(
    ("verb", "by", "noun", "act"),
    [
        ("submit", "", "resignation", "resign"),
        ("make", "", "offer", "offer"),
        ("take", "into", "custody", "detain"),
        ("claim", "", "life", "kill"),
        ("take", "to", "hospital", "hospitalize"),
        ("submit", "", "table", None),
        ("take", "into", "kitchen", None),
        ("walk", "", "resignation", None),
    ],
)
def test_a_verb_that_says_little_is_read_with_the_word_beside_it(
    verb: str, by: str, noun: str, act: str | None
) -> None:
    assert support.act(verb, by, noun) == act


def test_every_phrase_says_something_that_its_words_do_not() -> None:
    rows = load("support_verbs.toml")["phrases"]
    seen = set()
    for verb, by, nouns, act in rows:
        assert verb == verb.lower() and act.isalpha() and len(by.split()) < 2
        for noun in nouns:
            assert (verb, by, noun) not in seen
            seen.add((verb, by, noun))
            derived = nominals.verb_of(noun) if not by else None
            assert derived != act or verb not in load("support_verbs.toml")["with_object"].split()


def test_no_verb_stands_twice() -> None:
    verbs = load("support_verbs.toml")["with_object"].split()
    assert len(verbs) == len(set(verbs))
