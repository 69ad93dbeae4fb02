"""The whole settings file: the example is sound, and every mistake is named with its line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from basewatch import settings
from basewatch.cli import app
from contracts.errors import ConfigError
from processors.gazetteer.load import load_gazetteer
from runtime.log.kafka.settings import Kafka

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
    names = ("max_event_age_h", "update_interval_min", "give_up_h", "port = 587", 'tls = "')
    names += ("interval_s", "silence_h", "allow_addresses", "window_days", "close_after_days")
    names += ("episode_hours", "workers", "timeout_s = 5", 'host = "127', "port = 8787", "level")
    names += ("enabled", "timeout_s = 10", "max_per_hour")
    shown = [line for line in lines if line.startswith(tuple(f"# {name}" for name in names))]
    uncommented = [line.removeprefix("# ") if line in shown else line for line in lines]

    plain = settings.load(written(tmp_path, "\n".join(lines)))
    spelt_out = settings.load(written(tmp_path, "\n".join(uncommented)))

    assert len(shown) == len(names)
    assert spelt_out == plain


def test_the_way_to_many_machines_that_the_example_shows_is_one(tmp_path: Path) -> None:
    (tmp_path / "postgres-password").write_text("s3cret-word\n")
    text = settings.example()
    begin, end = text.index("# [kafka]"), text.index("[health]")
    shown = text[begin:end].replace("# ", "")
    bare = "\n".join(line.split("   ")[0] for line in shown.splitlines())
    kafka, store = settings.shared_places(settings.load(written(tmp_path, text + bare)))
    assert kafka == Kafka(servers=kafka.servers)
    assert store.password is not None


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


SHARED = """
[kafka]
servers = ["kafka-1:9092", "kafka-2:9092"]
[store]
url = "postgresql://basewatch@db/basewatch"
password_file = "store-password"
"""


def test_brokers_and_a_database_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "store-password").write_text("s3cret-word\n")
    found = settings.load(written(tmp_path, SHARED))
    kafka, store = settings.shared_places(found)
    assert kafka.servers == ("kafka-1:9092", "kafka-2:9092")
    assert store.password is not None
    assert store.password.get_secret_value() == "s3cret-word"
    assert "s3cret-word" not in repr(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('[kafka]\nservers = ["k:1"]', r"\[store\] is missing", id="no store"),
        pytest.param(
            '[store]\nurl = "postgresql://u@h/d"', r"\[kafka\] is missing", id="no brokers"
        ),
        pytest.param(
            '[kafka]\nservers = ["k:1"]\n[store]\nurl = "postgresql://u:word@h/d"',
            r"watch\.toml:4: store\.url: holds a password; write it as `password`",
            id="a password in the address",
        ),
        pytest.param(
            '[kafka]\nservers = ["k:1"]\n[store]\nurl = "mysql://u@h/d"',
            r"watch\.toml:4: store\.url: must be postgresql://",
            id="another database",
        ),
        pytest.param("[kafka]\nservers = []", r"watch\.toml:2: kafka\.servers", id="no address"),
    ],
)
def test_half_of_it_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        settings.load(written(tmp_path, text))


def test_without_brokers_there_is_nothing_to_share(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="`basewatch run` does everything"):
        settings.shared_places(settings.load(written(tmp_path, "")))


def test_run_is_refused_where_processes_share_the_work(tmp_path: Path) -> None:
    (tmp_path / "store-password").write_text("s3cret-word\n")
    file = written(tmp_path, SHARED)
    done = CliRunner().invoke(app, ["run", "--config", str(file)])
    assert isinstance(done.exception, ConfigError)
    assert "with [kafka] start `basewatch ingest`, `basewatch processors`" in str(done.exception)


@pytest.mark.parametrize("role", ["ingest", "processors", "alerts"])
def test_a_part_is_refused_where_nobody_shares_the_work(tmp_path: Path, role: str) -> None:
    done = CliRunner().invoke(app, [role, "--config", str(written(tmp_path, ""))])
    assert isinstance(done.exception, ConfigError)
    assert "`basewatch run` does everything" in str(done.exception)


def test_containers_are_told_by_their_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "word").write_text("s3cret-word\n")
    monkeypatch.setenv("BASEWATCH_KAFKA__SERVERS", '["kafka:9092"]')
    monkeypatch.setenv("BASEWATCH_KAFKA__REPLICATION", "1")
    monkeypatch.setenv("BASEWATCH_STORE__URL", "postgresql://basewatch@postgres/basewatch")
    monkeypatch.setenv("BASEWATCH_STORE__PASSWORD_FILE", str(tmp_path / "word"))
    kafka, store = settings.shared_places(settings.load(written(tmp_path, SMALL)))
    assert (kafka.servers, kafka.replication) == (("kafka:9092",), 1)
    assert store.password is not None
    assert store.password.get_secret_value() == "s3cret-word"


def test_a_path_that_is_none_says_what_it_must_be(tmp_path: Path) -> None:
    file = tmp_path / "watch.toml"
    file.write_text('[data]\ndir = "x"\n')

    done = CliRunner().invoke(app, ["config", "check", str(file)])

    assert isinstance(done.exception, ConfigError)
    assert str(done.exception) == f"{file}:1: data: must be a path in quotes"
