"""What other teams read, as CloudEvents 1.0 in binary mode: the headers beside the plain value.

Nothing here asks a clock or a counter, so a replay gives the same headers.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

from contracts import topics
from contracts.messages import Alert, Change, DeadLetter, Decision, Incident, Message
from contracts.topics import Topic

Event: TypeAlias = Incident | Change | Alert | Decision | DeadLetter
SOURCE: Final = "/basewatch"
KINDS: Final[Mapping[Topic, type[Message]]] = {
    topics.INCIDENTS: Incident,
    topics.CHANGES: Change,
    topics.ALERTS: Alert,
    topics.DECISIONS: Decision,
    topics.DEAD: DeadLetter,
}
"""The topics that other teams may read, and the one kind of message on each."""

_INNER_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")
_VERSION: Final = "v1"  # of every message kind; a topic's name ends in it, too


def name_of(kind: type[Message]) -> str:
    """Return the name of a message kind in types, addresses and files: `dead_letter`."""
    return _INNER_CAPITAL.sub("_", kind.__name__).lower()


def schema_id(kind: type[Message]) -> str:
    """Return the URI of the kind's JSON Schema, which is its `$id`."""
    return f"urn:basewatch:schema:{_VERSION}:{name_of(kind)}"


def headers(message: Event, key: str, at: datetime | None) -> Mapping[str, str]:
    """Return the headers of `message` on its topic.

    Args:
        message: what the record's value holds.
        key: the record's key.
        at: `arrived_at` of what caused it, aware; None leaves out `ce_time`.

    Source:
        CloudEvents 1.0.2, Kafka protocol binding, §3.2 (binary content mode).
    """
    kind = type(message)
    found = {
        "ce_specversion": "1.0",
        "ce_id": _id(message),
        "ce_source": SOURCE,
        "ce_type": f"basewatch.{name_of(kind)}.{_VERSION}",
        "ce_dataschema": schema_id(kind),
        "content-type": "application/json",
    }
    if key:  # attributes are never empty
        found |= {"ce_subject": key, "ce_partitionkey": key}
    if at:
        found["ce_time"] = at.isoformat().replace("+00:00", "Z")
    return found


def _id(message: Event) -> str:
    """Name the event: a record that comes twice has the same name both times."""
    if isinstance(message, Incident):
        return f"{message.id}.{message.revision}"
    return message.id
