"""What watch.toml may say of alerts, and how it is told what is wrong."""

from pathlib import Path

import pytest

from alerts import channels, rules
from alerts.rules.watched_base import WatchedBase
from alerts.settings import AlertSettings
from contracts import plugins
from contracts.errors import ConfigError
from runtime.settings import Section, check
from runtime.toml import load_toml
from tests.fakes.inbox import SECRET

GOOD = """
[alerts]
max_event_age_h = 48

[[rules]]
type = "watched_base"
name = "rock"
bases = ["iq-camp-rock"]
receivers = ["desk"]

[[receivers]]
type = "email"
name = "desk"
addresses = ["watch@example.org"]

[[receivers]]
type = "webhook"
name = "hook"
addresses = ["https://hook.example/alerts"]
secret_file = "hook.secret"

[channels.email]
host = "mail.example"
username = "basewatch"
password_file = "mail.password"
sender = "alerts@example.org"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hook.secret").write_text(SECRET + "\n")
    (tmp_path / "mail.password").write_text("correct horse\n")
    return tmp_path


def load(folder: Path, text: str) -> AlertSettings:
    file = folder / "watch.toml"
    file.write_text(text)
    return check(AlertSettings, *load_toml(file))


def test_a_whole_file(folder: Path) -> None:
    settings = load(folder, GOOD)
    (rule,) = settings.built_rules()
    assert isinstance(rule, WatchedBase)
    assert rule.max_age.total_seconds() == 48 * 3600
    assert [receiver.name for receiver in settings.receivers] == ["desk", "hook"]


def test_secrets_are_not_shown(folder: Path) -> None:
    shown = repr(load(folder, GOOD))
    assert "correct horse" not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('bases = ["iq-camp-rock"]', 'basis = ["iq-camp-rock"]', r"watch.toml:.*basis"),
        ('"watched_base"', '"watched_bases"', r"watch.toml:5: .*watched_bases"),
        ('receivers = ["desk"]', 'receivers = ["dusk"]', "'dusk'"),
        ('name = "hook"', 'name = "desk"', "two .*'desk'"),
        ("watch@example.org", "watch@example.org\\r\\nBcc: x@evil.example", "not a mail address"),
        ("watch@example.org", "nobody", "not a mail address"),
        ("https://hook.example", "ftp://hook.example", "webhook is http"),
        ("https://hook.example", "https://me:pw@hook.example", "without a user"),
        ('username = "basewatch"', 'username = "basewatch"\ntls = "none"', "needs tls"),
        ('host = "mail.example"', "", "host"),
        ('secret_file = "hook.secret"', 'secret = "whsec_!"', "base64"),
        ('secret_file = "hook.secret"', "", "secret"),
    ],
)
def test_mistakes_are_named(folder: Path, old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError, match=complaint) as error:
        load(folder, GOOD.replace(old, new, 1))
    assert "correct horse" not in str(error.value)


def test_mail_needs_a_server(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"\[channels.email\]"):
        load(folder, GOOD.partition("[channels.email]")[0])


def test_every_plugin_keeps_the_same_shape() -> None:
    for package in (rules, channels):
        for name in plugins.names(package):
            module = plugins.find(package, name)
            assert issubclass(module.Settings, Section), name
            assert callable(module.build), name
            assert module.__doc__, name
