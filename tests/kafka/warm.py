"""What a worker imports and loads, once for all that are forked from here."""

from tests.kafka import echo, worker  # noqa: F401
from tests.outcome import build_stages

build_stages()
