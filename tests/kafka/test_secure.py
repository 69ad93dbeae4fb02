"""Connections that are encrypted and logged in, and what is said when a broker refuses them."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import ConfigError, StoreError
from contracts.topics import CHANGES, REPORTS
from runtime.log.kafka import KafkaLog
from runtime.log.kafka.settings import Kafka
from runtime.stage import Put
from tests.kafka.broker import Cluster
from tests.kafka.broker.certificates import Authority
from tests.kafka.broker.doors import PASSWORD, USERNAME, Doors
from tests.kafka.flow import flowing, settings

SOON_S = 10.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("guarded"), guarded=True) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def doors(cluster: Cluster) -> Doors:
    assert cluster.doors
    return cluster.doors


def by_password(doors: Doors, prefix: str, **changed: Any) -> Kafka:
    login = {"sasl": "SCRAM-SHA-512", "username": USERNAME, "password": PASSWORD}
    trust = {"tls": True, "ca_file": doors.authority.ca_file}
    return settings(doors.sasl, prefix, **(trust | login | changed))


def by_certificate(doors: Doors, prefix: str, **changed: Any) -> Kafka:
    certificate, key = doors.authority.issue("client")
    ours = {"cert_file": certificate, "key_file": key}
    trust = {"tls": True, "ca_file": doors.authority.ca_file}
    return settings(doors.mutual, prefix, **(trust | ours | changed))


@pytest.fixture(params=["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "certificate"])
def welcome(request: pytest.FixtureRequest, doors: Doors, prefix: str) -> Kafka:
    """Return settings with which a broker lets us in."""
    if request.param == "certificate":
        return by_certificate(doors, prefix)
    return by_password(doors, prefix, sasl=request.param)


def test_what_is_appended_comes_back(welcome: Kafka) -> None:
    log = KafkaLog(welcome, "relay")
    try:
        log.append([Put(REPORTS, "a", b"1"), Put(CHANGES, "b", b"2")])
        (record,) = log.read(REPORTS, "g", 10)
        assert (record.key, record.value) == ("a", b"1")
        log.commit(REPORTS, "g", record.offset)
        assert [record.value for record in log.read(CHANGES, "g", 10)] == [b"2"]
        assert log.wait(REPORTS, "g", 0.1) is False
        assert (log.lag(REPORTS, "g"), log.lag(CHANGES, "g")) == (0, 2)  # the end of the two
    finally:
        log.close()


@pytest.mark.parametrize("settings_of", [by_password, by_certificate])
def test_workers_are_let_in_too(settings_of: Any, doors: Doors, prefix: str) -> None:
    with flowing(settings_of(doors, prefix)) as flow:
        flow.feed(20)
        worker = flow.start()
        flow.drain()
        assert flow.lost() == set()
        flow.workers.stop(worker)
        assert flow.unread() == 0


def refusal(kafka: Kafka, error: type[Exception] = ConfigError) -> str:
    began = time.monotonic()
    with pytest.raises(error) as refused:
        KafkaLog(kafka)
    assert time.monotonic() - began < SOON_S
    return str(refused.value)


def test_a_wrong_password_is_named_and_not_told(doors: Doors, prefix: str) -> None:
    said = refusal(by_password(doors, prefix, password="wrong horse"))
    assert said.startswith(f"kafka.username: {doors.sasl} refuses username or password: ")
    assert "wrong horse" not in said


def test_an_unknown_user_is_named(doors: Doors, prefix: str) -> None:
    assert "refuses username or password" in refusal(by_password(doors, prefix, username="nobody"))


def test_a_broker_of_another_ca_is_not_trusted(doors: Doors, prefix: str, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other").ca_file
    said = refusal(by_password(doors, prefix, ca_file=other))
    assert said.startswith(f"kafka.ca_file: the certificate of {doors.sasl} is not trusted: ")


def test_without_a_ca_file_the_system_is_asked(doors: Doors, prefix: str) -> None:
    assert "is not trusted" in refusal(by_password(doors, prefix, ca_file=None))


def test_a_certificate_for_another_host_is_not_trusted(doors: Doors, prefix: str) -> None:
    servers = (doors.sasl.replace("127.0.0.1", "localhost"),)
    said = refusal(by_password(doors, prefix).model_copy(update={"servers": servers}))
    assert "certificate is not valid for 'localhost'" in said


def test_a_broker_that_wants_a_certificate_says_so(doors: Doors, prefix: str) -> None:
    said = refusal(by_certificate(doors, prefix, cert_file=None, key_file=None))
    assert said.startswith(f"kafka.tls: {doors.mutual} breaks the handshake off: ")
    assert said.endswith("gets it by cert_file and key_file")


def test_a_client_of_another_ca_is_refused(doors: Doors, prefix: str, tmp_path: Path) -> None:
    certificate, key = Authority(tmp_path / "other").issue("client")
    said = refusal(by_certificate(doors, prefix, cert_file=certificate, key_file=key))
    assert "breaks the handshake off" in said


def test_a_login_that_nobody_asks_for_is_refused(
    cluster: Cluster, doors: Doors, prefix: str
) -> None:
    kafka = by_password(doors, prefix, tls=False, ca_file=None)
    said = refusal(kafka.model_copy(update={"servers": (cluster.servers,)}))
    assert said == f"kafka.sasl: {cluster.servers} lets nobody log in by SCRAM-SHA-512"


@pytest.mark.parametrize("missing", ["sasl", "tls"])
def test_a_broker_that_hangs_up_may_be_starting(doors: Doors, prefix: str, missing: str) -> None:
    plain = settings(doors.sasl, prefix)
    kafka = by_password(doors, prefix)
    without = {
        "sasl": plain.model_copy(update={"tls": True, "ca_file": kafka.ca_file}),
        "tls": plain,
    }
    assert "hangs up; unless it is just starting" in refusal(without[missing], StoreError)


def test_a_key_with_a_passphrase_is_refused(doors: Doors, prefix: str) -> None:
    certificate, key = doors.authority.issue("locked", passphrase="open sesame")
    said = refusal(by_certificate(doors, prefix, cert_file=certificate, key_file=key))
    assert said == f"kafka.key_file: {key} is encrypted; give a key without a passphrase"


def test_a_key_of_another_certificate_is_refused(doors: Doors, prefix: str) -> None:
    certificate, _ = doors.authority.issue("one")
    _, key = doors.authority.issue("two")
    said = refusal(by_certificate(doors, prefix, cert_file=certificate, key_file=key))
    assert said.startswith(f"kafka.cert_file: {certificate} and {key} are no certificate and its")
