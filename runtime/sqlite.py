"""What log.db and store.db have in common: how a connection is set up, and what an outage is."""

import sqlite3
from typing import Final

BUSY_TIMEOUT_S: Final = 5.0
_WAL_LIMIT: Final = 64 * 1024 * 1024  # bytes; a checkpoint cuts the WAL back to this

# Any primary result code but this one says that the file is busy, full, broken or away;
# SQLITE_ERROR itself is a mistake in the SQL. Extended codes keep the primary in the low byte.
_SQL_MISTAKE: Final = sqlite3.SQLITE_ERROR


def prepare(connection: sqlite3.Connection, busy_timeout_s: float) -> None:
    """Make every commit durable before it returns, and let readers work beside the writer."""
    for pragma in (
        f"busy_timeout = {int(busy_timeout_s * 1000)}",
        "auto_vacuum = INCREMENTAL",  # holds for a new file only, and must come before WAL
        "journal_mode = WAL",
        "synchronous = FULL",
        f"journal_size_limit = {_WAL_LIMIT}",
        "secure_delete = OFF",  # Debian's build zeroes deleted pages otherwise
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def is_outage(error: BaseException | None) -> bool:
    """Tell whether waiting may help: locked, full, I/O error, read-only, damaged."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return False
    code = getattr(error, "sqlite_errorcode", _SQL_MISTAKE)
    return code & 0xFF != _SQL_MISTAKE
