"""`basewatch demo`: the whole story, from newspapers to mails, and the verdict on it."""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from basewatch.archive import Archive
from basewatch.demo import outcome, screen
from basewatch.demo.articles import Piece, pieces
from basewatch.demo.play import Scene, scene
from basewatch.demo.story import FIRST, SECOND
from contracts.messages import Decision
from runtime.logs import configure_logs

_ATTACKS: Final = {1: FIRST, 2: SECOND}


def run(out: Path, console: Console) -> bool:
    """Play the demo, save the mails under `out`, and tell whether all came out right.

    Raises:
        OSError: `out` cannot be written.
        StoryStuckError: the pipeline did not come to rest.
    """
    configure_logs(sys.stderr, "error")
    with tempfile.TemporaryDirectory(prefix="basewatch-demo-") as data:
        return asyncio.run(_play(Path(data), out, console))


async def _play(data: Path, out: Path, console: Console) -> bool:
    async with scene(data, FIRST) as on_stage:
        with screen.Screen(console) as live:
            await on_stage.first_round()
            for piece in pieces(FIRST, SECOND):
                await on_stage.tell(piece, _ATTACKS[piece.act] + piece.after)
                with Archive(data) as archive:
                    live.show(on_stage.printed, archive.incidents())
            await on_stage.afterwards()
        checks = outcome.judge(
            on_stage.hook.bodies, on_stage.mailbox.mails(), [FIRST.date(), SECOND.date()]
        )
        with Archive(data) as archive:
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
