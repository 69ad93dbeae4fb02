"""The tables of the first release.

Steps stand for themselves: they never import today's tables, which go on to change.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, grouped as the data flows."""
    _of_runtime()
    _of_ingest()
    _of_articles()
    _of_incidents()
    _of_alerts()
    _of_deliveries()


def _of_runtime() -> None:
    op.create_table(
        "topic_outbox",
        Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("headers", Text, nullable=False),
        Column("value", LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "handled_record",
        Column("stage", Text, primary_key=True),
        Column("topic", Text, primary_key=True),
        Column("partition", Integer, primary_key=True, autoincrement=False),
        Column("offset", BigInteger, primary_key=True, autoincrement=False),
        Column("digest", LargeBinary, nullable=False),
    )


def _of_ingest() -> None:
    op.create_table(
        "feeds",
        Column("name", Text, primary_key=True),
        Column("url", Text, nullable=False),
        Column("next_at", BigInteger, nullable=False),
        Column("tried_at", BigInteger),
        Column("succeeded_at", BigInteger),
        Column("failures", Integer, nullable=False),
        Column("health", Text, nullable=False),
        Column("error", Text, nullable=False),
        Column("etag", Text, nullable=False),
        Column("last_modified", Text, nullable=False),
        Column("body_hash", Text, nullable=False),
    )
    op.create_table(
        "feed_entries",
        Column("feed", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", Text, nullable=False),
        Column("seen_at", BigInteger, nullable=False),
        Column("pending", LargeBinary),
        Column("tries", Integer, nullable=False),
    )
    op.create_index("feed_entries_by_age", "feed_entries", ["feed", "seen_at"])


def _of_articles() -> None:
    op.create_table(
        "fold_state",
        Column("id", Integer, primary_key=True),
        Column("seq", BigInteger, nullable=False),
        Column("latest", BigInteger),
    )
    op.create_table(
        "articles",
        Column("version", Text, primary_key=True),
        Column("article_id", Text, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("standing", Boolean, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_index("ix_articles_article_id", "articles", ["article_id"])
    op.create_table(
        "text_bands",
        Column("band", BigInteger, primary_key=True, autoincrement=False),
        Column("version", Text, primary_key=True),
    )
    op.create_table(
        "reports",
        Column("report_id", Text, primary_key=True),
        Column("article_id", Text, nullable=False),
        Column("version", Text, nullable=False),
        Column("incident_id", Text, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("standing", Boolean, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_index("ix_reports_article_id", "reports", ["article_id"])
    op.create_index("ix_reports_incident", "reports", ["incident_id", "seq"])


def _of_incidents() -> None:
    op.create_table(
        "incidents",
        Column("incident_id", Text, primary_key=True),
        Column("seq", BigInteger, nullable=False),
        Column("lifecycle", Text, nullable=False),
        Column("merged_into", Text, nullable=False),
        Column("last_report_at", BigInteger),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_index("ix_incidents_quiet", "incidents", ["lifecycle", "last_report_at"])
    op.create_table(
        "incident_places",
        Column("incident_id", Text, primary_key=True),
        Column("place", Text, primary_key=True),
        Column("first_day", Integer, nullable=False),
        Column("last_day", Integer, nullable=False),
    )
    op.create_index("ix_incident_places_day", "incident_places", ["place", "first_day"])
    op.create_table(
        "incident_changes",
        Column("change_id", Text, primary_key=True),
        Column("incident_id", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_index("ix_incident_changes_incident_id", "incident_changes", ["incident_id"])
    op.create_table(
        "episodes",
        Column("episode_id", Text, primary_key=True),
        Column("term", Text, nullable=False),
        Column("last_at", BigInteger, nullable=False),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_index("ix_episodes_term", "episodes", ["term", "last_at"])


def _of_alerts() -> None:
    op.create_table(
        "ledger",
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("subject", Text, nullable=False),
        Column("alert_id", Text, nullable=False),
        Column("receiver", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("rule", Text, nullable=False),
        Column("change_id", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("shown", Text, nullable=False),
        UniqueConstraint("subject", "alert_id", "receiver"),
    )
    op.create_index(
        "ledger_one_new_attack",
        "ledger",
        ["subject", "receiver"],
        unique=True,
        sqlite_where=text("kind = 'new_attack'"),
        postgresql_where=text("kind = 'new_attack'"),
    )
    op.create_table(
        "ledger_subjects",
        Column("subject", Text, primary_key=True),
        Column("revision", Integer, nullable=False),
    )


def _of_deliveries() -> None:
    op.create_table(
        "deliveries",
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("id", Text, nullable=False, unique=True),
        Column("alert_id", Text, nullable=False),
        Column("receiver", Text, nullable=False),
        Column("address", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("thread", Text, nullable=False),
        Column("subject_line", Text, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("catch_up", Boolean, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("state", Text, nullable=False),
        Column("sent_as", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", BigInteger, nullable=False),
        Column("done_at", BigInteger, nullable=False),
        Column("error", Text, nullable=False),
    )
    op.create_index("deliveries_thread", "deliveries", ["thread", "receiver", "address"])
    op.create_index("deliveries_waiting", "deliveries", ["state", "seq"])
