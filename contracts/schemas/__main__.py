"""Writes, checks and releases the schemas of a source tree; see the package."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from contracts.schemas.compat import breaks
from contracts.schemas.generate import generate

_ROOT: Final = Path(__file__).parents[2]
PUBLISHED: Final = (_ROOT / "docs" / "schemas" / "v1", Path(__file__).parent / "v1")
RELEASED: Final = _ROOT / "docs" / "schemas" / "released"


def write(folder: Path) -> None:
    """Put every schema into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in generate().items():
        (folder / name).write_text(text, "utf-8")


def problems(released: Path) -> Iterator[str]:
    """Compare today's messages with every release kept under `released`."""
    today = generate()
    for file in sorted(released.glob("*/*.json")):
        where = f"{file.parent.name}/{file.name}"
        if file.name not in today:
            yield f"{where}: no message of this name any more"
            continue
        found = breaks(json.loads(file.read_text("utf-8")), json.loads(today[file.name]))
        yield from (f"{where}: {line}" for line in found)


def check(released: Path) -> int:
    """Say what breaks readers of released schemas; returns the exit code."""
    found = list(problems(released))
    sys.stdout.writelines(f"{line}\n" for line in found)
    versions = ", ".join(sorted(path.name for path in released.iterdir()))
    sys.stdout.write(f"schemas: breaking changes since {versions}: {len(found) or 'none'}\n")
    return 1 if found else 0


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contracts.schemas")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("write", help="make the schemas anew from the messages")
    checking = commands.add_parser("check", help="compare with the released ones")
    checking.add_argument("--released", type=Path, default=RELEASED)
    commands.add_parser("release", help="keep today's as released").add_argument("version")
    chosen = parser.parse_args(arguments)
    if chosen.command == "check":
        return check(chosen.released)
    for folder in PUBLISHED if chosen.command == "write" else (RELEASED / chosen.version,):
        write(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
