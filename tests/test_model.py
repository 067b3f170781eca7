"""The nouns: values that nobody changes, and the same again after JSON."""

from __future__ import annotations

import dataclasses
import inspect
import pickle
import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from consilience import model
from consilience.publish import json as published
from consilience.publish.characters import encodable

NOUNS = [noun for _, noun in inspect.getmembers(model, dataclasses.is_dataclass)]
SOURCE = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(model.__file__).parent.glob("*.py")))


def internal(noun: Any) -> set[str]:
    hints = get_type_hints(noun, include_extras=True)
    return {name for name, hint in hints.items() if model.Internal in getattr(hint, "__metadata__", ())}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_a_noun_is_frozen_and_has_slots_and_says_what_it_is(noun: Any) -> None:
    assert noun.__dataclass_params__.frozen
    assert "__slots__" in vars(noun)
    assert noun.__doc__ and not noun.__doc__.startswith(f"{noun.__name__}(")


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_a_noun_holds_nothing_that_can_be_changed_but_two_tables(noun: Any) -> None:
    changeable = [f.name for f in dataclasses.fields(noun) if re.search(r"\b(?:list|dict|set)\b", str(f.type))]
    assert changeable == {"Report": ["extra"], "Claim": ["roles"]}.get(noun.__name__, [])


def test_a_field_cannot_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.Quarantined("a.txt", "empty").reason = "other"  # type: ignore[misc]


def test_the_same_values_are_equal_and_can_be_keys() -> None:
    span = model.Span("r", 0, 1, "a")
    assert {span: 1}[model.Span("r", 0, 1, "a")] == 1
    assert span != model.Extent(0, 1, "a")


def test_what_serves_later_stages_only_has_a_default() -> None:
    for noun in NOUNS:
        fields = dataclasses.fields(noun)
        for field in fields:
            if field.name in internal(noun):
                assert field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def test_no_module_is_imported_that_needs_a_language_model() -> None:
    imported = set(re.findall(r"^(?:from|import) (\w+)", SOURCE, re.MULTILINE))
    assert imported == {"__future__", "consilience", "dataclasses", "typing", "pydantic"}
    assert set(re.findall(r"consilience\.\w+", SOURCE)) == {"consilience.model"}


text = st.text(st.characters(codec="utf-8"), max_size=12)
spans = st.builds(model.Span, text, st.integers(0, 99), st.integers(0, 99), text)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(text, inner, max_size=2),
    max_leaves=4,
)
for_type = {
    model.Span: spans,
    model.Report: st.builds(model.Report, id=text, path=text, text=text, extra=st.dictionaries(text, json_values)),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: text,
}
for kind, strategy in for_type.items():
    if kind in (model.Span, model.Report, float):
        st.register_type_strategy(kind, strategy)
findings = st.builds(
    model.Finding, id=text, text=text, span=spans, support=st.lists(st.from_type(model.Support)).map(tuple)
)
dossiers = st.builds(
    model.Dossier,
    id=text,
    title=text,
    reports=st.lists(st.from_type(model.Report), max_size=2).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
    derivations=st.lists(
        st.builds(
            model.Derivation, share=st.floats(0, 1), spans=st.lists(st.tuples(spans, spans), max_size=2).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(dossiers, max_size=2).map(tuple), st.lists(st.from_type(model.Quarantined), max_size=2).map(tuple))
def test_a_briefing_comes_back_from_json_as_it_was(of: Any, quarantined: Any) -> None:
    briefing = model.Briefing(of, quarantined, model.ModelInfo("en", "1", "0"))
    printed = published.briefing(briefing)
    assert printed == encodable(printed)
    read = published.parse_briefing(printed)
    assert published.briefing(read) == printed
    assert read == briefing


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_every_noun_has_a_json_form_without_its_internal_fields(noun: Any) -> None:
    properties = set(TypeAdapter(noun).json_schema(mode="serialization", by_alias=False).get("properties", {}))
    assert properties == {f.name for f in dataclasses.fields(noun)} - internal(noun)


def test_values_pass_between_processes() -> None:
    note = model.Annotated(
        model.Report("r", "a.txt", "Corran sails.", extra={"desk": ["north", 1]}),
        claims=(model.Claim("c", 0, 6, "Corran", "sail", "positive", "asserted", {"agent": "Corran"}, tokens=(0,)),),
        tokens=model.Tokens(start=(0,), end=(6,), text=("Corran",)),
    )
    assert pickle.loads(pickle.dumps(note)) == note
