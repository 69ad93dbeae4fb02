"""The sections [fold] and [escalation] of watch.toml."""

from pydantic import Field

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
