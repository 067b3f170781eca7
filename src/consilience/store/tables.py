"""What the store holds, table by table.

Three kinds of column: what was read, found or decided (exported); what is worked out anew from it
(:data:`DERIVED`); and what only says how the work stands (:data:`WORKING`: leases, retries, times of the clock).
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from consilience.store.types import Json, Raw, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _report(*, key: bool = False) -> Column[str]:
    return Column("report", Raw, ForeignKey("reports.id"), primary_key=key, nullable=False)


def _story(*, key: bool = False) -> Column[str]:
    return Column("story", String(64), ForeignKey("stories.id"), primary_key=key, nullable=False)


# One row a version of an article. `seq` is the order stored, from 1, without gaps: all grouping follows it.
# `article` is the address (its hash where long), or the id where there is none; `version` counts from 1 within it.
# `fields` holds the rest of model.Report; `changed` what this version changed in the one before it.
# `state`: new, annotated, or "set aside" where it could not be annotated.
reports = Table(
    "reports",
    metadata,
    Column("id", Raw, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("article", Raw, nullable=False),
    Column("version", Integer, nullable=False),
    Column("path", Raw, nullable=False),
    Column("outlet", Raw),
    Column("publisher", Raw),
    Column("title", Raw),
    Column("url", Raw),
    Column("published", Raw),
    Column("language", Raw),
    Column("text", Raw, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("fields", Json, nullable=False),
    Column("changed", Json),
    Column("state", String(16), nullable=False),
    UniqueConstraint("article", "version"),
    Index(None, "state", "seq"),
)

# model.Annotated without its report, with the internal fields, and its group.vector.ReportVector: packed JSON.
annotations = Table(
    "annotations",
    metadata,
    _report(key=True),
    Column("data", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

# Inputs that could not be read, reports that could not be annotated; `id` is the hash of the rest.
quarantine = Table(
    "quarantine",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("path", Raw, nullable=False),
    Column("reason", Raw, nullable=False),
)

# Reports are grouped by rounds: those after the round before, up to and with `upto`. A round is closed when an input
# ends, or after so many reports; so the order stored says where every round ends, whenever the work was broken off.
# A judgement is a round without reports.
# `stage`: closed, grouped (its reports are in stories), done (the dossiers of these stories are stored too).
rounds = Table(
    "rounds",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("upto", Integer, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("at", Utc),
)

# `changed` is the last round that changed the reports of the story, `collated` that of its newest dossier.
# `into`: the story that this one was joined with; then it has no reports.
# The columns after it sum up the newest dossier, for lists.
stories = Table(
    "stories",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("opened", Integer, ForeignKey("rounds.number"), nullable=False),
    Column("changed", Integer, ForeignKey("rounds.number"), nullable=False),
    Column("collated", Integer),
    Column("into", String(64)),
    Column("title", Raw),
    Column("earliest", String(32)),
    Column("latest", String(32)),
    Column("places", Json),
    Column("reports", Integer),
    Column("outlets", Integer),
    Column("origins", Integer),
    Column("findings", Integer),
    Column("conflicts", Integer),
    Index(None, "changed"),
)

# The story that each report is in now, and why.
members = Table(
    "members",
    metadata,
    _report(key=True),
    _story(),
    Column("score", Float, nullable=False),
    Column("reasons", Json, nullable=False),
    Index(None, "story"),
)

# What happened to reports and stories, in order. `kind`: opened, joined, moved, merged, split (see docs/store.md).
# `other` is the story that the report was in before, or that this one was joined with or parted from.
history = Table(
    "history",
    metadata,
    Column("round", Integer, ForeignKey("rounds.number"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    _story(),
    Column("report", Raw, ForeignKey("reports.id")),
    Column("other", String(64)),
    Column("reasons", Json, nullable=False),
    Index(None, "story"),
)

# The reports that grouping still compares with, and what the window knows of them.
window = Table(
    "window",
    metadata,
    _report(key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("known", Json, nullable=False),
)

# Single values by name. A row is also the lock of whoever does what it is named after.
state = Table("state", metadata, Column("name", String(64), primary_key=True), Column("value", Json))

# A dossier for every round that changed its story: model.Dossier without the texts of its reports, packed JSON.
dossiers = Table(
    "dossiers",
    metadata,
    _story(key=True),
    Column("round", Integer, ForeignKey("rounds.number"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# From the newest dossier of each story, a row each, in the dossier's order.
findings = Table(
    "findings",
    metadata,
    _story(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("text", Raw, nullable=False),
    Column("report", Raw, ForeignKey("reports.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("status", String(32), nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("at_least", Integer, nullable=False),
    Column("at_most", Integer, nullable=False),
    Column("parties", Integer, nullable=False),
    Column("new", Boolean, nullable=False),
    Index(None, "status"),
)
entities = Table(
    "entities",
    metadata,
    _story(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("name", Raw, nullable=False),
    Column("type", Raw, nullable=False),
    Column("country", Raw),
    Column("aliases", Json, nullable=False),
)
# What an entity is found by (store/names.py), several rows each; `entity` is its number in the dossier.
names = Table(
    "names",
    metadata,
    _story(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("entity", Integer, nullable=False),
    Column("key", Raw, nullable=False),
    Index(None, "key"),
)
places = Table(
    "places",
    metadata,
    _story(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Raw, nullable=False),
    Column("sort", Raw, nullable=False),
    Column("country", Raw),
    Column("region", Raw),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float),
)
moments = Table(
    "moments",
    metadata,
    _story(key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("finding", String(64), nullable=False),
    Column("earliest", String(32)),
    Column("latest", String(32)),
    Column("text", Raw, nullable=False),
    Index(None, "earliest"),
)

# What can be searched, each with the characters it stands on. `kind`: report (the whole text), statement (each
# report's own words for a finding), quotation (each wording). `part` is the finding's or the quotation's id.
# `title` is the report's; of the others, whose words they are and through whom they came.
# SQLite indexes it in the FTS5 table passages_index, PostgreSQL in the tsvector column `words`.
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    _report(),
    Column("story", String(64), ForeignKey("stories.id")),
    Column("part", String(64)),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", Raw),
    Column("text", Raw, nullable=False),
    Index(None, "story"),
    Index(None, "report"),
)

# What people decided (model.Judgement); `id` is the hash of the rest.
judgements = Table(
    "judgements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("left", Raw, nullable=False),
    Column("right", Raw, nullable=False),
    Column("story", Raw),
    Column("by", Raw),
    Column("at", Raw),
    Column("note", Raw),
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Raw, primary_key=True),
    Column("title", Raw),
    Column("active", Boolean, nullable=False),
    Column("etag", Raw),
    Column("modified", Raw),
    Column("known", Json),
    Column("polled", Utc),
    Column("next_poll", Utc),
    Column("failures", Integer, nullable=False, default=0),
    Column("health", Raw),
)

# `id` is made from what the alert is about, so that one thing is told once. `state`: waiting, delivered, given up.
alerts = Table(
    "alerts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("round", Integer, ForeignKey("rounds.number"), nullable=False),
    Column("rule", Raw, nullable=False),
    Column("story", String(64), ForeignKey("stories.id")),
    Column("payload", Json, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Utc),
    Column("error", Raw),
    Index(None, "state"),
)

# Work to be done by whoever comes first; a row goes when its work is stored. `attempts` counts the leases taken.
jobs = Table(
    "jobs",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("subject", Raw, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("leased_by", String(64)),
    Column("leased_until", Utc),
    Index(None, "kind", "number"),
)

DERIVED = ("findings", "entities", "names", "places", "moments", "passages")
WORKING = {
    "rounds": ("at",),
    "feeds": ("polled", "next_poll", "failures", "health"),
    "alerts": ("attempts", "next_try", "error"),
}
