"""What leads promise, what agents see of it, and how well it was kept."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.core.tickets.factories import a_ticket, words

from octant.core.people.models import User
from octant.core.promises.models import Calendar, Policy
from octant.core.promises.tasks import tend
from octant.core.tickets.services.conversation import send
from octant.kit import clock

pytestmark = pytest.mark.django_db
FILLED = {
    "name_en": "Chats",
    "position": "10",
    "channels": ["live_chat"],
    "first_minutes": "60",
    "warn_percent": "75",
    "active": "on",
    "notify_leads": "on",
}


def signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client


def test_a_lead_tries_a_policy_before_keeping_it(lead: User) -> None:
    with clock.moved(-timedelta(hours=2)):
        a_ticket()
    client = signed_in(lead)
    tried = client.post("/desk/promises/new/", {**FILLED, "do": "try"}).content.decode()
    assert "it would hold for 1" in tried and "1 would be overdue at once" in tried
    assert not Policy.objects.exists()
    client.post("/desk/promises/new/", {**FILLED, "do": "save"})
    kept = Policy.objects.get()
    assert (kept.key, kept.channels, kept.first_minutes) == ("chats", ["live_chat"], 60)
    page = client.get(f"/desk/promises/{kept.pk}/").content.decode()
    assert 'value="60"' in page
    assert "1 h" in client.get("/desk/promises/").content.decode()


def test_a_calendar_is_written_a_line_a_day_and_what_cannot_be_read_is_said(lead: User) -> None:
    client = signed_in(lead)
    given = {"name_en": "Office", "zone": "Europe/Berlin", "holidays": "2026-12-25"}
    bad = client.post("/desk/promises/calendars/new/", {**given, "weekly": "monday 9 to 5"})
    assert "Write hours like 09:00-18:00." in bad.content.decode()
    hours = "monday 09:00-12:00 13:00-18:00\ntuesday 22:00-06:00"
    client.post("/desk/promises/calendars/new/", {**given, "weekly": hours})
    kept = Calendar.objects.get()
    assert kept.weekly["monday"] == [["09:00", "12:00"], ["13:00", "18:00"]]
    page = client.get(f"/desk/promises/calendars/{kept.pk}/").content.decode()
    assert "tuesday 22:00-06:00" in page


def test_promises_and_the_report_are_for_leads(agent: User) -> None:
    client = signed_in(agent)
    for path in ("promises/", "promises/new/", "kept/", "kept.csv"):
        assert client.get(f"/desk/{path}").status_code in (302, 403)


def test_the_list_by_time_left_begins_with_what_is_due_first(agent: User) -> None:
    Policy.objects.create(key="high", names={"en": "x"}, priorities=[3], first_minutes=30)
    later, sooner = a_ticket(subject="Later"), a_ticket(subject="Sooner", priority=3)
    answered = a_ticket(subject="Answered")
    send(ticket=answered, agent=agent, text=words("Here."))
    client = signed_in(agent)
    page = client.get("/desk/list/?view=open&sort=due").content.decode()
    assert page.index("Sooner") < page.index("Later") < page.index("Answered")
    assert f'data-due="{sooner.due_at.isoformat()}"' in page
    assert "sort=due" in page
    usual = client.get("/desk/list/?view=open").content.decode()
    assert usual.index("Answered") < usual.index("Sooner") < usual.index("Later")
    assert later.is_due


def test_pages_by_time_left_follow_each_other_without_gaps(agent: User) -> None:
    from octant.core.tickets.selectors import Filter, ticket_page

    made = [a_ticket() for _number in range(7)]
    wanted = Filter(sort="due")
    first = ticket_page(agent, wanted, limit=3)
    second = ticket_page(agent, wanted, cursor=first.next, limit=3)
    third = ticket_page(agent, wanted, cursor=second.next, limit=3)
    found = [*first.tickets, *second.tickets, *third.tickets]
    assert [ticket.pk for ticket in found] == [ticket.pk for ticket in made]
    back = ticket_page(agent, wanted, cursor=third.previous, limit=3)
    assert back.tickets == second.tickets


def test_a_ticket_says_in_plain_words_what_was_promised(agent: User) -> None:
    ticket = a_ticket()
    client = signed_in(agent)
    url = f"/desk/tickets/{ticket.public_id}/"
    assert "First answer promised by" in client.get(url).content.decode()
    chinese = client.get(f"{url}?lang=zh-hans").content.decode()
    assert "首次回复的承诺时间" in chinese


def test_the_report_shows_a_table_and_gives_it_as_a_file(lead: User, agent: User) -> None:
    Policy.objects.create(key="all", names={"en": "x"}, first_minutes=30)
    with clock.moved(-timedelta(hours=2)):
        kept, late = a_ticket(), a_ticket()
        send(ticket=kept, agent=agent, text=words("Here."))
    tend()
    client = signed_in(lead)
    page = client.get("/desk/kept/?by=channel").content.decode()
    assert "50.0 %" in page and late.public_id in page
    lines = client.get("/desk/kept.csv?by=channel").content.decode().splitlines()
    assert lines[0].startswith("channel,kept,broken,running,dropped,percent")
    assert lines[1].startswith("live_chat,1,1,0,0,50.0,")
