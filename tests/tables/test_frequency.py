from __future__ import annotations

from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from consilience.tables import frequency


def test_rarer_words_tell_more() -> None:
    told = [frequency.idf(word) for word in ("the", "said", "minister", "earthquake", "zugzwang")]
    assert told == sorted(told)
    assert told[0] < 0.1
    assert told[-1] > 6.5


def test_a_word_counts_as_written_and_as_its_lemma() -> None:
    assert frequency.count("say") >= frequency.count("said") > 500
    assert frequency.count("zugzwang") == 0


@given(st.text(max_size=40))
def test_any_string_has_a_weight_that_is_not_negative(word: str) -> None:
    assert frequency.idf(word) >= 0


def test_the_table_is_sorted_and_holds_every_word_once() -> None:
    lines = files("consilience.tables").joinpath("frequency.tsv").read_text(encoding="utf-8").splitlines()[1:]
    words = [line.split("\t")[0] for line in lines]
    assert words == sorted(set(words))
    assert all(0 < int(line.split("\t")[1]) <= frequency.documents() for line in lines)
    assert frequency.documents() > 1000
