"""When is a start over? Until then, what was found goes into one digest."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from runtime.clock import Clock

_LONGEST: Final = timedelta(hours=1)  # a digest must go out, however much there is to read
_FIRST_ROUND: Final = timedelta(minutes=10)  # feeds that back off for longer are not waited for


class Polled(Protocol):
    """A feed, as far as it matters here. Times are of the wall clock."""

    @property
    def tried_at(self) -> datetime | None:
        """When it was last polled."""
        ...

    @property
    def next_at(self) -> datetime:
        """When it will be."""
        ...


class CatchUp:
    """Says, until the first round of the feeds is read to its end, that it is not.

    Args:
        clock: the wall clock.
        feeds: how the feeds are doing; none while nobody has begun to read them.
        unread: how many records wait anywhere between the feeds and the alerts.
    """

    def __init__(
        self, clock: Clock, feeds: Callable[[], Sequence[Polled]], unread: Callable[[], int]
    ) -> None:
        self._clock = clock
        self._feeds = feeds
        self._unread = unread
        self._started_at = clock()
        self._over = False

    def __call__(self) -> bool:
        """Tell whether the start still goes on; callable from any thread.

        Raises:
            StoreError: the log is away.
        """
        if not self._over:
            late = self._clock() - self._started_at > _LONGEST
            self._over = late or not (self._unpolled() or self._unread())
        return not self._over

    def _unpolled(self) -> bool:
        feeds = self._feeds()
        return not feeds or any(
            _is_before(feed.tried_at, self._started_at)
            and feed.next_at <= self._started_at + _FIRST_ROUND
            for feed in feeds
        )


def _is_before(at: datetime | None, start: datetime) -> bool:
    return at is None or at < start
