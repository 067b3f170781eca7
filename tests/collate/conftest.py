"""Small stories told in a test, annotated and collated as any others."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate import collate
from consilience.model import Dossier, Report, Story

DAY = "2025-10-14"  # a Tuesday
Told = tuple[str, str] | tuple[str, str, str]


@pytest.fixture(scope="session")
def tell(nlp: Language) -> Callable[..., Dossier]:
    """A function from (outlet, text[, day]) a report to the dossier of their story; ids are r0, r1 …"""

    @cache
    def told(*given: Told) -> Dossier:
        reports = [
            Report(
                id=f"r{k}",
                path=f"r{k}.txt",
                text=text,
                outlet=outlet,
                publisher=outlet,
                published=day[0] if day else DAY,
                dated_by="given",
                language="en",
            )
            for k, (outlet, text, *day) in enumerate(given)
        ]
        return collate(Story("S1", tuple(pipeline.annotate(reports))))

    return told
