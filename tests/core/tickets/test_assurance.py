"""What a ticket's assurance opens at the exchange, and what is kept of tries below it."""

import pytest
from tests.core.tickets.factories import a_ticket

from octant.core.exchange.adapters import demo
from octant.core.exchange.selectors import exchange
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.safety.models import AuditEntry
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.models import Ticket
from octant.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def ticket_of(account: str, level: Assurance) -> Ticket:
    ticket = a_ticket(assurance=level)
    Customer.objects.filter(pk=ticket.customer_id).update(exchange_account=account)
    ticket.refresh_from_db()
    return ticket


def test_a_signed_in_customers_ticket_opens_their_account() -> None:
    account = next(iter(demo._accounts()))
    ticket = ticket_of(account, Assurance.SIGNED_IN)
    assert exchange().account(account, assurance=proof_of(ticket)) is not None
    assert not AuditEntry.objects.filter(verb="assurance_too_low").exists()


def test_a_try_below_the_level_is_refused_and_audited_with_who_tried(agent: User) -> None:
    account = next(iter(demo._accounts()))
    ticket = ticket_of(account, Assurance.VERIFIED_EMAIL)
    with pytest.raises(NotAllowed):
        exchange().references(account, assurance=proof_of(ticket, reader=agent))
    entry = AuditEntry.objects.get(verb="assurance_too_low")
    assert (entry.actor, entry.subject_id) == (agent, str(ticket.pk))
    assert entry.detail == {
        "call": "references",
        "level": "verified_email",
        "needed": "signed_in",
    }


def test_the_proof_is_about_the_tickets_own_customer() -> None:
    own, other = list(demo._accounts())[:2]
    ticket = ticket_of(own, Assurance.STEPPED_UP)
    with pytest.raises(NotAllowed):
        exchange().account(other, assurance=proof_of(ticket))
