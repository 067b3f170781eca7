"""Reports in and out: each version of an article once, in the order stored, with what it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, func, select, update

from consilience.group.vector import ReportVector, vector
from consilience.model import Annotated, Quarantined, Report
from consilience.store import jobs, packing, passages, revisions, rounds, tables
from consilience.store.database import insert_new

ANNOTATE = "annotate"  # the kind of job that a new report is
NEW, ANNOTATED, SET_ASIDE = "new", "annotated", "set aside"
_COLUMNS = ("path", "outlet", "publisher", "title", "url", "published", "language", "text")
_FIELDS = ("dated_by", "dated_because", "byline", "credits", "removed", "extra")
_READER: TypeAdapter[Report] = TypeAdapter(Report)
_CHUNK = 500  # values in one query


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the items given: the ids of the reports that are new, and how many of the others there were.

    ``last`` is the last of their places in the order stored, 0 where none of them is a report.
    """

    new: tuple[str, ...]
    versions: int
    known: int
    set_aside: int
    last: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article; ``changed`` is against the version before, None for the first."""

    report: str
    version: int
    changed: tuple[revisions.Change, ...] | None


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def add(
    tx: Connection,
    items: Iterable[Report | Quarantined],
    *,
    close: bool = False,
    earlier: int = 0,
    at: datetime | None = None,
) -> Added:
    """Store what was read, in the order given; what is known already stays as it is.

    A known article with another text becomes its next version. Where an input ends, ``close`` ends the round, so
    that its reports are grouped; ``at`` is when (now by default). ``earlier`` is the last place of those of its
    items that were given before: an input whose reports are all in rounds that ended ends none.
    """
    rounds.lock(tx, "reading")
    ended, place = rounds.last(tx)[1], earlier
    next_seq = (tx.scalar(select(func.max(tables.reports.c.seq))) or 0) + 1
    new: list[str] = []
    versions = known = set_aside = 0
    for item in items:
        if isinstance(item, Quarantined):
            set_aside += quarantine(tx, item)
            continue
        row = _row(tx, item)
        if isinstance(row, int):
            known += 1
            place = max(place, row)
            continue
        tx.execute(tables.reports.insert().values(seq=next_seq, state=NEW, **row))
        jobs.add(tx, ANNOTATE, {row["id"]: next_seq})
        passages.add(tx, [passages.of_report(replace(item, id=row["id"]))])
        if next_seq - ended >= rounds.SIZE:
            rounds.close(tx, ended := next_seq, at)
        place = next_seq
        new.append(row["id"])
        versions += row["version"] > 1
        next_seq += 1
    if close and place > ended:
        rounds.close(tx, next_seq - 1, at)
    return Added(tuple(new), versions, known, set_aside, place)


def quarantine_key(path: str, reason: str) -> str:
    """The id of a note on an input."""
    return digest(f"{path}\0{reason}")


def quarantine(tx: Connection, item: Quarantined) -> int:
    """Note an input that could not be used; the number of notes that are new."""
    key = quarantine_key(item.path, item.reason)
    there = tx.scalar(select(tables.quarantine.c.id).where(tables.quarantine.c.id == key))
    insert_new(tx, tables.quarantine, [{"id": key, "path": item.path, "reason": item.reason}])
    return int(there is None)


def _row(tx: Connection, report: Report) -> dict[str, Any] | int:
    """The row of a report, without its place in the order; that place where it is stored already."""
    table = tables.reports
    text_digest = digest(report.text)
    same = tx.execute(select(table.c.seq, table.c.article, table.c.digest).where(table.c.id == report.id)).one_or_none()
    if same is not None:
        if same.digest == text_digest:
            return int(same.seq)
        # An id that was given with the report, and another text: a later version.
        report = replace(report, id=digest(f"{report.id}\0{report.text}")[:24])
        there = tx.scalar(select(table.c.seq).where(table.c.id == report.id))
        if there is not None:
            return int(there)
    article = same.article if same is not None else revisions.article(report)
    known = tx.execute(
        select(table.c.seq, table.c.version, table.c.digest, table.c.text)
        .where(table.c.article == article)
        .order_by(table.c.version)
    ).all()
    for earlier in known:
        if earlier.digest == text_digest:
            return int(earlier.seq)
    changed = revisions.changes(known[-1].text, report.text) if known else None
    if known and same is None and not revisions.is_revision(known[-1].text, report.text):
        article, known, changed = report.id, [], None  # one address for several articles
    return {
        "id": report.id,
        "article": article,
        "version": known[-1].version + 1 if known else 1,
        "digest": text_digest,
        "fields": {name: packing.plain(getattr(report, name)) for name in _FIELDS},
        "changed": None if changed is None else [packing.plain(change) for change in changed],
        **{name: getattr(report, name) for name in _COLUMNS},
    }


def report_of(row: Row[Any] | Mapping[str, Any]) -> Report:
    """The report that a row of the table is."""
    values = row if isinstance(row, Mapping) else row._mapping
    return _READER.validate_python(
        {"id": values["id"], **{name: values[name] for name in _COLUMNS}, **values["fields"]}
    )


def get(tx: Connection, report: str) -> Report | None:
    """The report of that id."""
    row = tx.execute(select(tables.reports).where(tables.reports.c.id == report)).one_or_none()
    return None if row is None else report_of(row)


def several(tx: Connection, ids: Sequence[str]) -> tuple[Report, ...]:
    """The reports of these ids, in their order; ids that are not there are left out."""
    found = {row.id: report_of(row) for row in _rows(tx, select(tables.reports), tables.reports.c.id, ids)}
    return tuple(found[i] for i in ids if i in found)


def _rows(tx: Connection, query: Any, column: Any, values: Sequence[str]) -> list[Row[Any]]:
    """The rows whose column has one of the values, however many: asked for in pieces."""
    pieces = [values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK)]
    return [row for piece in pieces for row in tx.execute(query.where(column.in_(piece)))]


def annotated(tx: Connection, ids: Sequence[str]) -> tuple[Annotated, ...]:
    """The reports of these ids with what was marked in them, in their order; those without are left out."""
    packed = tables.annotations
    found = {row.report: row.data for row in _rows(tx, select(packed), packed.c.report, ids)}
    reports = several(tx, [i for i in ids if i in found])
    return tuple(replace(packing.unpack(Annotated, found[r.id]), report=r) for r in reports)


def with_report(tx: Connection, bare: Annotated) -> Annotated:
    """What was marked in a report, with the report; KeyError where that is not stored."""
    report = get(tx, bare.report.id)
    if report is None:
        raise KeyError(f"no report {bare.report.id}")
    return replace(bare, report=report)


def vectors(tx: Connection, ids: Sequence[str]) -> tuple[ReportVector, ...]:
    """What grouping keeps of the reports of these ids, in their order; those not annotated are left out."""
    packed = tables.annotations
    rows = _rows(tx, select(packed.c.report, packed.c.vector), packed.c.report, ids)
    found = {row.report: packing.unpack(ReportVector, row.vector) for row in rows}
    return tuple(found[i] for i in ids if i in found)


def packed_annotation(item: Annotated) -> dict[str, Any]:
    """The row that keeps what was marked in a report: without the report, which has a row of its own."""
    bare = replace(item, report=Report(id=item.report.id, path="", text=""))
    return {"report": item.report.id, "data": packing.pack(bare), "vector": packing.pack(vector(item))}


def store_annotations(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows of :func:`packed_annotation`; the reports' jobs are done."""
    insert_new(tx, tables.annotations, rows)
    _settle(tx, [row["report"] for row in rows], ANNOTATED)


def set_aside(tx: Connection, report: Report, reason: str) -> None:
    """Take a report that cannot be annotated out of the work, with the reason."""
    quarantine(tx, Quarantined(report.path, reason))
    _settle(tx, [report.id], SET_ASIDE)


def _settle(tx: Connection, ids: Sequence[str], state: str) -> None:
    """A report that another worker was quicker with stays as it is."""
    table = tables.reports
    tx.execute(update(table).where(table.c.id.in_(ids), table.c.state == NEW).values(state=state))
    jobs.done(tx, ANNOTATE, ids)


def versions(tx: Connection, article: str) -> tuple[Version, ...]:
    """The versions of an article, the first one first."""
    table = tables.reports
    rows = tx.execute(select(table).where(table.c.article == article).order_by(table.c.version))
    return tuple(Version(row.id, row.version, revisions.read(row.changed)) for row in rows)
