"""What can be searched: kept in step with reports and dossiers, found by the database's own index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, delete

from consilience.model import Dossier, Report, Span, Support
from consilience.store import tables

Kind = Literal["report", "statement", "quotation"]


def of_report(report: Report) -> dict[str, Any]:
    """A report's row."""
    whole = {"start": 0, "end": len(report.text), "title": report.title, "text": report.text}
    return {"kind": "report", "report": report.id, "story": None, "part": None, **whole}


def of_dossier(made: Dossier) -> list[dict[str, Any]]:
    """The rows of a story: each report's words for a statement, each wording of a quotation."""
    said = [_row("statement", made.id, f.id, s, s.speaker, s.via) for f in made.findings for s in f.support]
    return said + [_row("quotation", made.id, q.id, s, q.speaker, q.via) for q in made.quotations for s in q.variants]


def _row(
    kind: Kind, story: str, part: str, words: Support | Span, speaker: str | None, via: Sequence[str]
) -> dict[str, Any]:
    place = {"report": words.report, "start": words.start, "end": words.end}
    title = ", ".join(filter(None, (speaker, *via))) or None
    return {"kind": kind, "story": story, "part": part, **place, "title": title, "text": words.text}


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Store rows and index them."""
    if rows:
        tx.execute(tables.passages.insert(), rows)


def replace(tx: Connection, story: str, rows: Sequence[dict[str, Any]]) -> None:
    """Store a story's rows in place of those that it had."""
    tx.execute(delete(tables.passages).where(tables.passages.c.story == story))
    add(tx, rows)
