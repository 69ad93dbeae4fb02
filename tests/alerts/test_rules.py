"""Which changes fire a rule, by table: every row is one thing we promise."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from alerts.rules import Fired, Quiet, RuleSettings, escalation, watched_base
from contracts.messages import Change, Lifecycle, Place, Told, Verdict, When
from tests.alerts.samples import (
    NOON,
    REEF,
    ROCK,
    TODAY,
    change,
    days_ago,
    episode_change,
    incident,
)

THREE_DAYS = timedelta(hours=72)
ANBAR = Place(regions=("Anbar",), countries=("IQ",), words="a base in Anbar")


def watch(**scope: Any) -> watched_base.WatchedBase:
    entry = {"name": "rule", "bases": ["iq-camp-rock"]} | scope
    return watched_base.build(watched_base.Settings.model_validate(entry), THREE_DAYS)


def verdict(rule: watched_base.WatchedBase | escalation.Escalation, about: Change) -> str:
    found = rule.judge(about)
    if isinstance(found, Quiet):
        assert found.reason
        return found.verdict.value
    return "fired late" if found and found.late else "fired" if found else "not concerned"


BACKGROUND = incident(opened_as=Told.BACKGROUND, when=days_ago(0.5))
UNNAMED = incident(bases=(), candidates=(ROCK, REEF), place=ANBAR)


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        pytest.param(change(incident()), "fired", id="an attack of today"),
        pytest.param(change(incident(bases=(REEF,))), "not_watched", id="another base"),
        pytest.param(change(incident(bases=(REEF, ROCK))), "fired", id="one of two bases"),
        pytest.param(change(incident(when=days_ago(3))), "fired", id="ended 72 h ago"),
        pytest.param(change(incident(when=days_ago(3.01))), "stale", id="ended a little earlier"),
        pytest.param(
            change(incident(when=days_ago(90)), at=None), "fired", id="nobody has a clock"
        ),
        pytest.param(change(incident(when=When())), "fired", id="no date at all"),
        pytest.param(change(incident(when=days_ago(-1))), "fired", id="ends tomorrow"),
        pytest.param(
            change(BACKGROUND, told=Told.BACKGROUND), "fired late", id="background, began in time"
        ),
        pytest.param(
            change(replace(BACKGROUND, when=days_ago(2.5)), told=Told.BACKGROUND),
            "stale",
            id="background, ended in time but began too early",
        ),
        pytest.param(
            change(BACKGROUND, told=Told.BACKGROUND, at=None),
            "background",
            id="background, no clock",
        ),
        pytest.param(
            change(replace(BACKGROUND, when=When()), told=Told.BACKGROUND),
            "background",
            id="background, no date",
        ),
        pytest.param(change(BACKGROUND), "fired", id="background at first, now told as news"),
        pytest.param(
            change(incident(when=days_ago(2.5)), told=Told.BACKGROUND),
            "fired",
            id="news at first, now told as background",
        ),
        pytest.param(change(UNNAMED), "fired", id="not named, a candidate is watched"),
        pytest.param(
            change(replace(UNNAMED, candidates=(REEF,))),
            "not_watched",
            id="no candidate is watched",
        ),
        pytest.param(change(replace(UNNAMED, candidates=())), "fired", id="only the country fits"),
        pytest.param(
            change(incident(bases=(), place=Place(countries=("SY",)))),
            "not_watched",
            id="elsewhere",
        ),
        pytest.param(change(incident(bases=(), place=Place())), "not_watched", id="nowhere"),
        pytest.param(
            change(incident(lifecycle=Lifecycle.CLOSED)), "not_material", id="closed meanwhile"
        ),
        pytest.param(
            change(incident(lifecycle=Lifecycle.RETRACTED)), "not_material", id="taken back"
        ),
        pytest.param(episode_change(), "not concerned", id="not an attack"),
    ],
)
def test_watched_base(about: Change, expected: str) -> None:
    assert verdict(watch(), about) == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"bases": [], "countries": ["IQ"]}, "fired"),
        ({"bases": [], "countries": ["SY"]}, "not_watched"),
        ({"bases": [], "all": True}, "fired"),
    ],
)
def test_watching_more_than_one_base(scope: dict[str, Any], expected: str) -> None:
    assert verdict(watch(**scope), change(incident())) == expected


def test_unnamed_places_can_be_switched_off() -> None:
    assert verdict(watch(unnamed="off"), change(UNNAMED)) == "not_watched"
    assert verdict(watch(unnamed="off"), change(incident())) == "fired"


def test_an_unnamed_place_names_its_candidates() -> None:
    fired = watch().judge(change(UNNAMED))
    assert fired == Fired("base not named; candidates: Camp Rock")


def test_an_annexed_region_belongs_to_its_country() -> None:
    crimea = incident(bases=(replace(ROCK, id="ua-bay", country="UA-43"),))
    assert verdict(watch(bases=[], countries=["UA"]), change(crimea)) == "fired"


def test_background_says_so() -> None:
    fired = watch().judge(change(BACKGROUND, told=Told.BACKGROUND))
    assert isinstance(fired, Fired)
    assert "first seen as background" in fired.because


def test_stale_says_how_old() -> None:
    quiet = watch().judge(change(incident(when=days_ago(5))))
    assert quiet == Quiet(Verdict.STALE, "5 days old when it reached us; news is at most 72 h old")


def terms(**entry: Any) -> escalation.Escalation:
    fields = {"name": "words", "countries": ["IQ"]} | entry
    return escalation.build(escalation.Settings.model_validate(fields), THREE_DAYS)


@pytest.mark.parametrize(
    ("rule", "about", "expected"),
    [
        pytest.param(terms(), episode_change(), "fired", id="any term, watched country"),
        pytest.param(terms(terms=["draft"]), episode_change(), "not_watched", id="other term"),
        pytest.param(terms(terms=["draft"]), episode_change("draft"), "fired", id="that term"),
        pytest.param(terms(countries=["SY"]), episode_change(), "not_watched", id="elsewhere"),
        pytest.param(terms(countries=[], all=True), episode_change(), "fired", id="everywhere"),
        pytest.param(
            terms(), episode_change(clock=NOON - THREE_DAYS), "fired", id="an article of 72 h ago"
        ),
        pytest.param(
            terms(), episode_change(clock=NOON - timedelta(days=4)), "stale", id="an old article"
        ),
        pytest.param(terms(), episode_change(at=None), "fired", id="nobody has a clock"),
        pytest.param(terms(), change(incident()), "not concerned", id="an attack"),
    ],
)
def test_escalation(rule: escalation.Escalation, about: Change, expected: str) -> None:
    assert verdict(rule, about) == expected


@pytest.mark.parametrize(
    "entry", [{}, {"bases": ["Camp Rock"]}, {"countries": ["Iraq"]}, {"all": True, "unamed": "off"}]
)
def test_a_rule_that_watches_nothing_or_misspells_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        watched_base.Settings.model_validate({"name": "x"} | entry)


def test_every_rule_has_settings_of_its_own() -> None:
    for module in (watched_base, escalation):
        assert issubclass(module.Settings, RuleSettings)


def test_today_is_the_bases_day() -> None:
    assert TODAY.start is not None
    assert TODAY.start.hour == 21
