"""How somebody wants to be reached: checked as it is typed, kept to by what mails them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.conftest import PASSWORD
from tests.core.tickets.factories import a_ticket, words

from octant.channels.email.consumers import on_news
from octant.channels.email.models import Outgoing
from octant.core.people.models import Customer, Reach, User
from octant.core.people.reach import NEWS, end_of, reach_of, wants_mail
from octant.core.people.reach_form import ReachForm
from octant.core.people.services.customers import of_user
from octant.core.people.services.reach import set_reach
from octant.core.people.services.staff import create_user
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send
from octant.core.tickets.services.lifecycle import end_chat
from octant.kit.clock import now
from octant.reactions.notifications.models import Notice
from octant.reactions.notifications.services.noting import note_answer
from octant.reactions.notifications.services.sending import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return create_user(
        email="ada@customers.example", name="Ada", role="customer", password=PASSWORD
    )


@pytest.fixture
def customer(user: User) -> Customer:
    found = of_user(user=user, language="en")
    Customer.objects.filter(pk=found.pk).update(timezone="Asia/Shanghai")
    found.refresh_from_db()
    return found


def form(**given: str) -> ReachForm:
    return ReachForm(given, row=Reach())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+44 20 7946 0958", "+442079460958"), ("+86 (138) 1234-5678", "+8613812345678"), ("", "")],
)
def test_a_phone_number_is_kept_as_e164(typed: str, kept: str) -> None:
    filled = form(phone=typed)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["phone"] == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "020 7946 0958"},
        {"phone": "+1 2"},
        {"phone": "call me"},
        {"telegram": "a b"},
        {"telegram": "<b>"},
        {"skype": "x"},
        {"channel": "community"},
        {"quiet_from": "22:00"},
        {"quiet_from": "22:00", "quiet_until": "22:00"},
        {"quiet_from": "25:00", "quiet_until": "07:00"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(wrong: dict[str, str]) -> None:
    assert set(form(**wrong).errors) & {*wrong, "quiet_until"}


def test_the_page_keeps_it_and_shows_it_again(user: User) -> None:
    client = Client()
    client.force_login(user)
    data = {"phone": "+44 20 7946 0958", "telegram": "@adalove", "quiet_from": "22:00"}
    refused = client.post("/accounts/reach/", data).content.decode()
    assert "Give both times, or neither." in refused and "@adalove" in refused
    client.post("/accounts/reach/", data | {"quiet_until": "07:00", "channel": "email"})
    row = reach_of(user)
    assert (row.phone, row.telegram, row.channel) == ("+442079460958", "adalove", "email")
    assert (row.quiet_from, row.mail_answers) == (time(22), False)
    shown = client.get("/accounts/reach/").content.decode()
    assert "+442079460958" in shown and 'value="22:00"' in shown


MINUTES = st.integers(0, 1439)


# A machine under load takes seconds over nothing; it is no fault of what is tested.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MINUTES, MINUTES, st.integers(0, 365 * 1440))
def test_quiet_hours_end_at_their_end_and_within_a_day(begin: int, end: int, minute: int) -> None:
    assume(begin != end)
    begins, ends = time(begin // 60, begin % 60), time(end // 60, end % 60)
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    until = end_of(begins, ends, moment)
    here = moment.time()
    inside = begins <= here < ends if begins < ends else here >= begins or here < ends
    assert (until is not None) == inside
    if until is not None:
        assert moment < until <= moment + timedelta(days=1)
        assert until.time() == ends and end_of(begins, ends, until) is None


def owed(customer: Customer, agent: User) -> Ticket:
    ticket = a_ticket(customer)
    send(ticket=ticket, agent=agent, text=words("We found it."))
    note_answer(ticket=ticket.pk)
    Notice.objects.update(due_at=now() - timedelta(seconds=1))
    return ticket


def test_a_notice_waits_until_the_quiet_hours_are_over(customer: Customer, agent: User) -> None:
    local = now() + timedelta(hours=8)  # Shanghai
    begins, ends = (local - timedelta(hours=1)).time(), (local + timedelta(hours=1)).time()
    assert customer.user is not None
    set_reach(user=customer.user, chosen={"quiet_from": begins, "quiet_until": ends})
    owed(customer, agent)
    assert send_due() == 0 and not mail.outbox
    due = Notice.objects.get().due_at
    assert due is not None and timedelta(minutes=58) < due - now() <= timedelta(hours=1)
    set_reach(user=customer.user, chosen={"quiet_from": None, "quiet_until": None})
    Notice.objects.update(due_at=now() - timedelta(seconds=1))
    assert send_due() == 1


def test_who_wants_no_mail_gets_none_unless_they_asked_for_it(
    customer: Customer, agent: User
) -> None:
    assert customer.user is not None
    set_reach(user=customer.user, chosen={"mail_answers": False})
    owed(customer, agent)
    assert send_due() == 0
    chat = owed(customer, agent)
    Ticket.objects.filter(pk=chat.pk).update(live=True)
    chat.refresh_from_db()
    end_chat(ticket=chat, outcome="email")
    Notice.objects.filter(ticket=chat).update(due_at=now() - timedelta(seconds=1))
    assert send_due() == 1


def test_news_by_mail_can_be_done_without_but_not_the_last_warning(customer: Customer) -> None:
    assert customer.user is not None
    assert wants_mail(customer, NEWS)
    set_reach(user=customer.user, chosen={"mail_news": False})
    ticket = a_ticket(customer, channel="email")
    on_news("TicketSolved", {"ticket": ticket.pk})
    on_news("PromiseAtRisk", {"ticket": ticket.pk})
    assert not Outgoing.objects.exists()
    on_news("CustomerReminded", {"ticket": ticket.pk})
    assert Outgoing.objects.get().kind == Outgoing.Kind.REMINDER


def test_agents_see_it_and_that_the_address_is_not_checked(customer: Customer, agent: User) -> None:
    from octant.desk.thread import find

    assert customer.user is not None
    set_reach(user=customer.user, chosen={"phone": "+442079460958", "channel": "email"})
    found = find(agent, a_ticket(customer).public_id)
    assert found.customer.user is not None
    assert found.customer.user.reach.phone == "+442079460958"
