"""The demo's time and place: a clock that runs from article to article, and its settings."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from basewatch.demo.newspapers import Newsstand
from basewatch.demo.receivers import Hook, Mailbox
from basewatch.settings import Settings

FIRST: Final = datetime(2024, 1, 20, 15, 30, tzinfo=UTC)  # the attacks, near enough
SECOND: Final = datetime(2024, 8, 5, 18, 0, tzinfo=UTC)
SECRET: Final = "whsec_" + "ZGVtbyBzZWNyZXQsIG5vdCBhIHNlY3JldCBhdCBhbGw="
READER: Final = "duty@desk.invalid"
_YEAR_H: Final = 24.0 * 366


class StoryClock:
    """Runs like any clock, and is put forward to the next article's hour."""

    def __init__(self, start: datetime) -> None:
        self._at = start
        self._since = time.monotonic()

    def __call__(self) -> datetime:
        """Return the story's present."""
        return self._at + timedelta(seconds=time.monotonic() - self._since)

    def forward(self, to: datetime) -> None:
        """Put it forward, never back."""
        self._at, self._since = max(to, self()), time.monotonic()


def settings(stand: Newsstand, mailbox: Mailbox, hook: Hook, data: Path) -> Settings:
    """Return what an operator would write to watch these papers for these receivers."""
    addresses = [paper.home.removeprefix("http://") for paper in stand.papers.values()]
    return Settings.model_validate(
        {
            "data": data,
            "ingest": {
                "interval_s": 0.5,
                "host_delay_s": 0.0,
                "allow_addresses": addresses,
                "silence_h": _YEAR_H,  # months pass between two polls of the story
            },
            "feeds": [
                {"name": paper.key, "url": paper.feed_url, "family": paper.key}
                for paper in stand.papers.values()
            ],
            "rules": [
                {"type": "watched_base", "name": "western Iraq", "bases": ["iq-ain-al-asad"]},
                {"type": "escalation", "name": "escalation", "countries": ["IQ", "JO"]},
            ],
            "receivers": [
                {"type": "email", "name": "desk", "addresses": [READER]},
                {
                    "type": "webhook",
                    "name": "dashboard",
                    "addresses": [hook.url],
                    "secret": SECRET,
                },
            ],
            "channels": {
                "email": {
                    "host": "127.0.0.1",
                    "port": mailbox.port,
                    "tls": "none",
                    "sender": "basewatch@desk.invalid",
                },
                "webhook": {"allow_addresses": [f"127.0.0.1:{hook.port}"]},
            },
            "health": {"port": 0},
            "log": {"level": "error"},
        }
    )
