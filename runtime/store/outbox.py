"""Messages that wait to be delivered to a topic, written in the transaction that made them."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
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
from runtime.stage import Put
from runtime.store.engine import reading, writing
from runtime.store.schema import METADATA

TOPIC_OUTBOX: Final = Table(
    "topic_outbox",
    METADATA,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("headers", Text, nullable=False),  # JSON object
    Column("value", LargeBinary, nullable=False),
    sqlite_autoincrement=True,  # a sequence number is never used again
)
_TOPICS: Final[Mapping[str, Topic]] = {topic.name: topic for topic in topics.ALL}


def enqueue(connection: Connection, puts: Sequence[Put]) -> None:
    """Write `puts` as outbox rows of the open transaction, in order."""
    if puts:
        connection.execute(insert(TOPIC_OUTBOX), [_row(put) for put in puts])


def relay(engine: Engine, log: Log, limit: int = 500) -> int:
    """Move up to `limit` waiting rows to the log, in sequence; returns how many.

    The rows go once the log has acknowledged them. A crash in between repeats them with
    the same ids. The write transaction is held meanwhile, so that two relays never mix
    their order; log and store stand on one machine, and an append takes milliseconds.

    Raises:
        StoreError: the log or the store is away; every row not acknowledged stays.
    """
    if not waiting(engine):
        return 0
    rows = select(TOPIC_OUTBOX).order_by(TOPIC_OUTBOX.c.sequence).limit(limit)
    with writing(engine) as connection:
        found = connection.execute(rows).all()
        if not found:
            return 0
        log.append([_put(row) for row in found])
        done = TOPIC_OUTBOX.c.sequence <= found[-1].sequence
        connection.execute(delete(TOPIC_OUTBOX).where(done))
    return len(found)


def waiting(engine: Engine) -> bool:
    """Tell whether any row waits for the log."""
    with reading(engine) as connection:
        return connection.execute(select(TOPIC_OUTBOX.c.sequence).limit(1)).first() is not None


def _row(put: Put) -> dict[str, object]:
    headers = json.dumps(dict(put.headers))
    return {"topic": put.topic.name, "key": put.key, "headers": headers, "value": put.value}


def _put(row: Row[tuple[int, str, str, str, bytes]]) -> Put:
    return Put(_TOPICS[row.topic], row.key, row.value, json.loads(row.headers))
