"""One database behind a path or a URL: opened, brought up to date, and written to one whole transaction at a time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import DatabaseError as SqlError
from sqlalchemy.pool import NullPool

BUSY = 60_000  # milliseconds that a writer waits for another on SQLite
BACKENDS = ("sqlite", "postgresql")


class StoreError(OSError):
    """A store that cannot be opened, is of another version, or does not hold what it should."""


class LostError(StoreError):
    """The connection to the database is gone, or it could not do now what it may do when asked again."""


def address(store: str | Path) -> URL:
    """The URL of a store that is given as a URL or as the path of an SQLite file; raises :class:`StoreError`."""
    if isinstance(store, Path) or "://" not in store:
        path = Path(store)
        if path.is_dir():
            raise StoreError(f"{path} is a folder; a store is one file")
        if not path.parent.is_dir():
            raise StoreError(f"there is no folder {path.parent}")
        return URL.create("sqlite+pysqlite", database=str(path))
    try:
        url = make_url(store)
    except (ArgumentError, ValueError):
        raise StoreError("not the URL of a database") from None
    backend = url.get_backend_name()
    if backend not in BACKENDS:
        raise StoreError(f"a store is an SQLite file or a PostgreSQL URL, not {backend}")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url


def engine(url: URL) -> Engine:
    """The engine for a URL; raises :class:`StoreError` where its driver is not installed."""
    if url.get_backend_name() == "postgresql":
        try:
            made = create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED")
        except (ModuleNotFoundError, NoSuchModuleError, ImportError) as error:
            raise StoreError(
                f"PostgreSQL needs the extra 'postgres': pip install 'consilience[postgres]' ({error})"
            ) from None
        return made
    made = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY / 1000})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Each SQLite connection: transactions are ours to begin, rows keep their references, readers never wait."""
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("migrating"):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # tables are copied and renamed; no effect once begun
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


class Store:
    """An open store. Safe to share between threads; each process opens its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, store: str | Path, *, create: bool = True) -> Store:
        """The store at a path or URL. An empty database gets its tables; one of another version is an error.

        Raises :class:`StoreError`: not there (with ``create`` False), of an older or newer version, no driver.
        """
        from consilience.store import versions

        url = address(store)
        if not create and url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            raise StoreError(f"there is no store {url.database}")
        opened = cls(engine(url))
        try:
            with _failing(f"cannot open the store {url.render_as_string()}"):
                versions.settle(opened.engine, create=create)
        except BaseException:
            opened.close()
            raise
        return opened

    @staticmethod
    def migrate(store: str | Path, to: str = "head") -> tuple[str | None, str | None]:
        """Move the tables of a store to a version; the versions before and after, None for no tables.

        Raises :class:`StoreError`; then nothing has changed.
        """
        from consilience.store import versions

        url = address(store)
        made = engine(url)
        try:
            with _failing(f"cannot migrate the store {url.render_as_string()}"):
                return versions.migrate(made, to)
        finally:
            made.dispose()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that is stored whole or not at all. On SQLite it waits for any other writer first.

        Raises :class:`LostError`, and :class:`StoreError` where the database fails otherwise (a full disk).
        """
        with self._told(), self.engine.connect().execution_options(writing=True) as tx, tx.begin():
            yield tx

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of what is stored. Raises as :meth:`write` does."""
        with self._told(), self.engine.connect() as tx:
            if self.is_postgres:
                tx.execution_options(isolation_level="REPEATABLE READ")
            with tx.begin():
                yield tx

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            reason = " ".join(str(error.orig).split())
            raise (LostError if self.is_postgres else StoreError)(f"the store failed: {reason}") from error

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Whether nobody else is within this context with the same name. It ends with the process, however that ends.

        On SQLite an empty file beside the store's, of that name, is what is locked.
        """
        if self.is_postgres:
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
            with self._told(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as held:
                mine = bool(held.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}))
                try:
                    yield mine
                finally:
                    if mine and not held.invalidated:
                        held.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
            return
        with closing(sqlite3.connect(f"{self.engine.url.database}.{name}", timeout=0, isolation_level=None)) as file:
            try:
                file.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                yield False
                return
            yield True

    @property
    def is_postgres(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _failing(what: str) -> Iterator[None]:
    """Errors of the database as the store's."""
    try:
        yield
    except SqlError as error:
        raise StoreError(f"{what}: {' '.join(str(error.orig).split())}") from error


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose keys are not there yet."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, or set what they say where their keys are there already. All rows have the same columns."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    statement = _insert(connection, table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    changed = statement.on_conflict_do_update(index_elements=keys, set_=values) if values else None
    connection.execute(statement.on_conflict_do_nothing() if changed is None else changed, [dict(row) for row in rows])


def _insert(connection: Connection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
