"""The parts of a score, and the sentence that is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.search.candidates import FREQUENT
from consilience.search.query import Term
from consilience.search.ranking import Counted, rarity, saturated, score
from consilience.search.sentences import LONGEST, sentences, telling

QUAY = Term(("quay",), "Quay")


def value(published: str | None = "2026-03-10", origins: int | None = None, **counted: int) -> float:
    made = Counted(**({"text": 1, "exact_text": 1} | counted))
    return score({QUAY: made}, {QUAY: 5}, "statement", 120, published, "2026-03-10", origins, False).value


def test_a_rare_word_is_worth_more() -> None:
    values = [rarity(frequency) for frequency in (1, 2, 50, FREQUENT, FREQUENT + 1)]
    assert values == sorted(values, reverse=True) and values[-1] == values[-2] > 0


def test_each_further_time_counts_for_less_and_less_in_a_long_passage() -> None:
    steps = [saturated(n + 1, 120, 120) - saturated(n, 120, 120) for n in range(5)]
    assert steps == sorted(steps, reverse=True) and steps[-1] > 0
    assert saturated(1, 60, 120) > saturated(1, 120, 120) == 1.0 > saturated(1, 500, 120)


def test_the_form_that_was_asked_the_title_age_and_origins_all_count() -> None:
    plain = value()
    assert value(exact_text=0) < plain < value(text=0, exact_text=0, title=1, exact_title=1)
    assert value("2026-02-10") < value("2026-03-09") < plain
    assert value(None) == value("no day") == pytest.approx(plain / 2)
    assert plain == value(origins=1) < value(origins=2) < value(origins=6) == value(origins=60)


def test_reasons_are_told_in_words() -> None:
    told = score(
        {QUAY: Counted(1, 3, 1, 2)}, {QUAY: 20_000}, "report", 900, "2026-03-09", "2026-03-10", None, True
    ).reasons
    assert told[0].startswith(
        "“Quay” 3 times in the text, once in the title (counts 4), 1 in another form (counts 0.8)"
    )
    assert "in more than 10,000 passages" in told[0]
    assert told[1:] == ("published the day before the newest: × 0.99", "there is a later version: × 0.50")


TEXT = 'The ferry left. "We saw it go," Dr. Orsin said. It was late\nA quay, a ferry and a crane. The end'


def test_sentences_end_at_lines_and_before_capitals() -> None:
    shown = [TEXT[a:b] for a, b in sentences(TEXT)]
    assert shown[0] == "The ferry left." and shown[-2:] == ["A quay, a ferry and a crane.", "The end"]
    assert '"We saw it go," Dr.' in shown  # an abbreviation ends one: it is only shown


def test_the_sentence_that_shows_most_is_shown() -> None:
    ferry = [(4, 9), (TEXT.rindex("ferry"), TEXT.rindex("ferry") + 5)]
    quay = [(TEXT.index("quay"), TEXT.index("quay") + 4)]
    assert TEXT[slice(*telling(TEXT, [ferry]))] == "The ferry left."
    assert TEXT[slice(*telling(TEXT, [ferry, quay]))] == "A quay, a ferry and a crane."
    assert TEXT[slice(*telling(TEXT, []))] == "The ferry left."


@given(st.text(alphabet="ab .\n”", max_size=900), st.integers(0, 899))
def test_what_is_shown_holds_the_word_and_is_no_longer_than_a_few_lines(text: str, at: int) -> None:
    found = [(at, at + 1)] if at < len(text) and not text[at].isspace() and text[at] not in ".”" else []
    start, end = telling(text, [found])
    assert 0 <= start <= end <= len(text) and end - start <= LONGEST
    assert all(start <= a < end for a, _ in found)
