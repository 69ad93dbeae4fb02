"""Certificates that last a day, from a CA of their own, in PEM. Needs openssl."""

import subprocess
from pathlib import Path
from typing import Final

_PROFILES: Final = """
[req]
distinguished_name = name
prompt = no
[name]
CN = basewatch test
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
subjectAltName = IP:127.0.0.1
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


class Authority:
    """A CA.

    Args:
        folder: where its files lie; it is made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        (folder / "profiles.cnf").write_text(_PROFILES, encoding="utf-8")
        self.ca_file, self._key = self._make("ca", "ca")

    def issue(self, name: str, passphrase: str = "") -> tuple[Path, Path]:
        """Return the files of a certificate for 127.0.0.1 and of its key.

        Args:
            name: of the files.
            passphrase: that the key's file is encrypted with; "" for none.
        """
        signer = ("-CA", str(self.ca_file), "-CAkey", str(self._key))
        return self._make(name, "leaf", *signer, passphrase=passphrase)

    def _make(self, name: str, profile: str, *more: str, passphrase: str = "") -> tuple[Path, Path]:
        certificate, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        how = ("-config", str(self._folder / "profiles.cnf"), "-extensions", profile, "-days", "1")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        locked = ("-passout", f"pass:{passphrase}") if passphrase else ("-nodes",)
        to = ("-keyout", str(key), "-out", str(certificate))
        command = ["openssl", "req", "-x509", *how, *curve, *locked, *to, *more]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
        return certificate, key
