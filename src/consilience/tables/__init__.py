"""Curated knowledge as reviewable files, and the one way to read them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=32)
def load(name: str) -> dict[str, Any]:
    """The parsed TOML file ``name`` of this package; the caller must not change it."""
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))
