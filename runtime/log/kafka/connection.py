"""How every client of ours reaches the brokers: where, over what, and as whom."""

import ssl
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contracts.errors import ConfigError
from runtime.log.kafka.settings import Kafka


def connection(kafka: Kafka) -> Mapping[str, Any]:
    """Return the arguments that all of aiokafka's clients share.

    Raises:
        ConfigError: a file with certificates cannot be used.
    """
    login = {
        "sasl_mechanism": kafka.sasl,
        "sasl_plain_username": kafka.username,
        "sasl_plain_password": password(kafka),
    }
    return {
        "bootstrap_servers": list(kafka.servers),
        "client_id": "basewatch",
        "security_protocol": f"{'SASL_' * bool(kafka.sasl)}{'SSL' if kafka.tls else 'PLAINTEXT'}",
        "ssl_context": tls_context(kafka),
        **(login if kafka.sasl else {}),
    }


def password(kafka: Kafka) -> str:
    """Return what `username` logs in with; "" where nobody logs in."""
    return kafka.password.get_secret_value() if kafka.password else ""


@cache
def tls_context(kafka: Kafka) -> ssl.SSLContext | None:
    """Return what we trust and show; None without TLS. The files are read once a process.

    Raises:
        ConfigError: a file holds something else, or the certificate is not of the key.
    """
    if not kafka.tls:
        return None
    try:
        context = ssl.create_default_context(cafile=kafka.ca_file)
    except ssl.SSLError as error:
        problem = f"{kafka.ca_file} holds no certificate in PEM form: {error.reason}"
        raise ConfigError("kafka.ca_file", problem) from error
    if kafka.cert_file and kafka.key_file:
        _show(context, kafka.cert_file, kafka.key_file)
    return context


def _show(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    def refuse() -> str:  # openssl would ask at the terminal
        raise ConfigError("kafka.key_file", f"{key} is encrypted; give a key without a passphrase")

    try:
        context.load_cert_chain(certificate, key, refuse)
    except ssl.SSLError as error:
        problem = f"{certificate} and {key} are no certificate and its key: {error.reason}"
        raise ConfigError("kafka.cert_file", problem) from error
