"""The table of wordings that are not news text, as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from consilience.model import Removed

# How a row's pattern is tied to its line; white space at the line's ends never counts. It is taken possessively,
# so that a line of nothing else costs no more than its length.
_SCOPES = {
    "line": r"(?m)^[^\S\n]*+(?P<all>{})[^\S\n]*+$",
    "lead": r"(?m)^[^\S\n]*+(?P<all>{})(?=[^\S\n]+\S)",
    "end": r"(?m)(?<=\S)[^\S\n]++(?P<all>{})[^\S\n]*+$",
    "sentence": r"(?:(?<=[.!?…] )|(?<=[.!?…][\"”’)] )|(?m:^))(?P<all>{})",
    "inline": r"(?P<all>{})",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """One row. ``example`` shows what is removed in ⟦⟧; in ``counter`` nothing is."""

    reason: str
    scope: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    example: str
    counter: str

    def marks(self, text: str, lowered: str) -> Iterator[Removed]:
        """Every place in the text that the row describes; ``lowered`` is the text in lower case."""
        if self.needs and not any(word in lowered for word in self.needs):
            return
        for found in self.pattern.finditer(text):
            group = "cut" if "cut" in self.pattern.groupindex else "all"
            yield Removed(found.start(group), found.end(group), self.reason)


@lru_cache(maxsize=1)
def table() -> tuple[Wording, ...]:
    """All rows, in the order of the table."""
    content = tomllib.loads(resources.files("consilience.tables").joinpath("boilerplate.toml").read_text("utf-8"))
    return tuple(_row(row, content["words"]) for row in content["row"])


def _row(row: Mapping[str, Any], words: Mapping[str, list[str]]) -> Wording:
    pattern = row["pattern"]
    for name, members in words.items():
        # The longest first, so that "Getty Images" is not read as "Getty".
        pattern = pattern.replace(f"<{name}>", f"(?:{'|'.join(sorted(members, key=lambda m: (-len(m), m)))})")
    flags = re.IGNORECASE if row.get("any_case") else re.NOFLAG
    compiled = re.compile(_SCOPES[row["scope"]].format(pattern), flags)
    needs = tuple(row.get("needs", ()))
    return Wording(row["reason"], row["scope"], compiled, needs, row["example"], row["counter"])


def marks(text: str) -> Iterator[Removed]:
    """Every place in the text that any row of the table describes; places may overlap."""
    lowered = text.lower()
    for wording in table():
        yield from wording.marks(text, lowered)
