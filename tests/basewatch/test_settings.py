"""The whole settings file: the example is sound, and every mistake is named with its line."""

from pathlib import Path

import pytest

from basewatch import settings
from contracts.errors import ConfigError
from processors.gazetteer.load import load_gazetteer

SMALL = """\
[[rules]]
type = "watched_base"
name = "attacks"
bases = ["iq-harir"]
receivers = ["desk"]

[[receivers]]
type = "email"
name = "desk"
addresses = ["officer@desk.example"]

[channels.email]
host = "smtp.desk.example"
sender = "watch@desk.example"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "watch.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_example_is_sound_and_its_names_are_known(tmp_path: Path) -> None:
    file = tmp_path / "watch.toml"
    settings.write_example(file)

    found = settings.load(file)
    settings.check_places(file, load_gazetteer())

    assert len(found.feeds) == 12
    assert found.rules
    assert found.data == tmp_path / "basewatch-data"


def test_what_the_example_comments_out_is_the_default(tmp_path: Path) -> None:
    lines = settings.example().splitlines()
    names = ("max_event_age_h", "update_interval_min", "give_up_h", "port = 587", "tls = ")
    names += ("interval_s", "silence_h", "allow_addresses", "window_days", "close_after_days")
    names += ("episode_hours", "workers", "timeout_s", 'host = "127', "port = 8787", "level")
    shown = [line for line in lines if line.startswith(tuple(f"# {name}" for name in names))]
    uncommented = [line.removeprefix("# ") if line in shown else line for line in lines]

    plain = settings.load(written(tmp_path, "\n".join(lines)))
    spelt_out = settings.load(written(tmp_path, "\n".join(uncommented)))

    assert len(shown) == len(names)
    assert spelt_out == plain


def test_what_nobody_filled_in_is_named(tmp_path: Path) -> None:
    found = settings.unfilled(written(tmp_path, SMALL))

    assert [line.split(": ")[1] for line in found] == ["addresses", "host", "sender"]
    assert settings.unfilled(written(tmp_path, SMALL.replace(".example", ".test"))) == []


def test_the_example_never_replaces_a_file(tmp_path: Path) -> None:
    file = written(tmp_path, "mine")

    with pytest.raises(ConfigError, match="there already"):
        settings.write_example(file)

    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param(
            '["desk"]', '["dsek"]', 5, r"no 'dsek'; did you mean desk\?", id="unknown receiver"
        ),
        pytest.param("bases", "basis", 4, "unknown key", id="unknown key of a rule"),
        pytest.param('"iq-harir"', '"Harir"', 4, "should match", id="no id"),
        pytest.param("sender", "from", 14, "unknown key", id="unknown key of a channel"),
        pytest.param("[[receivers]]", "[[receiver]]", 7, "did you mean", id="unknown table"),
        pytest.param("host =", "host", 13, "not TOML", id="no TOML"),
        pytest.param("officer@", "officer at ", 10, "not a mail address", id="no address"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    file = written(tmp_path, SMALL.replace(old, new, 1))

    with pytest.raises(ConfigError, match=words) as caught:
        settings.load(file)

    assert f"{file}:{line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('bases = ["iq-harir"]', 'bases = ["iq-hariri"]', "no 'iq-hariri'; .* iq-harir"),
        ('bases = ["iq-harir"]', 'bases = ["iq-erbill"]', "no 'iq-erbill'; .* iq-erbil"),
        ('bases = ["iq-harir"]', 'countries = ["QX"]', "no 'QX'"),
    ],
)
def test_a_place_that_the_gazetteer_lacks_is_named_with_the_nearest(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    file = written(tmp_path, SMALL.replace(old, new))
    settings.load(file)

    with pytest.raises(ConfigError, match=words) as caught:
        settings.check_places(file, load_gazetteer())

    assert caught.value.where == f"{file}:4"


def test_a_missing_file_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="basewatch init"):
        settings.load(tmp_path / "watch.toml")


def test_without_a_file_everything_is_watched() -> None:
    rules = settings.watch_everything().built_rules()

    assert [rule.settings.type for rule in rules] == ["watched_base", "escalation"]
