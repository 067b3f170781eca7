"""The measure of entities across reports, on clusterings worked out by hand and on a small corpus of our own."""

from __future__ import annotations

import argparse
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.annotate import pipeline
from consilience.evaluate import coreference, entities, meantime

PAGE = """<?xml version="1.0" ?><Document doc_id="{id}">{tokens}<Markables>
<ENTITY_MENTION m_id="1">{one}</ENTITY_MENTION><ENTITY_MENTION m_id="2">{two}</ENTITY_MENTION>
<ENTITY m_id="8" instance_id="PER1"/><ENTITY m_id="9" instance_id="LOC1"/></Markables>
<Relations><REFERS_TO r_id="1"><source m_id="1"/><target m_id="8"/></REFERS_TO>
<REFERS_TO r_id="2"><source m_id="2"/><target m_id="9"/></REFERS_TO></Relations></Document>"""


def page(identifier: str, person: str, place: str) -> str:
    words = f"{person} spoke to reporters in {place} on Monday .".split()
    marks = "".join(f'<token t_id="{n}" sentence="2">{word}</token>' for n, word in enumerate(words))
    size = len(person.split())
    start = words.index("in") + 1
    one = "".join(f'<token_anchor t_id="{n}"/>' for n in range(size))
    two = "".join(f'<token_anchor t_id="{n}"/>' for n in range(start, start + len(place.split())))
    return PAGE.format(id=identifier, tokens=marks, one=one, two=two)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    topic = tmp_path / "corpus_talks"
    topic.mkdir()
    people = (("Sergei Lavrov", "Kyiv"), ("Sergey Lavrov", "Kiev"), ("Lavrov", "Kyiv"))
    for number, (person, place) in enumerate(people):
        (topic / f"{number}.xml").write_text(page(str(number), person, place), encoding="utf-8")
    return tmp_path


def test_a_perfect_clustering_scores_a_hundred_and_singletons_are_no_links() -> None:
    gold = [{1, 2, 3}, {4, 5}, {6}]
    assert coreference.score(gold, gold).conll == pytest.approx(100)
    alone = coreference.score(gold, [{n} for n in range(1, 7)])
    assert alone.muc == 0
    assert 0 < alone.b_cubed < 100


def test_the_measures_agree_with_figures_worked_out_by_hand() -> None:
    gold, found = [{1, 2, 3}, {4, 5, 6, 7}], [{1, 2}, {3, 4, 5, 6, 7}]
    result = coreference.score(gold, found)
    # MUC: 4 of 5 links each way. B³: recall (4/3+1/3+4)/7, precision (2+1/5+16/5)/7. CEAF-e: (4/5+8/9)/2.
    recall, precision = (5 / 3 + 4) / 7, (2 + 17 / 5) / 7
    assert result.muc == pytest.approx(80)
    assert result.b_cubed == pytest.approx(200 * precision * recall / (precision + recall))
    assert result.ceaf_e == pytest.approx(100 * (4 / 5 + 8 / 9) / 2)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_the_assignment_is_the_best_of_all(rows: list[list[int]]) -> None:
    worth = [[float(value) for value in row] for row in rows]
    wide = [*worth, *([[0.0] * 3] * max(0, 3 - len(worth)))]
    best = max(
        sum(wide[row][column] for column, row in enumerate(order)) for order in permutations(range(len(wide)), 3)
    )
    assert coreference._assigned(worth) == pytest.approx(best)


def test_names_of_the_set_are_read_where_they_stand(corpus: Path) -> None:
    topics = meantime.read(corpus)
    first = topics["corpus_talks"][0]
    assert [first.text[m.start : m.end] for m in first.mentions] == ["Sergei Lavrov", "Kyiv"]
    assert [mention.instance for mention in first.mentions] == ["PER1", "LOC1"]


def test_spellings_are_joined_where_exact_names_are_not(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = entities.labelled(meantime.read(corpus), pipeline.load())
    scores = entities.evaluate(made, "names")
    assert scores.found.conll > scores.baselines["exact words"].conll
    assert scores.gain > 0 and scores.mentions == scores.covered == 6
    assert entities.main(argparse.Namespace(data=corpus, mentions=None, topics=None)) == 0
    out = capsys.readouterr().out
    assert out.count("CoNLL") == 2 and out.count("exact name, tagger") == 2


def test_only_the_topics_asked_for_are_measured(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entities.main(argparse.Namespace(data=corpus, mentions="all", topics="nothing")) == 3
    assert entities.main(argparse.Namespace(data=corpus, mentions="all", topics="nothing,talks")) == 0
    assert "6 mentions" in capsys.readouterr().out


def test_a_folder_without_the_set_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entities.main(argparse.Namespace(data=tmp_path, mentions=None, topics=None)) == 3
    assert "no MEANTIME" in capsys.readouterr().err
