from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.group import linkage


def plain(similarity: np.ndarray, threshold: float) -> list[set[int]]:
    """Average linkage as it is defined: join the most similar pair of groups, anew each time."""
    groups = [{i} for i in range(len(similarity))]
    while len(groups) > 1:
        averages = {
            (i, j): np.mean([similarity[a, b] for a in groups[i] for b in groups[j]])
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
        }
        (i, j), best = max(averages.items(), key=lambda item: item[1])
        if best < threshold:
            break
        groups[i] |= groups.pop(j)
    return sorted(groups, key=min)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10_000), st.floats(0.2, 0.8))
def test_chains_give_the_clusters_of_the_definition(n: int, seed: int, threshold: float) -> None:
    values = np.random.default_rng(seed).random((n, n)).astype(np.float32)
    similarity = (values + values.T) / 2
    labels = linkage.clusters(similarity, threshold)
    found = [{i for i, own in enumerate(labels) if own == label} for label in dict.fromkeys(labels)]
    assert sorted(found, key=min) == plain(similarity, threshold)


def test_the_matrix_given_is_not_changed() -> None:
    similarity = np.array([[1, 0.5], [0.5, 1]], dtype=np.float32)
    linkage.tree(similarity)
    assert similarity.tolist() == [[1, 0.5], [0.5, 1]]


def test_equal_similarities_end() -> None:
    assert len(linkage.tree(np.ones((9, 9), dtype=np.float32))) == 8
