"""Which waiting deliveries go out now, and which of them in one message. Pure.

tried before                 -> again under its id, when its time has come
first message of a thread    -> at once, alone
follow-up                    -> once its first message is delivered or dead; updates then at
                                most one per interval, those that waited merged into one
found on start (catch_up)    -> once nothing is being caught up on: all in one digest
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from alerts.channels import Parcel
from alerts.model import ROOTS, Delivery, State, Thread
from alerts.times import span
from contracts.messages import Alert, AlertKind, SlotChange

_WAITS_S: Final = (5, 30, 120, 600, 1_800)  # after the first, second ... failure
_LONGEST_WAIT_S: Final = 3_600
_JITTER: Final = 0.2  # a fifth up or down, so that a server that comes back is not stormed
_MOST_REFERENCES: Final = 10  # besides the root
_RANK: Final = (AlertKind.UPDATE, AlertKind.CORRECTION, AlertKind.RETRACTION)

Line = tuple[str, str, str]  # thread, receiver, address


@dataclass(frozen=True, slots=True)
class Pace:
    """How often, how long and when."""

    now: datetime
    update_interval: timedelta
    max_event_age: timedelta  # after it a new attack goes out as late
    give_up: timedelta


@dataclass(frozen=True, slots=True)
class Batch:
    """Deliveries to one address that are one message."""

    sent_as: str
    rows: tuple[Delivery, ...]  # oldest first

    @property
    def target(self) -> tuple[str, str]:
        """Return receiver and address."""
        return self.rows[0].target

    @property
    def digest(self) -> bool:
        """Tell whether it is a digest of what was found on start."""
        return self.rows[0].catch_up


def is_hopeless(row: Delivery, pace: Pace) -> bool:
    """Tell whether nobody took it for so long that it is given up."""
    return row.since is not None and pace.now - row.since > pace.give_up


def due(rows: Sequence[Delivery], threads: Mapping[Line, Thread], pace: Pace) -> tuple[Batch, ...]:
    """Return what goes out now; of one target, what waited for another attempt comes last.

    Args:
        rows: all that is pending and not told to wait, oldest first.
        threads: what already went out, for the thread of every follow-up.
        pace: the clock and the intervals.
    """
    tried = [row for row in rows if row.sent_as]
    fresh = [row for row in rows if not row.sent_as]
    batches = [
        *_firsts(fresh),
        *_follow_ups(fresh, threads, pace),
        *_digests(fresh),
        *(Batch(group[0].sent_as, group) for group in _grouped(tried, lambda row: row.sent_as)),
    ]
    return tuple(sorted(batches, key=lambda batch: batch.rows[0].next_at))


def first_of_each(batches: Sequence[Batch], most: int) -> tuple[Batch, ...]:
    """Return the first `most` of each target."""
    seen: Counter[tuple[str, str]] = Counter()
    return tuple(batch for batch in batches if _counted(seen, batch) <= most)


def _counted(seen: Counter[tuple[str, str]], batch: Batch) -> int:
    seen[batch.target] += 1
    return seen[batch.target]


def _firsts(fresh: Sequence[Delivery]) -> Iterator[Batch]:
    for row in fresh:
        if row.kind in ROOTS and not row.catch_up:
            yield Batch(row.id, (row,))


def _follow_ups(
    fresh: Sequence[Delivery], threads: Mapping[Line, Thread], pace: Pace
) -> Iterator[Batch]:
    later = [row for row in fresh if row.kind not in ROOTS and not row.catch_up]
    for rows in _grouped(later, lambda row: row.line):
        thread = threads.get(rows[0].line, Thread())
        if thread.held or thread.root in (State.PENDING, State.SENDING):
            continue
        if _urgent(rows) or not _recent(thread, pace):
            yield Batch(rows[-1].id, rows)


def _urgent(rows: Sequence[Delivery]) -> bool:
    """Corrections and retractions do not wait."""
    return any(row.kind is not AlertKind.UPDATE for row in rows)


def _recent(thread: Thread, pace: Pace) -> bool:
    last = thread.last_update
    return last is not None and timedelta() <= pace.now - last < pace.update_interval


def _digests(fresh: Sequence[Delivery]) -> Iterator[Batch]:
    found = [row for row in fresh if row.catch_up]
    for rows in _grouped(found, lambda row: row.target):
        yield Batch(rows[0].id, rows)


def _grouped(
    rows: Sequence[Delivery], key: Callable[[Delivery], object]
) -> Iterator[tuple[Delivery, ...]]:
    groups: defaultdict[object, list[Delivery]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return (tuple(group) for group in groups.values())


def parcel(
    batch: Batch, alerts: Mapping[str, Alert], references: Sequence[str], pace: Pace
) -> Parcel:
    """Make the message of a batch: its alerts, those of one thread merged.

    Args:
        batch: the rows.
        alerts: theirs, by delivery id.
        references: what went before in the thread.
        pace: the clock, for what has become late meanwhile.
    """
    merged = tuple(
        _merged([_on_time(row, alerts[row.id], pace) for row in rows])
        for rows in _grouped(batch.rows, lambda row: row.thread)
    )
    last = batch.rows[-1]
    return Parcel(
        id=batch.sent_as,
        address=last.address,
        alerts=merged,
        subject_line=last.subject_line,
        references=(*references[:1], *references[1:][-_MOST_REFERENCES:]),
        digest=batch.digest,
    )


def _on_time(row: Delivery, alert: Alert, pace: Pace) -> Alert:
    """Return the alert, marked late when it was news too long ago."""
    age = pace.now - row.since if row.since else timedelta()
    if alert.kind not in ROOTS or age <= pace.max_event_age:
        return alert
    because = f"{alert.because}; it reached us {span(age)} ago and could not be delivered till now"
    return replace(alert, late=True, because=because)


def _merged(alerts: Sequence[Alert]) -> Alert:
    """Join the messages of one thread: the latest state, all that changed, the gravest kind."""
    first, last = alerts[0], alerts[-1]
    if len(alerts) == 1:
        return last
    if first.kind in ROOTS and last.kind is not AlertKind.RETRACTION:
        # never told yet, so nothing has changed for the reader
        return replace(
            last,
            id=first.id,
            kind=first.kind,
            rule=first.rule,
            because=first.because,
            late=first.late,
            changes=(),
            follows=(),
        )
    kinds = [alert.kind for alert in alerts]
    kind = max(kinds, key=lambda kind: _RANK.index(kind) if kind in _RANK else 0)
    gravest = next(alert for alert in reversed(alerts) if alert.kind is kind)
    return replace(last, kind=kind, because=gravest.because, changes=_joined(alerts))


def _joined(alerts: Sequence[Alert]) -> tuple[SlotChange, ...]:
    """Chain the changes of each slot: what it was at first, what it is at last."""
    joined: dict[str, SlotChange] = {}
    for change in (change for alert in alerts for change in alert.changes):
        before = joined.get(change.slot, change)
        back = before.correction or change.correction
        joined[change.slot] = replace(change, before=before.before, correction=back)
    return tuple(change for change in joined.values() if change.before != change.after)


def wait_s(attempts: int, name: str) -> float:
    """Return how long to wait after so many failures; `name` alone decides the jitter."""
    index = attempts - 1
    plain = _WAITS_S[index] if index < len(_WAITS_S) else _LONGEST_WAIT_S
    digest = hashlib.sha256(f"{name}/{attempts}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32  # 0..1
    return plain * (1 + _JITTER * (2 * share - 1))
