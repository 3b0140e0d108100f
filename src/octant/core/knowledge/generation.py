"""A number that grows whenever public content changes: caches and indexes compare it."""

import time

from django.db import connection

LOOK_AGAIN_SECONDS = 1.0

_seen: tuple[float, int] = (0.0, 0)


def current() -> int:
    """The generation as of a second ago at most; one query a second per process."""
    global _seen
    at, value = _seen
    if time.monotonic() - at > LOOK_AGAIN_SECONDS:
        value = _read()
        _seen = (time.monotonic(), value)
    return value


def _read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM knowledge_generation")
        return int(cursor.fetchone()[0])


def advance() -> None:
    """Say that public content changed; call inside the transaction that changes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('knowledge_generation')")
