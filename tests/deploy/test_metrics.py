"""Rules and dashboard ask for what is measured; tests/deploy/rules.yml plays the rules."""

import re
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import yaml

from basewatch.settings import HealthSettings
from ingest.schedule import Health
from runtime import telemetry
from runtime.handling import Outcome
from tests.deploy.files import (
    DASHBOARD,
    DEPLOY,
    OURS,
    PROMETHEUS,
    ROOT,
    RULES,
    SERVICES,
    mounted,
    queries,
    volumes,
)

METRICS: Final = {
    f"basewatch_{name}": set(metric._labelnames)
    for name, metric in {**telemetry._COUNTERS, **telemetry._GAUGES}.items()
}
OF_SCRAPES: Final = {"service", "instance", "job"}  # labels that prometheus.yml adds
OUTCOMES: Final = {"held", *Outcome, *Health}  # held: runtime.loop, ingest.poller
(SCRAPE,) = PROMETHEUS["scrape_configs"]
PROVISIONING: Final = DEPLOY / "grafana" / "provisioning"


def provisioned(path: str, what: str) -> dict[str, Any]:
    (found,) = yaml.safe_load((PROVISIONING / path).read_text("utf-8"))[what]
    return dict(found)


@pytest.mark.parametrize("query", queries().values(), ids=queries())
def test_a_query_asks_for_what_is_measured(query: str) -> None:
    named = set(re.findall(r"\bbasewatch_\w+", query))
    assert named <= set(METRICS)
    for name, matchers in re.findall(r"(basewatch_\w+)\{([^}]*)\}", query):
        assert set(re.findall(r"(\w+)!?[=~]", matchers)) <= METRICS[name]
    grouped = {label for by in re.findall(r"by \(([^)]*)\)", query) for label in by.split(", ")}
    assert grouped <= OF_SCRAPES.union(*(METRICS[name] for name in named))
    assert set(re.findall(r'outcome!?="(\w+)"', query)) <= OUTCOMES
    assert set(re.findall(r'job="(\w+)"', query)) <= {SCRAPE["job_name"]}


def test_every_metric_is_shown() -> None:
    shown = " ".join(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])
    assert [name for name in METRICS if name not in shown] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_says_how_bad_it_is_and_what_to_do_and_is_played(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert set(rule["annotations"]) == {"summary", "runbook"}
    assert f'alertname="{rule["alert"]}"' in (ROOT / "tests/deploy/rules.yml").read_text("utf-8")


def test_every_process_is_scraped_where_it_answers() -> None:
    (found,) = SCRAPE["dns_sd_configs"]
    assert set(found["names"]) == set(OURS)
    assert found["port"] == HealthSettings().port


def test_the_rules_lie_where_prometheus_looks_for_them() -> None:
    there = {name: PurePath(path) for name, path in mounted("prometheus", "configs").items()}
    settings = there["prometheus.yml"]
    assert f"--config.file={settings}" in SERVICES["prometheus"]["command"]
    assert [settings.parent / each for each in PROMETHEUS["rule_files"]] == [
        there["prometheus-rules.yml"]
    ]


def test_grafana_finds_prometheus_and_the_dashboard() -> None:
    source = provisioned("datasources/prometheus.yml", "datasources")
    asked = {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]}
    assert asked == {source["uid"]}
    assert urlsplit(source["url"]).hostname in SERVICES
    assert source["jsonData"]["timeInterval"] == PROMETHEUS["global"]["scrape_interval"]
    folder = provisioned("dashboards/basewatch.yml", "providers")["options"]["path"]
    mounts = {target: source for source, target, *_ in volumes("grafana")}
    home = SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert (ROOT / mounts[folder] / PurePath(home).relative_to(folder)).exists()


def test_no_two_panels_lie_on_each_other() -> None:
    cells = [
        (x, y)
        for grid in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(grid["x"], grid["x"] + grid["w"])
        for y in range(grid["y"], grid["y"] + grid["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(numbers) == len(set(numbers))
