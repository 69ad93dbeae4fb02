"""Clean restarts of all stages with a backlog. BASEWATCH_TEST_RESTARTS says how many; default 5."""

import os
from pathlib import Path

import pytest

from basewatch.stages import Stages
from contracts import topics
from tests import outcome
from tests.kafka.fleet import ALL, Fleet

RESTARTS = int(os.environ.get("BASEWATCH_TEST_RESTARTS", "5"))
PRINTED = 4 + RESTARTS // 2


@pytest.mark.timeout(60 + 12 * RESTARTS)
def test_clean_restarts_with_a_backlog_lose_and_repeat_nothing(
    fleet: Fleet, built: Stages, tmp_path: Path
) -> None:
    pages = outcome.pages(PRINTED)
    fleet.feed(pages[:20])
    left = pages[20:]
    for number in range(RESTARTS):
        fleet.feed(left[number::RESTARTS])
        wanted = fleet.said(topics.REPORTS) + 5
        worker = fleet.start(*ALL)
        fleet.await_said(topics.REPORTS, wanted)
        assert fleet.workers.stop(worker) < 10
    fleet.start(*ALL)
    fleet.drain()
    fleet.check_from_pages(built, pages, tmp_path)
    assert fleet.repeats() == 0
