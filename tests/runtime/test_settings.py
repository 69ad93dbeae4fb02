import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pydantic import PositiveInt

from contracts.errors import ConfigError
from runtime.secret import Secret
from runtime.settings import Section, check
from runtime.toml import load_toml

NOBODY = 65534  # a user id that owns nothing


class Mail(Section):
    host: str
    password: Secret | None = None


class Feed(Section):
    name: str
    every_s: PositiveInt = 60


class Settings(Section):
    mail: Mail = Mail(host="localhost")
    feeds: tuple[Feed, ...] = ()


def load(folder: Path, text: str) -> Settings:
    path = folder / "watch.toml"
    path.write_text(text, "utf-8")
    return check(Settings, *load_toml(path))


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return str(caught.value).replace(f"{folder}/", "")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    settings = load(tmp_path, '[mail]\nhost = "mx"\n[[feeds]]\nname = "a"\nevery_s = 5\n')
    assert settings.mail.host == "mx"
    assert settings.feeds[0].every_s == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[mail]\nhost = "mx"\npasword = "x"\n',
            "watch.toml:3: mail.pasword: unknown key; did you",
        ),
        ('[mial]\nhost = "mx"\n', "watch.toml:1: mial: unknown key; did you mean 'mail'?"),
        ('[[feeds]]\nname = "a"\n\n[[feeds]]\nnaem = "b"\n', "watch.toml:5: feeds.1.naem: unknown"),
        (
            '[[feeds]]\nname = "a"\n# why\n[[feeds]]\nevery_s = 3\n',
            "watch.toml:4: feeds.1.name: mis",
        ),
        ('[[feeds]]\nname = "a"\nevery_s = 0\n', "watch.toml:3: feeds.0.every_s: Input should be"),
        ('feeds = [\n  {name = "a"},\n  {name = 5},\n]\n', "watch.toml:1: feeds.1.name: Input sh"),
        (
            'mail.host = """\nfeeds = 1\n"""\nmail.zzz = 1\n',
            "watch.toml:4: mail.zzz: unknown key; k",
        ),
        ("[mail\n", "watch.toml:1: not TOML: "),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    assert words in refusal(tmp_path, text)


def test_every_fault_is_named_in_the_order_of_the_lines(tmp_path: Path) -> None:
    lines = refusal(tmp_path, "[[feeds]]\nname = 1\nevery_s = 0\n[mail]\nhost = 2\n").split("\n")
    assert [line.split(": ")[0] for line in lines] == [f"watch.toml:{n}" for n in (2, 3, 5)]


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="basewatch init"):
        load_toml(tmp_path / "watch.toml")


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "watch.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_toml(tmp_path / "watch.toml")


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_toml(tmp_path)


# ---------------------------------------------------------------------------- secrets


def test_a_secret_is_read_from_its_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "word.txt").write_text("swordfish\n")
    settings = load(tmp_path, '[mail]\nhost = "mx"\npassword_file = "word.txt"\n')
    assert settings.mail.password is not None
    assert settings.mail.password.get_secret_value() == "swordfish"


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    settings = load(tmp_path, '[mail]\nhost = "mx"\npassword = "swordfish"\n')
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "swordfish" not in shown


def test_a_refusal_does_not_show_the_secret(tmp_path: Path) -> None:
    text = refusal(tmp_path, '[mail]\nhost = 4\npassword = "swordfish"\nswordfish = 1\n')
    assert "swordfish" not in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('password = "x"\npassword_file = "word.txt"', "give password or password_file, not both"),
        ('password_file = "none.txt"', "password_file: there is no file"),
        ('password_file = "empty.txt"', "is empty"),
        ('password_file = "."', "cannot be read"),
        ('host_file = "word.txt"', "mail.host_file: unknown key"),
    ],
)
def test_a_wrong_secret_says_what_is_wrong(tmp_path: Path, more: str, words: str) -> None:
    (tmp_path / "word.txt").write_text("swordfish\n")
    (tmp_path / "empty.txt").write_text("\n")
    assert words in refusal(tmp_path, f'[mail]\nhost = "mx"\n{more}\n')


@pytest.fixture
def stranger() -> Iterator[Path]:
    """Let the test read files as somebody who is not root, from a folder open to everybody."""
    is_root = os.geteuid() == 0
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        if is_root:
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if is_root:
                os.seteuid(0)


def test_a_secret_that_may_not_be_read(stranger: Path) -> None:
    (stranger / "word.txt").write_text("swordfish\n")
    (stranger / "word.txt").chmod(0)
    assert "may not read" in refusal(stranger, '[mail]\nhost = "mx"\npassword_file = "word.txt"\n')
