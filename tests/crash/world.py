"""What is never killed: newspapers, a mail server and a webhook, and settings that name them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from basewatch.demo.articles import Piece
from basewatch.demo.newspapers import Newsstand
from basewatch.demo.receivers import Hook, Mailbox
from basewatch.demo.story import SECRET

_WATCH: Final = """
data = "data"
[ingest]
interval_s = {interval_s}
host_delay_s = 0.0
allow_addresses = [{papers}]
[health]
port = 0
{rules}
[[receivers]]
type = "email"
name = "desk"
addresses = ["duty@desk.invalid"]
[[receivers]]
type = "webhook"
name = "dashboard"
addresses = ["{hook}"]
secret = "{secret}"
[channels.email]
host = "127.0.0.1"
port = {smtp}
tls = "none"
sender = "basewatch@desk.invalid"
[channels.webhook]
allow_addresses = ["127.0.0.1:{hook_port}"]
{feeds}
"""


@dataclass
class World:
    """What is never killed, and what was printed in it."""

    folder: Path
    stand: Newsstand
    mailbox: Mailbox
    hook: Hook
    printed: list[str] = field(default_factory=list)  # addresses

    @property
    def config(self) -> Path:
        """Return the service's settings file."""
        return self.folder / "watch.toml"

    def publish(self, piece: Piece, at: datetime) -> None:
        """Print an article."""
        self.stand.publish(piece, at)
        self.printed.append(f"{self.stand.papers[piece.paper].home}/{piece.slug}.html")


@asynccontextmanager
async def world(folder: Path, rules: str, interval_s: float = 0.5) -> AsyncIterator[World]:
    """Open papers and receivers, and write settings that name them.

    Args:
        folder: where the settings go.
        rules: the [[rules]], and whatever else the settings are to say.
        interval_s: between two looks at a paper.
    """
    async with Newsstand() as stand:
        mailbox, hook = Mailbox(), Hook(SECRET)
        await mailbox.open()
        await hook.open()
        opened = World(folder, stand, mailbox, hook)
        opened.config.write_text(_settings(opened, rules, interval_s), encoding="utf-8")
        try:
            yield opened
        finally:
            await hook.close()
            await mailbox.close()


def _settings(of: World, rules: str, interval_s: float) -> str:
    papers = of.stand.papers.values()
    return _WATCH.format(
        rules=rules,
        interval_s=interval_s,
        papers=", ".join(f'"127.0.0.1:{paper.port}"' for paper in papers),
        hook=of.hook.url,
        hook_port=of.hook.port,
        secret=SECRET,
        smtp=of.mailbox.port,
        feeds="\n".join(
            f'[[feeds]]\nname = "{paper.key}"\nurl = "{paper.feed_url}"\nfamily = "{paper.key}"'
            for paper in papers
        ),
    )
