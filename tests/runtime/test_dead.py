from datetime import UTC, datetime

from runtime import dead
from runtime.stage import Record, check_size

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def test_a_letter_always_fits_its_topic() -> None:
    """A foreign key that is no UTF-8 is three times as long when it is decoded."""
    key = "\ufffd" * 1_000_000
    record = Record("pages.v1", 0, 7, key, bytes(5_000_000), {}, NOON)
    check_size(dead.letter("article", record, LookupError("x" * 2_000_000), NOON))
