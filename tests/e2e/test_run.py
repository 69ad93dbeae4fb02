"""`basewatch run` as an operator has it: a process, a data folder, signals."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest

from basewatch.archive import embedded_archive
from contracts.messages import Alert, AlertKind

DEADLINE_S: Final = 45.0
_FEED: Final = """<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>
<item><title>Drones hit al-Harir air base in northern Iraq</title><link>{home}/harir.html</link>
<guid>{home}/harir.html</guid><pubDate>{published}</pubDate>
<description>Soldiers were wounded.</description></item></channel></rss>"""
_PAGE: Final = """<html lang="en"><head><title>Drones hit al-Harir</title></head><body><article>
<h1>Drones hit al-Harir air base in northern Iraq</h1>
<p>Two explosive drones struck the al-Harir air base in northern Iraq early today, wounding three
American soldiers, a Kurdish security official said.</p>
<p>Witnesses in the town heard two blasts and saw smoke over the runway.</p>
</article></body></html>"""
_SETTINGS: Final = """\
[[rules]]
type = "watched_base"
name = "attacks"
bases = ["iq-harir"]

[[feeds]]
name = "paper"
url = "{home}/feed.xml"
interval_s = 1

[ingest]
allow_addresses = ["{address}"]

[health]
port = {port}
"""


class _Paper(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host, port = self.server.server_address[:2]
        home, now = f"http://{host}:{port}", datetime.now(UTC) - timedelta(minutes=5)
        feed = _FEED.format(home=home, published=format_datetime(now.replace(microsecond=0)))
        is_feed = self.path == "/feed.xml"
        body = (feed if is_feed else _PAGE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml" if is_feed else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def paper() -> Iterator[str]:
    """A newspaper on loopback; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Paper) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def settings_file(folder: Path, address: str, port: int = 0) -> Path:
    file = folder / "watch.toml"
    home = f"http://{address}"
    file.write_text(_SETTINGS.format(home=home, address=address, port=port), "utf-8")
    return file


@dataclass
class Running:
    """A basewatch process, and what it logged so far."""

    process: subprocess.Popen[str]
    log: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log.append(json.loads(line) if line.startswith("{") else {"event": line.strip()})

    def said(self, event: str) -> dict[str, Any] | None:
        return next((line for line in self.log if line["event"] == event), None)

    def url(self) -> str:
        started = eventually(lambda: self.said("health endpoint"))
        return str(started["url"]).removesuffix("/healthz")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url() + path, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_S)


def eventually(look: Callable[[], Any]) -> Any:
    """Return the first truthy answer within the deadline."""
    until = time.monotonic() + DEADLINE_S
    while time.monotonic() < until:
        if found := look():
            return found
        threading.Event().wait(0.05)
    raise AssertionError("it did not come to pass in time")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Starts `basewatch run` in the temp folder; whatever still runs at the end is killed."""
    started: list[Running] = []

    def begin() -> Running:
        process = subprocess.Popen(
            [sys.executable, "-m", "basewatch", "run"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(Running(process))
        return started[-1]

    yield begin
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()
        assert running.process.stderr
        running.process.stderr.close()


def alerts(data: Path) -> list[Alert]:
    if not (data / "log.db").is_file():
        return []
    with embedded_archive(data) as archive:
        return archive.alerts()


@pytest.mark.slow
def test_from_a_feed_to_one_alert_across_restarts_and_a_kill(
    tmp_path: Path, paper: str, start: Callable[[], Running]
) -> None:
    settings_file(tmp_path, paper)
    data = tmp_path / "basewatch-data"

    first = start()
    eventually(lambda: alerts(data))
    report = json.loads(first.get("/healthz")[1])
    assert first.get("/livez") == (200, "ok\n")
    assert "basewatch_stage_lag" in first.get("/metrics")[1]
    assert [feed["name"] for feed in report["ingest"]["feeds"]] == ["paper"]
    assert {stage["stage"] for stage in report["stages"]} == {
        "article",
        "extract",
        "fold",
        "alerts",
    }
    assert first.end() == 0

    second = start()
    eventually(lambda: json.loads(second.get("/healthz")[1])["ingest"]["feeds"][0]["succeeded_at"])
    second.end(signal.SIGKILL)

    third = start()
    third.url()
    third.process.send_signal(signal.SIGINT)  # as timeout(1) does: the process, then its group
    assert third.end(signal.SIGINT) == 0
    assert [alert.kind for alert in alerts(data)] == [AlertKind.NEW_ATTACK]


@pytest.mark.slow
def test_a_second_instance_on_the_same_data_is_refused(
    tmp_path: Path, paper: str, start: Callable[[], Running]
) -> None:
    settings_file(tmp_path, paper)
    first = start()
    first.url()

    second = start()

    assert second.process.wait(DEADLINE_S) == 4
    (line,) = eventually(lambda: [line for line in second.log if "another" in line["event"]])
    assert str(first.process.pid) in line["event"]
    assert first.end() == 0


@pytest.mark.slow
def test_a_taken_port_is_a_line_and_an_exit_code(
    tmp_path: Path, paper: str, start: Callable[[], Running]
) -> None:
    settings_file(tmp_path, paper, port=int(paper.rpartition(":")[2]))

    refused = start()

    assert refused.process.wait(DEADLINE_S) == 3
    assert eventually(lambda: [line for line in refused.log if "in use" in line["event"]])
    assert not any("Traceback" in line["event"] for line in refused.log)


def _newer_log(folder: Path) -> None:
    data = folder / "basewatch-data"
    data.mkdir()
    with closing(sqlite3.connect(data / "log.db")) as connection:
        connection.execute("PRAGMA user_version = 99")


def _file_for_a_folder(folder: Path) -> None:
    (folder / "basewatch-data").write_text("in the way", "utf-8")


def _unknown_base(folder: Path) -> None:
    file = folder / "watch.toml"
    file.write_text(file.read_text("utf-8").replace("iq-harir", "iq-harrir"), "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        pytest.param(_newer_log, 4, "newer", id="a newer release wrote the data"),
        pytest.param(_file_for_a_folder, 3, "cannot be used", id="the data folder is a file"),
        pytest.param(_unknown_base, 3, "iq-harir", id="a base that does not exist"),
    ],
)
def test_what_cannot_start_says_why(
    tmp_path: Path,
    start: Callable[[], Running],
    spoil: Callable[[Path], None],
    code: int,
    words: str,
) -> None:
    settings_file(tmp_path, "127.0.0.1:9")
    spoil(tmp_path)

    refused = start()

    assert refused.process.wait(DEADLINE_S) == code
    assert eventually(lambda: [line for line in refused.log if words in line["event"]])
    assert not any("Traceback" in line["event"] for line in refused.log)
