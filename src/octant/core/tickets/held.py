"""Reads of replies that wait for a lead. Readers are staff who answer."""

from django.db.models import Exists, OuterRef, QuerySet

from octant.core.people.access import may_answer, may_lead
from octant.core.people.models import User
from octant.core.tickets.models import HeldReply, Ticket

SHOWN = 50


def any_held() -> Exists:
    """Whether a ticket has any; as `has_held` it spares `held_on` its query."""
    return Exists(HeldReply.objects.filter(ticket=OuterRef("pk")))


def held_on(reader: User, ticket: Ticket) -> list[HeldReply]:
    """What waits on a ticket, and the reader's own replies that were refused lately."""
    if not may_answer(reader) or not getattr(ticket, "has_held", True):
        return []
    rows = HeldReply.objects.filter(ticket=ticket).select_related("author", "decided_by")
    recent = list(rows.order_by("-held_at")[:10])
    return [
        held
        for held in reversed(recent)
        if held.state == "held" or (held.state == "refused" and held.author_id == reader.pk)
    ]


def held_everywhere(reader: User) -> list[HeldReply]:
    """What waits for a lead's decision, oldest first; nothing for others."""
    if not may_lead(reader):
        return []
    rows = HeldReply.objects.filter(state="held").select_related("author", "ticket__customer")
    return list(rows.order_by("held_at")[:SHOWN])


def held_waiting(reader: User) -> QuerySet[HeldReply]:
    """Those that wait for the reader's decision, to be counted."""
    rows = HeldReply.objects.filter(state="held")
    return rows if may_lead(reader) else rows.none()
