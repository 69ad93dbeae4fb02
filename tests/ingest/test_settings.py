import pytest
from pydantic import TypeAdapter, ValidationError

from ingest.settings import Feed, Feeds, Ingest


def test_an_exception_that_is_no_address_is_refused_at_once() -> None:
    with pytest.raises(ValidationError, match="allow_addresses: 'localhost:80'"):
        Ingest(allow_addresses=("localhost:80",))


def test_two_feeds_of_one_name_are_refused() -> None:
    feed = {"name": "paper", "url": "https://paper.example/feed"}
    with pytest.raises(ValidationError, match="unique: paper"):
        TypeAdapter(Feeds).validate_python([feed, feed])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Paper!"},
        {"name": ""},
        {"url": "ftp://paper.example/feed"},
        {"url": "https:///feed"},
        {"url": "paper.example/feed"},
        {"type": "../rss"},
        {"interval_s": 0},
        {"colour": "red"},
    ],
)
def test_a_feed_that_cannot_be_meant(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Feed(**{"name": "paper", "url": "https://paper.example/feed"} | wrong)


@pytest.mark.parametrize("agent", ["watcher\r\nX: y", "", "wätcher"])
def test_a_user_agent_is_one_plain_line(agent: str) -> None:
    with pytest.raises(ValidationError):
        Ingest(user_agent=agent)
