"""The JSON Schemas of everything that the commands print, generated from the dataclasses.

The three documents below are the model's nouns in the shape of a file: they add the
name of the format, and nothing that :mod:`consilience.model` does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from pydantic import ConfigDict, TypeAdapter, with_config

from consilience import model as nouns

DOSSIER = "consilience.dossier/1"
ANNOTATION = "consilience.annotation/1"

Kind = Literal["dossier", "annotation", "story"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Every key is always printed, so every key is required.
_PRINTED = ConfigDict(json_schema_serialization_defaults_required=True)


@with_config(_PRINTED)
@dataclass(frozen=True, slots=True)
class DossierDocument:
    """What ``consilience brief --format json`` prints."""

    schema: Literal["consilience.dossier/1"]
    dossiers: tuple[nouns.Dossier, ...]
    quarantined: tuple[nouns.Quarantined, ...]
    model: nouns.ModelInfo | None


@with_config(_PRINTED)
@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text, which stands beside it in an annotation line."""

    id: str
    path: str
    outlet: str | None
    publisher: str | None
    title: str | None
    url: str | None
    published: str | None
    dated_by: nouns.DatedBy
    dated_because: tuple[str, ...]
    language: str | None
    byline: str | None
    credits: tuple[str, ...]
    removed: tuple[nouns.Removed, ...]
    extra: dict[str, Any]


@with_config(_PRINTED)
@dataclass(frozen=True, slots=True)
class PlacedAttribution:
    """Who is said to say what; every span names its report."""

    source: nouns.Span | None
    cue: nouns.Span | None
    content: nouns.Span
    kind: nouns.AttributionKind
    speaker: str | None
    speaker_entity: str | None
    via: tuple[str, ...]
    anonymous: bool
    stance: nouns.Stance
    factuality: nouns.Factuality
    reasons: tuple[str, ...]


@with_config(_PRINTED)
@dataclass(frozen=True, slots=True)
class AnnotationDocument:
    """One line of ``consilience annotate --format jsonl``."""

    schema: Literal["consilience.annotation/1"]
    report: ReportHead
    text: str
    entities: tuple[nouns.Entity, ...]
    times: tuple[nouns.TimeExpression, ...]
    quantities: tuple[nouns.Quantity, ...]
    attributions: tuple[PlacedAttribution, ...]
    claims: tuple[nouns.Claim, ...]
    model: nouns.ModelInfo | None
    places: tuple[nouns.PlaceMention, ...]


_DOCUMENTS: dict[Kind, tuple[str, type]] = {
    "dossier": ("What `consilience brief --format json` prints", DossierDocument),
    "annotation": ("One line of `consilience annotate --format jsonl`", AnnotationDocument),
    "story": ("One line of `consilience group --format jsonl`", nouns.Assignment),
}


@cache
def adapter(document: Any) -> TypeAdapter[Any]:
    """The reader and writer of one dataclass, made once."""
    return TypeAdapter(document)


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a printed document; ValueError for an unknown kind."""
    if kind not in _DOCUMENTS:
        raise ValueError(f"no schema named {kind!r}: there are {', '.join(KINDS)}")
    title, document = _DOCUMENTS[kind]
    generated = adapter(document).json_schema(mode="serialization", by_alias=True)
    for part in (generated, *generated.get("$defs", {}).values()):
        part["description"] = " ".join(part["description"].split("\n\n")[0].split())
    return {"$schema": _DIALECT, **generated, "title": title}
