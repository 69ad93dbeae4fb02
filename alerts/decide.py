"""What a change means for each receiver: an alert, or a reason why not. Pure.

    never told of it    -> the rules decide: new_attack, escalation
    told                -> followup decides: retraction, correction, update

The ledger's entries are an argument: the same changes, rules and ledger give the same alerts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from alerts import compose, material
from alerts.followup import follow_up
from alerts.model import ROOTS, Entry, Outcome, Writing
from alerts.rules import Fired, Quiet, Rule
from contracts import ids
from contracts.messages import Alert, AlertKind, Change, Decision, Verdict


@dataclass(frozen=True, slots=True)
class Ask:
    """One change, the rules, and who there is to be told."""

    change: Change
    rules: Sequence[Rule]  # in the order of watch.toml: the first that fires is the one named
    receivers: Sequence[str]  # every receiver, for rules that name none; not empty

    def named_by(self, rule: Rule) -> Sequence[str]:
        """Return whom a rule is for."""
        return rule.settings.receivers or self.receivers


def decide(ask: Ask, entries: Sequence[Entry]) -> Outcome:
    """Weigh one change for every receiver.

    Args:
        ask: the change and the rules.
        entries: ledger lines of its subject and of all it absorbed, oldest first.
    """
    carried = carry(subject(ask.change), entries)
    known = (*entries, *carried)
    told = frozenset(entry.receiver for entry in known if entry.kind in ROOTS)
    results = (*_first_messages(ask, told), *_follow_ups(ask, known))
    return Outcome(
        writings=tuple(item for item in results if isinstance(item, Writing)),
        carried=carried,
        decisions=tuple(_decision(ask.change, item) for item in results),
    )


def subject(change: Change) -> str:
    """Return the id of what a change is about."""
    about = change.incident or change.episode
    return about.id if about else ""


def carry(survivor: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Hand the ledger of absorbed incidents to their survivor, for receivers that it lacks."""
    told = {entry.receiver for entry in entries if entry.subject == survivor}
    heirs: dict[str, str] = {}  # receiver -> the first absorbed incident they were told of
    for entry in entries:
        if entry.receiver not in told:
            heirs.setdefault(entry.receiver, entry.subject)
    return tuple(
        replace(entry, subject=survivor)
        for entry in entries
        if heirs.get(entry.receiver) == entry.subject
    )


@dataclass(frozen=True, slots=True)
class _Nothing:
    """No message; `receiver` is "" where a rule did not fire for anybody."""

    rule: str
    receiver: str
    quiet: Quiet


def _first_messages(ask: Ask, told: frozenset[str]) -> Iterator[Writing | _Nothing]:
    reached = set(told)
    for rule in ask.rules:
        names = [name for name in ask.named_by(rule) if name not in reached]
        verdict = rule.judge(ask.change) if names else None
        if isinstance(verdict, Quiet):
            yield _Nothing(rule.settings.name, "", verdict)
        elif isinstance(verdict, Fired):
            reached.update(names)
            alert = _first_alert(ask.change, rule.settings.name, verdict)
            yield from (_writing(ask.change, alert, name) for name in names)


def _first_alert(change: Change, rule: str, fired: Fired) -> Alert:
    if change.incident:
        kind = AlertKind.NEW_ATTACK
        alert = compose.attack(change, change.incident, kind, rule, fired.because)
        return msgspec.structs.replace(alert, late=fired.late)
    if change.episode:
        return compose.escalation(change, change.episode, rule, fired.because)
    raise ValueError(f"change {change.id} is about nothing")


def _follow_ups(ask: Ask, known: Sequence[Entry]) -> Iterator[Writing | _Nothing]:
    for receiver in dict.fromkeys(entry.receiver for entry in known):
        mine = [entry for entry in known if entry.receiver == receiver]
        yield _follow_up(ask.change, receiver, mine)


def _follow_up(change: Change, receiver: str, mine: Sequence[Entry]) -> Writing | _Nothing:
    rule = mine[0].rule
    if change.incident is None:
        quiet = Quiet(Verdict.TOLD_BEFORE, "this receiver was told of the episode")
        return _Nothing(rule, receiver, quiet)
    follow = follow_up(change, change.incident, mine)
    if isinstance(follow, Quiet):
        return _Nothing(rule, receiver, follow)
    alert = compose.attack(change, change.incident, follow.kind, rule, follow.because)
    alert = msgspec.structs.replace(alert, changes=follow.changes, follows=_thread(alert, mine))
    return _writing(change, alert, receiver)


def _thread(alert: Alert, mine: Sequence[Entry]) -> tuple[str, ...]:
    """Return the alerts that went before: the thread's root, the rest, absorbed threads."""
    survivor = alert.incident_id
    order = sorted(mine, key=lambda entry: (entry.subject != survivor, entry.kind not in ROOTS))
    return tuple(dict.fromkeys(entry.alert_id for entry in order))


def _writing(change: Change, alert: Alert, receiver: str) -> Writing:
    entry = Entry(
        subject=subject(change),
        alert_id=alert.id,
        receiver=receiver,
        kind=alert.kind,
        rule=alert.rule,
        change_id=change.id,
        revision=alert.revision,
        shown=material.shown(change.incident) if change.incident else {},
    )
    return Writing(alert, entry)


def _decision(change: Change, result: Writing | _Nothing) -> Decision:
    if isinstance(result, _Nothing):
        quiet = result.quiet
        return _record(change, quiet, rule=result.rule, receiver=result.receiver)
    alert = result.alert
    fired = Quiet(Verdict.ALERTED, alert.because)
    decision = _record(change, fired, rule=alert.rule, receiver=result.entry.receiver)
    return msgspec.structs.replace(decision, alert_id=alert.id)


def _record(change: Change, quiet: Quiet, *, rule: str, receiver: str) -> Decision:
    about = change.incident or change.episode
    source = about.evidence[0] if about and about.evidence else None
    return Decision(
        id=ids.decision_id("alerts", change.id, rule, receiver),
        verdict=quiet.verdict,
        reason=quiet.reason,
        article_id=source.article_id if source else "",
        report_id=change.report_id,
        incident_id=change.incident.id if change.incident else "",
        change_id=change.id,
        rule=rule,
        receiver=receiver,
        url=source.url if source else "",
        sentence=source.sentence if source else "",
        at=change.at,
    )
