"""Reports say to the unit what a ledger says that was kept beside, in every time zone."""

from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from tests.core.tickets.factories import a_category, a_ticket, words
from tests.reactions.insights.simulated import Case, Desk, recount, tend

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.ports.workspace import workspace
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.conversation import event, receive, send
from octant.core.tickets.services.splitting import split
from octant.kit import clock
from octant.kit.errors import NotAllowed
from octant.reactions.insights.models import Counting, Hour, StaleHour
from octant.reactions.insights.selectors import Line, Report, progress, report
from octant.reactions.insights.services.counting import count_stale
from octant.reactions.insights.services.marking import mark_span

pytestmark = pytest.mark.django_db
EVER = {"since": datetime(2020, 1, 1, tzinfo=UTC), "until": datetime(2040, 1, 1, tzinfo=UTC)}
# Days around the change of the clocks; a zone half an hour off; one that changes by half an hour.
PLACES = [
    ("UTC", datetime(2026, 11, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 7, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2026, 6, 10, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, tzinfo=UTC)),
]


def at(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(workspace().raw, "timezone", zone)


def by_name(found: Report) -> dict[str, tuple[int | None, ...]]:
    return {line.name: astuple(line)[1:] for line in found.lines}


def monday(day: date) -> str:
    return str(day - timedelta(days=day.weekday()))


def all_together(lead: User) -> Line:
    return report(lead, group="language", **EVER).total


@pytest.mark.parametrize(("zone", "first"), PLACES, ids=[zone for zone, _first in PLACES])
def test_every_number_is_that_of_the_ledger(
    lead: User, agent: User, monkeypatch: pytest.MonkeyPatch, zone: str, first: datetime
) -> None:
    at(zone, monkeypatch)
    desk = Desk(agent, first, days=3, tickets=60, seed=len(zone))
    desk.act()

    def day(case: Case) -> date:
        return case.began.astimezone(ZoneInfo(zone)).date()

    names = {
        "day": lambda case: str(day(case)),
        "week": lambda case: monday(day(case)),
        "channel": lambda case: case.channel,
        "category": lambda case: case.category,
        "language": lambda case: case.language,
    }
    for group, name in names.items():
        found = report(lead, group=group, also="week", **EVER)
        assert by_name(found) == recount(desk.cases, name), group
        assert by_name(replace(found, lines=found.also)) == recount(desk.cases, names["week"])
    total = report(lead, group="day", **EVER).total
    assert astuple(total)[1:] == recount(desk.cases, lambda case: "")[""]
    assert all((total.reopened, total.rated, total.abandoned, total.solved))
    assert any(case.double for case in desk.cases)

    days = sorted({day(case) for case in desk.cases})
    midnight = datetime.combine(days[1], datetime.min.time(), ZoneInfo(zone))
    rest = report(lead, group="day", since=midnight, until=EVER["until"])
    assert [line.name for line in rest.lines] == [str(each) for each in days[1:]]


def test_a_report_is_narrowed_by_channel_topic_with_those_below_it_and_language(
    lead: User, agent: User
) -> None:
    desk = Desk(agent, datetime(2026, 11, 1, tzinfo=UTC), days=2, tickets=50, seed=3)
    desk.act()
    seen = set()
    for channel, language in product(("live_chat", "email", ""), ("en", "zh-hans", "")):
        found = report(
            lead, group="category", channel=channel, category="funding", language=language, **EVER
        )
        wanted = [
            case
            for case in desk.cases
            if channel in ("", case.channel)
            and language in ("", case.language)
            and case.category in ("funding", "funding/withdrawals")
        ]
        assert by_name(found) == recount(wanted, lambda case: case.category)
        seen |= set(by_name(found))
    assert seen == {"funding", "funding/withdrawals"}


def test_counting_everything_again_changes_nothing(lead: User, agent: User) -> None:
    Desk(agent, datetime(2026, 11, 1, tzinfo=UTC), days=2, tickets=30, seed=5).act()
    rows = list(Hour.objects.order_by("hour", "channel", "category", "language").values())
    assert mark_span() > 10
    while count_stale(limit=7):
        pass
    again = list(Hour.objects.order_by("hour", "channel", "category", "language").values())
    assert _facts(again) == _facts(rows)


def _facts(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    facts = []
    for row in rows:
        packed = {n: sorted(bytes(v)) for n, v in row.items() if isinstance(v, memoryview | bytes)}
        facts.append({**row, **packed, "id": None})
    return facts


def test_what_happens_later_is_counted_in_the_hour_in_which_the_ticket_began(
    lead: User, agent: User
) -> None:
    with clock.moved(-timedelta(days=9)):
        ticket = a_ticket(category=a_category("api"))
        tend()
    assert not StaleHour.objects.exists()
    send(ticket=ticket, agent=agent, text=words("Here."))
    tend()
    old = report(lead, group="category", **{**EVER, "until": clock.now() - timedelta(days=8)})
    assert (old.lines[0].name, old.lines[0].answered) == ("api", 1)
    assert old.lines[0].first_half == pytest.approx(9 * 86400, abs=60)
    lifecycle.label(ticket=ticket, actor=agent, category=a_category("funding"))
    assert not StaleHour.objects.exists()
    deliver_due()
    assert StaleHour.objects.count() == 1
    tend()
    assert [line.name for line in report(lead, group="category", **EVER).lines] == ["funding"]


def test_a_change_that_counts_for_nothing_has_nothing_counted(agent: User) -> None:
    with clock.moved(-timedelta(days=1)):
        ticket = a_ticket()
        tend()
    lifecycle.label(ticket=ticket, actor=agent, priority=4, tags=["vip"])
    deliver_due()
    assert not StaleHour.objects.exists()


def test_leaving_the_queue_counts_once_an_agent_was_not_there_since(
    lead: User, agent: User
) -> None:
    came, left, twice = (a_ticket(live=True) for _each in range(3))
    for ticket in (came, twice):
        event(ticket, "accepted", actor=agent, name="Mia")
    lifecycle.end_chat(ticket=came, outcome="left")
    lifecycle.end_chat(ticket=left, outcome="gone")
    lifecycle.end_chat(ticket=twice, outcome="idle")
    tend()
    assert (all_together(lead).queued, all_together(lead).abandoned) == (3, 1)
    lifecycle.resume_chat(ticket=twice, customer=twice.customer)
    twice.refresh_from_db()
    lifecycle.end_chat(ticket=twice, outcome="left")
    tend()
    assert (all_together(lead).queued, all_together(lead).abandoned) == (3, 2)


def test_thanks_after_a_solution_and_a_status_set_right_are_told_apart(
    lead: User, agent: User
) -> None:
    spoke, corrected = a_ticket(channel="email"), a_ticket(channel="email")
    for ticket in (spoke, corrected):
        lifecycle.solve(ticket=ticket, actor=agent)
    tend()
    assert (all_together(lead).solved, all_together(lead).reopened) == (2, 0)
    lifecycle.set_status(ticket=corrected, status="open", actor=agent)
    receive(ticket=spoke, customer=spoke.customer, text=words("Still not."), channel="email")
    tend()
    assert (all_together(lead).solved, all_together(lead).reopened) == (0, 1)


def test_a_ticket_that_was_split_counts_as_two_in_the_hours_of_their_first_words(
    lead: User, agent: User
) -> None:
    with clock.moved(-timedelta(hours=30)):
        ticket = a_ticket(channel="email")
    with clock.moved(-timedelta(hours=20)):
        receive(ticket=ticket, customer=ticket.customer, text=words("And this."), channel="email")
        tend()
    split(ticket=ticket, seqs=[2], subject=words("Another"), actor=agent)
    tend()
    assert all_together(lead).begun == 2
    lately = report(lead, group="day", **{**EVER, "since": clock.now() - timedelta(hours=22)})
    assert lately.total.begun == 1


def test_another_time_zone_has_everything_counted_anew(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.moved(datetime(2026, 11, 3, 18, 45, tzinfo=UTC) - clock.now()):
        a_ticket()
        tend()
    assert report(lead, group="day", **EVER).lines[0].name == "2026-11-03"
    at("Asia/Kolkata", monkeypatch)  # half past five hours ahead
    tend()
    assert report(lead, group="day", **EVER).lines[0].name == "2026-11-04"
    assert Hour.objects.get().hour == datetime(2026, 11, 3, 18, 30, tzinfo=UTC)
    assert Counting.objects.get().zone == "Asia/Kolkata"


def test_hours_of_which_no_ticket_is_left_are_emptied_when_counted_again(lead: User) -> None:
    ticket = a_ticket()
    tend()
    Ticket.objects.filter(pk=ticket.pk).delete()
    tend()
    assert all_together(lead).begun == 1  # nobody said that it went
    mark_span(since=clock.now() - timedelta(hours=2), until=clock.now() + timedelta(hours=1))
    tend()
    assert all_together(lead).begun == 0 and not Hour.objects.exists()


def test_only_who_leads_reads_reports(lead: User, agent: User, editor: User) -> None:
    for reader in (agent, editor, None):
        with pytest.raises(NotAllowed):
            report(reader, group="day", **EVER)
        with pytest.raises(NotAllowed):
            progress(reader)
    assert progress(lead).seen_until is None
    assert report(lead, group="day", **EVER).lines == []
