"""What becomes of an offered chat."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from tests.core.routing.test_assignment import chat, on_duty
from tests.core.tickets.factories import words

from octant.core.people.models import Team, User
from octant.core.routing.models import AgentState, Offer
from octant.core.routing.services import offers
from octant.core.routing.services.assignment import assign_waiting
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.lifecycle import end_chat
from octant.kit import clock
from octant.kit.errors import Conflict, DomainError, NotFound

pytestmark = pytest.mark.django_db


def ringing() -> Offer:
    return Offer.objects.get(ended_at=None)


def test_accepting_gives_the_ticket_and_accepting_again_is_the_same() -> None:
    amy, ticket = on_duty("amy"), chat()
    assign_waiting()
    offers.accept(offer_id=ringing().pk, agent=amy)
    offers.accept(offer_id=ringing().pk, agent=amy)
    ticket.refresh_from_db()
    assert ticket.assignee == amy
    assert ticket.messages.filter(data__code="accepted").count() == 1


def test_nobody_accepts_or_declines_anothers_offer() -> None:
    on_duty("amy")
    chat()
    assign_waiting()
    stranger = on_duty("bo")
    with pytest.raises(NotFound):
        offers.accept(offer_id=ringing().pk, agent=stranger)
    with pytest.raises(NotFound):
        offers.decline(offer_id=ringing().pk, agent=stranger)


def test_a_declined_chat_goes_to_the_next() -> None:
    amy, ticket = on_duty("amy"), chat()
    assign_waiting()
    offers.decline(offer_id=ringing().pk, agent=amy)
    bo = on_duty("bo")
    assign_waiting()
    assert (ringing().ticket_id, ringing().agent) == (ticket.pk, bo)


def test_an_offer_that_rings_too_long_is_taken_back_and_the_agent_set_away() -> None:
    amy, ticket = on_duty("amy"), chat()
    assign_waiting()
    first = ringing()
    assert offers.expire_offers() == 0
    with clock.moved(timedelta(seconds=31)):
        assert offers.expire_offers() == 1
    first.refresh_from_db()
    assert first.outcome == "timeout"
    assert AgentState.objects.get(user=amy).presence == "away"
    with pytest.raises(Conflict):
        offers.accept(offer_id=first.pk, agent=amy)
    bo = on_duty("bo")
    assign_waiting()
    assert (ringing().agent, ringing().ticket_id) == (bo, ticket.pk)


def test_an_accepted_chat_does_not_expire() -> None:
    amy = on_duty("amy")
    chat()
    assign_waiting()
    offers.accept(offer_id=ringing().pk, agent=amy)
    with clock.moved(timedelta(hours=1)):
        assert offers.expire_offers() == 0


def test_ending_the_chat_frees_the_agent() -> None:
    amy, ticket = on_duty("amy", capacity=1), chat()
    assign_waiting()
    offers.accept(offer_id=ringing().pk, agent=amy)
    ticket.refresh_from_db()
    end_chat(ticket=ticket, outcome="left")
    offers.end_offers(ticket_id=ticket.pk)
    offers.end_offers(ticket_id=ticket.pk)
    after = chat()
    assert assign_waiting() == 1
    assert ringing().ticket_id == after.pk


def test_a_chat_is_handed_over_with_a_note_and_rings_at_the_other_desk(agent: User) -> None:
    amy, ticket = on_duty("amy"), chat()
    offers.take(ticket=ticket, agent=amy)
    ticket.refresh_from_db()
    offers.transfer(ticket=ticket, actor=amy, to_agent=agent, reason=words("speaks to traders"))
    assert (ringing().agent, ringing().accepted_at) == (agent, None)
    ticket.refresh_from_db()
    assert ticket.assignee is None
    kinds = [m.kind for m in ticket.messages.order_by("seq")]
    assert kinds.count("note") == 1
    assert ticket.messages.get(kind="note").mentions == [agent.pk]


def test_other_tickets_are_handed_over_without_ringing(agent: User, lead: User) -> None:
    ticket = chat()
    Ticket.objects.update(live=False)
    ticket.refresh_from_db()
    offers.transfer(ticket=ticket, actor=agent, to_agent=lead)
    ticket.refresh_from_db()
    assert ticket.assignee == lead
    assert not Offer.objects.exists()
    team = Team.objects.create(key="t", name="Traders")
    offers.transfer(ticket=ticket, actor=lead, to_team=team)
    offers.transfer(ticket=ticket, actor=lead, to_queue="trading")
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.queue) == (None, "trading")


def test_a_transfer_needs_exactly_one_target(agent: User, lead: User) -> None:
    ticket = chat()
    with pytest.raises(DomainError):
        offers.transfer(ticket=ticket, actor=agent)
    with pytest.raises(DomainError):
        offers.transfer(ticket=ticket, actor=agent, to_agent=lead, to_queue="funding")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_a_chat_at_once_one_gets_it() -> None:
    ticket = chat()
    people = [on_duty(f"agent{number}") for number in range(6)]

    def take(user: User) -> bool:
        try:
            offers.take(ticket=Ticket.objects.get(pk=ticket.pk), agent=user)
            return True
        except Conflict:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, people)) == 1
    ticket.refresh_from_db()
    assert ringing().agent == ticket.assignee
