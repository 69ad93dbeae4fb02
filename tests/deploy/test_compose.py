"""docker-compose.yml, the image and the unit against the code; see `make deploy-check` too."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main

from basewatch.cli import app
from basewatch.service import DRAIN_S
from basewatch.settings import HealthSettings, Settings
from runtime.environment import overrides
from tests.deploy.files import (
    COMPOSE,
    DOCKERFILE,
    OURS,
    ROOT,
    SERVICES,
    UNIT,
    mounted,
    profiles,
    volumes,
)

COMMANDS: Final[Any] = typer.main.get_command(app)
SCALED: Final = [name for name, each in OURS.items() if "kafka" in each["profiles"]]
INSTANCES: Final = sorted(set(re.findall(r"basewatch@([a-z]+)", UNIT)))


def options(command: str) -> set[str]:
    return {option for each in COMMANDS.commands[command].params for option in each.opts}


@pytest.mark.parametrize("command", [*(each["command"][0] for each in OURS.values()), *INSTANCES])
def test_what_is_started_is_a_command(command: str) -> None:
    assert "--config" in options(command)


def test_the_unit_starts_what_compose_starts() -> None:
    assert set(INSTANCES) == {each["command"][0] for each in OURS.values()}
    assert "basewatch %i --config /etc/basewatch/watch.toml\n" in UNIT


@pytest.mark.parametrize("service", OURS)
def test_it_reads_the_settings_that_are_mounted(service: str) -> None:
    _, option, path = SERVICES[service]["command"]
    assert (option, path) == ("--config", mounted(service, "configs")["watch.toml"])


@pytest.mark.parametrize("service", SCALED)
def test_its_environment_is_made_of_settings(
    service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {path: name for name, path in mounted(service, "secrets").items()}
    for name, value in SERVICES[service]["environment"].items():
        if name.endswith("_FILE"):
            (tmp_path / secrets[value]).write_text("a secret")
            monkeypatch.setenv(name, str(tmp_path / secrets[value]))
        else:
            monkeypatch.setenv(name, value)
    Settings.model_validate(overrides(Settings))


def test_the_two_ways_to_run_exclude_each_other() -> None:
    chosen = re.findall(
        r"^COMPOSE_PROFILES=(.*)$", (ROOT / ".env").read_text("utf-8"), re.MULTILINE
    )
    assert chosen == ["embedded"]
    assert [name for name in SERVICES if "embedded" in profiles(name)] == ["basewatch"]
    assert profiles("basewatch") == {"embedded"}


def test_the_profiles_and_their_ports_are_described() -> None:
    text = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|.*\|(.*)\|$", text, re.MULTILINE))
    assert set(rows) == {profile for service in SERVICES for profile in profiles(service)}
    for service, form in SERVICES.items():
        for port in form.get("ports", ()):
            assert any(port.split(":")[1] in rows[profile] for profile in profiles(service))


@pytest.mark.parametrize("service", SERVICES)
def test_what_it_waits_for_is_started_with_it_and_has_a_health_check(service: str) -> None:
    for other, how in SERVICES[service].get("depends_on", {}).items():
        assert profiles(service) <= profiles(other)
        assert how == {"condition": "service_healthy"}


@pytest.mark.parametrize("service", SERVICES)
def test_it_is_locked_down_and_bounded(service: str) -> None:
    form = SERVICES[service]
    assert form["read_only"]
    assert form["cap_drop"] == ["ALL"]
    assert form["security_opt"] == ["no-new-privileges:true"]
    assert set(form["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert all(port.startswith("127.0.0.1:") for port in form.get("ports", ()))
    assert "healthcheck" in form or (service in OURS and "\nHEALTHCHECK " in DOCKERFILE)
    assert service in OURS or re.search(r":v?\d+\.\d+", form["image"])


@pytest.mark.parametrize("service", SCALED)
def test_there_may_be_several_of_it(service: str) -> None:
    assert not {"ports", "container_name", "hostname"} & set(SERVICES[service])


def test_a_clean_stop_is_waited_for() -> None:
    assert float(SERVICES["basewatch"]["stop_grace_period"].removesuffix("s")) > DRAIN_S
    assert {each["stop_grace_period"] for each in SERVICES.values()} == {"40s"}
    assert "\nTimeoutStopSec=40\n" in UNIT


def test_the_health_check_asks_where_the_service_listens() -> None:
    port = HealthSettings().port
    assert f"http://127.0.0.1:{port}/livez" in DOCKERFILE
    assert f"\nEXPOSE {port}\n" in DOCKERFILE
    assert SERVICES["basewatch"]["ports"] == [f"127.0.0.1:{port}:{port}"]


@pytest.mark.parametrize("kind", ["secrets", "configs"])
def test_every_file_that_is_declared_is_used(kind: str) -> None:
    assert {name for service in SERVICES for name in mounted(service, kind)} == set(COMPOSE[kind])


def test_every_volume_that_is_declared_is_used() -> None:
    named = {source for each in SERVICES for source, *_ in volumes(each) if source[0] != "."}
    assert named == set(COMPOSE["volumes"])


def test_what_is_mounted_or_copied_exists() -> None:
    copied = " ".join(re.findall(r"^COPY (?!--)(.*) \S+$", DOCKERFILE, re.MULTILINE)).split()
    bound = {source for each in SERVICES for source, *_ in volumes(each) if source[0] == "."}
    given = {each["file"] for name, each in COMPOSE["configs"].items() if name != "watch.toml"}
    assert copied
    assert [path for path in (*copied, *bound, *given) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("ignored", [".gitignore", ".dockerignore"])
def test_secrets_and_settings_stay_here(ignored: str) -> None:
    lines = {line.strip("/") for line in (ROOT / ignored).read_text("utf-8").splitlines()}
    assert {"secrets", "watch.toml"} <= lines
    assert all(each["file"].startswith("./secrets/") for each in COMPOSE["secrets"].values())


def test_the_broker_is_the_one_that_the_tests_run() -> None:
    pom = (ROOT / "tests" / "kafka" / "broker" / "pom.xml").read_text("utf-8")
    (version,) = re.findall(r"<kafka>(.*)</kafka>", pom)
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{version}"


def test_the_broker_is_known_by_the_names_under_which_it_is_asked() -> None:
    said = SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    inside, host = (each.partition("://")[2] for each in said.split(","))
    assert all(
        inside in SERVICES[each]["environment"]["BASEWATCH_KAFKA__SERVERS"] for each in SCALED
    )
    assert SERVICES["kafka-ui"]["environment"]["KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS"] == inside
    assert SERVICES["kafka"]["ports"] == [f"127.0.0.1:{host[-4:]}:{host[-4:]}"]
