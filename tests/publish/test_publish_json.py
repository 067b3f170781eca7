"""A dossier file can be checked, compared and read back from its own bytes alone."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consilience.model import (
    Annotated,
    Assignment,
    Attribution,
    Briefing,
    Claim,
    DateRange,
    Dossier,
    Extent,
    ModelInfo,
    Report,
    StoryEntity,
    Tokens,
)
from consilience.publish import json as published

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
_REPORTS = st.builds(Report, extra=st.dictionaries(_TEXT, _JSON, max_size=2))
_ENTITIES = st.builds(StoryEntity, mentions=st.just(()))
_DOSSIERS = st.builds(
    Dossier,
    reports=st.lists(_REPORTS, max_size=2).map(tuple),
    entities=st.lists(_ENTITIES, max_size=2).map(tuple),
)
_BRIEFINGS = st.builds(Briefing, dossiers=st.lists(_DOSSIERS, max_size=2).map(tuple))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_BRIEFINGS)
def test_any_briefing_comes_back_as_it_was_printed(briefing: Briefing) -> None:
    text = published.briefing(briefing)
    assert published.parse_briefing(text) == briefing
    assert published.briefing(published.parse_briefing(text)) == text


def test_every_shown_span_can_be_checked_from_the_file_alone(ferry: Briefing) -> None:
    document = json.loads(published.briefing(ferry))
    checked = 0

    def check(value: object, texts: dict[str, str]) -> None:
        nonlocal checked
        if isinstance(value, list):
            for item in value:
                check(item, texts)
        elif isinstance(value, dict):
            if {"report", "start", "end", "text"} <= value.keys():
                assert texts[value["report"]][value["start"] : value["end"]] == value["text"]
                checked += 1
            for item in value.values():
                check(item, texts)

    for dossier in document["dossiers"]:
        check(dossier, {report["id"]: report["text"] for report in dossier["reports"]})
    assert checked > 30


def test_the_file_names_its_format_and_its_model(ferry: Briefing) -> None:
    document = json.loads(published.briefing(ferry))
    assert list(document) == ["schema", "dossiers", "quarantined", "model"]
    assert document["schema"] == "consilience.dossier/1"
    assert document["model"] == {"name": "en_core_web_md", "version": "3.8.0", "digest": "7454af3a8d841f97"}


def test_a_derivation_says_from_where(ferry: Briefing) -> None:
    derivation = json.loads(published.briefing(ferry))["dossiers"][0]["derivations"][0]
    assert (derivation["report"], derivation["from"]) == ("harbour", "ota")
    assert "source" not in derivation


def test_what_serves_the_stages_only_is_not_printed() -> None:
    entity = StoryEntity("e", "Ilse Corran", "PERSON", None, (), mentions=(("r", "e1"),))
    dossier = Dossier("d", "t", DateRange(), (), (), entities=(entity,))
    plain = json.loads(published.briefing(Briefing((dossier,))))
    assert "mentions" not in plain["dossiers"][0]["entities"][0]


def test_half_a_surrogate_pair_costs_one_character_and_nothing_else() -> None:
    briefing = Briefing((), model=ModelInfo("a\ud800b", "1", "x"))
    text = published.briefing(briefing)
    assert text.encode("utf-8")
    assert json.loads(text)["model"]["name"] == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "Expecting property name"),
        ("[]", "its schema is None"),
        ('{"schema": "consilience.dossier/9"}', "'consilience.dossier/9'"),
        ('{"schema": "consilience.dossier/1", "dossiers": [{"id": "x"}]}', "dossiers.0.title: Field required"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_place(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="not a dossier file") as refused:
        published.parse_briefing(text)
    assert told in str(refused.value)


@pytest.fixture
def note() -> Annotated:
    text = 'Corran said:\n"We sail."'
    said = Attribution(Extent(0, 6, "Corran"), Extent(7, 11, "said"), Extent(13, 23, '"We sail."'), "direct", "Corran")
    claim = Claim("c1", 14, 21, "We sail", "sail", "positive", "asserted", {"agent": "We"}, 0, head=3, tokens=(2, 3))
    return Annotated(Report("r1", "a.txt", text), attributions=(said,), claims=(claim,), tokens=Tokens(start=(0,)))


def test_an_annotation_is_one_line_with_the_text_beside_the_report(note: Annotated) -> None:
    line = published.annotation(note)
    assert "\n" not in line
    values = json.loads(line)
    assert list(values) == [
        "schema",
        "report",
        "text",
        "entities",
        "times",
        "quantities",
        "attributions",
        "claims",
        "model",
        "places",
    ]
    assert "text" not in values["report"]
    assert values["text"] == note.report.text


def test_the_spans_of_an_attribution_name_their_report(note: Annotated) -> None:
    said = json.loads(published.annotation(note))["attributions"][0]
    assert said["content"] == {"report": "r1", "start": 13, "end": 23, "text": '"We sail."'}


def test_a_claim_prints_no_token_columns(note: Annotated) -> None:
    claim = json.loads(published.annotation(note))["claims"][0]
    kept_back = {"head", "tokens", "times", "quantities", "entities"}
    assert set(claim) == {f.name for f in fields(Claim)} - kept_back


def test_an_assignment_is_one_line() -> None:
    line = published.assignment(Assignment("r1", "a.txt", "s1", 0.8, ("same names",)))
    assert line == '{"report": "r1", "path": "a.txt", "story": "s1", "score": 0.8, "reasons": ["same names"]}'
