"""Each real stage, killed at each place that matters: the same bytes as if nothing had been.

What was said and what is stored is compared with the embedded flow over the same reports.
"""

import signal
from collections.abc import Iterator, Sequence

import pytest

from runtime.stage import Put
from tests.kafka.fleet import Fleet, gathered
from tests.kafka.processes import exit_code
from tests.outcome import Outcome

PLACES = ("append.before", "append.open", "append.after", "store.before", "store.after",
          "offset.before", "offset.after")  # fmt: skip


@pytest.fixture
def fleet(servers: str, prefix: str, url: str) -> Iterator[Fleet]:
    with gathered(servers, prefix, url) as fleet:
        yield fleet


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("stage", ["fold", "alerts"])
def test_a_stage_that_is_killed_loses_and_repeats_nothing(
    fleet: Fleet, reports: Sequence[Put], wanted: Outcome, stage: str, place: str
) -> None:
    fleet.feed(reports)
    for times in (1, 2):
        worker = fleet.start(die=f"{stage}.{place}", times=times)
        assert exit_code(worker, 60) == -signal.SIGKILL
    fleet.start()
    fleet.drain()
    check(fleet, wanted)


def check(fleet: Fleet, wanted: Outcome) -> None:
    found = fleet.outcome()
    assert found.said == wanted.said
    assert found.rows == {name: wanted.rows[name] for name in found.rows}
    assert fleet.letters() == []
