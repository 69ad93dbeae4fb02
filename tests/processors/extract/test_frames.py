"""Which words make an act on a site: variants of one shape, and the like that is none."""

import pytest

from contracts.messages import May, Told
from tests.processors.extract.test_verdict import main, read


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
