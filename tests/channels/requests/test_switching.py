"""The same ticket goes on by another way, and both sides see that it does."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.channels.requests.conftest import by_link
from tests.channels.requests.test_ticket import page, press, say
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.channels.email.consumers import on_message_sent
from octant.channels.email.models import Outgoing
from octant.core.outbox.models import Event
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import block
from octant.core.routing.services.assignment import assign_waiting
from octant.core.routing.services.offers import accept
from octant.core.routing.services.switching import to_chat, to_email
from octant.core.tickets import chats
from octant.core.tickets.lines import line
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import receive, send
from octant.core.tickets.services.lifecycle import close, end_chat, set_status
from octant.core.tickets.services.reading import seen
from octant.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.django_db
SignIn = Callable[[Customer], Client]


def mail_all() -> None:
    """What the outbox does with agents' answers."""
    for event in Event.objects.filter(name="MessageSent"):
        on_message_sent("MessageSent", event.payload)


def told(ticket: Ticket, *, staff: bool) -> str:
    rows = ticket.messages.filter(kind="event").order_by("seq")
    return " ".join(line(row.data, staff=staff) for row in rows)


def test_a_mail_ticket_goes_to_the_chat_and_is_offered_to_an_agent(
    ada: Customer, on_duty: User, sign_in: SignIn
) -> None:
    ticket, client = a_ticket(ada, channel="email"), sign_in(ada)
    set_status(ticket=ticket, status="waiting", actor=on_duty)
    assert "Chat about it now" in page(client, ticket)
    shown = press(client, ticket, "chat")
    ticket.refresh_from_db()
    assert ticket.live and ticket.status == "open" and ticket.channel == "email"
    assert "In the queue of the chat" in shown and "Open the chat" in shown
    assert "You took this ticket to the chat." in told(ticket, staff=False)
    assert "waits there" in told(ticket, staff=True)
    assert assign_waiting() == 1
    accept(offer_id=ticket.offers.get().pk, agent=on_duty)
    assert "In the chat with Mia" in page(client, ticket)


def test_who_comes_from_mail_stands_behind_those_who_wait_in_the_chat(
    ada: Customer, on_duty: User
) -> None:
    old = a_ticket(ada, channel="email")
    here = a_ticket(a_customer(), live=True)
    to_chat(ticket=old, customer=ada)
    queue = Ticket.objects.filter(live=True).order_by("waiting_since")
    assert list(queue.values_list("pk", flat=True)) == [here.pk, old.pk]


def test_while_it_is_live_answers_go_to_the_chat_and_afterwards_by_mail(
    ada: Customer, on_duty: User
) -> None:
    ticket = a_ticket(ada, channel="email")
    to_chat(ticket=ticket, customer=ada)
    stale = a_ticket(ada, channel="email")
    stale.pk = ticket.pk  # a desk that read the ticket before the switch
    in_chat = send(ticket=stale, agent=on_duty, text=words("Hello, I am here"))
    assert (in_chat.channel, in_chat.state) == ("live_chat", "sent")
    mail_all()
    assert not Outgoing.objects.filter(ticket=ticket).exists()
    said = receive(ticket=ticket, customer=ada, text=words("Me too"))
    assert said.channel == "live_chat"
    end_chat(ticket=ticket, outcome="left")
    after = send(ticket=ticket, agent=on_duty, text=words("One more thing"))
    assert (after.channel, after.state) == ("email", "queued")
    mail_all()
    assert Outgoing.objects.filter(ticket=ticket, kind="reply").count() == 1


def test_the_chat_window_opens_a_ticket_of_any_channel_by_its_key(
    ada: Customer, on_duty: User, sign_in: SignIn
) -> None:
    from octant.core.tickets.access import key_for

    ticket, client = a_ticket(ada, channel="email"), sign_in(ada)
    press(client, ticket, "chat")
    key = key_for(ticket)
    assert chats.by_key(key).pk == ticket.pk
    state = client.get("/chat/state", headers={"X-Octant-Key": key, "Origin": "http://testserver"})
    assert state.json()["live"] is True and state.json()["public_id"] == ticket.public_id


def test_an_answer_on_the_page_is_heard_in_the_chat(
    ada: Customer, on_duty: User, sign_in: SignIn
) -> None:
    ticket, client = a_ticket(ada, channel="email"), sign_in(ada)
    press(client, ticket, "chat")
    say(client, ticket, "From the page")
    assert ticket.messages.get(text="From the page").channel == "live_chat"


def test_a_chat_goes_on_by_email(agent: User) -> None:
    ticket = a_ticket(live=True)
    client = by_link(ticket)
    shown = press(client, ticket, "email")
    ticket.refresh_from_db()
    assert not ticket.live and ticket.status == "new"
    assert "You chose an answer by email." in shown
    assert "The customer chose an answer by email." in told(ticket, staff=True)
    press(client, ticket, "email")
    assert ticket.messages.filter(data__code="chat_ended").count() == 1


def test_it_says_so_where_the_chat_cannot_be_had(ada: Customer, sign_in: SignIn) -> None:
    ticket, client = a_ticket(ada, channel="email"), sign_in(ada)
    assert "Nobody is in the chat at the moment." in page(client, ticket)
    assert "No agent is on duty." in press(client, ticket, "chat")
    ticket.refresh_from_db()
    assert not ticket.live


def test_what_ended_is_taken_up_again_or_is_too_old(ada: Customer, on_duty: User) -> None:
    ticket = a_ticket(ada, channel="email")
    close(ticket=ticket)
    to_chat(ticket=ticket, customer=ada)
    ticket.refresh_from_db()
    assert ticket.live and ticket.status == "open"
    old = a_ticket(ada, channel="email")
    close(ticket=old)
    Ticket.objects.filter(pk=old.pk).update(closed_at="2020-01-01T00:00Z")
    with pytest.raises(Conflict):
        to_chat(ticket=old, customer=ada)


def test_nobody_switches_for_another_nor_the_blocked_to_the_chat(
    ada: Customer, bob: Customer, on_duty: User, sign_in: SignIn
) -> None:
    ticket = a_ticket(ada, channel="email")
    for switch in (to_chat, to_email):
        with pytest.raises(NotAllowed):
            switch(ticket=ticket, customer=bob)
    block(customer=ada, actor=on_duty, reason="rude")
    ada.refresh_from_db()
    with pytest.raises(NotAllowed):
        to_chat(ticket=ticket, customer=ada)
    assert "Chat about it now" not in page(sign_in(ada), ticket)


def test_without_an_address_there_is_no_answer_by_email() -> None:
    nameless = a_customer(email="")
    ticket = a_ticket(nameless, live=True)
    with pytest.raises(DomainError):
        to_email(ticket=ticket, customer=nameless)
    assert "Answer by email instead" not in page(by_link(ticket), ticket)
    seen(ticket_id=ticket.pk, by="customer", seq=1)
