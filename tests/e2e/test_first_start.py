"""A first start on feeds full of old news: one digest, no storm, and real news at once after it."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import pytest
from aiohttp import web

from basewatch.demo.receivers import Mailbox

DEADLINE_S: Final = 60.0
OLD: Final = {
    "al-Harir": "Drones hit al-Harir air base in northern Iraq, two US soldiers hurt",
    "al-Tanf": "Drones strike al-Tanf garrison in Syria, no casualties",
    "Tower 22": "Militia drone strikes Tower 22 in Jordan, three soldiers wounded",
}
NEW: Final = "Rockets fired at Ain al-Asad air base in Iraq, one soldier wounded"
NEWER: Final = "Mortar shells hit Camp Arifjan in Kuwait, two soldiers wounded"
_SETTINGS: Final = """\
[[rules]]
type = "watched_base"
name = "attacks"
bases = ["iq-harir", "sy-tanf", "jo-tower-22", "iq-ain-al-asad", "kw-arifjan"]

[[receivers]]
type = "email"
name = "desk"
addresses = ["officer@desk.test"]

[channels.email]
host = "127.0.0.1"
port = {mail}
tls = "none"
sender = "basewatch@desk.test"

[[feeds]]
name = "paper"
url = "http://127.0.0.1:{paper}/feed.xml"
interval_s = 1
pages = false

[ingest]
allow_addresses = ["127.0.0.1:{paper}"]

[health]
port = 0
"""


@dataclass
class Paper:
    """A newspaper on loopback whose feed can grow."""

    titles: list[tuple[str, datetime]] = field(default_factory=list)
    port: int = 0

    async def feed(self, _: web.Request) -> web.Response:
        items = "".join(
            f"<item><title>{escape(title)}</title><guid>{number}</guid>"
            f"<link>http://127.0.0.1:{self.port}/{number}</link>"
            f"<description>{escape(title)}, officials said.</description>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for number, (title, at) in enumerate(self.titles)
        )
        text = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml")

    async def open(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/feed.xml", self.feed)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        return runner


@dataclass
class Desk:
    """A folder with settings, the paper it reads and the mailbox it fills."""

    folder: Path
    paper: Paper
    mailbox: Mailbox
    started: list[asyncio.subprocess.Process] = field(default_factory=list)

    def subjects(self) -> list[str]:
        """Return each mail's subject once: killed before it is noted, a mail goes again."""
        return list(
            {str(m["Message-ID"]): str(m["Subject"]) for m in self.mailbox.mails()}.values()
        )

    async def start(self) -> asyncio.subprocess.Process:
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "basewatch", "run", cwd=self.folder, stderr=log
            )
        self.started.append(process)
        return process

    async def end(self) -> None:
        for process in self.started:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    paper, mailbox = Paper(), Mailbox()
    runner = await paper.open()
    await mailbox.open()
    settings = _SETTINGS.format(paper=paper.port, mail=mailbox.port)
    (tmp_path / "watch.toml").write_text(settings, "utf-8")
    desk = Desk(tmp_path, paper, mailbox)
    yield desk
    await desk.end()
    await mailbox.close()
    await runner.cleanup()


async def eventually(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not is_so():  # noqa: ASYNC110  # the demo's mailbox rings no bell
            await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_old_news_is_one_digest_and_new_news_a_mail_of_its_own(desk: Desk) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    desk.paper.titles = [(title, now - timedelta(hours=5)) for title in OLD.values()]

    first = await desk.start()
    await eventually(lambda: len(desk.subjects()) == 1)
    desk.paper.titles.append((NEW, now - timedelta(minutes=1)))
    await eventually(lambda: len(desk.subjects()) == 2)
    first.kill()
    await first.wait()

    second = await desk.start()
    desk.paper.titles.append((NEWER, now))
    await eventually(lambda: len(desk.subjects()) == 3)
    second.terminate()
    assert await second.wait() == 0

    digest, news, newer = desk.subjects()
    assert digest == "Found on start: 3 reports"
    assert "Ain al-Asad" in news
    assert "Arifjan" in newer
    body = desk.mailbox.mails()[0].get_body(("plain",))
    assert body
    assert all(base in body.get_content() for base in OLD)
