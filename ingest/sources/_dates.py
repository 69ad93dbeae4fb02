"""Dates as feeds write them. Pure, and never guesses: what is not understood is None.

feedparser's own reading takes 2020/1/10 for the first of November and a Unix time for
the year 1772; other readers take a guid for a date. An invented date sells old as new.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

_AHEAD: Final = timedelta(minutes=15)  # clocks differ; more than that is a lie
_OLDEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: a zero, not a date
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?")
_ZONE: Final = re.compile(r"\s*(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})$", re.IGNORECASE)


def read_date(raw: str, now: datetime) -> datetime | None:
    """Read an RFC 822 or ISO 8601 date into UTC; a date without zone is UTC.

    Returns:
        None when it is missing, unreadable, before 1990 or over 15 minutes after `now`.
    """
    text = " ".join(raw[:100].split())
    try:
        when = _iso(text) if _ISO.fullmatch(text) else parsedate_to_datetime(text)
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return when if _OLDEST <= when <= now + _AHEAD else None


def _iso(text: str) -> datetime:
    zone = _ZONE.search(text)
    if zone is None or len(text) == 10:
        return datetime.fromisoformat(text)
    name = zone[1].upper()
    offset = "+00:00" if name in ("Z", "UTC", "GMT") else name
    return datetime.fromisoformat(text[: zone.start()] + offset)
