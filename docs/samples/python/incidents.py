"""Prints a line for every incident of basewatch, and one more for each new revision of it.

    pip install "aiokafka[zstd]>=0.14"     zstd: how basewatch packs its records
    python3.11 incidents.py kafka.example.org:9092 [incidents.v1]

It reads the whole topic at each start and keeps what it saw in memory: the topic is compacted, so
that is the present picture and little more. It joins no group and commits nothing.
"""

import asyncio
import json
import sys
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiokafka import AIOKafkaConsumer


class Incidents:
    """What is known of each incident: its last revision."""

    def __init__(self) -> None:
        self.revisions: dict[str, int] = {}

    def take(self, key: bytes, value: bytes | None) -> str:
        """Take one record in; returns the line to print, "" for a record that is no news."""
        incident_id = key.decode()
        if value is None:  # a tombstone: forget the incident, and never mind one never heard of
            known = self.revisions.pop(incident_id, None)
            return f"{incident_id} is gone" if known else ""
        incident = json.loads(value)
        if incident["revision"] <= self.revisions.get(incident_id, 0):
            return ""  # delivery is at least once: this one came before
        self.revisions[incident_id] = incident["revision"]
        return line(incident)


def line(incident: dict[str, Any]) -> str:
    """Put one revision in words."""
    head = f"{incident['id']} r{incident['revision']}"
    if incident.get("merged_into"):
        return f"{head} became part of {incident['merged_into']}"
    if incident.get("lifecycle") == "retracted":
        return f"{head} was taken back by its sources"
    shown = [f"{fact['slot']} {fact['shown']}" for fact in incident.get("facts", [])]
    disputed = [conflict["slot"] for conflict in incident.get("conflicts", [])]
    words = [
        f"{day(incident)} {where(incident)}",
        *shown,
        *(f"{slot} is disputed" for slot in disputed),
    ]
    return f"{head} {'; '.join(words)}"


def day(incident: dict[str, Any]) -> str:
    """Give the first day it may have been, as people at the base count days."""
    start = incident["when"].get("from")
    if not start:
        return "undated"
    bases = incident.get("bases") or incident.get("candidates") or [{"tz": "UTC"}]
    local = datetime.fromisoformat(start).astimezone(ZoneInfo(bases[0]["tz"]))
    return local.date().isoformat()


def where(incident: dict[str, Any]) -> str:
    """Name the bases; where none is named, say what it may have been."""
    if bases := incident.get("bases"):
        return ", ".join(base["name"] for base in bases)
    if candidates := incident.get("candidates"):
        return "one of " + ", ".join(base["name"] for base in candidates)
    return incident["place"].get("words") or "somewhere"


async def main(servers: str, topic: str = "incidents.v1") -> None:
    """Read from the beginning on, until interrupted."""
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=servers,
        group_id=None,
        auto_offset_reset="earliest",
        isolation_level="read_committed",  # basewatch writes in transactions
    )
    incidents = Incidents()
    await consumer.start()
    try:
        async for record in consumer:
            if text := incidents.take(record.key, record.value):
                print(text, flush=True)  # noqa: T201
    finally:
        await consumer.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
