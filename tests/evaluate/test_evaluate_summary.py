"""ROUGE by hand-counted figures, the reference of a key, and the summaries that are compared."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.evaluate.keys import Key, Passage, Support
from consilience.evaluate.rouge import Rouge, rouge
from consilience.evaluate.summary import (
    AS_LONG,
    FIRST,
    LEAD,
    LONGEST,
    Measured,
    main,
    mean,
    measure,
    reference,
    summaries,
)
from consilience.model import Annotated, DateRange, Dossier, Lead, Removed, Report, Span, Tokens

TEXTS = st.lists(st.text("abc ", max_size=20), max_size=3)


def test_the_figures_are_those_counted_by_hand() -> None:
    found = rouge(["the ferry sank"], ["the old ferry sank off Tamsin"])
    assert found.one == pytest.approx(100 * 2 * 3 / 9)  # 3 of 3 and 3 of 6 words
    assert found.two == pytest.approx(100 * 2 * 1 / 7)  # "ferry sank"
    assert found.longest == pytest.approx(100 * 2 * 3 / 9)


def test_order_counts_for_the_longest_subsequence_only() -> None:
    found = rouge(["sank ferry the"], ["the ferry sank"])
    assert found.one == 100 and found.two == 0 and found.longest == pytest.approx(100 / 3)


def test_a_word_of_the_summary_is_not_counted_twice() -> None:
    assert rouge(["ferry"], ["ferry ferry ferry"]).one == pytest.approx(50)
    assert rouge(["ferry"], ["ferry", "ferry"]).longest == pytest.approx(100 * 2 / 3)


@given(TEXTS, TEXTS)
def test_figures_are_shares_and_the_same_text_is_whole(one: list[str], other: list[str]) -> None:
    found = rouge(one, other)
    assert all(0 <= figure <= 100 for figure in (found.one, found.two, found.longest))
    assert found.longest <= found.one + 1e-9
    if any(text.strip() for text in one):
        assert rouge(one, one).one == rouge(one, one).longest == 100


def key(*supports: tuple[int, str, str]) -> Key:
    made = tuple(Support(fact, Passage(report, 0, len(text), text), ()) for fact, report, text in supports)
    return Key("s", ("a", "b", "c"), made, (), {}, (), (), (), (), (), ())


def test_the_reference_is_the_longest_passage_of_what_two_reports_state() -> None:
    told = key(
        (1, "x", "divers came"),
        (1, "y", "on Tuesday divers came"),
        (0, "x", "it sank"),
        (0, "y", "it sank fast"),
        (2, "x", "only one says this at great length"),
        (2, "x", "and says it again"),
    )
    assert reference(told) == ("it sank fast", "on Tuesday divers came")


def read(name: str, *sentences: str, removed: tuple[Removed, ...] = ()) -> Annotated:
    """A report of which every word is a token and every line a sentence."""
    text = "\n".join(sentences)
    starts, ends, numbers, at = [], [], [], 0
    for number, line in enumerate(sentences):
        for word in line.split():
            at = text.index(word, at)
            starts.append(at)
            at += len(word)
            ends.append(at)
            numbers.append(number)
    tokens = Tokens(start=tuple(starts), end=tuple(ends), sentence=tuple(numbers))
    return Annotated(Report(name, name, text, removed=removed), tokens=tokens)


def test_the_baselines_are_the_first_sentences_without_headings_and_removed_text() -> None:
    lines = ("One is so told.", "Two is so told.", "Share this with all.", "Three is so told.", "Four is so told.")
    first = read("r0", "A heading without a stop", *lines, removed=(Removed(57, 77, "share widget"),))
    assert first.report.text[57:77] == "Share this with all."
    longest = read("r1", *(f"Here number {k} is told at length." for k in range(6)))
    told = Dossier(
        "d",
        "t",
        DateRange(),
        (),
        (),
        lead=(Lead(Span("r1", 0, 9, "One two three four five six"), (), 1, None, "not established"),),
    )
    found = summaries(told, (first, longest))
    assert found[FIRST] == ("One is so told.", "Two is so told.", "Three is so told.")
    assert found[LONGEST][0] == "Here number 0 is told at length." and len(found[LONGEST]) == 3
    assert found[LEAD] == ("One two three four five six",)
    assert found[AS_LONG] == ("One is so told.", "Two is so told.")


def test_a_story_without_sentences_scores_nothing() -> None:
    found = summaries(Dossier("d", "t", DateRange(), (), ()), (read("r0", "Heading"),))
    assert found == {LEAD: (), FIRST: (), LONGEST: (), AS_LONG: ()}
    assert rouge((), ("it sank",)).one == 0


EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_examples_are_told_better_than_by_the_first_three_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argparse.Namespace(stories=[EXAMPLES], each=False)) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    figures = [[float(x) for x in line[-4:-1]] for line in lines]
    assert all(ours > theirs for ours, theirs in zip(figures[0], figures[1], strict=True))
    assert all(ours > theirs for ours, theirs in zip(figures[0], figures[2], strict=True))


def test_a_folder_without_stories_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no gold\.json"):
        main(argparse.Namespace(stories=[tmp_path], each=False))
    with pytest.raises(OSError):
        measure(tmp_path, lambda _: (Dossier("d", "t", DateRange(), (), ()), ()))


def test_the_mean_is_that_of_the_stories() -> None:
    one, other = (Measured(Rouge(figure, figure, figure), 10) for figure in (10.0, 30.0))
    assert mean([one, other]) == Measured(Rouge(20, 20, 20), 10)
