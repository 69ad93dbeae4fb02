"""What a release may do to the messages that other teams read."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from contracts import schemas
from contracts.messages import Incident
from contracts.schemas.__main__ import RELEASED, main, problems, write
from contracts.schemas.compat import breaks

Edit = Callable[[dict[str, Any]], Any]
OPTIONAL: Final = {"type": "string", "default": ""}
NULLABLE: Final = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def fields(schema: dict[str, Any], part: str = "") -> dict[str, Any]:
    found: dict[str, Any] = (schema["$defs"][part] if part else schema)["properties"]
    return found


def values(schema: dict[str, Any], part: str) -> list[str]:
    found: list[str] = schema["$defs"][part]["anyOf"][0]["enum"]
    return found


def changed(edit: Edit) -> list[str]:
    old = schemas.load(Incident)
    new = copy.deepcopy(old)
    edit(new)
    return breaks(old, new)


@pytest.mark.parametrize(
    "edit",
    [
        lambda new: None,
        lambda new: fields(new).update(port=OPTIONAL),
        lambda new: fields(new, "Evidence").update(port=OPTIONAL),
        lambda new: values(new, "Lifecycle").append("doubted"),
        lambda new: fields(new)["weapon"].update(description="in other words"),
        lambda new: new.update(title="Occurrence"),
        lambda new: new["$defs"].update(Port={"type": "object"}),
    ],
    ids=["nothing", "field", "inner field", "value", "words", "title", "part"],
)
def test_additions_pass(edit: Edit) -> None:
    assert changed(edit) == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda new: fields(new).pop("weapon"), "weapon: gone"),
        (lambda new: fields(new, "Evidence").pop("url"), "facts[].values[].evidence[].url: gone"),
        (lambda new: fields(new)["families"].update(type="string"), "families: type integer"),
        (lambda new: fields(new, "Value")["text"].update(type="number"), "value.text: type string"),
        (lambda new: fields(new)["weapon"].update(format="uri"), "weapon: format None became uri"),
        (lambda new: fields(new).update(weapon=NULLABLE), "weapon: type string became null or str"),
        (
            lambda new: fields(new).update(opened_at={"type": "string", "format": "date-time"}),
            "opened_at: type null or string became string",
        ),
        (
            lambda new: fields(new)["opened_at"]["anyOf"][0].pop("format"),
            "opened_at: format date-time became None",
        ),
        (
            lambda new: fields(new).update(bases={"type": "array", "items": OPTIONAL}),
            "bases[]: type object became string",
        ),
        (lambda new: fields(new)["bases"].pop("items"), "bases[]: type object became any"),
        (
            lambda new: (fields(new).update(port=OPTIONAL), new["required"].append("port")),
            "port: required, and old records may lack it",
        ),
        (lambda new: new["required"].append("weapon"), "weapon: required, and old records may"),
        (lambda new: new["required"].remove("place"), "place: no longer required"),
        (lambda new: values(new, "Lifecycle").remove("merged"), "lifecycle: no longer one of its"),
        (
            lambda new: fields(new).update(weapon={"enum": ["rocket"]}),
            "weapon: any value became one of ['rocket']",
        ),
        (lambda new: new.update(additionalProperties=False), ": additionalProperties None became"),
    ],
)
def test_what_breaks_a_reader_is_named(edit: Edit, said: str) -> None:
    (found,) = changed(edit)
    assert said in found


def test_a_part_that_several_fields_use_is_named_once_and_renaming_it_breaks_nothing() -> None:
    assert len(changed(lambda new: fields(new, "Evidence").pop("family"))) == 1
    old = schemas.load(Incident)
    new = json.loads(json.dumps(old).replace("#/$defs/Evidence", "#/$defs/Proof"))
    new["$defs"]["Proof"] = new["$defs"].pop("Evidence")
    assert breaks(old, new) == []


def test_todays_messages_break_no_reader_of_any_release() -> None:
    assert list(problems(RELEASED)) == []


def release_with(folder: Path, name: str, edit: Edit) -> Path:
    """Pretend that an earlier release had what `edit` makes of a schema."""
    write(folder / "0.0.9")
    file = folder / "0.0.9" / name
    schema = json.loads(file.read_text("utf-8"))
    edit(schema)
    file.write_text(json.dumps(schema), "utf-8")
    return folder


def test_the_gate_fails_on_a_removed_field(tmp_path: Path) -> None:
    released = release_with(tmp_path, "alert.json", lambda old: fields(old).update(siren=OPTIONAL))
    command = [sys.executable, "-m", "contracts.schemas", "check", "--released", str(released)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout == (
        "0.0.9/alert.json: siren: gone\nschemas: breaking changes since 0.0.9: 1\n"
    )


def test_the_gate_fails_on_a_message_that_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "0.0.9")
    (tmp_path / "0.0.9" / "forecast.json").write_text("{}", "utf-8")
    assert main(["check", "--released", str(tmp_path)]) == 1
    assert "forecast.json: no message of this name any more" in capsys.readouterr().out


def test_the_gate_passes_when_nothing_breaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "0.0.8")
    write(tmp_path / "0.0.9")
    assert main(["check", "--released", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "schemas: breaking changes since 0.0.8, 0.0.9: none\n"
