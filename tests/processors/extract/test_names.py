"""Words that stand in a name and are none there."""

import pytest

from contracts.messages import Told
from tests.processors.extract.articles import main, read


def test_a_past_word_in_a_name_makes_nothing_old() -> None:
    title = "Missiles hit Joint Base Pearl Harbor-Hickam, wounding four airmen"

    assert main(title).told is Told.CURRENT


@pytest.mark.parametrize("title", ["Soldiers at Little Rock Air Force Base see storm damage"])
def test_an_act_word_in_a_name_is_no_act(title: str) -> None:
    assert all(report.told is not Told.CURRENT for report in read(title).reports)
