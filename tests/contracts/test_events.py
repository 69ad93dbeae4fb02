"""The headers beside what other teams read: CloudEvents 1.0, binary mode."""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from contracts import events, topics
from contracts.messages import DeadLetter, Decision, Verdict
from runtime.stage import Put
from tests.fakes import told

NOON = datetime(2031, 5, 4, 12, 0, 0, 120_000, tzinfo=UTC)
DECISION = Decision(id="d1", verdict=Verdict.STALE, reason="too old")


def read(put: Put) -> Any:
    return msgspec.json.decode(put.value)


def test_every_public_record_carries_the_required_attributes() -> None:
    assert {put.topic for put in told.puts()} == set(events.KINDS)
    for put in told.puts():
        assert put.headers["ce_specversion"] == "1.0"
        assert put.headers["ce_source"] == "/basewatch"
        assert put.headers["content-type"] == "application/json"
        assert put.headers["ce_subject"] == put.headers["ce_partitionkey"] == put.key
        kind = put.topic.name.removesuffix("s.v1").removesuffix(".v1")
        name = "dead_letter" if kind == "dead" else kind
        assert put.headers["ce_type"] == f"basewatch.{name}.v1"
        assert put.headers["ce_dataschema"] == f"urn:basewatch:schema:v1:{name}"


def test_attribute_names_and_values_are_ones_that_the_specification_allows() -> None:
    for put in told.puts():
        for name, value in put.headers.items():
            assert name == "content-type" or re.fullmatch(r"ce_[a-z0-9]{1,20}", name)
            assert value
            assert value.isprintable()


def test_an_id_names_one_record_and_stays_the_same_in_a_second_run() -> None:
    first = told.puts()
    assert len({put.headers["ce_id"] for put in first}) == len(first)
    told.puts.cache_clear()
    assert told.puts() == first


def test_an_incident_is_named_by_its_revision_everything_else_by_its_id() -> None:
    for put in told.puts():
        value = read(put)
        named = (
            f"{value['id']}.{value['revision']}" if put.topic is topics.INCIDENTS else value["id"]
        )
        assert put.headers["ce_id"] == named


def test_the_time_is_that_of_arrival() -> None:
    for topic, field in ((topics.CHANGES, "at"), (topics.ALERTS, "decided_at")):
        for put in told.puts():
            if put.topic == topic:
                assert put.headers["ce_time"] == read(put)[field]
    opened = next(put for put in told.puts() if put.topic == topics.INCIDENTS)
    assert opened.headers["ce_time"] == read(opened)["opened_at"] == "2024-01-20T17:05:00Z"


@pytest.mark.parametrize(("at", "said"), [(NOON, "2031-05-04T12:00:00.120000Z"), (None, None)])
def test_a_time_that_nobody_knows_is_left_out(at: datetime | None, said: str | None) -> None:
    assert events.headers(DECISION, "k", at).get("ce_time") == said


def test_an_empty_key_is_no_attribute() -> None:
    found = events.headers(DECISION, "", NOON)
    assert "ce_subject" not in found
    assert "ce_partitionkey" not in found


def test_names_are_made_from_the_kind() -> None:
    assert events.name_of(DeadLetter) == "dead_letter"
    assert events.schema_id(DeadLetter) == "urn:basewatch:schema:v1:dead_letter"


def test_the_last_record_of_an_incident_taken_back_says_so() -> None:
    values = [msgspec.json.decode(value) for value in told.values(topics.INCIDENTS)]
    of_harir = [value for value in values if value["place"]["bases"] == ["iq-harir"]]
    assert [value["lifecycle"] for value in of_harir] == ["open", "retracted"]
