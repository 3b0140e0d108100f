"""Coverage says to the minute, and to the chat, what looking at every minute says."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.core.tickets.factories import a_customer, a_ticket
from tests.reactions.insights.simulated import tend

from octant.core.people.models import User
from octant.core.ports.workspace import workspace
from octant.core.routing.models import Duty
from octant.kit import clock
from octant.kit.errors import NotAllowed
from octant.reactions.insights.covering import Cover, coverage_report, together
from octant.reactions.insights.services.marking import mark_span

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LANGUAGES = ("en", "zh-hans")
# Around the changes of the clocks, and half an hour off.
PLACES = [
    ("UTC", datetime(2026, 11, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 24, 20, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 7, 20, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2026, 6, 10, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, tzinfo=UTC)),
]


def stretches(draw: random.Random, users: list[User], first: datetime) -> list[Duty]:
    """Of 30 hours, with languages and skills by the draw."""
    rows = []
    for user in users:
        at = first + draw.randrange(90) * MINUTE
        while at < first + timedelta(hours=30):
            until = at + draw.randrange(0, 300) * MINUTE + timedelta(seconds=draw.randrange(60))
            languages = draw.choice((["en"], ["zh-hans"], ["en", "zh-hans"]))
            skills = draw.choice(([], ["funding"], ["funding", "api"]))
            rows.append(Duty(user=user, since=at, until=until, languages=languages, skills=skills))
            at = until + draw.randrange(2, 240) * MINUTE
    return Duty.objects.bulk_create(rows)


def there(rows: list[Duty], minute: datetime, language: str = "") -> list[Duty]:
    """Who was on duty in the minute that begins at `minute`, by looking at everybody."""
    return [
        row
        for row in rows
        if row.since.replace(second=0, microsecond=0) <= minute <= row.until
        and (not language or language in row.languages)
    ]


def hour_of(minute: datetime, zone: ZoneInfo) -> datetime:
    """When the hour on that zone's clock began, as an instant."""
    return minute - timedelta(minutes=minute.astimezone(zone).minute)


@pytest.mark.parametrize(("zone", "first"), PLACES, ids=[zone for zone, _first in PLACES])
def test_every_hour_is_that_of_looking_at_each_minute(
    lead: User, agent: User, monkeypatch: pytest.MonkeyPatch, zone: str, first: datetime
) -> None:
    monkeypatch.setitem(workspace().raw, "timezone", zone)
    draw, place = random.Random(len(zone)), ZoneInfo(zone)
    rows = stretches(draw, [lead, agent], first)
    begun = min(rows, key=lambda row: row.until).since
    customer, chats = a_customer(), []
    for _number in range(100):
        began = first + timedelta(seconds=draw.randrange(30 * 3600))
        language, channel = draw.choice(LANGUAGES), draw.choice(("live_chat", "email"))
        with clock.moved(began - clock.now()):
            a_ticket(customer, channel=channel, language=language, live=channel == "live_chat")
        if channel == "live_chat" and began > begun:
            chats.append((began, language))
    tend()
    end = first + timedelta(hours=31)
    with clock.moved(end - clock.now()):
        found = coverage_report(lead, since=first, until=end + timedelta(hours=5))

    minutes = [begun + number * MINUTE for number in range((end - begun) // MINUTE)]
    for language in (*LANGUAGES, ""):
        expected: dict[datetime, list[int]] = {}
        for minute in minutes:
            counts = expected.setdefault(hour_of(minute, place), [0, 0, 0, 0, 0])
            counts[0] += 1
            wanted = [language] if language else LANGUAGES
            counts[1] += all(there(rows, minute, each) for each in wanted)
            counts[2] += len(there(rows, minute, language))
        for began, spoken in chats:
            if language in ("", spoken):
                hour = hour_of(began.replace(second=0, microsecond=0), place)
                near = [
                    row
                    for row in rows
                    if row.since - MINUTE < began < row.until + MINUTE and spoken in row.languages
                ]
                expected[hour][3] += 1
                expected[hour][4] += not near
        hours = found.languages[language] if language else found.all
        got = {x.at: [x.minutes, x.covered, x.manned, x.chats, x.unmet] for x in hours}
        assert got == {at.astimezone(place): counts for at, counts in expected.items()}
    assert 0 < sum(x.unmet for x in found.all) < sum(x.chats for x in found.all)
    skilled = [any("api" in row.skills for row in there(rows, minute)) for minute in minutes]
    shares = {key: share for key, share, _people in found.skills}
    assert shares["api"] == round(100 * sum(skilled) / len(skilled), 1) < shares["funding"]


def test_nothing_is_said_of_the_time_before_it_was_kept(lead: User) -> None:
    at = clock.now()
    with clock.moved(-timedelta(days=2)):
        a_ticket(a_customer(), channel="live_chat", live=True)
    tend()
    nothing = coverage_report(lead, since=at - timedelta(days=7), until=at)
    assert (nothing.all, nothing.skills) == ([], []) and not any(nothing.languages.values())
    Duty.objects.create(user=lead, since=at - timedelta(hours=3), until=at, languages=["en"])
    mark_span()
    tend()
    hours = coverage_report(lead, since=at - timedelta(days=7), until=at).languages["en"]
    total = Cover.of_all(hours, hours[0].at)
    assert total.minutes == total.covered == 180 and total.chats == 0
    assert (total.covered_percent, total.people, total.unmet_percent) == (100.0, 1.0, None)


def test_hours_are_put_together_by_any_name() -> None:
    day = datetime(2026, 11, 30, tzinfo=UTC)
    hours = [Cover(day + timedelta(hours=n), 60, n, 2 * n, 1, 0) for n in range(48)]
    found = together(hours, lambda at: at.date())
    assert [x.covered for x in found.values()] == [sum(range(24)), sum(range(24, 48))]
    assert [x.at for x in found.values()] == [day, day + timedelta(days=1)]


def test_only_leads_read_it(agent: User) -> None:
    with pytest.raises(NotAllowed):
        coverage_report(agent, since=clock.now(), until=clock.now())
