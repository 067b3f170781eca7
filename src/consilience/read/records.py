"""Report JSON: one object a file, or one a line."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from consilience.read.unreadable import UnreadableError


def parse(text: str) -> dict[str, Any]:
    """The report object that the text holds, with "text" a string; raises :class:`UnreadableError`."""
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise UnreadableError("the JSON is nested too deeply") from None
    except ValueError as error:
        raise UnreadableError(f"not JSON: {error}") from None
    if isinstance(value, list):
        raise UnreadableError("a JSON array, not one report object; reports go one to a line of a .jsonl file")
    if not isinstance(value, dict):
        raise UnreadableError("the JSON is no object")
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


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"the number {digits[:40]} is out of range")
    return number
