"""What the customer does in an open chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.channels.live_chat.limits import reopen_hours
from octant.core.routing.selectors import on_duty
from octant.core.safety.labels import text_too_long
from octant.core.safety.text import KnownReferences, Screened, TextTooLong, screen
from octant.core.tickets import chats
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import assign, end_chat, reopen, resume_chat
from octant.kit.errors import Conflict, DomainError, NotAllowed

if TYPE_CHECKING:
    from octant.core.people.models import Customer
    from octant.core.tickets.models import Ticket


def screened(
    value: Any, *, limit: int, field: str = "text", known: KnownReferences | None = None
) -> Screened:
    """Text from outside as it may be stored. Raises `DomainError` for none and too long."""
    if not isinstance(value, str):
        raise DomainError(_("Please write a message."), code="bad_text", field=field)
    try:
        return screen(value, known=known, max_chars=limit)
    except TextTooLong as error:
        raise DomainError(
            text_too_long(len(value), limit), code="too_long", field=field, status=413
        ) from error


def demand_unblocked(customer: Customer) -> None:
    """Raise `NotAllowed` for somebody on the block list; other ways stay open to them."""
    if customer.blocked_at is not None:
        raise NotAllowed(
            _("Chat is not available to you. Please write to us by email."), code="blocked"
        )


@transaction.atomic
def leave(*, ticket: Ticket, by_email: bool = False) -> None:
    """The customer ends the chat, or would rather have the answer by email."""
    end_chat(ticket=ticket, outcome="email" if by_email else "left")


@transaction.atomic
def come_back(*, ticket: Ticket, customer: Customer) -> bool:
    """Take an ended chat up again; returns whether an agent will come into the chat.

    With nobody on duty the ticket is open again all the same and answered by email. Whoever
    had it may be gone, so routing looks for an agent anew. Raises `Conflict` if it is too late.
    """
    if ticket.live:
        return True
    if not chats.may_reopen(ticket, hours=reopen_hours()):
        raise Conflict(
            _("This chat can no longer be reopened. Please start a new one."), code="too_late"
        )
    solved = ticket.status == chats.SOLVED
    reopen(ticket=ticket, customer=customer)
    staffed = on_duty().exists()
    if staffed:
        assign(ticket=ticket, assignee=None, actor=None)
        resume_chat(ticket=ticket, customer=customer)
    if not solved:
        event(ticket, "resumed" if staffed else "no_agents")
    return staffed
