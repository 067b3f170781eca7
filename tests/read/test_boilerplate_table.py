"""Every row of the table removes what its example shows, and nothing of its counter-example."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from consilience.model import Removed
from consilience.read import wordings
from consilience.read.wordings import Wording

ROWS = wordings.table()
NAMES = [f"{number}-{row.reason}-{row.scope}" for number, row in enumerate(ROWS)]


def marked(text: str) -> tuple[str, list[str]]:
    """The example without its brackets, and the parts that stood in them."""
    parts = re.split("[⟦⟧]", text)
    return "".join(parts), parts[1::2]


def alone(row: Wording, text: str) -> list[str]:
    return [text[span.start : span.end] for span in row.marks(wordings.Text.of(text))]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_row_removes_exactly_what_its_example_shows(row: Wording) -> None:
    text, wanted = marked(row.example)
    assert wanted
    assert alone(row, text) == wanted


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_row_leaves_its_counter_example_alone(row: Wording) -> None:
    assert row.counter.strip()
    assert alone(row, row.counter) == []


def test_a_row_is_passed_over_only_where_it_would_match_nothing() -> None:
    texts = [marked(row.example)[0] for row in ROWS] + [row.counter for row in ROWS]
    for row in ROWS:
        assert all(word == word.lower() for word in row.needs)
        for text in texts:
            assert alone(row, text) == alone(replace(row, needs=()), text), (row.needs, text)


def test_no_two_rows_are_the_same() -> None:
    assert len({row.pattern.pattern for row in ROWS}) == len(ROWS)


def test_no_row_reads_plain_news_as_boilerplate() -> None:
    text = (
        "Eastport closes its last wooden bridge\n"
        "EASTPORT (AP) — The town council closed the bridge on Monday after an engineer found cracks, officials said.\n"
        "“We had no choice,” the mayor, Anna Bergqvist, told reporters. “Nobody was hurt.”\n"
        "By Friday evening 1,200 people had signed up to help, according to the Eastport Herald.\n"
        "The engineer's report contributed to the decision, she said. Related costs were put at 3 million.\n"
        "Reuters reported that the state would pay (see the plan of 2031).\n"
        "'FIRST STEP'\n"
        "Police advised drivers to follow the signs on the river road for more than a mile.\n"
    )
    assert list(wordings.marks(text)) == []


def test_reasons_are_few_and_plain() -> None:
    assert {row.reason for row in ROWS} <= {
        "advert", "byline", "comments", "contact", "contributors", "cookies", "copyright", "credit", "embed", "image",
        "label", "newsletter", "notice", "related", "related list", "rule", "share", "site", "social", "tagline",
        "tags", "teaser", "timestamp",
    }  # fmt: skip


def test_a_span_says_why_it_was_removed() -> None:
    assert Removed(0, 8, "share") in list(wordings.marks("SaveSave\nThe bridge was closed."))
