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

# How a row's pattern is tied to the text. The first three are tried at the beginnings of lines alone, past the white
# space there; the others look for their place themselves.
_SCOPES = {
    "line": r"(?P<all>{})\Z",
    "top": r"(?P<all>{})(?=[^\S\n]*+\n\s*+[^\n]{{60}})",
    "lead": r"(?P<all>{})(?=[^\S\n]+\S)",
    "end": r"(?m)(?<=\S)[^\S\n]++(?P<all>{})[^\S\n]*+$",
    "sentence": r"(?:(?<=[.!?…] )|(?<=[.!?…][\"”’)] )|(?m:^))(?P<all>{})",
    "inline": r"(?P<all>{})",
}
_TOP = 3  # lines
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what every row asks of it: its lines that are not blank, and its lower case."""

    raw: str
    lowered: str
    lines: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, raw: str) -> Text:
        """The text, taken apart once."""
        lines = []
        for line in _LINE.finditer(raw):
            words = line.group().strip()
            if words:
                start = line.start() + line.group().index(words[0])
                lines.append((start, start + len(words)))
        return cls(raw, raw.lower(), tuple(lines))


@dataclass(frozen=True, slots=True)
class Wording:
    """One row. ``example`` shows what is removed in ⟦⟧; in ``counter`` nothing is."""

    reason: str
    scope: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    example: str
    counter: str

    def marks(self, text: Text) -> Iterator[Removed]:
        """Every place in the text that the row describes."""
        if self.needs and not any(word in text.lowered for word in self.needs):
            return
        for found in self._matches(text):
            group = "cut" if "cut" in self.pattern.groupindex else "all"
            yield Removed(found.start(group), found.end(group), self.reason)

    def _matches(self, text: Text) -> Iterator[re.Match[str]]:
        if self.scope in ("line", "lead"):
            tried = (self.pattern.match(text.raw, start, end) for start, end in text.lines)
        elif self.scope == "top":
            tried = (self.pattern.match(text.raw, start) for start, _ in text.lines[:_TOP])
        else:
            return self.pattern.finditer(text.raw)
        return (match for match in tried if match is not None)


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
    return Wording(row["reason"], row["scope"], compiled, tuple(row.get("needs", ())), row["example"], row["counter"])


def marks(raw: str) -> Iterator[Removed]:
    """Every place in the text that any row of the table describes; places may overlap."""
    text = Text.of(raw)
    for wording in table():
        yield from wording.marks(text)
