"""What a server's headers mean to us. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_ETAG: Final = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]{0,500}"')  # RFC 9110 s.8.8.3
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_MIN_WAIT_S: Final = 60.0
_MAX_WAIT_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server gave us last time, so that it may answer 304."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return them as conditional request headers (RFC 9110 s.13.1)."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


def validators(etag: str, last_modified: str) -> Validators:
    """Keep of a server's validators only what may safely be sent back."""
    return Validators(
        etag if _ETAG.fullmatch(etag) else "",
        last_modified if len(last_modified) < 64 and _http_date(last_modified) else "",
    )


def retry_after_s(value: str, now: datetime) -> float:
    """Read Retry-After, seconds or a date, into 60 s .. 24 h; 0 when it says nothing."""
    value = value.strip()
    if re.fullmatch(r"-?[0-9]{1,20}", value):
        return _clamp(float(value))
    when = _http_date(value)
    return _clamp((when - now).total_seconds()) if when else 0.0


def media_type(content_type: str) -> tuple[str, str]:
    """Split Content-Type into lower-case type and charset; "" where it names none."""
    charset = _CHARSET.search(content_type)
    return content_type.partition(";")[0].strip().lower(), charset[1].lower() if charset else ""


def _clamp(seconds: float) -> float:
    return min(max(seconds, _MIN_WAIT_S), _MAX_WAIT_S)


def _http_date(value: str) -> datetime | None:
    if not value.isascii() or not value.isprintable():
        return None
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
