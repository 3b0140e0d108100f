"""An agent writes first: a ticket whose first words are ours."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.knowledge.models import Category
from octant.core.outbox.services import publish
from octant.core.people.access import may_answer
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.safety import audit
from octant.core.safety.guard import demand_askable
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import settle
from octant.core.tickets.events import TicketOpened
from octant.core.tickets.models import Message, Status, Ticket
from octant.core.tickets.services.conversation import SUBJECT_LENGTH, send
from octant.core.tickets.services.files import upload
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import spoken

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

BEGUN = "begun_by_staff"  # in `Ticket.context`: no first answer is owed for it


@transaction.atomic
def begin_ticket(
    *,
    agent: User,
    customer: Customer,
    subject: Screened,
    text: Screened,
    channel: str,
    language: str,
    client_id: UUID,
    category: Category | None = None,
    uploads: "Sequence[UploadedFile[Any]]" = (),
    way: Mapping[str, Any] | None = None,
) -> Ticket:
    """Write to a customer who has not asked; they have the ball. The same `client_id` again finds
    the ticket that it began. Raises `NeverAsked`, and `DomainError` where words are missing."""
    _demand(agent, subject, text)
    demand_askable(subject.text)
    known = Message.objects.filter(client_id=client_id, author=agent).select_related("ticket")
    if (said := known.first()) is not None:
        return said.ticket
    ticket = _made(agent, customer, subject, channel, language, category)
    files = [upload(file=each, ticket=ticket, agent=agent).public_id for each in uploads]
    send(
        ticket=ticket,
        agent=agent,
        text=text,
        client_id=client_id,
        files=tuple(files),
        waiting=True,
        way=way,
    )
    settle(ticket)
    audit.record(actor=agent, verb="begin_ticket", subject=ticket)
    publish(_opened(ticket))
    return ticket


def _made(
    agent: User,
    customer: Customer,
    subject: Screened,
    channel: str,
    language: str,
    category: Category | None,
) -> Ticket:
    return Ticket.objects.create(
        public_id=spoken(),
        customer=customer,
        subject=" ".join(subject.text.split())[:SUBJECT_LENGTH],
        channel=channel,
        category=category,
        language=language,
        assurance=Assurance.CLAIMED,
        assignee=agent,
        status=Status.OPEN,
        queue=(category.skill if category else "") or "general",
        context={BEGUN: True},
        **dict.fromkeys(("created_at", "last_activity_at"), now()),
    )


def _demand(agent: User, subject: Screened, text: Screened) -> None:
    if not may_answer(agent):
        raise NotAllowed(_("Only agents may answer tickets."))
    if not subject.text.strip():
        raise DomainError(_("Give the mail a subject."), field="subject", code="empty")
    if not text:
        raise DomainError(_("Please write a message."), field="text", code="empty")


def _opened(ticket: Ticket) -> TicketOpened:
    return TicketOpened(
        ticket=ticket.pk,
        channel=ticket.channel,
        category=ticket.category.key if ticket.category else "",
        language=ticket.language,
        live=False,
    )
