"""A person's judgements in a file: one JSON object a line, only ever added to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import get_args

from consilience.model import Judgement, Verdict

_KEYS = tuple(field.name for field in fields(Judgement))
_VERDICTS: tuple[str, ...] = get_args(Verdict)


def check(judgement: Judgement) -> Judgement:
    """The judgement itself; ValueError where it says nothing that can be followed."""
    for name in (judgement.left, judgement.right):
        if not any(character.isalnum() for character in name):
            raise ValueError(f"{name!r} is no name")
    if judgement.verdict not in _VERDICTS:
        raise ValueError(f"the verdict {judgement.verdict!r} is none of {', '.join(_VERDICTS)}")
    if judgement.left.split() == judgement.right.split():
        raise ValueError(f"{judgement.left!r} is judged against itself")
    if judgement.at is not None:
        try:
            datetime.fromisoformat(judgement.at)
        except ValueError:
            raise ValueError(f"{judgement.at!r} is no ISO 8601 time") from None
    return judgement


def _judgement(line: str) -> Judgement:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg}") from None
    if not isinstance(values, dict):
        raise ValueError("no JSON object")
    unknown = [key for key in values if key not in _KEYS]
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; there are {', '.join(_KEYS)}")
    missing = [key for key in ("verdict", "left", "right") if key not in values]
    if missing:
        raise ValueError(f"no {missing[0]!r}")
    wrong = [key for key, value in values.items() if not isinstance(value, str | None)]
    if wrong or any(values[key] is None for key in ("verdict", "left", "right")):
        raise ValueError(f"{(wrong or ['verdict, left or right'])[0]} is no text")
    return check(Judgement(**values))


def load(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a file in its order; blank lines are passed over.

    Raises OSError where the file cannot be read, ValueError naming file and line
    where a line is no judgement.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 at byte {error.start}") from None
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_judgement(line))
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {error}") from None
    return tuple(found)


def append(path: Path, judgements: Sequence[Judgement]) -> None:
    """Add judgements to a file, which is made where there is none; what it holds stays as it is.

    Raises ValueError for a judgement that nobody could follow, before anything is written.
    """
    lines = [
        json.dumps({k: v for k, v in asdict(check(j)).items() if v is not None}, ensure_ascii=False) for j in judgements
    ]
    held = path.read_bytes() if path.exists() else b""
    gap = "\n" if held and not held.endswith(b"\n") else ""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(gap + "".join(line + "\n" for line in lines))
