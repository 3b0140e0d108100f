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
    """A ticket that whoever asks may read and answer. `by_link`: they are not signed in as its
    customer but hold its key."""

    ticket: "Ticket"
    by_link: bool

    @property
    def customer(self) -> "Customer":
        return self.ticket.customer

    @property
    def assurance(self) -> Assurance:
        """How sure we are of who writes here. A key was given to the ticket's own address or
        window, so it proves what the ticket proves, and no sign-in."""
        if not self.by_link:
            return Assurance.SIGNED_IN
        return min(Assurance(self.ticket.assurance), Assurance.VERIFIED_EMAIL)


def reach(request: HttpRequest, public_id: str) -> Reached | None:
    """The ticket with this number; None alike for none and for another's."""
    number = public_id.replace("\0", "").upper()[:NUMBER_CHARACTERS]
    customer = customer_here(request)
    if customer is not None:
        try:
            return Reached(ticket_for(customer, number), by_link=False)
        except NotFound:
            pass
    held = held_ticket(request)
    if held is not None and held.public_id == number:
        return Reached(held, by_link=True)
    return None
