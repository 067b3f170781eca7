"""Whether a store holds what it should: every rule that the rest of the program relies on, and what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select, text
from sqlalchemy.exc import DatabaseError

from consilience.group.vector import ReportVector, vector
from consilience.group.window import Course, Kept
from consilience.model import Annotated, Judgement
from consilience.store import collation, grouping, judgements, packing, passages, reports, stories, tables
from consilience.store.packing import UnpackError

_AT_ONCE = 200


def problems(tx: Connection) -> Iterator[str]:
    """What is wrong with the store, a sentence each; nothing where all is well. Reads everything there is."""
    for part in (_database, _reports, _annotations, _rounds, _members, _window, _dossiers, _search, _decided):
        yield from part(tx)


def _each(tx: Connection, query: Select[Any], sentence: str) -> Iterator[str]:
    """The sentence for every row of the query, with the row's values in it."""
    for row in tx.execute(query):
        yield sentence.format(*row)


def _database(tx: Connection) -> Iterator[str]:
    if tx.dialect.name == "postgresql":
        invalid = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        yield from (f"the index {name} is not valid" for name in tx.scalars(invalid))
        return
    for (said,) in tx.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for table, row, parent, _ in tx.execute(text("PRAGMA foreign_key_check")):
        yield f"row {row} of {table} refers to a row of {parent} that is not there"


def _reports(tx: Connection) -> Iterator[str]:
    table = tables.reports
    expected = 0
    for row in tx.execute(select(table).order_by(table.c.seq).execution_options(yield_per=_AT_ONCE)):
        expected += 1
        if row.seq != expected:
            yield f"the order stored has {row.seq} where {expected} should be"
            expected = row.seq
        if reports.digest(row.text) != row.digest:
            yield f"the text of report {row.id} is not the one that was stored"
        if row.state not in (reports.NEW, reports.ANNOTATED, reports.SET_ASIDE):
            yield f"report {row.id} is {row.state!r}"
    gaps = select(table.c.article).group_by(table.c.article).having(func.count() != func.max(table.c.version))
    yield from _each(tx, gaps, "a version of article {0} is missing")
    job = exists().where(tables.jobs.c.kind == reports.ANNOTATE, tables.jobs.c.subject == table.c.id)
    forgotten = select(table.c.id).where(table.c.state == reports.NEW, ~job)
    yield from _each(tx, forgotten, "report {0} waits to be annotated and nobody will")
    needless = select(table.c.id).where(table.c.state != reports.NEW, job)
    yield from _each(tx, needless, "report {0} is to be annotated again")


def _annotations(tx: Connection) -> Iterator[str]:
    table, notes = tables.reports, tables.annotations
    has = exists().where(notes.c.report == table.c.id)
    bare = select(table.c.id).where(table.c.state == reports.ANNOTATED, ~has)
    yield from _each(tx, bare, "report {0} has lost its annotation")
    early = select(table.c.id).where(table.c.state != reports.ANNOTATED, has)
    yield from _each(tx, early, "report {0} has an annotation that it should not have")
    for row in tx.execute(select(notes).execution_options(yield_per=_AT_ONCE)):
        try:
            item = reports.with_report(tx, packing.unpack(Annotated, row.data))
            if packing.unpack(ReportVector, row.vector).digest != vector(item).digest:
                yield f"the vector of report {row.report} is not that of its annotation"
        except (UnpackError, KeyError) as error:
            yield f"the annotation of report {row.report} cannot be read: {error}"


def _rounds(tx: Connection) -> Iterator[str]:
    count = tx.scalar(select(func.count()).select_from(tables.reports)) or 0
    before, stage = 0, "done"
    stages = ("closed", "grouped", "done")
    for n, row in enumerate(tx.execute(select(tables.rounds).order_by(tables.rounds.c.number)), start=1):
        if row.number != n or not before <= row.upto <= count:
            yield f"round {row.number} ends at {row.upto}, which does not follow from the one before"
        if row.stage not in stages or stages.index(row.stage) > stages.index(stage):
            yield f"round {row.number} is {row.stage!r} after one that is {stage!r}"
        else:
            stage = row.stage if row.stage == "done" else "closed"
        before = row.upto


def _members(tx: Connection) -> Iterator[str]:
    report, member, story, round_ = tables.reports, tables.members, tables.stories, tables.rounds
    grouped = select(func.coalesce(func.max(round_.c.upto), 0)).where(round_.c.stage != "closed").scalar_subquery()
    has = exists().where(member.c.report == report.c.id)
    annotated = report.c.state == reports.ANNOTATED
    yield from _each(
        tx, select(report.c.id).where(annotated, report.c.seq <= grouped, ~has), "report {0} is in no story"
    )
    early = select(report.c.id).where(has, ~and_(annotated, report.c.seq <= grouped))
    yield from _each(tx, early, "report {0} is in a story before its time")
    sizes = select(member.c.story, func.count().label("size")).group_by(member.c.story).subquery()
    size = func.coalesce(sizes.c.size, 0)
    joined = story.outerjoin(sizes, sizes.c.story == story.c.id)
    counted = select(story.c.id, story.c.reports, size).select_from(joined).where(story.c.reports != size)
    yield from _each(tx, counted, "story {0} says that it has {1} reports and has {2}")
    other = story.alias()
    into = select(story.c.id, story.c.into).where(
        story.c.into.is_not(None), (story.c.reports > 0) | ~exists().where(other.c.id == story.c.into)
    )
    yield from _each(tx, into, "story {0} went into {1}, and did not")


def _window(tx: Connection) -> Iterator[str]:
    held = tx.scalar(select(tables.state.c.value).where(tables.state.c.name == grouping.STATE))
    live: dict[str, None] = {}
    rows = select(tables.window, tables.members.c.story).outerjoin(
        tables.members, tables.members.c.report == tables.window.c.report
    )
    for row in tx.execute(rows.order_by(tables.window.c.number)):
        try:
            known = packing.read(Kept, row.known)
        except UnpackError as error:
            yield f"what the window knows of report {row.report} cannot be read: {error}"
            continue
        live[known.story] = None
        if known.story != row.story or known.number != row.number:
            yield f"the window has report {row.report} in story {known.story}, its story is {row.story}"
    try:
        course = packing.read(Course, held).stories if held is not None else ()
    except UnpackError as error:
        yield f"the state of the window cannot be read: {error}"
        return
    if sorted(course) != sorted(live):
        yield "the stories of the window are not those of its reports"


def _dossiers(tx: Connection) -> Iterator[str]:
    table = tables.dossiers
    aside = {row.path for row in tx.execute(select(tables.quarantine.c.path))}
    for row in tx.execute(select(tables.stories.c.id, tables.stories.c.reports, tables.stories.c.collated)).all():
        try:
            found = stories.dossier(tx, row.id) if row.reports else None
        except (UnpackError, KeyError) as error:
            yield f"the dossier of story {row.id} cannot be read: {error}"
            continue
        if row.reports and row.collated and found is None and f"story {row.id}" not in aside:
            yield f"story {row.id} has lost its dossier"
        for name, expected in collation.looked_up(found).items():
            own = tables.metadata.tables[name]
            query = select(own).where(own.c.story == row.id).order_by(own.c.number)
            there = [{k: v for k, v in r._mapping.items() if k not in ("story", "number")} for r in tx.execute(query)]
            if there != expected and not (found is None and f"story {row.id}" in aside):
                yield f"the {name} of story {row.id} are not those of its dossier"
    later = select(table.c.story, table.c.round).join(tables.stories).where(table.c.round > tables.stories.c.collated)
    yield from _each(tx, later, "story {0} has a dossier of round {1}, which it has not reached")


def _search(tx: Connection) -> Iterator[str]:
    table = tables.passages
    whole = exists().where(table.c.kind == "report", table.c.report == tables.reports.c.id)
    whole = whole.where(table.c.text == tables.reports.c.text)
    yield from _each(tx, select(tables.reports.c.id).where(~whole), "report {0} cannot be searched")
    for story in tx.scalars(select(tables.stories.c.id).order_by(tables.stories.c.id)).all():
        query = select(table.c.kind, table.c.report, table.c.part, table.c.start, table.c.end, table.c.text)
        there = sorted(tuple(row) for row in tx.execute(query.where(table.c.story == story)))
        try:
            found = stories.dossier(tx, story)
        except (UnpackError, KeyError):
            continue  # said already
        rows = passages.of_dossier(found) if found is not None else []
        expected = sorted((r["kind"], r["report"], r["part"], r["start"], r["end"], r["text"]) for r in rows)
        size = tx.scalar(select(tables.stories.c.reports).where(tables.stories.c.id == story))
        if there != (expected if size else []):
            yield f"what can be searched of story {story} is not what its dossier says"
    if tx.dialect.name == "sqlite":
        try:
            tx.execute(text("INSERT INTO passages_index (passages_index, rank) VALUES ('integrity-check', 1)"))
        except DatabaseError:
            yield "the index of the search is not in step with what is searched"


def _decided(tx: Connection) -> Iterator[str]:
    for row in tx.execute(select(tables.judgements)):
        values = {k: v for k, v in row._mapping.items() if k != "id"}
        if judgements.key(Judgement(**values)) != row.id:
            yield f"judgement {row.id} is not the one that was made"
    for row in tx.execute(select(tables.quarantine)):
        if reports.quarantine_key(row.path, row.reason) != row.id:
            yield f"the note on {row.path} is not the one that was made"
    lost = select(tables.jobs.c.subject).where(
        tables.jobs.c.kind == reports.ANNOTATE, ~exists().where(tables.reports.c.id == tables.jobs.c.subject)
    )
    yield from _each(tx, lost, "there is work to be done on report {0}, which is not there")
