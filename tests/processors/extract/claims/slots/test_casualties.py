"""Killed and injured: sentences of our own, one trap each."""

import pytest

from contracts.messages import Slot
from processors.extract.claims.slots import casualties
from tests.processors.extract.reading import raws

K, I = Slot.KILLED, Slot.INJURED  # noqa: E741


def found(text: str) -> list[tuple[Slot, int | None, int | None, str, str]]:
    return [
        (raw.slot, v.low, v.high, v.nationality, v.role)
        for raw in raws(casualties, text)
        if (v := raw.value)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six French soldiers were hurt at the fort.", [(I, 6, 6, "FR", "soldier")]),
        ("The shell killed a cook.", [(K, 1, 1, "", "civilian")]),
        (
            "The blast killed a policeman and wounded two.",
            [(K, 1, 1, "", "police"), (I, 2, 2, "", "")],
        ),
        (
            "Nine Kenyan troops and four Somalis were killed and seven others wounded.",
            [(K, 4, 4, "SO", ""), (K, 9, 9, "KE", "soldier"), (I, 7, 7, "", "")],
        ),
        ("Raiders kill at least 30 guards", [(K, 30, None, "", "guard")]),
        ("British contractor killed in mortar attack", [(K, 1, 1, "GB", "contractor")]),
        ("Americans were wounded on Sunday.", [(I, 2, None, "US", "")]),
        ("killing two, wounding five others", [(K, 2, 2, "", ""), (I, 5, 5, "", "")]),
        ("Three dead and eight injured after shelling", [(K, 3, 3, "", ""), (I, 8, 8, "", "")]),
        ("The raid left ten people dead.", [(K, 10, 10, "", "")]),
        ("Nine sailors, two Danes among them, were hurt.", [(I, 9, 9, "", "soldier")]),
        ("Two or three conscripts were hurt.", [(I, 2, 3, "", "soldier")]),
        ("Between five and seven sailors died.", [(K, 5, 7, "", "soldier")]),
        ("Up to six airmen were injured.", [(I, 0, 6, "", "soldier")]),
        ("The death toll rose to 15 on Friday.", [(K, 15, 15, "", "")]),
        ("The slaying of two Danish soldiers shocked the town.", [(K, 2, 2, "DK", "soldier")]),
        (
            "A member of the Jordanian border guard was badly wounded.",
            [(I, 1, 1, "JO", "guard")],
        ),
        (
            "There were several injuries to British personnel, she said.",
            [(I, 3, None, "GB", "personnel")],
        ),
        (
            "Forty US troops have been diagnosed with concussion since.",
            [(I, 40, 40, "US", "soldier")],
        ),
        (
            "Five US soldiers and one other American contractor were wounded.",
            [(I, 1, 1, "US", "contractor"), (I, 5, 5, "US", "soldier")],
        ),
        (
            "At least 20 Yemeni soldiers attending a parade were killed.",
            [(K, 20, None, "YE", "soldier")],
        ),
        ("Three German troops were among the wounded.", [(I, 3, 3, "DE", "soldier")]),
        ("Nobody was hurt.", [(I, 0, 0, "", "")]),
        ("No Polish or Danish soldiers were injured.", [(I, 0, 0, "PL", "soldier")]),
        ("There were no casualties.", [(K, 0, 0, "", ""), (I, 0, 0, "", "")]),
        ("The raid did not hurt anyone.", [(I, 0, 0, "", "")]),
        ("It fell without causing any injuries.", [(I, 0, 0, "", "")]),
        ("Four attackers were killed.", [(K, 4, 4, "", "attacker")]),
        ("Two dockers were hurt.", [(I, 2, 2, "", "civilian")]),
        ("Six stevedores died.", [(K, 6, 6, "", "")]),
        ("No American was killed.", [(K, 0, 0, "US", "")]),
        ("An officer and one soldier paid the supreme price.", [(K, 2, 2, "", "soldier")]),
        ("A cook and two firemen perished.", [(K, 3, 3, "", "civilian")]),
        ("Nine soldiers and two villagers lost their lives.", [(K, 2, 2), (K, 9, 9)]),
        ("A sergeant of 23 died in hospital.", [(K, 1, 1, "", "officer")]),
        ("Eight, two of them cooks, were killed.", [(K, 8, 8, "", "")]),
        ("Five guards of the fort in the hills above the lake were killed.", [(K, 5, 5)]),
        ("The toll of Monday's raid has gone up from two to five.", [(K, 5, 5, "", "")]),
        ("The number of soldiers killed in the raid has gone up to 34.", [(K, 34, 34)]),
        ("The army puts its dead at nine.", [(K, 9, 9, "", "")]),
        ("A doctor spoke of 39 wounded, then of 61.", [(I, 39, 39), (I, 61, 61)]),
        ("More than 40 are hurt, up from 34 the day before.", [(I, 41, None), (I, 34, 34)]),
        ("That raises to five the number of people slain.", [(K, 5, 5)]),
        ("His own side lost two.", [(K, 2, 2, "", "")]),
        ("The raid cost eight soldiers their lives.", [(K, 8, 8, "", "soldier")]),
        ("He is the seventh to lose his life.", [(K, 7, 7, "", "")]),
        ("Thirty bodies lay in the yard.", [(K, 30, 30, "", "")]),
        ("Of ten hurt, three are in a critical condition.", [(I, 10, 10), (I, 3, 3)]),
        ("Twelve others were taken to hospitals in Oslo.", [(I, 12, 12, "", "")]),
        ("Twenty terrorists were neutralised.", [(K, 20, 20, "", "fighter")]),
        ("The gunmen fled. Twelve of them were neutralised.", [(K, 12, 12, "", "")]),
        ("There were no losses of life.", [(K, 0, 0, "", "")]),
        ("Nobody else came to harm.", [(I, 0, 0, "", "")]),
        ("There was neither human nor material loss.", [(K, 0, 0), (I, 0, 0)]),
    ],
)
def test_told(text: str, expected: list[tuple[object, ...]]) -> None:
    read = sorted(found(text), key=str)
    wanted = sorted(expected, key=str)
    assert [each[: len(want)] for each, want in zip(read, wanted, strict=True)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The raid could have killed dozens of soldiers.",
        "The two wounded soldiers were flown out.",
        "Two of the wounded guards walked home.",
        "Some 3,100 French troops are stationed in the valley.",
        "Rebels planned to kill four guards.",
        "They threatened to kill 20 soldiers.",
        "Scores of sailors are feared dead.",
        "Forty soldiers have been killed since October.",
        "Some 90 guards were killed this year.",
        "Marsh, 56, was killed.",
        "The strikes were aimed at killing soldiers and not inflicting casualties.",
        "More than 160 times bases were hit.",
        "5,600 soldiers were killed in the war.",
        "General Marsh was killed.",
        "The drones came. Twelve of them were neutralised.",
        "Two of the wounded were flown to Oslo.",
        "There was no immediate word on casualties.",
        "He lost two tanks.",
    ],
)
def test_refused(text: str) -> None:
    assert found(text) == []


def test_earlier_this_year_is_no_total() -> None:
    assert found("Three guards were killed earlier this year.") == [(K, 3, 3, "", "guard")]


def test_who_speaks_is_no_victim() -> None:
    assert found("The raid killed 12 sailors, a Danish official said.") == [
        (K, 12, 12, "", "soldier")
    ]


def test_who_speaks_behind_a_list_is_no_victim() -> None:
    text = "The raid killed 12 sailors, two officials and a medic said."
    assert [each[:3] for each in found(text)] == [(K, 12, 12)]


def test_only_what_is_masked_between_commas_is_left_out() -> None:
    assert found("Eight guards of the fort, including two cooks, were killed.") == [
        (K, 8, 8, "", "guard")
    ]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("A guard was seriously wounded.", "serious"),
        ("Two sailors were slightly hurt.", "minor"),
        ("Ten troops suffered traumatic brain injuries.", "brain_injury"),
        ("Ten troops were hurt.", ""),
    ],
)
def test_severity(text: str, severity: str) -> None:
    assert [raw.value.severity for raw in raws(casualties, text)] == [severity]


def test_early_reports_are_marked() -> None:
    (raw,) = raws(casualties, "Preliminary reports say two guards were hurt.")
    assert raw.certainty == "preliminary"


def test_the_span_is_the_words_themselves() -> None:
    text = "On Sunday several French sailors were hurt."
    (raw,) = raws(casualties, text)
    assert raw.value.text == "several French sailors"
    assert raw.end - raw.start == len(raw.value.text)
