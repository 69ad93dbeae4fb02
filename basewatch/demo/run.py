"""`basewatch demo`: the whole story, from newspapers to mails, and the verdict on it."""

import asyncio
import sys
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from rich.console import Console

from basewatch.demo import outcome, screen
from basewatch.demo.articles import Piece, pieces
from basewatch.demo.play import Scene, Shared, scene
from basewatch.demo.story import FIRST, SECOND
from contracts.errors import ConfigError
from contracts.messages import Decision
from runtime.log.kafka.settings import Kafka
from runtime.logs import configure_logs
from runtime.store.settings import Store

_ATTACKS: Final = {1: FIRST, 2: SECOND}


def run(out: Path, console: Console, shared: Shared | None = None) -> bool:
    """Play the demo, save the mails under `out`, and tell whether all came out right.

    Args:
        out: a folder.
        console: where it is shown.
        shared: brokers and an empty database to play on; else two files that go afterwards.

    Raises:
        StoreError: a broker or the database is away.
        OSError: `out` cannot be written.
        StoryStuckError: the pipeline did not come to rest.
    """
    configure_logs(sys.stderr, "error")
    with tempfile.TemporaryDirectory(prefix="basewatch-demo-") as data:
        return asyncio.run(_play(Path(data), out, console, shared))


def own_corner(kafka: str, store: str) -> Shared:
    """Return where to play on brokers that others may use, too: under a prefix of our own.

    Raises:
        ConfigError: an address is none.
    """
    try:
        return (
            Kafka(
                servers=tuple(kafka.split(",")),
                prefix=f"demo-{uuid.uuid4().hex[:8]}.",
                replication=1,
                min_insync=1,
            ),
            Store(url=store),
        )
    except ValidationError as error:
        raise ConfigError("--kafka or --store", error.errors()[0]["msg"]) from None


async def _play(data: Path, out: Path, console: Console, shared: Shared | None) -> bool:
    async with scene(data, FIRST, shared) as on_stage:
        archive = on_stage.archive
        with screen.Screen(console) as live:
            await on_stage.first_round()
            for piece in pieces(FIRST, SECOND):
                await on_stage.tell(piece, _ATTACKS[piece.act] + piece.after)
                live.show(on_stage.printed, archive.incidents())
            await on_stage.afterwards()
        checks = outcome.judge(
            on_stage.hook.bodies, on_stage.mailbox.mails(), [FIRST.date(), SECOND.date()]
        )
        screen.mails(on_stage.mailbox.mails(), console)
        screen.incidents(archive.incidents(), console)
        screen.silence(_told(on_stage, archive.decisions()), console)
        screen.verdict(checks, console)
        saved = _save(on_stage.mailbox.raw, out)
    console.print(f"\n{saved} mails saved in {out}/ (open them with any mail reader)")
    return all(check.holds for check in checks)


def _told(on_stage: Scene, decisions: Sequence[Decision]) -> list[tuple[Piece, list[Decision]]]:
    return [
        (piece, [each for each in decisions if each.url == on_stage.address(piece)])
        for piece, _ in on_stage.printed
    ]


def _save(mails: Sequence[bytes], out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(mails, start=1):
        (out / f"{number:02}.eml").write_bytes(raw)
    return len(mails)
