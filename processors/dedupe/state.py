"""What the fold remembers, and what one step of it reads and writes.

These structs stand in the store only, never on a topic. Tallies keep family names, so that
one family counts once; how many reports there were is a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from contracts.messages import (
    ArticleRef,
    Change,
    Decision,
    Episode,
    Evidence,
    Incident,
    Message,
    Place,
    Report,
    Slot,
    Sureness,
    Value,
    When,
)


class Telling(Message, frozen=True, kw_only=True):
    """A report that stands in an incident, and whose it is."""

    report: Report
    ref: ArticleRef  # without its minhash
    family: str  # that of the first publisher of this text
    title_words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    seq: int = 0  # order of folding
    incident_id: str = ""

    @property
    def at(self) -> datetime | None:
        """When it was said, as far as known."""
        return self.ref.clock or self.ref.arrived_at


class Backed(Message, frozen=True, kw_only=True):
    """How much stands behind something."""

    reports: int = 0
    families: tuple[str, ...] = ()


class WhenTally(Message, frozen=True, kw_only=True):
    """One time that was given for the attack."""

    when: When
    current: bool  # told outright as news, not in passing
    backed: Backed


class PlaceTally(Message, frozen=True, kw_only=True):
    """One place that was given for the attack."""

    place: Place
    current: bool
    backed: Backed


class ValueTally(Message, frozen=True, kw_only=True):
    """One distinct value of a slot; `says` holds who maintains it, and since when."""

    key: str
    value: Value
    reports: int
    says: dict[str, datetime | None]
    speakers: tuple[str, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    seq: int = 0  # of the last report that says so
    evidence: tuple[Evidence, ...] = ()


class SlotTally(Message, frozen=True, kw_only=True):
    """All values of one slot, in the order of their first mention."""

    slot: Slot
    values: tuple[ValueTally, ...] = ()
    together: tuple[tuple[str, str], ...] = ()  # keys said in one sentence: parts, not rivals


class Grounds(Message, frozen=True, kw_only=True):
    """What an incident's confidence rests on: how its surest report was read, and from what."""

    news: bool  # told as news, not as a memory
    extraction: Sureness
    source: Sureness


class Held(Message, frozen=True, kw_only=True):
    """An incident as the fold keeps it: what is on the topic, and what it was made from."""

    seq: int  # order of opening
    incident: Incident
    slots: tuple[SlotTally, ...] = ()
    whens: tuple[WhenTally, ...] = ()
    places: tuple[PlaceTally, ...] = ()
    weapons: dict[str, Backed] = msgspec.field(default_factory=dict)
    agents: tuple[str, ...] = ()
    title_words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    current: dict[str, int] = msgspec.field(
        default_factory=dict
    )  # family -> its reports told as news
    silent: dict[str, int] = msgspec.field(
        default_factory=dict
    )  # family -> its reports told as background
    again: bool = False  # some report called it another one
    first_at: datetime | None = None  # earliest and latest telling
    last_at: datetime | None = None
    floating: int = 0  # reports without any time, here for want of a better place
    grounds: Grounds | None = None

    @property
    def id(self) -> str:
        """The incident's."""
        return self.incident.id


class Version(Message, frozen=True, kw_only=True):
    """One wording of an article that was folded."""

    ref: ArticleRef
    family: str
    seq: int
    signals: tuple[tuple[str, str], ...] = ()  # term and place


class OpenEpisode(Message, frozen=True, kw_only=True):
    """An episode and its last signal."""

    episode: Episode
    places: tuple[str, ...]
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows that bears on one record."""

    seq: int = 0  # of the last record folded
    latest: datetime | None = None  # greatest arrived_at so far
    folded: bool = False  # this very version was folded before
    versions: tuple[Version, ...] = ()  # the article's standing ones, oldest first
    copies: tuple[Version, ...] = ()  # other articles whose text may be the same, oldest first
    incidents: Mapping[str, Held] = field(default_factory=dict)
    tellings: tuple[Telling, ...] = ()  # of incidents that may lose one, in order of folding
    due: tuple[str, ...] = ()  # open incidents that have been quiet too long
    episodes: tuple[OpenEpisode, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """What one step learnt, and what it has to say."""

    seq: int
    latest: datetime | None
    version: Version | None = None  # to remember; None: nothing was learnt
    retired: tuple[str, ...] = ()  # versions of the article that no longer stand
    removed: tuple[str, ...] = ()  # report ids that no longer stand
    tellings: tuple[Telling, ...] = ()  # new or moved
    moved: Mapping[str, str] = field(default_factory=dict)  # incident -> the one it became part of
    incidents: tuple[Held, ...] = ()  # new or changed
    episodes: tuple[OpenEpisode, ...] = ()
    changes: tuple[Change, ...] = ()
    decisions: tuple[Decision, ...] = ()
