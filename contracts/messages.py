"""The words every stage shares, in the order the data flows.

    Page --> Article --> ArticleReports --> Change(Incident) --> Alert

Times are timezone-aware UTC instants. Spans count characters. Stored values of an
older release decode with the defaults given here, and unknown fields are ignored.
"""

from datetime import datetime
from enum import StrEnum

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything that stands in the log or in the store."""


# --------------------------------------------------------------------- pages.v1


class BodyKind(StrEnum):
    """What `Page.body` holds."""

    HTML = "html"
    TEXT = "text"
    NONE = "none"  # only what the feed said


class Page(Message, frozen=True, kw_only=True):
    """What a fetch brought: the feed's entry, and the page it points to as it came."""

    id: str  # ids.page_id
    article_id: str
    source: str  # the feed's name in watch.toml
    url: str  # the entry's own link
    title: str = ""  # as the feed has it, HTML and all
    summary: str = ""  # likewise
    published: datetime | None = None  # as the feed says
    updated: datetime | None = None
    fetched_at: datetime | None = None  # None only in replayed rows that do not say
    arrived_at: datetime | None = None  # the one processing clock; None: nobody knows (replay)
    language: str = ""  # as the feed says, BCP 47
    body_kind: BodyKind = BodyKind.NONE
    body: bytes = b""  # zlib; at most 900 kB
    charset: str = ""  # of the HTTP header; "" when it named none
    cut: bool = False  # the body was too large: only its visible text stands in `body`
    problem: str = ""  # why the page could not be had
    catch_up: bool = False  # seen in a first poll, or the first after a long silence


# ------------------------------------------------------------------ articles.v1


class TextKind(StrEnum):
    """Where `Article.text` came from."""

    ARTICLE = "article"  # the page's own article
    PAGE = "page"  # the whole visible page: extraction lost what the gate had seen
    FEED = "feed"  # only what the feed said


class ClockBasis(StrEnum):
    """Whose word `Article.clock` is."""

    FEED = "feed"
    PAGE = "page"
    FETCH = "fetch"
    NONE = "none"


class Gate(StrEnum):
    """Why an article was read closely, or not."""

    HIT = "hit"
    NO_ATTACK = "no_attack_word"
    NO_PLACE = "no_military_word"
    EMPTY = "empty"


class ArticleRef(Message, frozen=True, kw_only=True):
    """Who said it and when: what later stages need of an article besides its text."""

    id: str  # ids.article_id
    version: str  # ids.version_id
    url: str
    source: str
    family: str  # registrable domain of the publisher; copies are found by `minhash`
    title: str = ""
    language: str = ""
    clock: datetime | None = None  # the time the text speaks from
    clock_basis: ClockBasis = ClockBasis.NONE
    arrived_at: datetime | None = None
    text_kind: TextKind = TextKind.FEED
    minhash: tuple[int, ...] = ()  # of 5-word shingles; () when the gate refused the text
    shingles: int = 0
    catch_up: bool = False


class Article(Message, frozen=True, kw_only=True):
    """A page's clean text. A changed text is a new version of the same article."""

    ref: ArticleRef
    text: str = ""  # body only; the title stands in `ref.title`
    gate: Gate = Gate.HIT


# ------------------------------------------------------------------- reports.v1


class Part(StrEnum):
    """Which text of the article a span counts in."""

    TITLE = "title"
    TEXT = "text"


class Span(Message, frozen=True, kw_only=True):
    """Characters `start` up to but without `end` of the article's title or text."""

    part: Part = Part.TEXT
    start: int = 0
    end: int = 0


class Told(StrEnum):
    """How a text tells of an attack."""

    CURRENT = "current"
    BACKGROUND = "background"
    AGGREGATE = "aggregate"
    OUTGOING = "outgoing"
    THREAT = "threat"
    EXERCISE = "exercise"
    DENIED = "denied"


class May(StrEnum):
    """What a report may do to the incidents."""

    OPEN = "open"
    OPEN_IF_UNKNOWN = "open_if_unknown"
    JOIN = "join"
    NOTHING = "nothing"


class Precision(StrEnum):
    """How finely a time is known."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class TimeBasis(StrEnum):
    """What an event time rests on."""

    STATED = "stated"  # the text says when
    SAID = "said"  # the text says when somebody spoke: an upper bound
    PUBLISHED = "published"  # nothing is said: the days before publication
    NONE = "none"


class When(Message, frozen=True, kw_only=True):
    """When an attack happened: it lies somewhere in [start, end)."""

    start: datetime | None = msgspec.field(default=None, name="from")
    end: datetime | None = msgspec.field(default=None, name="to")
    precision: Precision = Precision.UNKNOWN
    basis: TimeBasis = TimeBasis.NONE
    weekday: int | None = None  # of the event as the text states it, Monday = 0; needs no clock
    day_part: str = ""  # "" | morning | afternoon | evening | night
    doubt: bool = False  # the article's clock may be wrong
    words: str = ""  # as written
    day: str = ""  # the likeliest one on the place's own clock, YYYY-MM-DD; of incidents and alerts


class Place(Message, frozen=True, kw_only=True):
    """Where, as far as it is said. Base ids are the gazetteer's, countries ISO 3166-1 alpha-2.

    Annexed regions carry a code of their own (`UA-43` Crimea), compatible with both countries.
    """

    bases: tuple[str, ...] = ()  # named; several when one salvo hit several
    candidates: tuple[str, ...] = ()  # what it may be when no base is named
    towns: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()  # whose base or whose forces: country codes or group ids
    words: str = ""  # as written


class Slot(StrEnum):
    """What can be claimed of an attack."""

    WEAPON = "weapon"
    FIRED = "fired"
    HIT = "hit"
    INTERCEPTED = "intercepted"
    KILLED = "killed"
    INJURED = "injured"
    CLAIMED_BY = "claimed_by"
    BLAMED_ON = "blamed_on"
    DENIED_BY = "denied_by"
    DAMAGE = "damage"
    STATUS = "status"
    LAUNCH_AREA = "launch_area"


class Value(Message, frozen=True, kw_only=True):
    """One value of one slot. Counts fill `low`/`high`, everything else `norm`."""

    text: str  # as written
    low: int | None = None
    high: int | None = None  # None: no upper bound ("several", "at least five")
    approx: bool = False
    norm: str = ""  # weapon kind, actor id, status, "none"
    nationality: str = ""  # of victims: country code; of actors: their state
    role: str = ""  # soldier, contractor, civilian, ...
    severity: str = ""  # of injuries: serious, minor, brain_injury
    where: str = ""  # of hits: on_base, off_base


class Claim(Message, frozen=True, kw_only=True):
    """One slot value in one report: what, who says so, and in which words."""

    slot: Slot
    value: Value
    speaker: str = ""  # as written; "" when the publisher says it
    certainty: str = "stated"  # stated | suspected | preliminary | denied | proposed (by a model)
    span: Span  # of the value's words
    sentence: str  # the sentence that says it


class Report(Message, frozen=True, kw_only=True):
    """One article version's claim of one attack."""

    id: str  # ids.report_id
    ordinal: int
    told: Told
    may: May
    why: tuple[str, ...] = ()  # reasons in plain words
    place: Place
    when: When
    weapon: str = ""  # normal form; "" when nothing is said
    again: bool = False  # the text calls it another, a second, a third one
    presupposed: bool = False  # "the attack": taken as known
    agents: tuple[str, ...] = ()  # who struck, as far as said: country codes, actor ids
    claims: tuple[Claim, ...] = ()
    span: Span
    sentence: str  # the sentence that tells of the attack
    confidence: float = 1.0  # of the extraction alone, 0..1
    doubts: tuple[str, ...] = ()  # what `confidence` was lowered for, in plain words


class Signal(Message, frozen=True, kw_only=True):
    """An escalation term asserted as current."""

    term: str
    countries: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    span: Span
    sentence: str


class ArticleReports(Message, frozen=True, kw_only=True):
    """All that one article version reports; empty where the gate refused it."""

    article: ArticleRef
    gate: Gate = Gate.HIT
    reports: tuple[Report, ...] = ()
    signals: tuple[Signal, ...] = ()
    names: tuple[str, ...] = ()  # capitalised names, for texts without any clock
    title_words: tuple[str, ...] = ()  # folded content words of the title


# -------------------------------------------------------- incidents.v1, changes.v1


class Lifecycle(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    CLOSED = "closed"  # only deaths, corrections and retractions still alert
    RETRACTED = "retracted"
    MERGED = "merged"


class BaseRef(Message, frozen=True, kw_only=True):
    """A base, with what a reader needs to find it."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    tz: str  # IANA


class Evidence(Message, frozen=True, kw_only=True):
    """Where a sentence stands."""

    url: str
    sentence: str
    source: str
    family: str
    title: str = ""
    published: datetime | None = None
    article_id: str = ""
    version: str = ""
    span: Span | None = None


class LedgerValue(Message, frozen=True, kw_only=True):
    """One distinct value of a slot, and everybody who says so."""

    value: Value
    families: int  # independent ones
    reports: int
    speakers: tuple[str, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()  # at most three


class Fact(Message, frozen=True, kw_only=True):
    """A slot of an incident: what is shown, and every value that sources gave."""

    slot: Slot
    shown: str  # the displayed value in words, a range where sources tie
    families: int  # that say what is shown
    conflict: bool = False
    values: tuple[LedgerValue, ...] = ()


class Conflict(Message, frozen=True, kw_only=True):
    """Values of one slot that cannot all be true."""

    slot: Slot
    sides: tuple[LedgerValue, ...]


class Level(StrEnum):
    """How sure something is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Sureness(Message, frozen=True, kw_only=True):
    """How sure one part is, and why."""

    level: Level
    why: str  # in a few plain words


class Confidence(Message, frozen=True, kw_only=True):
    """How sure an incident is, in three parts that no one number could stand for."""

    extraction: Sureness  # that the surest report was read right
    source: Sureness  # what that report was read from
    corroboration: Sureness  # who else says so, and whether they agree


class Incident(Message, frozen=True, kw_only=True):
    """All reports of one attack. Each revision replaces the one before."""

    id: str  # ids.incident_id
    revision: int
    lifecycle: Lifecycle = Lifecycle.OPEN
    merged_into: str = ""
    opened_as: Told = Told.CURRENT  # background: an old attack told again, opened in silence
    bases: tuple[BaseRef, ...] = ()
    candidates: tuple[BaseRef, ...] = ()  # when no base is named
    place: Place
    when: When
    weapon: str = ""
    status: str = ""  # suspected | confirmed | denied
    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    families: int = 1  # independent ones that report it
    family_names: tuple[str, ...] = ()  # at most fifty
    reports: int = 1
    evidence: tuple[Evidence, ...] = ()  # at most three, the opening one first
    opened_at: datetime | None = None  # arrived_at of the report that opened it
    last_report_at: datetime | None = None
    confidence: Confidence | None = None  # null: nobody tells of it as an attack, or an old record


class ChangeKind(StrEnum):
    """What a revision changed."""

    OPENED = "opened"
    CORROBORATED = "corroborated"  # one more independent family
    SLOT_CHANGED = "slot_changed"
    PLACE_CHANGED = "place_changed"
    WHEN_CHANGED = "when_changed"
    CONFLICT_OPENED = "conflict_opened"
    CONFLICT_RESOLVED = "conflict_resolved"
    MERGED = "merged"
    SPLIT = "split"
    RETRACTED = "retracted"
    CLOSED = "closed"
    REPORTED = "reported"  # one more report, nothing new in it


class SlotChange(Message, frozen=True, kw_only=True):
    """What readers of the last revision must unlearn."""

    slot: str  # a Slot, or "place", "when", "families"
    before: str
    after: str
    correction: bool = False  # the source itself took the old value back


class Episode(Message, frozen=True, kw_only=True):
    """Signals of one term and place; closed after 24 h without one."""

    id: str
    term: str
    countries: tuple[str, ...] = ()
    bases: tuple[BaseRef, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    opened_at: datetime | None = None


class Change(Message, frozen=True, kw_only=True):
    """One revision of one incident, or the opening of one episode."""

    id: str
    kinds: tuple[ChangeKind, ...]
    at: datetime | None  # arrived_at of the record that caused it
    told: Told = Told.CURRENT  # how the report that caused it tells the attack
    incident: Incident | None = None  # as it stands now
    episode: Episode | None = None
    slots: tuple[SlotChange, ...] = ()
    report_id: str = ""
    absorbed: tuple[str, ...] = ()  # incidents merged into this one
    clock: datetime | None = None  # of the article that caused it
    catch_up: bool = False


# ----------------------------------------------------------------- decisions.v1


class Verdict(StrEnum):
    """What was decided about a report or a change, and no alert came of it or one did."""

    OPENED = "opened"
    OPENED_SILENT = "opened_silent"
    JOINED = "joined"
    REPEATED = "repeated"  # folded before, or equal to what the older version said
    REPLACED = "replaced"  # an edit of the same article
    AMBIGUOUS = "ambiguous"  # fits several open incidents
    NO_INCIDENT = "no_incident"  # may only join, and nothing fits
    NOT_AN_ATTACK = "not_an_attack"  # aggregate, outgoing, threat, exercise
    ALERTED = "alerted"
    NOT_WATCHED = "not_watched"
    STALE = "stale"
    TOLD_BEFORE = "told_before"  # this receiver already has it
    NOT_MATERIAL = "not_material"
    BACKGROUND = "background"


class Decision(Message, frozen=True, kw_only=True):
    """Why something did, or did not, become an alert."""

    id: str
    verdict: Verdict
    reason: str  # one plain sentence
    article_id: str = ""
    report_id: str = ""
    incident_id: str = ""
    change_id: str = ""
    alert_id: str = ""
    rule: str = ""
    receiver: str = ""
    url: str = ""
    sentence: str = ""
    at: datetime | None = None


# -------------------------------------------------------------------- alerts.v1


class AlertKind(StrEnum):
    """What a message to a person is."""

    NEW_ATTACK = "new_attack"
    UPDATE = "update"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    ESCALATION = "escalation"
    COVERAGE_GAP = "coverage_gap"


class Alert(Message, frozen=True, kw_only=True):
    """A message to people. Says nothing of who they are."""

    id: str
    kind: AlertKind
    rule: str
    because: str  # why it fired, one plain sentence
    incident_id: str = ""
    episode_id: str = ""
    change_id: str = ""
    revision: int = 0
    headline: str  # what and where, without markup
    bases: tuple[BaseRef, ...] = ()
    candidates: tuple[BaseRef, ...] = ()  # base not named
    place: Place
    when: When
    weapon: str = ""
    status: str = ""
    families: int = 1
    unconfirmed: bool = True  # one family only
    late: bool = False  # told as background first, or delivered too late to be news
    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[SlotChange, ...] = ()
    term: str = ""  # escalation
    follows: tuple[str, ...] = ()  # alert ids, the first is the thread's root
    decided_at: datetime | None = None
    published: datetime | None = None  # the clock of the article behind it
    catch_up: bool = False
    confidence: Confidence | None = None  # of the incident; null in an escalation


# ---------------------------------------------------------------------- dead.v1


class DeadLetter(Message, frozen=True, kw_only=True):
    """A record that a stage could not handle, with where it came from."""

    id: str
    stage: str
    topic: str
    partition: int
    offset: int
    key: str
    error: str  # type and text
    source: str = ""  # feed or publisher, where it could be told
    value: bytes = b""  # the record itself
    at: datetime | None = None
