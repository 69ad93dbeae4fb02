"""The samples for other teams, run against a broker that holds what the demo's articles led to."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Final

import pytest
from aiokafka import AIOKafkaProducer

from contracts import topics
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from tests.fakes import told

SAMPLES: Final = Path(__file__).parents[2] / "docs" / "samples"
DEADLINE_S: Final = 60.0
NEVER_HEARD_OF: Final = "0" * 24


@pytest.fixture(scope="module")
def topic(servers: str) -> str:
    """Fill a broker through the product's own log; return the name of incidents.v1 there."""
    prefix = f"samples-{os.getpid()}."
    kafka = Kafka(servers=tuple(servers.split(",")), prefix=prefix, replication=1, min_insync=1)
    log = KafkaLog(kafka, transactional_id="relay")
    try:
        log.append(told.puts())
        log.append([put for put in told.puts() if put.topic == topics.INCIDENTS][-1:])  # repeated
    finally:
        log.close()
    asyncio.run(_bury(servers, prefix + topics.INCIDENTS.name))
    return prefix + topics.INCIDENTS.name


async def _bury(servers: str, topic: str) -> None:
    """Write tombstones, as a later release or an operator may."""
    producer = AIOKafkaProducer(bootstrap_servers=servers)
    await producer.start()
    try:
        for key in (NEVER_HEARD_OF, _ids()[-1]):
            await producer.send_and_wait(topic, None, key=key.encode())
    finally:
        await producer.stop()


def _ids() -> list[str]:
    return [put.key for put in told.puts() if put.topic == topics.INCIDENTS]


def heads() -> list[str]:
    """Return how the lines must begin: one a revision, none repeated, the buried one last."""
    found = [put for put in told.puts() if put.topic == topics.INCIDENTS]
    lines = [put.headers["ce_id"].replace(".", " r") for put in found]
    return [*lines, f"{_ids()[-1]} is gone"]


@contextmanager
def running(command: Sequence[str | Path], folder: Path) -> Iterator["Queue[str]"]:
    """Run a program and hand over what it prints, line by line."""
    lines: Queue[str] = Queue()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        reading = threading.Thread(target=lambda out: [*map(lines.put, out)], args=[process.stdout])
        reading.start()
        try:
            yield lines
        finally:
            process.terminate()
            reading.join(DEADLINE_S)


def first(number: int, lines: "Queue[str]") -> list[str]:
    found: list[str] = []
    try:
        while len(found) < number:
            found.append(lines.get(timeout=DEADLINE_S).rstrip("\n"))
    except Empty:
        pytest.fail(f"only {len(found)} of {number} lines: {found}")
    return found


@pytest.fixture(scope="module")
def node_sample() -> Path:
    """Return the Node sample with what it needs; npm fetches that the first time."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no Node here")
    wanted = (SAMPLES / "node" / "package.json").read_bytes()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "basewatch" / f"node-{hashlib.sha256(wanted).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    for file in (SAMPLES / "node").glob("*.js*"):
        shutil.copy(file, folder)
    if not (folder / "node_modules").is_dir():
        quiet = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")
        subprocess.run([npm, "install", *quiet], cwd=folder, check=True, timeout=300)
    return folder


def by_python(servers: str, topic: str) -> list[str]:
    command = [sys.executable, "incidents.py", servers, topic]
    with running(command, SAMPLES / "python") as lines:
        return first(len(heads()), lines)


def test_the_python_sample_prints_every_revision_once(servers: str, topic: str) -> None:
    found = by_python(servers, topic)
    assert [line[: len(head)] for line, head in zip(found, heads(), strict=True)] == heads()
    assert "2024-08-05 Ain al-Asad Air Base" in found[3]
    assert found[-2].endswith("was taken back by its sources")


def test_the_node_sample_prints_the_same(servers: str, topic: str, node_sample: Path) -> None:
    with running(["node", "incidents.js", servers, topic], node_sample) as lines:
        assert first(len(heads()), lines) == by_python(servers, topic)


def kcat(servers: str, topic: str, form: str, *more: str) -> list[str]:
    program = shutil.which("kcat")
    if program is None:
        pytest.skip("no kcat here")
    command = [program, "-b", servers, "-C", "-t", topic, "-o", "beginning", "-e", "-q", *more]
    done = subprocess.run(
        [*command, "-f", form], capture_output=True, text=True, timeout=DEADLINE_S, check=True
    )
    return done.stdout.splitlines()


def headers_of(line: str) -> Mapping[str, str]:
    return dict(each.split("=", 1) for each in line.split(","))  # type: ignore[misc]


def test_kcat_shows_keys_headers_and_tombstones(servers: str, topic: str) -> None:
    lines = kcat(servers, topic, "%k %S %h\n")
    assert len(lines) == len(heads()) + 2  # the repeated one, and a tombstone that means nothing
    key, _size, headers = lines[0].split(" ", 2)
    found = headers_of(headers)
    assert key == _ids()[0]
    assert found["ce_id"] == f"{key}.1"
    assert found["ce_type"] == "basewatch.incident.v1"
    assert found["content-type"] == "application/json"
    assert [line.split(" ")[1] for line in lines[-2:]] == ["-1", "-1"]
