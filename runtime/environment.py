"""Settings from the environment, laid over those of the file, as containers want them.

BASEWATCH_DATA=/var/lib/basewatch
BASEWATCH_HEALTH__HOST=0.0.0.0      one `__` a level; a list or a table is JSON
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic_settings import BaseSettings, EnvSettingsSource
from pydantic_settings.exceptions import SettingsError

from contracts.errors import ConfigError

PREFIX: Final = "BASEWATCH_"
_LEVEL: Final = "__"


def overrides(model: type[BaseModel]) -> Mapping[str, Any]:
    """Read what the environment says of a settings model, in the model's own shape.

    Raises:
        ConfigError: a variable with our prefix names nothing, or is not the JSON it must be.
    """
    for name in names():
        section = name.removeprefix(PREFIX).partition(_LEVEL)[0].lower()
        if section not in model.model_fields:
            known = ", ".join(sorted(model.model_fields))
            raise ConfigError(name, f"there is no such setting; the first word is one of {known}")
    settings = type("Environment", (BaseSettings, model), {})
    source = EnvSettingsSource(settings, env_prefix=PREFIX, env_nested_delimiter=_LEVEL)
    try:
        return source()
    except SettingsError as error:
        raise ConfigError("environment", str(error)) from error


def names() -> Sequence[str]:
    """Return the variables that are ours."""
    return sorted(name for name in os.environ if name.startswith(PREFIX))


def overlay(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one tree of settings over another; tables are merged, all else is replaced."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = overlay(below, value)
        else:
            merged[key] = value
    return merged
