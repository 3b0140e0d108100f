"""What customers read of their own tickets, over all channels."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from octant.core.people.models import Customer
from octant.core.tickets.models import ACTIVE, Message, Ticket
from octant.core.tickets.selectors import keyset
from octant.kit.database.counting import counts

PAGE = 20
SHOWS = ("open", "ended", "all")
COUNT_CAP = 99


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A keyset page; each ticket with whether an answer waits to be read."""

    rows: list[tuple[Ticket, bool]]
    next: str = ""
    previous: str = ""


def own_page(customer: Customer, *, show: str, cursor: str = "", limit: int = PAGE) -> OwnPage:
    """The latest activity first. One query, however many tickets and messages there are.

    What was merged into another ticket is left out: it goes on there.
    """
    rows = _shown(customer, show).annotate(
        answered_seq=_last(Message.Author.AGENT), said_seq=_last(Message.Author.CUSTOMER)
    )
    rows = rows.select_related("category", "assignee").defer("search")
    rows = rows.select_related("customer") if len(customer.sees) > 1 else rows
    page = keyset(rows, column="last_activity_at", upwards=False, cursor=cursor, limit=limit)
    for ticket in page.tickets:
        if ticket.customer_id == customer.pk:
            ticket.customer = customer
    return OwnPage([(row, _unread(row)) for row in page.tickets], page.next, page.previous)


def _shown(customer: Customer, show: str) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(customer__in=customer.sees, merged_into=None)
    if show == "open":
        return rows.filter(status__in=ACTIVE)
    return rows.exclude(status__in=ACTIVE) if show == "ended" else rows


def _last(author: str) -> Subquery:
    said = Message.objects.filter(ticket=OuterRef("pk"), kind="message", author_kind=author)
    return Subquery(said.order_by("-seq").values("seq")[:1])


def _unread(ticket: Ticket) -> bool:
    """Whether the last answer was neither seen here nor followed by words of the customer, who
    has then read it in a mail."""
    answered = ticket.answered_seq or 0  # type: ignore[attr-defined]
    said = ticket.said_seq or 0  # type: ignore[attr-defined]
    return bool(answered > max(ticket.customer_seen_seq, said))


def own_counts(customer: Customer) -> dict[str, int]:
    """How many tickets each of SHOWS holds, counted to COUNT_CAP + 1. One query."""
    parts = [_shown(customer, show) for show in SHOWS]
    return dict(zip(SHOWS, counts(parts, cap=COUNT_CAP), strict=True))
