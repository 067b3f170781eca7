from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.group.postings import LEAST, OFTEN, UNIT, Postings

TERMS = st.dictionaries(st.integers(0, 9), st.integers(1, UNIT), max_size=6)


def columns(terms: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(list(terms), dtype=np.int32), np.array(list(terms.values()), dtype=np.uint16)


def products(postings: Postings, query: dict[int, int], size: int) -> list[float]:
    terms, weights = np.array(list(query), dtype=np.int32), np.array([list(query.values())], dtype=np.int64)
    found: list[float] = postings.products(terms, weights, size)[0].tolist()
    return found


def wanted(live: dict[int, dict[int, int]], query: dict[int, int], size: int) -> list[float]:
    return [sum(w * live.get(slot, {}).get(term, 0) for term, w in query.items()) for slot in range(size)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TERMS, st.integers(0, 3)), min_size=1, max_size=30), TERMS)
def test_products_are_those_of_every_report_that_is_live(
    steps: list[tuple[dict[int, int], int]], query: dict[int, int]
) -> None:
    postings, live = Postings(), {}
    for slot, (terms, leaving) in enumerate(steps):
        postings.add(slot, *columns(terms))
        live[slot] = terms
        for gone in list(live)[:leaving]:
            postings.drop(gone, *columns(live.pop(gone)))
    assert products(postings, query, len(steps)) == wanted(live, query, len(steps))


def test_products_are_exact_while_terms_become_common_and_rare_again_and_slots_are_used_again() -> None:
    chance = random.Random(1)
    postings, live = Postings(), {}
    free = list(range(6 * OFTEN * LEAST))
    in_table = set()
    for step in range(12 * OFTEN * LEAST):
        # Terms below 20 come in waves: in half of the reports of one time, in none of another.
        often = [term for term in range(20) if (step // (2 * OFTEN * LEAST) + term) % 3 == 0]
        held = [*chance.sample(often, len(often) // 2), *chance.sample(range(20, 300), 5)]
        terms = {term: chance.randint(1, UNIT) for term in held}
        slot = free.pop(chance.randrange(len(free)))
        postings.add(slot, *columns(terms))
        live[slot] = terms
        if len(live) > 2 * OFTEN * LEAST:
            gone = next(iter(live))
            postings.drop(gone, *columns(live.pop(gone)))
            free.append(gone)
        if step % 97 == 0:
            in_table.add(tuple(np.flatnonzero(postings._place >= 0)))
            # As of one report, and as of so many that single precision would not hold the sum.
            for query in (terms, {term: 9000 * weight for term, weight in terms.items()}):
                assert products(postings, query, 6 * OFTEN * LEAST) == wanted(live, query, 6 * OFTEN * LEAST)
    assert len(in_table) > 3


def test_a_term_that_no_live_report_has_takes_no_room() -> None:
    postings = Postings()
    for slot in range(50):
        postings.add(slot, *columns({slot % 5: 100, 7: 100}))
    assert postings._place[7] >= 0
    for slot in range(50):
        postings.drop(slot, *columns({slot % 5: 100, 7: 100}))
    assert all(row is None for row in postings._rows)
    assert (postings._place < 0).all()
    assert not postings._table.any()
