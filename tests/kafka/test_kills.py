"""Each real stage, killed at each place that matters: the same bytes as if nothing had been.

What was said and what is stored is compared with the embedded flow over the same reports.
"""

import os
import signal
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from basewatch.stages import Stages
from contracts import topics
from runtime.stage import Put
from runtime.store.engine import reading
from runtime.store.leases import LEASES, TTL_S
from tests import outcome
from tests.kafka.fleet import STATEFUL, Fleet
from tests.kafka.processes import exit_code
from tests.outcome import Outcome

PLACES = (
    *("append.before", "append.open", "append.after"),
    *("store.before", "store.after", "offset.before", "offset.after"),
)
AGENTS = (
    "article.append.before",
    "extract.append.before",
    "article.offset.before",
    "article.append.after",
    "extract.append.after",
    "extract.offset.after",
)
IDLE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'idle in transaction' AND state_change < now() - interval '1 s'"
)
HOUR_S = 3600.0


def holders(fleet: Fleet) -> dict[str, int]:
    """Count who has held each stage."""
    with reading(fleet.engine) as connection:
        rows = connection.execute(select(LEASES.c.name, LEASES.c.epoch))
        return {row.name: row.epoch for row in rows}


def end_idle_transactions(fleet: Fleet) -> None:
    """Do at once what the server does to a frozen client after half a minute."""
    with reading(fleet.engine) as connection:
        connection.execute(IDLE)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("stage", STATEFUL)
def test_a_stage_that_is_killed_loses_and_repeats_nothing(
    fleet: Fleet, reports: Sequence[Put], wanted: Outcome, stage: str, place: str
) -> None:
    fleet.feed(reports)
    for times in (1, 2):
        worker = fleet.start(die=f"{stage}.{place}", times=times)
        assert exit_code(worker) == -signal.SIGKILL
    fleet.start()
    fleet.drain()
    fleet.check(wanted)
    assert fleet.letters() == []


@pytest.mark.timeout(240)
def test_agents_that_are_killed_lose_and_repeat_nothing(
    fleet: Fleet, built: Stages, tmp_path: Path
) -> None:
    """In one test, for the group waits ten seconds for each that was killed."""
    pages = outcome.pages(printed=6)
    fleet.start()
    for number, place in enumerate(AGENTS):
        fleet.feed(pages[number :: len(AGENTS)])
        worker = fleet.start("agents", die=place)
        assert exit_code(worker) == -signal.SIGKILL
    fleet.start("agents")
    fleet.drain()
    fleet.check_from_pages(built, pages, tmp_path)


def test_a_standby_takes_over_within_the_lease(
    fleet: Fleet, reports: Sequence[Put], wanted: Outcome
) -> None:
    worker = fleet.start(die="fold.append.after", times=2, lease_s=TTL_S)
    fleet.until(lambda: holders(fleet) == {"fold": 1, "alerts": 1})
    standby = fleet.start(lease_s=TTL_S)
    fleet.feed(reports)
    assert exit_code(worker) == -signal.SIGKILL
    fleet.until(lambda: holders(fleet) == {"fold": 2, "alerts": 2}, within_s=TTL_S + 3)
    fleet.drain()
    fleet.check(wanted)
    fleet.workers.stop(standby)


@pytest.mark.parametrize("place", ["fold.append.open", "fold.store.before", "fold.offset.before"])
def test_a_stage_that_was_frozen_and_goes_on_does_no_harm(
    fleet: Fleet, reports: Sequence[Put], wanted: Outcome, place: str
) -> None:
    """Its transactions are not kept; at an offset it sets the group back, which costs nothing."""
    fleet.feed(reports[:9])
    frozen = fleet.start(die=place, how=signal.SIGSTOP)
    fleet.until(lambda: holders(fleet).get("fold") == 1)
    fleet.start()
    while holders(fleet)["fold"] == 1:
        end_idle_transactions(fleet)
    fleet.drain()
    os.kill(frozen.pid, signal.SIGCONT)
    fleet.workers.stop(frozen)
    fleet.feed(reports[9:])
    fleet.drain()
    fleet.check(wanted)


def test_clocks_that_are_hours_apart_change_no_byte(
    fleet: Fleet, reports: Sequence[Put], wanted: Outcome
) -> None:
    poison = Put(topics.REPORTS, "poison", b"poison")
    fleet.feed([poison, *reports[:6], poison, *reports[6:]])
    for skew_s in (HOUR_S, -HOUR_S):
        worker = fleet.start(die="fold.offset.before", times=2, skew_s=skew_s)
        assert exit_code(worker) == -signal.SIGKILL
    fleet.start()
    fleet.drain()
    fleet.check(wanted)
    letters = fleet.letters()
    dates = [letter.at for letter in letters if letter.at]
    assert max(dates) - min(dates) > timedelta(hours=1)
    assert len({letter.id for letter in letters}) == 2
