"""What a ticket's customer read last, for the outbound guard: a request may be spread over it."""

from datetime import timedelta

from octant.core.safety.guard import Said
from octant.core.tickets.models import Message
from octant.kit.clock import now

MOST, MINUTES = 12, 60


def said_before(ticket: int, *, message: int | None = None) -> tuple[Said, ...]:
    """The messages of both sides, oldest first: MOST at most, of the last MINUTES, without
    `message` (an id) itself. For the doors out alone: it asks nobody who reads."""
    rows = Message.objects.filter(
        ticket=ticket, kind="message", created_at__gte=now() - timedelta(minutes=MINUTES)
    )
    if message is not None:
        rows = rows.exclude(pk=message)
    last = rows.order_by("-seq").values_list("text", "author_kind")[:MOST]
    return tuple(Said(text, ours=author != "customer") for text, author in reversed(last))
