"""`make demo-kafka` and others: a broker and a database that last as long as one command.

python -m tests.kafka.servers basewatch demo --kafka {kafka} --store {store}
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.kafka.broker import Cluster
from tests.postgres.server import Server


@contextmanager
def both() -> Iterator[tuple[str, str]]:
    """Start a broker and a database; gives their addresses, and ends them."""
    with (
        tempfile.TemporaryDirectory(prefix="basewatch-kafka-") as folder,
        Cluster(Path(folder)) as cluster,
        Server() as server,
    ):
        yield cluster.servers, server.url()


def main(command: Sequence[str]) -> int:
    """Run `command` with their addresses filled in; returns its exit code."""
    with both() as (kafka, store):
        filled = [part.format(kafka=kafka, store=store) for part in command]
        return subprocess.run(filled, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
