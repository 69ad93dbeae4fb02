"""Which topics we refuse; no broker is needed to tell."""

from collections.abc import Mapping

import pytest

from contracts.topics import CHANGES, DEAD, INCIDENTS, PAGES, Topic
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.topics import Found, below, wanted_settings

KAFKA = Kafka(servers=("127.0.0.1:9092",))


def found(topic: Topic, changes: Mapping[str, str] | None = None, **named: int) -> Found:
    shape = {"partitions": topic.partitions, "replication": 3} | named
    there = wanted_settings(topic, KAFKA) | (changes or {})
    return Found(topic.name, shape["partitions"], shape["replication"], there)


def test_what_we_make_is_enough() -> None:
    for topic in (PAGES, CHANGES, INCIDENTS, DEAD):
        assert list(below(topic, found(topic), KAFKA)) == []


def test_more_than_we_need_is_enough() -> None:
    generous = {"retention.ms": "-1", "min.insync.replicas": "3", "max.message.bytes": "99999999"}
    assert list(below(PAGES, found(PAGES, generous, partitions=32, replication=5), KAFKA)) == []


@pytest.mark.parametrize(
    ("topic", "there", "words"),
    [
        (CHANGES, found(CHANGES, partitions=2), "exactly 1"),
        (PAGES, found(PAGES, partitions=4), "8 are needed"),
        (PAGES, found(PAGES, replication=1), "replication factor 1, kafka.replication is 3"),
        (PAGES, found(PAGES, {"min.insync.replicas": "1"}), "must be at least 2"),
        (PAGES, found(PAGES, {"retention.ms": "3600000"}), "retention.ms is 3600000"),
        (PAGES, found(PAGES, {"max.message.bytes": "1048588"}), "must be at least 4194304"),
        (INCIDENTS, found(INCIDENTS, {"cleanup.policy": "delete"}), "must be compact"),
        (CHANGES, found(CHANGES, {"cleanup.policy": "compact"}), "must be delete"),
        (PAGES, found(PAGES, {"unclean.leader.election.enable": "true"}), "must be false"),
    ],
)
def test_less_is_refused_with_a_word_on_what_it_should_be(
    topic: Topic, there: Found, words: str
) -> None:
    (fault,) = below(topic, there, KAFKA)
    assert words in fault


def test_a_dead_letter_has_room_for_the_largest_record() -> None:
    assert DEAD.largest > PAGES.largest * 4 / 3 + 1000
