"""The published schemas: what the code generates, open, and true of what the stages say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from contracts import codec, schemas
from contracts.events import KINDS, name_of, schema_id
from contracts.messages import Message, Page
from contracts.schemas.__main__ import PUBLISHED, RELEASED
from contracts.schemas.generate import generate
from contracts.topics import Topic
from tests.fakes import told

EXAMPLES: Final = sorted(RELEASED.glob("*/examples/*.json"))
BY_NAME: Final = {name_of(kind): kind for kind in KINDS.values()}


def validator(kind: type[Message]) -> Draft202012Validator:
    return Draft202012Validator(
        schemas.load(kind), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def all_parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(part, dict | list):
            yield from all_parts(part)


@pytest.mark.parametrize("folder", PUBLISHED, ids=["docs", "wheel"])
def test_the_committed_files_are_what_the_code_generates(folder: Path) -> None:
    found = {file.name: file.read_text("utf-8") for file in folder.iterdir()}
    assert found == generate(), "run `make schemas`"


@pytest.mark.parametrize("kind", KINDS.values())
def test_each_is_a_valid_schema_with_its_own_address(kind: type[Message]) -> None:
    schema = schemas.load(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == schema_id(kind)
    assert schema["description"]


@pytest.mark.parametrize("kind", KINDS.values())
def test_nothing_is_closed(kind: type[Message]) -> None:
    for part in all_parts(schemas.load(kind)):
        assert "additionalProperties" not in part
        for values in [each for each in part.get("anyOf", []) if "enum" in each]:
            assert part["anyOf"] == [values, {"type": "string"}]


def test_a_field_has_its_comment_and_an_instant_its_form() -> None:
    fields = schemas.load(BY_NAME["incident"])["properties"]
    assert fields["family_names"]["description"] == "at most fifty"
    assert fields["opened_at"]["anyOf"][0] == {"type": "string", "format": "date-time"}
    assert "description" not in fields["id"]  # "ids.incident_id" tells a reader nothing
    parts = schemas.load(BY_NAME["incident"])["$defs"]
    assert set(parts["When"]["properties"]) >= {"from", "to"}
    assert (
        "closed: only deaths, corrections and retractions still alert."
        in (parts["Lifecycle"]["description"])
    )


def test_an_inner_message_has_no_schema() -> None:
    with pytest.raises(FileNotFoundError):
        schemas.load(Page)


@pytest.mark.parametrize("topic", KINDS, ids=lambda topic: topic.name)
def test_all_that_a_run_says_is_valid(topic: Topic) -> None:
    said = told.values(topic)
    assert said
    for value in said:
        validator(KINDS[topic]).validate(json.loads(value))


@pytest.mark.parametrize("topic", KINDS, ids=lambda topic: topic.name)
def test_what_lacks_a_required_field_is_not_valid(topic: Topic) -> None:
    kind = KINDS[topic]
    for name in schemas.load(kind)["required"]:
        value = json.loads(told.values(topic)[0])
        del value[name]
        assert not validator(kind).is_valid(value)


def test_fields_and_values_of_a_later_release_are_valid() -> None:
    incident = json.loads(told.values(next(iter(KINDS)))[0])
    later = incident | {"lifecycle": "doubted", "nearest_port": {"name": "Basra"}}
    validator(BY_NAME["incident"]).validate(later)


def test_every_release_keeps_an_example_of_every_kind() -> None:
    for release in RELEASED.iterdir():
        assert {file.stem for file in (release / "examples").iterdir()} == {
            file.stem for file in release.glob("*.json")
        }


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parts[-3]} {file.stem}")
def test_an_example_of_an_old_release_still_decodes_and_is_valid(file: Path) -> None:
    kind = BY_NAME[file.stem]
    raw = file.read_bytes()
    validator(kind).validate(json.loads(raw))
    read = codec.decode(kind, raw, topic=file.name)
    assert keeps(json.loads(codec.encode(read)), json.loads(raw))


def keeps(new: Any, old: Any) -> bool:
    """Tell whether all that stood in `old` stands in `new`, at every depth."""
    if isinstance(old, dict):
        return all(name in new and keeps(new[name], value) for name, value in old.items())
    if isinstance(old, list):
        return len(new) == len(old) and all(map(keeps, new, old))
    return bool(new == old)
