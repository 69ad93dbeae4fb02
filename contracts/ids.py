"""Ids are hashes of what a thing is: no clock, no place, no date, never computed anew."""

import hashlib
from typing import Final

_LENGTH: Final = 24  # hex digits, 96 bits: no collision to fear below 10^12 things


def _hash(*parts: str) -> str:
    """Hash parts so that ("ab", "c") and ("a", "bc") differ."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_LENGTH]


def article_id(link: str, source: str = "", entry_id: str = "") -> str:
    """Name an article by its entry's own normalised link; without one, by source and entry id."""
    return _hash("article", link) if link else _hash("article", source, entry_id)


def page_id(article: str, body: bytes) -> str:
    """Name one fetch of an article's page."""
    return _hash("page", article, hashlib.sha256(body).hexdigest())


def version_id(article: str, title: str, text: str) -> str:
    """Name one wording of an article."""
    return _hash("version", article, title, text)


def report_id(version: str, ordinal: int) -> str:
    """Name the n-th report of an article version."""
    return _hash("report", version, str(ordinal))


def incident_id(article: str, version: str, ordinal: int) -> str:
    """Name an incident by the report that opens it."""
    return _hash("incident", article, version, str(ordinal))


def change_id(incident: str, revision: int) -> str:
    """Name one revision of one incident."""
    return _hash("change", incident, str(revision))


def episode_id(term: str, place: str, version: str) -> str:
    """Name an episode by the article version that opens it."""
    return _hash("episode", term, place, version)


def new_attack_id(incident: str) -> str:
    """Name the one new_attack alert of an incident."""
    return _hash("alert", incident, "new_attack")


def alert_id(change: str, rule: str, kind: str) -> str:
    """Name any other alert."""
    return _hash("alert", change, rule, kind)


def delivery_id(alert: str, receiver: str, address: str) -> str:
    """Name the one delivery of an alert to an address: webhook-id and Message-ID."""
    return _hash("delivery", alert, receiver, address)


def decision_id(*parts: str) -> str:
    """Name a decision by what it was about."""
    return _hash("decision", *parts)


def dead_id(stage: str, topic: str, partition: int, offset: int) -> str:
    """Name a dead letter by the record that died."""
    return _hash("dead", stage, topic, str(partition), str(offset))
