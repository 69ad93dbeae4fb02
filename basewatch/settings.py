"""The whole of watch.toml: each package's own sections, and what only shows when they meet."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from alerts.settings import AlertSettings
from contracts.errors import ConfigError
from ingest.settings import Feeds, Ingest
from processors.gazetteer import Gazetteer
from processors.settings import Escalation, Fold, Proposals
from runtime.environment import overlay, overrides
from runtime.log.kafka.settings import Kafka
from runtime.settings import Section, check
from runtime.store.settings import Store
from runtime.toml import KeyPath, Lines, load_toml

DEFAULT_FILE: Final = Path("watch.toml")
_EXAMPLE: Final = re.compile(r"\.example(?=$|[:/])")  # a domain that will never exist (RFC 2606)


class Article(Section):
    """[article]: how pages are read."""

    workers: PositiveInt = 1  # processes that cut articles out of pages
    timeout_s: float = Field(5.0, gt=0)  # of one page, in its worker


class HealthSettings(Section):
    """[health]: where the endpoint listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8787, ge=0, le=65_535)  # 0: any free one; the log says which


class Log(Section):
    """[log]: what the service says of itself, on stderr."""

    level: Literal["debug", "info", "warning", "error"] = "info"  # JSON but on a terminal


class Settings(AlertSettings):
    """All of it; every part has a default but the rules."""

    data: Path = Path("basewatch-data")  # relative to the settings file; of `run` alone
    kafka: Kafka | None = None  # with [store]: many processes instead of `run`
    store: Store | None = None
    ingest: Ingest = Ingest()
    feeds: Feeds = ()
    article: Article = Article()
    fold: Fold = Fold()
    escalation: Escalation = Escalation()
    proposals: Proposals = Proposals()
    health: HealthSettings = HealthSettings()
    log: Log = Log()

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if bool(self.kafka) != bool(self.store):
            missing = "store" if self.kafka else "kafka"
            raise ValueError(f"[kafka] and [store] go together; [{missing}] is missing")
        return self


def load(path: Path) -> Settings:
    """Read and check a settings file; `data` comes back as seen from here.

    What the environment says goes before what the file says; see runtime.environment.

    Raises:
        ConfigError: it cannot be read or is wrong; names file and line.
    """
    data, lines = load_toml(path)
    try:
        settings = check(Settings, overlay(data, overrides(Settings)), lines)
    except ConfigError as error:
        if error.where == str(path):  # names that do not fit each other have no line of their own
            _refuse(lines, _unknown_receivers(data))
        raise
    return settings.model_copy(update={"data": path.parent / settings.data})


def write_example(path: Path) -> None:
    """Write the example to `path`.

    Raises:
        ConfigError: something is there already, or the place cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(example())
    except FileExistsError:
        raise ConfigError(str(path), "it is there already; nothing was changed") from None
    except OSError as error:
        raise ConfigError(str(path), f"it cannot be written: {error.strerror}") from error


def check_places(path: Path, gazetteer: Gazetteer) -> None:
    """Refuse rules that watch bases or countries which the gazetteer does not have.

    Raises:
        ConfigError: names every stranger with its line and the nearest there are.
    """
    data, lines = load_toml(path)
    bases = _spellings(gazetteer)
    countries = {code: code for code in gazetteer.countries} | {
        name: code for code, country in gazetteer.countries.items() for name in country.names
    }
    _refuse(lines, (*_unknown(data, "bases", bases), *_unknown(data, "countries", countries)))


def shared_places(settings: Settings) -> tuple[Kafka, Store]:
    """Return where the brokers and the database are.

    Raises:
        ConfigError: the settings name none.
    """
    if not (settings.kafka and settings.store):
        problem = "missing, and so is [store]; without them, `basewatch run` does everything"
        raise ConfigError("[kafka]", problem)
    return settings.kafka, settings.store


def watch_everything() -> Settings:
    """Return settings under which every base and every term is watched, for replay."""
    return Settings.model_validate(
        {
            "rules": [
                {"name": "every base", "type": "watched_base", "all": True},
                {"name": "every term", "type": "escalation", "all": True},
            ]
        }
    )


def example() -> str:
    """Return the commented example that `basewatch init` writes."""
    return files("basewatch").joinpath("watch.toml").read_text("utf-8")


def unfilled(path: Path) -> list[str]:
    """Say, with their lines, which values of the example nobody has filled in yet.

    Raises:
        ConfigError: the file cannot be read.
    """
    data, lines = load_toml(path)
    return [
        f"{lines.where(number)}: {key[-1]}: {value} is the example's; write your own"
        for key, number in sorted(lines.numbers.items(), key=lambda item: item[1])
        for value in _texts(data, key)
        if _EXAMPLE.search(value)
    ]


def _texts(data: Any, key: KeyPath) -> Iterator[str]:
    for part in key:
        data = data[part]
    yield from (
        each for each in (data if isinstance(data, list) else [data]) if isinstance(each, str)
    )


Stranger = tuple[KeyPath, str]
"""Where a name stands that means nothing, and what to say of it."""


def _refuse(lines: Lines, strangers: Iterable[Stranger]) -> None:
    found = [f"{lines.where(lines.find(place))}: {problem}" for place, problem in strangers]
    if found:
        where, _, problem = found[0].partition(": ")
        raise ConfigError(where, "\n".join([problem, *found[1:]]))


def _unknown_receivers(data: Mapping[str, Any]) -> Iterator[Stranger]:
    known = {
        str(entry.get("name")): str(entry.get("name")) for _, entry in _tables(data, "receivers")
    }
    return _unknown(data, "receivers", known)


def _unknown(data: Mapping[str, Any], key: str, known: Mapping[str, str]) -> Iterator[Stranger]:
    """Yield the names under `key` of each rule that are no value of `known`, spelling -> name."""
    names = set(known.values())
    for index, rule in _tables(data, "rules"):
        listed = rule.get(key)
        for name in listed if isinstance(listed, list) else ():
            if name not in names:
                what = f"rules.{index}.{key}: there is no {name!r}"
                yield ("rules", index, key), what + _nearest(str(name), known)


def _tables(data: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the entries of [[name]]; what is none is left to the model to refuse."""
    entries = data.get(name)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            yield index, entry


def _nearest(name: str, known: Mapping[str, str]) -> str:
    folded = {spelling.casefold(): each for spelling, each in known.items()}
    close = difflib.get_close_matches(name.casefold(), folded, n=5, cutoff=0.5)
    nearest = list(dict.fromkeys(folded[spelling] for spelling in close))[:3]
    if nearest:
        return (
            f"; the nearest are {', '.join(nearest)}"
            if nearest[1:]
            else f"; did you mean {nearest[0]}?"
        )
    return "" if known else "; there are none at all"


def _spellings(gazetteer: Gazetteer) -> dict[str, str]:
    """Return every way to write a base, its id among them, with the id."""
    return {
        spelling: base.id
        for base in gazetteer.bases.values()
        for spelling in (base.id, base.id.partition("-")[2], base.name, *base.aliases)
    }
