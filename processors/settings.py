"""The sections [fold], [escalation] and [proposals] of watch.toml."""

from typing import Self

from pydantic import Field, model_validator

from runtime.secret import Secret
from runtime.settings import Section


class Fold(Section):
    """How reports become incidents."""

    window_days: int = Field(14, ge=7, le=60)
    """Event time on both sides of a report in which an undated one is compared."""
    close_after_days: int = Field(30, ge=7, le=365)
    """An incident without reports for so long is closed."""
    owners: dict[str, str] = Field(default_factory=dict)
    """Publisher's domain -> its owner, for publishers that share one newsroom."""


class Escalation(Section):
    """Words that mean a step up, whatever was attacked."""

    terms: tuple[str, ...] = ()
    """Empty: those of the language files."""
    episode_hours: int = Field(24, ge=1, le=168)
    """An episode without a signal for so long is closed."""


class Proposals(Section):
    """A model that may propose values of slots; see docs/model-step.md."""

    enabled: bool = False
    url: str = Field("", pattern=r"^(https?://[^\s/@]+(/[^\s@]*)?)?$")
    """Of an OpenAI-compatible API, without `/chat/completions`."""
    model: str = Field("", pattern=r"^[\x20-\x7e]{0,100}$")
    api_key: Secret | None = None
    timeout_s: float = Field(10.0, gt=0, le=20)
    """Of one question; the article waits so long, and those behind it."""
    max_per_hour: int = Field(60, ge=1, le=10_000)
    """Questions of one process."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.enabled and not (self.url and self.model):
            raise ValueError("enabled needs url and model")
        return self
