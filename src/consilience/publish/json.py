"""Results as JSON, and a dossier file read back.

Keys stand in the order of the dataclasses, lists in the order of the model; the
same values give the same bytes. ``docs/formats.md`` describes every key.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from consilience.model import Annotated, Assignment, Briefing
from consilience.publish.characters import encodable
from consilience.schema import ANNOTATION, DOSSIER, adapter


def briefing(b: Briefing) -> str:
    """The whole briefing as one indented JSON document of the form ``consilience.dossier/1``."""
    return encodable(json.dumps({"schema": DOSSIER, **_plain(b)}, ensure_ascii=False, indent=2))


def annotation(a: Annotated) -> str:
    """One annotated report as one line (without its line feed) of the form ``consilience.annotation/1``."""
    values = _plain(a)
    report = values.pop("report")
    text = report.pop("text")
    for attribution in values["attributions"]:
        for part in ("source", "cue", "content"):
            if attribution[part] is not None:
                attribution[part] = {"report": a.report.id, **attribution[part]}
    return _one_line({"schema": ANNOTATION, "report": report, "text": text, **values})


def assignment(x: Assignment) -> str:
    """The story that one report was put into, as one line (without its line feed)."""
    return _one_line(_plain(x))


def parse_briefing(text: str) -> Briefing:
    """The briefing that a dossier file holds; ValueError naming the first key that is not of the form.

    What is printed comes back equal, but for what the model keeps from print
    (the ``mentions`` of a story's entities).
    """
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not a dossier file: {error}") from None
    named = values.pop("schema", None) if isinstance(values, dict) else None
    if named != DOSSIER:
        raise ValueError(f"not a dossier file: its schema is {named!r}, not {DOSSIER!r}")
    try:
        read: Briefing = adapter(Briefing).validate_python(values, by_alias=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ValueError(f"not a dossier file: {place}: {first['msg']}") from None
    return read


def _plain(value: Briefing | Annotated | Assignment) -> dict[str, Any]:
    kind: Any = type(value)
    plain: dict[str, Any] = adapter(kind).dump_python(value, mode="json", by_alias=True)
    return plain


def _one_line(values: dict[str, Any]) -> str:
    return encodable(json.dumps(values, ensure_ascii=False))
