"""Who was told what. Its unique keys are why nobody is told of an attack twice.

`ledger` remembers every alert per receiver; `deliveries` is the people's outbox, one row per
alert, receiver and address; `subjects` says up to which revision changes were handled.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    UniqueConstraint,
    select,
    text,
)

from alerts.model import Entry
from contracts.messages import AlertKind
from runtime.store.schema import METADATA
from runtime.store.upsert import upsert

ENTRIES: Final = Table(
    "ledger",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("subject", Text, nullable=False),  # incident or episode id
    Column("alert_id", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("change_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("shown", Text, nullable=False),  # JSON, material.Shown
    UniqueConstraint("subject", "alert_id", "receiver"),
    Index(
        "ledger_one_new_attack",
        "subject",
        "receiver",
        unique=True,
        sqlite_where=text("kind = 'new_attack'"),
        postgresql_where=text("kind = 'new_attack'"),
    ),
)

SUBJECTS: Final = Table(
    "ledger_subjects",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("revision", Integer, nullable=False),  # the last one that was handled
)

DELIVERIES: Final = Table(
    "deliveries",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),  # ids.delivery_id
    Column("alert_id", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("thread", Text, nullable=False),  # alert id of the thread's root
    Column("subject_line", Text, nullable=False),  # the thread's headline
    Column("since", BigInteger, nullable=False),  # µs since the epoch: arrived_at; 0 unknown
    Column("catch_up", Boolean, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # the alert
    Column("state", Text, nullable=False),  # pending | sending | delivered | dead
    Column("sent_as", Text, nullable=False),  # delivery id of the message it goes out in
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),  # µs since the epoch
    Column("done_at", BigInteger, nullable=False),  # µs; delivered or given up
    Column("error", Text, nullable=False),
    Column("claimed_by", Text, nullable=False, server_default=""),  # process, while sending
    Index("deliveries_waiting", "state", "seq"),
    Index("deliveries_thread", "thread", "receiver", "address"),
)


def handled(connection: Connection, subject: str, revision: int) -> bool:
    """Tell whether this revision of the subject was handled before."""
    query = select(SUBJECTS.c.revision).where(SUBJECTS.c.subject == subject)
    last = connection.execute(query).scalar_one_or_none()
    return last is not None and last >= revision


def remember(connection: Connection, subject: str, revision: int) -> None:
    """Note that everything up to this revision of the subject is handled."""
    upsert(connection, SUBJECTS, [{"subject": subject, "revision": revision}])


def entries(connection: Connection, subjects: Sequence[str]) -> tuple[Entry, ...]:
    """Load the ledger of some incidents or episodes, oldest line first."""
    query = select(ENTRIES).where(ENTRIES.c.subject.in_(subjects)).order_by(ENTRIES.c.seq)
    return tuple(_entry(row) for row in connection.execute(query))


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        subject=row.subject,
        alert_id=row.alert_id,
        receiver=row.receiver,
        kind=AlertKind(row.kind),
        rule=row.rule,
        change_id=row.change_id,
        revision=row.revision,
        shown=msgspec.json.decode(row.shown, type=dict[str, str]),
    )


def write(connection: Connection, lines: Iterable[Entry]) -> None:
    """Add lines.

    Raises:
        IntegrityError: a receiver would be told of one incident twice.
    """
    rows = [_row(entry) for entry in lines]
    if rows:
        connection.execute(ENTRIES.insert(), rows)


def _row(entry: Entry) -> dict[str, str | int]:
    return {
        "subject": entry.subject,
        "alert_id": entry.alert_id,
        "receiver": entry.receiver,
        "kind": entry.kind.value,
        "rule": entry.rule,
        "change_id": entry.change_id,
        "revision": entry.revision,
        "shown": msgspec.json.encode(entry.shown, order="deterministic").decode(),
    }
