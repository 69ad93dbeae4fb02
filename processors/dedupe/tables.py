"""The fold's tables. Times are microseconds since the epoch, days numbers since then, all UTC."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from runtime.store.schema import METADATA

UNDATED: Final = -1  # first day of an incident without any interval
LONGEST_DAYS: Final = 31  # of an interval in the index; a longer one is found by its last days

FOLD_STATE: Final = Table(
    "fold_state",
    METADATA,
    Column("id", Integer, primary_key=True),  # the one row is 1
    Column("seq", BigInteger, nullable=False),  # reports folded so far
    Column("latest", BigInteger),  # greatest arrived_at so far
)
ARTICLES: Final = Table(
    "articles",
    METADATA,
    Column("version", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("seq", BigInteger, nullable=False),
    Column("standing", Boolean, nullable=False),  # False: a later version replaced it
    Column("data", LargeBinary, nullable=False),  # Version
)
TEXT_BANDS: Final = Table(
    "text_bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Text, primary_key=True),
)
REPORTS: Final = Table(
    "reports",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("article_id", Text, nullable=False, index=True),
    Column("version", Text, nullable=False),  # the latest one that says so
    Column("incident_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("standing", Boolean, nullable=False),  # False: the article took it back
    Column("data", LargeBinary, nullable=False),  # Telling
    Index("ix_reports_incident", "incident_id", "seq"),
)
INCIDENTS: Final = Table(
    "incidents",
    METADATA,
    Column("incident_id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("lifecycle", Text, nullable=False),
    Column("merged_into", Text, nullable=False),
    Column("last_report_at", BigInteger),
    Column("data", LargeBinary, nullable=False),  # Held
    Index("ix_incidents_quiet", "lifecycle", "last_report_at"),
)
INCIDENT_PLACES: Final = Table(
    "incident_places",
    METADATA,
    Column("incident_id", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Index("ix_incident_places_day", "place", "first_day"),
)
INCIDENT_CHANGES: Final = Table(
    "incident_changes",
    METADATA,
    Column("change_id", Text, primary_key=True),
    Column("incident_id", Text, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # Change, without the incident itself
)
EPISODES: Final = Table(
    "episodes",
    METADATA,
    Column("episode_id", Text, primary_key=True),
    Column("term", Text, nullable=False),
    Column("last_at", BigInteger, nullable=False),  # of the last signal; 0 when nobody knows
    Column("data", LargeBinary, nullable=False),  # OpenEpisode
    Index("ix_episodes_term", "term", "last_at"),
)
