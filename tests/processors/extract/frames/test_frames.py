"""Which words make an act on a site: variants of one shape, and the like that is none."""

import pytest

from contracts.messages import May, Told
from tests.processors.extract.articles import main, read


def opens(title: str, text: str = "") -> bool:
    """Tell whether a text opens an incident that alerts."""
    report = main(title, text)
    return (report.told, report.may) == (Told.CURRENT, May.OPEN)


def is_silent(title: str, text: str = "") -> bool:
    return all(report.may is May.NOTHING for report in read(title, text).reports)


@pytest.mark.parametrize(
    "title",
    [
        "Ballistic missiles launched from Iran strike two bases with coalition troops in Iraq",
        "Rockets fired from Syria strike base hosting American soldiers in Iraq",
        "Armed group takes control of army garrison in northern Mali",
        "Rebels have gained control of two army camps in Myanmar, villagers say",
        "Islamists seize control of army barracks in Niger",
        "Attacker rams lorry into gate of army barracks in Belgium",
        "Woman rammed stolen van into the gates of an air base in Texas, police say",
        "Driver ploughs truck through the fence of a naval base in Spain",
        "Suicide bomber drives truck into army barracks in Somalia",
        "Alarms ring at US base in Qatar as missiles are intercepted",
        "Drones shot down as air raid sirens wail at air base in Kuwait",
    ],
)
def test_acts_that_open(title: str) -> None:
    assert opens(title), main(title).why


@pytest.mark.parametrize(
    "title",
    [
        "New general takes control of army garrison in Kenya",
        "Foreign firm gains control of naval port in Asia",
        "Bus rams into wall of army camp in India",
        "Lorry crashes into gate of naval base, driver hurt",
        "Snow plough clears road to naval base",
        "Soldiers drive tanks into army base for parade",
        "Alarms ring at US base in Qatar in monthly check",
        "Alarms ring in the city as drones are shot down",
    ],
)
def test_acts_that_stay_silent(title: str) -> None:
    assert is_silent(title), [report.why for report in read(title).reports]


@pytest.mark.parametrize(
    "title",
    [
        "Mortar shells land on Fort Kinross",
        "Drone attack on Camp Alder kills two",
        "Rockets hit FOB Larch in Afghanistan",
        "Militants overrun African Union base in Somalia",
        "Fighters attack AU base south of Mogadishu",
        "American troops in Iraq come under drone attack",
        "French forces in Mali came under mortar fire overnight",
    ],
)
def test_targets_that_open_by_their_kind(title: str) -> None:
    assert opens(title), main(title).why


@pytest.mark.parametrize(
    "title",
    [
        "Gunman kills two at Camp Crystal summer school",
        "Rockets land in Camp Larch refugees section",
        "Rocket hits Fort Alder suburb",
        "Protesters storm AU headquarters in Addis Ababa",
        "Ukrainian forces in Bakhmut come under rocket fire",
        "American troops in Iraq come under fire",
    ],
)
def test_targets_that_open_nothing_by_themselves(title: str) -> None:
    assert all(report.may is not May.OPEN for report in read(title).reports)


def test_a_camp_that_no_list_holds_is_placed_by_the_text() -> None:
    place = main("Mortar shells land on Camp Alder in Kosovo").place

    assert place.words.startswith("Camp Alder")
    assert place.countries == ("XK",)


@pytest.mark.parametrize(
    "title",
    ["Taliban rockets hit Bagram airfield", "Taliban bombing of Bagram airfield kills four"],
)
def test_an_armed_group_that_holds_a_base_today_may_have_attacked_it_then(title: str) -> None:
    assert opens(title), main(title).why


def test_a_state_that_strikes_at_its_own_base_is_still_outgoing() -> None:
    assert main("US air strike on Bagram airfield").told is Told.OUTGOING


@pytest.mark.parametrize(
    "title",
    [
        "New film retells the siege of Camp Bastion",
        "Her novel recounts a rocket attack on Ain al-Asad air base",
        "Play about attack on army base opens in London",
    ],
)
def test_a_work_that_retells_is_no_news(title: str) -> None:
    assert main(title).told is Told.EXERCISE
    assert is_silent(title)


@pytest.mark.parametrize(
    "title",
    ["Photographer films rocket attack on army base", "Drone attack on army base caught on film"],
)
def test_to_film_an_attack_is_not_to_retell_it(title: str) -> None:
    assert opens(title), main(title).why


def test_what_was_made_into_a_base_is_not_what_was_struck() -> None:
    title = "Troops made nine colleges into army bases while scores more were destroyed in the war"

    assert all(report.may is not May.OPEN for report in read(title).reports)


@pytest.mark.parametrize(
    ("article", "may"), [("the", May.JOIN), ("a", May.OPEN_IF_UNKNOWN)], ids=["known", "new"]
)
def test_what_hangs_on_a_known_attack_is_known(article: str, may: May) -> None:
    text = f"It dwells on {article} suicide bombing at the Kabul airport that killed nine troops."

    assert main("Report on the retreat", text).may is may
