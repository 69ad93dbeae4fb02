"""Who hears what, and when: a story of changes, and what each receiver was sent."""

from dataclasses import dataclass, field
from dataclasses import replace as copy
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from alerts.decide import Ask, decide
from alerts.model import Entry, Outcome
from alerts.rules import Rule, escalation, watched_base
from contracts import ids
from contracts.messages import (
    Alert,
    AlertKind,
    Change,
    ChangeKind,
    Confidence,
    Incident,
    Level,
    Lifecycle,
    Place,
    Slot,
    SlotChange,
    Sureness,
    Verdict,
)
from tests.alerts.samples import (
    REEF,
    ROCK,
    change,
    conflict,
    days_ago,
    episode_change,
    evidence,
    fact,
    incident,
    value,
)


def rule(name: str = "rock", **entry: Any) -> Rule:
    fields = {"name": name, "bases": [ROCK.id]} | entry
    settings = watched_base.Settings.model_validate(fields)
    return watched_base.build(settings, timedelta(hours=72))


@dataclass
class Desk:
    """Keeps the ledger as the stage does."""

    rules: tuple[Rule, ...] = (rule(),)
    receivers: tuple[str, ...] = ("desk",)
    ledger: list[Entry] = field(default_factory=list)

    def hear(self, about: Change) -> Outcome:
        assert about.incident
        subjects = {about.incident.id, *about.absorbed}
        known = [entry for entry in self.ledger if entry.subject in subjects]
        outcome = decide(Ask(about, self.rules, self.receivers), known)
        self.ledger += [*outcome.carried, *(item.entry for item in outcome.writings)]
        return outcome

    def alerts(self, about: Change) -> list[Alert]:
        return [writing.alert for writing in self.hear(about).writings]

    def kinds(self, about: Change) -> list[str]:
        return [alert.kind.value for alert in self.alerts(about)]


def revised(about: Incident, **fields: Any) -> Incident:
    return replace(about, revision=about.revision + 1, **fields)


FIRST = incident()
UNSURE = Confidence(
    extraction=Sureness(level=Level.LOW, why="told in passing"),
    source=Sureness(level=Level.LOW, why="only the feed's own words were read"),
    corroboration=Sureness(level=Level.LOW, why="1 source, and no other one"),
)
MORE_HURT = revised(FIRST, facts=(fact(Slot.INJURED, "three soldiers"),))


def test_a_new_attack_is_told_once() -> None:
    desk = Desk()
    (alert,) = desk.alerts(change(FIRST))
    assert alert.kind is AlertKind.NEW_ATTACK
    assert alert.id == ids.new_attack_id(FIRST.id)
    assert alert.unconfirmed
    assert alert.because == "Camp Rock is on the watch list"
    assert desk.kinds(change(revised(FIRST), ChangeKind.REPORTED)) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"facts": MORE_HURT.facts}, ["update"], id="injured"),
        pytest.param(
            {"facts": (*FIRST.facts, fact(Slot.KILLED, "one soldier"))}, ["update"], id="killed"
        ),
        pytest.param(
            {"facts": (*FIRST.facts, fact(Slot.CLAIMED_BY, "Reed Brigade"))},
            ["update"],
            id="claimed",
        ),
        pytest.param(
            {"facts": (*FIRST.facts, fact(Slot.CLAIMED_BY, "none"), fact(Slot.KILLED, "none"))},
            [],
            id="nobody killed and no claim yet",
        ),
        pytest.param({"status": "denied"}, ["update"], id="status"),
        pytest.param({"families": 2}, ["update"], id="the second family"),
        pytest.param({"when": days_ago(1)}, ["update"], id="date"),
        pytest.param({"bases": (ROCK, REEF)}, ["update"], id="place"),
        pytest.param(
            {"conflicts": (conflict(Slot.INJURED, value("two"), value("five")),)},
            ["update"],
            id="a conflict on the injured",
        ),
        pytest.param(
            {"facts": (*FIRST.facts, fact(Slot.DAMAGE, "a fence"))}, [], id="damage is not material"
        ),
        pytest.param(
            {"conflicts": (conflict(Slot.FIRED, value("two"), value("five")),)},
            [],
            id="nor is a conflict on the number fired",
        ),
        pytest.param(
            {"facts": (*FIRST.facts, fact(Slot.DENIED_BY, "a ministry"))},
            [],
            id="nor who denies it",
        ),
        pytest.param({"confidence": UNSURE}, [], id="nor how sure it is"),
        pytest.param(
            {"reports": 9, "weapon": "drone"}, [], id="nor the weapon, nor one more report"
        ),
    ],
)
def test_updates_are_material(fields: dict[str, Any], expected: list[str]) -> None:
    desk = Desk()
    desk.hear(change(FIRST))
    assert desk.kinds(change(revised(FIRST, **fields), ChangeKind.SLOT_CHANGED)) == expected


def test_the_third_family_is_no_news() -> None:
    desk = Desk()
    desk.hear(change(incident(families=2)))
    assert desk.kinds(change(incident(families=3, revision=2), ChangeKind.CORROBORATED)) == []


def test_an_update_says_what_changed_since_the_last_message() -> None:
    desk = Desk()
    (root,) = desk.alerts(change(FIRST))
    quiet = revised(FIRST, facts=(*FIRST.facts, fact(Slot.DAMAGE, "a fence")))
    desk.hear(change(quiet))
    (update,) = desk.alerts(change(revised(quiet, families=2)))
    assert [(new.slot, new.before, new.after) for new in update.changes] == [
        ("families", "1 source", "2 or more independent sources"),
        ("damage", "", "a fence"),
    ]
    assert update.follows == (root.id,)
    assert not update.unconfirmed


def test_follow_ups_name_the_whole_thread_root_first() -> None:
    desk = Desk()
    (root,) = desk.alerts(change(FIRST))
    (second,) = desk.alerts(change(MORE_HURT))
    (third,) = desk.alerts(change(revised(MORE_HURT, families=2)))
    assert third.follows == (root.id, second.id)


def test_a_value_taken_back_is_a_correction() -> None:
    desk = Desk()
    desk.hear(change(FIRST))
    back = SlotChange(
        slot="injured", before="two soldiers", after="three soldiers", correction=True
    )
    (alert,) = desk.alerts(change(MORE_HURT, ChangeKind.SLOT_CHANGED, slots=(back,)))
    assert alert.kind is AlertKind.CORRECTION
    assert alert.changes[0] == back


def test_a_side_of_a_dispute_taken_back_is_a_correction() -> None:
    desk = Desk()
    sides = conflict(Slot.INJURED, value("two soldiers"), value("five of another army"))
    disputed = incident(conflicts=(sides,))
    desk.hear(change(disputed))
    back = SlotChange(
        slot="injured", before="five of another army", after="two soldiers", correction=True
    )
    settled = replace(revised(disputed), conflicts=())
    (alert,) = desk.alerts(change(settled, ChangeKind.CONFLICT_RESOLVED, slots=(back,)))
    assert alert.kind is AlertKind.CORRECTION
    assert [(new.before, new.after) for new in alert.changes] == [
        ("five of another army / two soldiers", "")
    ]


def test_of_a_dispute_only_its_beginning_and_its_end_are_news() -> None:
    two, five, six = value("two"), value("five"), value("six")
    desk = Desk()
    desk.hear(change(FIRST))
    begun = revised(FIRST, conflicts=(conflict(Slot.INJURED, two, five),))
    grown = revised(begun, conflicts=(conflict(Slot.INJURED, two, five, six),))
    ended = revised(grown, conflicts=())
    assert [desk.kinds(change(each)) for each in (begun, grown, ended)] == [
        ["update"],
        [],
        ["update"],
    ]


@pytest.mark.parametrize("lifecycle", [Lifecycle.OPEN, Lifecycle.CLOSED])
def test_a_correction_is_told_whatever_the_slot_and_however_late(lifecycle: Lifecycle) -> None:
    desk = Desk()
    hurt = incident(facts=(fact(Slot.DAMAGE, "a fence"),))
    desk.hear(change(hurt))
    back = SlotChange(slot="damage", before="a fence", after="", correction=True)
    about = revised(hurt, facts=(), lifecycle=lifecycle)
    assert desk.kinds(change(about, slots=(back,))) == ["correction"]


def test_what_the_reader_never_saw_needs_no_correction() -> None:
    desk = Desk()
    desk.hear(change(FIRST))
    back = SlotChange(slot="damage", before="a fence", after="", correction=True)
    assert desk.kinds(change(revised(FIRST), slots=(back,))) == []


def test_a_retraction_is_told_once_and_undone_by_an_update() -> None:
    desk = Desk()
    desk.hear(change(FIRST))
    gone = revised(FIRST, lifecycle=Lifecycle.RETRACTED)
    assert desk.kinds(change(gone, ChangeKind.RETRACTED)) == ["retraction"]
    assert desk.kinds(change(revised(gone))) == []
    back = revised(revised(gone), lifecycle=Lifecycle.OPEN)
    assert desk.kinds(change(back)) == ["update"]


def test_nobody_hears_of_the_retraction_of_what_they_never_heard_of() -> None:
    assert Desk().kinds(change(incident(lifecycle=Lifecycle.RETRACTED))) == []


@pytest.mark.parametrize(
    ("slot", "expected"), [(Slot.KILLED, ["update"]), (Slot.INJURED, []), (Slot.CLAIMED_BY, [])]
)
def test_after_closing_only_deaths_alert(slot: Slot, expected: list[str]) -> None:
    desk = Desk()
    desk.hear(change(FIRST))
    closed = revised(FIRST, lifecycle=Lifecycle.CLOSED)
    assert desk.kinds(change(closed, ChangeKind.CLOSED)) == []
    news = revised(closed, facts=(*FIRST.facts[1:], fact(slot, "one more")))
    assert desk.kinds(change(news)) == expected


def merged(survivor: Incident, *absorbed: str) -> Change:
    return change(revised(survivor), ChangeKind.MERGED, absorbed=absorbed)


def test_two_alerted_incidents_that_are_one_give_a_correction_in_both_threads() -> None:
    desk = Desk()
    (one,) = desk.alerts(change(incident("one")))
    (two,) = desk.alerts(change(incident("two")))
    (alert,) = desk.alerts(merged(incident("one"), "two"))
    assert alert.kind is AlertKind.CORRECTION
    assert alert.follows == (one.id, two.id)
    assert alert.incident_id == "one"


def test_an_absorbed_alert_counts_for_the_survivor() -> None:
    desk = Desk()
    far = incident("far", bases=(REEF,))
    assert desk.kinds(change(far)) == []
    (told,) = desk.alerts(change(incident("near")))
    survivor = revised(far, bases=(ROCK,))
    (alert,) = desk.alerts(merged(survivor, "near"))
    assert (alert.kind, alert.follows) == (AlertKind.CORRECTION, (told.id,))
    later = revised(revised(survivor), families=2)
    (update,) = desk.alerts(change(later))
    assert update.kind is AlertKind.UPDATE
    assert update.follows[0] == told.id


def test_a_merge_that_its_readers_did_not_notice_is_silent() -> None:
    desk = Desk()
    desk.hear(change(incident("one")))
    assert desk.kinds(merged(incident("one"), "never-told")) == []


def test_a_name_for_an_unnamed_base_is_an_update_in_its_thread() -> None:
    desk = Desk()
    place = Place(countries=("IQ",))
    unnamed = incident(bases=(), candidates=(ROCK,), place=place)
    (root,) = desk.alerts(change(unnamed))
    (update,) = desk.alerts(change(revised(FIRST), ChangeKind.PLACE_CHANGED))
    assert (update.kind, update.follows) == (AlertKind.UPDATE, (root.id,))
    assert [new.slot for new in update.changes] == ["place"]


def test_each_receiver_is_told_by_the_first_rule_that_fires_for_it() -> None:
    both = (rule("all", all=True, receivers=["night"]), rule("rock"))
    desk = Desk(rules=both, receivers=("desk", "night"))
    outcome = desk.hear(change(FIRST))
    told = {writing.entry.receiver: writing.alert.rule for writing in outcome.writings}
    assert told == {"night": "all", "desk": "rock"}
    assert {writing.alert.id for writing in outcome.writings} == {ids.new_attack_id(FIRST.id)}


def test_a_receiver_that_comes_later_gets_its_new_attack_not_the_update() -> None:
    desk = Desk()
    desk.hear(change(FIRST))
    desk.receivers = ("desk", "night")
    outcome = desk.hear(change(MORE_HURT))
    told = {writing.entry.receiver: writing.alert.kind.value for writing in outcome.writings}
    assert told == {"night": "new_attack", "desk": "update"}


def test_stale_is_a_decision_with_a_plain_reason() -> None:
    outcome = Desk().hear(change(incident(when=days_ago(9))))
    (decision,) = outcome.decisions
    assert not outcome.writings
    assert decision.verdict is Verdict.STALE
    assert decision.reason == "9 days old when it reached us; news is at most 72 h old"
    assert decision.url == "https://gazette.example/rock"
    assert decision.incident_id == "rock-1"


def test_an_alert_carries_what_it_rests_on() -> None:
    sides = (value("two", evidence("Two were hurt.")), value("five", evidence("Five were hurt.")))
    full = incident(conflicts=(conflict(Slot.INJURED, *sides),), weapon="ballistic_missile")
    (alert,) = Desk().alerts(change(full))
    assert alert.headline == "Ballistic missile attack on Camp Rock, Iraq"
    assert (alert.facts, alert.conflicts) == (full.facts, full.conflicts)
    assert (alert.evidence, alert.when) == (full.evidence, full.when)


def test_decisions_tell_of_alerts_too() -> None:
    (decision,) = Desk().hear(change(FIRST)).decisions
    assert decision.verdict is Verdict.ALERTED
    assert decision.receiver == "desk"
    assert decision.alert_id == ids.new_attack_id(FIRST.id)


def test_the_same_input_gives_the_same_outcome() -> None:
    ask = Ask(change(MORE_HURT), (rule(),), ("desk",))
    root = Desk().hear(change(FIRST)).writings[0].entry
    assert decide(ask, [root]) == decide(ask, [copy(root)])


def test_an_episode_is_told_once() -> None:
    settings = escalation.Settings.model_validate({"name": "words", "all": True})
    words = escalation.build(settings, timedelta(hours=72))
    ask = Ask(episode_change(), (rule(), words), ("desk",))
    (writing,) = decide(ask, []).writings
    assert writing.alert.kind is AlertKind.ESCALATION
    assert writing.alert.headline == "Escalation: nuclear alert, Iraq"
    again = decide(ask, [writing.entry])
    assert not again.writings
    assert [decision.verdict for decision in again.decisions] == [Verdict.TOLD_BEFORE]
