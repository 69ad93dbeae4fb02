"""Every file in ingest/sources keeps the same promise."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from contracts import plugins
from ingest import sources
from ingest.sources import Context, SourceError

CONTEXT = Context(url="https://paper.example/feed", now=datetime(2026, 11, 21, 12, tzinfo=UTC))
KINDS = sorted(plugins.names(sources))
NOT_A_LISTING = [
    b"",
    b"\0",
    b"<html><title>x</title>",
    b"%PDF-1.7",
    b"\xff\xfe\xff",
    b"{}",
    b"[" * 99,
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", NOT_A_LISTING)
def test_what_is_no_listing_is_refused_in_words(kind: str, body: bytes) -> None:
    with pytest.raises(SourceError, match=r"\w"):
        plugins.find(sources, kind).entries(body, CONTEXT)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_reads(kind: str) -> None:
    assert (plugins.find(sources, kind).__doc__ or "").startswith("Source: ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_brings_no_network_and_no_store(kind: str) -> None:
    code = f"import sys, ingest.sources.{kind}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"httpx", "aiohttp", "sqlalchemy", "faust", "smtplib"} & set(loaded)
