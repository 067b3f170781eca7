"""Word vectors: every word a direction, near words near."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.tables import vectors


@pytest.fixture(scope="module")
def words() -> list[str]:
    with files("consilience.tables").joinpath("vectors.npz").open("rb") as file, np.load(file) as data:
        found: list[str] = data["words"].tobytes().decode().split("\n")
        assert len(data["vectors"]) == len(found)
        return found


def test_the_words_are_lower_case_and_there_once(words: list[str]) -> None:
    assert [w for w in words if not w.strip() or w != w.lower()] == []
    assert len(set(words)) == len(words)


def test_every_vector_of_the_table_is_finite_and_of_length_one(words: list[str]) -> None:
    rows = vectors.rows(words)
    assert rows.shape == (len(words), vectors.dimensions())
    assert np.isfinite(rows).all()
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_near_words_are_nearer_than_others() -> None:
    ship, boat, cake = vectors.rows(["ship", "boat", "cake"])
    assert ship @ boat > 0.5 > ship @ cake


@given(st.text(), st.text())
def test_unknown_words_are_like_themselves_and_like_nothing_else(one: str, other: str) -> None:
    one, other = f"@{one}", f"@{other}"  # no word of the table begins so
    a, b, again = vectors.rows([one, other, one])
    assert np.isfinite(a).all()
    assert np.array_equal(a, again)
    assert a @ a == pytest.approx(1, abs=1e-5)
    if one != other:
        assert abs(a @ b) < 0.6
