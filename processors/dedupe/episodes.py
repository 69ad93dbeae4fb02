"""Episodes: signals of one term and place belong together until 24 hours pass without one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from contracts import ids
from contracts.messages import ArticleReports, Change, ChangeKind, Episode, Evidence, Signal
from processors.dedupe import ledger
from processors.dedupe.policy import Policy
from processors.dedupe.state import Known, OpenEpisode


class Episodes(NamedTuple):
    """What the signals of one record led to."""

    episodes: tuple[OpenEpisode, ...] = ()  # new or with one more signal
    changes: tuple[Change, ...] = ()
    signals: tuple[tuple[str, str], ...] = ()  # term and place of each, to know them again


def fold(
    record: ArticleReports,
    family: str,
    known: Known,
    told: frozenset[tuple[str, str]],
    policy: Policy,
) -> Episodes:
    """Join each signal to its open episode, or open one.

    Args:
        record: the article's signals.
        family: who says so.
        known: the episodes that may be open.
        told: signals of an older wording of the same article, which say nothing new.
        policy: how long an episode lasts.
    """
    held = {open_.episode.id: open_ for open_ in known.episodes}
    changed: dict[str, OpenEpisode] = {}
    changes: list[Change] = []
    marks: list[tuple[str, str]] = []
    for signal in record.signals:
        marks.extend((signal.term, place) for place in places_of(signal))
        if told.issuperset((signal.term, place) for place in places_of(signal)):
            continue
        found = _open(signal, record, held.values(), policy)
        if found is None:
            found = _opened(signal, record, policy)
            changes.append(_change(found.episode, record))
        found = _with(found, signal, record, family)
        held[found.episode.id] = changed[found.episode.id] = found
    return Episodes(tuple(changed.values()), _shown(changes, changed), tuple(dict.fromkeys(marks)))


def places_of(signal: Signal) -> tuple[str, ...]:
    """Return the places of a signal: its bases, else its countries, else nowhere."""
    return signal.bases or signal.countries or ("",)


def time_of(record: ArticleReports) -> datetime | None:
    """Return the processing clock of a signal, else the time its text speaks from."""
    return record.article.arrived_at or record.article.clock


def _open(
    signal: Signal, record: ArticleReports, held: Iterable[OpenEpisode], policy: Policy
) -> OpenEpisode | None:
    """Return the episode that the signal belongs to, if it has not closed meanwhile."""
    at = time_of(record)
    for open_ in held:
        same = open_.episode.term == signal.term and set(open_.places) & set(places_of(signal))
        quiet = at - open_.last_at if at and open_.last_at else None
        if same and (quiet is None or quiet <= policy.silence):
            return open_
    return None


def _opened(signal: Signal, record: ArticleReports, policy: Policy) -> OpenEpisode:
    where = places_of(signal)
    ref = record.article
    return OpenEpisode(
        episode=Episode(
            id=ids.episode_id(signal.term, "+".join(where), ref.version),
            term=signal.term,
            countries=signal.countries,
            bases=policy.bases(signal.bases),
            opened_at=ref.arrived_at,
        ),
        places=where,
        last_at=time_of(record),
    )


def _with(found: OpenEpisode, signal: Signal, record: ArticleReports, family: str) -> OpenEpisode:
    """Add one signal to its episode."""
    ref = record.article
    evidence = Evidence(
        url=ref.url,
        sentence=signal.sentence,
        source=ref.source,
        family=family,
        title=ref.title,
        published=ref.clock,
        article_id=ref.id,
        version=ref.version,
        span=signal.span,
    )
    shown = ledger.with_evidence(found.episode.evidence, evidence)
    return replace(
        found,
        episode=replace(found.episode, evidence=shown),
        last_at=ledger.latest(found.last_at, time_of(record)),
    )


def _change(episode: Episode, record: ArticleReports) -> Change:
    return Change(
        id=ids.change_id(episode.id, 1),
        kinds=(ChangeKind.OPENED,),
        at=record.article.arrived_at,
        episode=episode,
        clock=record.article.clock,
        catch_up=record.article.catch_up,
    )


def _shown(changes: Iterable[Change], held: dict[str, OpenEpisode]) -> tuple[Change, ...]:
    """Let each opening show the episode with the sentences of the whole record."""
    return tuple(
        replace(change, episode=held[change.episode.id].episode)
        for change in changes
        if change.episode
    )
