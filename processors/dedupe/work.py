"""The working copy of one step: incidents as they grow, reports as they come, go and move."""

from collections.abc import Iterator

from msgspec.structs import replace

from contracts import ids
from contracts.messages import (
    ArticleReports,
    Change,
    ChangeKind,
    Decision,
    Lifecycle,
    Report,
    Told,
)
from processors.dedupe import changes, ledger, lifecycle, merge
from processors.dedupe import held as growth
from processors.dedupe.match import Fit, match
from processors.dedupe.policy import Policy
from processors.dedupe.state import Held, Known, Telling, Version


class Work:
    """Everything that one step may still change. Lives as long as the step."""

    def __init__(self, record: ArticleReports, known: Known, policy: Policy, family: str) -> None:
        self.record = record
        self.known = known
        self.policy = policy
        self.family = family
        self.latest = ledger.latest(known.latest, record.article.arrived_at)
        self.seq = known.seq
        self.held: dict[str, Held] = dict(known.incidents)
        self.replaced: list[Version] = []
        self.removed: list[str] = []
        self.decisions: list[Decision] = []
        self.moved: dict[str, str] = {}
        self._standing = list(known.tellings)
        self._new: dict[str, Telling] = {}
        self._causes: dict[str, Telling] = {}  # incident -> the report that changed it
        self._touched: dict[str, None] = {}  # in order
        self._corrected: set[str] = set()
        self._absorbed: dict[str, list[str]] = {}

    # ---- what the step does

    def telling(self, report: Report) -> Telling:
        """Dress a report with whose it is; counts it."""
        self.seq += 1
        return Telling(
            report=report,
            ref=replace(self.record.article, minhash=()),
            family=self.family,
            title_words=self.record.title_words,
            names=self.record.names,
            seq=self.seq,
        )

    def decide(self, decision: Decision) -> None:
        """Remember why."""
        self.decisions.append(decision)

    def open(self, telling: Telling) -> str:
        """Open an incident with this report; texts without any time may move to it."""
        ref = self.record.article
        incident_id = ids.incident_id(ref.id, ref.version, telling.report.ordinal)
        self._touch(incident_id, telling)
        self.held[incident_id] = growth.opened(telling, incident_id, self.policy)
        self._stands(telling, incident_id)
        self._rehome(incident_id)
        return incident_id

    def join(self, telling: Telling, incident_id: str, *, correction: bool = False) -> None:
        """Add a report to an incident."""
        self._touch(incident_id, telling)
        self.held[incident_id] = growth.joined(self.held[incident_id], telling, self.policy)
        self._stands(telling, incident_id)
        if correction:
            self._corrected.add(incident_id)

    def take(self, telling: Telling) -> None:
        """Remove a report that no longer stands."""
        self.removed.append(telling.report.id)
        self._lift(telling)
        self._touch(telling.incident_id)
        self._corrected.add(telling.incident_id)

    def keep(self, telling: Telling) -> None:
        """Let the newer version maintain what the older one said."""
        ref = replace(self.record.article, minhash=())
        self._new[telling.report.id] = replace(telling, ref=ref)

    def is_other(self, telling: Telling, held: Held) -> bool:
        """Say if the same text already tells of `held` as news, and of this as a memory."""
        told = self._causes.get(held.id)
        return (
            told is not None
            and told.ref.version == telling.ref.version
            and told.report.told is Told.CURRENT
            and telling.report.told is Told.BACKGROUND
        )

    def close_quiet(self) -> None:
        """Close the incidents that have had no report for long."""
        for incident_id in self.known.due:
            held = self.held[incident_id]
            last = held.incident.last_report_at
            if lifecycle.is_quiet(last, self.latest, self.policy.quiet):
                state = lifecycle.after(held.incident.lifecycle, lifecycle.Event.QUIET)
                incident = replace(held.incident, lifecycle=state)
                self.held[incident_id] = replace(held, incident=incident)
                self._touch(incident_id)

    def settle(self) -> None:
        """Merge what turned out to be one."""
        for incident_id in list(self._touched):
            for other_id in list(self.held):
                one, other = self.held[self._survivor(incident_id)], self.held[other_id]
                if _may_merge(one) and _may_merge(other) and one.id != other.id:
                    self._merge_if_one(one, other)

    # ---- what came of it

    def tellings(self) -> tuple[Telling, ...]:
        """Return the reports that are new or moved, with the incident they stand in."""
        return tuple(
            replace(telling, incident_id=self._survivor(telling.incident_id))
            for telling in self._new.values()
        )

    def incidents(self) -> tuple[Held, ...]:
        """Return the incidents that changed, each a revision further."""
        return tuple(self._revised(incident_id) for incident_id in self._touched)

    def changes(self) -> Iterator[Change]:
        """Return one change per incident that changed and was not absorbed."""
        for held in self.incidents():
            if not held.incident.merged_into:
                yield self._change(held)

    # ---- inside

    def _survivor(self, incident_id: str) -> str:
        while incident_id in self.moved:
            incident_id = self.moved[incident_id]
        return incident_id

    def _touch(self, incident_id: str, cause: Telling | None = None) -> None:
        self._touched.setdefault(incident_id)
        if cause is not None:
            self._causes.setdefault(incident_id, cause)

    def _stands(self, telling: Telling, incident_id: str) -> None:
        telling = replace(telling, incident_id=incident_id)
        self._standing.append(telling)
        self._new[telling.report.id] = telling

    def _lift(self, telling: Telling) -> None:
        """Take a report out of its incident, which is made anew from the others."""
        self._standing = [each for each in self._standing if each.report.id != telling.report.id]
        rest = [each for each in self._standing if each.incident_id == telling.incident_id]
        held = self.held[telling.incident_id]
        self.held[telling.incident_id] = growth.rebuilt(held, rest, self.policy)

    def _rehome(self, opened: str) -> None:
        """Move reports without any time to the new incident where it suits them better."""
        for telling in list(self._standing):
            home = telling.incident_id
            if home == opened or not growth.floats(telling.report.when) or home not in self.held:
                continue
            if self._suits_better(telling, opened, home):
                self._lift(telling)
                self._touch(home)
                held = growth.joined(self.held[opened], telling, self.policy)
                self.held[opened] = held
                self._stands(telling, opened)

    def _suits_better(self, telling: Telling, opened: str, home: str) -> bool:
        """Compare two homes for a report, the old one without the report itself."""
        rest = [
            each
            for each in self._standing
            if each.incident_id == home and each.report.id != telling.report.id
        ]
        if not rest:
            return False
        old = growth.rebuilt(self.held[home], rest, self.policy)
        there = match(telling, self.held[opened], self.policy, self.held)
        here = match(telling, old, self.policy, self.held)
        return there.fit is Fit.FITS and (here.fit is not Fit.FITS or there.score > here.score)

    def _merge_if_one(self, one: Held, other: Held) -> None:
        if not merge.are_one(one, other, self.policy):
            return
        survivor, absorbed = sorted((one, other), key=lambda each: each.seq)
        self.held[survivor.id] = merge.merged(survivor, absorbed, self.policy)
        self.held[absorbed.id] = merge.tombstone(absorbed, survivor.id)
        self.moved[absorbed.id] = survivor.id
        self._absorbed.setdefault(survivor.id, []).append(absorbed.id)
        self._touch(survivor.id, self._causes.get(absorbed.id))
        self._touch(absorbed.id)

    def _revised(self, incident_id: str) -> Held:
        held = self.held[incident_id]
        if held.incident.merged_into:
            return held
        incident = replace(held.incident, revision=held.incident.revision + 1)
        return replace(held, incident=incident)

    def _change(self, held: Held) -> Change:
        before = self.known.incidents.get(held.id)
        cause = self._causes.get(held.id)
        slots = changes.slot_changes(
            before.incident if before else None, held.incident, held.id in self._corrected
        )
        kinds = changes.kinds(before.incident if before else None, held.incident, slots)
        absorbed = tuple(self._absorbed.get(held.id, ()))
        if absorbed:
            kinds = (
                *(kind for kind in kinds if kind is not ChangeKind.REPORTED),
                ChangeKind.MERGED,
            )
        return Change(
            id=ids.change_id(held.id, held.incident.revision),
            kinds=kinds,
            at=self.record.article.arrived_at,
            told=cause.report.told if cause else Told.CURRENT,
            incident=held.incident,
            slots=slots,
            report_id=cause.report.id if cause else "",
            absorbed=absorbed,
            clock=self.record.article.clock,
            catch_up=self.record.article.catch_up,
        )


def _may_merge(held: Held) -> bool:
    return held.incident.lifecycle in {Lifecycle.OPEN, Lifecycle.CLOSED}
