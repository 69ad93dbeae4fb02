"""How log lines look: JSON for machines, colours for people, and never a secret."""

import logging
from collections.abc import Mapping
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor

from runtime.floods import OnceInAWhile
from runtime.secret import HIDDEN, redact

_HIDDEN_KEYS: Final = ("password", "secret", "token", "authorization", "cookie", "api_key")


def configure_logs(stream: TextIO, level: str = "info") -> None:
    """Send our log lines, and the warnings of every library, to `stream` in one form.

    Args:
        stream: where to; JSON lines unless it is a terminal.
        level: the least urgent of our levels shown: debug, info, warning or error.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(shared, terminal=stream.isatty()))
    handler.addFilter(_is_ours_or_urgent)
    handler.addFilter(OnceInAWhile())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def hide_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Black out known secrets in every value, and any value whose key sounds like one."""
    return {key: _clean_field(key, event[key]) for key in event}


def _is_ours_or_urgent(record: logging.LogRecord) -> bool:
    """Let pass what came by structlog, as a dict; HTTP clients log every request at info."""
    return isinstance(record.msg, dict) or record.levelno >= logging.WARNING


def _formatter(shared: list[Processor], *, terminal: bool) -> logging.Formatter:
    plain = structlog.dev.plain_traceback
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=plain)
        if terminal
        else structlog.processors.JSONRenderer()
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _clean_field(key: str, value: Any) -> Any:
    if key.startswith("_"):
        return value  # structlog's own, never printed
    return HIDDEN if any(word in key.lower() for word in _HIDDEN_KEYS) else _clean(value)


def _clean(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _clean_field(str(key), value[key]) for key in value}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return redact(str(value))
