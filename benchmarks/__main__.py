"""Run every benchmark, each in a process of its own: `python -m benchmarks [name ...]`."""

import argparse
import subprocess
import sys
import time
from typing import Final

ALL: Final = ("messages", "pages", "feeds", "clients", "judge", "flow")


def main(wanted: list[str]) -> int:
    """Run those that are named, or all; returns how many failed."""
    failed = 0
    for name in wanted or ALL:
        sys.stdout.write(f"\n== {name}\n")
        sys.stdout.flush()
        began = time.monotonic()
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        failed += subprocess.run(command, check=False).returncode != 0  # noqa: S603 - our own files
        sys.stdout.write(f"({name}: {time.monotonic() - began:.0f} s)\n")
    return failed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(ALL)}; none: all of them")
    given = parser.parse_args().name
    if unknown := [name for name in given if name not in ALL]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(ALL)}")
    sys.exit(main(given))
