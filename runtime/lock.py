"""One service per data folder: a lock of the operating system, which dies with its holder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.errors import SecondInstanceError


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process alone, until the block ends or the process dies.

    Raises:
        SecondInstanceError: another process holds it; names its pid.
        OSError: the folder is missing or may not be written.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            raise SecondInstanceError(
                f"{folder}: another basewatch runs on this data (pid {pid}); stop it first, or"
                " give this one a data folder of its own"
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)
