"""Chats in which nothing happens any more."""

from datetime import timedelta

import pytest
from tests.channels.live_chat.conftest import Window

from octant.channels.live_chat.tasks import idle_chats
from octant.core.people.models import User
from octant.core.routing.models import Offer
from octant.core.routing.services.assignment import assign_waiting
from octant.core.routing.services.offers import accept
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db


def codes(ticket: Ticket) -> list[str]:
    rows = ticket.messages.filter(kind="event").order_by("seq").values_list("data", flat=True)
    return [f"{row['code']}.{row['outcome']}" if "outcome" in row else row["code"] for row in rows]


@pytest.fixture
def answered(window: Window, on_duty: User) -> Ticket:
    window.begin()
    assign_waiting()
    accept(offer_id=Offer.objects.get().pk, agent=on_duty)
    ticket = Ticket.objects.get()
    send(ticket=ticket, agent=on_duty, text=screen("Could you send the transaction id?"))
    return ticket


def test_a_silent_customer_is_asked_once_and_then_the_chat_closes(answered: Ticket) -> None:
    assert idle_chats() == 0
    with moved(timedelta(minutes=9)):
        assert idle_chats() == 1
        assert idle_chats() == 0
    with moved(timedelta(minutes=21)):
        assert idle_chats() == 1
        assert idle_chats() == 0
    answered.refresh_from_db()
    assert codes(answered) == ["accepted", "idle_prompt", "chat_ended.idle"]
    assert answered.live is False


def test_a_customer_who_answers_stays(answered: Ticket, window: Window) -> None:
    with moved(timedelta(minutes=9)):
        idle_chats()
        window.say("Here I am")
    with moved(timedelta(minutes=60)):
        assert idle_chats() == 0
    answered.refresh_from_db()
    assert answered.live is True


def test_an_agent_who_speaks_again_gives_the_customer_new_time(
    answered: Ticket, on_duty: User
) -> None:
    with moved(timedelta(minutes=9)):
        idle_chats()
    with moved(timedelta(minutes=10)):
        send(ticket=answered, agent=on_duty, text=screen("Still there?"))
    with moved(timedelta(minutes=21)):
        assert idle_chats() == 1
    answered.refresh_from_db()
    assert codes(answered).count("idle_prompt") == 2
    assert answered.live is True


def test_who_left_the_queue_is_answered_by_email(window: Window, on_duty: User) -> None:
    window.begin()
    ticket = Ticket.objects.get()
    with moved(timedelta(minutes=10)):
        assert idle_chats() == 0
        window.get("messages")
    with moved(timedelta(minutes=25)):
        assert idle_chats() == 0
    with moved(timedelta(minutes=31)):
        assert idle_chats() == 1
    ticket.refresh_from_db()
    assert codes(ticket) == ["chat_ended.gone"]
    assert ticket.status == "new"
