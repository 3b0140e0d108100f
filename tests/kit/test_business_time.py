"""Hours that count, against a walk minute by minute with a clock on the wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octant.kit.business_time import ALWAYS, Hours, NeverOpens, add, between, due, used

OFFICE = ((540, 720), (780, 1080))  # 9 to 12 and 13 to 18
WEEK = (OFFICE,) * 5 + ((), ())
BERLIN = Hours("Europe/Berlin", WEEK)
NIGHT = Hours("Europe/Berlin", (((60, 240),),) * 7)  # 1 to 4, over both changes
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "Asia/Shanghai",
    "Pacific/Apia",  # left out a whole day in 2011
    "Asia/Kathmandu",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@st.composite
def a_day(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = draw(st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True).map(sorted))
    edges = edges[: len(edges) // 2 * 2]
    return tuple((edges[i] * 15, edges[i + 1] * 15) for i in range(0, len(edges), 2))


@st.composite
def some_hours(draw: st.DrawFn) -> Hours:
    week = [draw(a_day()) for _ in range(6)] + [((480, 600),)]  # some time counts each week
    holidays = draw(st.dictionaries(days, a_day(), max_size=3))
    return Hours(draw(st.sampled_from(ZONES)), tuple(week), holidays)


days = st.one_of(  # also those on which clocks change
    st.dates(date(2026, 3, 6), date(2026, 4, 8)),
    st.dates(date(2026, 10, 2), date(2026, 11, 4)),
    st.dates(date(2011, 12, 27), date(2012, 1, 3)),
)
moments = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes(minute),
    days,
    st.integers(0, 1439),
)
amounts = st.integers(0, 3000).map(minutes)


def open_at(hours: Hours, moment: datetime) -> bool:
    wall = moment.astimezone(ZoneInfo(hours.zone))
    minute = wall.hour * 60 + wall.minute
    return any(first <= minute < last for first, last in hours.on(wall.date()))


def counted_by_walking(hours: Hours, start: datetime, end: datetime) -> timedelta:
    steps = int((end - start) / minutes(1))
    return minutes(sum(open_at(hours, start + minutes(step)) for step in range(steps)))


@settings(max_examples=150, deadline=None)
@given(some_hours(), moments, st.integers(0, 4000).map(minutes))
def test_it_counts_what_a_walk_minute_by_minute_counts(
    hours: Hours, start: datetime, length: timedelta
) -> None:
    end = start + length
    assert between(hours, start, end) == counted_by_walking(hours, start, end)


@settings(max_examples=200, deadline=None)
@given(some_hours(), moments, amounts)
def test_adding_and_counting_are_each_others_inverse(
    hours: Hours, start: datetime, amount: timedelta
) -> None:
    end = add(hours, start, amount)
    assert between(hours, start, end) == amount
    if amount:  # and it is the first such moment
        assert between(hours, start, end - minutes(1)) < amount


@settings(max_examples=200, deadline=None)
@given(some_hours(), moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(
    hours: Hours, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert add(hours, add(hours, start, one), other) == add(hours, start, one + other)


@settings(max_examples=200, deadline=None)
@given(some_hours(), moments, moments, amounts, amounts)
def test_later_and_longer_are_never_earlier(
    hours: Hours, one: datetime, other: datetime, short: timedelta, long: timedelta
) -> None:
    (one, other), (short, long) = sorted((one, other)), sorted((short, long))
    assert add(hours, one, short) <= add(hours, other, short)
    assert add(hours, one, short) <= add(hours, one, long)


@settings(max_examples=150, deadline=None)
@given(some_hours(), moments, amounts, st.lists(st.integers(0, 3000), max_size=6))
def test_pauses_put_the_end_off_by_what_would_have_counted(
    hours: Hours, start: datetime, amount: timedelta, edges: list[int]
) -> None:
    marks = [start + minutes(edge) for edge in sorted(edges)]
    pauses = list(zip(marks[::2], marks[1::2], strict=False))
    end = due(hours, start, amount, pauses)
    assert end >= add(hours, start, amount)
    assert used(hours, start, end, pauses) == amount


def test_an_office_day_goes_on_the_next_morning_and_after_the_weekend() -> None:
    friday = local("2026-11-27T17:30")
    assert add(BERLIN, friday, minutes(30)) == local("2026-11-27T18:00")
    assert add(BERLIN, friday, minutes(31)) == local("2026-11-30T09:01")
    assert add(BERLIN, local("2026-11-30T11:30"), minutes(60)) == local("2026-11-30T13:30")


def test_a_holiday_counts_for_nothing_and_may_have_hours_of_its_own() -> None:
    shut = Hours("Europe/Berlin", WEEK, {date(2026, 12, 25): (), date(2026, 12, 24): ((540, 600),)})
    assert add(shut, local("2026-12-24T09:30"), minutes(60)) == local("2026-12-28T09:30")


def test_the_hour_skipped_in_spring_does_not_count() -> None:
    # 29 March 2026: 02:00 becomes 03:00, so that 1 to 4 is two hours.
    assert between(NIGHT, local("2026-03-29T00:00"), local("2026-03-29T12:00")) == minutes(120)
    assert add(NIGHT, local("2026-03-29T00:00"), minutes(61)) == local("2026-03-29T03:01")


def test_the_hour_that_comes_twice_in_autumn_counts_twice() -> None:
    # 25 October 2026: 03:00 becomes 02:00, so that 1 to 4 is four hours.
    assert between(NIGHT, local("2026-10-25T00:00"), local("2026-10-25T12:00")) == minutes(240)
    assert add(NIGHT, local("2026-10-25T00:00"), minutes(150)) == at("2026-10-25T01:30")


def test_round_the_clock_a_day_is_24_hours_whatever_the_clocks_do() -> None:
    start = local("2026-03-28T12:00")
    assert add(ALWAYS, start, minutes(1440)) == local("2026-03-29T13:00")
    assert between(ALWAYS, start, local("2026-03-29T13:00")) == minutes(1440)


def test_hours_that_never_open_are_refused_and_not_walked_for_ever() -> None:
    with pytest.raises(NeverOpens):
        add(Hours("UTC", ((),) * 7), at("2026-01-01T00:00"), minutes(1))
