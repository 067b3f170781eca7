"""The tables of the first store"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What is searched: the same words on both databases, each by the stem that Porter's first algorithm gives it, without
# accents, none left out. SQLite's tokenizer does that; PostgreSQL is given the letters and digits alone, since it would
# make hosts, numbers and paths of what else stands between them. `kind` is indexed so that one kind can be asked for.
# Words beyond the limit of a long text are not indexed on PostgreSQL: a tsvector holds a megabyte at most.
SQLITE = (
    """CREATE VIRTUAL TABLE passages_index USING fts5(
        title, text, kind, content='passages', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
        INSERT INTO passages_index (rowid, title, text, kind) VALUES (new.id, new.title, new.text, new.kind);
    END""",
    """CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
        INSERT INTO passages_index (passages_index, rowid, title, text, kind)
        VALUES ('delete', old.id, old.title, old.text, old.kind);
    END""",
)
_NOT_WORDS = r"[^a-zA-Z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\U0010ffff]|[\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff]"
_WORDS = (
    r"regexp_replace(regexp_replace(normalize(left({}, {}), NFD), '[\u0300-\u036f]', '', 'g'), "
    f"'{_NOT_WORDS}', ' ', 'g')"
)
POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY consilience_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION consilience (PARSER = default)",
    """ALTER TEXT SEARCH CONFIGURATION consilience
        ADD MAPPING FOR asciiword, word, numword WITH consilience_stem""",
    "ALTER TEXT SEARCH CONFIGURATION consilience ADD MAPPING FOR uint, int, sfloat, float WITH simple",
    f"""ALTER TABLE passages ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('consilience', {_WORDS.format("coalesce(title, '')", 1000)}), 'A')
        || setweight(to_tsvector('consilience', {_WORDS.format("text", 100000)}), 'B')) STORED""",
    "CREATE INDEX ix_passages_words ON passages USING gin (words)",
)
NO_POSTGRESQL = (
    "DROP TEXT SEARCH CONFIGURATION consilience",
    "DROP TEXT SEARCH DICTIONARY consilience_stem",
)


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("known", sa.Text(), nullable=True),
        sa.Column("polled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_poll", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("health", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
    )
    op.create_table(
        "jobs",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(length=64), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_kind_number"), "jobs", ["kind", "number"])

    op.create_table(
        "judgements",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("article", "version", name=op.f("uq_reports_article_version")),
        sa.UniqueConstraint("seq", name=op.f("uq_reports_seq")),
    )
    op.create_index(op.f("ix_reports_state_seq"), "reports", ["state", "seq"])

    op.create_table(
        "rounds",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rounds")),
    )
    op.create_table(
        "state",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_state")),
    )
    op.create_table(
        "annotations",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_annotations_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_annotations")),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("collated", sa.Integer(), nullable=True),
        sa.Column("into", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("earliest", sa.String(length=32), nullable=True),
        sa.Column("latest", sa.String(length=32), nullable=True),
        sa.Column("places", sa.Text(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=True),
        sa.Column("outlets", sa.Integer(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=True),
        sa.Column("conflicts", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed"], ["rounds.number"], name=op.f("fk_stories_changed")),
        sa.ForeignKeyConstraint(["opened"], ["rounds.number"], name=op.f("fk_stories_opened")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_changed"), "stories", ["changed"])

    op.create_table(
        "window",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_window_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_window")),
        sa.UniqueConstraint("number", name=op.f("uq_window_number")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["rounds.number"], name=op.f("fk_alerts_round")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_alerts_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_state"), "alerts", ["state"])

    op.create_table(
        "dossiers",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.number"], name=op.f("fk_dossiers_round")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_dossiers_story")),
        sa.PrimaryKeyConstraint("story", "round", name=op.f("pk_dossiers")),
    )
    op.create_table(
        "entities",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_entities_story")),
        sa.PrimaryKeyConstraint("story", "number", name=op.f("pk_entities")),
    )
    op.create_table(
        "findings",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=False),
        sa.Column("parties", sa.Integer(), nullable=False),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_findings_report")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_findings_story")),
        sa.PrimaryKeyConstraint("story", "number", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_status"), "findings", ["status"])

    op.create_table(
        "history",
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("other", sa.String(length=64), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_history_report")),
        sa.ForeignKeyConstraint(["round"], ["rounds.number"], name=op.f("fk_history_round")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_history_story")),
        sa.PrimaryKeyConstraint("round", "number", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_story"), "history", ["story"])

    op.create_table(
        "members",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_members_report")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_members_story")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_story"), "members", ["story"])

    op.create_table(
        "moments",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("finding", sa.String(length=64), nullable=False),
        sa.Column("earliest", sa.String(length=32), nullable=True),
        sa.Column("latest", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_moments_story")),
        sa.PrimaryKeyConstraint("story", "number", name=op.f("pk_moments")),
    )
    op.create_index(op.f("ix_moments_earliest"), "moments", ["earliest"])

    op.create_table(
        "passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=True),
        sa.Column("part", sa.String(length=64), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_passages_report")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_passages_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_report"), "passages", ["report"])
    op.create_index(op.f("ix_passages_story"), "passages", ["story"])

    op.create_table(
        "places",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_places_story")),
        sa.PrimaryKeyConstraint("story", "number", name=op.f("pk_places")),
    )
    op.create_table(
        "names",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_names_story")),
        sa.PrimaryKeyConstraint("story", "number", name=op.f("pk_names")),
    )
    op.create_index(op.f("ix_names_key"), "names", ["key"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("passages_index")
    for table in (
        "names",
        "places",
        "passages",
        "moments",
        "members",
        "history",
        "findings",
        "entities",
        "dossiers",
        "alerts",
        "window",
        "stories",
        "annotations",
        "state",
        "rounds",
        "reports",
        "quarantine",
        "judgements",
        "jobs",
        "feeds",
    ):
        op.drop_table(table)
    for statement in NO_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else ():
        op.execute(statement)
