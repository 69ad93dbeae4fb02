"""Why no broker lets us in, as far as the settings are to blame.

aiokafka says no more than that it could not bootstrap, whatever the reason. So we knock once
more ourselves.
"""

import ssl
from asyncio import IncompleteReadError
from typing import Final

from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

from contracts.errors import BasewatchError, ConfigError, StoreError
from runtime.log.kafka.connection import connection
from runtime.log.kafka.settings import Kafka

_KNOCK_MS: Final = 5000


async def why_refused(kafka: Kafka) -> BasewatchError | None:
    """Ask each server until one says why it refuses us; None if all are away, or one does not."""
    for host, port, _ in collect_hosts(list(kafka.servers)):
        try:
            await _knock(kafka, host, port)
        except (KafkaError, OSError) as error:
            if found := explain(kafka, f"{host}:{port}", error):
                return found
    return None


def explain(kafka: Kafka, server: str, error: Exception) -> BasewatchError | None:
    """Say what to do about how `server` ended a connection; None if it is only away."""
    match error.__cause__ if isinstance(error, KafkaConnectionError) else error:
        case ssl.SSLCertVerificationError(verify_message=why):
            remedy = "ca_file names the CA behind it, servers the host as the certificate does"
            problem = f"the certificate of {server} is not trusted: {why}; {remedy}"
            return ConfigError("kafka.ca_file", problem)
        case ssl.SSLError(reason=why):
            remedy = "a broker that wants our certificate gets it by cert_file and key_file"
            return ConfigError("kafka.tls", f"{server} breaks the handshake off: {why}; {remedy}")
        case SaslAuthenticationFailed():
            return ConfigError("kafka.username", f"{server} refuses username or password: {error}")
        case UnsupportedSaslMechanismError() | IllegalSaslStateError():
            return ConfigError("kafka.sasl", f"{server} lets nobody log in by {kafka.sasl}")
        case IncompleteReadError() | ConnectionResetError():
            hint = "unless it is just starting or stopping, tls or sasl are not as it wants them"
            return StoreError(f"kafka {server} hangs up; {hint}")
    return None


async def _knock(kafka: Kafka, host: str, port: int) -> None:
    arguments = {**connection(kafka), "request_timeout_ms": _KNOCK_MS}
    del arguments["bootstrap_servers"]
    visit = await create_conn(host, port, **arguments)
    try:
        await visit.send(MetadataRequest([]))
    finally:
        visit.close()
