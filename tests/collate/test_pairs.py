"""Which pairs are looked at and how a third claim speaks for two: the same on every machine, and as found by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate.pairs import LEAST_COSINE, LEAST_LINK, NEAREST, STEPS, against_rivals, candidates
from consilience.collate.units import Unit, units
from consilience.model import Report


@pytest.fixture(scope="module")
def claim(nlp: Language) -> Unit:
    """Any claim, to be given other vectors."""
    annotated = tuple(
        pipeline.annotate([Report("r", "r.txt", "The ferry sank off the northern coast.", language="en")])
    )
    return units(annotated, ())[0][0]


def told(claim: Unit, directions: list[list[list[float]]]) -> list[Unit]:
    """Claims with these directions, one list a report."""
    return [
        replace(claim, report=number, vector=np.array(v, np.float32) / np.float32(np.linalg.norm(v)))
        for number, report in enumerate(directions)
        for v in report
    ]


def test_of_equally_near_claims_the_first_are_taken(claim: Unit) -> None:
    made = told(claim, [[[1.0, 1.0]], [[1.0, 1.0]] * (NEAREST + 5)])
    assert candidates(made)[:NEAREST] == [(0, k) for k in range(1, NEAREST + 1)]


def test_nothing_is_proposed_within_one_report_nor_between_claims_that_have_nothing_in_common(claim: Unit) -> None:
    assert candidates(told(claim, [[[1.0, 0.0], [1.0, 0.0]]])) == []
    assert candidates(told(claim, [[[1.0, 0.0]], [[0.0, 1.0]]])) == []
    assert candidates([]) == []


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_candidates_are_the_nearest_of_every_other_report(claim: Unit, seed: int, reports: int) -> None:
    chance = np.random.default_rng(seed)
    made = told(claim, [chance.normal(size=(chance.integers(1, 20), 6)).tolist() for _ in range(reports)])
    steps = [np.rint(u.vector * STEPS).astype(np.int64) for u in made]
    wanted = set()
    for i, one in enumerate(made):
        for number in {u.report for u in made} - {one.report}:
            near = sorted((-int(steps[i] @ steps[j]), j) for j, u in enumerate(made) if u.report == number)
            wanted |= {(min(i, j), max(i, j)) for d, j in near[:NEAREST] if -d >= LEAST_COSINE * float(STEPS) ** 2}
    assert candidates(made) == sorted(wanted)


@settings(max_examples=60)
@given(st.data())
def test_the_best_third_claim_is_the_one_a_search_of_all_finds(claim: Unit, data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 9))
    made = told(claim, [[[1.0, 0.0]]] * count)
    pairs = [(i, j) for i in range(count) for j in range(i + 1, count) if data.draw(st.booleans())]
    if not pairs:
        return
    alone = np.array(data.draw(st.lists(st.floats(0.01, 0.99), min_size=len(pairs), max_size=len(pairs))))
    linked = {p: v for p, v in zip(pairs, alone.tolist(), strict=True) if v >= LEAST_LINK}

    def likeness(i: int, j: int) -> float:
        return linked.get((min(i, j), max(i, j)), 0.0)

    wanted = [max(min(likeness(i, k), likeness(k, j)) for k in range(count)) for i, j in pairs]
    assert against_rivals(made, pairs, alone)[:, 3].tolist() == wanted
