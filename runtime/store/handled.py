"""Which records a stateful stage has handled: written with what it did, in one transaction.

The log's offset is committed after the store; a crash in between brings records back, and
these rows tell them. A record is known by its offset and a digest, for the offsets of a log
that was made anew, or restored from a backup, begin again and mean other records.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Table,
    Text,
    delete,
    select,
    tuple_,
)

from runtime.clock import to_micros
from runtime.stage import Record
from runtime.store.schema import METADATA
from runtime.store.upsert import upsert

KEPT: Final = 1000  # records back; many times what is read before an offset is committed
HANDLED_RECORD: Final = Table(
    "handled_record",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
)


def were_handled(connection: Connection, stage: str, records: Sequence[Record]) -> list[bool]:
    """Tell of each of `records` whether `stage` has handled this very one."""
    rows = HANDLED_RECORD.c
    place = tuple_(rows.topic, rows.partition, rows.offset)
    there = place.in_([_place(record) for record in records])
    found = connection.execute(
        select(rows.topic, rows.partition, rows.offset, rows.digest).where(
            rows.stage == stage, there
        )
    )
    known = {(row.topic, row.partition, row.offset): row.digest for row in found}
    return [known.get(_place(record)) == _digest(record) for record in records]


def remember(connection: Connection, stage: str, records: Sequence[Record]) -> None:
    """Note that `stage` handles `records` in this transaction; forget what lies far back."""
    rows = HANDLED_RECORD.c
    last = {(record.topic, record.partition): record.offset for record in records}
    for (topic, partition), offset in last.items():
        connection.execute(
            delete(HANDLED_RECORD).where(
                rows.stage == stage,
                rows.topic == topic,
                rows.partition == partition,
                rows.offset <= offset - KEPT,
            )
        )
    upsert(connection, HANDLED_RECORD, [_row(stage, record) for record in records])


def _place(record: Record) -> tuple[str, int, int]:
    return record.topic, record.partition, record.offset


def _row(stage: str, record: Record) -> dict[str, object]:
    return {
        "stage": stage,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "digest": _digest(record),
    }


def _digest(record: Record) -> bytes:
    at = str(to_micros(record.at)).encode()
    parts = (at, record.key.encode("utf-8", "surrogatepass"), record.value)
    return hashlib.sha256(b"\x1f".join(parts)).digest()[:16]
