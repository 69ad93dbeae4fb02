"""How a text tells of an attack, and what it may do: one case for each rule."""

import pytest

from contracts.messages import (
    May,
    Told,
)
from tests.processors.extract.articles import main, read


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Rockets hit US base in Iraq, officials say", id="strike, active"),
        pytest.param("US base in Iraq hit by rockets, officials say", id="strike, passive"),
        pytest.param("Army barracks attacked overnight by gunmen in Mali", id="bare participle"),
        pytest.param("Militants storm army camp in northern Nigeria", id="plain form"),
        pytest.param("Drone strikes military airfield in Syria", id="weapon, then verb"),
        pytest.param("Drone attack on air base in Syria reported", id="noun with a preposition"),
        pytest.param("Kenya military base attack leaves three dead", id="noun behind its target"),
        pytest.param("Air base in Syria comes under rocket attack", id="subject suffers"),
        pytest.param("Mortar shells land inside coalition base in Iraq", id="things that land"),
        pytest.param("Militia fires missiles at American base in Iraq", id="fire at"),
        pytest.param("Missiles fired at coalition base in Iraq", id="fired at"),
        pytest.param("Garrison shoots down drones near US base in Syria", id="beaten off"),
        pytest.param("Car bomb explodes at gates of army base in Somalia", id="explodes at"),
        pytest.param("Missile hits school housing soldiers in Syria", id="a building with troops"),
        pytest.param("Blast rocks ammunition depot in Ukraine", id="a blast in a war"),
        pytest.param(
            "Dozens of soldiers killed in missile strike in Yemen", id="many dead at once"
        ),
        pytest.param("Rockets target American troops in Syria", id="stand-off, far from home"),
        pytest.param(
            "A dozen wounded after mortar attack on army barracks in Mali", id="toll, then after"
        ),
    ],
)
def test_news_may_open(title: str) -> None:
    report = main(title)

    assert (report.told, report.may) == (Told.CURRENT, May.OPEN), report.why


@pytest.mark.parametrize(
    ("title", "told"),
    [
        pytest.param(
            "US jets strike militia camp in Iraq", Told.OUTGOING, id="the target is a militia's"
        ),
        pytest.param(
            "Iraqi army shells Ain al-Asad air base", Told.OUTGOING, id="the hosts themselves"
        ),
        pytest.param("Militia could attack US base in Iraq", Told.THREAT, id="modal"),
        pytest.param("Militia vows to attack US base in Iraq", Told.THREAT, id="infinitive"),
        pytest.param("Fears of rocket attack on US base in Iraq", Told.THREAT, id="feared noun"),
        pytest.param(
            "Army simulates missile attack on air base in drill", Told.EXERCISE, id="drill"
        ),
        pytest.param(
            "Officials say rocket attack on air base in Iraq was a false alarm",
            Told.DENIED,
            id="false alarm",
        ),
        pytest.param(
            "Veterans remember bombing of naval base in 1982", Told.BACKGROUND, id="memories"
        ),
        pytest.param(
            "Missile hit the air base in Iraq in 2020", Told.BACKGROUND, id="the year says so"
        ),
        pytest.param(
            "Base in Iraq has been repeatedly attacked by militias", Told.AGGREGATE, id="repeatedly"
        ),
        pytest.param(
            "More than 90 attacks on US bases since October", Told.AGGREGATE, id="since some day"
        ),
        pytest.param(
            "Review: attack on the army base in new war film", Told.EXERCISE, id="film by title"
        ),
    ],
)
def test_what_is_no_news(title: str, told: Told) -> None:
    report = main(title)

    assert report.told is told, report.why
    assert report.may is not May.OPEN


def test_used_drones_to_strike_is_no_aim() -> None:
    report = main("Rebels used drones to strike military airfield in Syria")

    assert (report.told, report.may) == (Told.CURRENT, May.OPEN)


def test_the_section_of_an_address_says_what_it_is() -> None:
    report = main("Rockets hit army base", url="https://paper.example/film/2024/review")

    assert (report.told, report.may) == (Told.EXERCISE, May.NOTHING)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Shooting at army base leaves soldier dead, colleague held", id="a crime"),
        pytest.param("Gas leak causes explosion at naval base in Portugal", id="an accident"),
        pytest.param("Bear attack near military base in Alaska", id="animals"),
        pytest.param("Soldier dies of heart attack at army barracks", id="an illness"),
        pytest.param("New attack submarine arrives at naval base", id="a class of ship"),
        pytest.param("Minister strikes deal on air base lease", id="a deal struck"),
        pytest.param("Refugee camp hit by storm", id="another kind of camp"),
        pytest.param("Rockets guard hits three-pointer", id="a team"),
    ],
)
def test_what_only_sounds_like_an_attack(title: str) -> None:
    assert all(report.may is May.NOTHING for report in read(title).reports)


def test_told_in_passing_is_not_old() -> None:
    report = main("US launches strikes in Syria after rocket attack on its base in Iraq")

    assert (report.told, report.may) == (Told.CURRENT, May.OPEN_IF_UNKNOWN)
    assert report.presupposed


def test_a_title_on_something_else_makes_it_background() -> None:
    report = main(
        "Oil prices rise in early trade",
        "Crude rose on Thursday after a rocket attack on an air base in Iraq.",
    )

    assert report.told is Told.BACKGROUND
    assert report.may is not May.OPEN


def test_the_attack_alone_is_taken_as_known() -> None:
    report = main("Minister visits troops", "He spoke of the attack on the air base in Iraq.")

    assert report.may is not May.OPEN
    assert report.presupposed


def test_soldiers_alone_only_join() -> None:
    report = main("Two soldiers killed in ambush by rebels in Mali")

    assert (report.told, report.may) == (Told.CURRENT, May.JOIN)


def test_a_town_alone_only_joins() -> None:
    report = main("Missile strike on Odesa reported")

    assert report.may is May.JOIN


def test_a_live_page_opens_only_by_its_first_line() -> None:
    report = main("War in Ukraine: live updates", "A military base in Lviv is attacked.")

    assert (report.told, report.may) == (Told.CURRENT, May.OPEN_IF_UNKNOWN)


def test_plural_below_the_lead_is_many_attacks() -> None:
    text = (
        "A rocket hit the Ain al-Asad air base in Iraq on Wednesday.\n"
        "No group spoke of it.\n"
        "The army is looking into it.\n"
        "Militias carried out attacks on American bases in Syria too."
    )

    told = [report.told for report in read("Rocket hits air base in Iraq", text).reports]

    assert told == [Told.CURRENT, Told.AGGREGATE]


def test_a_caption_never_tells() -> None:
    text = (
        "Wreckage of a drone is seen after an attack on the Ain al-Asad air base in Iraq,"
        " Tuesday, Jan. 4, 2022. (AP Photo)\n"
        "The minister opened a school on Thursday.\nPupils sang."
    )

    assert read("Minister opens school", text).reports == ()


def test_a_past_attack_has_its_own_time_or_none() -> None:
    text = "A soldier was sentenced on Thursday for last year's shooting at Fort Hood."

    reports = read("Soldier sentenced", text).reports

    assert all(report.told is not Told.CURRENT for report in reports)
    assert all(not each.when.start or each.when.start.year < 2024 for each in reports)


def test_two_attacks_in_one_article() -> None:
    text = (
        "A drone struck Engels air base in Russia on Wednesday.\n"
        "On Tuesday missiles hit the Saky air base in Crimea."
    )

    found = [(r.place.bases, r.when.weekday) for r in read("Bases under fire", text).reports]

    assert found == [(("ru-engels",), 2), (("ua-saky",), 1)]


def test_reasons_are_words_a_person_reads() -> None:
    report = main("Rockets hit US base in Iraq, officials say")

    assert report.why == (
        '"hit" is aimed at "base" (site): told as something that happened',
        "told as news",
    )
    assert report.sentence == "Rockets hit US base in Iraq, officials say"


def test_again_is_said_of_the_act() -> None:
    assert main("Another rocket attack on US base in Iraq").again
    assert not main("Rocket attack on US base in Iraq").again


def test_who_struck_and_with_what() -> None:
    report = main("Ukrainian drones hit Engels air base in Russia, second time this year")

    assert report.agents == ("UA",)
    assert report.weapon == "drone"


def test_the_weapon_is_that_of_the_act_and_not_of_the_answer() -> None:
    report = main("US launches airstrikes in Syria after drone attack on its base in Iraq")

    assert report.weapon == "drone"


@pytest.mark.parametrize(
    ("title", "text", "doubts", "confidence"),
    [
        ("Rockets hit al-Harir air base in Iraq", "", (), 0.95),
        ("Rockets hit US base in Iraq, officials say", "", ("no base is named",), 0.8),
        (
            "Army condemns the attack on a US base in Iraq",
            "",
            ("told in passing", "no base is named"),
            0.6,
        ),
    ],
)
def test_a_report_says_what_it_should_be_doubted_for(
    title: str, text: str, doubts: tuple[str, ...], confidence: float
) -> None:
    found = main(title, text)
    assert (found.doubts, found.confidence) == (doubts, confidence)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param(
            "Missiles rain on cities as winter sets in",
            "Strikes hit Kharkiv, a day after reports of sabotage at an airfield of the army.",
            id="beside strikes on towns",
        ),
        pytest.param(
            "Pilots sent home in wake of naval base shooting",
            "In April a trainee, who was there for a year, opened fire at the Pensacola naval"
            " air station, killing two sailors.",
            id="a month that is over",
        ),
        pytest.param(
            "Shelling in Ukraine following Moscow's accusations that drones struck its air base",
            "",
            id="accused of it before",
        ),
        pytest.param(
            "Army trucks wait at the border as blast rips through fuel depot in Syria",
            "",
            id="a firm's depot",
        ),
        pytest.param(
            "Tank of a fighter jet smashes into oil company HQ in Ankara", "", id="a firm's HQ"
        ),
    ],
)
def test_what_opens_nothing(title: str, text: str) -> None:
    assert all(report.may in {May.JOIN, May.NOTHING} for report in read(title, text).reports)


def test_who_had_a_hand_in_an_attack_takes_it_as_known() -> None:
    report = main("Kremlin says allies assisted in Sevastopol naval base attack")

    assert (report.may, report.presupposed) == (May.OPEN_IF_UNKNOWN, True)
