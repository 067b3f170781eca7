"""Report JSON: one object a file, or one a line."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from consilience.read.unreadable import UnreadableError

_MAX_DEPTH = 50  # what a later stage can still walk through
_TOO_DEEP = "the JSON is nested too deeply"


def parse(text: str) -> dict[str, Any]:
    """The report object that the text holds, with "text" a string; raises :class:`UnreadableError`."""
    return checked(load(text))


def load(text: str) -> dict[str, Any]:
    """The JSON object that the text holds, of bounded depth; raises :class:`UnreadableError`."""
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise UnreadableError(_TOO_DEEP) from None
    except ValueError as error:
        raise UnreadableError(f"not JSON: {error}") from None
    if isinstance(value, list):
        raise UnreadableError("a JSON array, not one report object; reports go one to a line of a .jsonl file")
    if not isinstance(value, dict):
        raise UnreadableError("the JSON is no object")
    if _depth(value) > _MAX_DEPTH:
        raise UnreadableError(_TOO_DEEP)
    return value


def checked(value: dict[str, Any]) -> dict[str, Any]:
    """The object, where it is a report's; raises :class:`UnreadableError`."""
    if "text" not in value:
        raise UnreadableError('not a report: the JSON object has no "text"')
    if not isinstance(value["text"], str):
        raise UnreadableError('not a report: "text" is no string')
    return value


def is_object(text: str) -> bool:
    """Whether the text is one JSON object, of whatever content."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _depth(value: Any) -> int:
    """How many levels of lists and objects the value has, up to one over the limit."""
    level = [value]
    for depth in range(_MAX_DEPTH + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return depth
    return _MAX_DEPTH + 1


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"the number {digits[:40]} is out of range")
    return number
