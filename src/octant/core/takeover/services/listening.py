"""Words of a take-over in what customers say, whichever channel carries them.

The chat's writer stores hundreds of messages at once and publishes none, so tickets are looked
at after the fact: each has a number up to which it was heard.
"""

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from octant.core.takeover import rules
from octant.core.takeover.models import Case, Heard
from octant.core.takeover.services.cases import open_case
from octant.core.takeover.urgency import COMPROMISED, urgency
from octant.core.tickets.models import Message, Ticket
from octant.kit.clock import now

AT_ONCE = 200


def listen(limit: int = AT_ONCE) -> int:
    """Hear what is new; returns how many tickets had something."""
    heard = Heard.objects.filter(ticket=OuterRef("pk")).values("seq")[:1]
    fresh = (
        Ticket.objects.filter(last_activity_at__gte=now() - rules.LISTEN_BACK)
        .annotate(heard=Subquery(heard))
        .filter(Q(heard=None) | Q(heard__lt=F("last_seq")))
        .order_by("-last_activity_at")[:limit]
    )
    rows = list(fresh)
    for ticket in rows:
        _hear(ticket, getattr(ticket, "heard") or 0)  # noqa: B009 - an annotation
    return len(rows)


@transaction.atomic
def _hear(ticket: Ticket, above: int) -> None:
    said = Message.objects.filter(
        ticket=ticket,
        seq__gt=above,
        seq__lte=ticket.last_seq,
        kind=Message.Kind.MESSAGE,
        author_kind=Message.Author.CUSTOMER,
    ).values_list("text", flat=True)
    if any(urgency(text) == COMPROMISED for text in said) and not _known(ticket):
        open_case(ticket=ticket, source=Case.Source.WORDS)
    Heard.objects.update_or_create(ticket=ticket, defaults={"seq": ticket.last_seq})


def _known(ticket: Ticket) -> bool:
    return Case.objects.filter(ticket=ticket).exists()
