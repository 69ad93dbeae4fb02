"""Metrics and log lines: their names, and the one place where they are set up.

A name that is not in the vocabulary is a type error, and each comes with a sentence that
says what it counts. Labels hold few, known values: never an address, a title or a key.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

CounterName: TypeAlias = Literal[
    "records_total", "log_trimmed_total", "feed_polls_total", "pages_total", "proposals_total"
]
GaugeName: TypeAlias = Literal["stage_lag", "stage_stalled_seconds", "log_bytes"]

_REGISTRY: Final = CollectorRegistry()  # our own: the default one is shared with every library


def _counter(name: CounterName, sentence: str, *labels: str) -> Counter:
    return Counter(f"basewatch_{name}", sentence, labels, registry=_REGISTRY)


def _gauge(name: GaugeName, sentence: str, *labels: str) -> Gauge:
    return Gauge(f"basewatch_{name}", sentence, labels, registry=_REGISTRY)


_COUNTERS: Final[Mapping[CounterName, Counter]] = {
    "records_total": _counter(
        "records_total",
        "Records a stage took: new, repeated (handled before a crash), dead or held.",
        "stage",
        "outcome",
    ),
    "log_trimmed_total": _counter(
        "log_trimmed_total", "Records removed from the embedded log.", "topic"
    ),
    "feed_polls_total": _counter(
        "feed_polls_total", "Polls of feeds: ok, failing, blocked, gone or held.", "outcome"
    ),
    "pages_total": _counter(
        "pages_total", "Pages sent on, by what their body is: html, text or none.", "body"
    ),
    "proposals_total": _counter(
        "proposals_total",
        "Questions to a model (answered, timeout, ...), and what became of each value proposed.",
        "outcome",
    ),
}
_GAUGES: Final[Mapping[GaugeName, Gauge]] = {
    "stage_lag": _gauge("stage_lag", "Records that wait for a stage.", "stage"),
    "stage_stalled_seconds": _gauge(
        "stage_stalled_seconds",
        "Seconds since a stage's last progress while something waits for it, else 0.",
        "stage",
    ),
    "log_bytes": _gauge("log_bytes", "Bytes the embedded log takes on disk."),
}


def count(name: CounterName, by: float = 1, **labels: str) -> None:
    """Add `by` to a counter; `labels` are those its definition names."""
    counter = _COUNTERS[name]
    (counter.labels(**labels) if labels else counter).inc(by)


def gauge(name: GaugeName, value: float, **labels: str) -> None:
    """Set a gauge; `labels` are those its definition names."""
    found = _GAUGES[name]
    (found.labels(**labels) if labels else found).set(value)


def exposition() -> bytes:
    """Return every metric in Prometheus' text format, version 0.0.4."""
    return generate_latest(_REGISTRY)
