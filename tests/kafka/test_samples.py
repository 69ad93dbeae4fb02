"""The samples for other teams, run against a broker that holds what the demo's articles led to."""

import asyncio
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Final

import pytest
from aiokafka import AIOKafkaProducer
from msgspec.structs import replace

from contracts import codec, topics
from contracts.messages import Incident, Lifecycle, Place, When
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.stage import Put, event
from tests.fakes import told

SAMPLES: Final = Path(__file__).parents[2] / "docs" / "samples"
DEADLINE_S: Final = 60.0
STOP_S: Final = 10.0
OLDEST_NODE: Final = (22, 22, 0)
MACHINES: Final = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
NEW_ATTACKS: Final = ["2024-01-20T17:05:00Z", "2024-08-05T21:00:00Z", "2024-09-10T12:00:00Z"]
NEVER_HEARD_OF: Final = "0" * 24


@pytest.fixture(scope="module")
def topic(servers: str) -> str:
    """Fill a broker through the product's own log; return the name of incidents.v1 there."""
    prefix = f"samples-{uuid.uuid4().hex[:12]}."
    kafka = Kafka(servers=tuple(servers.split(",")), prefix=prefix, replication=1, min_insync=1)
    log = KafkaLog(kafka, transactional_id="relay")
    try:
        log.append([*told.puts(), *rare()])
        log.append(incidents()[-1:])  # a second time
    finally:
        log.close()
    asyncio.run(_bury(servers, prefix + topics.INCIDENTS.name))
    return prefix + topics.INCIDENTS.name


async def _bury(servers: str, topic: str) -> None:
    """Write tombstones, as a later release or an operator may."""
    producer = AIOKafkaProducer(bootstrap_servers=servers)
    await producer.start()
    try:
        for key in (NEVER_HEARD_OF, incidents()[-1].key):
            await producer.send_and_wait(topic, None, key=key.encode())
    finally:
        await producer.stop()


def incidents() -> list[Put]:
    return [put for put in told.puts() if put.topic == topics.INCIDENTS]


def rare() -> list[Put]:
    """Return further incidents of kinds that the demo does not have."""
    known = codec.decode(Incident, incidents()[0].value, topic="")
    unnamed = replace(known, id="1" * 24, bases=(), candidates=known.bases, when=When())
    town = replace(known, id="2" * 24, bases=(), place=Place(words="a town in the east"), facts=())
    merged = replace(known, id="3" * 24, lifecycle=Lifecycle.MERGED, merged_into=known.id)
    return [event(topics.INCIDENTS, each.id, each, None) for each in (unnamed, town, merged)]


def heads() -> list[str]:
    """Return how the lines must begin: one a revision, none repeated, the buried one last."""
    lines = [put.headers["ce_id"].replace(".", " r") for put in (*incidents(), *rare())]
    return [*lines, f"{incidents()[-1].key} is gone"]


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
            try:
                process.wait(STOP_S)
            finally:
                process.kill()
                reading.join(DEADLINE_S)


def first(number: int, lines: "Queue[str]") -> list[str]:
    found: list[str] = []
    try:
        while len(found) < number:
            found.append(lines.get(timeout=DEADLINE_S).rstrip("\n"))
    except Empty:
        pytest.fail(f"only {len(found)} of {number} lines: {found}")
    return found


@dataclass(frozen=True)
class Node:
    """The Node sample in a folder with all it needs."""

    folder: Path
    program: Path | str

    def run(self, servers: str, topic: str) -> Sequence[Path | str]:
        return [self.program, "incidents.js", servers, topic]


@pytest.fixture(scope="module")
def node() -> Node:
    """npm fetches what is needed the first time, and Node itself if the one here is too old."""
    if shutil.which("npm") is None:
        pytest.fail("no npm here: apt-get install npm")
    wanted = (SAMPLES / "node" / "package.json").read_bytes()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "basewatch" / f"node-{hashlib.sha256(wanted).hexdigest()[:12]}"
    for file in (SAMPLES / "node").glob("*.js*"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder)
    if not (folder / "node_modules").is_dir():
        install(folder)
    if version_of("node") >= OLDEST_NODE:
        return Node(folder, "node")
    return Node(folder, own_node(folder))


def install(folder: Path, *packages: str) -> None:
    quiet = ("--no-package-lock", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund")
    command = ["npm", "install", *quiet, *packages]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr


def version_of(program: str) -> tuple[int, ...]:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, done.stdout.strip().lstrip("v").split(".")))


def own_node(folder: Path) -> Path:
    """Return a Node of the sample's age from npm; a build of it is a package like any other."""
    build = f"node-{platform.system().lower()}-{MACHINES[platform.machine()]}"
    program = folder / "own" / "node_modules" / build / "bin" / "node"
    if not program.is_file():
        program.parents[3].mkdir(exist_ok=True)
        (program.parents[3] / "package.json").write_text("{}", "utf-8")
        install(program.parents[3], f"{build}@22")
    return program


def by_python(servers: str, topic: str) -> list[str]:
    command = [sys.executable, "incidents.py", servers, topic]
    with running(command, SAMPLES / "python") as lines:
        return first(len(heads()), lines)


def test_the_python_sample_prints_every_revision_once(servers: str, topic: str) -> None:
    found = by_python(servers, topic)
    assert [line[: len(head)] for line, head in zip(found, heads(), strict=True)] == heads()
    assert "2024-08-05 Ain al-Asad Air Base" in found[3]
    assert found[len(incidents()) - 1].endswith("was taken back by its sources")
    unnamed, town, merged, _gone = found[len(incidents()) :]
    assert "r1 undated one of Ain al-Asad Air Base; weapon " in unnamed
    assert "r1 2024-01-19 a town in the east; weapon is disputed" in town
    assert merged.endswith(f"r1 became part of {incidents()[0].key}")


def test_the_node_sample_prints_the_same(servers: str, topic: str, node: Node) -> None:
    with running(node.run(servers, topic), node.folder) as lines:
        assert first(len(heads()), lines) == by_python(servers, topic)


def one_liners() -> list[str]:
    """Return the kcat lines of docs/topics.md."""
    text = (SAMPLES.parent / "topics.md").read_text("utf-8")
    return [line for line in text.splitlines() if line.startswith("kcat ")]


def test_the_one_liners_of_the_documentation_do_what_they_say(servers: str, topic: str) -> None:
    if not (shutil.which("kcat") and shutil.which("jq")):
        pytest.fail("no kcat or no jq here: apt-get install kcat jq")
    prefix = topic.removesuffix("incidents.v1")
    said: list[list[str]] = []
    for line in one_liners():
        command = line.replace("kafka.example.org:9092", servers).replace("-t ", f"-t {prefix}")
        strict = ["/bin/bash", "-o", "pipefail", "-c", command]
        done = subprocess.run(strict, capture_output=True, text=True, timeout=60, check=True)
        said.append(done.stdout.splitlines())
    keys, revisions, present, attacks = said
    key, _size, headers = keys[0].split(" ", 2)
    assert headers.split(",") == [
        f"{name}={value}" for name, value in incidents()[0].headers.items()
    ]
    assert key == incidents()[0].key
    assert [line.split(" ")[1] for line in keys[-2:]] == ["-1", "-1"]  # tombstones
    assert len(keys) == len(revisions) + 2
    assert revisions[0].split("\t")[1:3] == ["1", "open"]
    assert [line.split("\t")[2] for line in revisions].count("retracted") == 2  # once repeated
    assert [line.split(" ")[0] for line in present] == ["1" * 24, "2" * 24]
    assert [line.split(" ")[0] for line in attacks] == NEW_ATTACKS
