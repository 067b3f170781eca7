"""The program's own stems and words are those of both indexes."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text

from consilience.search.query import BEGUN
from consilience.store.stem import stem
from consilience.store.words import forms, stem_of, words, written

BEGINNINGS = (  # noqa: SIM905
    "happ relat conflict sing fall hiss fizz fil agre plaster bl mot trouble siz tann electric form vietnam hope good "
    "predic operat feudal decisive callous sensit triplic reviv allow infer airlin gyroscop adjust defens irrit replac "
    "adopt commun activ angular effect bowdler probat rat ceas control roll generous ferr minist sink quay toll possi"
).split()
ENDINGS = (  # noqa: SIM905
    "- s es ies ss sses ed eed ing y ied ational tional enci anci izer abli bly alli entli eli ousli ization ation "
    "ator alism iveness fulness ousness aliti iviti biliti icate ative alize iciti ical ful ness al ance ence er ic "
    "able ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize e le ll logi logy"
).split()
VOCABULARY = sorted(
    {a + b.strip("-") for a in BEGINNINGS for b in ENDINGS} | {"us", "is", "a", "sky", "news", "dying", "2026"}
)


def of_sqlite(given: list[str]) -> dict[str, str]:
    """What SQLite's tokenizer makes of words."""
    connection = sqlite3.connect(":memory:")
    tokenize = "porter unicode61 remove_diacritics 2"
    connection.execute(f"CREATE VIRTUAL TABLE held USING fts5(word, tokenize='{tokenize}')")
    connection.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(held, 'instance')")
    connection.executemany("INSERT INTO held(rowid, word) VALUES (?, ?)", enumerate(given))
    return {given[row]: term for term, row in connection.execute("SELECT term, doc FROM seen")}


def test_stems_are_those_of_sqlite() -> None:
    theirs = of_sqlite(VOCABULARY)
    assert [(w, stem(w), theirs[w]) for w in VOCABULARY if stem(w) != theirs[w]] == []


def test_stems_are_those_of_postgresql(postgres: Engine) -> None:
    query = text("SELECT w, (ts_lexize('consilience_stem', w))[1] FROM unnest(CAST(:words AS text[])) AS w")
    longer = [w for w in VOCABULARY if len(w) > 2]  # it cuts the s off "us", which is settled by a second look
    made = create_engine(postgres.url.set(database="made"))
    with made.connect() as connection:
        theirs = {row.w: row[1] for row in connection.execute(query, {"words": longer})}
    made.dispose()
    unlike = [w for w in longer if stem(w) != theirs[w]]
    assert unlike  # "-logy" and "-bly": there a query asks for what begins so
    assert [w for w in unlike if not (stem(w).endswith(BEGUN) and theirs[w].startswith(stem(w)))] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ferry", "ferries", True),
        ("sinking", "sinks", True),
        ("Élysée", "elysee", True),
        ("e\u0301lan", "élan", True),
        ("STRASSE", "straße", False),
        ("fire", "firm", False),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str, same: bool) -> None:
    assert (stem_of(one) == stem_of(other)) is same


@given(st.text(max_size=80))
def test_words_stand_where_they_say(given: str) -> None:
    found = list(words(given))
    assert tuple(word.form for word in found) == forms(given)
    assert [given[word.start : word.end] for word in found] == written(given)
    assert all(word.stem == stem_of(given[word.start : word.end]) for word in found)
