"""One file per reason to wake somebody. Pure: a change in, Fired or Quiet out."""

from dataclasses import dataclass
from typing import Protocol

from contracts.messages import Change, Verdict
from runtime.settings import Section


class RuleSettings(Section):
    """What every `[[rules]]` entry of watch.toml has, whatever its type."""

    type: str
    name: str
    receivers: tuple[str, ...] = ()  # names of [[receivers]]; empty: all of them


@dataclass(frozen=True, slots=True)
class Fired:
    """The change deserves an alert, and why, in words fit for the message."""

    because: str
    late: bool = False  # no longer news when we heard of it


@dataclass(frozen=True, slots=True)
class Quiet:
    """The change deserves none, and why not."""

    verdict: Verdict
    reason: str


class Rule(Protocol):
    """A reason to alert. Knows nothing of who was told before: that is decide's business."""

    @property
    def settings(self) -> RuleSettings:
        """The entry of watch.toml behind this rule."""
        ...

    def judge(self, change: Change) -> Fired | Quiet | None:
        """Weigh one change; None when changes of this sort are not the rule's concern."""
        ...
