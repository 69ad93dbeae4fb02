"""What the fold may decide by, besides the reports themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from contracts.messages import BaseRef
from processors.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Policy:
    """When two reports are one attack. Figures: those of `processors.settings.Fold`."""

    gazetteer: Gazetteer
    window: timedelta = timedelta(days=14)  # of event time, on both sides of a report
    lag: timedelta = timedelta(days=3)  # an undated report is of an attack this recent
    long_lag: timedelta = timedelta(days=7)  # likewise, if it takes the attack as known
    memory: timedelta = timedelta(days=35)  # how far back "again" may point
    quiet: timedelta = timedelta(days=30)  # an incident without reports closes
    silence: timedelta = timedelta(hours=24)  # an episode without signals closes
    join_score: float = 2.0  # of a report that could open an incident instead
    weak_score: float = 1.2  # of one that may only join, or is silent anyway
    margin: float = 0.25  # two incidents this close in score: the report fits both
    candidates: int = 64  # incidents a report is compared with, nearest in time first
    owners: Mapping[str, str] = field(default_factory=dict)  # publisher's domain -> its owner
    languages: tuple[str, ...] = ("en",)  # read by their grammar, ISO 639-1

    def base(self, base_id: str) -> BaseRef | None:
        """Return a base as messages carry it; None for an id the gazetteer lacks."""
        found = self.gazetteer.bases.get(base_id)
        if found is None:
            return None
        return BaseRef(
            id=found.id,
            name=found.name,
            country=found.country,
            lat=found.lat,
            lon=found.lon,
            tz=found.tz,
        )

    def bases(self, ids: tuple[str, ...]) -> tuple[BaseRef, ...]:
        """Return those of `ids` that the gazetteer knows."""
        return tuple(base for base in map(self.base, ids) if base is not None)
