"""A customer goes on by another way, on the same ticket and without repeating anything."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer
from octant.core.routing.selectors import on_duty
from octant.core.tickets.models import ACTIVE, Ticket
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import assign, end_chat, resume_chat
from octant.core.tickets.services.returning import open_again, reopens_until
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed


@transaction.atomic
def to_chat(*, ticket: Ticket, customer: Customer) -> None:
    """Take any ticket to the chat; what is said is heard there while it lasts, and goes on by the
    ticket's own way after it.

    Whoever has the ticket may not be there, so routing looks for an agent. Pressing twice is the
    same as once. Raises `Conflict` where nobody is on duty, or the ticket cannot be reopened any
    more, and `NotAllowed` for another's ticket and who is blocked from the chat.
    """
    row = _own(ticket, customer)
    if row.live:
        return
    if customer.blocked_at is not None:
        raise NotAllowed(
            _("Chat is not available to you. Please write to us by email."), code="blocked"
        )
    until = reopens_until(row)
    if row.merged_into_id is not None or (until is not None and until < now()):
        raise Conflict(_("This ticket can no longer be reopened. Just write below."), code="late")
    if not on_duty().exists():
        raise Conflict(_("No agent is on duty. Write below, we answer by email."), code="nobody")
    if row.status not in ACTIVE:
        open_again(ticket=row)
    assign(ticket=row, assignee=None, actor=None)
    resume_chat(ticket=row, customer=customer, anew=True)
    event(row, "to_chat")


@transaction.atomic
def to_email(*, ticket: Ticket, customer: Customer) -> None:
    """Have the answer by email and leave the chat. Pressing twice is the same as once."""
    row = _own(ticket, customer)
    if not customer.email:
        raise DomainError(_("We have no email address of yours to answer to."), code="no_email")
    end_chat(ticket=row, outcome="email")


def _own(ticket: Ticket, customer: Customer) -> Ticket:
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if row.customer_id != customer.pk:
        raise NotAllowed(_("This ticket belongs to somebody else."))
    return row
