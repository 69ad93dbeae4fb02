from datetime import UTC, datetime

import pytest

from ingest.headers import Validators, media_type, retry_after_s, validators

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("etag", ['"abc"', 'W/"abc"', '""', '"' + "x" * 500 + '"'])
def test_valid_etags_are_kept(etag: str) -> None:
    assert validators(etag, "").etag == etag


@pytest.mark.parametrize(
    "etag", ["", "abc", '"a\r\nX: y"', '"a"b"', '"\x00"', '"' + "x" * 100_000 + '"', 'w/"a"']
)
def test_other_etags_are_never_sent_back(etag: str) -> None:
    assert validators(etag, "").headers() == {}


def test_last_modified_must_be_a_date() -> None:
    good = "Sat, 21 Nov 2026 10:00:00 GMT"
    assert validators("", good).headers() == {"If-Modified-Since": good}
    for bad in ("yesterday", good + "\r\nX: y", "Sat, 31 Feb 2026 10:00:00 GMT", "x" * 9_999):
        assert validators("", bad) == Validators()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", 0),
        ("soon", 0),
        ("1", 60),
        ("-5", 60),
        ("300", 300),
        ("315360000", 86_400),
        ("Sat, 21 Nov 2026 12:10:00 GMT", 600),
        ("Fri, 20 Nov 2026 12:00:00 GMT", 60),
        ("Sat, 21 Nov 2036 12:00:00 GMT", 86_400),
        ("9" * 400, 0),
    ],
)
def test_retry_after_is_clamped(value: str, seconds: float) -> None:
    assert retry_after_s(value, NOON) == seconds


def test_media_type_and_charset() -> None:
    assert media_type('Text/HTML; Charset="UTF-8"') == ("text/html", "utf-8")
    assert media_type("application/rss+xml") == ("application/rss+xml", "")
    assert media_type("") == ("", "")
