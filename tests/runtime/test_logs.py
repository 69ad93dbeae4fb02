import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from runtime.logs import configure_logs
from runtime.secret import HIDDEN, Secret, redact

CANARY = "canary-7c1f"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    Secret(CANARY)
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def line(text: str) -> dict[str, object]:
    (found,) = text.splitlines()
    parsed: dict[str, object] = json.loads(found)
    return parsed


def test_machines_get_one_json_object_per_line() -> None:
    out = io.StringIO()
    configure_logs(out)
    structlog.get_logger("stage").info("done", records=3)
    said = line(out.getvalue())
    assert (said["event"], said["records"], said["level"]) == ("done", 3, "info")
    assert (said["logger"], "timestamp" in said) == ("stage", True)


def test_people_get_plain_lines() -> None:
    out = Terminal()
    configure_logs(out)
    structlog.get_logger("stage").warning("held", reason="disk")
    assert "held" in out.getvalue()
    assert not out.getvalue().startswith("{")


def test_the_lines_of_libraries_take_the_same_form() -> None:
    out = io.StringIO()
    configure_logs(out)
    logging.getLogger("somebody.else").warning("took %d s", 5)
    said = line(out.getvalue())
    assert (said["event"], said["logger"]) == ("took 5 s", "somebody.else")


def test_the_chatter_of_libraries_is_not_shown() -> None:
    out = io.StringIO()
    configure_logs(out, "debug")
    logging.getLogger("somebody.else").info("GET 200")
    assert out.getvalue() == ""


def test_what_is_less_urgent_is_not_shown() -> None:
    out = io.StringIO()
    configure_logs(out, "warning")
    structlog.get_logger("stage").info("chatter")
    logging.getLogger("somebody.else").info("chatter")
    assert out.getvalue() == ""


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_no_line_shows_a_secret(stream: type[io.StringIO]) -> None:
    out = stream()
    configure_logs(out)
    logger = structlog.get_logger("stage")
    logger.info(f"logging in with {CANARY}", url=f"https://joe:{CANARY}@example.org/x")
    logger.info("nested", headers={"Authorization": "Bearer abc"}, words=[CANARY], other=(CANARY,))
    logger.info("by its key", smtp_password="short")
    logging.getLogger("somebody.else").warning("sent %s", CANARY)
    try:
        raise LookupError(f"refused: {CANARY}")
    except LookupError:
        logger.exception("it failed")
    assert CANARY not in out.getvalue()
    assert "Bearer" not in out.getvalue()
    assert "short" not in out.getvalue()
    assert "LookupError" in out.getvalue()
    assert HIDDEN in out.getvalue()


def test_an_address_loses_its_user_and_nothing_else() -> None:
    assert redact("see https://joe:pw@example.org/a@b") == f"see https://{HIDDEN}@example.org/a@b"
    assert redact("see https://example.org/a@b") == "see https://example.org/a@b"
