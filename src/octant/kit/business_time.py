"""Time that counts: hours of a week in a time zone, without holidays, over daylight saving.

A moment counts if a clock on the wall at that place shows a time within the hours of that day.
So an hour that is skipped in spring counts for nothing, and one that comes twice in autumn
counts twice. All moments are aware; answers are in UTC. Pure: no clock, no database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 1440
Span = tuple[int, int]  # minutes of a day, the second at most 1440
Between = tuple[datetime, datetime]
LOOK_AHEAD_DAYS = 3 * 366  # hours that stay shut for longer are a mistake
_HALF_HOUR = timedelta(minutes=30)
_DAY = timedelta(days=1)


class NeverOpens(ValueError):
    """Nothing counts for years on end."""


@dataclass(frozen=True)
class Hours:
    """When time counts. Without `weekly` it always does, holidays or not.

    `weekly` has seven entries, Monday first, each with spans that do not overlap, in order.
    `holidays` are dates of the place on which other spans hold, usually none.
    """

    zone: str = "UTC"
    weekly: tuple[tuple[Span, ...], ...] = ()
    holidays: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def always(self) -> bool:
        return not self.weekly

    def on(self, day: date) -> tuple[Span, ...]:
        """What counts on a day of the calendar."""
        found = self.holidays.get(day)
        return self.weekly[day.weekday()] if found is None else found


ALWAYS = Hours()


def add(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """The first moment by which `amount` has counted since `start`. Raises `NeverOpens`."""
    start, left = start.astimezone(UTC), amount
    if hours.always or left <= timedelta(0):
        return start + max(left, timedelta(0))
    for opens, closes in _spans_from(hours, start):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise NeverOpens("nothing counts for years")


def between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How much counts from `start` to `end`; nothing if they are the other way round."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if hours.always or end <= start:
        return max(end - start, timedelta(0))
    counted = timedelta(0)
    day = _local_day(hours, start)
    while day <= _local_day(hours, end):
        for opens, closes in _spans_on(hours, day):
            counted += max(min(closes, end) - max(opens, start), timedelta(0))
        day += _DAY
    return counted


def due(
    hours: Hours, start: datetime, amount: timedelta, pauses: Sequence[Between] = ()
) -> datetime:
    """Like `add`, but nothing counts within `pauses` (in order, not overlapping)."""
    at, left = start.astimezone(UTC), amount
    for begins, ends in pauses:
        if ends <= at:
            continue
        counted = between(hours, at, begins)
        if counted >= left:
            break
        left -= counted
        at = max(ends.astimezone(UTC), at)
    return add(hours, at, left)


def used(hours: Hours, start: datetime, end: datetime, pauses: Sequence[Between] = ()) -> timedelta:
    """Like `between`, but nothing counts within `pauses`."""
    counted = between(hours, start, end)
    for begins, ends in pauses:
        counted -= between(hours, max(begins, start), min(ends, end))
    return counted


def _spans_from(hours: Hours, start: datetime) -> Iterator[Between]:
    day = _local_day(hours, start)
    for _day in range(LOOK_AHEAD_DAYS):
        for opens, closes in _spans_on(hours, day):
            if closes > start:
                yield max(opens, start), closes
        day += _DAY


def _local_day(hours: Hours, moment: datetime) -> date:
    return moment.astimezone(_zone(hours.zone)).date()


def _spans_on(hours: Hours, day: date) -> list[Between]:
    """The spans of a local day as moments, in order; two for one where a clock is set back."""
    spans = hours.on(day)
    if not spans:
        return []
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = []
    for begins, ends, offset in _stretches(hours.zone, day):
        for first, last in spans:
            opens = midnight + timedelta(minutes=first) - offset
            closes = midnight + timedelta(minutes=last) - offset
            if (opens := max(opens, begins)) < (closes := min(closes, ends)):
                found.append((opens, closes))
    return sorted(found)


@lru_cache(maxsize=4096)
def _stretches(zone: str, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """Times around a local day in which the zone keeps one offset: (from, to, offset)."""
    place = _zone(zone)
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=16)
    end = at + timedelta(hours=56)
    found, offset = [], _offset(place, at)
    begins = at
    while at < end:
        following = at + _HALF_HOUR
        if (new := _offset(place, following)) != offset:
            turn = _turn(place, at, following)
            found.append((begins, turn, offset))
            begins, offset = turn, new
        at = following
    return (*found, (begins, end, offset))


def _turn(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset changes between two moments."""
    offset = _offset(place, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(place, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(place).utcoffset() or timedelta(0)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
