"""A real Kafka of one or more nodes on loopback, from Kafka's own jars. Needs Java 17 and Maven.

with Cluster(folder) as cluster:
    cluster.servers  # "127.0.0.1:40123"
"""

import asyncio
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from tests.kafka.broker.doors import Doors

HERE: Final = Path(__file__).parent
READY_WITHIN_S: Final = 60.0
_CLUSTER_ID: Final = "MkU3OEVBNTcwNTJENDM2Qg"
_STOP_WITHIN_S: Final = 5.0
_SMALL_JVM: Final = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xshare:auto",
    "-Xms128m",
    "-Xmx256m",
    "-Xss512k",
)


class BrokerError(Exception):
    """No broker can be had on this machine."""


def jars() -> Path:
    """Return the folder of Kafka's jars; Maven fetches them the first time (54 MB).

    Raises:
        BrokerError: Java or Maven is not here, or the fetch fails.
    """
    missing = [tool for tool in ("java", "mvn") if not shutil.which(tool)]
    if missing:
        raise BrokerError(f"tests on Kafka need {' and '.join(missing)}, or BASEWATCH_TEST_KAFKA")
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    pom = HERE / "pom.xml"
    folder = caches / "basewatch" / f"kafka-{hash_of(pom)}"
    if not folder.exists():
        half = folder.with_name(f"{folder.name}.{os.getpid()}")
        arguments = ("-DincludeScope=runtime", f"-DoutputDirectory={half}")
        command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise BrokerError(f"Maven could not fetch Kafka:\n{done.stdout}{done.stderr}")
        half.rename(folder)
    return folder


def hash_of(pom: Path) -> str:
    """Name a set of jars by what asks for them."""
    return hashlib.sha256(pom.read_bytes()).hexdigest()[:12]


def free_ports(number: int) -> list[int]:
    """Return ports that nobody listens on just now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _listens(node: "Node") -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", node.port)) == 0


@dataclass
class Node:
    """One broker, which is a controller too; its data outlives its process."""

    number: int
    folder: Path
    port: int
    controller_port: int
    doors: Doors | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self, nodes: "list[Node]") -> None:
        """Start its process; it answers a few seconds later."""
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "server.properties"
        lines = [f"{key}={value}" for key, value in self._settings(nodes).items()]
        config.write_text("\n".join(lines), encoding="utf-8")
        if not (self.folder / "log" / "meta.properties").exists():
            form = ["kafka.tools.StorageTool", "format", "-t", _CLUSTER_ID, "-c", str(config)]
            users = self.doors.users() if self.doors else ()
            command = self._java(*form, *users)
            subprocess.run(command, check=True, capture_output=True, timeout=60)
        with (self.folder / "out.log").open("ab") as out:
            command = self._java("kafka.Kafka", str(config))
            self.process = subprocess.Popen(command, stdout=out, stderr=out)

    def tell(self, how: signal.Signals) -> None:
        """Signal its process, a frozen one too."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.send_signal(signal.SIGCONT)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Signal its process and wait until it is gone."""
        if self.process is None:
            return
        self.tell(how)
        try:
            self.process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def freeze(self) -> None:
        """Let it hang: connections stay open and nothing answers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def _java(self, *arguments: str) -> list[str]:
        logs = f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"
        return ["java", "-cp", f"{jars()}/*", logs, *_SMALL_JVM, *arguments]

    def _settings(self, nodes: "list[Node]") -> Mapping[str, object]:
        copies = len(nodes)
        durable = min(2, copies)
        voters = ",".join(f"{node.number}@127.0.0.1:{node.controller_port}" for node in nodes)
        return {
            "process.roles": "broker,controller",
            "node.id": self.number,
            "controller.quorum.voters": voters,
            **self._listeners(),
            "log.dirs": self.folder / "log",
            "auto.create.topics.enable": "false",
            "default.replication.factor": copies,
            "min.insync.replicas": durable,
            "offsets.topic.replication.factor": copies,
            "offsets.topic.num.partitions": 1,
            "transaction.state.log.replication.factor": copies,
            "transaction.state.log.min.isr": durable,
            "transaction.state.log.num.partitions": 1,
            "share.coordinator.state.topic.replication.factor": copies,
            "share.coordinator.state.topic.min.isr": durable,
            "group.initial.rebalance.delay.ms": 0,
            "num.network.threads": 2,
            "num.io.threads": 2,
            "log.cleaner.threads": 1,
            "log.cleaner.dedupe.buffer.size": 10_485_760,
            "log.index.size.max.bytes": 1_048_576,
        }

    def _listeners(self) -> Mapping[str, object]:
        doors = {"PLAINTEXT": ("PLAINTEXT", f"127.0.0.1:{self.port}")}
        if self.doors:
            doors |= self.doors.listeners()
        ours = [f"{name}://{address}" for name, (_, address) in doors.items()]
        protocols = [f"{name}:{protocol}" for name, (protocol, _) in doors.items()]
        return {
            "listeners": ",".join([*ours, f"CONTROLLER://127.0.0.1:{self.controller_port}"]),
            "advertised.listeners": ",".join(ours),
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": ",".join(["CONTROLLER:PLAINTEXT", *protocols]),
            **(self.doors.settings() if self.doors else {}),
        }


class Cluster:
    """Nodes that were started here and end here.

    Args:
        folder: where they keep their data.
        nodes: how many; topics are copied to each.
        guarded: whether its one node has `doors` beside the listener for everyone.

    Raises:
        BrokerError: it cannot start, or did not answer in time.
    """

    def __init__(self, folder: Path, nodes: int = 1, *, guarded: bool = False) -> None:
        first, second, *ports = free_ports(2 * nodes + 2)
        self.doors = Doors(folder / "doors", (first, second)) if guarded else None
        self.nodes = [
            Node(number, folder / f"n{number}", *ports[2 * number - 2 : 2 * number], self.doors)
            for number in range(1, nodes + 1)
        ]
        self.servers = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all of them answer."""
        for node in self.nodes:
            if node.process is None:
                node.start(self.nodes)
        asyncio.run(self._ready())

    def end(self) -> None:
        """End every node; what they hold stays on disk.

        The last of several finds no quorum to leave, and would wait for one.
        """
        for node in self.nodes:
            node.tell(signal.SIGTERM)
        for node in self.nodes:
            node.end()

    async def _ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            for node in self.nodes:
                if node.process and node.process.poll() is not None:
                    said = (node.folder / "out.log").read_text("utf-8", "replace")
                    raise BrokerError(f"a Kafka node ended at its start:\n{said[-3000:]}")
            if all(map(_listens, self.nodes)) and await self._answering() == len(self.nodes):
                return
            await asyncio.sleep(0.1)
        raise BrokerError(f"Kafka did not answer within {READY_WITHIN_S:.0f} s")

    async def _answering(self) -> int:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.servers, request_timeout_ms=5000)
        try:
            await admin.start()
            return len((await admin.describe_cluster())["brokers"])
        except (KafkaError, OSError, ValueError):
            return 0
        finally:
            await admin.close()
