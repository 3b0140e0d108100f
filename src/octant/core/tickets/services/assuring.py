"""What changes how sure we are of a ticket's customer, and what must not wait for anybody."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from octant.core.knowledge.models import Category
from octant.core.outbox.services import tell
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import ACTIVE, Priority, Ticket
from octant.core.tickets.services.lifecycle import change
from octant.kit.errors import NotAllowed


@transaction.atomic
def step_up(*, ticket: Ticket, until: datetime) -> None:
    """The customer proved again that it is they; it holds until then. Raises `NotAllowed` for
    one who is not signed in: there is nothing to raise."""
    if ticket.assurance < Assurance.SIGNED_IN:
        raise NotAllowed("", code="assurance_too_low")
    _set_until(ticket, until)


@transaction.atomic
def end_step_up(*, ticket: Ticket) -> None:
    """Fall back before the time is over, since the session it came from has ended."""
    _set_until(ticket, None)


def _set_until(ticket: Ticket, until: datetime | None) -> None:
    rows = Ticket.objects.filter(pk=ticket.pk)
    rows.update(stepped_up_until=until, version=F("version") + 1)
    ticket.refresh_from_db()
    tell(f"ticket:{ticket.pk}", version=ticket.version)
    tell("desk", ticket=ticket.pk, version=ticket.version)


@transaction.atomic
def put_first(*, ticket: Ticket, category: Category | None) -> None:
    """Before all others, and with those who know this topic; a chat that an agent has stays with
    them."""

    def alter(row: Ticket) -> dict[str, object]:
        row.priority = Priority.FIRST
        if category is not None:
            row.category = category
            if row.assignee_id is None and category.skill:
                row.queue = category.skill
        return {}

    if ticket.status in ACTIVE:
        change(ticket, None, "", alter)


@transaction.atomic
def put_back(*, ticket: Ticket) -> None:
    """It need not go first after all: urgent still, behind those who must."""

    def alter(row: Ticket) -> dict[str, object]:
        row.priority = min(row.priority, Priority.URGENT)
        return {}

    if ticket.status in ACTIVE:
        change(ticket, None, "", alter)
