"""A number that grows whenever public content changes: caches and indexes compare it."""

import time

from django.db import connection, transaction

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


def latest() -> int:
    """The generation as of now."""
    global _seen
    _seen = (time.monotonic(), _read())
    return _seen[1]


def advance() -> None:
    """Say that public content changed; call inside the transaction that changes it.

    Counts twice: at once, so that a crash after the commit cannot hide the change, and after
    the commit, so that nobody who looked in between keeps the old content under the new number.
    """
    _next()
    transaction.on_commit(_next)


def _next() -> None:
    global _seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('knowledge_generation')")
    _seen = (0.0, 0)  # this process reads its own writes


def _read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM knowledge_generation")
        return int(cursor.fetchone()[0])
