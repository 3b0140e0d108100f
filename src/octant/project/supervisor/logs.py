"""One log stream for all processes: a JSON object a line on standard error."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import IO

from octant.kit import clock

_lock = threading.Lock()
_LONGEST_LINE = 16_384


def write(process: str, event: str, level: str = "info", **details: object) -> None:
    """One line of our own."""
    line = {"process": process, "event": event, **details, "level": level}
    _print({**line, "timestamp": clock.now().isoformat()})


def merge(process: str, text: str) -> None:
    """One line that a process wrote: JSON objects keep their keys, other text becomes the event."""
    text = text.rstrip()[:_LONGEST_LINE]
    if not text:
        return
    try:
        line = json.loads(text)
    except ValueError:
        line = None
    if isinstance(line, dict):
        _print({"process": process, **line})
    else:
        write(process, text)


def pump(process: str, stream: IO[str], on_line: Callable[[str], None] | None = None) -> None:
    """Merge lines until the stream ends; the lines of a traceback become one event."""
    traceback: list[str] = []
    for line in stream:
        if on_line:
            on_line(line.rstrip())
        if traceback or line.startswith("Traceback "):
            traceback.append(line)
            # It ends with the exception's own line, the first that is not indented.
            if len(traceback) > 1 and not line.startswith((" ", "\n")):
                merge(process, "".join(traceback))
                traceback.clear()
        else:
            merge(process, line)
    merge(process, "".join(traceback))


def _print(line: dict[str, object]) -> None:
    text = json.dumps(line, ensure_ascii=False, default=str)
    with _lock:
        try:
            sys.stderr.write(text + "\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            return  # whoever read the log has gone; the system goes on
