"""kill -9 at the worst moment: the server has the mail, and we have no record of it."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, select

from alerts import ledger
from alerts.settings import AlertSettings
from alerts.stage import AlertsStage
from contracts import codec
from runtime.stage import Record
from runtime.store.engine import reading, writing
from runtime.store.schema import METADATA
from tests.alerts.samples import NOON, change, incident
from tests.fakes.inbox import Inbox, inbox

ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, json, sys
from sqlalchemy import create_engine
from alerts.delivery import Deliverer
from alerts.settings import AlertSettings
from tests.alerts.samples import NOON

async def main():
    settings = AlertSettings.model_validate(json.loads(sys.argv[2]))
    deliverer = Deliverer(create_engine(sys.argv[1]), settings, lambda: NOON)
    await deliverer.open()
    await deliverer.turn()
    await deliverer.close()

asyncio.run(main())
"""


def plain(port: int) -> dict[str, Any]:
    server = {"host": "127.0.0.1", "port": port, "tls": "none", "sender": "alerts@example.org"}
    return {
        "rules": [{"type": "watched_base", "name": "rock", "all": True}],
        "receivers": [{"type": "email", "name": "desk", "addresses": ["a@example.org"]}],
        "channels": {"email": server},
    }


async def start(url: str, port: int) -> asyncio.subprocess.Process:
    settings = json.dumps(plain(port))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, url, settings, cwd=ROOT
    )


def kills(box: Inbox, process: asyncio.subprocess.Process) -> None:
    """Keep the next mail, then kill its sender before it is told so."""
    kept = box.handle_DATA

    async def handle(*call: Any) -> str:
        reply = await kept(*call)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        return reply

    box.handle_DATA = handle  # type: ignore[method-assign]


@pytest.mark.slow
async def test_it_goes_again_under_the_same_id(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    engine = create_engine(url, poolclass=NullPool)
    METADATA.create_all(engine)
    record = Record("changes.v1", 0, 0, "key", codec.encode(change(incident())), {}, NOON)
    async with inbox() as box:
        stage = AlertsStage(AlertSettings.model_validate(plain(box.port)))
        with writing(engine) as connection:
            stage.handle(record, connection)
        first = await start(url, box.port)
        kills(box, first)
        assert await first.wait() == -signal.SIGKILL
        del box.handle_DATA  # type: ignore[method-assign]
        second = await start(url, box.port)
        assert await second.wait() == 0
    one, two = box.mails()
    assert one["Message-ID"] == two["Message-ID"]
    with reading(engine) as connection:
        states = connection.execute(select(ledger.DELIVERIES.c.state)).scalars().all()
    assert states == ["delivered"]
