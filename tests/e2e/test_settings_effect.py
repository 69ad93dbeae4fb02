"""What stands in watch.toml changes what comes out: the whole flow, in one process."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from basewatch import stages
from basewatch.replay import Outcome, replay
from basewatch.rows import Row
from basewatch.settings import Settings
from contracts.messages import AlertKind, Verdict

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
DRONES = Row(
    url="https://paper.example/harir",
    source="paper",
    published=MONDAY,
    text="Two explosive drones struck the al-Harir air base in northern Iraq on Monday evening, "
    "wounding three American soldiers, a Kurdish security official said.",
)
AGAIN = Row(
    url="https://sister.example/harir-attack",
    source="sister",
    published=MONDAY + timedelta(hours=1),
    text="American troops were hurt when drones attacked al-Harir air base on Monday, officials in "
    "the Kurdistan region told this newspaper.",
)


def siren(hours: int) -> Row:
    return Row(
        url=f"https://paper.example/siren-{hours}",
        source="paper",
        published=MONDAY + timedelta(hours=hours),
        title="Jordan raises the amber flag",
        text="Jordan's army said it raised the amber flag over all its barracks, hours after a "
        "rocket attack on a military base across the border.",
    )


RULES = [
    {"name": "attacks", "type": "watched_base", "countries": ["IQ"]},
    {"name": "steps", "type": "escalation", "all": True},
]


def outcome(rows: Sequence[Row], **sections: Any) -> Outcome:
    built = stages.build(Settings.model_validate({"rules": RULES} | sections), strict=True)
    try:
        return replay((row.page() for row in rows), built.pipeline(), lambda: None)
    finally:
        built.close()


def kinds(found: Outcome) -> list[AlertKind]:
    return [alert.kind for alert in found.alerts]


def test_two_papers_are_two_sources_unless_settings_make_them_one_family() -> None:
    feeds = [
        {"name": name, "url": f"https://{name}.example/feed", "family": "one house"}
        for name in ("paper", "sister")
    ]

    (apart,) = outcome([DRONES, AGAIN]).incidents.values()
    (together,) = outcome([DRONES, AGAIN], feeds=feeds).incidents.values()

    assert (apart.families, together.families) == (2, 1)


def test_a_base_outside_the_watch_list_does_not_alert() -> None:
    elsewhere = [{"name": "attacks", "type": "watched_base", "countries": ["JO"]}]

    assert kinds(outcome([DRONES])) == [AlertKind.NEW_ATTACK]
    found = outcome([DRONES], rules=elsewhere)
    assert kinds(found) == []
    assert Verdict.NOT_WATCHED in {decision.verdict for decision in found.decisions}


@pytest.mark.parametrize(("hours", "expected"), [(72.0, 1), (0.001, 0)])
def test_how_old_an_attack_may_be_to_be_news(hours: float, expected: int) -> None:
    late = Row(
        url=DRONES.url,
        source="paper",
        text=DRONES.text,
        published=None,
        fetched=MONDAY + timedelta(hours=30),
    )

    assert len(outcome([late], alerts={"max_event_age_h": hours}).alerts) == expected


def test_escalation_terms_and_the_length_of_an_episode_are_settings() -> None:
    rows = [siren(0), siren(30)]
    terms = {"terms": ["raised the amber flag"]}

    assert kinds(outcome(rows)) == []
    assert kinds(outcome(rows, escalation=terms)) == [AlertKind.ESCALATION] * 2
    longer = terms | {"episode_hours": 48}
    assert kinds(outcome(rows, escalation=longer)) == [AlertKind.ESCALATION]
