import gzip
import zlib

import pytest

from ingest.unpack import Unpacker, UnpackError

WORDS = b"Sirens at the air base. " * 200


def unpack(encoding: str, packed: bytes, limit: int = 100_000, step: int = 7) -> bytes:
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(packed), step):
        unpacker.feed(packed[start : start + step])
    return unpacker.close()


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", WORDS),
        ("identity", WORDS),
        ("gzip", gzip.compress(WORDS, mtime=0)),
        ("x-gzip", gzip.compress(WORDS, mtime=0)),
        ("GZIP", gzip.compress(WORDS[:100], mtime=0) + gzip.compress(WORDS[100:], mtime=0)),
        ("gzip", gzip.compress(WORDS, mtime=0) + b"\0" * 512),
        ("deflate", zlib.compress(WORDS)),
        ("deflate", _raw_deflate(WORDS)),
    ],
)
def test_unpacked(encoding: str, packed: bytes) -> None:
    assert unpack(encoding, packed) == WORDS


def test_nothing_packed_is_nothing() -> None:
    assert unpack("gzip", b"") == b""


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000, mtime=0)
    unpacker = Unpacker("gzip", 1_000)
    with pytest.raises(UnpackError, match="larger than 1000"):
        unpacker.feed(bomb)
    assert len(unpacker._body) <= 1_001


def test_a_plain_body_stops_at_the_limit() -> None:
    with pytest.raises(UnpackError, match="larger"):
        unpack("", b"x" * 1_001, limit=1_000)
    assert len(unpack("", b"x" * 1_000, limit=1_000)) == 1_000


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "gzip,deflate"])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(UnpackError, match="not asked"):
        Unpacker(encoding, 1_000)


@pytest.mark.parametrize(
    ("packed", "why"),
    [(gzip.compress(WORDS, mtime=0)[:-9], "truncated"), (b"plain text", "broken")],
)
def test_damage_is_an_error(packed: bytes, why: str) -> None:
    with pytest.raises(UnpackError, match=why):
        unpack("gzip", packed)
