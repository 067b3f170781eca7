"""The model's nouns as bytes and back, equal, with what is printed nowhere."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
LEVEL = 6
ENCODING = "utf-8"


class UnpackError(ValueError):
    """Bytes that are not the packed form of what they should be."""


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _by_field(value: object) -> dict[str, Any]:
    """A dataclass as the JSON encoder wants it: every field, those that no output shows too."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} has no packed form")
    return {f.name: getattr(value, f.name) for f in fields(value)}


def plain(value: object) -> Any:
    """The value as lists and objects of JSON, by the names of the fields."""
    return json.loads(_text(value))


def read(kind: type[T], values: Any) -> T:
    """The value of that kind whose plain form this is; raises :class:`UnpackError`."""
    reader: Any = kind
    try:
        made: T = _adapter(reader).validate_python(values, by_name=True, by_alias=False)
    except ValidationError as error:
        raise UnpackError(f"not a {kind.__name__}: {str(error).splitlines()[0]}") from None
    return made


def _text(value: object) -> str:
    return json.dumps(value, default=_by_field, separators=(",", ":"))


def pack(value: object) -> bytes:
    """The value as compressed JSON: the same value gives the same JSON."""
    return zlib.compress(_text(value).encode(ENCODING), LEVEL)


def unpack(kind: type[T], data: bytes) -> T:
    """The value of that kind whose packed form ``data`` is; raises :class:`UnpackError`."""
    reader: Any = kind
    try:
        text = zlib.decompress(data)
        try:
            made: T = _adapter(reader).validate_json(text, by_name=True, by_alias=False)
        except ValidationError:  # pydantic's own parser knows no half of a surrogate pair
            made = read(kind, json.loads(text))
    except (zlib.error, ValueError) as error:
        raise UnpackError(f"not a packed {kind.__name__}: {str(error).splitlines()[0]}") from None
    return made


def contents(data: bytes) -> Any:
    """The JSON within packed bytes; raises :class:`UnpackError`."""
    try:
        return json.loads(zlib.decompress(data))
    except (zlib.error, ValueError) as error:
        raise UnpackError(f"not packed JSON: {error}") from None
