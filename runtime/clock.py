"""The wall clock as an argument, and instants as the stores keep them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present as an aware UTC instant."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def utc_now() -> datetime:
    """Return the present; the only clock a running service is built with."""
    return datetime.now(UTC)


def to_micros(at: datetime) -> int:
    """Count microseconds since 1970 UTC, without a float's rounding.

    Raises:
        TypeError: `at` has no zone.
    """
    return (at - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Turn `to_micros` back into an aware UTC instant."""
    return _EPOCH + timedelta(microseconds=micros)
