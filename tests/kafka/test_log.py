"""What only the log on Kafka promises: topics, transactions, sizes, and a broker that goes away."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TypeVar, get_args

import pytest
from aiokafka.admin import NewTopic

from contracts.errors import ConfigError, FencedError, StoreError, TooLargeError
from contracts.topics import CHANGES, INCIDENTS, PAGES, REPORTS, Topic
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.topics import wanted_settings
from runtime.stage import Put
from tests.kafka.broker import Cluster
from tests.kafka.flow import create, settings

T = TypeVar("T")
Opener = Callable[..., KafkaLog]


@pytest.fixture
def opener() -> Iterator[Opener]:
    """Open logs, and close them after the test."""
    opened: list[KafkaLog] = []

    def open_log(*arguments: object, **named: object) -> KafkaLog:
        opened.append(KafkaLog(*arguments, **named))  # type: ignore[arg-type]
        return opened[-1]

    yield open_log
    for log in opened:
        log.close()


def puts(topic: Topic, *keys: str) -> list[Put]:
    return [Put(topic, key, key.encode()) for key in keys]


def keys(log: KafkaLog, topic: Topic, group: str = "g") -> list[str]:
    return [record.key for record in log.read(topic, group, 1000)]


# ------------------------------------------------------------------------------- topics


def test_a_topic_that_keeps_too_little_is_refused(servers: str, prefix: str) -> None:
    kafka = settings(servers, prefix)
    short = wanted_settings(CHANGES, kafka) | {"retention.ms": "1000", "max.message.bytes": "900"}
    asyncio.run(create(servers, NewTopic(f"{prefix}changes.v1", 3, 1, topic_configs=short)))
    with pytest.raises(ConfigError) as refused:
        KafkaLog(kafka)
    said = str(refused.value)
    assert f"topic {prefix}changes.v1: it has 3 partitions; its records need one order" in said
    assert "retention.ms is 1000, must be at least 31536000000" in said
    assert "max.message.bytes is 900, must be at least 4194304" in said


def test_a_topic_that_forgets_incidents_is_refused(servers: str, prefix: str) -> None:
    kafka = settings(servers, prefix)
    wrong = wanted_settings(INCIDENTS, kafka) | {"cleanup.policy": "delete"}
    asyncio.run(create(servers, NewTopic(f"{prefix}incidents.v1", 1, 1, topic_configs=wrong)))
    with pytest.raises(ConfigError, match=r"cleanup\.policy is delete, must be compact"):
        KafkaLog(kafka)


def test_more_copies_than_brokers_are_refused(servers: str, prefix: str) -> None:
    with pytest.raises(ConfigError, match="too few brokers for replication = 99"):
        KafkaLog(settings(servers, prefix, copies=99))


def test_a_key_stays_in_its_partition(servers: str, prefix: str, opener: Opener) -> None:
    log = opener(settings(servers, prefix))
    log.append([Put(PAGES, f"k{number % 20}", str(number).encode()) for number in range(200)])
    records = log.read(PAGES, "g", 1000)
    homes = {
        record.key: {r.partition for r in records if r.key == record.key} for record in records
    }
    assert {len(partitions) for partitions in homes.values()} == {1}
    assert len(set.union(*homes.values())) > 3
    for key in homes:
        own = [int(record.value) for record in records if record.key == key]
        assert own == sorted(own)


def test_each_partition_is_committed_by_itself(servers: str, prefix: str, opener: Opener) -> None:
    log = opener(settings(servers, prefix))
    log.append(puts(PAGES, *(f"k{number}" for number in range(100))))
    records = log.read(PAGES, "g", 1000)
    done = records[0].partition
    last = max(record.offset for record in records if record.partition == done)
    log.commit(PAGES, "g", last, done)
    left = {record.key for record in records if record.partition != done}
    assert set(keys(log, PAGES)) == left
    assert set(keys(opener(settings(servers, prefix)), PAGES)) == left
    assert log.lag(PAGES, "g") == len(left)


# ------------------------------------------------------------------------- transactions


def test_what_the_relay_writes_is_whole_and_in_order(
    servers: str, prefix: str, opener: Opener
) -> None:
    relay = opener(settings(servers, prefix), "relay")
    relay.append(puts(CHANGES, "1", "2"))
    with pytest.raises(TooLargeError):
        relay.append([*puts(CHANGES, "x"), Put(CHANGES, "y", bytes(5_000_000))])
    relay.append(puts(CHANGES, "3"))
    log = opener(settings(servers, prefix))
    assert keys(log, CHANGES) == ["1", "2", "3"]


def test_the_ends_of_transactions_are_no_lag(servers: str, prefix: str, opener: Opener) -> None:
    relay = opener(settings(servers, prefix), "relay")
    log = opener(settings(servers, prefix))
    relay.append(puts(CHANGES, "1"))
    relay.append(puts(CHANGES, "2"))
    for record in log.read(CHANGES, "g", 10):
        log.commit(CHANGES, "g", record.offset)
    assert log.wait(CHANGES, "g", 0.5) is False
    assert log.lag(CHANGES, "g") == 0
    assert keys(log, CHANGES) == []


def test_an_older_holder_of_the_relay_is_fenced(servers: str, prefix: str, opener: Opener) -> None:
    older = opener(settings(servers, prefix), "relay")
    older.append(puts(CHANGES, "1"))
    newer = opener(settings(servers, prefix), "relay")
    newer.append(puts(CHANGES, "2"))
    with pytest.raises(FencedError):
        older.append(puts(CHANGES, "stale"))
    newer.append(puts(CHANGES, "3"))
    assert keys(newer, CHANGES) == ["1", "2", "3"]


def test_a_standby_fences_nobody(servers: str, prefix: str, opener: Opener) -> None:
    active = opener(settings(servers, prefix), "relay")
    active.append(puts(CHANGES, "1"))
    standby = opener(settings(servers, prefix), "relay")
    assert keys(standby, CHANGES) == ["1"]
    active.append(puts(CHANGES, "2"))
    assert keys(standby, CHANGES) == ["1", "2"]


def test_a_reader_goes_on_where_its_standby_has_come_to(
    servers: str, prefix: str, opener: Opener
) -> None:
    active, standby = opener(settings(servers, prefix)), opener(settings(servers, prefix))
    active.append(puts(REPORTS, "1", "2", "3", "4"))
    assert keys(active, REPORTS) == ["1", "2", "3", "4"]
    standby.commit(REPORTS, "g", standby.read(REPORTS, "g", 3)[-1].offset)
    assert keys(active, REPORTS) == ["4"]


# -------------------------------------------------------------------------------- sizes


def test_a_message_that_is_too_large_is_named_with_its_topic(
    servers: str, prefix: str, opener: Opener
) -> None:
    log = opener(settings(servers, prefix))
    with pytest.raises(TooLargeError, match=r"reports\.v1: a message of 20000.* bytes; 4194304"):
        log.append([*puts(REPORTS, "small"), Put(REPORTS, "large", bytes(20_000_000))])
    assert keys(log, REPORTS) == []


@pytest.mark.parametrize("compression", get_args(Kafka.model_fields["compression"].annotation))
def test_what_was_packed_comes_back(
    servers: str, prefix: str, opener: Opener, compression: str
) -> None:
    log = opener(settings(servers, prefix, compression=compression))
    sent = [f"{number} told and told again ".encode() * 1000 for number in range(20)]
    log.append([Put(REPORTS, "k", value) for value in sent])
    assert [record.value for record in log.read(REPORTS, "g", 100)] == sent


def test_messages_of_four_megabytes_pass(servers: str, prefix: str, opener: Opener) -> None:
    log = opener(settings(servers, prefix))
    log.append([Put(REPORTS, str(number), bytes(4_000_000)) for number in range(5)])
    assert [len(record.value) for record in log.read(REPORTS, "g", 10)] == [4_000_000] * 5


# ------------------------------------------------------------------ a broker that goes away


def test_a_broker_that_is_away_is_an_outage(own: Cluster, prefix: str, opener: Opener) -> None:
    log = opener(settings(own.servers, prefix), call_s=3.0)
    relay = opener(settings(own.servers, prefix), "relay", call_s=3.0)
    log.append(puts(REPORTS, "1"))
    relay.append(puts(CHANGES, "1"))
    assert keys(log, REPORTS) == ["1"]
    own.end()
    acts: list[Callable[[], object]] = [
        lambda: log.append(puts(REPORTS, "2")),
        lambda: relay.append(puts(CHANGES, "2")),
        lambda: log.commit(REPORTS, "g", 0),
        lambda: log.read(REPORTS, "g", 10),
        lambda: log.lag(REPORTS, "g"),
        lambda: KafkaLog(settings(own.servers, prefix), call_s=3.0),
    ]
    for act in acts:
        with pytest.raises(StoreError):
            act()
    own.start()
    again(lambda: log.append(puts(REPORTS, "3")))
    again(lambda: relay.append(puts(CHANGES, "3")))
    seen = again(lambda: keys(log, REPORTS))
    assert list(dict.fromkeys(seen)) in (["1", "3"], ["1", "2", "3"])
    assert keys(log, CHANGES)[-1] == "3"


def test_a_broker_that_is_away_costs_no_core(own: Cluster, prefix: str, opener: Opener) -> None:
    log = opener(settings(own.servers, prefix), call_s=4.0)
    log.append(puts(REPORTS, "1"))
    own.end()
    before = time.process_time()
    with pytest.raises(StoreError):
        log.append(puts(REPORTS, "2"))
    assert time.process_time() - before < 1.0


def test_a_broker_that_hangs_is_an_outage(own: Cluster, prefix: str, opener: Opener) -> None:
    log = opener(settings(own.servers, prefix), call_s=3.0)
    log.append(puts(REPORTS, "1"))
    own.nodes[0].freeze()
    for act in (lambda: log.append(puts(REPORTS, "2")), lambda: keys(log, REPORTS)):
        with pytest.raises(StoreError, match="no answer within 3 s"):
            act()
    own.nodes[0].thaw()
    again(lambda: log.append(puts(REPORTS, "3")))
    assert list(dict.fromkeys(again(lambda: keys(log, REPORTS)))) == ["1", "2", "3"]


def again(act: Callable[[], T]) -> T:
    """Try as a held stage does, until the broker is back."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return act()
        except StoreError:
            assert time.monotonic() < deadline
