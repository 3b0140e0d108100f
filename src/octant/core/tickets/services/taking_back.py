"""Take a reply back that has not left yet: it becomes a note, and all is as it was before."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.access import may_lead
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.tickets.clocks import settle, unsay_clocks
from octant.core.tickets.models import File, Message, Status, Ticket
from octant.kit.errors import Conflict, NotAllowed, NotFound

TAKEN_BACK = "taken_back"


@transaction.atomic
def take_back(*, message_id: int, agent: User) -> tuple[Message, list[File]]:
    """The message as a note, and the files that may go with the next one.

    For its author, or a lead. The channel has made sure that nothing leaves. Raises `Conflict`
    for a message that is on its way or gone.
    """
    named = Message.objects.filter(pk=message_id).first()
    if named is None:
        raise NotFound(_("There is no such message."))
    # No key: a mail that is being queued for it meanwhile points at this row.
    ticket = Ticket.objects.select_for_update(no_key=True).get(pk=named.ticket_id)
    row = Message.objects.select_for_update().get(pk=message_id)
    if row.author_id != agent.pk and not may_lead(agent):
        raise NotAllowed(_("Only its author or a lead takes a reply back."))
    if (row.kind, row.author_kind, row.state) != ("message", "agent", Message.State.QUEUED):
        raise Conflict(_("It has left already."), code="left")
    row.kind, row.state, row.data = Message.Kind.NOTE, Message.State.SENT, {"code": TAKEN_BACK}
    row.save(update_fields=["kind", "state", "data"])
    files = list(File.objects.filter(message=row).order_by("pk"))
    File.objects.filter(message=row).update(message=None)
    _as_before(ticket, row)
    audit.record(actor=agent, verb="take_back_message", subject=ticket, message=row.pk)
    tell(f"ticket:{ticket.pk}", version=ticket.version, delivery=[row.seq])
    tell("desk", ticket=ticket.pk, version=ticket.version)
    return row, files


def _as_before(ticket: Ticket, row: Message) -> None:
    """The ticket's columns, had the reply never been sent."""
    said = Message.objects.filter(ticket=ticket, kind=Message.Kind.MESSAGE)
    answers = said.filter(author_kind="agent")
    last = answers.aggregate(seq=Max("seq"))["seq"] or 0
    waits = said.filter(author_kind="customer", seq__gt=last).order_by("seq").first()
    first = answers.order_by("seq").first()
    ticket.waiting_since = waits.created_at if waits else None
    if waits and waits.seq == 1:
        ticket.waiting_since = ticket.created_at  # since it began, a moment before its words
    ticket.first_reply_at = first.created_at if first else None
    if ticket.status in (Status.WAITING, Status.SOLVED):
        ticket.status, ticket.solved_at = Status.OPEN, None
    if ticket.status == Status.OPEN and first is None:
        ticket.status = Status.NEW
    ticket.version += 1
    ticket.save(update_fields=["waiting_since", "first_reply_at", "status", "solved_at", "version"])
    unsay_clocks(ticket, row.created_at)
    settle(ticket)
