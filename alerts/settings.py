"""What alerting reads of watch.toml: [alerts], [[rules]], [[receivers]], [channels.*].

A rule or channel of a new type is a new file in rules/ or channels/; its settings are found
there, and a key it does not know is an error that names the entry.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, PositiveFloat, create_model, model_validator

import alerts.channels
import alerts.rules
from alerts.channels import ReceiverSettings
from alerts.rules import Rule, RuleSettings
from contracts import plugins
from runtime.settings import Section


def _one_of(package: ModuleType, name: str) -> Any:
    """Join the class `name` of every plug-in, told apart by `type`."""
    found = sorted(plugins.names(package))
    kinds = [getattr(plugins.find(package, plugin), name) for plugin in found]
    return Annotated[reduce(or_, kinds), Field(discriminator="type")]


def _sections(package: ModuleType) -> Any:
    """Make a section with one optional table per channel, named as its file."""
    fields: dict[str, Any] = {}
    for plugin in sorted(plugins.names(package)):
        kind = plugins.find(package, plugin).Settings
        fields[plugin] = (kind | None, None)
    return create_model("Channels", __base__=Section, **fields)


if TYPE_CHECKING:
    AnyRule = RuleSettings
    AnyReceiver = ReceiverSettings
    Channels = Section
else:
    AnyRule = _one_of(alerts.rules, "Settings")
    AnyReceiver = _one_of(alerts.channels, "Receiver")
    Channels = _sections(alerts.channels)


class Alerts(Section):
    """`[alerts]`: what is news, and how often people are told."""

    max_event_age_h: PositiveFloat = 72.0  # an older attack is no news
    update_interval_min: PositiveFloat = 15.0  # per incident and address, after the first update
    give_up_h: PositiveFloat = 168.0  # a message nobody takes for so long is dead

    @property
    def max_event_age(self) -> timedelta:
        """How old an attack may be to be told as news."""
        return timedelta(hours=self.max_event_age_h)

    @property
    def update_interval(self) -> timedelta:
        """How long updates of one incident wait for each other."""
        return timedelta(minutes=self.update_interval_min)

    @property
    def give_up(self) -> timedelta:
        """How long a message is tried for."""
        return timedelta(hours=self.give_up_h)


class AlertSettings(Section):
    """All of it."""

    alerts: Alerts = Alerts()
    rules: tuple[AnyRule, ...] = ()
    receivers: tuple[AnyReceiver, ...] = ()
    channels: Channels = Channels()

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        known = _unique([receiver.name for receiver in self.receivers], "receivers")
        _unique([rule.name for rule in self.rules], "rules")
        for rule in self.rules:
            for name in rule.receivers:
                if name not in known:
                    raise ValueError(f"rule {rule.name!r} names receiver {name!r}, not there")
        for receiver in self.receivers:
            self._channel_is_there(receiver)
        return self

    def _channel_is_there(self, receiver: ReceiverSettings) -> None:
        kind: type[Section] = plugins.find(alerts.channels, receiver.type).Settings
        missing = getattr(self.channels, receiver.type, None) is None
        if missing and any(field.is_required() for field in kind.model_fields.values()):
            raise ValueError(f"receiver {receiver.name!r} needs a [channels.{receiver.type}] table")

    def built_rules(self) -> tuple[Rule, ...]:
        """Make every rule, in the order of the file."""
        age = self.alerts.max_event_age
        return tuple(
            plugins.find(alerts.rules, rule.type).build(rule, age)  # the file named as the type
            for rule in self.rules
        )


def _unique(names: Sequence[str], what: str) -> frozenset[str]:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two [[{what}]] are named {name!r}")
    return frozenset(names)
