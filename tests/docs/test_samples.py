"""What the Python sample makes of records; tests/kafka runs it, and the Node one, on a broker."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from contracts import topics
from tests.fakes import told

FILE = Path(__file__).parents[2] / "docs" / "samples" / "python" / "incidents.py"


@pytest.fixture(scope="module")
def sample() -> ModuleType:
    spec = importlib.util.spec_from_file_location("incidents_sample", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record(**changed: Any) -> bytes:
    return json.dumps(json.loads(told.values(topics.INCIDENTS)[0]) | changed).encode()


def test_a_repeated_or_older_revision_is_no_news(sample: ModuleType) -> None:
    known = sample.Incidents()
    assert known.take(b"a", record(id="a", revision=2)).startswith("a r2 2024-01-20 Ain al-Asad")
    assert known.take(b"a", record(id="a", revision=2)) == ""
    assert known.take(b"a", record(id="a", revision=1)) == ""
    assert known.take(b"b", record(id="b", revision=1)) != ""


def test_a_tombstone_ends_an_incident_and_harms_nobody_who_never_heard_of_it(
    sample: ModuleType,
) -> None:
    known = sample.Incidents()
    known.take(b"a", record(id="a"))
    assert known.take(b"a", None) == "a is gone"
    assert known.take(b"a", None) == ""
    assert known.take(b"b", None) == ""
    assert known.take(b"a", record(id="a")) != ""


def test_a_day_is_counted_where_the_base_is(sample: ModuleType) -> None:
    when = {"from": "2024-08-04T21:00:00Z", "to": "2024-08-05T21:00:00Z"}
    line = sample.Incidents().take(b"a", record(id="a", when=when))
    assert " 2024-08-05 " in line


def test_fields_and_words_of_a_later_release_are_no_trouble(sample: ModuleType) -> None:
    said = record(id="a", lifecycle="doubted", nearest_port="Basra")
    assert sample.Incidents().take(b"a", said) == sample.Incidents().take(b"a", record(id="a"))
