"""Which records a stateful stage has handled: written with what it did, in one transaction.

The log's offset is committed after the store; a crash in between brings records back, and
these rows tell them. A record is known by its offset and a digest, for the offsets of a log
that was made anew, or restored from a backup, begin again and mean other records.
"""

import hashlib
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
)

from runtime.clock import to_micros
from runtime.stage import Record
from runtime.store.schema import METADATA

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


def was_handled(connection: Connection, stage: str, record: Record) -> bool:
    """Tell whether `stage` has handled this very record."""
    rows = HANDLED_RECORD.c
    found = select(rows.digest).where(_same_reader(stage, record), rows.offset == record.offset)
    return connection.execute(found).scalar() == _digest(record)


def remember(connection: Connection, stage: str, record: Record) -> None:
    """Note that `stage` handles `record` in this transaction; forget what lies far back."""
    offset = HANDLED_RECORD.c.offset
    useless = or_(offset <= record.offset - KEPT, offset == record.offset)
    connection.execute(delete(HANDLED_RECORD).where(_same_reader(stage, record), useless))
    row = {
        "stage": stage,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "digest": _digest(record),
    }
    connection.execute(insert(HANDLED_RECORD).values(row))


def _same_reader(stage: str, record: Record) -> ColumnElement[bool]:
    rows = HANDLED_RECORD.c
    return and_(
        rows.stage == stage,
        rows.topic == record.topic,
        rows.partition == record.partition,
    )


def _digest(record: Record) -> bytes:
    at = str(to_micros(record.at)).encode()
    parts = (at, record.key.encode("utf-8", "surrogatepass"), record.value)
    return hashlib.sha256(b"\x1f".join(parts)).digest()[:16]
