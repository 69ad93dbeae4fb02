"""Rule: an escalation term asserted as current, once per episode."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from alerts.places import countries
from alerts.rules import Fired, Quiet
from alerts.rules._scope import ScopeSettings
from contracts.messages import Change, Episode, Verdict


class Settings(ScopeSettings):
    """One `[[rules]]` entry with `type = "escalation"`."""

    type: Literal["escalation"] = "escalation"
    terms: tuple[str, ...] = ()  # as the processors name them; empty: every term


@dataclass(frozen=True, slots=True)
class Escalation:
    """Fires when an episode opens; the episode itself is the cool-down."""

    settings: Settings
    max_age: timedelta  # of an article that may still be told as news

    def judge(self, change: Change) -> Fired | Quiet | None:
        """See Rule."""
        episode = change.episode
        if episode is None:
            return None
        if self.settings.terms and episode.term not in self.settings.terms:
            return Quiet(Verdict.NOT_WATCHED, f"“{episode.term}” is not a term of this rule")
        where = self._where(episode)
        if not where:
            return Quiet(Verdict.NOT_WATCHED, f"“{episode.term}” was said of no watched place")
        if change.at and change.clock and change.at - change.clock > self.max_age:
            days = (change.at - change.clock).days
            return Quiet(Verdict.STALE, f"the article was {days} days old when it reached us")
        return Fired(f"“{episode.term}” was reported, and {where}")

    def _where(self, episode: Episode) -> str:
        for base in episode.bases:
            if why := self.settings.why(base):
                return why
        if near := self.settings.near(episode.countries):
            return f"{countries(near)} is watched"
        return "every place is watched" if self.settings.all else ""


def build(settings: Settings, max_age: timedelta) -> Escalation:
    """Make the rule of one entry."""
    return Escalation(settings, max_age)
