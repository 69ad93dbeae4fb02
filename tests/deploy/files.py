"""What lies in deploy/ and beside it, read once.

python -m tests.deploy.files     the dashboard's queries as recording rules, for promtool
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: Final[dict[str, Any]] = COMPOSE["services"]
OURS: Final = {name: each for name, each in SERVICES.items() if "build" in each}
DOCKERFILE: Final = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT: Final = (DEPLOY / "basewatch@.service").read_text("utf-8")
PROMETHEUS: Final = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
RULES: Final[list[dict[str, Any]]] = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus-rules.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD: Final[dict[str, Any]] = json.loads(
    (DEPLOY / "grafana" / "dashboards" / "basewatch.json").read_text("utf-8")
)


def profiles(service: str) -> set[str]:
    return set(SERVICES[service]["profiles"])


def mounted(service: str, kind: str) -> dict[str, str]:
    """Return where a service finds each of its secrets or configs."""
    listed = SERVICES[service].get(kind, ())
    pairs = ((each, {}) if isinstance(each, str) else (each["source"], each) for each in listed)
    return {name: form.get("target", f"/run/{kind}/{name}") for name, form in pairs}


def volumes(service: str) -> list[list[str]]:
    return [each.split(":") for each in SERVICES[service].get("volumes", ())]


def queries() -> dict[str, str]:
    """Return every query of the rules and of the dashboard, by what it is for."""
    rules = {rule["alert"]: rule["expr"] for rule in RULES}
    return rules | {
        panel["title"]: target["expr"]
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
    }


if __name__ == "__main__":
    shown = [
        {
            "record": "panel:" + re.sub(r"\W+", "_", panel["title"]),
            "expr": target["expr"].replace("$__rate_interval", "1m"),
        }
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
    ]
    yaml.safe_dump({"groups": [{"name": "dashboard", "rules": shown}]}, sys.stdout)
