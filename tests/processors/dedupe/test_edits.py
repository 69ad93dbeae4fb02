"""A text that changed: an update, a correction or a retraction; never a second source."""

from contracts.messages import ChangeKind, Gate, Lifecycle, Slot
from tests.processors.dedupe.desk import (
    RIVERBEND,
    SANDHILL,
    Desk,
    Text,
    counted,
    on_day,
    passing,
    report,
)

STORY = " ".join(f"word{number} of the story on the base" for number in range(30))
HURT = counted(Slot.INJURED, 2)
MORE = counted(Slot.INJURED, 5)


def test_an_edit_with_a_new_toll_corrects_the_ledger() -> None:
    first = Text("herald", (report(claims=(HURT,)),), words=STORY)
    desk = Desk().read(first, first.edited(report(claims=(MORE,)), at=14, words=STORY + " more"))

    assert desk.only.reports == 1
    assert desk.only.families == 1
    assert desk.shown(Slot.INJURED) == "5"
    assert desk.only.conflicts == ()
    (change,) = desk.changes[-1].slots
    assert (change.slot, change.before, change.after, change.correction) == (
        "injured",
        "2",
        "5",
        True,
    )
    assert desk.verdicts == ["opened", "replaced"]


def test_an_edit_that_says_the_same_changes_nothing() -> None:
    first = Text("herald", (report(claims=(HURT,)),), words=STORY)
    desk = Desk().read(first, first.edited(report(claims=(HURT,)), at=14, words=STORY + " more"))

    assert len(desk.changes) == 1
    assert desk.verdicts == ["opened", "repeated"]


def test_an_edit_of_an_edit_still_finds_what_the_first_version_said() -> None:
    first = Text("herald", (report(claims=(HURT,)),), words=STORY)
    desk = Desk().read(
        first,
        first.edited(report(claims=(HURT,)), at=14, words=STORY + " more"),
        first.edited(report(claims=(MORE,)), at=15, words=STORY + " more again"),
    )

    assert desk.only.reports == 1
    assert desk.shown(Slot.INJURED) == "5"


def test_an_edit_that_drops_the_attack_retracts_it() -> None:
    first = Text("herald", (report(),), words=STORY)
    desk = Desk().read(first, first.edited(at=14, words=STORY + " less"))

    (incident,) = desk.incidents.values()
    assert incident.lifecycle is Lifecycle.RETRACTED
    assert desk.changes[-1].kinds == (ChangeKind.RETRACTED,)
    assert desk.changes[-1].incident == incident


def test_a_retraction_leaves_what_others_say() -> None:
    first = Text("herald", (report(claims=(HURT,)),), words=STORY)
    desk = Desk().read(
        first,
        Text("courier", (report(),), at=13),
        first.edited(at=14, words=STORY + " less"),
    )

    assert desk.only.families == 1
    assert desk.only.lifecycle is Lifecycle.OPEN
    assert desk.shown(Slot.INJURED) == ""


def test_a_version_that_the_gate_refused_retracts_nothing() -> None:
    first = Text("herald", (report(),), words=STORY)
    desk = Desk().read(first, first.edited(at=14, words=STORY, gate=Gate.NO_ATTACK))

    assert desk.only.revision == 1


def test_another_text_under_the_same_address_adds() -> None:
    other = " ".join(f"line{number} of the live page" for number in range(30))
    first = Text("herald", (report(claims=(HURT,)),), words=STORY)
    desk = Desk().read(first, first.edited(report(claims=(MORE,)), at=14, words=other))

    assert desk.only.reports == 2
    assert desk.only.families == 1


def test_an_edit_never_opens_a_second_incident() -> None:
    """A corrected base moves the incident, and its readers learn of it."""
    first = Text("herald", (report(SANDHILL),), words=STORY)
    desk = Desk().read(first, first.edited(report(RIVERBEND), at=14, words=STORY + " moved"))

    assert [base.id for base in desk.only.bases] == ["ia-riverbend"]
    assert ChangeKind.PLACE_CHANGED in desk.changes[-1].kinds


def test_a_corrected_day_moves_the_incident() -> None:
    first = Text("herald", (report(when=on_day(0)),), words=STORY)
    desk = Desk().read(first, first.edited(report(when=on_day(-3)), at=14, words=STORY + " moved"))

    assert desk.only.when.start == on_day(-3).start
    assert ChangeKind.WHEN_CHANGED in desk.changes[-1].kinds


def test_an_edit_may_add_a_second_attack() -> None:
    first = Text("herald", (report(),), words=STORY)
    desk = Desk().read(
        first, first.edited(report(), report(RIVERBEND), at=14, words=STORY + " and there")
    )

    assert len(desk.open) == 2


def test_news_that_turns_out_a_memory_stays_where_it_was() -> None:
    first = Text("herald", (report(),), words=STORY)
    desk = Desk().read(first, first.edited(passing(), at=14, words=STORY + " then"))

    assert desk.only.reports == 1
