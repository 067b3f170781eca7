"""The version of the tables in a database: found out, moved forward and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from consilience.store.database import StoreError

if TYPE_CHECKING:  # Alembic takes half a second to import, and most runs have nothing to migrate
    from alembic.config import Config
    from alembic.script import Script

VERSION = "0001"  # that this program works with: the newest step
HEAD = "head"
_TABLE = "alembic_version"
_LOCK = 0x636F6E73  # PostgreSQL's advisory lock for whoever changes the tables


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings: the steps that came with the program, on this connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def steps() -> list[Script]:
    """The steps that the program knows, the newest first."""
    from alembic.script import ScriptDirectory

    return list(ScriptDirectory.from_config(config()).walk_revisions())


def current(connection: Connection) -> str | None:
    """The version of the tables in the database, None where there are none of ours."""
    if not inspect(connection).has_table(_TABLE):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {_TABLE}"))
    return None if found is None else str(found)


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
        tables = _others(connection)
    if found == VERSION:
        return
    if found is None and not tables and create:
        migrate(engine)
    elif found is None:
        raise StoreError("the database is not a store" if tables else "the database holds no store")
    else:
        raise StoreError(f"the store has version {found}, the program {VERSION}: 'consilience store migrate' fits it")


def _others(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name != _TABLE]


def migrate(engine: Engine, to: str = HEAD) -> tuple[str | None, str | None]:
    """Move the tables to a version, all or nothing; the versions before and after. Raises :class:`StoreError`."""
    from alembic import command
    from alembic.util.exc import CommandError

    order = [step.revision for step in steps()]
    with changing(engine) as connection:
        before = current(connection)
        if before is not None and before not in order:
            raise StoreError(
                f"the store has version {before}, which this program does not know: it was made by a newer"
            )
        if before is None and _others(connection):
            raise StoreError("the database is not a store")
        later = to == HEAD or before is None or (to in order and order.index(to) <= order.index(before))
        try:
            (command.upgrade if later else command.downgrade)(config(connection), to)
        except CommandError as error:
            raise StoreError(str(error)) from None
        return before, current(connection)
