from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.group.postings import Postings

TERMS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.1, 1.0), max_size=6)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TERMS, st.integers(0, 3)), min_size=1, max_size=30), TERMS)
def test_products_are_those_of_every_report_that_is_live(
    steps: list[tuple[dict[str, float], int]], query: dict[str, float]
) -> None:
    postings, live = Postings(), {}
    for number, (terms, leaving) in enumerate(steps):
        postings.add(number, "en", terms)
        live[number] = terms
        for gone in list(live)[:leaving]:
            postings.drop(gone, "en", live.pop(gone))
        postings.start_at(next(iter(live), number + 1))
    found = postings.products("en", query, 0.05)
    wanted = {n: sum(weight * terms.get(term, 0.0) for term, weight in query.items()) for n, terms in live.items()}
    assert found.keys() == {n for n, value in wanted.items() if value >= 0.05}
    assert all(abs(found[n] - wanted[n]) < 1e-9 for n in found)


def test_languages_do_not_meet() -> None:
    postings = Postings()
    postings.add(0, "en", {"gift": 1.0})
    assert postings.products("de", {"gift": 1.0}, 0.0) == {0: 0.0}
    assert postings.products("de", {"gift": 1.0}, 0.1) == {}
