"""Messages to bytes and back. The only file that knows the wire is JSON."""

from typing import TypeVar

import msgspec

from contracts.errors import MessageError

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(message: msgspec.Struct) -> bytes:
    """Return `message` as UTF-8 JSON; equal messages give equal bytes."""
    return _ENCODER.encode(message)


def decode(kind: type[T], raw: bytes, *, topic: str) -> T:
    """Parse `raw` into a `kind`; unknown fields are ignored.

    Raises:
        MessageError: `raw` is not JSON or does not fit `kind`.
    """
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MessageError(topic, str(error)) from error
