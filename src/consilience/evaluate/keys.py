"""Answer keys: what a reader found in the reports of one story, passage by passage."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY = "gold.json"


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters of the report that the key calls ``report``."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Support:
    """A passage that states a fact; ``said_by`` names the parties that any right answer names one of."""

    fact: int
    passage: Passage
    said_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that look alike and state different facts, or that the key leaves undecided."""

    a: Passage
    b: Passage
    why: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict between reports: the passages of each side."""

    key: str
    relation: str
    values: tuple[str, ...]
    sides: tuple[tuple[Passage, ...], ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A direct quotation, without its marks, and who speaks in it."""

    passage: Passage
    speaker: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression and its value."""

    passage: Passage
    value: str


@dataclass(frozen=True, slots=True)
class Key:
    """The answers for one story. ``members`` says of each report whether it is about the event."""

    story: str
    statements: tuple[str, ...]
    supports: tuple[Support, ...]
    single: tuple[Passage, ...]
    members: Mapping[str, bool]
    look_alikes: tuple[Pair, ...]
    undecided: tuple[Pair, ...]
    disputes: tuple[Dispute, ...]
    quotations: tuple[Quoted, ...]
    boilerplate: tuple[Passage, ...]
    dates: tuple[Dated, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """The names of the reports that the answers speak of, sorted."""
        return tuple(sorted({s.passage.report for s in self.supports} | set(self.members)))


def load(folder: Path) -> tuple[Key, dict[str, Path]]:
    """The key in a story's folder, saved pages included, and the reports there are, by their names in the key.

    Raises OSError where there is no key, ValueError where it is not one.
    """
    try:
        key = parse(whole(json.loads((folder / KEY).read_text(encoding="utf-8"))), folder.name)
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{folder / KEY} is not an answer key: {type(error).__name__}: {error}") from None
    files = {name: folder / _file_name(name) for name in key.reports}
    return key, {name: path for name, path in files.items() if path.exists()}


def _file_name(report: str) -> str:
    return report if report.endswith((".txt", ".html")) else f"{report}.json"


def whole(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The key with the answers about saved pages, which stand apart under "pages", put among the others."""
    pages = raw.get("pages", {})
    merged = {k: v for k, v in raw.items() if k != "pages"}
    for name, answers in pages.items():
        if name == "members":
            merged[name] = {**raw.get(name, {}), **answers}
        elif name in ("facts", "conflicts"):
            merged[name] = _joined(raw.get(name, []), answers)
        else:
            merged[name] = [*raw.get(name, []), *answers]
    return merged


def _joined(entries: list[dict[str, Any]], more: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts or conflicts of one "key" made one; sides of a conflict are matched by their value."""
    known = {e["key"] for e in entries}
    additions = {e["key"]: e for e in more if e["key"] in known}
    return [_extended(e, additions[e["key"]]) if e["key"] in additions else e for e in entries] + [
        e for e in more if e["key"] not in known
    ]


def _extended(entry: dict[str, Any], addition: dict[str, Any]) -> dict[str, Any]:
    if "support" in entry:
        return {**entry, "support": [*entry["support"], *addition["support"]]}
    extra = {s["value"]: s["passages"] for s in addition["sides"]}
    return {
        **entry,
        "sides": [{**s, "passages": [*s["passages"], *extra.get(s["value"], [])]} for s in entry["sides"]],
    }


def parse(raw: Mapping[str, Any], story: str) -> Key:
    """The key that a gold.json holds; embedded posts are no quotations to find, and entries without a place none."""
    return Key(
        story=story,
        statements=tuple(f["statement"] for f in raw["facts"]),
        supports=tuple(
            Support(k, _passage(s), tuple(s.get("said_by") or ()))
            for k, f in enumerate(raw["facts"])
            for s in f["support"]
        ),
        single=tuple(map(_passage, raw.get("single", raw.get("single_report_facts", [])))),
        members={str(n): bool(m) for n, m in raw.get("members", {}).items()},
        look_alikes=tuple(map(_pair, raw.get("hard_negatives", []))),
        undecided=tuple(_pair(u) for u in raw.get("undecided", []) if isinstance(u, dict) and "a" in u and "b" in u),
        disputes=tuple(map(_dispute, (c for c in raw.get("conflicts", []) if c.get("sides")))),
        quotations=tuple(
            Quoted(_passage(q), q["speaker"] or "") for q in raw.get("quotations", []) if not q.get("embedded")
        ),
        boilerplate=tuple(map(_passage, raw.get("boilerplate", []))),
        dates=tuple(Dated(_passage(d), str(d["value"])) for d in raw.get("dates", []) if "start" in d),
    )


def _passage(raw: Mapping[str, Any]) -> Passage:
    return Passage(str(raw["report"]), raw["start"], raw["end"], raw.get("text") or raw.get("expression") or "")


def _pair(raw: Mapping[str, Any]) -> Pair:
    return Pair(_passage(raw["a"]), _passage(raw["b"]), raw.get("why") or "")


def _dispute(raw: Mapping[str, Any]) -> Dispute:
    return Dispute(
        key=raw["key"],
        relation=raw["relation"],
        values=tuple(str(s["value"]) for s in raw["sides"]),
        sides=tuple(tuple(map(_passage, s["passages"])) for s in raw["sides"]),
    )
