from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.group.postings import UNIT, Postings

TERMS = st.dictionaries(st.integers(0, 9), st.integers(1, UNIT), max_size=6)


def columns(terms: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(list(terms), dtype=np.int32), np.array(list(terms.values()), dtype=np.uint16)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TERMS, st.integers(0, 3)), min_size=1, max_size=30), TERMS)
def test_products_are_those_of_every_report_that_is_live(
    steps: list[tuple[dict[int, int], int]], query: dict[int, int]
) -> None:
    postings, live = Postings(), {}
    for number, (terms, leaving) in enumerate(steps):
        postings.add(number, *columns(terms))
        live[number] = terms
        for gone in list(live)[:leaving]:
            dropped = live.pop(gone)
            postings.drop(columns(dropped)[0], lambda numbers: np.isin(numbers, list(live)))
    start, end = next(iter(live), 0), len(steps)
    own, weights = columns(query)
    found = postings.products(own, weights.astype(np.int64), start, end - start)
    wanted = {n: sum(weight * terms.get(term, 0) for term, weight in query.items()) for n, terms in live.items()}
    assert {n: found[n - start] for n in live} == wanted


def test_a_term_that_no_live_report_has_takes_no_room() -> None:
    postings = Postings()
    for number in range(50):
        postings.add(number, *columns({number % 5: 100}))
    for number in range(50):
        postings.drop(np.array([number % 5], dtype=np.int32), lambda numbers, n=number: numbers > n)
    assert all(row is None for row in postings._rows)
