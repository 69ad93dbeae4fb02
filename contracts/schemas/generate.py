"""Messages -> JSON Schemas that stay open: fields and values they do not name are allowed."""

import inspect
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, get_args

import msgspec

from contracts import messages
from contracts.events import KINDS, name_of, schema_id
from contracts.messages import Message
from contracts.schemas.notes import Notes, read_notes

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def generate() -> Mapping[str, str]:
    """Return the text of every published schema by file name."""
    notes = read_notes(messages)
    return {f"{name_of(kind)}.json": _text(schema_of(kind, notes)) for kind in KINDS.values()}


def schema_of(kind: type[Message], notes: Notes) -> dict[str, Any]:
    """Return the schema of one kind, with itself at the root and its parts under `$defs`."""
    made = msgspec.json.schema(kind)
    parts: dict[str, Any] = made["$defs"]
    for name, part in parts.items():
        _finish(name, part, notes)
    root: dict[str, Any] = parts.pop(kind.__name__)
    head = {"$schema": _DIALECT, "$id": schema_id(kind)}
    return head | root | ({"$defs": parts} if parts else {})


def _finish(name: str, part: dict[str, Any], notes: Notes) -> None:
    """Add what msgspec cannot know: comments, the form of instants, values that may yet come."""
    if "description" in part:  # a docstring, which Python dedents from 3.13 on
        part["description"] = inspect.cleandoc(part["description"])
    if "enum" in part:
        part["description"] = " ".join([part["description"], *_meanings(name, part, notes)])
        part["anyOf"] = [{"enum": part.pop("enum")}, {"type": "string"}]
        return
    for field in msgspec.structs.fields(getattr(messages, name)):
        found = part["properties"][field.encode_name]
        if note := notes.get((name, field.name)):
            found["description"] = note
        if datetime in (field.type, *get_args(field.type)):
            _string_of(found)["format"] = "date-time"


def _meanings(name: str, part: Mapping[str, Any], notes: Notes) -> list[str]:
    members = {member.value: member.name for member in getattr(messages, name)}
    noted = {value: notes.get((name, members[value])) for value in part["enum"]}
    return [f"{value}: {note}." for value, note in noted.items() if note]


def _string_of(found: dict[str, Any]) -> dict[str, Any]:
    """Return the branch of a property that is a string."""
    return next(part for part in found.get("anyOf", [found]) if part.get("type") == "string")


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
