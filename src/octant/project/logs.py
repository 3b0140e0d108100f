"""One structured log stream: a JSON object a line, with the request's id, never text of
messages and never secrets."""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import structlog
from structlog.typing import EventDict, Processor

_SHORTEST = 8  # nothing shorter holds a secret with what tells that it is one


def configure() -> None:
    """Send the standard library's and our own log lines to stderr as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(_level()),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(shared))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(_level(), logging.WARNING))


def formatter(shared: Sequence[Processor] = ()) -> logging.Formatter:
    """How lines of the standard library's loggers are written."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(),
        ],
    )


def without_secrets(logger: Any, name: str, line: EventDict) -> EventDict:
    """Whatever a line quotes (an address that was not found, an error's text) is screened."""
    from octant.core.safety.text import screen  # settings are read before there are apps

    for part, value in line.items():
        if isinstance(value, str) and len(value) > _SHORTEST:
            seen = screen(unquote(value), max_chars=len(value))  # addresses are quoted
            line[part] = seen.text if seen.findings else value
    return line


def _level() -> int:
    return int(logging.getLevelName(os.environ.get("OCTANT_LOG_LEVEL", "INFO").upper()))
