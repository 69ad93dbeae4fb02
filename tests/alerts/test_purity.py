"""Importing what decides must not drag in the outside world."""

import subprocess
import sys

import pytest

OUTSIDE = {"faust", "aiokafka", "httpx", "aiohttp", "smtplib", "aiosmtplib", "sqlalchemy"}


@pytest.mark.parametrize(
    "module",
    [
        "alerts.rules.watched_base",
        "alerts.rules.escalation",
        "alerts.decide",
        "alerts.pace",
        "alerts.render",
    ],
)
def test_the_core_stays_pure(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not OUTSIDE & set(out.stdout.split())
