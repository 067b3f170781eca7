"""Quotation marks paired, and the whole component on hostile text in linear time."""

from __future__ import annotations

import re
import time

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import consilience.annotate.attribution  # noqa: F401  (registers the component)
from consilience.annotate.posts import find_posts
from consilience.annotate.quotes import find_quotes


def inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It works,” he said. “Yes.”", ["It works,", "Yes."]),
        ('"It works," he said. "Yes."', ["It works,", "Yes."]),
        ("'It works,' he said. 'Yes.'", ["It works,", "Yes."]),
        ("„Es geht“, sagte er.", ["Es geht"]),
        ("«It works», he said.", ["It works"]),
        ("It ''works'' now.", ["works"]),
        ("A \"free pass'' was given.", ["free pass"]),
        ("It don’t work, the workers’ dog’s tail said.", []),
        ("rock 'n' roll in the '90s", []),
        ("the so-called ‘miners’ rights’ law", ["miners’ rights"]),
        ('He is 5\'10" tall and "strong".', ["strong"]),
        ("“He told me ‘go’ and I went,” she said.", ["He told me ‘go’ and I went,", "go"]),
        ("It works,” he said.", ["It works,"]),
        ("", []),
        ('"', []),
        ('""', []),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_a_quotation_within_another_is_deeper() -> None:
    assert [q.depth for q in find_quotes("“He told me ‘go’ and I went,” she said.")] == [0, 1]


def test_a_reopened_quotation_goes_on() -> None:
    first, second = find_quotes("“One.\n\n“Two.”")
    assert not first.continues and second.continues and first.balanced


def test_a_quotation_may_run_over_a_line_break_without_reopening() -> None:
    assert inner("She said “one\ntwo” and left.") == ["one\ntwo"]


def test_a_quotation_without_its_end_does_not_swallow_the_text() -> None:
    text = "He said “it works. Then he left.\nNothing else happened.\nThe end."
    (quote,) = find_quotes(text)
    assert not quote.balanced and quote.inner_end <= text.index("\n")


def test_a_signed_post_is_its_own_line() -> None:
    text = "Before.\nRain is coming. pic.twitter.com/abc — Ann Lee (@annlee) May 3, 2031\nAfter."
    (post,) = find_posts(text)
    assert text[post.start : post.end] == "Rain is coming." and text[post.author_start : post.author_end] == "Ann Lee"


MARKS = "\"'“”‘’«»„`—–-:,.!?()[]@ \n\t"
hostile = st.text(
    st.sampled_from(MARKS + "aAsS1é漢😀\u200f\x00") | st.characters(exclude_categories=["Cs"]), max_size=120
)
PIECES = """“|”|"|'|’|\n\n| said | told |Ann Lee| he |according to|: |, |. |the minister| — Ann Lee (@ann) May 3, 2031
|it works| quoted | as saying |KCNA|(Reuters) - |so-called |who """
pieces = st.lists(st.sampled_from(re.split(r"\|", PIECES)), max_size=30).map("".join)


@settings(max_examples=2000, deadline=None)
@given(hostile | pieces)
def test_quotes_and_posts_lie_within_the_text(text: str) -> None:
    for quote in find_quotes(text):
        assert 0 <= quote.start <= quote.inner_start < quote.inner_end <= quote.end <= len(text)
        assert text[quote.inner_start : quote.inner_end].strip() == text[quote.inner_start : quote.inner_end]
    for post in find_posts(text):
        assert 0 <= post.start < post.end <= post.author_start < post.author_end <= len(text)


def check(nlp: Language, text: str) -> None:
    found = nlp(text)._.consilience_attributions
    assert list(found) == sorted(found, key=lambda a: (a.content.start, a.content.end))
    for a in found:
        for part in (a.source, a.cue, a.content):
            assert part is None or (
                0 <= part.start < part.end <= len(text) and text[part.start : part.end] == part.text
            )


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("consilience_attribution")
    return nlp


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile | pieces)
def test_no_text_raises_without_a_parser(blank: Language, text: str) -> None:
    check(blank, text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces)
def test_no_text_raises_with_a_parser(nlp: Language, text: str) -> None:
    check(nlp, text)


UNITS = [
    "“It works,” Ann Lee said. He said 'no' and left.\n",
    '"',
    "“ab ",
    "' a's ",
    '"\n',
    "said: ",
    "x — Ann (@ann) May 3, 2031 ",
    "It works " * 20 + "\n\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_quotes_take_time_linear_in_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            find_quotes(text)
            find_posts(text)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(200_000) < 40 * max(seconds(20_000), 0.002)


def document(nlp: Language, text: str) -> Doc:
    """The text as a Doc of words and marks, made without spaCy's tokenizer, which a long run of marks makes slow."""
    words = re.findall(r"\w+|\n+| +|[^\w\s]", text)
    doc = Doc(nlp.vocab, words=words, spaces=[False] * len(words))
    assert doc.text == text
    return nlp.get_pipe("sentencizer")(doc)


@pytest.mark.parametrize("unit", UNITS)
def test_the_component_takes_time_linear_in_the_length(blank: Language, unit: str) -> None:
    component = blank.get_pipe("consilience_attribution")

    def seconds(size: int) -> float:
        doc = document(blank, unit * (size // len(unit)))
        start = time.process_time()
        component(doc)
        return time.process_time() - start

    seconds(2_000)
    assert seconds(128_000) < 40 * max(seconds(16_000), 0.01)
