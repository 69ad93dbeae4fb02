"""Who counts as one source."""

from contracts.messages import Slot
from processors.dedupe import family
from processors.dedupe.stage import policy_of
from processors.settings import Fold
from tests.processors.dedupe.desk import GAZETTEER, Desk, Text, counted, report

WIRE = " ".join(f"sentence{number} that the agency sent out today" for number in range(20))
OTHER = " ".join(f"line{number} which our own reporter wrote here" for number in range(20))


def test_copies_of_one_text_are_one_family() -> None:
    hurt = (counted(Slot.INJURED, 3),)
    desk = Desk().read(
        Text("agency", (report(claims=hurt),), words=WIRE),
        Text("herald", (report(claims=hurt),), at=13, words=WIRE + " by staff"),
        Text("courier", (report(claims=hurt),), at=14, words=WIRE),
    )

    assert desk.only.families == 1
    assert desk.only.reports == 3
    assert desk.only.facts[0].families == 1


def test_a_cut_copy_is_still_a_copy() -> None:
    desk = Desk().read(
        Text("agency", (report(),), words=WIRE),
        Text("herald", (report(),), at=13, words=WIRE[: len(WIRE) // 2]),
    )

    assert desk.only.families == 1


def test_own_words_are_a_second_family() -> None:
    desk = Desk().read(
        Text("agency", (report(),), words=WIRE), Text("herald", (report(),), at=13, words=OTHER)
    )

    assert desk.only.families == 2


def test_a_publisher_of_copies_is_itself_in_its_own_words() -> None:
    desk = Desk().read(
        Text("agency", (report(),), words=WIRE),
        Text("herald", (report(),), at=13, words=WIRE),
        Text("herald-own", (report(),), at=14, family="herald", words=OTHER),
    )

    assert desk.only.family_names == ("agency", "herald")


def test_an_owner_is_one_family() -> None:
    policy = policy_of(Fold(owners={"herald": "press group"}), GAZETTEER)

    assert family.name(Text("herald").record.article, (), policy.owners) == "press group"


def test_a_few_shared_words_are_no_copy() -> None:
    one, other = (
        Text("herald", words="rockets hit the base").record.article,
        Text("courier", words="rockets hit the base").record.article,
    )

    assert not family.is_copy(one, other)
