"""How sure we are of a ticket's customer, as the exchange wants it proved."""

from octant.core.exchange.proof import Assured
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Ticket


def proof_of(ticket: Ticket, *, reader: User | None = None) -> Assured:
    """What the ticket's assurance proves about its customer's account, for `reader`."""
    account = ticket.customer.exchange_account
    return Assured(account, Assurance(ticket.assurance), subject=ticket, actor=reader)
