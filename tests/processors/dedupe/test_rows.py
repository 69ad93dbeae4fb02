"""A step reads what lies near it, however much there is: by index, never whole tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from tests.processors.dedupe.desk import Desk, Text, on_day, report


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is read, with its parameters."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_every_look_is_by_index_and_what_lies_at_a_place_by_its_day() -> None:
    desk = Desk().read(Text("herald", (report(when=on_day(0)),)))

    with statements(desk.engine) as read:
        desk.read(Text("courier", (report(when=on_day(0)),), words="word " * 200))

    plans = [
        str(step.detail)
        for statement, parameters in read
        for step in _plan(desk.engine, statement, parameters)
    ]
    assert any("incident_places" in plan for plan in plans)
    assert not [plan for plan in plans if plan.startswith("SCAN") and "fold_state" not in plan]
    assert all("first_day" in plan for plan in plans if "ix_incident_places_day" in plan)


def _plan(engine: Engine, statement: str, parameters: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
