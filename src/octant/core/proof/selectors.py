"""Reads of step-ups."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from octant.core.people.models import Customer
from octant.core.ports.assurance import Assurance
from octant.core.proof.models import StepUp
from octant.core.tickets.assurance import level_of
from octant.core.tickets.models import Ticket
from octant.kit.clock import now


@dataclass(frozen=True, slots=True)
class Standing:
    """What staff see: whether the customer may be asked, was asked, or has confirmed."""

    may_ask: bool
    asked: StepUp | None = None
    until: datetime | None = None


def standing(ticket: Ticket) -> Standing:
    """How sure we are of a ticket's customer right now; a query only where one is signed in."""
    if ticket.assurance < Assurance.SIGNED_IN:
        return Standing(may_ask=False)
    if level_of(ticket) == Assurance.STEPPED_UP:
        return Standing(may_ask=False, until=ticket.stepped_up_until)
    found = _open().filter(ticket=ticket).first() if getattr(ticket, "has_asked", True) else None
    return Standing(may_ask=found is None, asked=found)


def any_asked() -> Exists:
    """Whether a ticket has a request that nobody answered, in time or not; as `has_asked` it
    spares `standing` its query."""
    return Exists(StepUp.objects.filter(state=StepUp.State.ASKED, ticket=OuterRef("pk")))


def _open() -> QuerySet[StepUp]:
    return StepUp.objects.filter(state=StepUp.State.ASKED, ask_until__gt=now())


def asked_of(customer: Customer) -> StepUp | None:
    """The latest request that waits for this customer, on any of their tickets."""
    rows = _open().filter(ticket__customer=customer)
    found = rows.select_related("ticket__customer__user", "asked_by")
    return found.order_by("-asked_at").first()


def is_stepped_up(ticket: Ticket, session: str) -> bool:
    """Whether this very session has confirmed on this ticket, and it still holds."""
    return (
        level_of(ticket) == Assurance.STEPPED_UP
        and StepUp.objects.filter(
            ticket=ticket, state=StepUp.State.CONFIRMED, session=session, until__gt=now()
        ).exists()
    )
