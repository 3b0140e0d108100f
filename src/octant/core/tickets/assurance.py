"""How sure we are of a ticket's customer, as the exchange wants it proved."""

from octant.core.exchange.proof import Assured
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Ticket
from octant.kit.clock import now


def level_of(ticket: Ticket) -> Assurance:
    """The level that holds now. STEPPED_UP is never stored: it is a moment that has not passed,
    over a customer who is signed in, so that it falls back without anybody's doing."""
    lasting = min(Assurance(ticket.assurance), Assurance.SIGNED_IN)
    until = ticket.stepped_up_until
    if lasting == Assurance.SIGNED_IN and until is not None and until > now():
        return Assurance.STEPPED_UP
    return lasting


def proof_of(ticket: Ticket, *, reader: User | None = None) -> Assured:
    """What the ticket's assurance proves about its customer's account, for `reader`."""
    account = ticket.customer.exchange_account
    return Assured(account, level_of(ticket), subject=ticket, actor=reader)
