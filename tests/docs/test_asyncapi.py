"""docs/asyncapi.yaml says what the code does; `make asyncapi` has AsyncAPI's parser read it."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from contracts.events import KINDS, name_of, schema_id
from contracts.topics import Topic
from runtime.log.kafka.settings import Kafka
from runtime.log.kafka.topics import wanted_settings
from tests.fakes import told

DOCS: Final = Path(__file__).parents[2] / "docs"
DOCUMENT: Final[dict[str, Any]] = yaml.safe_load((DOCS / "asyncapi.yaml").read_text("utf-8"))
BY_TOPIC: Final = {each["address"]: each for each in DOCUMENT["channels"].values()}
KAFKA: Final = Kafka(servers=("127.0.0.1:9",))


def message(topic: Topic) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["components"]["messages"][name_of(KINDS[topic])]
    return found


def test_it_holds_the_public_topics_and_no_other() -> None:
    assert set(BY_TOPIC) == {topic.name for topic in KINDS}
    assert len(DOCUMENT["operations"]) == len(KINDS)


@pytest.mark.parametrize("topic", KINDS, ids=lambda topic: topic.name)
def test_a_topic_has_the_settings_it_is_made_with(topic: Topic) -> None:
    binding = BY_TOPIC[topic.name]["bindings"]["kafka"]
    made = wanted_settings(topic, KAFKA)
    said = binding["topicConfiguration"]
    assert binding["topic"] == topic.name
    assert binding["partitions"] == topic.partitions
    assert said["cleanup.policy"] == [made["cleanup.policy"]]
    assert str(said["retention.ms"]) == made["retention.ms"]
    assert str(said["max.message.bytes"]) == made["max.message.bytes"]


@pytest.mark.parametrize("topic", KINDS, ids=lambda topic: topic.name)
def test_a_message_has_its_schema_its_key_and_its_type(topic: Topic) -> None:
    kind = KINDS[topic]
    (reference,) = BY_TOPIC[topic.name]["messages"].values()
    assert reference == {"$ref": f"#/components/messages/{name_of(kind)}"}
    schema = json.loads((DOCS / message(topic)["payload"]["$ref"]).read_text("utf-8"))
    assert schema["$id"] == schema_id(kind)
    assert message(topic)["bindings"]["kafka"]["key"]["description"].startswith(topic.key)
    types = {put.headers["ce_type"] for put in told.puts() if put.topic == topic}
    assert types == {message(topic)["name"]}


def test_the_headers_are_those_that_are_sent() -> None:
    said = DOCUMENT["components"]["messageTraits"]["cloudEvent"]["headers"]
    for put in told.puts():
        assert set(said["required"]) <= set(put.headers) <= set(said["properties"])
        for name, form in said["properties"].items():
            assert put.headers.get(name) == form.get("const", put.headers.get(name))
