"""The only clock of the product: aware UTC instants that tests can move."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_shift: ContextVar[timedelta] = ContextVar("shift", default=timedelta(0))


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift.get()


def zone_of(name: str) -> ZoneInfo:
    """The time zone called `name`, as browsers and people give it; UTC for none that is known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def zone_names() -> frozenset[str]:
    """Every time zone that there is. Finding them opens 600 files, so it is done once a process."""
    return frozenset(available_timezones())


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Let time stand `by` later (or earlier) inside the block; for tests and previews."""
    token = _shift.set(_shift.get() + by)
    try:
        yield
    finally:
        _shift.reset(token)
