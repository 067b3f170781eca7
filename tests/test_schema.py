"""The shipped JSON Schemas say exactly what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from consilience import schema
from consilience.model import (
    Annotated,
    Assignment,
    Attribution,
    Briefing,
    Claim,
    DateRange,
    Derivation,
    Dossier,
    Entity,
    Extent,
    Finding,
    ModelInfo,
    OriginCount,
    Quantity,
    Report,
    Span,
    Support,
    TimeExpression,
)
from consilience.publish import json as published

REPORT = Report("r1", "a.txt", "Corran sails.", extra={"desk": ["north", 1]})
SPAN = Span("r1", 0, 6, "Corran")


def _dossier() -> Any:
    support = Support("r1", 0, 6, "Corran")
    finding = Finding("f", "Corran", SPAN, True, "not established", 1, OriginCount(0, 1, 0), (support,))
    derived = Derivation("r1", "OTA", "cites", 0.0, ((SPAN, SPAN),), "names OTA")
    dossier = Dossier("d", "t", DateRange(), (), (REPORT,), derivations=(derived,), findings=(finding,))
    return json.loads(published.briefing(Briefing((dossier,), model=ModelInfo("m", "1", "x"))))


def _annotation() -> Any:
    extent = Extent(0, 6, "Corran")
    note = Annotated(
        REPORT,
        (Entity("e", "Corran", "PERSON", None, (extent,)),),
        (TimeExpression(0, 6, "Corran", "DATE", "2025"),),
        (Quantity(0, 6, "Corran", 1.0),),
        (Attribution(extent, None, extent, "indirect"),),
        (Claim("c", 0, 6, "Corran", "sail", "positive", "asserted", {"agent": "Corran"}),),
    )
    return json.loads(published.annotation(note))


def _story() -> Any:
    return json.loads(published.assignment(Assignment("r1", "a.txt", "s", 1.0, ())))


PRINTED: dict[schema.Kind, Any] = {"dossier": _dossier, "annotation": _annotation, "story": _story}


@pytest.mark.parametrize("kind", schema.KINDS)
def test_what_is_printed_is_valid(kind: schema.Kind) -> None:
    generated = schema.schema(kind)
    Draft202012Validator.check_schema(generated)
    Draft202012Validator(generated).validate(PRINTED[kind]())


@pytest.mark.parametrize("kind", schema.KINDS)
def test_no_key_is_printed_that_the_schema_does_not_know(kind: schema.Kind) -> None:
    generated = schema.schema(kind)
    for part in (generated, *generated.get("$defs", {}).values()):
        part["additionalProperties"] = False
    Draft202012Validator(generated).validate(PRINTED[kind]())


@pytest.mark.parametrize("kind", schema.KINDS)
def test_every_printed_key_is_required(kind: schema.Kind) -> None:
    for key in PRINTED[kind]():
        short = {name: value for name, value in PRINTED[kind]().items() if name != key}
        assert not Draft202012Validator(schema.schema(kind)).is_valid(short), key


def test_a_status_that_does_not_exist_is_refused() -> None:
    document = _dossier()
    document["dossiers"][0]["findings"][0]["status"] = "true"
    assert not Draft202012Validator(schema.schema("dossier")).is_valid(document)


def test_what_is_kept_from_print_stands_in_no_schema() -> None:
    assert "mentions" not in schema.schema("dossier")["$defs"]["StoryEntity"]["properties"]
    assert "tokens" not in schema.schema("annotation")["$defs"]["Claim"]["properties"]
    assert "text" not in schema.schema("annotation")["$defs"]["ReportHead"]["properties"]


def test_an_unknown_kind_is_told_the_three() -> None:
    with pytest.raises(ValueError, match="dossier, annotation, story"):
        schema.schema("novel")  # type: ignore[arg-type]


def test_a_schema_is_the_same_every_time() -> None:
    assert json.dumps(schema.schema("dossier")) == json.dumps(schema.schema("dossier"))


FORMATS = Path(__file__).parents[1] / "docs" / "formats.md"
_COMMANDS: dict[str, schema.Kind] = {"brief": "dossier", "annotate": "annotation", "group": "story"}


def _documented() -> dict[str, list[str]]:
    """For each heading of the page the keys of the table under it."""
    tables: dict[str, list[str]] = {}
    heading = ""
    for line in FORMATS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif key := re.match(r"\| `(\w+)` \|", line):
            tables.setdefault(heading, []).append(key[1])
    return tables


def _described() -> dict[str, list[str]]:
    """The same from the schemas."""
    parts: dict[str, list[str]] = {}
    for command, kind in _COMMANDS.items():
        generated = schema.schema(kind)
        name = next(h for h in _documented() if h.startswith(f"`consilience {command}"))
        parts[name] = list(generated["properties"])
        parts |= {part: list(of["properties"]) for part, of in generated.get("$defs", {}).items()}
    return parts


def test_the_page_on_formats_names_every_key_and_no_other() -> None:
    assert _documented() == _described()


def test_every_allowed_word_is_named_on_the_page() -> None:
    page = FORMATS.read_text(encoding="utf-8")
    for kind in schema.KINDS:
        for part in schema.schema(kind).get("$defs", {}).values():
            for value in part["properties"].values():
                assert all(f"`{word}`" in page for word in value.get("enum", []))


def test_the_links_of_the_page_lead_to_its_headings() -> None:
    page = FORMATS.read_text(encoding="utf-8")
    headings = {h.strip("# ").lower() for h in page.splitlines() if h.startswith("#")}
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= headings


def test_the_story_line_of_the_page_is_valid() -> None:
    (line,) = re.findall(r"```json story\n(.*?)\n```", FORMATS.read_text(encoding="utf-8"))
    Draft202012Validator(schema.schema("story")).validate(json.loads(line))
