"""What can be searched: kept in step with reports and dossiers, found by the database's own index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, delete, text

from consilience.model import Dossier, Report, Span, Support
from consilience.store import tables
from consilience.store.words import forms

Kind = Literal["report", "statement", "quotation"]
KINDS: tuple[Kind, ...] = ("report", "statement", "quotation")

_SQLITE = """
SELECT p.id, p.kind, p.report, p.story, p.part, p.start, p."end", p.title, p.text,
    -bm25(passages_index, 4.0, 1.0, 0.0) AS score
FROM passages_index JOIN passages p ON p.id = passages_index.rowid
WHERE passages_index MATCH :query AND p.kind IN ({kinds})
ORDER BY score DESC, p.kind, p.report, p.start LIMIT :limit"""
_POSTGRESQL = """
SELECT p.id, p.kind, p.report, p.story, p.part, p.start, p."end", p.title, p.text, ts_rank_cd(p.words, query) AS score
FROM passages p, websearch_to_tsquery('consilience', :query) AS query
WHERE p.words @@ query AND p.kind IN ({kinds})
ORDER BY score DESC, p.kind, p.report, p.start LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds the words. ``score`` orders the hits of one query; it means nothing beyond."""

    id: int
    kind: Kind
    report: str
    story: str | None
    part: str | None
    start: int
    end: int
    title: str | None
    text: str
    score: float


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


def find(tx: Connection, words: str, *, kinds: Sequence[Kind] = KINDS, limit: int = 20) -> tuple[Hit, ...]:
    """The passages that hold all the words (inflected too), in the order of the database's ranking.

    ``"…"`` holds words together as a phrase. Anything else that is no word is passed over.
    """
    postgres = tx.dialect.name == "postgresql"
    query = " ".join(f'"{part}"' for part in parts(words))
    query = f"{{title text}}: ({query})" if query and not postgres else query
    if not query or not kinds:
        return ()
    names = {f"kind{n}": kind for n, kind in enumerate(kinds)}
    statement = (_POSTGRESQL if postgres else _SQLITE).format(kinds=", ".join(f":{name}" for name in names))
    raw = text(statement).columns(
        *(tables.passages.c[n] for n in ("id", "kind", "report", "story", "part")),
        *(tables.passages.c[n] for n in ("start", "end", "title", "text")),
    )
    rows = tx.execute(raw, {"query": query, "limit": limit, **names})
    return tuple(Hit(**row._mapping) for row in rows)


def parts(words: str) -> list[str]:
    """The words and phrases of a query, each without anything that an index takes for an operator."""
    pieces = words.split('"')
    if len(pieces) % 2 == 0:  # a quotation mark that nothing closes
        pieces = [" ".join(pieces)]
    phrases = [" ".join(forms(piece)) for piece in pieces[1::2]]
    return [*(w for piece in pieces[::2] for w in forms(piece)), *(p for p in phrases if p)]
