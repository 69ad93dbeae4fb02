"""Why one article did or did not alert: all that the topics say of it, laid together."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import nlargest
from typing import Final

from msgspec.structs import replace

from basewatch.archive import Archive, Delivered, NotFoundError
from contracts.messages import (
    Alert,
    ArticleReports,
    DeadLetter,
    Decision,
    Gate,
    Incident,
    Message,
    Verdict,
)
from contracts.topics import DECISIONS
from ingest.entries import article_id
from ingest.sources import Entry

_WORD: Final = re.compile(r"\w{3,}")
_EVERYWHERE: Final = frozenset({"http", "https", "www", "com", "org", "net", "html"})
_NAMED: Final = 5  # addresses that an error names
GATE: Final[Mapping[Gate, str]] = {
    Gate.HIT: "read closely: it has words of attack and of a military place, or an escalation term",
    Gate.NO_ATTACK: "not read closely: no word of attack is in it",
    Gate.NO_PLACE: "not read closely: a word of attack is in it, and none of a military place",
    Gate.EMPTY: "not read closely: there were no words in it",
}


class Died(Message, frozen=True, kw_only=True):
    """A record of the article that a stage could not handle."""

    stage: str
    error: str
    at: datetime | None


class ArticleWhy(Message, frozen=True, kw_only=True):
    """What `articles why --json` prints."""

    answer: str  # whether it alerted, and why or why not
    versions: list[ArticleReports]  # each wording that was read, oldest first; without minhash
    folded: list[Decision]  # on its reports
    incidents: list[Incident]  # its reports stand in, as they are now
    judged: list[Decision]  # by the rules, on what its reports changed
    alerts: list[Alert]  # of these incidents and decisions, whoever caused them
    deliveries: list[Delivered]
    died: list[Died]


def explain(archive: Archive, part: str) -> ArticleWhy:
    """Lay together what is known of the article with `part` in its address.

    Raises:
        NotFoundError: no article has, or several do.
        StoreError: log or store cannot be read.
    """
    died = list(_died(archive.dead(), part))
    versions = _versions(archive, part, missing_is_fine=bool(died))
    own = {version.article.id for version in versions}
    decisions = archive.decisions()
    rules = [each for each in decisions if each.change_id]
    folded = [each for each in decisions if each.article_id in own and not each.change_id]
    incidents = _incidents(archive, {each.incident_id for each in folded})
    judged = [each for each in rules if _follows(each, versions, folded)]
    alerts = _alerts(archive, incidents, judged)
    return ArticleWhy(
        answer=_answer(versions, folded, judged, alerts, died),
        versions=versions,
        folded=folded,
        incidents=incidents,
        judged=judged,
        alerts=alerts,
        deliveries=[each for alert in alerts for each in archive.deliveries(alert.id)],
        died=died,
    )


def _versions(archive: Archive, part: str, *, missing_is_fine: bool) -> list[ArticleReports]:
    """Return the wordings of the one article that is meant."""
    exact = article_id("", Entry(id=part, link=part))
    found: dict[str, dict[str, ArticleReports]] = {}
    for record in archive.reports():
        ref = record.article
        if part in ref.url or ref.id in (exact, part):
            bare = replace(record, article=replace(ref, minhash=()))
            found.setdefault(ref.id, {})[ref.version] = bare
    if exact in found:
        return list(found[exact].values())
    if len(found) > 1:
        addresses = [next(iter(versions.values())).article.url for versions in found.values()]
        many = f"{len(found)} articles have {part!r} in their address"
        raise NotFoundError(f"{many}; give more of it: {_some(addresses)}")
    if not found and not missing_is_fine:
        raise NotFoundError(_never_seen(archive, part))
    return [record for versions in found.values() for record in versions.values()]


def _some(addresses: Sequence[str]) -> str:
    more = len(addresses) - _NAMED
    return ", ".join([*addresses[:_NAMED], *([f"and {more} more"] if more > 0 else [])])


def _never_seen(archive: Archive, part: str) -> str:
    near = _nearest(part, {record.article.url for record in archive.reports()})
    like = f"; the nearest are: {_some(near)}" if near else ""
    return f"no article was read that has {part!r} in its address{like}"


def _nearest(part: str, addresses: Iterable[str]) -> list[str]:
    """Return the addresses that share most words with `part`."""
    wanted = _words(part)
    scored = ((len(wanted & _words(address)), address) for address in addresses)
    return [address for shared, address in nlargest(_NAMED, scored) if shared]


def _words(address: str) -> set[str]:
    return set(_WORD.findall(address.casefold())) - _EVERYWHERE


def _died(letters: Iterable[DeadLetter], part: str) -> Iterator[Died]:
    """Yield the dead records of an article, each once: by its id, or its address in their bytes."""
    exact, wanted = article_id("", Entry(id=part, link=part)), part.encode()
    for letter in {letter.id: letter for letter in letters}.values():
        if letter.key == exact or (wanted and wanted in letter.value):
            yield Died(stage=letter.stage, error=letter.error, at=letter.at)


def _incidents(archive: Archive, ids: set[str]) -> list[Incident]:
    """Return incidents as they stand now, with those that they were merged into."""
    known = {incident.id: incident for incident in archive.incidents()}
    wanted, ahead = set[str](), set(ids)
    while ahead:
        wanted |= ahead
        ahead = {known[name].merged_into for name in ahead if name in known} - wanted
    return [incident for name, incident in known.items() if name in wanted]


def _follows(
    decision: Decision, versions: Sequence[ArticleReports], folded: Sequence[Decision]
) -> bool:
    """Say if a rule's decision is on something that the article caused.

    Its reports are named where they did; a change by words taken back names none, and has the
    article's own time of arrival. An episode's decision names the article that opened it.
    """
    if decision.report_id:
        return any(decision.report_id == each.report_id for each in folded)
    if not decision.incident_id:
        return any(decision.article_id == version.article.id for version in versions)
    at = {version.article.arrived_at for version in versions} - {None}
    return decision.at in at and decision.incident_id in {each.incident_id for each in folded}


def _alerts(
    archive: Archive, incidents: Sequence[Incident], judged: Sequence[Decision]
) -> list[Alert]:
    """Return what people were told of the incidents, and what the decisions led to."""
    about, named = {each.id for each in incidents}, {each.alert_id for each in judged} - {""}
    if not about and not named:
        return []
    return [each for each in archive.alerts() if each.incident_id in about or each.id in named]


def _answer(
    versions: Sequence[ArticleReports],
    folded: Sequence[Decision],
    judged: Sequence[Decision],
    alerts: Sequence[Alert],
    died: Sequence[Died],
) -> str:
    """Say in a sentence or two whether it alerted."""
    if told := _told(judged, {alert.id: alert.kind.replace("_", " ") for alert in alerts}):
        return f"It alerted {told}."
    if not versions:
        return f"It did not alert: the stage {died[0].stage} could not handle it."
    return f"It did not alert: {_why_not(versions, folded, judged)}"


def _told(judged: Sequence[Decision], kinds: Mapping[str, str]) -> str:
    """Say who was told what and why: "desk and dashboard (new attack: it is watched)"."""
    whom: dict[str, list[str]] = {}
    for each in judged:
        if each.verdict is Verdict.ALERTED:
            what = f"{kinds.get(each.alert_id, 'alert')}: {each.reason}"
            whom.setdefault(what, []).append(each.receiver or "alerts.v1")
    return "; ".join(f"{' and '.join(names)} ({what})" for what, names in whom.items())


def _why_not(
    versions: Sequence[ArticleReports], folded: Sequence[Decision], judged: Sequence[Decision]
) -> str:
    if judged:
        return _reasons(judged)
    if any(each.verdict in _FOLDED for each in folded):
        return "it stands in an incident, and no rule had anything to say of that."
    if folded:
        return _reasons(folded)
    if any(version.reports for version in versions):
        days = DECISIONS.retention.days
        return f"nothing is decided yet, or it was more than {days} days ago and is not kept."
    gate = versions[-1].gate
    return f"{GATE[gate]}." if gate is not Gate.HIT else "it was read, and tells of no attack."


_FOLDED: Final = frozenset(
    {Verdict.OPENED, Verdict.OPENED_SILENT, Verdict.JOINED, Verdict.REPLACED}
)


def _reasons(decisions: Iterable[Decision]) -> str:
    """Give each reason once, as sentences."""
    said = dict.fromkeys(each.reason.rstrip(".") for each in decisions)
    return "; ".join(said) + "."
