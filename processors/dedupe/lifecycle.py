"""Where an incident stands, and what moves it on. Measured by the greatest arrived_at so far."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contracts.messages import Lifecycle


class Event(StrEnum):
    """What happens to an incident."""

    REPORT = "report"  # one more report stands in it
    QUIET = "quiet"  # none came for long
    EMPTIED = "emptied"  # the last report was taken back
    ABSORBED = "absorbed"  # it turned out to be part of another one


_NEXT: Final[Mapping[tuple[Lifecycle, Event], Lifecycle]] = {
    (Lifecycle.OPEN, Event.REPORT): Lifecycle.OPEN,
    (Lifecycle.OPEN, Event.QUIET): Lifecycle.CLOSED,
    (Lifecycle.OPEN, Event.EMPTIED): Lifecycle.RETRACTED,
    (Lifecycle.OPEN, Event.ABSORBED): Lifecycle.MERGED,
    (Lifecycle.CLOSED, Event.REPORT): Lifecycle.CLOSED,
    (Lifecycle.CLOSED, Event.QUIET): Lifecycle.CLOSED,
    (Lifecycle.CLOSED, Event.EMPTIED): Lifecycle.RETRACTED,
    (Lifecycle.CLOSED, Event.ABSORBED): Lifecycle.MERGED,
    (Lifecycle.RETRACTED, Event.REPORT): Lifecycle.OPEN,
    (Lifecycle.RETRACTED, Event.QUIET): Lifecycle.RETRACTED,
    (Lifecycle.RETRACTED, Event.ABSORBED): Lifecycle.MERGED,
}


def after(lifecycle: Lifecycle, event: Event) -> Lifecycle:
    """Return where `event` leads from `lifecycle`.

    Raises:
        KeyError: nothing can happen to a merged incident, nor be taken from an empty one.
    """
    return _NEXT[lifecycle, event]


def is_quiet(last_report_at: datetime | None, latest: datetime | None, quiet: timedelta) -> bool:
    """Say if the last report came longer ago than `quiet`; unknown times are not long ago."""
    return bool(last_report_at and latest and latest - last_report_at > quiet)
