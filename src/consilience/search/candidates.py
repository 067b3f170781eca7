"""The passages that a database finds for a query, by its own index and in the order of its own ranking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from consilience.search.query import Query, fts5, tsquery
from consilience.store import tables

FREQUENT = 10_000  # passages with a term are counted up to here

# What stands beside a passage, once it is known which passages.
_SHOWN = """
SELECT p.id, p.kind, p.report, {story} AS story, p.part, p.start, p."end", p.title, p.text,
    r.title AS headline, r.outlet, r.published, r.url, r.fields, r.version, s.title AS story_title,
    (SELECT max(v.version) FROM reports v WHERE v.article = r.article) AS versions,
    (SELECT max(f.at_least) FROM findings f WHERE p.kind = 'statement' AND f.story = p.story AND f.id = p.part)
        AS at_least
FROM best JOIN passages p ON p.id = best.id JOIN reports r ON r.id = p.report {members}
LEFT JOIN stories s ON s.id = {story}
ORDER BY best.score DESC, p.kind, p.report, p.start, p.part"""
_STORY = "coalesce(p.story, m.story)"
_MEMBERS = "LEFT JOIN members m ON m.report = p.report"
_MATCH = {
    "sqlite": (
        "SELECT passages_index.rowid AS id, -bm25(passages_index, 4.0, 1.0, 0.0) AS score FROM passages_index",
        "JOIN passages p ON p.id = passages_index.rowid",
        "passages_index MATCH :query",
    ),
    "postgresql": (
        "SELECT p.id, ts_rank(p.words, to_tsquery('consilience', :query)) AS score FROM passages p",
        "",
        "p.words @@ to_tsquery('consilience', :query)",
    ),
}
_NEWEST = {
    "sqlite": "SELECT passages_index.rowid AS id, 0 AS score FROM passages_index",
    "postgresql": "SELECT p.id, 0 AS score FROM passages p",
}
# Without words: from the reports to their passages, since only few reports are of the days that are asked.
_ALL = "SELECT p.id, coalesce(r.published, '') AS score FROM reports r CROSS JOIN passages p"
_LISTED = {
    "sqlite": "SELECT value FROM json_each(:stories)",
    "postgresql": "SELECT json_array_elements_text(CAST(:stories AS json))",
}
_TYPES: dict[str, Any] = {
    **{
        c: tables.passages.c[c].type for c in ("id", "kind", "report", "story", "part", "start", "end", "title", "text")
    },
    **{c: tables.reports.c[c].type for c in ("outlet", "published", "url", "fields", "version")},
    "headline": tables.reports.c.title.type,
    "story_title": tables.stories.c.title.type,
    "versions": tables.reports.c.version.type,
    "at_least": tables.findings.c.at_least.type,
}
_HAPPENED = """CASE WHEN p.kind = 'statement' THEN EXISTS (SELECT 1 FROM moments t WHERE t.story = p.story
    AND t.finding = p.part AND coalesce(t.latest, t.earliest) >= :first
    AND substr(coalesce(t.earliest, t.latest), 1, {size}) <= :last)
    ELSE EXISTS (SELECT 1 FROM stories t WHERE t.id = {story} AND coalesce(t.latest, t.earliest) >= :first
    AND substr(coalesce(t.earliest, t.latest), 1, {size}) <= :last) END"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a passage must be besides: of these stories (None: any), published and happened in these days.

    Days are ISO days, months or years; what was published from ``a`` to ``b`` is within any that it overlaps.
    """

    kinds: tuple[str, ...]
    stories: frozenset[str] | None = None
    since: str | None = None
    until: str | None = None
    happened: tuple[str, str] | None = None


def candidates(tx: Connection, query: Query, limits: Limits, most: int, *, newest: bool = False) -> Sequence[Row[Any]]:
    """At most so many passages, the best by the database's ranking; without words, the last published.

    ``newest``: not the best, but those stored last, which takes no look at all the others.
    """
    name = tx.dialect.name
    kinds = limits.kinds
    values: dict[str, Any] = {"most": most}
    where: list[str] = []
    joins: list[str] = []
    if query.wanted:
        head, passages, match = _MATCH[name]
        where.append(match)
        values["query"] = fts5(query, kinds) if name == "sqlite" else tsquery(query)
    else:
        head, passages = _ALL, ""
        where.append("p.report = r.id")
    if limits.stories is not None or limits.happened:
        joins.append(_MEMBERS)
    if name != "sqlite" or not query.wanted:  # FTS5 has the kinds in its index
        where.append(f"p.kind IN ({', '.join(f':kind{n}' for n, _ in enumerate(kinds))})")
        values |= {f"kind{n}": kind for n, kind in enumerate(kinds)}
    if limits.stories is not None:
        where.append(f"{_STORY} IN ({_LISTED[name]})")
        values["stories"] = json.dumps(sorted(limits.stories))
    if (limits.since or limits.until) and query.wanted:
        joins.append("JOIN reports r ON r.id = p.report")
    if limits.since:
        where.append("(substr(r.published, 1, 10) >= :since OR r.published LIKE '%/%')")
        values["since"] = limits.since
    if limits.until:
        where.append(f"substr(r.published, 1, {len(limits.until)}) <= :until")
        values["until"] = limits.until
    if limits.happened:
        where.append(_HAPPENED.format(story=_STORY, size=len(limits.happened[1])))
        values["first"], values["last"] = limits.happened
    if joins and passages:
        joins.insert(0, passages)
    if newest:
        head, order = _NEWEST[name], "1 DESC"
    else:
        order = "score DESC, 1 DESC"
    best = f"{head} {' '.join(joins)} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT :most"
    shown = _SHOWN.format(story=_STORY, members=_MEMBERS)
    statement = text(f"WITH best AS ({best}) {shown}").columns(**_TYPES)
    return tx.execute(statement, values).all()


def frequency(tx: Connection, query: Query) -> int:
    """How many passages the index finds for a query, counted up to :data:`FREQUENT` and one more."""
    if tx.dialect.name == "sqlite":
        inner, asked = "SELECT 1 FROM passages_index WHERE passages_index MATCH :query", fts5(query)
    else:
        inner, asked = "SELECT 1 FROM passages WHERE words @@ to_tsquery('consilience', :query)", tsquery(query)
    counted = text(f"SELECT count(*) FROM ({inner} LIMIT :most) AS found")
    return tx.scalar(counted, {"query": asked, "most": FREQUENT + 1}) or 0


def newest_day(tx: Connection) -> str | None:
    """The last day on which one of the thousand reports stored last was published."""
    last = "SELECT published FROM reports ORDER BY seq DESC LIMIT 1000"
    day = tx.scalar(text(f"SELECT max(substr(published, 1, 10)) FROM ({last}) AS newest"))
    return str(day) if day else None
