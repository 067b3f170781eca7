"""Runs the steps on the connection that it is given, in that connection's transaction."""

from __future__ import annotations

from typing import Any

from alembic import context

from consilience.store.tables import metadata

SEARCH = ("passages_index", "words", "ix_passages_words")  # each database's own: made by hand, not compared


def _compared(_item: Any, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:
    return not (name or "").startswith(SEARCH)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=_compared,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
