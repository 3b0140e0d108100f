"""A take-over is recognised by whatever way it comes, goes first and pages the security team."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.core.tickets.factories import a_category, a_ticket, words

from octant.core.outbox.models import Event
from octant.core.outbox.services import deliver_due
from octant.core.people.models import Customer, User
from octant.core.routing.selectors import waiting_live
from octant.core.routing.services.presence import set_skills
from octant.core.takeover.models import Case
from octant.core.takeover.selectors import board, security_team, unanswered
from octant.core.takeover.services.cases import answer, dismiss, open_case, page_again
from octant.core.takeover.services.listening import listen
from octant.core.tickets.models import Priority, Ticket
from octant.core.tickets.services.conversation import receive, send
from octant.kit import clock
from octant.kit.errors import NotAllowed


def pages() -> int:
    return Event.objects.filter(name="TakeoverReported").count()


def test_the_chosen_topic_makes_a_case(customer: Customer) -> None:
    topic = a_category("security/compromised")
    ticket = a_ticket(customer, category=topic)
    deliver_due()
    assert Case.objects.get(ticket=ticket).source == Case.Source.CATEGORY


@pytest.mark.parametrize(
    "text", ["Help, I have been hacked!", "昨晚我的币被转走了", "这笔提币不是我本人操作"]
)
@pytest.mark.parametrize("channel", ["live_chat", "email", "phone"])
def test_words_of_a_later_message_make_one_on_any_channel(
    ticket: Ticket, text: str, channel: str
) -> None:
    listen()
    assert not Case.objects.exists()
    receive(ticket=ticket, customer=ticket.customer, text=words(text), channel=channel)
    listen()
    assert Case.objects.get(ticket=ticket).source == Case.Source.WORDS


@pytest.mark.parametrize("text", ["Where is my deposit?", "我的充值还没到", "I did not meet him"])
def test_ordinary_words_make_none(ticket: Ticket, text: str) -> None:
    receive(ticket=ticket, customer=ticket.customer, text=words(text))
    listen()
    assert not Case.objects.exists()


def test_an_agents_words_make_none(ticket: Ticket, agent: User) -> None:
    send(ticket=ticket, agent=agent, text=words("Were you hacked?"))
    listen()
    assert not Case.objects.exists()


def test_each_message_is_heard_once(ticket: Ticket) -> None:
    receive(ticket=ticket, customer=ticket.customer, text=words("I was hacked"))
    assert listen() == 1
    listen()
    assert listen() == 0
    assert pages() == 1


def test_a_phishing_report_of_what_was_given_away_makes_one(client: Client) -> None:
    a_category("security/phishing", urgent=True)
    report = {"client_id": str(uuid4()), "text": "x", "name": "Ada", "email": "a@mail.example"}
    client.post("/en/verify/report/", report)
    client.post("/en/verify/report/", {**report, "client_id": str(uuid4()), "gave_away": "on"})
    deliver_due()
    assert Case.objects.get().source == Case.Source.REPORT


def test_it_goes_first_in_the_queue_and_to_those_who_know_security(customer: Customer) -> None:
    first = a_ticket(live=True, priority=Priority.URGENT)  # a phishing report, and came before
    second = a_ticket(customer, live=True)
    open_case(ticket=second, source="words")
    second.refresh_from_db()
    assert [row.pk for row in waiting_live()] == [second.pk, first.pk]
    assert (second.priority, second.queue) == (Priority.FIRST, "security")


def test_again_is_once(ticket: Ticket) -> None:
    for _time in range(3):
        open_case(ticket=ticket, source="words")
    assert pages() == 1
    assert ticket.messages.filter(data__code="takeover_opened").count() == 1


def test_who_is_paged(agent: User, lead: User, editor: User, customer: Customer) -> None:
    assert security_team() == [lead]
    set_skills(user=agent, actor=None, skills=["security"], languages=["en"], capacity=3)
    assert {user.pk for user in security_team()} == {agent.pk, lead.pk}


def test_it_pages_again_until_somebody_answers_but_not_for_ever(
    ticket: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_case(ticket=ticket, source="words")
    assert page_again() == 0
    for hours in range(1, 9):
        monkeypatch.setattr(
            "octant.core.takeover.services.cases.now",
            lambda hours=hours: clock.now() + timedelta(hours=hours),
        )
        page_again()
    assert pages() == 6
    other = a_ticket()
    open_case(ticket=other, source="words")
    answer(ticket=other, actor=agent)
    monkeypatch.setattr(
        "octant.core.takeover.services.cases.now", lambda: clock.now() + timedelta(days=2)
    )
    assert page_again() == 0


def test_an_agents_reply_answers_the_page(ticket: Ticket, agent: User, lead: User) -> None:
    open_case(ticket=ticket, source="words")
    assert unanswered(lead).count() == 1
    send(ticket=ticket, agent=agent, text=words("I am looking at it."))
    deliver_due()
    assert unanswered(lead).count() == 0
    assert Case.objects.get().answered_by == agent


def test_unanswered_ones_stand_first_on_the_board(ticket: Ticket, agent: User, lead: User) -> None:
    other = a_ticket()
    open_case(ticket=ticket, source="words")
    open_case(ticket=other, source="words")
    answer(ticket=ticket, actor=agent)
    assert [case.ticket_id for case in board(lead)] == [other.pk, ticket.pk]


def test_a_word_that_meant_something_else_is_set_aside(ticket: Ticket, agent: User) -> None:
    open_case(ticket=ticket, source="words")
    dismiss(ticket=ticket, actor=agent)
    case = Case.objects.get()
    assert case.dismissed_at and case.answered_by == agent
    ticket.refresh_from_db()
    assert ticket.priority == Priority.URGENT  # behind those who must go first


def test_customers_and_editors_see_no_board(editor: User, wei: User) -> None:
    for somebody in (editor, wei):
        with pytest.raises(NotAllowed):
            board(somebody)
