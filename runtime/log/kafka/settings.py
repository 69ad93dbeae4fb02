"""The section [kafka] of watch.toml."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from runtime.secret import Secret
from runtime.settings import File, Section

Server = Annotated[str, Field(pattern=r"^\S+:\d{1,5}$")]


class Kafka(Section):
    """Where the brokers are, who we are to them, and what our topics there must be like."""

    servers: tuple[Server, ...] = Field(min_length=1)
    """host:port of some brokers; the others are found through them."""
    tls: bool = False
    """Whether the connections are encrypted; a broker's certificate must be for its host."""
    ca_file: File | None = None
    """Certificates, PEM, of those who may sign a broker's; None: those the system trusts."""
    cert_file: File | None = None
    """Our own certificate and those between it and the CA, PEM, for brokers that want one."""
    key_file: File | None = None
    """Its key, PEM, without a passphrase."""
    sasl: Literal["", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = ""
    """How to log in with `username` and `password`; "": not at all."""
    username: str = ""
    password: Secret | None = None
    prefix: str = Field("", pattern=r"^[A-Za-z0-9._-]*$")
    """Stands before the name of every topic and group, on a cluster shared with others."""
    replication: int = Field(3, ge=1)
    """Brokers that hold each record; 1 loses everything with a disk."""
    min_insync: int = Field(2, ge=1)
    """Brokers that must have a record before it counts as written."""
    compression: Literal["gzip", "lz4", "zstd"] = "zstd"
    """How records are packed; readers need a client that unpacks it: docs/topics.md."""

    @model_validator(mode="after")
    def _can_log_in(self) -> Self:
        if faults := "; ".join(_faults(self)):
            raise ValueError(faults)
        return self


def _faults(kafka: Kafka) -> Iterator[str]:
    if not kafka.tls and (kafka.ca_file or kafka.cert_file or kafka.key_file):
        yield "ca_file, cert_file and key_file need tls = true"
    if bool(kafka.cert_file) != bool(kafka.key_file):
        yield "cert_file and key_file go together"
    if kafka.sasl and not (kafka.username and kafka.password):
        yield f"sasl = {kafka.sasl!r} needs username, and password or password_file"
    if not kafka.sasl and (kafka.username or kafka.password):
        yield "username and password need sasl = 'SCRAM-SHA-512' or what else the brokers take"
    if kafka.sasl == "PLAIN" and not kafka.tls and not all(map(_is_here, kafka.servers)):
        yield "sasl = 'PLAIN' would send the password as it is: set tls = true, or take SCRAM"


def _is_here(server: str) -> bool:
    host = server.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
