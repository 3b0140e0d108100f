"""The demonstration's people and tickets: there once, in the past, and told to nobody."""

from pathlib import Path

import pytest
from django.conf import settings

from octant.core.outbox.models import Event
from octant.core.people.models import Customer, Team, User
from octant.core.routing.models import AgentState, Offer, Shift
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.selectors import Filter, ticket_page
from octant.kit.clock import now
from octant.project.demo import _spans, load_demo

FOLDER = Path(settings.OCTANT_WORKSPACE)


@pytest.mark.django_db
def test_loading_twice_is_loading_once() -> None:
    tables = (User, Customer, Team, AgentState, Shift, Ticket, Message, Offer)
    first = load_demo(FOLDER)
    counts = [table.objects.count() for table in tables]
    assert load_demo(FOLDER) == first
    assert [table.objects.count() for table in tables] == counts
    assert all(counts)
    assert first["tickets"] == Ticket.objects.count()

    assert not Event.objects.exists(), "nobody is told of what is long past"
    tickets = Ticket.objects.all()
    assert all(one.created_at <= one.last_activity_at <= now() for one in tickets)
    assert not Ticket.objects.filter(live=True).exists()
    for ticket in tickets:
        times = list(ticket.messages.order_by("seq").values_list("created_at", flat=True))
        assert times == sorted(times), ticket.subject
    assert not Offer.objects.filter(ended_at=None).exists()

    lead = User.objects.get(role="lead")
    found = ticket_page(lead, Filter(view="all", words="提币")).tickets
    assert found and all(ticket.language == "zh-hans" for ticket in found)


@pytest.mark.django_db
def test_everybody_has_the_password_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    load_demo(FOLDER)
    assert all(user.check_password("kraken-demo") for user in User.objects.all())
    monkeypatch.setenv("OCTANT_DEMO_PASSWORD", "another one entirely")
    load_demo(FOLDER)
    assert all(user.check_password("another one entirely") for user in User.objects.all())


@pytest.mark.django_db
def test_no_reference_of_a_customer_is_taken_for_a_secret() -> None:
    load_demo(FOLDER)
    masked = Message.objects.exclude(findings=[])
    assert [message.text for message in masked] == []


def test_a_shift_that_ends_before_it_starts_ends_on_the_next_day() -> None:
    assert _spans({"days": ["sun", "mon"], "start": "22:00", "end": "06:00"}) == [
        (6 * 1440 + 1320, 6 * 1440 + 1800),
        (1320, 1800),
    ]
    assert _spans({"days": ["tue"], "start": "16:00", "end": "00:00"}) == [(2400, 2880)]
