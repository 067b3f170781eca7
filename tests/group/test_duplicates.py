from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.evaluate.groups import cut
from consilience.group import Window
from consilience.group.duplicates import NEAR, Duplicates, Kind, Text, address, jaccard, packed_triples, triples
from consilience.group.vector import vector
from consilience.model import Report

QUARRY = """
The slate quarry above Lower Tamsin was closed on Tuesday after a wall of the northern terrace slid into the pit and
buried two excavators. Nobody was hurt, the mine inspectorate of Kessara said, because the night shift had been sent
home when sensors showed the rock moving. Norelek Slate, which owns the quarry, expects to lose a month of production.
Mayor Ruth Varga asked for an independent survey of the two terraces that are still being worked. Residents of the
hamlet below had complained of cracks in their walls since the spring, when blasting hours were extended. The
inspectorate will publish the sensor readings of the past six weeks before the council meets again.
"""
STUB = "Subscribe to read the rest of this article. Readers with an account can sign in here and go on at once."


def text(number: int, words: str, language: str = "en", url: str = "") -> Text:
    own = words.lower().split()
    return Text(number, f"r{number}", language, len(own), " ".join(own), address(url), triples(packed_triples(own)))


def changed(words: str, number: int, seed: int = 1) -> str:
    own = words.split()
    for at in random.Random(seed).sample(range(len(own)), number):
        own[at] = f"other{at}"
    return " ".join(own)


def report(name: str, words: str, **fields: object) -> Report:
    return replace(Report(name, f"{name}.txt", words, language="en"), **fields)


def test_the_same_words_are_an_exact_copy_of_the_first_report_that_has_them() -> None:
    known = Duplicates()
    assert known.add(text(0, QUARRY)) is None
    for number in (1, 2):
        twin = known.add(text(number, QUARRY))
        assert twin is not None
        assert (twin.kind, twin.report, twin.estimated, twin.jaccard) == (Kind.EXACT, "r0", 1.0, 1.0)


def test_a_text_with_a_few_changed_words_is_a_near_copy_with_its_jaccard_coefficient() -> None:
    known = Duplicates()
    known.add(text(0, QUARRY))
    other = text(1, changed(QUARRY, 3))
    twin = known.add(other)
    assert twin is not None and twin.kind is Kind.NEAR and twin.report == "r0"
    words = [set(zip(*(t.lower().split()[k:] for k in range(3)), strict=False)) for t in (QUARRY, changed(QUARRY, 3))]
    assert twin.jaccard == pytest.approx(len(words[0] & words[1]) / len(words[0] | words[1]))
    assert NEAR <= twin.jaccard < 1
    assert abs(twin.estimated - twin.jaccard) < 0.2


def test_a_text_with_half_its_words_changed_is_none() -> None:
    known = Duplicates()
    known.add(text(0, QUARRY))
    assert known.add(text(1, changed(QUARRY, 50))) is None


def test_copies_are_not_found_across_languages() -> None:
    known = Duplicates()
    known.add(text(0, QUARRY, "en"))
    assert known.add(text(1, QUARRY, "de")) is None
    assert known.add(text(2, changed(QUARRY, 2), "fr")) is None


def test_another_text_at_the_same_address_is_a_version_and_no_copy() -> None:
    known = Duplicates()
    known.add(text(0, QUARRY, url="https://www.kessara-post.example/quarry?utm_source=feed"))
    twin = known.add(text(1, changed(QUARRY, 3), url="http://kessara-post.example/quarry/"))
    assert twin is not None and twin.kind is Kind.VERSION and twin.report == "r0"
    later = known.add(text(2, changed(QUARRY, 6), url="https://kessara-post.example/quarry"))
    assert later is not None and later.kind is Kind.VERSION and later.report == "r1"


def test_a_front_page_with_another_article_is_no_version() -> None:
    known = Duplicates()
    known.add(text(0, QUARRY, url="https://kessara-post.example/latest"))
    assert known.add(text(1, " ".join(reversed(QUARRY.split())), url="https://kessara-post.example/latest")) is None
    assert address("https://kessara-post.example/") == ""


def test_an_address_that_is_none_is_empty() -> None:
    assert [address(url) for url in (None, "", "no address", "http://[broken/x")] == [""] * 4


def test_pages_of_a_few_words_are_copies_of_nothing() -> None:
    known = Duplicates()
    page = "This page could not be found on our server"
    assert known.add(text(0, page)) is None
    assert known.add(text(1, page)) is None


def test_a_paywall_stub_under_two_titles_is_two_reports() -> None:
    titles = ("Quarry wall slides above Lower Tamsin", "Ferry timetable changes at Port Anselm")
    first, second = (vector(cut(report(str(i), STUB, title=title))) for i, title in enumerate(titles))
    assert first.digest != second.digest
    assert vector(cut(report("2", STUB, title=titles[0]))).digest == first.digest


def test_what_is_forgotten_is_no_longer_a_twin_and_takes_no_room() -> None:
    known = Duplicates()
    for number in range(20):
        known.add(text(number, changed(QUARRY, 40, seed=number), url=f"https://kessara-post.example/{number}"))
    assert len(known) == 20
    for number in range(20):
        known.forget(number)
    assert len(known) == 0
    assert not (known._bands or known._digests or known._addresses)
    assert known.add(text(30, QUARRY)) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_jaccard_is_that_of_the_sets(one: list[int], other: list[int]) -> None:
    sets = [{f"{a} {b} {c}" for a, b, c in zip(w, w[1:], w[2:], strict=False)} for w in (one, other)]
    own = [triples(packed_triples([str(word) for word in words])) for words in (one, other)]
    union = len(sets[0] | sets[1])
    assert jaccard(*own) == pytest.approx(len(sets[0] & sets[1]) / union if union else 0.0)


def test_a_near_copy_joins_the_story_of_its_twin_and_says_so() -> None:
    window = Window()
    window.add(cut(report("a", QUARRY, published="2025-03-01")))
    copy = window.add(cut(report("b", changed(QUARRY, 3), published="2025-03-03")))
    assert copy.story == window.assignments()[0].story
    assert copy.reasons[0].startswith("nearly the same words as a: ")
    assert copy.score == pytest.approx(
        jaccard(*(triples(vector(cut(report("", w))).triples) for w in (QUARRY, changed(QUARRY, 3)))), abs=0.001
    )
    assert "1 other report has its words or nearly so" in window.assignments()[0].reasons


def test_a_version_joins_the_story_of_the_version_before_and_says_so() -> None:
    window, url = Window(), "https://kessara-post.example/quarry"
    window.add(cut(report("a", QUARRY, url=url)))
    later = window.add(cut(report("b", changed(QUARRY, 45), url=url)))
    assert later.story == window.assignments()[0].story
    assert later.reasons[0].startswith("another version of a, at the same address: ")


def test_copies_do_not_count_as_reports_that_others_are_alike_to() -> None:
    few, many = Window(), Window()
    later = cut(report("z", " ".join(QUARRY.split()[:60]) + " Geologists flew over the terraces with a drone."))
    for window, copies in ((few, 0), (many, 40)):
        window.add(cut(report("a", QUARRY)))
        for number in range(copies):
            window.add(cut(report(f"b{number}", QUARRY)))
    assert few.add(later) == many.add(later)


def test_a_report_is_kept_as_long_as_its_copies() -> None:
    window = Window(days=5)
    window.add(cut(report("a", QUARRY, published="2025-03-01")))
    window.add(cut(report("b", QUARRY, published="2025-03-05")))
    window.add(cut(report("c", STUB, published="2025-03-09")))
    assert list(window.kept()) == ["a", "b", "c"]
    window.add(cut(report("d", STUB + " Thank you.", published="2025-03-12")))
    assert list(window.kept()) == ["c", "d"]
