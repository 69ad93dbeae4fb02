"""How a mail reads, and that hostile words stay words."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from alerts import compose, render
from alerts.channels import Parcel
from alerts.sheet import sheet, words
from contracts.messages import (
    Alert,
    AlertKind,
    Confidence,
    Evidence,
    Incident,
    Level,
    Precision,
    Slot,
    SlotChange,
    Sureness,
    Value,
    When,
)
from tests.alerts.samples import (
    NOON,
    REEF,
    ROCK,
    change,
    conflict,
    episode_change,
    evidence,
    fact,
    incident,
    value,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "update.txt"
ONE = evidence("Rockets hurt two soldiers at Camp Rock on Monday, a US official said.")
TWO = evidence("Three British soldiers were hurt as rockets fell.", "herald.example", hours=-0.4)
SURE = Confidence(
    extraction=Sureness(level=Level.HIGH, why="told outright, and the base is named"),
    source=Sureness(level=Level.MEDIUM, why="gazette.example: only the feed's own words were read"),
    corroboration=Sureness(
        level=Level.MEDIUM, why="2 independent sources, which disagree on injured"
    ),
)
HOSTILE = "<img src=x onerror=alert(1)>\u202egnp\r\nSubject: forged"


def alert(about: Incident, kind: AlertKind = AlertKind.NEW_ATTACK, **fields: object) -> Alert:
    plain = compose.attack(change(about), about, kind, "rock", "Camp Rock is on the watch list")
    return replace(plain, **fields)


def parcel(*alerts: Alert, line: str = "", digest: bool = False) -> Parcel:
    return Parcel("p1", "a@example.org", alerts, line or alerts[-1].headline, digest=digest)


def disputed() -> Incident:
    two = replace(value("two soldiers", ONE, speakers=("a US official",)))
    three = replace(value("three soldiers", TWO), value=Value(text="three", nationality="GB"))
    return incident(
        families=2,
        when=When(
            start=NOON - timedelta(hours=2), end=NOON - timedelta(hours=1), precision=Precision.HOUR
        ),
        facts=(
            fact(Slot.WEAPON, "rocket", value("rockets", ONE, TWO), families=2),
            replace(fact(Slot.INJURED, "two / three British", two, three), conflict=True),
        ),
        conflicts=(conflict(Slot.INJURED, two, three),),
        evidence=(ONE, TWO),
        confidence=SURE,
    )


def update() -> Parcel:
    new = SlotChange(slot="injured", before="two soldiers", after="two / three British")
    about = alert(disputed(), AlertKind.UPDATE, changes=(new,), follows=("root",))
    return parcel(about, line="Rocket attack on Camp Rock, Iraq")


def test_the_golden_mail() -> None:
    mail = render.mail(update())
    assert mail.subject == "Re: Rocket attack on Camp Rock, Iraq"
    assert mail.text == GOLDEN.read_text(encoding="utf-8")


def test_both_parts_say_the_same() -> None:
    mail = render.mail(update())
    for said in (
        "Camp Rock",
        "33.5000 N, 43.2500 E",
        "geo:33.5000,43.2500",
        "Mon 2 Mar 2026, about 13:00",
        "Mon 2 Mar 2026 10:00 UTC",
        "2 independent sources",
        "three (United Kingdom)",
        "a US official",
        "Three British soldiers were hurt as rockets fell.",
        "herald.example",
        "Camp Rock is on the watch list",
        "rock-1",
    ):
        assert said in mail.text, said
        assert said in mail.html, said


def test_how_sure_it_is_is_three_lines_each_with_its_reason() -> None:
    told = disputed()
    mail = render.mail(parcel(alert(told)))
    assert (
        "\nHOW SURE\n"
        "Reading: high - told outright, and the base is named\n"
        "Source: medium - gazette.example: only the feed's own words were read\n"
        "Agreement: medium - 2 independent sources, which disagree on injured\n"
    ) in mail.text
    for said in ("How sure", "Agreement", "which disagree on injured"):
        assert said in mail.html
    for quiet in (alert(told, AlertKind.RETRACTION), alert(replace(told, confidence=None))):
        found = render.mail(parcel(quiet))
        assert "how sure" not in f"{found.text}{found.html}".lower()


def test_one_source_is_unconfirmed_in_subject_and_head() -> None:
    mail = render.mail(parcel(alert(incident())))
    assert mail.subject == "UNCONFIRMED (1 source): Rocket attack on Camp Rock, Iraq"
    assert mail.text.startswith("NEW ATTACK - UNCONFIRMED (1 source)\n")
    assert "UNCONFIRMED (1 source)</span>" in mail.html
    assert "UNCONFIRMED" not in str(render.mail(parcel(alert(incident(families=2)))))


@pytest.mark.parametrize(
    ("about", "subject"),
    [
        (alert(incident(families=2)), "Rocket attack on Camp Rock, Iraq"),
        (alert(incident(families=2), late=True), "LATE: Rocket attack on Camp Rock, Iraq"),
        (
            alert(incident(), AlertKind.CORRECTION, follows=("r",)),
            "Re: CORRECTION, UNCONFIRMED (1 source): Rocket attack on Camp Rock, Iraq",
        ),
        (
            alert(incident(), AlertKind.RETRACTION, follows=("r",)),
            "Re: TAKEN BACK: Rocket attack on Camp Rock, Iraq",
        ),
    ],
)
def test_subjects(about: Alert, subject: str) -> None:
    assert render.mail(parcel(about)).subject == subject


@pytest.mark.parametrize(
    ("before", "after", "correction", "said"),
    [
        ("", "two / five", False, "Injured: sources agree -> sources disagree\n"),
        ("two / five", "", False, "Injured: sources disagree -> sources agree\n"),
        ("two / five", "", True, "Injured: two / five -> no dispute (taken back by its source)\n"),
    ],
)
def test_disputes_that_begin_and_end(before: str, after: str, correction: bool, said: str) -> None:
    new = SlotChange(slot="conflict:injured", before=before, after=after, correction=correction)
    about = alert(incident(), AlertKind.UPDATE, changes=(new,), follows=("r",))
    assert said in render.mail(parcel(about)).text


def test_an_unnamed_base_lists_its_candidates() -> None:
    place = replace(incident().place, words="a base in the west", bases=())
    about = alert(incident(bases=(), candidates=(ROCK, REEF), place=place))
    text = render.mail(parcel(about)).text
    assert "Base not named; written as “a base in the west”" in text
    assert "Candidates: Camp Rock, Iraq (geo:33.5000,43.2500)" in text
    assert "            Reef Outpost, Syria (geo:34.5000,40.9000)" in text
    assert ", UTC\n" in text  # the candidates share no clock


def test_an_unknown_date_says_so_and_invents_none() -> None:
    text = render.mail(parcel(alert(incident(when=When())))).text
    assert "WHEN\ndate not known, on the base's clock\nPublished" in text
    weekday = render.mail(parcel(alert(incident(when=When(weekday=5))))).text
    assert "WHEN\na Saturday, on the base's clock\n" in weekday


def test_an_escalation() -> None:
    about = episode_change()
    assert about.episode
    mail = render.mail(parcel(compose.escalation(about, about.episode, "words", "it was said")))
    assert "Escalation: nuclear alert, Iraq" in mail.subject
    assert "The ministry declared a nuclear alert on Monday." in mail.text
    assert "on the base's clock" not in mail.text


def test_a_digest_holds_every_report() -> None:
    far = alert(incident("far", bases=(REEF,), weapon="drone"))
    mail = render.mail(parcel(alert(disputed()), far, digest=True))
    assert mail.subject == "Found on start: 2 reports"
    for said in ("1. Rocket attack on Camp Rock", "2. Drone attack on Reef Outpost"):
        assert said in mail.text
        assert said in mail.html


def hostile() -> Parcel:
    bad = Evidence(url="javascript:alert(1)", sentence=HOSTILE, source=HOSTILE, family="x")
    evil = replace(ROCK, name=HOSTILE)
    about = incident(
        bases=(evil,), facts=(fact(Slot.DAMAGE, HOSTILE, value(HOSTILE, bad)),), evidence=(bad,)
    )
    new = SlotChange(slot="damage", before=HOSTILE, after=HOSTILE)
    return parcel(alert(about, because=HOSTILE, rule=HOSTILE, changes=(new,)))


def test_hostile_words_are_text() -> None:
    mail = render.mail(hostile())
    assert "<img" not in mail.html
    assert "&lt;img src=x onerror=alert(1)&gt;gnp Subject: forged" in mail.html
    assert "javascript:" not in mail.html.replace("<bdi>javascript:alert(1)</bdi>", "")
    assert "(not a web link) javascript:alert(1)" in mail.text
    assert not any(line.startswith("Subject:") for line in mail.text.splitlines())
    assert "\u202e" not in mail.text + mail.html + mail.subject


def test_nothing_is_fetched_when_a_mail_is_opened() -> None:
    html = render.mail(update()).html
    for loader in ("<img", "<script", "<link", "<iframe", "url(", "@import", "src="):
        assert loader not in html


def test_right_to_left_words_are_fenced_in() -> None:
    arabic = "\u0633\u0642\u0637\u062a \u0635\u0648\u0627\u0631\u064a\u062e"
    quote = evidence(arabic)
    mail = render.mail(parcel(alert(incident(evidence=(quote,)))))
    assert f"\u2068{arabic}\u2069" in mail.text
    assert f'<blockquote dir="auto">{arabic}</blockquote>' in mail.html


def test_a_flood_of_evidence_is_bounded() -> None:
    many = tuple(evidence(f"Sentence {number} " + "x" * 5_000) for number in range(50))
    about = incident(evidence=many, facts=(fact(Slot.KILLED, "one", value("one", *many)),))
    mail = render.mail(parcel(alert(about)))
    assert len(sheet(alert(about)).quotes) == 16
    assert len(mail.text) < 20_000


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Value(text="five"), "five"),
        (Value(text="five", nationality="US", role="soldier"), "five (United States, soldier)"),
        (Value(text="two soldiers", role="soldier"), "two soldiers"),
        (Value(text="one", severity="brain_injury"), "one (brain injury)"),
        (Value(text="two", where="off_base"), "two (off base)"),
    ],
)
def test_a_value_says_what_its_words_leave_out(given: Value, expected: str) -> None:
    assert words(given) == expected
