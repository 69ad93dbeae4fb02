"""An invented attack on an invented base, and what can be said of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from contracts import ids
from contracts.messages import (
    BaseRef,
    Change,
    ChangeKind,
    Conflict,
    Episode,
    Evidence,
    Fact,
    Incident,
    LedgerValue,
    Place,
    Precision,
    Slot,
    TimeBasis,
    Told,
    Value,
    When,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROCK = BaseRef(
    id="iq-camp-rock", name="Camp Rock", country="IQ", lat=33.5, lon=43.25, tz="Asia/Baghdad"
)
REEF = BaseRef(id="sy-reef", name="Reef Outpost", country="SY", lat=34.5, lon=40.9, tz="UTC")
TODAY = When(
    start=NOON - timedelta(hours=15),  # midnight in Baghdad
    end=NOON + timedelta(hours=9),
    precision=Precision.DAY,
    basis=TimeBasis.STATED,
)


def days_ago(count: float) -> When:
    """A day of the base that ended `count` days before NOON."""
    end = NOON - timedelta(days=count)
    return When(start=end - timedelta(days=1), end=end, precision=Precision.DAY)


def evidence(
    sentence: str, family: str = "gazette.example", url: str = "", hours: float = -1
) -> Evidence:
    return Evidence(
        url=url or f"https://{family}/rock",
        sentence=sentence,
        source=family.partition(".")[0],
        family=family,
        title="Rockets land at Camp Rock",
        published=NOON + timedelta(hours=hours),
        article_id=f"article-{family}",
    )


def value(text: str, *quotes: Evidence, speakers: tuple[str, ...] = ()) -> LedgerValue:
    return LedgerValue(
        value=Value(text=text),
        families=max(1, len({quote.family for quote in quotes})),
        reports=max(1, len(quotes)),
        speakers=speakers,
        evidence=quotes,
    )


def fact(slot: Slot, shown: str, *values: LedgerValue, families: int = 1) -> Fact:
    return Fact(slot=slot, shown=shown, families=families, values=values or (value(shown),))


def conflict(slot: Slot, *sides: LedgerValue) -> Conflict:
    return Conflict(slot=slot, sides=sides)


def incident(name: str = "rock-1", **fields: Any) -> Incident:
    plain = Incident(
        id=name,
        revision=1,
        bases=(ROCK,),
        place=Place(bases=(ROCK.id,), countries=("IQ",)),
        when=TODAY,
        weapon="rocket",
        status="confirmed",
        facts=(fact(Slot.INJURED, "two soldiers"),),
        evidence=(evidence("Rockets hurt two soldiers at Camp Rock on Monday."),),
    )
    return replace(plain, **fields)


def change(about: Incident, *kinds: ChangeKind, **fields: Any) -> Change:
    plain = Change(
        id=ids.change_id(about.id, about.revision),
        kinds=kinds or (ChangeKind.OPENED,),
        at=NOON,
        told=Told.CURRENT,
        incident=about,
        clock=NOON - timedelta(minutes=9),
    )
    return replace(plain, **fields)


def episode_change(term: str = "nuclear alert", **fields: Any) -> Change:
    episode = Episode(
        id=f"episode-{term}",
        term=term,
        countries=("IQ",),
        evidence=(evidence("The ministry declared a nuclear alert on Monday."),),
        opened_at=NOON,
    )
    plain = Change(
        id=ids.change_id(episode.id, 0),
        kinds=(ChangeKind.OPENED,),
        at=NOON,
        episode=episode,
        clock=NOON,
    )
    return replace(plain, **fields)
