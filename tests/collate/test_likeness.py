"""What two claims are compared by: the same numbers either way round, and slots that tell like from same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.annotate import pipeline
from consilience.collate.entities import link
from consilience.collate.likeness import CHUNK, FEATURES, columns, features, sentence_vectors
from consilience.collate.pairs import candidates, score, shipped, table
from consilience.collate.units import Lexicon, Unit, units
from consilience.model import Annotated, Claim, Factuality, Polarity, Quantity, Report, TimeExpression, Tokens

Made = tuple[tuple[Unit, ...], Lexicon]

WORDS = ("ferry", "sink", "council", "open", "close", "bridge", "people", "kill", "halcyon", "zzyx", "144", "storm")
PARTS = ("NOUN", "VERB", "NOUN", "VERB", "VERB", "NOUN", "NOUN", "VERB", "PROPN", "PROPN", "NUM", "NOUN")


@st.composite
def annotated(draw: st.DrawFn, name: str) -> Annotated:
    """A report of words in any order, cut into claims of any length, with numbers and days."""
    chosen = draw(st.lists(st.integers(0, len(WORDS) - 1), min_size=6, max_size=40))
    text = " ".join(WORDS[k] for k in chosen)
    starts = [0]
    for k in chosen[:-1]:
        starts.append(starts[-1] + len(WORDS[k]) + 1)
    ends = [s + len(WORDS[k]) for s, k in zip(starts, chosen, strict=True)]
    dep = draw(st.lists(st.sampled_from(["nsubj", "dobj", "ROOT", "pobj"]), min_size=len(chosen), max_size=len(chosen)))
    tokens = Tokens(
        start=tuple(starts),
        end=tuple(ends),
        text=tuple(WORDS[k] for k in chosen),
        lemma=tuple(WORDS[k] for k in chosen),
        pos=tuple(PARTS[k] for k in chosen),
        tag=("NN",) * len(chosen),
        dep=tuple(dep),
        head=(0,) * len(chosen),
        sentence=tuple(k // 8 for k in range(len(chosen))),
        entity=(-1,) * len(chosen),
    )
    value, day = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    quantity = Quantity(0, ends[0], WORDS[chosen[0]], float(value), unit=draw(st.sampled_from([None, "km"])))
    time = TimeExpression(0, ends[0], "day", "DATE", f"2025-01-0{day}", f"2025-01-0{day}", f"2025-01-0{day}")
    size = draw(st.integers(2, 9))
    claims = []
    for k in range(0, len(chosen) - 1, size):
        part = tuple(range(k, min(len(chosen), k + size)))
        polarity: Polarity = draw(st.sampled_from(["positive", "negative"]))
        factuality: Factuality = draw(st.sampled_from(["asserted", "planned"]))
        claims.append(
            Claim(
                id=f"c{len(claims)}",
                start=starts[part[0]],
                end=ends[part[-1]],
                text=text[starts[part[0]] : ends[part[-1]]],
                predicate=WORDS[chosen[k]],
                polarity=polarity,
                factuality=factuality,
                roles={},
                head=k,
                tokens=part,
                times=(0,) if draw(st.booleans()) else (),
                quantities=(0,) if draw(st.booleans()) else (),
            )
        )
    return Annotated(
        Report(name, name, text), times=(time,), quantities=(quantity,), claims=tuple(claims), tokens=tokens
    )


@settings(deadline=None, max_examples=60)
@given(annotated("a"), annotated("b"))
def test_features_are_symmetric_and_finite(one: Annotated, other: Annotated) -> None:
    made, lexicon = units((one, other), ())
    pairs = np.array([(i, j) for i in range(len(made)) for j in range(len(made)) if i != j], np.intp).reshape(-1, 2)
    if not len(pairs):
        return
    there = features(columns(made, lexicon), pairs)
    back = features(columns(made, lexicon), pairs[:, ::-1])
    assert there.shape == (len(pairs), len(FEATURES))
    assert np.isfinite(there).all()
    np.testing.assert_allclose(there, back, atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(annotated("a"), annotated("b"))
def test_every_score_is_a_probability_of_a_pair_of_two_reports(one: Annotated, other: Annotated) -> None:
    made, lexicon = units((one, other), ())
    for (i, j), value in score(made, lexicon).items():
        assert i < j
        assert made[i].report != made[j].report
        assert 0 < value <= 1


@pytest.fixture(scope="module")
def made(nlp: object) -> Made:
    texts = (
        "The ferry Halcyon sank on Monday. The council closed the bridge in Lucan. Some 144 people died in the storm.",
        "The ferry Halcyon sank on Monday. The council opened the bridge in Lucan. Some 161 people died in the storm.",
        "Bakers in Bereza praised the new flour. The ferry Halcyon did not sink on Monday.",
    )
    reports = tuple(
        pipeline.annotate([Report(f"r{k}", f"r{k}", t, published="2025-10-14") for k, t in enumerate(texts)])
    )
    return units(reports, link(reports))


@pytest.fixture(scope="module")
def of(made: Made) -> Callable[[str, str], dict[str, float]]:
    def row(one: str, other: str) -> dict[str, float]:
        i, j = (next(k for k, u in enumerate(made[0]) if u.claim.text == text) for text in (one, other))
        if i == j:  # the same words in another report
            j = next(k for k, u in enumerate(made[0]) if u.claim.text == other and k != i)
        return dict(zip(FEATURES, table(*made, [(i, j)])[0].tolist(), strict=True))

    return row


SANK, DIED = "The ferry Halcyon sank on Monday", "Some {} people died in the storm"
BRIDGE, FLOUR = "The council {} the bridge in Lucan", "Bakers in Bereza praised the new flour"


def test_a_claim_is_wholly_like_its_copy(of: Callable[[str, str], dict[str, float]]) -> None:
    row = of(SANK, SANK)
    for name in ("cosine", "aligned", "shared_share", "predicate", "same_time", "same_agent", "run_share"):
        assert row[name] == pytest.approx(1, abs=1e-3)
    for name in ("opposite", "polarity", "other_number", "other_time", "other_place", "length_ratio"):
        assert row[name] == pytest.approx(0, abs=1e-3)


def test_opposite_verbs_are_seen(of: Callable[[str, str], dict[str, float]]) -> None:
    assert of(BRIDGE.format("closed"), BRIDGE.format("opened"))["opposite"] == 1


def test_another_number_is_seen(of: Callable[[str, str], dict[str, float]]) -> None:
    row = of(DIED.format(144), DIED.format(161))
    assert (row["same_number"], row["other_number"]) == (0, 1)


def test_a_denial_is_seen(of: Callable[[str, str], dict[str, float]]) -> None:
    assert of(SANK, "The ferry Halcyon did not sink on Monday")["polarity"] == 1


def test_what_tells_of_other_things_is_less_like(of: Callable[[str, str], dict[str, float]]) -> None:
    assert of(SANK, FLOUR)["aligned"] < 0.5 < of(DIED.format(144), DIED.format(161))["aligned"]


def test_a_pair_has_the_same_row_in_whatever_company(made: Made) -> None:
    """Pairs are worked out in chunks; a chunk is no more than a matter of memory."""
    given_units, lexicon = made
    pairs = np.array([(0, 3)] * (CHUNK + 5), np.intp)
    rows = features(columns(given_units, lexicon), pairs)
    np.testing.assert_array_equal(rows[0], rows[-1])
    assert features(columns(given_units, lexicon), pairs[:0]).shape == (0, len(FEATURES))


def test_the_likest_claim_scores_highest(made: Made) -> None:
    scores = score(*made)
    sank = [k for k, u in enumerate(made[0]) if u.claim.text == SANK]
    best = max(scores, key=lambda pair: scores[pair])
    assert best == tuple(sank)
    assert scores[best] >= shipped().join


def test_candidates_are_pairs_of_two_reports_in_order(made: Made) -> None:
    found = [(int(i), int(j)) for i, j in candidates(made[0])]
    assert found == sorted(set(found))
    assert found
    assert all(i < j and made[0][i].report != made[0][j].report for i, j in found)


def test_the_vectors_of_units_and_sentences_have_length_one(made: Made) -> None:
    np.testing.assert_allclose([np.linalg.norm(u.vector) for u in made[0]], 1, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(sentence_vectors(made[0]), axis=1), 1, atol=1e-5)


def test_no_claims_make_no_pairs() -> None:
    assert units((), ())[0] == ()
    assert len(candidates(())) == 0


def test_there_is_a_weight_for_every_feature() -> None:
    known = shipped()
    assert known.alone.weight.shape == known.alone.mean.shape == known.alone.scale.shape == (len(FEATURES),)
    assert (known.alone.scale > 0).all() and (known.rivals.scale > 0).all()
    assert 0 < known.join < 1
