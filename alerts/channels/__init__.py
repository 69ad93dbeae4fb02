"""One file per way to reach people. Each holds Settings, Receiver and build()."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.messages import Alert
from runtime.settings import Section


class ReceiverSettings(Section):
    """What every `[[receivers]]` entry of watch.toml has, whatever its type."""

    type: str
    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one address: an alert, or several found on start in one digest."""

    id: str  # the delivery id it goes out under, the same at every attempt
    address: str
    alerts: tuple[Alert, ...]  # one, unless it is a digest
    subject_line: str  # the thread's headline
    references: tuple[str, ...] = ()  # ids that earlier parcels of the thread went out under
    digest: bool = False  # "found on start"


class Channel(Protocol):
    """A way to reach the addresses of one receiver."""

    async def send(self, parcel: Parcel) -> None:
        """Hand over one parcel; returns when the other side has taken it.

        Raises:
            DeliveryError: with `retry` it is worth another attempt, without it never will be.
        """
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


class AddressGoneError(Exception):
    """The address asked us never to call again."""


Clock = Callable[[], datetime]
