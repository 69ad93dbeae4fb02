"""Base of every typed section of watch.toml."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the file: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
