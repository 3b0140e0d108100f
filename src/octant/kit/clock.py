"""The only clock of the product: aware UTC instants that tests can move."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_shift: ContextVar[timedelta] = ContextVar("shift", default=timedelta(0))


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift.get()


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Let time stand `by` later (or earlier) inside the block; for tests and previews."""
    token = _shift.set(_shift.get() + by)
    try:
        yield
    finally:
        _shift.reset(token)
