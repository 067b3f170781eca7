"""A search on both databases: what is found, where it stands, and why it stands there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from archive import FIRE, REPORTS, STRIKE, courier, examiner, lantern, mail, mail_later, radio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consilience.search import Found, Hit, Question, search
from consilience.store import Store

TEXTS = {report.id: report.text for report in REPORTS}


def ask(store: Store, words: str = "", **fields: Any) -> Found:
    with store.read() as tx:
        return search(tx, Question(words, **fields))


def reports_of(found: Found) -> set[str]:
    return {report for hit in found.hits for report in (hit.passage.report, *hit.also)}


def words_of(hit: Hit) -> list[str]:
    return [TEXTS[hit.passage.report][a:b] for a, b in hit.matches]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fires", {lantern.id, mail.id, mail_later.id, radio.id}),
        ("wiring", {mail.id, mail_later.id}),
        ("fish market -fire", {courier.id}),
        ('"fish market"', {lantern.id, mail.id, mail_later.id, courier.id}),
        ('"market fish"', set()),
        ("wiring OR walkout", {mail.id, mail_later.id, courier.id}),
        ("cafe", {radio.id}),
        ("BRIGADES", {mail_later.id, radio.id}),
        ("zeppelin", set()),
    ],
)
def test_words_are_found_in_reports(archive: Store, words: str, expected: set[str]) -> None:
    assert reports_of(ask(archive, words, kinds=("report",))) == expected


@pytest.mark.parametrize("words", ["market", '"fish market" burned', "brandt OR maran", "built again"])
def test_every_passage_stands_where_it_says(archive: Store, words: str) -> None:
    hits = ask(archive, words).hits
    assert hits
    for hit in hits:
        passage = hit.passage
        assert TEXTS[passage.report][passage.start : passage.end] == passage.text
        assert all(0 <= a < b <= len(TEXTS[passage.report]) for a, b in hit.matches)


def test_the_words_that_were_meant_are_marked_in_whatever_form(archive: Store) -> None:
    (hit,) = [h for h in ask(archive, "fire burning", kinds=("report",)).hits if h.passage.report == mail_later.id]
    assert words_of(hit) == ["burns", "burned", "fires"]
    assert (hit.passage.text, hit.title) == ("Market burns", "Market burns")


def test_a_teaser_is_no_news(archive: Store) -> None:
    assert ask(archive, "lighthouses").hits == ()


def test_a_statement_that_two_outlets_carry_is_one_hit(archive: Store) -> None:
    (hit,) = ask(archive, "Port Andor", kinds=("statement",)).hits
    assert (hit.story, hit.part, hit.story_title) == (FIRE.id, "F1", FIRE.title)
    assert {hit.passage.report, *hit.also} == {lantern.id, mail_later.id}
    assert any("rests on at least 2 origins" in reason for reason in hit.score.reasons)


def test_who_speaks_is_searched_with_what_is_said(archive: Store) -> None:
    (hit,) = ask(archive, "Brandt again", kinds=("quotation",)).hits
    assert (hit.speaker, hit.passage.text) == ("Ilsa Brandt", "It shall be built again")  # the newer of two wordings
    assert hit.also == (lantern.id,) and words_of(hit) == ["again"]


def test_what_a_newer_version_replaced_is_found_and_stands_lower(archive: Store) -> None:
    new, old = ask(archive, "inspector", kinds=("report",)).hits
    assert (new.passage.report, new.version, new.outdated) == (mail_later.id, 2, False)
    assert (old.passage.report, old.version, old.outdated) == (mail.id, 1, True)
    assert "there is a later version: × 0.50" in old.score.reasons


def test_the_factors_of_a_score_make_the_score(archive: Store) -> None:
    hits = ask(archive, "market fire OR strike").hits
    assert len(hits) > 4
    for hit in hits:
        words = [float(r.rpartition(": ")[2]) for r in hit.score.reasons if ": × " not in r]
        value = sum(words)
        for factor in (float(r.rpartition(": × ")[2]) for r in hit.score.reasons if ": × " in r):
            value *= factor
        assert words and hit.score.value == pytest.approx(value, rel=0.02)
    assert [hit.score.value for hit in hits] == sorted((hit.score.value for hit in hits), reverse=True)


def test_a_word_of_the_title_counts_more(archive: Store) -> None:
    first = ask(archive, "traders", kinds=("report",)).hits[0]
    assert first.passage.report == radio.id
    assert any("once in the title (counts 4)" in reason for reason in first.score.reasons)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-03-10", None, {mail_later.id, courier.id}),
        ("2026-03-12", "2026-03", {courier.id}),  # published from 11 to 12 March
        (None, "2026-03-09", {lantern.id, mail.id}),
        ("2026", "2026", {lantern.id, mail.id, mail_later.id, courier.id}),
        ("2027", None, set()),
    ],
)
def test_days_bound_when_reports_were_published(
    archive: Store, since: str | None, until: str | None, expected: set[str]
) -> None:
    assert reports_of(ask(archive, "fish", kinds=("report",), since=since, until=until)) == expected


def test_what_is_spoken_of_is_found_by_its_own_days(archive: Store) -> None:
    (hit,) = ask(archive, happened=("2025", "2025")).hits
    assert (hit.part, hit.passage.text) == ("F2", "An inspector had passed the wiring in August")
    assert {h.story for h in ask(archive, "market", happened=("2026-03-11", "2026-03-11")).hits} == {STRIKE.id}


def test_without_words_the_newest_comes_first(archive: Store) -> None:
    hits = ask(archive, since="2026-03-09", until="2026-03-12", kinds=("report",)).hits
    assert [hit.passage.report for hit in hits] == [courier.id, mail_later.id, lantern.id, mail.id]


def test_more_than_the_limit_is_said(archive: Store) -> None:
    assert ask(archive, "market", limit=2).more and len(ask(archive, "market", limit=2).hits) == 2
    assert not ask(archive, "market", limit=200).more


def test_a_search_can_be_kept_to_stories(archive: Store) -> None:
    assert reports_of(ask(archive, "market", stories=frozenset({STRIKE.id}))) == {courier.id}
    assert ask(archive, "market", stories=frozenset()).hits == ()


def test_a_search_for_nothing_is_refused(archive: Store) -> None:
    for words in ("", " - ()", "-market"):
        with pytest.raises(ValueError, match="nothing to search for"):
            ask(archive, words)


OFTEN = st.sampled_from(
    ["market", "fire", "Brandt", "again", "OR", "-", '"', "“", "café", "us", "possibly", "Port Andor"]
)
HOSTILE = st.sampled_from(
    ["NEAR(", "*", "title:", "^", "{", "}", "'", "\\", "\x00", "\ud800", "|", "&", "!", "<->", ":*"]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OFTEN | HOSTILE | st.text(max_size=8), max_size=9).map(" ".join))
def test_no_query_is_an_error_and_both_databases_find_the_same(both: tuple[Store, Store], typed: str) -> None:
    answers = []
    for store in both:
        try:
            answers.append(ask(store, typed, limit=500))
        except ValueError as error:
            assert re.match("nothing to search for", str(error))
            answers.append(Found("", (), (), False))
    one, other = answers
    assert one == other


def test_of_what_stands_almost_everywhere_the_last_stored_is_ranked(
    archive: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("find", "candidates"):
        monkeypatch.setattr(f"consilience.search.{module}.FREQUENT", 3)
    monkeypatch.setattr("consilience.search.find.CANDIDATES", 2)
    found = ask(archive, "market", kinds=("report",))
    assert {hit.passage.report for hit in found.hits} == {examiner.id, courier.id}
    assert found.notes == ("in more than 10,000 passages: those stored last are ranked",)
    assert ask(archive, "market -wiring", kinds=("report",), since="2026-03-09", until="2026-03-09").notes == ()
