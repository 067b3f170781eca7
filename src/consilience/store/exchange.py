"""A whole store as lines of JSON, and back: the same store gives the same bytes, whatever database holds it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, collate, select
from sqlalchemy.exc import IntegrityError, StatementError

from consilience.group.vector import vector
from consilience.model import Annotated, Dossier
from consilience.store import check, collation, jobs, packing, passages, reports, stories, tables, versions
from consilience.store.database import Store, StoreError
from consilience.store.types import Utc

FORMAT = "consilience.store/1"
# In an order in which every row finds those that it refers to.
ORDER = (
    tables.reports,
    tables.annotations,
    tables.quarantine,
    tables.rounds,
    tables.stories,
    tables.members,
    tables.history,
    tables.window,
    tables.state,
    tables.dossiers,
    tables.judgements,
    tables.feeds,
    tables.alerts,
)
_PACKED: dict[tuple[str, str], Any] = {("annotations", "data"): Annotated, ("dossiers", "data"): Dossier}
_LEFT_OUT = {("annotations", "vector")}  # worked out anew
_AT_ONCE = 200


def export(tx: Connection, *, times: bool = False) -> Iterator[str]:
    """The lines of the store, each without its line feed: a head, then a row a line.

    What is worked out from other rows is left out, and so are leases. ``times`` adds what only says how the work
    stood: when each round was, retries, how feeds fare. Without it equal work gives equal bytes, whenever it was done.
    """
    yield _line({"format": FORMAT, "version": versions.current(tx), "times": times})
    for table in ORDER:
        columns = [c for c in table.columns if _is_exported(c, times)]
        for row in tx.execute(_ordered(tx, table, columns).execution_options(yield_per=_AT_ONCE)):
            yield _line({"table": table.name, **{c.name: _out(c, row._mapping[c]) for c in columns}})


def _is_exported(column: Column[Any], times: bool) -> bool:
    place = (column.table.name, column.name)
    return place not in _LEFT_OUT and (times or column.name not in tables.WORKING.get(column.table.name, ()))


def _ordered(tx: Connection, table: Table, columns: list[Column[Any]]) -> Select[Any]:
    """The rows in an order that no database's sorting of letters has a say in."""
    query = select(*columns)
    if table is tables.state:
        query = query.where(table.c.value.is_not(None))  # the others are locks
    if table is tables.reports:
        return query.order_by(table.c.seq)
    if table is tables.annotations:
        return query.join(tables.reports).order_by(tables.reports.c.seq)
    binary = "C" if tx.dialect.name == "postgresql" else "BINARY"
    keys = table.primary_key.columns
    return query.order_by(*(collate(key, binary) if key.type.python_type is str else key for key in keys))


def _out(column: Column[Any], value: Any) -> Any:
    if (column.table.name, column.name) in _PACKED:
        return packing.contents(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _line(values: Mapping[str, Any]) -> str:
    return json.dumps(values, separators=(",", ":"))


def load(store: Store, lines: Iterable[str]) -> int:
    """Fill an empty store with exported lines, whole or not at all; the number of rows.

    Raises :class:`~consilience.store.StoreError` naming the first line that does not fit, or what is wrong with the
    whole.
    """
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    with store.write() as tx:
        if any(tx.execute(select(table).limit(1)).first() is not None for table in (tables.reports, tables.feeds)):
            raise StoreError("the store is not empty; lines are read into a new one")
        _head(next(numbered, (0, "")), versions.current(tx))
        count = 0
        for name, group in groupby((_row(n, line) for n, line in numbered), key=lambda row: row[1]):
            table = {table.name: table for table in ORDER}[name]
            for number, _, values in group:
                _insert(tx, table, number, values)
                count += 1
        _derive(tx)
        wrong = next(check.problems(tx), None)
        if wrong is not None:
            raise StoreError(f"the lines are not a whole store: {wrong}")
        return count


def _head(first: tuple[int, str], version: str | None) -> None:
    try:
        head = json.loads(first[1])
        form, of = head["format"], head["version"]
    except (ValueError, TypeError, KeyError):
        raise StoreError("not the lines of a store: the first one does not name its format") from None
    if form != FORMAT:
        raise StoreError(f"not the lines of a store: the format is {form!r}, not {FORMAT!r}")
    if of != version:
        raise StoreError(f"the lines are of a store of version {of}; this one has version {version}")


def _row(number: int, line: str) -> tuple[int, str, dict[str, Any]]:
    try:
        values = json.loads(line)
        name = values.pop("table")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise StoreError(f"line {number}: not a row of a store") from None
    table = tables.metadata.tables.get(str(name))
    if table is None or table not in ORDER:
        raise StoreError(f"line {number}: there is no table {name!r}")
    unknown = sorted(values.keys() - {c.name for c in table.columns if _is_exported(c, True)})
    if unknown:
        raise StoreError(f"line {number}: the table {name} has no column {unknown[0]!r}")
    return number, table.name, values


def _insert(tx: Connection, table: Table, number: int, values: dict[str, Any]) -> None:
    try:
        row = {name: _in(table.c[name], value) for name, value in values.items()}
        if table is tables.annotations:
            item = packing.unpack(Annotated, row["data"])
            row["vector"] = packing.pack(vector(reports.with_report(tx, item)))
        tx.execute(table.insert().values(**row))
    except (ValueError, TypeError, KeyError, StatementError) as error:
        reason = error.orig if isinstance(error, IntegrityError | StatementError) else error
        raise StoreError(f"line {number}: {' '.join(str(reason).split())}") from error


def _in(column: Column[Any], value: Any) -> Any:
    kind = _PACKED.get((column.table.name, column.name))
    if kind is not None:
        return packing.pack(packing.read(kind, value))
    return datetime.fromisoformat(value) if isinstance(column.type, Utc) and value is not None else value


def _derive(tx: Connection) -> None:
    """Work out what is not exported."""
    table = tables.reports
    for row in tx.execute(select(table).order_by(table.c.seq)).all():
        passages.add(tx, [passages.of_report(reports.report_of(row))])
        if row.state == reports.NEW:
            jobs.add(tx, reports.ANNOTATE, {row.id: row.seq})
    for story in tx.scalars(select(tables.stories.c.id).where(tables.stories.c.reports > 0)).all():
        found = stories.dossier(tx, story)
        if found is not None:
            collation.look_up(tx, story, found)
