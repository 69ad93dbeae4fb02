"""Two incidents that turn out to be one."""

from contracts.messages import ChangeKind, Lifecycle, Place
from tests.processors.dedupe.desk import (
    RIVERBEND,
    SANDHILL,
    SOMEWHERE,
    Desk,
    Text,
    on_day,
    report,
)

STORY = " ".join(f"word{number} of the story on the base" for number in range(30))
BOTH = Place(bases=("ia-sandhill", "ia-riverbend"), countries=("IA",))


def test_a_salvo_on_two_bases_is_one_incident_of_two() -> None:
    desk = Desk().read(
        Text("herald", (report(SANDHILL),)),
        Text("courier", (report(RIVERBEND),), at=13),
        Text("gazette", (report(BOTH),), at=14),
    )

    first, second = desk.incidents.values()
    assert first.lifecycle is Lifecycle.OPEN
    assert {base.id for base in first.bases} == {"ia-sandhill", "ia-riverbend"}
    assert first.families == 3
    assert second.lifecycle is Lifecycle.MERGED
    assert second.merged_into == first.id
    assert ChangeKind.MERGED in desk.changes[-1].kinds
    assert desk.changes[-1].absorbed == (second.id,)
    assert len(desk.changes) == 3


def test_the_absorbed_one_is_never_joined_again() -> None:
    desk = Desk().read(
        Text("herald", (report(SANDHILL),)),
        Text("courier", (report(RIVERBEND),), at=13),
        Text("gazette", (report(BOTH),), at=14),
        Text("echo", (report(RIVERBEND),), at=15),
    )

    assert desk.only.families == 4
    assert desk.only.reports == 4


def test_an_edit_that_names_the_base_merges_with_it() -> None:
    unnamed = Text("herald", (report(SOMEWHERE),), words=STORY)
    desk = Desk().read(
        unnamed,
        Text("courier", (report(RIVERBEND, when=on_day(3)),), at=80),
        unnamed.edited(report(RIVERBEND, when=on_day(3)), at=82, words=STORY + " there"),
    )

    assert desk.only.families == 2
    assert desk.only.id == next(iter(desk.incidents))


def test_two_attacks_set_apart_by_the_text_never_merge() -> None:
    desk = Desk().read(
        Text("herald", (report(when=on_day(0)),), at=1),
        Text("courier", (report(when=on_day(0), again=True),), at=20),
        Text("gazette", (report(when=on_day(0)),), at=21),
    )

    assert len(desk.open) == 2
    assert all(each.lifecycle is Lifecycle.OPEN for each in desk.incidents.values())


def test_three_in_one_step_count_each_once() -> None:
    """An edit on both bases, in the step that joins them to a third publisher's incident."""
    desk = Desk().read(
        Text("herald", (report(SANDHILL), report(RIVERBEND)), words=STORY),
        Text("courier", (report(SANDHILL), report(BOTH)), at=13, words=STORY),
    )

    assert desk.only.reports == 4
    assert desk.only.families == 1
