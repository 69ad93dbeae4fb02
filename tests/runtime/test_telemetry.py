from typing import get_args

from runtime import telemetry
from runtime.telemetry import CounterName, GaugeName, count, exposition, gauge


def test_every_name_of_the_vocabulary_is_defined() -> None:
    assert set(telemetry._COUNTERS) == set(get_args(CounterName))
    assert set(telemetry._GAUGES) == set(get_args(GaugeName))


def test_what_is_counted_is_shown_with_its_labels() -> None:
    count("records_total", stage="fold-test", outcome="new")
    count("records_total", 2, stage="fold-test", outcome="new")
    gauge("stage_lag", 7, stage="fold-test")
    gauge("log_bytes", 5)
    text = exposition().decode()
    assert 'basewatch_records_total{outcome="new",stage="fold-test"} 3.0' in text
    assert 'basewatch_stage_lag{stage="fold-test"} 7.0' in text
    assert "basewatch_log_bytes 5.0" in text
