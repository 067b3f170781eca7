"""Word vectors: which words mean nearly the same. Made by ``scripts/build_vectors.py``.

A word that the table does not hold, and every name and number, gets a fixed
random direction of its own: it is like itself and like nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import xxhash
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@cache
def _table() -> tuple[Mapping[str, int], NDArray[np.int8]]:
    with files(__package__).joinpath("vectors.npz").open("rb") as file, np.load(file) as data:
        words = data["words"].tobytes().decode().split("\n")
        return {word: row for row, word in enumerate(words)}, data["vectors"]


def dimensions() -> int:
    """How many numbers a vector has."""
    return int(_table()[1].shape[1])


def knows(word: str) -> bool:
    """Whether the lower-case word has a vector that says what it means."""
    return word in _table()[0]


def _direction(word: str) -> Matrix:
    generator = np.random.Generator(np.random.PCG64(xxhash.xxh64_intdigest(word.encode("utf-8", "surrogatepass"))))
    return generator.standard_normal(dimensions()).astype(np.float32)


def rows(words: Sequence[str]) -> Matrix:
    """One unit vector a word, in the order given; float32."""
    index, table = _table()
    found = np.empty((len(words), dimensions()), np.float32)
    for k, word in enumerate(words):
        row = index.get(word)
        found[k] = table[row] if row is not None else _direction(word)
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(norms, 1e-9), np.float32)
