"""Who wants which events. Apps say so once, in their AppConfig.ready()."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Handler = Callable[[str, dict[str, Any]], None]

_handlers: dict[str, Handler] = {}
_wants: dict[str, list[str]] = defaultdict(list)


def subscribe(consumer: str, handler: Handler, *events: type) -> None:
    """Hand every one of `events` to `handler(event_name, payload)`, at least once each.

    Handlers must be idempotent: after a crash an event comes again.
    """
    _handlers[consumer] = handler
    for event in events:
        if consumer not in _wants[event.__name__]:
            _wants[event.__name__].append(consumer)


def consumers_of(event_name: str) -> list[str]:
    return _wants.get(event_name, [])


def handler_of(consumer: str) -> Handler | None:
    return _handlers.get(consumer)
