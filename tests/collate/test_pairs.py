"""The second look at a pair: what stands around it in both reports."""

from __future__ import annotations

import numpy as np
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate.entities import link
from consilience.collate.pairs import RIVALS, Numbers, against_rivals, candidates
from consilience.collate.units import Unit, units
from consilience.model import Report

FIRST = "The ferry Halcyon sank on Monday. The council of Lucan closed the bridge. Bakers in Bereza praised the flour."
SECOND = "The ferry Halcyon sank on Monday. The council of Lucan closed its bridge. Farmers in Orrin sold the harvest."


def seen(alike: tuple[int, int]) -> tuple[list[tuple[int, int]], tuple[Unit, ...], Numbers]:
    """The pairs of the two reports, and the second look at them where one pair of sentences is surely the same."""
    reports = tuple(pipeline.annotate([Report(f"r{k}", f"r{k}", text) for k, text in enumerate((FIRST, SECOND))]))
    made, _ = units(reports, link(reports))
    pairs = candidates(made)
    alone = np.array([0.9 if (made[i].sentence, made[j].sentence) == alike else 0.1 for i, j in pairs])
    return pairs, made, against_rivals(made, pairs, alone)


def test_a_pair_beside_a_likely_one_knows_it(nlp: Language) -> None:
    pairs, made, rows = seen((0, 0))
    around = {
        (made[i].sentence, made[j].sentence): row[RIVALS.index("around")]
        for (i, j), row in zip(pairs, rows, strict=True)
    }
    assert around[1, 1] == 0.9
    assert around[0, 0] < 0.9  # a pair of sentences is not beside itself


def test_a_claim_that_is_like_all_of_the_other_report_says_so(nlp: Language) -> None:
    pairs, _, rows = seen((0, 0))
    crowd = rows[:, RIVALS.index("crowd")]
    shares = [sum(0.9 if rows[n, 0] > 0 else 0.1 for n, other in enumerate(pairs) if other[0] == i) for i, _ in pairs]
    assert (crowd <= np.array(shares) + 1e-9).all()


def test_there_is_a_number_for_every_pair(nlp: Language) -> None:
    pairs, _, rows = seen((1, 1))
    assert rows.shape == (len(pairs), len(RIVALS))
    assert np.isfinite(rows).all()
