"""What goes out when, without a store or a network: rows in, messages out."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from alerts import compose, pace
from alerts.model import Delivery, State, Thread
from alerts.pace import Batch, Pace
from contracts.messages import Alert, AlertKind, Fact, Slot, SlotChange
from tests.alerts.samples import NOON, change, fact, incident

ROOT = Delivery(
    id="root",
    kind=AlertKind.NEW_ATTACK,
    receiver="desk",
    address="a@example.org",
    thread="t1",
    subject_line="Rocket attack on Camp Rock, Iraq",
    since=NOON,
)
UPDATE = replace(ROOT, id="update", kind=AlertKind.UPDATE)
CORRECTION = replace(ROOT, id="correction", kind=AlertKind.CORRECTION)


def now(later: timedelta = timedelta()) -> Pace:
    return Pace(
        now=NOON + later,
        update_interval=timedelta(minutes=15),
        max_event_age=timedelta(hours=72),
        give_up=timedelta(days=7),
    )


def sent(*rows: Delivery, later: float = 0, **thread: Any) -> list[tuple[str, ...]]:
    """Return the ids of the rows of each message that is due."""
    found = pace.due(rows, {ROOT.line: Thread(**thread)}, now(timedelta(minutes=later)))
    return [tuple(row.id for row in batch.rows) for batch in found]


def test_a_new_attack_goes_at_once() -> None:
    assert sent(ROOT) == [("root",)]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (State.PENDING, []),
        (State.SENDING, []),
        (State.DELIVERED, [("update",)]),
        (State.DEAD, [("update",)]),
        (None, [("update",)]),
    ],
)
def test_updates_wait_for_their_new_attack(
    root: State | None, expected: list[tuple[str, ...]]
) -> None:
    assert sent(UPDATE, root=root) == expected


def last(minutes: float) -> dict[str, Any]:
    return {"root": State.DELIVERED, "last_update": NOON - timedelta(minutes=minutes)}


def test_updates_go_once_in_fifteen_minutes() -> None:
    assert sent(UPDATE, **last(14.9)) == []
    assert sent(UPDATE, **last(15)) == [("update",)]
    assert sent(UPDATE, **last(-60)) == [("update",)], "the wall clock was set back"


def test_what_waited_goes_as_one() -> None:
    more = replace(UPDATE, id="more")
    assert sent(UPDATE, more, **last(20)) == [("update", "more")]
    (batch,) = pace.due([UPDATE, more], {}, now())
    assert batch.sent_as == "more"


def test_corrections_do_not_wait_and_take_the_updates_along() -> None:
    assert sent(UPDATE, CORRECTION, **last(1)) == [("update", "correction")]


def test_a_thread_whose_message_is_tried_again_keeps_its_order() -> None:
    assert sent(UPDATE, root=State.DELIVERED, held=True) == []


def test_threads_and_addresses_do_not_wait_for_each_other() -> None:
    other = replace(UPDATE, id="other", thread="t2")
    elsewhere = replace(UPDATE, id="elsewhere", address="b@example.org")
    assert sent(UPDATE, other, elsewhere, **last(1)) == [("other",), ("elsewhere",)]


def test_a_message_that_was_tried_keeps_its_rows_and_its_id() -> None:
    one = replace(UPDATE, id="one", sent_as="two", attempts=1, next_at=1)
    two = replace(one, id="two")
    (batch,) = pace.due([one, two], {}, now())
    assert (batch.sent_as, [row.id for row in batch.rows]) == ("two", ["one", "two"])


def test_fresh_messages_go_before_those_that_failed() -> None:
    failed = replace(ROOT, id="failed", thread="t2", sent_as="failed", next_at=5)
    assert sent(failed, ROOT) == [("root",), ("failed",)]


def test_found_on_start_is_one_digest_per_address() -> None:
    found = [
        replace(ROOT, id=f"{thread}-{address}", thread=thread, address=address, catch_up=True)
        for thread in ("t1", "t2", "t3")
        for address in ("a@example.org", "b@example.org")
    ]
    late = replace(UPDATE, id="late", catch_up=True)
    batches = pace.due([*found, late], {}, now())
    assert [(len(batch.rows), batch.digest) for batch in batches] == [(4, True), (3, True)]


def alert(kind: AlertKind, shown: str, *changes: SlotChange, **fields: Any) -> Alert:
    about = incident(facts=(fact(Slot.INJURED, shown),))
    plain = compose.attack(change(about), about, kind, "rock", f"because {shown}")
    return msgspec.structs.replace(plain, changes=changes, **fields)


def news(before: str, after: str, slot: str = "injured") -> SlotChange:
    return SlotChange(slot=slot, before=before, after=after)


def parcel(rows: list[Delivery], *alerts: Alert, at: datetime = NOON, **fields: Any) -> Any:
    named = {row.id: each for row, each in zip(rows, alerts, strict=True)}
    batch = Batch(rows[-1].id, tuple(rows))
    return pace.parcel(batch, named, fields.get("references", ()), now(at - NOON))


def shown(facts: tuple[Fact, ...]) -> list[str]:
    return [each.shown for each in facts]


def test_merged_updates_tell_the_whole_way_in_one_step() -> None:
    rows = [UPDATE, replace(UPDATE, id="more")]
    first = alert(AlertKind.UPDATE, "three", news("two", "three"), news("", "one", "killed"))
    second = alert(AlertKind.UPDATE, "four", news("three", "four"), news("one", "", "killed"))
    (told,) = parcel(rows, first, second).alerts
    assert told.changes == (news("two", "four"),)
    assert shown(told.facts) == ["four"]


def test_the_gravest_kind_names_the_merged_message() -> None:
    rows = [CORRECTION, UPDATE]
    back = alert(AlertKind.CORRECTION, "three", news("two", "three"))
    (told,) = parcel(rows, back, alert(AlertKind.UPDATE, "four", news("three", "four"))).alerts
    assert (told.kind, told.because) == (AlertKind.CORRECTION, "because three")
    assert shown(told.facts) == ["four"]


def test_a_digest_tells_each_attack_once_as_it_stands() -> None:
    rows = [
        replace(ROOT, catch_up=True),
        replace(UPDATE, catch_up=True),
        replace(ROOT, id="other", thread="t2", catch_up=True),
    ]
    root = alert(AlertKind.NEW_ATTACK, "two")
    later = alert(AlertKind.UPDATE, "three", news("two", "three"), follows=(root.id,))
    digest = parcel(rows, root, later, alert(AlertKind.NEW_ATTACK, "nine"))
    assert digest.digest
    assert [each.kind.value for each in digest.alerts] == ["new_attack", "new_attack"]
    assert [shown(each.facts) for each in digest.alerts] == [["three"], ["nine"]]
    assert digest.alerts[0].id == root.id
    assert digest.alerts[0].changes == digest.alerts[0].follows == ()


def test_what_was_taken_back_before_it_was_told_is_no_new_attack() -> None:
    rows = [replace(ROOT, catch_up=True), replace(UPDATE, catch_up=True)]
    gone = alert(AlertKind.RETRACTION, "two", follows=("r",))
    (told,) = parcel(rows, alert(AlertKind.NEW_ATTACK, "two"), gone).alerts
    assert told.kind is AlertKind.RETRACTION


def test_one_target_does_not_take_all_at_once() -> None:
    many = [replace(ROOT, id=f"{n}", thread=f"{n}") for n in range(50)]
    other = replace(ROOT, id="other", address="b@example.org")
    batches = pace.first_of_each(pace.due([*many, other], {}, now()), 20)
    assert [batch.sent_as for batch in batches] == [*(f"{n}" for n in range(20)), "other"]


def test_news_that_could_not_be_delivered_in_time_is_late() -> None:
    root = alert(AlertKind.NEW_ATTACK, "two")
    (fresh,) = parcel([ROOT], root, at=NOON + timedelta(hours=72)).alerts
    (late,) = parcel([ROOT], root, at=NOON + timedelta(hours=97)).alerts
    assert not fresh.late
    assert late.late
    assert late.because.endswith("it reached us 4 days ago and could not be delivered till now")


def test_references_are_bounded_and_keep_the_root() -> None:
    names = [f"m{number}" for number in range(40)]
    told = parcel([UPDATE], alert(AlertKind.UPDATE, "two"), references=names)
    assert told.references == ("m0", *(f"m{number}" for number in range(30, 40)))


def test_nothing_is_tried_for_ever() -> None:
    assert not pace.is_hopeless(ROOT, now(timedelta(days=7)))
    assert pace.is_hopeless(ROOT, now(timedelta(days=7, seconds=1)))
    assert not pace.is_hopeless(replace(ROOT, since=None), now(timedelta(days=700)))


@pytest.mark.parametrize(
    ("attempts", "plain"), [(1, 5), (2, 30), (3, 120), (4, 600), (5, 1800), (6, 3600), (60, 3600)]
)
def test_waits_grow_and_differ_by_a_fifth_at_most(attempts: int, plain: float) -> None:
    waits = {pace.wait_s(attempts, f"d{number}") for number in range(50)}
    assert len(waits) == 50
    assert plain * 0.8 <= min(waits) <= max(waits) <= plain * 1.2
    assert pace.wait_s(attempts, "d1") == pace.wait_s(attempts, "d1")
