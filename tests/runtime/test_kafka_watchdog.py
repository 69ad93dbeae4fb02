import threading
import time
from collections.abc import Mapping
from typing import Any, cast

from contracts.errors import StoreError
from contracts.topics import PAGES, Topic
from runtime.log.kafka.watchdog import Stalls, Watchdog

A, B = ("pages.v1", 0), ("pages.v1", 1)


def test_a_partition_that_does_not_move_is_found_after_the_limit() -> None:
    stalls = Stalls(60)
    assert stalls.look({A: 5, B: 9}, 0) == []
    assert stalls.look({A: 5, B: 10}, 60) == []
    assert stalls.look({A: 5, B: 11}, 61) == [A]


def test_a_partition_that_was_read_up_begins_anew() -> None:
    stalls = Stalls(60)
    stalls.look({A: 5}, 0)
    stalls.look({}, 30)
    assert stalls.look({A: 5}, 70) == []


def test_an_outage_blames_no_one() -> None:
    stalls = Stalls(60)
    stalls.look({A: 5}, 0)
    stalls.forget()
    assert stalls.look({A: 5}, 70) == []


class Group:
    """A group whose partition 0 stands still; stands where the watchdog expects a log."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.away = False

    def progress(self, _topic: Topic, _group: str) -> Mapping[int, tuple[int, int]]:
        self.asked.release()
        if self.away:
            raise StoreError("the broker is away")
        return {0: (5, 9), 1: (7, 7)}


class Stage:
    """Only what the watchdog asks of a step."""

    name = "article"
    reads = PAGES


def watch(group: Group, ours: list[tuple[str, int]], *, excused: bool = False) -> threading.Event:
    """Return what is set when the process would end; ten looks are taken at least."""
    ended = threading.Event()
    dog = Watchdog(cast("Any", group), limit_s=0.01, every_s=0.01, end=ended.set)
    dog.watch(cast("Any", Stage()), lambda: ours, lambda: excused)
    deadline = time.monotonic() + 10
    for _ in range(10):
        assert group.asked.acquire(timeout=deadline - time.monotonic())
    dog.close()
    return ended


def test_a_partition_of_ours_that_stands_still_ends_the_process() -> None:
    assert watch(Group(), [A]).is_set()


def test_whoever_fell_out_of_the_group_ends_too() -> None:
    assert watch(Group(), []).is_set()


def test_the_partition_of_another_is_not_our_fault() -> None:
    assert not watch(Group(), [B]).is_set()


def test_a_record_that_is_held_on_purpose_is_no_stall() -> None:
    assert not watch(Group(), [A], excused=True).is_set()


def test_a_broker_that_is_away_is_no_stall() -> None:
    group = Group()
    group.away = True
    assert not watch(group, [A]).is_set()
