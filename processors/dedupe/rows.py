"""What the fold knows, loaded by place and day.

A step touches few rows: those of its article, of likely copies of its text, and of the incidents
that lie where and when its reports may belong. Nothing is ever evicted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Table, bindparam, or_, select, union

from contracts import codec
from contracts.messages import ArticleReports, Lifecycle, May, Report
from processors.dedupe import edits, episodes, family, ledger, places, times
from processors.dedupe.policy import Policy
from processors.dedupe.state import Held, Known, OpenEpisode, Telling, Version
from processors.dedupe.tables import (
    ARTICLES,
    EPISODES,
    FOLD_STATE,
    INCIDENT_PLACES,
    INCIDENTS,
    LONGEST_DAYS,
    REPORTS,
    TEXT_BANDS,
    UNDATED,
)
from runtime.clock import from_micros, to_micros

T = TypeVar("T", bound=msgspec.Struct)
_SLACK_DAYS: Final = 2  # around a stated day
_VERSIONS: Final = 8  # of one article
_COPIES: Final = 20
_CLOSED_AT_ONCE: Final = 20  # quiet incidents that one step closes
# Made once: to build a statement costs more than to run it.
_OF_ARTICLE: Final = select(ARTICLES.c.seq).where(ARTICLES.c.article_id == bindparam("id")).limit(1)
_STATE: Final = select(FOLD_STATE.c.seq, FOLD_STATE.c.latest)
_THIS_VERSION: Final = select(ARTICLES.c.seq).where(ARTICLES.c.version == bindparam("version"))
_STANDING_VERSIONS: Final = (
    select(ARTICLES.c.data)
    .where(ARTICLES.c.article_id == bindparam("id"), ARTICLES.c.standing)
    .order_by(ARTICLES.c.seq.desc(), ARTICLES.c.version)
    .limit(_VERSIONS)
)
_INDEXED: Final = select(
    INCIDENT_PLACES.c.incident_id, INCIDENT_PLACES.c.first_day, INCIDENT_PLACES.c.last_day
).where(INCIDENT_PLACES.c.place.in_(bindparam("places", expanding=True)))
_AT_PLACES: Final = union(  # an "or" would read all that ever happened at the places
    _INDEXED.where(INCIDENT_PLACES.c.first_day == UNDATED),
    _INDEXED.where(
        INCIDENT_PLACES.c.first_day.between(bindparam("earliest"), bindparam("last")),
        INCIDENT_PLACES.c.last_day >= bindparam("first"),
    ),
)
_QUIET: Final = (
    select(INCIDENTS.c.incident_id)
    .where(
        INCIDENTS.c.lifecycle == Lifecycle.OPEN.value,
        INCIDENTS.c.last_report_at < bindparam("before"),
    )
    .order_by(INCIDENTS.c.last_report_at, INCIDENTS.c.seq)
    .limit(_CLOSED_AT_ONCE)
)
_OF_IDS: Final = (
    select(INCIDENTS.c.data)
    .where(INCIDENTS.c.incident_id.in_(bindparam("ids", expanding=True)))
    .order_by(INCIDENTS.c.seq)
)
_LIKE: Final = (
    select(ARTICLES.c.data, ARTICLES.c.seq, ARTICLES.c.version)
    .join(TEXT_BANDS, TEXT_BANDS.c.version == ARTICLES.c.version)
    .where(
        TEXT_BANDS.c.band.in_(bindparam("bands", expanding=True)),
        ARTICLES.c.article_id != bindparam("id"),
    )
    .distinct()
    .order_by(ARTICLES.c.seq, ARTICLES.c.version)
    .limit(_COPIES)
)


def is_known(connection: Connection, article_id: str) -> bool:
    """Say if some version of the article was folded."""
    return connection.execute(_OF_ARTICLE, {"id": article_id}).first() is not None


def load(connection: Connection, record: ArticleReports, policy: Policy) -> Known:
    """Load what bears on one record."""
    ref = record.article
    seq, latest = _state(connection)
    if _exists(connection, ref.version):
        said = _tellings(connection, REPORTS.c.article_id == ref.id)
        return Known(seq=seq, latest=latest, folded=True, tellings=said)
    versions = _versions(connection, ref.id)
    mine = _tellings(connection, REPORTS.c.article_id == ref.id) if versions else ()
    near = _near(connection, record, latest, policy)
    due = _due(connection, ledger.latest(latest, ref.arrived_at), policy)
    wanted = {*near, *due, *(telling.incident_id for telling in mine)}
    incidents = _incidents(connection, sorted(wanted))
    edited = any(family.is_edit(old.ref, ref) for old in versions)
    losing = {telling.incident_id for telling in mine} if edited else set()
    losing |= _floating(record, incidents.values())
    return Known(
        seq=seq,
        latest=latest,
        versions=versions,
        copies=_copies(connection, record),
        incidents=incidents,
        tellings=_tellings(connection, REPORTS.c.incident_id.in_(sorted(losing))) if losing else (),
        due=due,
        episodes=_episodes(connection, record, policy),
    )


def _state(connection: Connection) -> tuple[int, datetime | None]:
    row = connection.execute(_STATE).first()
    if row is None:
        return 0, None
    return row.seq, from_micros(row.latest) if row.latest is not None else None


def _exists(connection: Connection, version: str) -> bool:
    return connection.execute(_THIS_VERSION, {"version": version}).first() is not None


def _versions(connection: Connection, article_id: str) -> tuple[Version, ...]:
    rows = connection.execute(_STANDING_VERSIONS, {"id": article_id})
    found = [_read(Version, data, ARTICLES) for (data,) in rows]
    return tuple(reversed(found))


def _tellings(connection: Connection, where: Any) -> tuple[Telling, ...]:
    """Return standing reports in the order of folding."""
    table = REPORTS.c
    query = select(table.data, table.incident_id).where(where, table.standing).order_by(table.seq)
    return tuple(
        replace(_read(Telling, data, REPORTS), incident_id=incident)
        for data, incident in connection.execute(query)
    )


def _near(
    connection: Connection, record: ArticleReports, latest: datetime | None, policy: Policy
) -> set[str]:
    """Return the incidents that some report of the record may belong to."""
    found: set[str] = set()
    for report in record.reports:
        if report.told in edits.FOLDED and report.may is not May.NOTHING:
            found.update(_of_report(connection, report, latest, policy))
    return found


def _of_report(
    connection: Connection, report: Report, latest: datetime | None, policy: Policy
) -> list[str]:
    keys = sorted(places.asked(report.place, policy.gazetteer))
    first, last = _days(report, latest, policy)
    span = {"earliest": first - LONGEST_DAYS, "first": first, "last": last}
    aim = times.days(report.when)
    day = aim[1] if aim else last
    rows = sorted(
        connection.execute(_AT_PLACES, {"places": keys, **span}),
        key=lambda row: (abs(row.last_day - day), row.incident_id),
    )
    return [row.incident_id for row in rows[: policy.candidates]]


def _days(report: Report, latest: datetime | None, policy: Policy) -> tuple[int, int]:
    """Return the days between which an incident may lie that the report belongs to."""
    window = policy.window.days
    known = times.days(report.when)
    if known is None:
        today = times.day_of(latest) if latest else UNDATED
        return today - window, today
    back = _SLACK_DAYS if times.is_dated(report.when) else window
    if report.again or report.presupposed or report.may is not May.OPEN:
        back = policy.memory.days + _SLACK_DAYS
    return known[0] - back, known[1] + _SLACK_DAYS


def _due(connection: Connection, latest: datetime | None, policy: Policy) -> tuple[str, ...]:
    """Return open incidents whose last report came too long ago."""
    if latest is None:
        return ()
    before = to_micros(latest - policy.quiet)
    return tuple(connection.execute(_QUIET, {"before": before}).scalars())


def _incidents(connection: Connection, ids: Sequence[str]) -> dict[str, Held]:
    if not ids:
        return {}
    rows = connection.execute(_OF_IDS, {"ids": ids})
    found = (_read(Held, data, INCIDENTS) for (data,) in rows)
    return {held.id: held for held in found}


def _floating(record: ArticleReports, incidents: Iterable[Held]) -> set[str]:
    """Return the incidents that may lose a report without any time to a new one."""
    if all(report.when.start is not None for report in record.reports):
        return set()
    return {held.id for held in incidents if held.floating}


def _copies(connection: Connection, record: ArticleReports) -> tuple[Version, ...]:
    """Return other articles whose text may be the same, oldest first."""
    bands = family.bands(record.article.minhash)
    if not bands or not (record.reports or record.signals):
        return ()
    rows = connection.execute(_LIKE, {"bands": bands, "id": record.article.id})
    return tuple(_read(Version, data, ARTICLES) for data, *_ in rows)


def _episodes(
    connection: Connection, record: ArticleReports, policy: Policy
) -> tuple[OpenEpisode, ...]:
    terms = sorted({signal.term for signal in record.signals})
    if not terms:
        return ()
    at = episodes.time_of(record)
    table = EPISODES.c
    query = (
        select(table.data)
        .where(table.term.in_(terms))
        .order_by(table.last_at.desc(), table.episode_id)
    )
    if at:
        query = query.where(
            or_(table.last_at == 0, table.last_at >= to_micros(at - policy.silence))
        )
    return tuple(_read(OpenEpisode, data, EPISODES) for (data,) in connection.execute(query))


def _read(kind: type[T], data: bytes, table: Table) -> T:
    return codec.decode(kind, data, topic=table.name)
