"""Consilience: counts the independent origins of what many outlets report about one event.

``brief`` is the main job. It is looked up when first used, so that asking for the
version or for help does not load a language model's library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consilience.api import brief

__version__ = "0.1.0"
__all__ = ["__version__", "brief"]


def __getattr__(name: str) -> Any:
    if name == "brief":
        from consilience.api import brief

        return brief
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
