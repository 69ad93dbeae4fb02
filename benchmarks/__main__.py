"""Run every benchmark, each in a process of its own: `python -m benchmarks [name ...]`."""

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
    sys.exit(main(sys.argv[1:]))
