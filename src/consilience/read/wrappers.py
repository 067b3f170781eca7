"""Aggregators' links back to the pages they lead to (``tables/wrappers.toml``)."""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, urlsplit

from consilience.read.links import link

_ADDRESS = re.compile(rb"https?://[\x21-\x7e]{4,2000}")
_MAX_PACKED = 4096
_MOST_LAYERS = 4


@dataclass(frozen=True, slots=True)
class Wrapper:
    """One row: whose links, and where in them the target stands."""

    host: str
    path: str
    parameter: str | None
    packed: bool
    example: str
    target: str

    def target_of(self, path: str, query: str) -> str | None:
        """The address inside a link of this kind, None where it cannot be read."""
        if self.packed:
            return link(_unpacked(path.rpartition("/")[2]))
        return link(parse_qs(query).get(self.parameter or "", [""])[0])


@lru_cache(maxsize=1)
def table() -> tuple[Wrapper, ...]:
    """All rows, in the order of the table."""
    content = tomllib.loads(resources.files("consilience.tables").joinpath("wrappers.toml").read_text("utf-8"))
    return tuple(_row(row) for row in content["wrapper"])


def _row(row: Mapping[str, Any]) -> Wrapper:
    wanted = (row["host"], row["path"], row.get("parameter"), row.get("packed", False))
    return Wrapper(*wanted, row["example"], row["target"])


def unwrapped(url: str) -> tuple[str, bool]:
    """The address that the link leads to, and whether it is still an aggregator's.

    A link of no aggregator is returned as it is; one may be wrapped in another.
    """
    for _ in range(_MOST_LAYERS):
        inner, wrapped = _layer(url)
        if inner == url:
            return url, wrapped
        url = inner
    return url, True


def _layer(url: str) -> tuple[str, bool]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url, False
    rows = [w for w in table() if (host == w.host or host.endswith("." + w.host)) and parts.path.startswith(w.path)]
    for row in rows:
        if (inner := row.target_of(parts.path, parts.query)) is not None:
            return inner, False
    return url, bool(rows)


def _unpacked(packed: str) -> str | None:
    """The address in a protocol buffer in base64: a field of text with its length before it."""
    if len(packed) > _MAX_PACKED:
        return None
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        return None
    found = _ADDRESS.search(data)
    if found is None:
        return None
    # The length is a varint of one or two bytes; what follows the text may look like part of it.
    before = data[max(found.start() - 2, 0) : found.start()]
    lengths = [before[-1]] if before and before[-1] < 0x80 else []
    if len(before) == 2 and before[0] >= 0x80:
        lengths.insert(0, (before[1] << 7) | (before[0] & 0x7F))
    end = next((found.start() + n for n in lengths if 8 < n <= len(data) - found.start()), found.end())
    return data[found.start() : end].decode("ascii", errors="ignore") or None
