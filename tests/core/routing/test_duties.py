"""Who was on duty is kept while it happens, to a minute."""

from datetime import UTC, datetime, timedelta

import pytest

from octant.core.people.models import User
from octant.core.routing.models import Duty
from octant.core.routing.services.duties import LONGEST
from octant.core.routing.services.presence import set_presence, set_skills, touch
from octant.core.routing.tasks import keep_duty
from octant.kit import clock

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 30, 8, tzinfo=UTC)


def minutes_from(start: int, count: int, user: User, *, seen: bool = True) -> None:
    """What happens in each of these minutes of the morning."""
    for minute in range(start, start + count):
        with clock.moved(MORNING + timedelta(minutes=minute) - clock.now()):
            if seen:
                touch(user=user)
            keep_duty()


def online(user: User, minute: int = 0) -> None:
    with clock.moved(MORNING + timedelta(minutes=minute) - clock.now()):
        set_presence(user=user, presence="online")


def kept() -> list[tuple[int, int]]:
    """(first, last minute of the morning) of each stretch."""
    rows = Duty.objects.order_by("since").values_list("since", "until")
    return [(_minute(since), _minute(until)) for since, until in rows]


def _minute(at: datetime) -> int:
    return round((at - MORNING).total_seconds() / 60)


@pytest.fixture
def speaker(agent: User) -> User:
    set_skills(user=agent, actor=None, skills=["funding"], languages=["en"], capacity=3)
    return agent


def test_whoever_stays_has_one_stretch(speaker: User) -> None:
    online(speaker)
    minutes_from(0, 31, speaker)
    assert kept() == [(0, 30)]
    row = Duty.objects.get()
    assert (row.user, row.skills, row.languages) == (speaker, ["funding"], ["en"])


def test_away_or_gone_is_not_on_duty(speaker: User) -> None:
    online(speaker)
    minutes_from(0, 11, speaker)
    set_presence(user=speaker, presence="away")
    minutes_from(11, 20, speaker)
    online(speaker, 31)
    minutes_from(31, 5, speaker)
    minutes_from(36, 20, speaker, seen=False)  # their browser is closed
    assert kept() == [(0, 10), (31, 35)]


def test_a_late_look_is_not_an_absence(speaker: User) -> None:
    online(speaker)
    minutes_from(0, 5, speaker)
    minutes_from(6, 6, speaker)
    minutes_from(20, 5, speaker)
    assert kept() == [(0, 11), (20, 24)]


def test_other_skills_are_another_stretch(speaker: User) -> None:
    online(speaker)
    minutes_from(0, 5, speaker)
    set_skills(user=speaker, actor=None, skills=["funding"], languages=["zh-hans"], capacity=3)
    minutes_from(5, 5, speaker)
    assert kept() == [(0, 4), (5, 9)]
    assert [row.languages for row in Duty.objects.order_by("since")] == [["en"], ["zh-hans"]]


def test_long_duty_lies_in_pieces_without_a_gap(speaker: User) -> None:
    whole = int(LONGEST.total_seconds() // 60)
    online(speaker)
    minutes_from(0, whole + 30, speaker)
    first, second = kept()
    assert first[0] == 0 and first[1] in (whole - 1, whole)  # the clock goes on while we look
    assert second == (first[1] + 1, whole + 29)


def test_looking_twice_in_a_minute_changes_nothing(speaker: User) -> None:
    online(speaker)
    minutes_from(0, 3, speaker)
    minutes_from(2, 1, speaker)
    assert kept() == [(0, 2)]
