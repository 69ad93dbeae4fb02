"""Listeners beside a broker's plain one, as a cluster that strangers can reach has them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.kafka.broker.certificates import Authority

USERNAME: Final = "basewatch"
PASSWORD: Final = "correct horse"
_SCRAM: Final = ("SCRAM-SHA-256", "SCRAM-SHA-512")
_MODULES: Final = "org.apache.kafka.common.security"


class Doors:
    """Two of them: SASL over TLS, and TLS for those with a certificate of the same CA.

    Args:
        folder: where the certificates lie; it is made.
        ports: of the one and of the other.
    """

    def __init__(self, folder: Path, ports: Sequence[int]) -> None:
        self.authority = Authority(folder)
        certificate, key = self.authority.issue("broker")
        self._store = folder / "broker-store.pem"
        self._store.write_text(key.read_text("utf-8") + certificate.read_text("utf-8"), "utf-8")
        self.sasl, self.mutual = (f"127.0.0.1:{port}" for port in ports)

    def listeners(self) -> Mapping[str, tuple[str, str]]:
        """Return the protocol and the address behind each listener's name."""
        return {"SASL": ("SASL_SSL", self.sasl), "MUTUAL": ("SSL", self.mutual)}

    def users(self) -> Sequence[str]:
        """Return what makes the users when a node's disk is formatted."""
        made = (f"{how}=[name={USERNAME},password={PASSWORD}]" for how in _SCRAM)
        return [word for user in made for word in ("--add-scram", user)]

    def settings(self) -> Mapping[str, object]:
        """Return a broker's settings for them."""
        scram = f"{_MODULES}.scram.ScramLoginModule required;"
        plain = f'{_MODULES}.plain.PlainLoginModule required user_{USERNAME}="{PASSWORD}";'
        listener = "listener.name.sasl"
        return {
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": self._store,
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": self.authority.ca_file,
            "listener.name.mutual.ssl.client.auth": "required",
            f"{listener}.sasl.enabled.mechanisms": ",".join(("PLAIN", *_SCRAM)),
            f"{listener}.plain.sasl.jaas.config": plain,
            **{f"{listener}.{how.lower()}.sasl.jaas.config": scram for how in _SCRAM},
        }
