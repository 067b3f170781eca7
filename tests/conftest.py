"""One loaded pipeline for all tests; the answer keys where they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from consilience.annotate import pipeline

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


@pytest.fixture(scope="session")
def nlp() -> Language:
    return pipeline.load()


@pytest.fixture(scope="session")
def gold() -> Path:
    if not GOLD.is_dir():
        pytest.skip("the answer keys are not beside this checkout")
    return GOLD
