"""Who claims, is blamed and denies, in the frames that news writes."""

import pytest

from contracts.messages import Slot
from processors.extract.claims.slots import perpetrator
from tests.processors.extract.reading import raws

C, B, D = Slot.CLAIMED_BY, Slot.BLAMED_ON, Slot.DENIED_BY


def found(text: str) -> list[tuple[Slot, str]]:
    return [(raw.slot, raw.value.norm) for raw in raws(perpetrator, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JNIM said on Monday its fighters had entered the barracks.", [(C, "jnim")]),
        ("The spokesman of Hezbollah said its drones hit the camp.", [(C, "hezbollah")]),
        ("Hezbollah said it was behind the raid.", [(C, "hezbollah")]),
        ("JNIM, a group tied to others, owned up to it.", [(C, "jnim")]),
        ("The Houthis called the salvo revenge.", [(C, "houthis")]),
        ("Jaish Al-Fursan said the attack was its work.", [(C, "jaish al-fursan")]),
        ("Hamas denied a role. The group said it had fired no shot.", [(D, "hamas")]),
        ("Nobody has come forward.", [(C, "none")]),
        ("The guerrillas have said nothing so far.", [(C, "none")]),
        ("There was no word from Hezbollah.", [(C, "none")]),
        ("Hamas claims to have damaged a plane.", [(C, "hamas")]),
        ('JNIM boasted of "burning" the camp.', [(C, "jnim")]),
    ],
)
def test_claims(text: str, expected: list[tuple[Slot, str]]) -> None:
    assert found(text) == expected


def test_the_group_is_the_one_named_last() -> None:
    text = "Police named Boko Haram. The group said its men had stormed the post."
    assert (C, "boko-haram") in found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al-Shabaab fighters attacked a base.", [(B, "al-shabaab")]),
        ("A Hezbollah drone exploded in the hall.", [(B, "hezbollah")]),
        ("The base was raided by the Taliban.", [(B, "taliban")]),
        ("Heavily armed bandits stormed the post.", [(B, "militants")]),
        ("The mayor pointed the finger at Hamas.", [(B, "hamas")]),
        ("He laid it on Iran-backed groups.", [(B, "iran-backed")]),
        ('The minister blamed "outlawed groups".', [(B, "outlawed groups")]),
        ("Men thought to belong to Boko Haram shot at it.", [(B, "boko-haram")]),
        ("It is not clear who was behind it.", [(B, "none")]),
    ],
)
def test_blame(text: str, expected: list[tuple[Slot, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tehran had no connection to it.", [(D, "tehran")]),
        ("Hamas rejected the accusation.", [(D, "hamas")]),
        ("Kabul disowned the attack.", [(D, "kabul")]),
        ("The Taliban was not behind it.", [(D, "taliban")]),
    ],
)
def test_denials(text: str, expected: list[tuple[Slot, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked the post.",
        "A missile launched from Iran hit the post.",
        "The army said its soldiers had killed twelve militants.",
        "The ministry in Paris had no comment.",
        "The mayor denied the damage.",
    ],
)
def test_nobody(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "US troops wounded in rocket attack on Iraq base",
        "US troops wounded",
        "US troops hurt by drone",
    ],
)
def test_who_was_hit_did_not_do_it(text: str) -> None:
    assert (B, "us-forces") not in found(text)
