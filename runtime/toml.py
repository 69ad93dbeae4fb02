"""Read a TOML file, and remember on which line each key stands."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from contracts.errors import ConfigError

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a key stands: ("feeds", 2, "url") is the `url` of the third [[feeds]]."""

_NAME: Final = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY: Final = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=(.*)")
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*\]\]?\s*(?:#.*)?$")
_SYNTAX: Final = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file's keys, counted from 1."""

    path: Path
    numbers: Mapping[KeyPath, int]

    def find(self, key: KeyPath) -> int:
        """Return the line of `key`, else of the nearest thing around it; 0 for the file.

        Parts that are no key of the file (list indices, names of union members) are left out.
        """
        path: KeyPath = ()
        for part in key:
            longer = (*path, part)
            if any(known[: len(longer)] == longer for known in self.numbers):
                path = longer
        while path and path not in self.numbers:
            path = path[:-1]
        return self.numbers.get(path, 0)

    def where(self, line: int) -> str:
        """Name a line as editors and compilers do."""
        return f"{self.path}:{line}" if line else str(self.path)


def load_toml(path: Path) -> tuple[dict[str, Any], Lines]:
    """Return what the file says, and where.

    Raises:
        ConfigError: it is missing, may not be read, or is not TOML.
    """
    try:
        text = path.read_text("utf-8")
        return tomllib.loads(text), Lines(path, _number(text.splitlines()))
    except FileNotFoundError:
        raise ConfigError(str(path), "there is no such file; `basewatch init` writes one") from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error)) from error
    except UnicodeDecodeError:
        raise ConfigError(str(path), "it is not UTF-8 text") from None
    except OSError as error:
        raise ConfigError(str(path), f"it cannot be read: {error.strerror}") from error


def _syntax(path: Path, message: str) -> ConfigError:
    found = _SYNTAX.fullmatch(message)
    if not found:
        return ConfigError(str(path), f"not TOML: {message}")
    words, line, column = found.groups()
    return ConfigError(f"{path}:{line}", f"not TOML: {words} (column {column})")


def _number(lines: Sequence[str]) -> dict[KeyPath, int]:
    """Walk over a valid file; `entries` counts the [[...]] seen so far."""
    numbers: dict[KeyPath, int] = {}
    entries: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in _statements(lines):
        if header := _HEADER.fullmatch(line):
            *parents, last = _parts(header[2])
            table = (*_inside(parents, entries), last)
            if header[1] == "[[":
                entries[table] = entries.get(table, -1) + 1
                numbers.setdefault(table, number)
            table = _inside_last(table, entries)
            numbers[table] = number
        elif key := _KEY.match(line):
            numbers[(*table, *_parts(key[1]))] = number
    return numbers


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each header or key with its line, past values that go over several lines."""
    index = 0
    while index < len(lines):
        yield index + 1, lines[index]
        key = _KEY.match(lines[index])
        value = key[2] if key else "0"
        index += 1
        while index < len(lines) and not _ends(value, lines[index]):
            value += "\n" + lines[index]
            index += 1


def _ends(value: str, following: str) -> bool:
    """Tell whether `value` is whole; parsed only where the next line may start something."""
    if value != "0" and following.strip() and not (_KEY.match(following) or "[" in following):
        return False
    try:
        tomllib.loads("value = " + value)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _inside(parts: Sequence[str], entries: Mapping[KeyPath, int]) -> KeyPath:
    """Resolve a table's name: under [[feeds]], `feeds` means its latest entry."""
    path: KeyPath = ()
    for part in parts:
        path = _inside_last((*path, part), entries)
    return path


def _inside_last(path: KeyPath, entries: Mapping[KeyPath, int]) -> KeyPath:
    return (*path, entries[path]) if path in entries else path


def _parts(key: str) -> list[str]:
    """Split a dotted key as TOML does, quotes and all."""
    parts: list[str] = []
    node: Any = tomllib.loads(f"{key} = 0")
    while isinstance(node, dict):
        part, node = next(iter(node.items()))
        parts.append(part)
    return parts
