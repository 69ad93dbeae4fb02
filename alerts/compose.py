"""From an incident or an episode, as a change carries it, to an alert. Pure."""

from alerts import headline
from contracts import ids
from contracts.messages import (
    Alert,
    AlertKind,
    Change,
    Episode,
    Incident,
    Place,
    When,
)


def attack(
    change: Change,
    incident: Incident,
    kind: AlertKind,
    rule: str,
    because: str,
) -> Alert:
    """Write an alert about an attack as it stands now."""
    new = kind is AlertKind.NEW_ATTACK
    return Alert(
        id=ids.new_attack_id(incident.id) if new else ids.alert_id(change.id, rule, kind),
        kind=kind,
        rule=rule,
        because=because,
        incident_id=incident.id,
        change_id=change.id,
        revision=incident.revision,
        headline=headline.attack(incident),
        bases=incident.bases,
        candidates=incident.candidates,
        place=incident.place,
        when=incident.when,
        weapon=incident.weapon,
        status=incident.status,
        families=incident.families,
        unconfirmed=incident.families < 2,
        facts=incident.facts,
        conflicts=incident.conflicts,
        evidence=incident.evidence,
        decided_at=change.at,
        published=change.clock,
        catch_up=change.catch_up,
        confidence=incident.confidence,
    )


def escalation(change: Change, episode: Episode, rule: str, because: str) -> Alert:
    """Write an alert about an episode that has just opened."""
    bases = tuple(base.id for base in episode.bases)
    return Alert(
        id=ids.alert_id(change.id, rule, AlertKind.ESCALATION),
        kind=AlertKind.ESCALATION,
        rule=rule,
        because=because,
        episode_id=episode.id,
        change_id=change.id,
        headline=headline.escalation(episode),
        bases=episode.bases,
        place=Place(bases=bases, countries=episode.countries),
        when=When(),
        evidence=episode.evidence,
        term=episode.term,
        decided_at=change.at,
        published=change.clock,
        catch_up=change.catch_up,
    )
