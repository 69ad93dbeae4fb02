"""The section [kafka] of watch.toml."""

from typing import Literal

from pydantic import Field

from runtime.settings import Section


class Kafka(Section):
    """Where the brokers are, and what our topics there must be like."""

    servers: tuple[str, ...] = Field(min_length=1)
    """host:port of some brokers; the others are found through them."""
    prefix: str = Field("", pattern=r"^[A-Za-z0-9._-]*$")
    """Stands before the name of every topic and group, on a cluster shared with others."""
    replication: int = Field(3, ge=1)
    """Brokers that hold each record; 1 loses everything with a disk."""
    min_insync: int = Field(2, ge=1)
    """Brokers that must have a record before it counts as written."""
    compression: Literal["gzip", "lz4", "zstd"] = "zstd"
    """How records are packed; readers need a client that unpacks it: docs/topics.md."""
