"""Bounded decompression: httpx and aiohttp unpack without a limit (gzip bombs). Pure."""

import zlib
from typing import Final

ACCEPTED: Final = "gzip, deflate"


class UnpackError(ValueError):
    """The body is too large, broken, or packed in a way we did not ask for."""


class Unpacker:
    """Turns the chunks of one answer into its body, and stops at `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Take the Content-Encoding header and the body's largest size.

        Raises:
            UnpackError: an encoding, or a stack of them, that we do not accept.
        """
        self._kind = encoding.strip().lower().removeprefix("x-")
        if self._kind not in ("", "identity", "gzip", "deflate"):
            raise UnpackError(f"content encoding {encoding[:40]!r} was not asked for")
        self._packed = self._kind in ("gzip", "deflate")
        self._limit = limit
        self._body = bytearray()
        self._stream: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes off the wire.

        Raises:
            UnpackError: the limit is passed, or the stream is broken.
        """
        if not self._packed:
            self._grow(chunk)
        while chunk and self._packed:
            chunk = self._unpack(chunk)

    def close(self) -> bytes:
        """Return the body.

        Raises:
            UnpackError: the stream ended in the middle.
        """
        if self._stream is not None:
            raise UnpackError(f"truncated {self._kind}")
        return bytes(self._body)

    def _unpack(self, chunk: bytes) -> bytes:
        """Unpack up to the end of a stream; return what is behind it."""
        if self._stream is None and self._kind == "gzip":
            chunk = chunk.lstrip(b"\0")  # padding behind a member; gzip may hold several
            if not chunk:
                return b""
        stream = self._stream = self._stream or zlib.decompressobj(_window(self._kind, chunk))
        try:
            self._grow(stream.decompress(chunk, self._limit - len(self._body) + 1))
        except zlib.error as error:
            raise UnpackError(f"broken {self._kind}: {error}") from error
        if stream.eof:
            self._stream = None
        return stream.unused_data

    def _grow(self, more: bytes) -> None:
        self._body += more
        if len(self._body) > self._limit:
            raise UnpackError(f"body larger than {self._limit} bytes")


def _window(kind: str, head: bytes) -> int:
    """Choose zlib's wbits: `deflate` should be zlib's format, and often is the raw stream."""
    if kind == "gzip":
        return 31
    is_zlib = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return 15 if is_zlib else -15
