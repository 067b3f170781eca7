"""From pairs to groups: one bad pair must not chain two facts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consilience.collate.cluster import cluster


def test_a_pair_at_the_threshold_is_joined_and_one_below_is_not() -> None:
    assert cluster([0, 1], {(0, 1): 0.5}, 0.5) == [(0, 1)]
    assert cluster([0, 1], {(0, 1): 0.49}, 0.5) == [(0,), (1,)]


def test_a_chain_of_two_pairs_needs_the_third_or_a_very_sure_pair() -> None:
    """The outer two were never proposed: their likeness counts as nothing."""
    assert cluster([0, 1, 2], {(0, 1): 0.9, (1, 2): 0.6}, 0.5) == [(0, 1), (2,)]
    assert cluster([0, 1, 2], {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.6}, 0.5) == [(0, 1, 2)]
    assert cluster([0, 1, 2], {(0, 1): 0.9, (1, 2): 0.7}, 0.5) == [(0, 1, 2)]


def test_no_pair_however_sure_joins_a_claim_to_a_group_that_is_otherwise_unlike_it() -> None:
    group = {(i, j): 0.9 for j in range(5) for i in range(j)}
    assert cluster(range(6), {**group, (4, 5): 0.85}, 0.6) == [(0, 1, 2, 3, 4), (5,)]


def test_a_claim_alone_is_added_to_a_group_that_is_less_sure_than_two_claims_would_have_to_be() -> None:
    scores = {(0, 1): 0.9, (0, 2): 0.4, (1, 2): 0.4, (3, 4): 0.4}
    assert cluster(range(5), scores, 0.6) == [(0, 1), (2,), (3,), (4,)]
    assert cluster(range(5), scores, 0.6, attach=0.4) == [(0, 1, 2), (3,), (4,)]
    assert cluster(range(5), scores, 0.6, [(1, 2)], attach=0.4) == [(0, 1), (2,), (3,), (4,)]


def test_of_two_claims_of_one_report_the_likest_is_added_and_none_where_the_report_is_there() -> None:
    scores = {(0, 1): 0.9, (0, 2): 0.4, (1, 2): 0.4, (0, 3): 0.5, (1, 3): 0.5}
    assert cluster([0, 1, 2, 2], scores, 0.6, attach=0.4) == [(0, 1, 3), (2,)]
    assert cluster([0, 1, 1, 1], scores, 0.6, attach=0.4) == [(0, 1), (2,), (3,)]


def test_pairs_of_one_report_say_nothing() -> None:
    assert cluster([0, 1, 1], {(0, 1): 0.9, (0, 2): 0.6}, 0.5) == [(0, 1, 2)]


def test_claims_with_a_cannot_link_stay_apart() -> None:
    assert cluster([0, 1], {(0, 1): 1.0}, 0.5, [(0, 1)]) == [(0,), (1,)]


def test_a_cannot_link_holds_for_the_whole_group() -> None:
    scores = {(0, 1): 0.99, (0, 2): 0.98, (1, 2): 0.97}
    assert cluster([0, 1, 2], scores, 0.5, [(1, 2)]) == [(0, 1), (2,)]
    assert cluster([0, 1, 2, 3], {**scores, (0, 3): 0.9, (1, 3): 0.9, (2, 3): 0.8}, 0.5, [(1, 2)]) == [(0, 1, 3), (2,)]


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], dict[tuple[int, int], float], set[tuple[int, int]]]:
    reports = draw(st.lists(st.integers(0, 3), max_size=9))
    pairs = [(i, j) for j in range(len(reports)) for i in range(j) if reports[i] != reports[j]]
    scores = {pair: draw(st.floats(0.02, 1)) for pair in pairs if draw(st.booleans())}
    return reports, scores, {pair for pair in pairs if draw(st.integers(0, 4)) == 0}


@given(problems(), st.floats(0.1, 0.9), st.none() | st.floats(0.05, 0.5))
def test_every_item_is_in_one_group_and_no_group_holds_a_cannot_link(
    problem: tuple[list[int], dict[tuple[int, int], float], set[tuple[int, int]]], join: float, attach: float | None
) -> None:
    reports, scores, apart = problem
    groups = cluster(reports, scores, join, apart, attach)
    assert sorted(k for group in groups for k in group) == list(range(len(reports)))
    assert groups == sorted(groups)
    assert not [(i, j) for group in groups for i in group for j in group if (i, j) in apart]
    assert cluster(reports, dict(reversed(scores.items())), join, sorted(apart, reverse=True), attach) == groups


@given(problems(), st.floats(0.1, 0.9))
def test_no_two_groups_are_left_that_are_alike_enough(
    problem: tuple[list[int], dict[tuple[int, int], float], set[tuple[int, int]]], join: float
) -> None:
    reports, scores, apart = problem
    groups = cluster(reports, scores, join, apart)
    for n, other in enumerate(groups):
        for one in groups[:n]:
            pairs = [(min(i, j), max(i, j)) for i in one for j in other if reports[i] != reports[j]]
            found = [scores.get(pair, 0.0) for pair in pairs]
            kept = {(i, j) for i in one for j in other} | {(j, i) for i in one for j in other}
            if pairs and not apart & kept:
                assert (max(found) + sum(found) / len(found)) / 2 < join + 1e-9
    for group in groups:
        pairs = [(i, j) for j in group for i in group if i < j and reports[i] != reports[j]]
        if len(group) > 1:
            assert max(scores.get(pair, 0.0) for pair in pairs) >= join


def test_a_headline_alone_is_added_to_what_its_report_says_under_it() -> None:
    scores = {(0, 1): 0.9, (0, 2): 0.5}
    assert cluster([0, 1, 1], scores, 0.6, attach=0.4) == [(0, 1), (2,)]
    assert cluster([0, 1, 1], scores, 0.6, attach=0.4, headlines={2}) == [(0, 1, 2)]
    assert cluster([0, 1, 1], scores, 0.6, attach=0.4, headlines={1}) == [(0, 1, 2)], "and the other way round"
    assert cluster([0, 1, 1], scores, 0.6, attach=0.4, headlines={1, 2}) == [(0, 1), (2,)]
