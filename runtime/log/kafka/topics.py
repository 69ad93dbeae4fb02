"""Our topics on Kafka: made when missing, and refused where they promise less than we do."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    InvalidReplicationFactorError,
    KafkaError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    for_code,
)

from contracts import topics
from contracts.errors import ConfigError
from contracts.topics import Topic
from runtime.log.kafka.settings import Kafka

_RETRY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """A topic as the cluster has it."""

    name: str
    partitions: int
    replication: int  # of the partition with the fewest copies
    settings: Mapping[str, str]


def wanted_settings(topic: Topic, kafka: Kafka) -> dict[str, str]:
    """Return what a topic of ours is made with."""
    return {
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "retention.ms": str(int(topic.retention.total_seconds() * 1000)),
        "min.insync.replicas": str(kafka.min_insync),
        "max.message.bytes": str(topic.largest),
        "unclean.leader.election.enable": "false",
        "message.timestamp.type": "LogAppendTime",  # a host with a wrong clock ages nothing
    }


async def prepare(admin: AIOKafkaAdminClient, kafka: Kafka) -> Mapping[str, int]:
    """Make the topics that are missing, check all; return the partitions of each by full name.

    A cluster that has never had a group makes the topic of offsets now, and is waited for.

    Raises:
        ConfigError: the cluster cannot hold what is configured, or a topic promises less.
        KafkaError: no answer.
    """
    await _coordinated(admin, kafka)
    known = set(await admin.list_topics())
    missing = [topic for topic in topics.ALL if kafka.prefix + topic.name not in known]
    if missing:
        await _make(admin, missing, kafka)
    found = await _look(admin, [kafka.prefix + topic.name for topic in topics.ALL])
    faults = [
        f"topic {there.name}: {fault}"
        for topic, there in zip(topics.ALL, found, strict=True)
        for fault in below(topic, there, kafka)
    ]
    if faults:
        raise ConfigError("kafka", "; ".join(faults))
    return {there.name: there.partitions for there in found}


def below(topic: Topic, found: Found, kafka: Kafka) -> Iterator[str]:
    """Say what of a topic is less than what we promise, and what it should be."""
    if topic.partitions == 1 and found.partitions != 1:
        yield f"it has {found.partitions} partitions; its records need one order, so exactly 1"
    elif found.partitions < topic.partitions:
        yield f"it has {found.partitions} partitions, {topic.partitions} are needed"
    if found.replication < kafka.replication:
        yield f"replication factor {found.replication}, kafka.replication is {kafka.replication}"
    wanted, there = wanted_settings(topic, kafka), found.settings
    for key in ("cleanup.policy", "unclean.leader.election.enable"):
        if there[key] != wanted[key]:
            yield f"{key} is {there[key]}, must be {wanted[key]}"
    for key in ("min.insync.replicas", "max.message.bytes", "retention.ms"):
        kept_for_ever = key == "retention.ms" and (topic.compacted or there[key] == "-1")
        if not kept_for_ever and int(there[key]) < int(wanted[key]):
            yield f"{key} is {there[key]}, must be at least {wanted[key]}"


async def _coordinated(admin: AIOKafkaAdminClient, kafka: Kafka) -> None:
    while True:
        try:
            await admin.find_coordinator(f"{kafka.prefix}basewatch")
            return
        except GroupCoordinatorNotAvailableError:
            await asyncio.sleep(_RETRY_S)


async def _make(admin: AIOKafkaAdminClient, missing: Sequence[Topic], kafka: Kafka) -> None:
    new = [
        NewTopic(
            kafka.prefix + topic.name,
            topic.partitions,
            kafka.replication,
            topic_configs=wanted_settings(topic, kafka),
        )
        for topic in missing
    ]
    answer = await admin.create_topics(new)
    for name, code, *text in answer.topic_errors:
        error = for_code(code)
        if error is InvalidReplicationFactorError:
            problem = f"the cluster has too few brokers for replication = {kafka.replication}"
            raise ConfigError("kafka.replication", f"{problem}: {' '.join(filter(None, text))}")
        if code and error is not TopicAlreadyExistsError:  # another process was as quick
            raise error(f"{name}: {' '.join(filter(None, text))}")


async def _look(admin: AIOKafkaAdminClient, names: Sequence[str]) -> list[Found]:
    """Wait until every topic has its leaders, and describe them; the caller has the deadline."""
    while True:
        described = {each["topic"]: each for each in await admin.describe_topics(list(names))}
        if all(_is_led(described.get(name, {})) for name in names):
            break
        await asyncio.sleep(_RETRY_S)
    settings = await _settings(admin, names)
    return [
        Found(
            name,
            len(described[name]["partitions"]),
            min(len(each["replicas"]) for each in described[name]["partitions"]),
            settings[name],
        )
        for name in names
    ]


def _is_led(described: Mapping[str, Any]) -> bool:
    partitions = described.get("partitions", ())
    return bool(partitions) and all(each["leader"] >= 0 for each in partitions)


async def _settings(
    admin: AIOKafkaAdminClient, names: Sequence[str]
) -> Mapping[str, Mapping[str, str]]:
    while True:
        asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        (answer,) = await admin.describe_configs(asked)
        errors = {for_code(code) for code, *_ in answer.resources if code}
        if not errors:
            break
        if errors != {UnknownTopicOrPartitionError}:  # this broker has not heard of it yet
            raise KafkaError(f"topics cannot be described: {errors}")
        await asyncio.sleep(_RETRY_S)
    return {
        name: {key: value for key, value, *_ in entries}
        for _code, _text, _kind, name, entries in answer.resources
    }
