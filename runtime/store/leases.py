"""Who may act: of each name one holder at a time, checked again in every transaction it commits.

take      hold names, or hold them on; says which are ours
confirm   in the open transaction: whoever takes the name over waits until it has ended, and
          a holder that has lost it cannot commit
release   let go, so that nobody waits for the lease to run out

A process that is frozen, or cut off, loses its leases by the database's clock; what it had
under way when it comes back is rolled back. On SQLite nobody else is there: the lock on the
data folder (runtime.lock) sees to it.
"""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from typing import Final, Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    Update,
    and_,
    cast,
    delete,
    exists,
    extract,
    func,
    select,
    update,
)

from contracts.errors import LeaseLostError
from runtime.store.engine import writing
from runtime.store.schema import METADATA
from runtime.store.upsert import insert_new

TTL_S: Final = 10.0  # how long a name stays with a holder that is silent
_RENEW: Final = 1 / 3  # of that time
_FORGOTTEN_S: Final = 30 * 86_400.0  # a name that nobody took for so long
LEASES: Final = Table(
    "leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),  # grows with each new holder
    Column("expires_at", BigInteger, nullable=False),  # µs since the epoch, the database's clock
)
_T: Final = LEASES.c


class Leases(Protocol):
    """The leases of one process; safe to use from several threads."""

    @property
    def holder(self) -> str:
        """Who we are: a name that no other process ever has."""
        ...

    def take(self, names: Collection[str]) -> frozenset[str]:
        """Take `names`, or hold them on; returns those that are ours.

        Raises:
            StoreError: the store is away.
        """
        ...

    def confirm(self, connection: Connection, name: str) -> None:
        """Make sure that `name` is ours until the open transaction has ended.

        Raises:
            LeaseLostError: it is not; the transaction must not be committed.
        """
        ...

    def release(self, names: Collection[str]) -> None:
        """Let go of those of `names` that are ours.

        Raises:
            StoreError: the store is away; they run out by themselves.
        """
        ...

    def is_dead(self, holder: Column[str]) -> ColumnElement[bool]:
        """Return SQL that tells whether the process named in a column holds nothing any more."""
        ...


def open_leases(engine: Engine) -> Leases:
    """Return the leases of this process on `engine`'s store."""
    return Alone() if engine.dialect.name == "sqlite" else StoreLeases(engine)


class Alone:
    """Everything is ours: the operating system's lock keeps others out. See Leases."""

    def __init__(self) -> None:
        self.holder = _holder()

    def take(self, names: Collection[str]) -> frozenset[str]:
        """See Leases.take."""
        return frozenset(names)

    def confirm(self, connection: Connection, name: str) -> None:
        """See Leases.confirm."""

    def release(self, names: Collection[str]) -> None:
        """See Leases.release."""

    def is_dead(self, holder: Column[str]) -> ColumnElement[bool]:
        """See Leases.is_dead: every process but this one."""
        return holder != self.holder


class StoreLeases:
    """Rows of the store. See Leases.

    Args:
        engine: the store.
        ttl_s: how long a silent holder keeps a name, seconds.
        elapsed: a monotonic count of seconds.
    """

    def __init__(
        self, engine: Engine, ttl_s: float = TTL_S, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self.holder = _holder()
        self._engine = engine
        self._ttl_s = ttl_s
        self._elapsed = elapsed
        self._held: dict[str, tuple[int, float]] = {}  # name -> epoch, when it was last renewed
        self._known: set[str] = set()  # names that have a row
        self._lock = threading.Lock()

    def take(self, names: Collection[str]) -> frozenset[str]:
        """See Leases.take; asks the store only for what is not held, or not for long any more."""
        with self._lock:
            fresh = self._elapsed() - self._ttl_s * _RENEW
            due = {name for name in names if self._held.get(name, (0, fresh))[1] <= fresh}
            if due:
                self._renew(due)
            return frozenset(name for name in names if name in self._held)

    def confirm(self, connection: Connection, name: str) -> None:
        """See Leases.confirm; the lease runs anew from here."""
        epoch, _ = self._held.get(name, (0, 0.0))
        mine = and_(_T.name == name, _T.holder == self.holder, _T.epoch == epoch)
        kept = update(LEASES).where(mine).values(expires_at=_now(self._ttl_s))
        if not connection.execute(kept).rowcount:
            with self._lock:
                self._held.pop(name, None)
            raise LeaseLostError(f"{name}: another process has taken it over")

    def release(self, names: Collection[str]) -> None:
        """See Leases.release."""
        with self._lock:
            mine = [name for name in names if self._held.pop(name, None)]
            if not mine:
                return
            free = update(LEASES).where(_T.name.in_(mine), _T.holder == self.holder)
            with writing(self._engine) as connection:
                connection.execute(free.values(expires_at=_now()))

    def is_dead(self, holder: Column[str]) -> ColumnElement[bool]:
        """See Leases.is_dead."""
        return ~exists().where(_T.holder == holder, _T.expires_at > _now())

    def _renew(self, names: Collection[str]) -> None:
        asked_at = self._elapsed()
        with writing(self._engine) as connection:
            self._enter(connection, names)
            epochs = self._take(connection, names)
        for name in names:
            self._held.pop(name, None)
        self._held |= {name: (epoch, asked_at) for name, epoch in epochs.items()}
        self._known.update(names)

    def _enter(self, connection: Connection, names: Iterable[str]) -> None:
        """Make rows for names that never had one; drop those long out of use."""
        unknown = set(names) - self._known
        if unknown:  # looked up first: an insert would wait for a holder that is in a commit
            there = connection.execute(select(_T.name).where(_T.name.in_(unknown))).scalars()
            new = sorted(unknown - set(there))
            row = {"holder": "", "epoch": 0, "expires_at": 0}
            insert_new(connection, LEASES, [{"name": name, **row} for name in new])
        if not self._known:
            unused = _T.expires_at.between(1, _now(-_FORGOTTEN_S))
            connection.execute(delete(LEASES).where(unused, _T.name.not_in(names)))

    def _take(self, connection: Connection, names: Collection[str]) -> dict[str, int]:
        """Hold on what is ours, then take what is free; what is in a commit right now is not."""
        until = {"expires_at": _now(self._ttl_s)}
        ours = update(LEASES).where(_T.name.in_(names), _T.holder == self.holder).values(until)
        epochs = _epochs(connection, ours)
        free = (
            select(_T.name)
            .where(_T.name.in_(set(names) - set(epochs)), _T.expires_at <= _now())
            .order_by(_T.name)
            .with_for_update(skip_locked=True)
        )
        if found := connection.execute(free).scalars().all():
            new = {"holder": self.holder, "epoch": _T.epoch + 1, **until}
            taken = update(LEASES).where(_T.name.in_(found)).values(new)
            epochs |= _epochs(connection, taken)
        return epochs


def _epochs(connection: Connection, change: Update) -> dict[str, int]:
    rows = connection.execute(change.returning(_T.name, _T.epoch))
    return {row.name: row.epoch for row in rows}


def _now(plus_s: float = 0.0) -> ColumnElement[int]:
    """Return the database's clock, in microseconds since the epoch; no transaction stops it."""
    micros = extract("epoch", func.clock_timestamp()) * 1_000_000
    return cast(micros, BigInteger) + int(plus_s * 1_000_000)


def _holder() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
