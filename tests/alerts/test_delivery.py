"""From the outbox to people, over real SMTP and HTTP, with a clock that steps."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event, select

from alerts import ledger
from alerts.delivery import Deliverer
from alerts.settings import AlertSettings
from alerts.stage import AlertsStage
from contracts import codec, ids
from contracts.messages import Change, Slot
from runtime.stage import Record
from runtime.store.engine import reading, writing
from runtime.store.schema import METADATA
from tests.alerts.samples import NOON, change, fact, incident
from tests.fakes.inbox import SECRET, Hook, Inbox, hook, inbox, status

RULE = {"type": "watched_base", "name": "rock", "all": True}
SERVER = {"host": "127.0.0.1", "tls": "none", "sender": "alerts@example.org", "timeout_s": 5}


@dataclass
class Post:
    """A store, its stage, its deliverer, and a clock that stands still until told."""

    folder: Path
    receivers: Sequence[dict[str, Any]]
    port: int = 25
    now: datetime = NOON
    catching_up: bool = False
    engine: Engine = field(init=False)
    deliverer: Deliverer = field(init=False)

    def __post_init__(self) -> None:
        self.engine = create_engine(f"sqlite:///{self.folder / 'store.db'}", poolclass=NullPool)
        METADATA.create_all(self.engine)
        self.restart()

    @property
    def settings(self) -> AlertSettings:
        channels = {
            "email": SERVER | {"port": self.port},
            "webhook": {"allow_addresses": ["127.0.0.0/8"], "timeout_s": 0.5},
        }
        return AlertSettings.model_validate(
            {"rules": [RULE], "receivers": self.receivers, "channels": channels}
        )

    def restart(self) -> None:
        """Begin anew, as after kill -9: nothing but the store is left."""
        self.deliverer = Deliverer(
            self.engine, self.settings, lambda: self.now, lambda: self.catching_up
        )

    def hear(self, *changes: Change) -> None:
        stage = AlertsStage(self.settings)
        for about in changes:
            record = Record("changes.v1", 0, 0, "key", codec.encode(about), {}, NOON)
            with writing(self.engine) as connection:
                stage.handle(record, connection)

    async def turn(self, later: float = 0) -> int:
        """Let `later` minutes pass, then deliver what is due."""
        self.now += timedelta(minutes=later)
        return await self.deliverer.turn()

    def states(self) -> list[str]:
        with reading(self.engine) as connection:
            rows = connection.execute(select(ledger.DELIVERIES).order_by(ledger.DELIVERIES.c.seq))
            return [row.state for row in rows]

    def errors(self) -> list[str]:
        with reading(self.engine) as connection:
            rows = connection.execute(select(ledger.DELIVERIES).order_by(ledger.DELIVERIES.c.seq))
            return [row.error for row in rows]


def mail_to(*addresses: str) -> dict[str, Any]:
    return {"type": "email", "name": "desk", "addresses": addresses or ("a@example.org",)}


def hook_at(url: str, name: str = "hook") -> dict[str, Any]:
    return {"type": "webhook", "name": name, "addresses": [url], "secret": SECRET}


@asynccontextmanager
async def by_mail(folder: Path, *addresses: str) -> AsyncIterator[tuple[Post, Inbox]]:
    async with inbox() as box:
        post = Post(folder, [mail_to(*addresses)], box.port)
        yield post, box
        await post.deliverer.close()


@asynccontextmanager
async def by_hook(folder: Path) -> AsyncIterator[tuple[Post, Hook]]:
    async with hook(fresh=False) as listening:
        post = Post(folder, [hook_at(listening.url)])
        yield post, listening
        await post.deliverer.close()


def injured(revision: int, shown: str, **fields: Any) -> Change:
    facts = (fact(Slot.INJURED, shown),)
    return change(incident(revision=revision, facts=facts), **fields)


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


async def test_an_alert_goes_to_every_address_once(tmp_path: Path) -> None:
    async with by_mail(tmp_path, "a@example.org", "b@example.org") as (post, box):
        post.hear(change(incident()))
        assert await post.turn() == 2
        assert await post.turn(60) == 0
    assert sorted(box.recipients) == [["a@example.org"], ["b@example.org"]]
    assert len({mail["Message-ID"] for mail in box.mails()}) == 2
    assert post.states() == ["delivered", "delivered"]


async def test_updates_thread_and_keep_their_distance(tmp_path: Path) -> None:
    async with by_mail(tmp_path) as (post, box):
        post.hear(injured(1, "two"))
        await post.turn()
        post.hear(injured(2, "three"))
        await post.turn(1)
        post.hear(injured(3, "four"), injured(4, "five"))
        assert await post.turn(14) == 0
        assert await post.turn(1) == 1
    root, first, second = box.mails()
    assert first["References"] == root["Message-ID"]
    assert second["References"].split() == [root["Message-ID"], first["Message-ID"]]
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["Subject"].split() == ["Re:", *root["Subject"].split()]
    assert "Injured: three -> five" in text(second)


async def test_an_update_waits_until_its_new_attack_is_through(tmp_path: Path) -> None:
    async with by_hook(tmp_path) as (post, listening):
        listening.answers = [status(500)]
        post.hear(injured(1, "two"), injured(2, "three"))
        assert await post.turn() == 1
        assert await post.turn() == 0
        assert await post.turn(1) == 1
        assert await post.turn() == 1
    assert [body["type"] for _, body in listening.taken] == ["alert.new_attack", "alert.update"]


async def test_failures_are_tried_again_under_the_same_id(tmp_path: Path) -> None:
    async with by_hook(tmp_path) as (post, listening):
        listening.answers = [status(503), status(503), status(429, **{"retry-after": "600"})]
        post.hear(change(incident()))
        assert [await post.turn(), await post.turn(0.05), await post.turn(0.1)] == [1, 0, 1]
        assert await post.turn(1) == 1, "30 s after the second failure"
        assert [await post.turn(9), await post.turn(1.1)] == [0, 1], "as the server asked"
    assert len({name for name, _, _ in listening.calls}) == 1
    assert len(listening.calls) == 4
    assert post.states() == ["delivered"]


async def test_a_final_refusal_is_dead_and_counted(tmp_path: Path) -> None:
    async with by_mail(tmp_path, "gone@example.org", "here@example.org") as (post, box):
        box.refused = {"gone@example.org": "550 no such user"}
        post.hear(change(incident()))
        await post.turn()
        assert post.states() == ["dead", "delivered"]
        assert post.deliverer.figures().dead == 1
        post.hear(change(incident(revision=2, families=2)))
        await post.turn()
    assert post.states() == ["dead", "delivered", "dead", "delivered"]


async def test_a_server_that_is_away_for_a_day(tmp_path: Path) -> None:
    async with by_mail(tmp_path) as (post, box):
        post.port = 1  # nobody listens there
        post.restart()
        post.hear(injured(1, "two"), injured(2, "three"), injured(3, "four"))
        for _ in range(24):
            await post.turn(61)
        figures = post.deliverer.figures()
        assert (figures.waiting, figures.oldest, figures.dead) == (3, NOON, 0)
        post.port = box.port
        post.restart()
        for _ in range(4):
            await post.turn(61)
    root, update = box.mails()
    assert "NEW ATTACK" in text(root)
    assert "two -> four" in text(update)
    assert not root["Subject"].startswith("LATE")


async def test_old_news_goes_out_as_late(tmp_path: Path) -> None:
    async with by_mail(tmp_path) as (post, box):
        post.hear(change(incident()))
        await post.turn(97 * 60)
    (mail,) = box.mails()
    assert mail["Subject"].startswith("LATE, UNCONFIRMED (1 source): ")
    assert "it reached us 4 days ago" in text(mail)


async def test_after_a_week_it_is_dead(tmp_path: Path) -> None:
    async with by_mail(tmp_path) as (post, _):
        post.hear(change(incident()))
        assert await post.turn(8 * 24 * 60) == 0
    assert (post.states(), post.errors()) == (["dead"], ["nobody took it for too long"])


async def test_found_on_start_is_one_digest(tmp_path: Path) -> None:
    async with by_mail(tmp_path) as (post, box):
        post.catching_up = True
        found = [change(incident(f"old-{number}"), catch_up=True) for number in range(40)]
        post.hear(*found, change(incident("live")))
        assert await post.turn() == 1
        assert await post.turn(30) == 0
        post.catching_up = False
        assert await post.turn() == 1
        post.hear(change(incident("old-7", revision=2, families=2)))
        await post.turn()
    live, digest, update = box.mails()
    assert live["X-Basewatch-Incident"] == "live"
    assert digest["Subject"] == "Found on start: 40 reports"
    assert update["References"] == digest["Message-ID"]
    assert set(post.states()) == {"delivered"}


async def test_a_digest_by_webhook(tmp_path: Path) -> None:
    async with by_hook(tmp_path) as (post, listening):
        post.hear(*(change(incident(f"old-{number}"), catch_up=True) for number in range(3)))
        await post.turn()
    ((_, body),) = listening.taken
    assert body["type"] == "found_on_start"
    assert [alert["incident_id"] for alert in body["data"]["alerts"]] == ["old-0", "old-1", "old-2"]


async def test_killed_between_send_and_record(tmp_path: Path) -> None:
    """The server has the mail, we do not know it: it goes again, under the same id."""
    async with by_mail(tmp_path) as (post, box):
        post.hear(change(incident()))

        @event.listens_for(post.engine, "before_cursor_execute")
        def dies(*call: Any) -> None:
            if "UPDATE deliveries" in call[2] and "delivered" in str(call[3]):
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await post.deliverer.turn()
        event.remove(post.engine, "before_cursor_execute", dies)
        assert post.states() == ["sending"]
        assert len(box.raw) == 1

        post.restart()
        await post.deliverer.open()
        await post.turn()
    first, second = box.mails()
    assert first["Message-ID"] == second["Message-ID"]
    assert post.states() == ["delivered"]


async def test_a_merged_message_stays_the_same_message(tmp_path: Path) -> None:
    async with by_hook(tmp_path) as (post, listening):
        post.hear(injured(1, "two"))
        await post.turn()
        listening.answers = [status(500)]
        post.hear(injured(2, "three"), injured(3, "four"))
        await post.turn()
        post.hear(injured(4, "five"))
        await post.turn(1)
        await post.turn(16)
    names = [name for name, _, _ in listening.calls]
    assert names[1] == names[2] != names[3]
    changes = [body["data"]["changes"] for _, body in listening.taken[1:]]
    assert [(each[0]["before"], each[0]["after"]) for each in changes] == [
        ("two", "four"),
        ("four", "five"),
    ]


async def test_gone_means_never_again(tmp_path: Path) -> None:
    async with by_hook(tmp_path) as (post, listening):
        listening.answers = [status(410)]
        post.hear(change(incident("one")), change(incident("two")))
        await post.turn()
        post.hear(change(incident("three")))
        await post.turn(60)
        assert len(listening.calls) == 1
        assert post.deliverer.disabled == [("hook", listening.url)]
    assert post.states() == ["dead", "dead", "dead"]


async def test_a_receiver_taken_out_of_the_settings(tmp_path: Path) -> None:
    async with by_mail(tmp_path) as (post, box):
        post.hear(change(incident()))
        post.receivers = [mail_to("other@example.org")]
        post.restart()
        await post.turn()
    assert box.raw == []
    assert post.errors() == ["the receiver or its address is no longer in the settings"]


async def test_the_failing_message_comes_last_next_time(tmp_path: Path) -> None:
    async with by_hook(tmp_path) as (post, listening):
        listening.answers = [status(500)]
        post.hear(change(incident("poison")), change(incident("plain")))
        await post.turn()
        assert len(listening.calls) == 1, "the rest waits as well"
        await post.turn(1)
    poison = ids.delivery_id(ids.new_attack_id("poison"), "hook", listening.url)
    assert [name for name, _, _ in listening.calls][-1] == poison
    assert post.states() == ["delivered", "delivered"]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - the store and the servers have no event for us
            await asyncio.sleep(0.01)


async def test_one_dead_receiver_does_not_hold_up_the_others(tmp_path: Path) -> None:
    async with hook() as silent, inbox() as box:
        listening = asyncio.Event()

        async def never(_request: Any) -> Any:
            await listening.wait()

        silent.answers = [never] * 9
        post = Post(tmp_path, [hook_at(silent.url), mail_to()], box.port)
        stop = asyncio.Event()
        running = asyncio.create_task(post.deliverer.run(stop))
        post.hear(change(incident("one")))
        await until(lambda: len(box.raw) == 1 and len(silent.calls) == 1)
        post.hear(change(incident("two")))
        await until(lambda: len(box.raw) == 2)
        stop.set()
        listening.set()
        await asyncio.wait_for(running, 10)


async def test_it_runs_until_told_to_stop_and_sends_what_it_began(tmp_path: Path) -> None:
    async with inbox() as box:
        post = Post(tmp_path, [mail_to()], box.port)
        stop = asyncio.Event()
        running = asyncio.create_task(post.deliverer.run(stop))
        post.hear(*(change(incident(f"i{number}")) for number in range(5)))
        await until(lambda: "sending" in post.states() or "delivered" in post.states())
        stop.set()
        await asyncio.wait_for(running, 10)
    states = post.states()
    assert "sending" not in states
    assert states.count("delivered") == len(box.raw)


async def test_secrets_and_addresses_stay_out_of_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with by_hook(tmp_path) as (post, listening):
        listening.answers = [status(500)]
        post.hear(change(incident()))
        await post.turn()
        await post.turn(1)
    said = capsys.readouterr().out
    assert "delivery_failed" in said
    assert "127.0.0.1" in said
    assert "/alerts" not in said
    assert SECRET not in said
