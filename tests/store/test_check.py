"""Whatever is damaged in a store is found, and nothing is found in a sound one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from runs import run
from small_stream import Prepared
from sqlalchemy import text

from consilience.store import Store, check

DAMAGE = {
    "a text": ("UPDATE reports SET text = text || ' and more' WHERE seq = 1", "is not the one that was stored"),
    "a number": ("UPDATE reports SET seq = 99 WHERE seq = 2", "the order stored has 3 where 2 should be"),
    "a state": ("UPDATE reports SET state = 'lost' WHERE seq = 1", "is 'lost'"),
    "a job": ("UPDATE reports SET state = 'new' WHERE seq = 1", "nobody will"),
    "needless work": (
        "INSERT INTO jobs (kind, subject, number, attempts) SELECT 'annotate', id, 1, 0 FROM reports WHERE seq = 1",
        "to be annotated again",
    ),
    "work on nothing": (
        "INSERT INTO jobs (kind, subject, number, attempts) VALUES ('annotate', 'nowhere', 1, 0)",
        "nowhere, which is not there",
    ),
    "a version": ("UPDATE reports SET version = 7 WHERE version = 2", "a version of article"),
    "an annotation": (
        "DELETE FROM annotations WHERE report = (SELECT id FROM reports WHERE seq = 1)",
        "lost its annot",
    ),
    "bytes": ("UPDATE annotations SET data = vector", "the annotation of report"),
    "a vector": (
        "UPDATE annotations SET vector = (SELECT vector FROM annotations ORDER BY report LIMIT 1)",
        "the vector of report",
    ),
    "an annotation too many": ("UPDATE reports SET state = 'set aside' WHERE seq = 1", "should not have"),
    "the end of a round": ("UPDATE rounds SET upto = 1 WHERE number = 2", "round 2 ends at 1"),
    "a stage": ("UPDATE rounds SET stage = 'closed' WHERE number = 1", "round 2 is 'done' after"),
    "a member": ("DELETE FROM members WHERE report = (SELECT id FROM reports WHERE seq = 1)", "is in no story"),
    "a count": ("UPDATE stories SET reports = reports + 1", "says that it has"),
    "where a story went": ("UPDATE stories SET \"into\" = 'sgone'", "went into sgone, and did not"),
    "the window": ('DELETE FROM "window" WHERE number > 0', "the stories of the window are not"),
    "what the window knows": ("UPDATE \"window\" SET known = '{}'", "what the window knows of report"),
    "a place in the window": (
        "UPDATE members SET story = (SELECT min(id) FROM stories)",
        "its story is",
    ),
    "the state of the window": ("UPDATE state SET value = '[]' WHERE name = 'grouping'", "state of the window"),
    "a dossier": ("DELETE FROM dossiers", "has lost its dossier"),
    "the bytes of a dossier": (
        "UPDATE dossiers SET data = (SELECT data FROM annotations ORDER BY report LIMIT 1)",
        "the dossier of story",
    ),
    "a dossier too many": ("UPDATE stories SET collated = 1", "which it has not reached"),
    "a finding": ("UPDATE findings SET at_least = at_least + 1", "the findings of story"),
    "an entity": ("DELETE FROM entities", "the entities of story"),
    "a moment": ("UPDATE moments SET earliest = '1900-01-01'", "the moments of story"),
    "what is searched": ("DELETE FROM passages WHERE kind = 'report'", "cannot be searched"),
    "a statement that is searched": ("DELETE FROM passages WHERE kind = 'statement'", "what can be searched of story"),
    "a note": ("UPDATE quarantine SET reason = 'no reason'", "the note on"),
}
SQLITE = {
    "the index": ("INSERT INTO passages_index (passages_index) VALUES ('delete-all')", "not in step"),
    "a text behind the index": (
        "UPDATE passages SET text = 'other words' WHERE kind = 'quotation'",
        "not in step",
    ),
    "an orphan": ("UPDATE members SET story = 'sgone'", "refers to a row of stories that is not there"),
}


@pytest.fixture(scope="module")
def filled(prepared: Prepared, empty: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sound store, that no test changes for good."""
    url = str(shutil.copy(empty, tmp_path_factory.mktemp("check") / "filled.db"))
    run(url, prepared)
    return url


@pytest.mark.parametrize("what", [*DAMAGE, *SQLITE])
def test_damage_is_found(filled: str, what: str) -> None:
    statement, sentence = {**DAMAGE, **SQLITE}[what]
    store = Store.open(filled)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        assert list(check.problems(connection)) == []
        connection.execute(text(statement))
        found = list(check.problems(connection))
        connection.rollback()
    store.close()
    assert [problem for problem in found if sentence in problem], found


@pytest.mark.parametrize("what", ["a text", "a vector", "a member", "a finding", "what is searched"])
def test_damage_is_found_on_postgresql_too(new_database: Callable[[], str], prepared: Prepared, what: str) -> None:
    url = new_database()
    run(url, prepared)
    statement, sentence = DAMAGE[what]
    store = Store.open(url)
    with store.write() as tx:
        assert list(check.problems(tx)) == []
        tx.execute(text(statement))
        assert [problem for problem in check.problems(tx) if sentence in problem]
    store.close()
