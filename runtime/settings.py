"""Base of every typed section of watch.toml, and how such a file is read.

settings = load_settings(Path("watch.toml"), Settings)
# ConfigError: watch.toml:12: ingest.intervall: unknown key; did you mean 'interval'?
"""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import ErrorDetails

from contracts.errors import ConfigError
from runtime.secret import Secret, redact
from runtime.toml import Lines

T = TypeVar("T", bound=BaseModel)


def _beside_settings(path: Path, info: ValidationInfo) -> Path:
    found = _folder(info) / path
    _read(found)
    return found


File = Annotated[Path, AfterValidator(_beside_settings)]
"""A file that we can read; its path is relative to the settings file."""


class Section(BaseModel):
    """A part of the file: immutable, and unknown keys are errors.

    A field of type `Secret` may be given as `<name>_file`: a path to a file that holds
    it, relative to the settings file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Mapping):
            return data
        filled = dict(data)
        for name in _secrets_of(cls):
            if f"{name}_file" not in filled:
                continue
            if name in filled:
                raise ValueError(f"give {name} or {name}_file, not both")
            filled[name] = _secret(name, _folder(info) / str(filled.pop(f"{name}_file")))
        return filled


def check(model: type[T], data: Mapping[str, Any], lines: Lines) -> T:
    """Check what `load_toml` read.

    Raises:
        ConfigError: `data` does not fit; names every fault with its line, the first one first.
    """
    try:
        return model.model_validate(data, context={"folder": lines.path.parent})
    except ValidationError as error:
        raise _explain(error, model, lines) from None  # its inputs may hold secrets


def _explain(error: ValidationError, model: type[BaseModel], lines: Lines) -> ConfigError:
    faults = []
    for fault in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in fault["loc"]) or "the file"
        faults.append((lines.find(fault["loc"]), f"{name}: {_words(fault, model)}"))
    faults.sort()
    (line, problem), *others = faults
    rest = [f"{lines.where(number)}: {words}" for number, words in others]
    return ConfigError(lines.where(line), redact("\n".join([problem, *rest])))


def _words(fault: ErrorDetails, model: type[BaseModel]) -> str:
    if fault["type"] == "extra_forbidden":
        *parents, name = fault["loc"]
        return "unknown key" + _nearest(str(name), _keys_at(model, parents))
    if fault["type"] == "missing":
        return "missing; it has no default"
    if fault["type"] == "path_type":
        return "must be a path in quotes"
    return fault["msg"].removeprefix("Value error, ")


def _nearest(name: str, known: Sequence[str]) -> str:
    if not known:
        return ""
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known here: {', '.join(known)}"


def _keys_at(model: type[BaseModel], parents: Sequence[str | int]) -> Sequence[str]:
    """Return the keys that the section at `parents` takes; () where that cannot be told."""
    for part in parents:
        if isinstance(part, int):
            continue  # an entry of [[...]]: its model was found with the list
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return ()
        model = inner
    return sorted([*model.model_fields, *(f"{name}_file" for name in _secrets_of(model))])


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(inner) for inner in get_args(annotation))
    return next((model for model in found if model is not None), None)


def _secrets_of(model: type[BaseModel]) -> list[str]:
    return [
        name
        for name, field in model.model_fields.items()
        if field.annotation is Secret or Secret in get_args(field.annotation)
    ]


def _folder(info: ValidationInfo) -> Path:
    folder: Path = (info.context or {}).get("folder", Path())
    return folder


def _secret(name: str, path: Path) -> Secret:
    """Read a secret's file; a newline at its end is an editor's, not the secret's."""
    try:
        value = _read(path).decode().strip()
    except UnicodeDecodeError:
        raise ValueError(f"{name}_file: {path} cannot be read: it is not UTF-8 text") from None
    except ValueError as error:
        raise ValueError(f"{name}_file: {error}") from None
    if not value:
        raise ValueError(f"{name}_file: {path} is empty")
    return Secret(value)


def _read(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        ValueError: it cannot be had; says why.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ValueError(f"there is no file {path}") from None
    except PermissionError:
        raise ValueError(f"this user may not read {path}; chown or chmod it") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
