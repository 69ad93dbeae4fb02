import pytest

from contracts.errors import ConfigError
from runtime.environment import overlay, overrides
from runtime.settings import Section


class Door(Section):
    port: int = 1
    host: str = ""


class House(Section):
    name: str = ""
    door: Door = Door()
    rooms: tuple[str, ...] = ()


def test_every_level_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASEWATCH_NAME", "mill")
    monkeypatch.setenv("BASEWATCH_DOOR__PORT", "8080")
    monkeypatch.setenv("BASEWATCH_ROOMS", '["hall", "attic"]')
    file = {"name": "barn", "door": {"port": 1, "host": "h"}}
    found = House.model_validate(overlay(file, overrides(House)))
    assert found == House(name="mill", door=Door(port=8080, host="h"), rooms=("hall", "attic"))


def test_without_variables_the_file_stands() -> None:
    assert overlay({"name": "barn"}, overrides(House)) == {"name": "barn"}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("BASEWATCH_DOOOR__PORT", "1", "no such setting; the first word is one of door, name"),
        ("BASEWATCH_ROOMS", "[hall", "rooms"),
    ],
)
def test_a_variable_that_means_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=why.replace("[", r"\[")):
        overrides(House)
