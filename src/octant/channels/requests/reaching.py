"""Whose tickets a browser may see: the signed-in customer's own, and the one whose link it
brought along."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from octant.core.ports.assurance import Assurance
from octant.core.proof.sessions import customer_here, held_ticket
from octant.core.tickets.selectors import ticket_for
from octant.kit.errors import NotFound

if TYPE_CHECKING:
    from octant.core.people.models import Customer
    from octant.core.tickets.models import Ticket

NUMBER_CHARACTERS = 24


@dataclass(frozen=True, slots=True)
class Reached:
    """A ticket that whoever asks may read and answer: its `reader` who is signed in, or nobody
    known who holds its key."""

    ticket: "Ticket"
    reader: "Customer | None" = None

    @property
    def by_link(self) -> bool:
        return self.reader is None

    @property
    def customer(self) -> "Customer":
        return self.ticket.customer

    @property
    def assurance(self) -> Assurance:
        """How sure we are of who writes here. A key was given to the ticket's own address or
        window, so it proves what the ticket proves, and no sign-in. No more does a sign-in to
        another row of the same person: it is not the one that this ticket came by."""
        if self.reader is not None and self.reader.pk == self.ticket.customer_id:
            return Assurance.SIGNED_IN
        return min(Assurance(self.ticket.assurance), Assurance.VERIFIED_EMAIL)


def reach(request: HttpRequest, public_id: str) -> Reached | None:
    """The ticket with this number; None alike for none and for another's."""
    number = public_id.replace("\0", "").upper()[:NUMBER_CHARACTERS]
    customer = customer_here(request)
    if customer is not None:
        try:
            return Reached(ticket_for(customer, number), customer)
        except NotFound:
            pass
    held = held_ticket(request)
    if held is not None and held.public_id == number:
        return Reached(held)
    return None
