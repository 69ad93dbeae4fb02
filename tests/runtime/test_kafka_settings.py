"""What [kafka] takes and refuses, and what the clients are told; no broker is needed."""

from pathlib import Path

import pytest

from contracts.errors import ConfigError
from runtime.log.kafka.connection import connection
from runtime.log.kafka.settings import Kafka
from runtime.settings import Section, check
from runtime.toml import load_toml

HERE = "[kafka]\nservers = ['127.0.0.1:9092', '[::1]:9092', 'localhost:9092']\n"
AWAY = "[kafka]\nservers = ['localhost:9092', 'kafka.example.org:9092']\n"
LOGIN = "username = 'newsroom'\npassword = 'correct horse'\n"


class Settings(Section):
    kafka: Kafka


def load(folder: Path, text: str) -> Kafka:
    path = folder / "watch.toml"
    path.write_text(text, "utf-8")
    return check(Settings, *load_toml(path)).kafka


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LOGIN, "watch.toml:1: kafka: username and password need sasl = 'SCRAM-SHA-512'"),
        ("sasl = 'SCRAM-SHA-512'\n", "sasl = 'SCRAM-SHA-512' needs username, and password"),
        ("sasl = 'PLAIN'\nusername = 'u'\ntls = true\n", "sasl = 'PLAIN' needs username, and"),
        (f"sasl = 'PLAIN'\n{LOGIN}", "would send the password as it is: set tls = true, or"),
        ("tls = true\ncert_file = 'ca.pem'\n", "cert_file and key_file go together"),
        ("tls = true\nkey_file = 'ca.pem'\n", "cert_file and key_file go together"),
        ("ca_file = 'ca.pem'\n", "ca_file, cert_file and key_file need tls = true"),
        ("tls = true\nca_file = 'no.pem'\n", "watch.toml:4: kafka.ca_file: there is no file "),
        ("tls = true\nca_file = '.'\n", "cannot be read: Is a directory"),
        ("sasl = 'KERBEROS'\n", "watch.toml:3: kafka.sasl: Input should be '', 'PLAIN', "),
    ],
)
def test_what_does_not_fit_together_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "ca.pem").write_text("a certificate", "utf-8")
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, AWAY + text)
    assert words in str(refused.value)
    assert "correct horse" not in str(refused.value)


@pytest.mark.parametrize("server", ["kafka.example.org", "kafka.example.org:kafka", ":"])
def test_a_server_without_a_port_is_refused(tmp_path: Path, server: str) -> None:
    with pytest.raises(ConfigError, match=r"watch.toml:2: kafka\.servers\.0: "):
        load(tmp_path, f"[kafka]\nservers = ['{server}']\n")


def test_nothing_said_is_a_plain_connection(tmp_path: Path) -> None:
    assert connection(load(tmp_path, AWAY)) == {
        "bootstrap_servers": ["localhost:9092", "kafka.example.org:9092"],
        "client_id": "basewatch",
        "security_protocol": "PLAINTEXT",
        "ssl_context": None,
    }


def test_a_password_stands_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "kafka-password").write_text("correct horse\n", "utf-8")
    file = "username = 'newsroom'\npassword_file = 'kafka-password'\n"
    kafka = load(tmp_path, f"{AWAY}tls = true\nsasl = 'SCRAM-SHA-256'\n{file}")
    told = connection(kafka)
    assert told["security_protocol"] == "SASL_SSL"
    assert told["ssl_context"].check_hostname
    login = [told[f"sasl_{what}"] for what in ("mechanism", "plain_username", "plain_password")]
    assert login == ["SCRAM-SHA-256", "newsroom", "correct horse"]
    assert "correct horse" not in repr(kafka)


def test_scram_never_shows_the_password_and_needs_no_tls(tmp_path: Path) -> None:
    kafka = load(tmp_path, f"{AWAY}sasl = 'SCRAM-SHA-512'\n{LOGIN}")
    assert connection(kafka)["security_protocol"] == "SASL_PLAINTEXT"


def test_a_password_may_go_over_loopback_as_it_is(tmp_path: Path) -> None:
    kafka = load(tmp_path, f"{HERE}sasl = 'PLAIN'\n{LOGIN}")
    assert connection(kafka)["security_protocol"] == "SASL_PLAINTEXT"


def test_certificates_are_looked_for_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", "utf-8")
    kafka = load(tmp_path, f"{AWAY}tls = true\nca_file = 'ca.pem'\n")
    assert kafka.ca_file == tmp_path / "ca.pem"
    with pytest.raises(ConfigError, match=r"kafka\.ca_file: .*ca\.pem holds no certificate in PEM"):
        connection(kafka)
