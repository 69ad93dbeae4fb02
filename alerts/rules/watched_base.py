"""Rule: an attack on a watched base, or on an unnamed one that may be a watched base."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from alerts.places import countries
from alerts.rules import Fired, Quiet
from alerts.rules._scope import ScopeSettings
from alerts.times import span
from contracts.messages import Change, Incident, Lifecycle, Told, Verdict


class Settings(ScopeSettings):
    """One `[[rules]]` entry with `type = "watched_base"`."""

    type: Literal["watched_base"] = "watched_base"
    unnamed: Literal["alert", "off"] = "alert"  # attacks on a base that nobody has named yet


@dataclass(frozen=True, slots=True)
class WatchedBase:
    """Judged on every change: a base may be named, or a date corrected, by the tenth report."""

    settings: Settings
    max_age: timedelta  # of an attack that may still be told as news

    def judge(self, change: Change) -> Fired | Quiet | None:
        """See Rule."""
        incident = change.incident
        if incident is None:
            return None
        if incident.lifecycle is not Lifecycle.OPEN:
            return Quiet(Verdict.NOT_MATERIAL, f"the incident is {incident.lifecycle.value}")
        place = self._place(incident)
        if isinstance(place, Quiet):
            return place
        if _told_as_background(change, incident):
            return self._background(change, incident, place)
        return self._current(change, incident, place)

    def _place(self, incident: Incident) -> str | Quiet:
        """Say in what way the place is watched, or why it is not."""
        if incident.bases:
            reasons = [why for base in incident.bases if (why := self.settings.why(base))]
            named = ", ".join(base.name for base in incident.bases)
            nobody = Quiet(Verdict.NOT_WATCHED, f"{named}: not on the watch list")
            return reasons[0] if reasons else nobody
        return self._unnamed_place(incident)

    def _unnamed_place(self, incident: Incident) -> str | Quiet:
        watched = [base.name for base in incident.candidates if self.settings.why(base)]
        near = () if incident.candidates else self.settings.near(incident.place.countries)
        nowhere = not (incident.candidates or incident.place.countries)
        if not (watched or near or (nowhere and self.settings.all)):
            return Quiet(Verdict.NOT_WATCHED, "base not named, and no watched base fits")
        if self.settings.unnamed == "off":
            return Quiet(Verdict.NOT_WATCHED, "base not named, and this rule waits for a name")
        candidates = ", ".join(watched) or f"any watched base in {countries(near) or 'the world'}"
        return f"base not named; candidates: {candidates}"

    def _current(self, change: Change, incident: Incident, place: str) -> Fired | Quiet:
        age = _age(change.at, incident.when.end)
        return self._unless_stale(age or timedelta(), Fired(place))

    def _background(self, change: Change, incident: Incident, place: str) -> Fired | Quiet:
        age = _age(change.at, incident.when.start)
        if age is None:
            reason = "told as background, and it cannot be said how old it is"
            return Quiet(Verdict.BACKGROUND, reason)
        why = f"{place}; first seen as background: no report told of it as news"
        return self._unless_stale(age, Fired(why, late=True))

    def _unless_stale(self, age: timedelta, fired: Fired) -> Fired | Quiet:
        if age <= self.max_age:
            return fired
        told = "told as background, and " if fired.late else ""
        limit = span(self.max_age)
        reason = f"{told}{span(age)} old when it reached us; news is at most {limit} old"
        return Quiet(Verdict.STALE, reason)


def _age(at: datetime | None, happened: datetime | None) -> timedelta | None:
    return None if at is None or happened is None else at - happened


def _told_as_background(change: Change, incident: Incident) -> bool:
    """Nothing but background has told of it: neither this report nor the one that opened it."""
    opened = incident.opened_as is Told.BACKGROUND
    return opened and change.told is Told.BACKGROUND


def build(settings: Settings, max_age: timedelta) -> WatchedBase:
    """Make the rule of one entry."""
    return WatchedBase(settings, max_age)
