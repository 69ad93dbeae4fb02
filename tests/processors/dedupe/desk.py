"""A desk that hands reports to the real fold over a store in memory, and keeps what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection, Engine

from contracts import codec, ids, topics
from contracts.messages import (
    ArticleRef,
    ArticleReports,
    Change,
    Claim,
    ClockBasis,
    Decision,
    Gate,
    Incident,
    May,
    Place,
    Precision,
    Report,
    Signal,
    Slot,
    Span,
    TimeBasis,
    Told,
    Value,
    When,
)
from processors.copies import sketch
from processors.dedupe.policy import Policy
from processors.dedupe.stage import FoldStage, policy_of
from processors.gazetteer import Actor, Base, Country, Gazetteer
from processors.settings import Fold
from runtime.stage import Put, Record
from runtime.store.engine import memory_store

MONDAY = datetime(2024, 5, 6, tzinfo=UTC)  # a Monday; day 0 of every test
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def base(base_id: str, country: str, hosts: tuple[str, ...], **more: str) -> Base:
    return Base(
        id=base_id,
        name=base_id.partition("-")[2].title(),
        aliases=(),
        kind="air_base",
        country=country,
        region=more.get("region", ""),
        town=more.get("town", ""),
        lat=30.0,
        lon=40.0,
        radius_km=3,
        tz="UTC",
        hosts=hosts,
        parent=more.get("parent", ""),
        curated=True,
        source="test",
    )


GAZETTEER = Gazetteer(
    bases={
        each.id: each
        for each in (
            base("ia-sandhill", "IA", ("IA", "US"), region="West", town="Sand"),
            base("ia-riverbend", "IA", ("IA", "US"), region="North", town="River"),
            base("ia-stonegate", "IA", ("IA",), region="North", town="Stone"),
            base("ib-harbour", "IB", ("IB",)),
            base("ib-harbour-yard", "IB", ("IB",), parent="ib-harbour"),
            base("ib-harbour-staff", "IB", ("IB",), parent="ib-harbour"),
            base("ic-plateau", "IC-1", ("IB",)),
        )
    },
    countries={
        "IA": Country("IA", ("Iasia",), ("Iasian",), ()),
        "IB": Country("IB", ("Ibland",), ("Iblandic",), ()),
        "IC": Country("IC", ("Icovia",), ("Icovian",), ()),
        "IC-1": Country("IC-1", ("the Plateau",), (), ("IC", "IB")),
        "US": Country("US", ("United States",), ("US",), ()),
        "GB": Country("GB", ("Britain",), ("British",), ()),
    },
    towns=(),
    actors={
        "river-guard": Actor("river-guard", ("River Guard",), "militia", "IB"),
        "sand-front": Actor("sand-front", ("Sand Front",), "militia", "IB"),
        "ib-proxies": Actor("ib-proxies", ("Iblandic-backed militias",), "generic", "IB"),
    },
)
POLICY = policy_of(Fold(), GAZETTEER)
SANDHILL = Place(bases=("ia-sandhill",), countries=("IA",), owners=("US",))
RIVERBEND = Place(bases=("ia-riverbend",), countries=("IA",), owners=("US",))
SOMEWHERE = Place(candidates=("ia-sandhill", "ia-riverbend"), countries=("IA",), owners=("US",))
NOWHERE = Place(countries=("IA",))


def on_day(day: float, part: str = "") -> When:
    """The text says: that day, counted from MONDAY."""
    start = MONDAY + day * DAY
    return When(
        start=start,
        end=start + DAY,
        precision=Precision.DAY,
        basis=TimeBasis.STATED,
        weekday=start.weekday(),
        day_part=part,
    )


def hours(day: float, start: float, end: float) -> When:
    """The text says: that part of that day."""
    midnight = MONDAY + day * DAY
    return When(
        start=midnight + start * HOUR,
        end=midnight + end * HOUR,
        precision=Precision.PART_OF_DAY,
        basis=TimeBasis.STATED,
        weekday=midnight.weekday(),
    )


def told_on(day: float) -> When:
    """The text says nothing of when; it came out that day."""
    end = MONDAY + day * DAY
    return When(start=end - 3 * DAY, end=end, precision=Precision.DAYS, basis=TimeBasis.PUBLISHED)


def counted(slot: Slot, low: int, high: int | None = -1, **more: object) -> Claim:
    """A count that somebody gives; `high` is `low` unless said otherwise."""
    top = low if high == -1 else high
    return _claim(
        slot, Value(text=str(more.pop("text", low)), low=low, high=top, **_value(more)), more
    )


def named(slot: Slot, norm: str, **more: object) -> Claim:
    """A name that somebody gives."""
    return _claim(slot, Value(text=norm, norm=norm, **_value(more)), more)


def _value(more: dict[str, object]) -> dict[str, object]:
    names = ("approx", "nationality", "role", "severity", "where", "norm")
    return {name: more.pop(name) for name in names if name in more}


def _claim(slot: Slot, value: Value, more: dict[str, object]) -> Claim:
    said = {"sentence": f"It says {slot.value} {value.text}.", **more}
    return Claim(slot=slot, value=value, span=Span(start=0, end=4), **said)  # type: ignore[arg-type]


def report(place: Place = SANDHILL, when: When | None = None, **more: object) -> Report:
    """One report; its id and ordinal are set when an article carries it."""
    fields = {
        "id": "",
        "ordinal": 0,
        "told": Told.CURRENT,
        "may": May.OPEN,
        "place": place,
        "when": when or on_day(0),
        "weapon": "rocket",
        "span": Span(start=0, end=10),
        "sentence": "Rockets fell on the base.",
        **more,
    }
    return Report(**fields)  # type: ignore[arg-type]


def passing(place: Place = SANDHILL, when: When | None = None, **more: object) -> Report:
    """The same, told as a memory."""
    return report(place, when, told=Told.BACKGROUND, **more)


@dataclass(frozen=True)
class Text:
    """An article of a publisher, hours after MONDAY; `words` make its hash."""

    name: str
    reports: tuple[Report, ...] = ()
    at: float | None = 12.0
    family: str = ""
    words: str = ""
    signals: tuple[Signal, ...] = ()
    gate: Gate = Gate.HIT
    title_words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    arrived: float | None = -1.0

    @cached_property
    def record(self) -> ArticleReports:
        link = f"https://{self.name}.example/1"
        article = ids.article_id(link)
        version = ids.version_id(article, self.name, f"{self.words}{self.reports}{self.signals}")
        minhash, shingles = sketch(self.words) if self.words else ((), 0)
        clock = MONDAY + self.at * HOUR if self.at is not None else None
        ref = ArticleRef(
            id=article,
            version=version,
            url=link,
            source=self.name,
            family=self.family or self.name,
            title=f"Title of {self.name}",
            clock=clock,
            clock_basis=ClockBasis.FEED if clock else ClockBasis.NONE,
            arrived_at=self._arrived(clock),
            minhash=minhash,
            shingles=shingles,
        )
        return ArticleReports(
            article=ref,
            gate=self.gate,
            reports=tuple(_numbered(each, version, at) for at, each in enumerate(self.reports)),
            signals=self.signals,
            names=self.names,
            title_words=self.title_words,
        )

    def _arrived(self, clock: datetime | None) -> datetime | None:
        if self.arrived is None:
            return None
        return MONDAY + self.arrived * HOUR if self.arrived >= 0 else clock

    def edited(self, *reports: Report, at: float, **more: object) -> "Text":
        """The same article later, its text all but the same."""
        return replace(self, reports=reports, at=at, **more)  # type: ignore[arg-type]


def _numbered(told: Report, version: str, ordinal: int) -> Report:
    fields = {name: getattr(told, name) for name in told.__struct_fields__}
    return Report(**{**fields, "id": ids.report_id(version, ordinal), "ordinal": ordinal})


@dataclass
class Desk:
    """The fold and its store; every article is one transaction."""

    policy: Policy = POLICY
    engine: Engine = field(default_factory=memory_store)
    incidents: dict[str, Incident] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    puts: list[Put] = field(default_factory=list)

    @cached_property
    def _stage(self) -> FoldStage:
        return FoldStage(Fold(), GAZETTEER)

    def read(self, *texts: Text) -> "Desk":
        for text in texts:
            self.hand(text.record)
        return self

    def hand(self, told: ArticleReports) -> Sequence[Put]:
        with self.engine.begin() as connection:
            puts = self.handle(told, connection)
        self.puts.extend(puts)
        for put in puts:
            self._keep(put)
        return puts

    def handle(self, told: ArticleReports, connection: Connection) -> Sequence[Put]:
        raw = codec.encode(told)
        record = Record(topics.REPORTS.name, 0, 0, told.article.id, raw, {}, MONDAY)
        return self._stage.handle(record, connection)

    def _keep(self, put: Put) -> None:
        if put.topic is topics.INCIDENTS:
            incident = codec.decode(Incident, put.value, topic=put.topic.name)
            self.incidents[incident.id] = incident
        elif put.topic is topics.CHANGES:
            self.changes.append(codec.decode(Change, put.value, topic=put.topic.name))
        else:
            self.decisions.append(codec.decode(Decision, put.value, topic=put.topic.name))

    @property
    def open(self) -> list[Incident]:
        """The incidents that still stand, oldest first."""
        return [each for each in self.incidents.values() if each.lifecycle in {"open", "closed"}]

    @property
    def only(self) -> Incident:
        (incident,) = self.open
        return incident

    @property
    def verdicts(self) -> list[str]:
        return [decision.verdict.value for decision in self.decisions]

    def shown(self, slot: Slot) -> str:
        """What the only incident shows of a slot."""
        return next((fact.shown for fact in self.only.facts if fact.slot is slot), "")
