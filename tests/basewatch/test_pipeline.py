"""The loop of replay: what is routed, in which order, and how it fails."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, text

from basewatch.pipeline import Pipeline, ReplayFailedError
from contracts import topics
from contracts.messages import Page
from contracts.topics import Topic
from runtime.stage import Put, Record
from runtime.store.engine import memory_store

PAGE = Page(id="p1", article_id="a1", source="paper", url="https://paper.example/1")


@dataclass
class Splitter:
    """Says two articles for every page."""

    name: str = "splitter"
    reads: Topic = topics.PAGES

    def handle(self, record: Record) -> Sequence[Put]:
        return [Put(topics.ARTICLES, record.key, word) for word in (b"first", b"second")]


@dataclass
class Counter:
    """Counts what it read in the store, and says the number."""

    name: str = "counter"
    reads: Topic = topics.ARTICLES
    offsets: list[int] = field(default_factory=list)

    def handle(self, record: Record, connection: Connection) -> Sequence[Put]:
        self.offsets.append(record.offset)
        connection.execute(text("CREATE TABLE IF NOT EXISTS seen (value BLOB)"))
        connection.execute(text("INSERT INTO seen VALUES (:value)"), {"value": record.value})
        count = connection.execute(text("SELECT count(*) FROM seen")).scalar_one()
        return [Put(topics.CHANGES, record.key, str(count).encode())]


class Failing:
    """Cannot handle anything."""

    name = "failing"
    reads = topics.PAGES

    def handle(self, record: Record) -> Sequence[Put]:
        raise TimeoutError("took longer than 5 s")


def values(puts: Sequence[Put]) -> list[bytes]:
    return [put.value for put in puts]


def test_every_put_reaches_the_stage_that_reads_it_in_order() -> None:
    with Pipeline([Splitter()], [Counter()], memory_store()) as pipeline:
        first, second = pipeline.feed(PAGE), pipeline.feed(PAGE)

    assert values(first[topics.ARTICLES]) == [b"first", b"second"]
    assert values(first[topics.CHANGES]) == [b"1", b"2"]
    assert values(second[topics.CHANGES]) == [b"3", b"4"]
    assert first[topics.ALERTS] == []


def test_trials_leave_the_store_as_they_found_it() -> None:
    engine = memory_store()

    def trial() -> list[bytes]:
        with Pipeline([Splitter()], [Counter()], engine, keep=False) as pipeline:
            return values(pipeline.feed(PAGE)[topics.CHANGES])

    assert trial() == trial() == [b"1", b"2"]


def test_what_is_kept_outlives_the_pipeline() -> None:
    engine = memory_store()
    with Pipeline([Splitter()], [Counter()], engine) as pipeline:
        pipeline.feed(PAGE)

    with Pipeline([Splitter()], [Counter()], engine) as pipeline:
        assert values(pipeline.feed(PAGE)[topics.CHANGES]) == [b"3", b"4"]


def test_no_two_records_share_an_offset() -> None:
    counter = Counter()
    with Pipeline([Splitter()], [counter], memory_store()) as pipeline:
        pipeline.feed(PAGE)
        pipeline.feed(PAGE)

    assert len(set(counter.offsets)) == len(counter.offsets) == 4


def test_a_failing_stage_is_named_with_the_page_it_failed_on() -> None:
    with (
        pytest.raises(ReplayFailedError, match=r"failing failed on .*/1: TimeoutError"),
        Pipeline([Failing()], [], memory_store()) as pipeline,
    ):
        pipeline.feed(PAGE)
