"""The check over all orders: it must be able to fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from basewatch.orders import (
    Expected,
    ExpectedIncident,
    ExpectedValue,
    Remembering,
    Times,
    check_orders,
)
from basewatch.pipeline import Pipeline
from basewatch.rows import Row
from contracts import codec, ids, topics
from contracts.messages import (
    Alert,
    AlertKind,
    BaseRef,
    Fact,
    Incident,
    LedgerValue,
    Page,
    Place,
    Slot,
    Value,
    When,
)
from contracts.topics import Topic
from runtime.stage import Put, Record
from runtime.store.engine import memory_store

BASE = BaseRef(id="iq-harir", name="Harir", country="IQ", lat=36.5, lon=44.3, tz="Asia/Baghdad")
NIGHT = datetime(2026, 3, 1, 21, tzinfo=UTC)  # where 2 March begins at the base
DAY = When(start=NIGHT, end=NIGHT + timedelta(days=1))
INJURED = Fact(
    slot=Slot.INJURED,
    shown="five",
    families=1,
    values=(LedgerValue(value=Value(text="five", low=5, high=5), families=1, reports=1),),
)
INCIDENT = Incident(id="i", revision=1, bases=(BASE,), place=Place(), when=DAY, facts=(INJURED,))
ROWS = [
    Row(url=f"https://paper.example/{n}", published=NIGHT, fetched=NIGHT, text=f"{n}")
    for n in range(3)
]
WANTED = ExpectedIncident(
    base="iq-harir",
    day="2026-03-02",
    ledger=(ExpectedValue(slot=Slot.INJURED, low=5),),
    empty=(Slot.CLAIMED_BY,),
)


@dataclass
class Teller:
    """Opens one incident at the first page it sees; `moody` does so again at the third."""

    moody: bool = False
    incident: Incident = INCIDENT
    name: str = "teller"
    reads: Topic = topics.PAGES
    pages: int = 0

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        page = codec.decode(Page, record.value, topic=record.topic)
        self.pages += 1
        again = self.moody and self.pages == 3 and page.url.endswith("/0")
        if self.pages > 1 and not again:
            return ()
        incident = replace(self.incident, id=f"i{self.pages}")
        alert = Alert(
            id=ids.new_attack_id(incident.id),
            kind=AlertKind.NEW_ATTACK,
            rule="all",
            because="",
            incident_id=incident.id,
            headline="",
            place=incident.place,
            when=incident.when,
        )
        return [
            Put(topics.INCIDENTS, incident.id, codec.encode(incident)),
            Put(topics.ALERTS, incident.id, codec.encode(alert)),
        ]


def tally(teller: Teller, times: Times, wanted: ExpectedIncident = WANTED):  # type: ignore[no-untyped-def]
    def new_pipeline() -> Pipeline:
        teller.pages = 0
        return Pipeline([], [teller], memory_store())

    return check_orders(ROWS, times, Expected(incidents=(wanted,)), new_pipeline, lambda: None)


def test_all_six_orders_of_three_are_run_and_right() -> None:
    found = tally(Teller(), Times.PUBLISHED)

    assert (found.orders, found.right) == (6, 6)
    assert dict(found.alerts) == {1: 6}


def test_an_order_that_alerts_twice_is_found_and_named() -> None:
    found = tally(Teller(moody=True), Times.PUBLISHED)

    assert (found.orders, found.right) == (6, 4)  # page 0 is last in two of six
    words = "2 new_attack alerts instead of 1"
    assert found.short[words] == 2
    assert found.example[words].endswith("/0")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (replace(WANTED, base="iq-erbil"), "0 alerting incidents are iq-erbil 2026-03-02"),
        (replace(WANTED, day="2026-03-01"), "0 alerting incidents are iq-harir 2026-03-01"),
        (
            replace(WANTED, ledger=(ExpectedValue(slot=Slot.INJURED, low=6),)),
            "iq-harir 2026-03-02: the ledger lacks injured low 6",
        ),
        (
            replace(WANTED, empty=(Slot.INJURED,)),
            "iq-harir 2026-03-02: injured should be empty",
        ),
    ],
)
def test_what_falls_short_is_named(wanted: ExpectedIncident, words: str) -> None:
    assert dict(tally(Teller(), Times.PUBLISHED, wanted).short) == {words: 6}


def test_without_times_any_alert_will_do_but_no_wrong_date() -> None:
    undated = replace(INCIDENT, when=When())
    wrong = replace(INCIDENT, when=When(start=NIGHT, end=NIGHT + timedelta(hours=60)))

    assert tally(Teller(incident=undated), Times.NEITHER).right == 6
    assert dict(tally(Teller(incident=wrong), Times.NEITHER).short) == {
        "a wrong date: 2026-03-02 to 2026-03-04": 6
    }


@pytest.mark.parametrize(
    ("times", "clock"), [(Times.PUBLISHED, True), (Times.FETCHED, True), (Times.NEITHER, False)]
)
def test_stages_see_only_the_times_they_are_left(times: Times, clock: bool) -> None:
    seen: list[Page] = []

    class Looker(Teller):
        def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
            seen.append(codec.decode(Page, record.value, topic=record.topic))
            return super().handle(record, connection)

    tally(Looker(), times)

    assert {page.arrived_at is not None for page in seen} == {clock}
    assert {page.published is not None for page in seen} == {times is Times.PUBLISHED}


def test_a_remembering_stage_handles_equal_records_once() -> None:
    handled: list[bytes] = []

    class Echo:
        name = "echo"
        reads = topics.PAGES

        def handle(self, record: Record) -> Sequence[Put]:
            handled.append(record.value)
            return [Put(topics.ARTICLES, record.key, record.value)]

    stage = Remembering.over(Echo())
    records = [Record("pages.v1", 0, n, "", v, {}, NIGHT) for n, v in enumerate((b"a", b"b", b"a"))]

    said = [stage.handle(record)[0].value for record in records]

    assert said == [b"a", b"b", b"a"]
    assert handled == [b"a", b"b"]
