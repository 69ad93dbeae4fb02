"""How PostgreSQL is spoken to, and what an outage of it is."""

from collections.abc import Mapping
from typing import Any, Final

import psycopg

# A transaction whose process froze is ended by the server, so that the locks it holds fall.
IDLE_TIMEOUT_S: Final = 30.0
_CONNECT_TIMEOUT_S: Final = 5
_SILENCE_MS: Final = 30_000  # before an unanswered packet counts as a dead connection
_KEEPALIVE: Final = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}

# Classes of SQLSTATE (appendix A of PostgreSQL's manual) that waiting may heal: connection,
# rollback (deadlock, serialization), resources, operator intervention, system errors.
_OUTAGES: Final = frozenset({"08", "40", "53", "57", "58"})
_MORE_OUTAGES: Final = frozenset(
    {
        "25006",  # read-only: the server became a standby
        "25P03",  # idle in transaction for too long
        "55P03",  # a lock was not to be had in time
        "XX001",  # data corrupted: for the operator, and no reason to drop records
        "XX002",  # index corrupted
    }
)


def connect_args(lock_timeout_s: float) -> Mapping[str, Any]:
    """Return what every connection is opened with: durable commits, bounded waits, UTF-8."""
    settings = {
        "synchronous_commit": "on",
        "lock_timeout": f"{int(lock_timeout_s * 1000)}ms",
        "idle_in_transaction_session_timeout": f"{int(IDLE_TIMEOUT_S * 1000)}ms",
    }
    return {
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
        "client_encoding": "utf8",
        "connect_timeout": _CONNECT_TIMEOUT_S,
        "tcp_user_timeout": _SILENCE_MS,
        **_KEEPALIVE,
    }


def is_outage(error: BaseException | None) -> bool:
    """Tell whether waiting may help: away, restarting, full, or in another's way."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:  # it never came to the server, or the server went in the middle
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate[:2] in _OUTAGES or error.sqlstate in _MORE_OUTAGES
