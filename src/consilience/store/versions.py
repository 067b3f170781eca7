"""The version of the tables in a database: found out, moved forward and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from consilience.store.database import StoreError

HEAD = "head"
_LOCK = 0x636F6E73  # PostgreSQL's advisory lock for whoever changes the tables


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings: the steps that came with the program, on this connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def newest() -> str:
    """The version that this program works with."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def current(connection: Connection) -> str | None:
    """The version of the tables in the database, None where there are none of ours."""
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables can be changed, and nobody else changes them."""
    with engine.connect().execution_options(writing=True, migrating=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def settle(engine: Engine, *, create: bool) -> None:
    """Make the tables in an empty database; raise :class:`StoreError` where they are not of this program's version."""
    with engine.connect() as connection:
        found = current(connection)
        tables = set(inspect(connection).get_table_names())
    if found == newest():
        return
    if found is None and not tables - {"alembic_version"} and create:
        migrate(engine)
    elif found is None:
        raise StoreError("the database is not a store" if tables else "the database holds no store")
    else:
        raise StoreError(f"the store has version {found}, the program {newest()}: 'consilience store migrate' fits it")


def migrate(engine: Engine, to: str = HEAD) -> tuple[str | None, str | None]:
    """Move the tables to a version, all or nothing; the versions before and after. Raises :class:`StoreError`."""
    with changing(engine) as connection:
        before = current(connection)
        known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
        if before is not None and before not in known:
            raise StoreError(
                f"the store has version {before}, which this program does not know: it was made by a newer"
            )
        if before is None and set(inspect(connection).get_table_names()) - {"alembic_version"}:
            raise StoreError("the database is not a store")
        try:
            if to == HEAD or before is None or _is_later(to, before):
                command.upgrade(config(connection), to)
            else:
                command.downgrade(config(connection), to)
        except CommandError as error:
            raise StoreError(str(error)) from None
        return before, current(connection)


def _is_later(to: str, before: str) -> bool:
    order = [step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()]
    return to in order and order.index(to) <= order.index(before)
