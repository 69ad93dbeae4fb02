import pytest
from aiokafka import TopicPartition

from contracts.errors import StoreError
from runtime.log.kafka import standing

ONE, TWO = TopicPartition("pages.v1", 0), TopicPartition("pages.v1", 1)
FIRSTS, ENDS = {ONE: 3, TWO: 4}, {ONE: 9, TWO: 4}


def test_a_group_goes_on_at_its_offset_and_never_before_what_is_kept() -> None:
    assert standing([ONE, TWO], {ONE: 7, TWO: -1}, FIRSTS, ENDS) == {0: (7, 9), 1: (4, 4)}


def test_a_broker_that_cannot_tell_yet_is_an_outage() -> None:
    with pytest.raises(StoreError, match=r"pages\.v1: the broker cannot tell"):
        standing([ONE, TWO], {}, FIRSTS, ENDS)
