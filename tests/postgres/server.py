"""A PostgreSQL server of our own on loopback: made, started, killed and ended by its holder."""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import psycopg

_PACKAGE = Path("/usr/lib/postgresql")  # where Debian puts one folder per version
_DEADLINE_S = 30.0
_USERS = ("postgres", "nobody")  # the server refuses to run as root
_INITDB = (
    *("-U", "basewatch", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"),
    "--locale-provider=icu",  # text sorts as people do it, and not by its bytes as in SQLite
    "--icu-locale=en-US",
)


class Server:
    """A server in a temporary folder, which goes with it."""

    def __init__(self) -> None:
        self._bin = _programs()
        self._user = _user()
        self._folder = Path(tempfile.mkdtemp(prefix="basewatch-postgres-"))
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._user:
            shutil.chown(self._folder, self._user)
        try:
            self._run("initdb", "-D", "data", *_INITDB)
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process and self._process.poll() is None:
            self._end(signal.SIGQUIT)
        shutil.rmtree(self._folder)

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database for `open_store`."""
        return f"postgresql://basewatch@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start, on the same data and port as before, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._process = self._spawn(log)
        deadline = time.monotonic() + _DEADLINE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {self._said()}")
            time.sleep(0.02)

    def _spawn(self, log: BinaryIO) -> subprocess.Popen[bytes]:
        """Nothing here outlives the machine, so nothing waits for the disk."""
        return subprocess.Popen(
            [self._bin / "postgres", "-D", "data", "-p", str(self._port),
             "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
             "-c", "fsync=off", "-c", "max_connections=60"],
            cwd=self._folder, user=self._user, stderr=log,
        )  # fmt: skip

    def kill(self) -> None:
        """End it at once, as a power cut would: no transaction is finished."""
        self._end(signal.SIGQUIT)

    def run_sql(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _end(self, how: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(how)
        self._process.wait(_DEADLINE_S)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            cwd=self._folder,
            user=self._user,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _said(self) -> str:
        return (self._folder / "log").read_text()[-2000:]


def _programs() -> Path:
    """Find the newest server installed."""
    if on_path := shutil.which("postgres"):
        return Path(on_path).parent
    found = [folder for folder in _PACKAGE.glob("*/bin") if (folder / "postgres").exists()]
    if not found:
        raise RuntimeError("no PostgreSQL server is installed: apt-get install postgresql")
    return max(found, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))


def _user() -> str | None:
    """Return who must run the server; None: whoever we are."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _USERS if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
