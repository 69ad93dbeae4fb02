"""The map of the log: one row per topic."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's name, what its key means, and how long it is kept."""

    name: str
    key: str
    retention: timedelta
    compacted: bool = False  # the last record of a key stays for ever
    partitions: int = 1  # on Kafka; with 1, all its records stand in one order
    largest: int = 4 * _MIB  # bytes of a message; a page's 900 kB are 1.2 MB in JSON


PAGES: Final = Topic("pages.v1", "article id", timedelta(days=3), partitions=8)
ARTICLES: Final = Topic("articles.v1", "article id", timedelta(days=14), partitions=8)
REPORTS: Final = Topic("reports.v1", "article id", timedelta(days=365))
CHANGES: Final = Topic("changes.v1", "incident or episode id", timedelta(days=365))
INCIDENTS: Final = Topic("incidents.v1", "incident id", timedelta(days=365), compacted=True)
DECISIONS: Final = Topic("decisions.v1", "article id", timedelta(days=30))
ALERTS: Final = Topic("alerts.v1", "incident or episode id", timedelta(days=365))
DEAD: Final = Topic("dead.v1", "topic of the dead record", timedelta(days=30), largest=8 * _MIB)
"""Its letters hold the whole record once more, in base64."""

ALL: Final = (PAGES, ARTICLES, REPORTS, CHANGES, INCIDENTS, DECISIONS, ALERTS, DEAD)
