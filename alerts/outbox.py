"""The people's outbox: deliveries waiting, being sent, delivered or dead.

    pending --claim--> sending --record--> delivered | pending again | dead

Several processes may deliver: each claims rows that no other has, and what one that died had
in hand is taken up by the next. A row goes out under `sent_as`, given at its first claim and
never changed: the rows that share it are one message for ever, so a repeat is the same message
with the same id.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from alerts import headline
from alerts.ledger import DELIVERIES
from alerts.model import ROOTS, Delivery, State, Thread, Writing
from contracts import codec, ids
from contracts.messages import Alert, AlertKind
from runtime.clock import from_micros, to_micros
from runtime.store.leases import Leases

_BATCH: Final = 5_000  # rows weighed at once; a longer queue is worked off turn by turn
_T: Final = DELIVERIES.c
_LIGHT: Final = [column for column in DELIVERIES.c if column.name != "payload"]


def write(
    connection: Connection,
    writings: Iterable[Writing],
    addresses: Mapping[str, Sequence[str]],
) -> None:
    """Add one row per alert, receiver and address."""
    rows = [row for writing in writings for row in _rows(connection, writing, addresses)]
    if rows:
        connection.execute(DELIVERIES.insert(), rows)


def _rows(
    connection: Connection, writing: Writing, addresses: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    alert, receiver = writing.alert, writing.entry.receiver
    thread = alert.follows[0] if alert.follows else alert.id
    line = _subject_line(connection, thread, receiver) or headline.dated(alert)
    for address in addresses.get(receiver, ()):
        yield {
            "id": ids.delivery_id(alert.id, receiver, address),
            "alert_id": alert.id,
            "receiver": receiver,
            "address": address,
            "kind": alert.kind.value,
            "thread": thread,
            "subject_line": line,
            "since": to_micros(alert.decided_at) if alert.decided_at else 0,
            "catch_up": alert.catch_up,
            "payload": codec.encode(alert),
            "state": State.PENDING.value,
            "sent_as": "",
            "attempts": 0,
            "next_at": 0,
            "done_at": 0,
            "error": "",
        }


def _subject_line(connection: Connection, thread: str, receiver: str) -> str:
    query = select(_T.subject_line).where(_T.thread == thread, _T.receiver == receiver)
    return connection.execute(query.order_by(_T.seq).limit(1)).scalar_one_or_none() or ""


def waiting(
    connection: Connection, now: datetime, *, catch_up: bool, lock: bool = False
) -> tuple[Delivery, ...]:
    """Load what is pending and not told to wait, oldest first; `catch_up` rows only if asked.

    `lock` keeps the rows from other processes until the transaction ends; rows that another
    keeps are left out.
    """
    query = select(*_LIGHT).where(_T.state == State.PENDING, _T.next_at <= to_micros(now))
    if not catch_up:
        query = query.where(_T.catch_up.is_(False))
    query = query.order_by(_T.seq).limit(_BATCH)
    rows = connection.execute(query.with_for_update(skip_locked=True) if lock else query)
    return tuple(_delivery(row) for row in rows)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        kind=AlertKind(row.kind),
        receiver=row.receiver,
        address=row.address,
        thread=row.thread,
        subject_line=row.subject_line,
        since=from_micros(row.since) if row.since else None,
        catch_up=row.catch_up,
        sent_as=row.sent_as,
        attempts=row.attempts,
        next_at=row.next_at,
    )


def alerts(connection: Connection, rows: Iterable[Delivery]) -> Mapping[str, Alert]:
    """Load the alerts of `rows`, by delivery id."""
    names = [row.id for row in rows]
    query = select(_T.id, _T.payload).where(_T.id.in_(names))
    found = connection.execute(query)
    return {row.id: codec.decode(Alert, row.payload, topic="deliveries") for row in found}


def threads(
    connection: Connection, rows: Iterable[Delivery]
) -> Mapping[tuple[str, str, str], Thread]:
    """Say of the threads of follow-ups among `rows` what already went out."""
    lines = {row.line for row in rows if row.kind not in ROOTS}
    return {line: _thread(connection, *line) for line in lines}


def _thread(connection: Connection, thread: str, receiver: str, address: str) -> Thread:
    query = select(_T.alert_id, _T.kind, _T.state, _T.sent_as, _T.done_at)
    rows = connection.execute(
        query.where(_T.thread == thread, _T.receiver == receiver, _T.address == address)
    ).all()
    updates = [row.done_at for row in rows if row.kind == AlertKind.UPDATE and row.done_at]
    return Thread(
        root=next((State(row.state) for row in rows if row.alert_id == thread), None),
        last_update=from_micros(max(updates)) if updates else None,
        held=any(row.sent_as and not row.done_at for row in rows),
    )


def sent_as(connection: Connection, row: Delivery, follows: Sequence[str]) -> tuple[str, ...]:
    """Return the ids under which the alerts that `row` follows went out, in that order."""
    query = select(_T.alert_id, _T.sent_as).where(
        _T.alert_id.in_(follows),
        _T.receiver == row.receiver,
        _T.address == row.address,
        _T.state == State.DELIVERED,
    )
    found = {sent.alert_id: sent.sent_as for sent in connection.execute(query)}
    return tuple(dict.fromkeys(found[name] for name in follows if name in found))


def claim(connection: Connection, me: str, rows: Sequence[Delivery], sent_as: str) -> None:
    """Mark `rows` as on their way in one message, in the hands of the process `me`."""
    _set(connection, me, rows, state=State.SENDING.value, sent_as=sent_as, claimed_by=me)


def delivered(connection: Connection, me: str, rows: Sequence[Delivery], now: datetime) -> None:
    """Mark `rows` as taken by the other side."""
    _set(connection, me, rows, state=State.DELIVERED.value, done_at=to_micros(now), error="")


def failed(
    connection: Connection, me: str, rows: Sequence[Delivery], next_at: datetime, error: str
) -> None:
    """Put `rows` back for another attempt, by whomever."""
    attempts = max(row.attempts for row in rows) + 1
    _set(
        connection,
        me,
        rows,
        claimed_by="",
        state=State.PENDING.value,
        attempts=attempts,
        next_at=to_micros(next_at),
        error=error,
    )


def dead(
    connection: Connection, me: str, rows: Sequence[Delivery], now: datetime, error: str
) -> None:
    """Give `rows` up."""
    _set(connection, me, rows, state=State.DEAD.value, done_at=to_micros(now), error=error)


def _set(connection: Connection, me: str, rows: Sequence[Delivery], **values: Any) -> None:
    """Change rows; those that another process took up while `me` was away are its own."""
    mine = and_(_T.id.in_([row.id for row in rows]), _T.claimed_by.in_(("", me)))
    connection.execute(DELIVERIES.update().where(mine).values(**values))


def has_stuck(connection: Connection, leases: Leases) -> bool:
    """Tell whether `reopen` would put anything back."""
    return connection.execute(select(_T.seq).where(_stuck(leases)).limit(1)).first() is not None


def reopen(connection: Connection, leases: Leases) -> int:
    """Put back what a process that died was sending; it goes again under the same id."""
    stuck = DELIVERIES.update().where(_stuck(leases))
    pending = {"state": State.PENDING.value, "next_at": 0, "claimed_by": ""}
    return connection.execute(stuck.values(pending)).rowcount


def _stuck(leases: Leases) -> ColumnElement[bool]:
    return and_(_T.state == State.SENDING, leases.is_dead(_T.claimed_by))


@dataclass(frozen=True, slots=True)
class Figures:
    """How the outbox stands, for the health endpoint."""

    waiting: int
    oldest: datetime | None  # arrival of the oldest news that has not gone out
    dead: int


def figures(connection: Connection) -> Figures:
    """Count what waits and what was given up."""
    open_states = (State.PENDING.value, State.SENDING.value)
    count, oldest = connection.execute(
        select(func.count(), func.min(_T.since)).where(_T.state.in_(open_states))
    ).one()
    gone = select(func.count()).select_from(DELIVERIES).where(_T.state == State.DEAD)
    return Figures(
        waiting=count,
        oldest=from_micros(oldest) if oldest else None,
        dead=connection.execute(gone).scalar_one(),
    )
