"""Messages that wait to be delivered to a topic, written in the transaction that made them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    delete,
    insert,
    select,
)

from contracts import topics
from contracts.topics import Topic
from runtime.log import Log
from runtime.stage import Put, check_size
from runtime.store.engine import reading, writing
from runtime.store.leases import Leases
from runtime.store.schema import METADATA

TOPIC_OUTBOX: Final = Table(
    "topic_outbox",
    METADATA,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("headers", Text, nullable=False),  # JSON object
    Column("value", LargeBinary, nullable=False),
    Column("stage", Text, nullable=False, server_default=""),  # who says it, and relays it
    Index("topic_outbox_of_stage", "stage", "sequence"),
    sqlite_autoincrement=True,  # a sequence number is never used again
)
_TOPICS: Final[Mapping[str, Topic]] = {topic.name: topic for topic in topics.ALL}


def enqueue(connection: Connection, stage: str, puts: Sequence[Put]) -> None:
    """Write what `stage` says as outbox rows of the open transaction, in order.

    Raises:
        TooLargeError: the log would never take one of them, nor any row behind it.
    """
    for put in puts:
        check_size(put)
    if puts:
        connection.execute(insert(TOPIC_OUTBOX), [_row(stage, put) for put in puts])


def relay(engine: Engine, log: Log, stage: str, leases: Leases, limit: int = 500) -> int:
    """Move up to `limit` waiting rows of `stage` to the log, in sequence; returns how many.

    The rows go once the log has acknowledged them. A crash in between repeats them with
    the same ids. The transaction is held meanwhile, so that nobody else relays for this
    stage: on SQLite because there is one writer, elsewhere because it holds the lease.

    Raises:
        LeaseLostError: another process does the stage's work.
        StoreError: the log or the store is away; every row not acknowledged stays.
    """
    if not waiting(engine, stage):
        return 0
    mine = select(TOPIC_OUTBOX).where(TOPIC_OUTBOX.c.stage == stage)
    with writing(engine) as connection:
        leases.confirm(connection, stage)
        found = connection.execute(mine.order_by(TOPIC_OUTBOX.c.sequence).limit(limit)).all()
        if not found:
            return 0
        log.append([_put(row) for row in found])
        done = TOPIC_OUTBOX.c.sequence.in_([row.sequence for row in found])
        connection.execute(delete(TOPIC_OUTBOX).where(done))
    return len(found)


def waiting(engine: Engine, stage: str = "") -> bool:
    """Tell whether any row, or any row of `stage`, waits for the log."""
    query = select(TOPIC_OUTBOX.c.sequence).limit(1)
    if stage:
        query = query.where(TOPIC_OUTBOX.c.stage == stage)
    with reading(engine) as connection:
        return connection.execute(query).first() is not None


def _row(stage: str, put: Put) -> dict[str, object]:
    headers = json.dumps(dict(put.headers))
    return {
        "stage": stage,
        "topic": put.topic.name,
        "key": put.key,
        "headers": headers,
        "value": put.value,
    }


def _put(row: Row[Any]) -> Put:
    return Put(_TOPICS[row.topic], row.key, row.value, json.loads(row.headers))
