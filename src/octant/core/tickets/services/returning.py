"""A customer writes about a ticket again: it goes on, is taken up again, or another one begins."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.safety.text import Screened
from octant.core.tickets.models import ACTIVE, Message, Ticket
from octant.core.tickets.services.conversation import event, open_ticket, receive
from octant.core.tickets.services.lifecycle import change
from octant.kit.clock import now
from octant.kit.errors import NotAllowed


def reopen_period() -> timedelta:
    """How long after its end a ticket goes on when its customer writes."""
    return timedelta(days=int(workspace().raw.get("tickets", {}).get("reopen_days", 14)))


def reopens_until(ticket: Ticket) -> datetime | None:
    """Until when writing takes an ended ticket up again; None while it is worked on."""
    ended = [at for at in (ticket.solved_at, ticket.closed_at) if at is not None]
    return max(ended) + reopen_period() if ended and ticket.status not in ACTIVE else None


@transaction.atomic
def reopen_or_follow_up(
    *,
    ticket: Ticket,
    customer: Customer,
    subject: Screened,
    text: Screened,
    channel: str,
    assurance: Assurance,
    client_id: UUID | None = None,
    files: tuple[str, ...] = (),
) -> tuple[Ticket, Message]:
    """Take what the customer writes about `ticket`, on the ticket on which it belongs.

    `channel` empty: by the way that the ticket goes. A merged ticket's words go to the one that
    stayed. One that ended within the workspace's `reopen_days` is opened again; after that a new
    ticket begins that `follows` it. The same `client_id` again finds what it said before. Raises
    `NotAllowed` for another customer's.
    """
    if ticket.customer_id != customer.pk:
        raise NotAllowed(_("This ticket belongs to somebody else."))
    row = _last(ticket)
    if client_id is not None and (said := _said(row, client_id)) is not None:
        return said.ticket, said
    until = reopens_until(row)
    if until is not None and until < now():
        return _follow_up(row, subject, text, channel or row.channel, assurance, client_id, files)
    if until is not None:
        open_again(ticket=row)
    message = receive(
        ticket=row,
        customer=customer,
        text=text,
        channel=channel,
        client_id=client_id,
        files=files,
    )
    return row, message


def _last(ticket: Ticket) -> Ticket:
    """The ticket, locked, or the one it was merged into."""
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    while row.merged_into_id is not None:
        row = Ticket.objects.select_for_update().get(pk=row.merged_into_id)
    return row


def _said(row: Ticket, client_id: UUID) -> Message | None:
    found = Message.objects.filter(client_id=client_id).select_related("ticket")
    return found.filter(ticket__in=[row.pk, *row.followed_by.values_list("pk", flat=True)]).first()


@transaction.atomic
def open_again(*, ticket: Ticket) -> None:
    """Take up a ticket that had ended, closed ones too; whether it is not too late the caller
    has looked (`reopens_until`)."""

    def alter(found: Ticket) -> dict[str, Any]:
        found.status = "open"
        found.solved_at = found.closed_at = None
        found.waiting_since = now()
        return {}

    change(ticket, None, "reopen", alter)
    event(ticket, "reopened")


def _follow_up(
    row: Ticket,
    subject: Screened,
    text: Screened,
    channel: str,
    assurance: Assurance,
    client_id: UUID | None,
    files: tuple[str, ...],
) -> tuple[Ticket, Message]:
    new = open_ticket(
        customer=row.customer,
        subject=subject,
        text=text,
        channel=channel,
        assurance=assurance,
        language=row.language,
        category=row.category,
        client_id=client_id,
        files=files,
        follows=row,
    )
    event(new, "follows", other=row.public_id)
    event(row, "followed_by", other=new.public_id)
    return new, Message.objects.get(ticket=new, seq=1)
