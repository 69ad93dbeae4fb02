"""A store as an earlier release left it, with rows that waited."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import runtime.store

STEPS = Path(runtime.store.__file__).parent / "migrations"
SENDING = (
    "INSERT INTO deliveries (id, alert_id, receiver, address, kind, thread, subject_line, since,"
    " catch_up, payload, state, sent_as, attempts, next_at, done_at, error) VALUES"
    " ('d', 'a', 'desk', 'x@example.org', 'new_attack', 'a', 's', 0, false, :payload, 'sending',"
    " 'd', 0, 0, 0, '')"
)
WAITING = "INSERT INTO topic_outbox (topic, key, headers, value) VALUES (:topic, 'k', '{}', :value)"


def fill(engine: Engine) -> None:
    """Make the tables of release 0.1, with two messages and one delivery under way."""
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for topic in ("incidents.v1", "alerts.v1"):
            connection.execute(text(WAITING), {"topic": topic, "value": topic.encode()})
        connection.execute(text(SENDING), {"payload": b"{}"})
