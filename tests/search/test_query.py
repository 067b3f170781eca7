"""What a person types becomes terms of letters and digits, and nothing else reaches a database."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consilience.search.query import LONGEST, Query, fts5, parse, tsquery


def shape(query: Query) -> tuple[list[list[str]], list[str]]:
    """The words of a query, terms of several joined by blanks."""
    wanted = [[" ".join(term.forms) for term in group] for group in query.wanted]
    return wanted, [" ".join(term.forms) for term in query.unwanted]


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("ferry quay", [["ferry"], ["quay"]], []),
        ('"car deck" ferry', [["car deck"], ["ferry"]], []),
        ("“car deck”", [["car deck"]], []),
        ("ferry -fire", [["ferry"]], ["fire"]),
        ('-"car deck" ferry', [["ferry"]], ["car deck"]),
        ("dead OR killed OR lost ship", [["dead", "killed", "lost"], ["ship"]], []),
        ("Café CAFÉ", [["cafe"], ["cafe"]], []),
        ("don't U.S. 3.5", [["don t"], ["u s"], ["3 5"]], []),
        # What only looks like syntax is a word or nothing.
        ("OR ferry", [["or"], ["ferry"]], []),
        ("ferry OR", [["ferry"], ["or"]], []),
        ("a OR -b", [["a"], ["or"]], ["b"]),
        ("ferry or boat AND NOT NEAR", [["ferry"], ["or"], ["boat"], ["and"], ["not"], ["near"]], []),
        ("well-known - boat", [["well known"], ["boat"]], []),
        ('an "open phrase', [["an"], ["open"], ["phrase"]], []),
        ("title:fire fi* (x) {y} ^z a&b|c <-> !d", None, []),
        ('"" - ** ()', [], []),
    ],
)
def test_a_query_is_understood(typed: str, wanted: list[list[str]] | None, unwanted: list[str]) -> None:
    found = shape(parse(typed))
    assert found[1] == unwanted
    if wanted is not None:
        assert found[0] == wanted


def test_a_query_says_how_it_was_understood() -> None:
    assert str(parse('boat "car deck" dead OR lost -fire')) == 'boat "car deck" (dead OR lost) -fire'


def test_a_query_without_end_is_refused() -> None:
    parse("a " * LONGEST)
    with pytest.raises(ValueError, match="a search of 51 words"):
        parse("a " * (LONGEST + 1))


@given(st.text(alphabet=st.sampled_from('ab-"“” OR\n\t*:()é\u0301ß\x00\ud800'), max_size=40))
def test_what_a_query_says_it_is_it_is(typed: str) -> None:
    query = parse(typed)
    assert shape(parse(str(query))) == shape(query)


@example("\u0622")  # a letter and its mark, once they are taken apart
@given(st.text(max_size=60))
def test_only_letters_and_digits_stand_between_our_own_operators(typed: str) -> None:
    query = parse(typed)
    if query.wanted:
        bare = re.sub(r'[()"]|\b(?:AND|OR|NOT|kind|report|title|text)\b|[{}:]', " ", fts5(query, ["report"]))
        assert all(c.isalnum() or c.isspace() or unicodedata.combining(c) for c in bare)
        assert all(
            c.isalnum() or c.isspace() or unicodedata.combining(c) for c in re.sub(r"[()'&|!]|<->", " ", tsquery(query))
        )
