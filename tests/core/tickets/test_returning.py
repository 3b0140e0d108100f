"""A customer who writes again is heard on the ticket where it belongs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.core.tickets.factories import a_customer, a_ticket, words

from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.returning import reopen_or_follow_up
from octant.kit import clock
from octant.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def write(ticket: Ticket, **given: Any) -> tuple[Ticket, Message]:
    return reopen_or_follow_up(
        ticket=ticket,
        subject=words("Re: money"),
        text=words("Still not there"),
        channel="email",
        assurance=Assurance.VERIFIED_EMAIL,
        **{"customer": ticket.customer, **given},
    )


def test_a_ticket_that_is_worked_on_goes_on() -> None:
    ticket = a_ticket()
    where, message = write(ticket)
    assert (where.pk, message.seq) == (ticket.pk, 2)


@pytest.mark.parametrize("end", [lifecycle.solve, lifecycle.close])
def test_within_the_period_it_is_opened_again(end: Any) -> None:
    ticket = a_ticket()
    end(ticket=ticket, actor=None)
    with clock.moved(timedelta(days=13)):
        where, _message = write(ticket)
    found = Ticket.objects.get(pk=ticket.pk)
    assert (where.pk, found.status, found.closed_at, found.solved_at) == (
        *(ticket.pk, "open"),
        *(None, None),
    )


def test_after_the_period_a_new_ticket_follows_the_old_one() -> None:
    ticket = a_ticket()
    lifecycle.close(ticket=ticket)
    said = uuid4()
    with clock.moved(timedelta(days=15)):
        where, message = write(ticket, client_id=said)
        again, same = write(ticket, client_id=said)
    new = Ticket.objects.get(pk=where.pk)
    assert new.follows_id == ticket.pk
    assert (again.pk, same.pk) == (new.pk, message.pk)
    assert Ticket.objects.get(pk=ticket.pk).status == "closed"


def test_what_is_said_on_a_merged_ticket_is_heard_where_it_went_on(agent: User) -> None:
    customer = a_customer()
    gone, stays = a_ticket(customer), a_ticket(customer)
    lifecycle.merge(ticket=gone, into=stays, actor=agent)
    where, _message = write(gone)
    assert where.pk == stays.pk


def test_nobody_writes_on_another_customers_ticket() -> None:
    with pytest.raises(NotAllowed):
        write(a_ticket(), customer=a_customer())
