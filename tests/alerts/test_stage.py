"""The stage over a real store: what one change writes, and that twice is as good as once."""

import dataclasses
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from alerts import ledger
from alerts.settings import AlertSettings
from alerts.stage import AlertsStage
from contracts import codec
from contracts.messages import Alert, Change, ChangeKind, Decision, Verdict
from runtime.stage import Put, Record
from runtime.store.engine import memory_store, reading, writing
from tests.alerts.samples import NOON, change, days_ago, episode_change, incident
from tests.fakes.inbox import SECRET

RULE = {"type": "watched_base", "name": "rock", "bases": ["iq-camp-rock"]}
MAIL = {"type": "email", "name": "desk", "addresses": ["a@example.org", "b@example.org"]}
HOOK = {"type": "webhook", "name": "hook", "addresses": ["https://x.example/1"], "secret": SECRET}
SERVER = {"host": "mail.example", "sender": "alerts@example.org"}


def settings(*receivers: dict[str, object]) -> AlertSettings:
    channels = {"email": SERVER}
    return AlertSettings.model_validate(
        {"rules": [RULE], "receivers": receivers, "channels": channels}
    )


@pytest.fixture
def store() -> Engine:
    return memory_store()


def feed(store: Engine, stage: AlertsStage, *changes: Change) -> list[Put]:
    said: list[Put] = []
    for about in changes:
        record = Record("changes.v1", 0, 0, "key", codec.encode(about), {}, NOON)
        with writing(store) as connection:
            said += stage.handle(record, connection)
    return said


def alerts(said: Sequence[Put]) -> list[Alert]:
    found = [put for put in said if put.topic.name == "alerts.v1"]
    return [codec.decode(Alert, put.value, topic="alerts.v1") for put in found]


def decisions(said: Sequence[Put]) -> list[Decision]:
    found = [put for put in said if put.topic.name == "decisions.v1"]
    return [codec.decode(Decision, put.value, topic="decisions.v1") for put in found]


def rows(store: Engine) -> list[tuple[str, str]]:
    query = select(ledger.DELIVERIES).order_by(ledger.DELIVERIES.c.seq)
    with reading(store) as connection:
        return [(row.kind, row.address) for row in connection.execute(query)]


def test_one_alert_for_the_log_and_a_row_per_address(store: Engine) -> None:
    said = feed(store, AlertsStage(settings(MAIL, HOOK)), change(incident()))
    assert len(alerts(said)) == 1
    assert rows(store) == [
        ("new_attack", "a@example.org"),
        ("new_attack", "b@example.org"),
        ("new_attack", "https://x.example/1"),
    ]
    assert [decision.receiver for decision in decisions(said)] == ["desk", "hook"]
    assert {put.key for put in said if put.topic.name == "alerts.v1"} == {"rock-1"}


def test_the_same_change_twice_changes_nothing(store: Engine) -> None:
    stage = AlertsStage(settings(MAIL))
    story = [change(incident()), change(incident(revision=2, families=2)), episode_change()]
    feed(store, stage, *story)
    before = rows(store)
    assert feed(store, stage, *story) == []
    assert rows(store) == before


def test_a_quiet_change_twice_decides_once(store: Engine) -> None:
    stage = AlertsStage(settings(MAIL))
    old = change(incident(when=days_ago(20)))
    said = feed(store, stage, old, old)
    assert [decision.verdict for decision in decisions(said)] == [Verdict.STALE]
    assert rows(store) == []


def test_a_restart_forgets_nothing(store: Engine) -> None:
    feed(store, AlertsStage(settings(MAIL)), change(incident()))
    said = feed(store, AlertsStage(settings(MAIL)), change(incident(revision=2)))
    assert alerts(said) == []


def test_without_receivers_alerts_still_go_to_the_log_once(store: Engine) -> None:
    stage = AlertsStage(settings())
    said = feed(store, stage, change(incident()), change(incident(revision=2)))
    assert [alert.kind.value for alert in alerts(said)] == ["new_attack"]
    assert rows(store) == []


def test_a_receiver_added_later_is_told_and_the_log_hears_it_once(store: Engine) -> None:
    first = feed(store, AlertsStage(settings(MAIL)), change(incident()))
    said = feed(store, AlertsStage(settings(MAIL, HOOK)), change(incident(revision=2)))
    assert len(alerts(first)) == 1
    assert alerts(said) == []
    assert rows(store)[-1] == ("new_attack", "https://x.example/1")


def test_an_absorbed_incident_is_not_told_again_as_its_survivor(store: Engine) -> None:
    stage = AlertsStage(settings(MAIL))
    feed(store, stage, change(incident("one")), change(incident("two")))
    merge = change(incident("one", revision=2), ChangeKind.MERGED, absorbed=("two",))
    said = feed(store, stage, merge, change(incident("one", revision=3)))
    assert [alert.kind.value for alert in alerts(said)] == ["correction"]


def test_the_database_itself_refuses_a_second_new_attack(store: Engine) -> None:
    feed(store, AlertsStage(settings(MAIL)), change(incident()))
    with reading(store) as connection:
        (entry,) = ledger.entries(connection, ["rock-1"])
    another = dataclasses.replace(entry, alert_id="another")
    with writing(store) as connection, pytest.raises(IntegrityError):
        ledger.write(connection, [another])


def test_a_failed_transaction_leaves_nothing(store: Engine) -> None:
    stage = AlertsStage(settings(MAIL))
    record = Record("changes.v1", 0, 0, "k", codec.encode(change(incident())), {}, NOON)

    def dies() -> None:
        with writing(store) as connection:
            stage.handle(record, connection)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dies()
    assert rows(store) == []
    assert len(alerts(feed(store, stage, change(incident())))) == 1


def test_follow_ups_keep_the_subject_line_of_their_thread(store: Engine) -> None:
    stage = AlertsStage(settings(MAIL))
    unnamed = incident(bases=(), candidates=incident().bases, weapon="drone")
    feed(store, stage, change(unnamed), change(replace(incident(), revision=2)))
    query = select(ledger.DELIVERIES.c.kind, ledger.DELIVERIES.c.subject_line)
    with reading(store) as connection:
        lines = {kind: line for kind, line in connection.execute(query)}
    assert (
        lines["update"]
        == lines["new_attack"]
        == ("Drone attack on an unnamed base in Iraq, Mon 2 Mar 2026")
    )
