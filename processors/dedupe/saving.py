"""What a step of the fold learnt, saved. The fold is the only writer of its tables."""

from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, delete, insert, update

from contracts import codec
from contracts.messages import Change
from processors.dedupe import family, places, times
from processors.dedupe.policy import Policy
from processors.dedupe.state import Folded, Held, OpenEpisode, Telling, Version
from processors.dedupe.tables import (
    ARTICLES,
    EPISODES,
    FOLD_STATE,
    INCIDENT_CHANGES,
    INCIDENT_PLACES,
    INCIDENTS,
    LONGEST_DAYS,
    REPORTS,
    TEXT_BANDS,
    UNDATED,
)
from runtime.clock import to_micros
from runtime.store.upsert import upsert

_STATE: Final = 1
# Made once: to build a statement costs more than to run it.
_NEW_ARTICLE: Final = insert(ARTICLES)
_NEW_BANDS: Final = insert(TEXT_BANDS)
_NEW_CHANGE: Final = insert(INCIDENT_CHANGES)
_ENTER_INDEX: Final = insert(INCIDENT_PLACES)
_LEAVE_INDEX: Final = delete(INCIDENT_PLACES).where(
    INCIDENT_PLACES.c.incident_id == bindparam("id")
)


def save(connection: Connection, folded: Folded, policy: Policy) -> None:
    """Write what one step learnt."""
    if folded.version is None:
        return
    _save_state(connection, folded)
    _save_article(connection, folded.version)
    _retire(connection, folded)
    for held in folded.incidents:
        _save_incident(connection, held, policy)
    for absorbed, survivor in folded.moved.items():
        moved = update(REPORTS).where(REPORTS.c.incident_id == absorbed)
        connection.execute(moved.values(incident_id=survivor))
    for telling in folded.tellings:
        _save_telling(connection, telling)
    for open_ in folded.episodes:
        _save_episode(connection, open_)
    for change in folded.changes:
        _save_change(connection, change)


def _save_state(connection: Connection, folded: Folded) -> None:
    latest = to_micros(folded.latest) if folded.latest else None
    upsert(connection, FOLD_STATE, [{"id": _STATE, "seq": folded.seq, "latest": latest}])


def _save_article(connection: Connection, version: Version) -> None:
    ref = version.ref
    row = {
        "version": ref.version,
        "article_id": ref.id,
        "seq": version.seq,
        "standing": True,
        "data": codec.encode(version),
    }
    connection.execute(_NEW_ARTICLE, [row])
    bands = [{"band": band, "version": ref.version} for band in family.bands(ref.minhash)]
    if bands:
        connection.execute(_NEW_BANDS, bands)


def _retire(connection: Connection, folded: Folded) -> None:
    """Mark what no longer stands; it stays, for people to see what was once said."""
    if folded.retired:
        gone = update(ARTICLES).where(ARTICLES.c.version.in_(folded.retired))
        connection.execute(gone.values(standing=False))
    if folded.removed:
        gone = update(REPORTS).where(REPORTS.c.report_id.in_(folded.removed))
        connection.execute(gone.values(standing=False))


def _save_incident(connection: Connection, held: Held, policy: Policy) -> None:
    incident = held.incident
    last = incident.last_report_at
    row = {
        "incident_id": held.id,
        "seq": held.seq,
        "lifecycle": incident.lifecycle.value,
        "merged_into": incident.merged_into,
        "last_report_at": to_micros(last) if last else None,
        "data": codec.encode(held),
    }
    upsert(connection, INCIDENTS, [row])
    _index(connection, held, policy)


def _index(connection: Connection, held: Held, policy: Policy) -> None:
    """Enter an incident under its places and days; one that was absorbed leaves the index."""
    connection.execute(_LEAVE_INDEX, {"id": held.id})
    if held.incident.merged_into:
        return
    first, last = times.days(held.incident.when) or (UNDATED, UNDATED)
    first = max(first, last - LONGEST_DAYS)
    keys = sorted(places.keys(held.incident.place, policy.gazetteer))
    if keys:
        shared = {"incident_id": held.id, "first_day": first, "last_day": last}
        connection.execute(_ENTER_INDEX, [{**shared, "place": key} for key in keys])


def _save_telling(connection: Connection, telling: Telling) -> None:
    row = {
        "report_id": telling.report.id,
        "article_id": telling.ref.id,
        "version": telling.ref.version,
        "incident_id": telling.incident_id,
        "seq": telling.seq,
        "standing": True,
        "data": codec.encode(telling),
    }
    upsert(connection, REPORTS, [row])


def _save_episode(connection: Connection, open_: OpenEpisode) -> None:
    last = to_micros(open_.last_at) if open_.last_at else 0
    row = {
        "episode_id": open_.episode.id,
        "term": open_.episode.term,
        "last_at": last,
        "data": codec.encode(open_),
    }
    upsert(connection, EPISODES, [row])


def _save_change(connection: Connection, change: Change) -> None:
    if change.incident is None:
        return
    row = {
        "change_id": change.id,
        "incident_id": change.incident.id,
        "revision": change.incident.revision,
        "data": codec.encode(replace(change, incident=None)),
    }
    connection.execute(_NEW_CHANGE, [row])
