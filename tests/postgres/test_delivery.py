"""Several deliverers on one store: each row goes out once, and none is left with a dead process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from alerts import outbox
from alerts.delivery import Deliverer
from alerts.ledger import DELIVERIES
from alerts.settings import AlertSettings
from alerts.stage import AlertsStage
from contracts import codec
from runtime.stage import Record
from runtime.store.engine import reading, writing
from runtime.store.leases import LEASES
from tests.alerts.samples import NOON, change, incident
from tests.fakes.inbox import Inbox, inbox


@pytest.fixture
async def box() -> AsyncIterator[Inbox]:
    async with inbox() as opened:
        yield opened


def settings(box: Inbox, addresses: int = 1) -> AlertSettings:
    server = {"host": "127.0.0.1", "port": box.port, "tls": "none", "sender": "alerts@example.org"}
    people = [f"p{number}@example.org" for number in range(addresses)]
    return AlertSettings.model_validate(
        {
            "rules": [{"type": "watched_base", "name": "rock", "all": True}],
            "receivers": [{"type": "email", "name": "desk", "addresses": people}],
            "channels": {"email": server},
        }
    )


def hear(engine: Engine, wanted: AlertSettings, *names: str) -> None:
    stage = AlertsStage(wanted)
    for name in names:
        value = codec.encode(change(incident(name)))
        with writing(engine) as connection:
            stage.handle(Record("changes.v1", 0, 0, "key", value, {}, NOON), connection)


def rows(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(DELIVERIES).order_by(DELIVERIES.c.seq)))


def deliverer(engine: Engine, wanted: AlertSettings) -> Deliverer:
    return Deliverer(engine, wanted, lambda: NOON)


async def test_two_deliverers_deliver_each_row_once(
    connect: Callable[[], Engine], box: Inbox
) -> None:
    engine, wanted = connect(), settings(box, addresses=8)
    hear(engine, wanted, *(f"rock-{number}" for number in range(6)))
    both = [deliverer(connect(), wanted) for _ in range(2)]
    stop = asyncio.Event()
    runs = [asyncio.create_task(one.run(stop)) for one in both]
    async with asyncio.timeout(60):
        while any(row.state != "delivered" for row in rows(engine)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # what is waited for has no event
    stop.set()
    await asyncio.gather(*runs)
    ids = [mail["Message-ID"] for mail in box.mails()]
    assert len(ids) == len(set(ids)) == 48
    assert len(box.recipients) == 48


def test_what_one_is_claiming_another_does_not_see(engine: Engine, box_port: Inbox) -> None:
    wanted = settings(box_port)
    hear(engine, wanted, "rock-1", "rock-2")
    with writing(engine) as first:
        mine = outbox.waiting(first, NOON, catch_up=True, lock=True)
        with writing(engine) as second:
            hers = outbox.waiting(second, NOON, catch_up=True, lock=True)
        outbox.claim(first, "me", mine[:1], mine[0].id)
    assert (len(mine), len(hers)) == (2, 0)
    with writing(engine) as second:
        hers = outbox.waiting(second, NOON, catch_up=True, lock=True)
    assert [row.id for row in hers] == [mine[1].id]


@pytest.fixture
def box_port() -> Inbox:
    return Inbox(port=25)


class Frozen:
    """A mail server that takes a mail, and answers when it is told to."""

    def __init__(self, box: Inbox) -> None:
        self.took, self.answers = asyncio.Event(), asyncio.Event()
        self._keep = box.handle_DATA
        box.handle_DATA = self.handle  # type: ignore[method-assign]

    async def handle(self, *call: Any) -> str:
        reply = await self._keep(*call)
        if not self.took.is_set():
            self.took.set()
            await self.answers.wait()
        return reply


async def test_what_a_frozen_process_has_in_hand_goes_again_under_the_same_id(
    connect: Callable[[], Engine], box: Inbox
) -> None:
    """It took too long to come back: the next one sends; it may not undo that afterwards."""
    engine, wanted = connect(), settings(box)
    hear(engine, wanted, "rock-1")
    server = Frozen(box)
    first, second = deliverer(engine, wanted), deliverer(connect(), wanted)
    sending = asyncio.create_task(first.turn())
    await asyncio.wait_for(server.took.wait(), 20)
    await second.open()
    assert await second.turn() == 0  # the first is alive, and has it in hand
    with writing(engine) as connection:
        connection.execute(update(LEASES).values(expires_at=1))  # its time passes
    assert await second.turn() == 1
    (row,) = rows(engine)
    assert (row.state, row.claimed_by) == ("delivered", second._me)
    server.answers.set()
    await sending
    assert rows(engine) == [row]
    one, two = box.mails()
    assert one["Message-ID"] == two["Message-ID"]
    await first.close()
    await second.close()


async def test_a_failure_of_a_frozen_process_does_not_undo_a_delivery(
    connect: Callable[[], Engine], box: Inbox
) -> None:
    engine, wanted = connect(), settings(box)
    hear(engine, wanted, "rock-1")
    with writing(engine) as connection:
        claimed = outbox.waiting(connection, NOON, catch_up=True, lock=True)
        outbox.claim(connection, "gone", claimed, claimed[0].id)
    second = deliverer(engine, wanted)
    assert await second.turn() == 1
    with writing(engine) as connection:
        outbox.failed(connection, "gone", claimed, NOON, "the line went dead")
    assert [row.state for row in rows(engine)] == ["delivered"]
    await second.close()
