"""Eight plain stories, each told over hours and days by several papers: nothing is told twice."""

from collections import Counter
from functools import cache
from pathlib import Path

from basewatch import settings, stages
from basewatch.replay import Outcome
from basewatch.rows import read_rows
from contracts.messages import AlertKind

FILE = Path(__file__).parent / "wire_stories.jsonl"
ATTACKS = 9  # one story holds two, a day apart


@cache
def outcome() -> Outcome:
    built = stages.build(settings.watch_everything(), strict=True)
    found = Outcome()
    with built.pipeline() as pipeline:
        for row in read_rows([FILE]):
            found.take(pipeline.feed(row.page()))
    built.close()
    return found


def test_each_attack_is_told_once_and_at_once() -> None:
    told = [each for each in outcome().alerts if each.kind is AlertKind.NEW_ATTACK]

    assert len(told) == ATTACKS
    assert set(Counter(each.incident_id for each in told).values()) == {1}
    firsts = [each.evidence[0].url.endswith("-0") for each in told]
    assert firsts.count(True) == ATTACKS - 1


def test_a_toll_that_rises_is_an_update_of_its_attack() -> None:
    (mali,) = {each.incident_id for each in outcome().alerts if "Mondoro" in each.headline}
    assert "27" in {
        str(value.value.low) for fact in outcome().incidents[mali].facts for value in fact.values
    }
