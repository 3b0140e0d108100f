"""The live part of tickets: what a chat window and its clock read, and the little they write."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from octant.core.knowledge.models import Category
from octant.core.people.identities import whole
from octant.core.people.models import Customer, User
from octant.core.tickets.access import ticket_of_key
from octant.core.tickets.models import ACTIVE, Message, Priority, Status, Ticket
from octant.kit.clock import now

FIRST = Priority.FIRST
URGENT = Priority.URGENT
HIGH = Priority.HIGH
SOLVED = Status.SOLVED
# A window that was connected this long ago counts as open.
ONLINE = timedelta(seconds=60)
PAST = 20


def by_key(key: str) -> Ticket:
    """The ticket of a key, with its customer. Raises `NotAllowed` for a bad or orphaned key."""
    return ticket_of_key(key)


def by_pk(pk: int) -> Ticket | None:
    """One ticket with its customer, for the product's own jobs."""
    return _tickets().filter(pk=pk).first()


def _tickets() -> QuerySet[Ticket]:
    return Ticket.objects.select_related("customer", "assignee", "category")


def customer_of(user: User) -> Customer | None:
    """The customer that a signed-in user is, if they ever asked, who reads all that is theirs."""
    found = Customer.objects.filter(user=user).first()
    return whole(found) if found else None


def chats_of(customer: Customer, *, limit: int = PAST) -> list[Ticket]:
    """A customer's own chats, newest first."""
    rows = Ticket.objects.filter(customer__in=customer.sees, channel="live_chat", merged_into=None)
    return list(rows.order_by("-created_at")[:limit])


def live_of(customer: Customer) -> Ticket | None:
    """The chat that a customer is in right now."""
    return _tickets().filter(customer__in=customer.sees, live=True).order_by("-created_at").first()


def is_online(ticket: Ticket) -> bool:
    """Whether the customer's window was connected within the last minute."""
    return ticket.customer_online_at is not None and ticket.customer_online_at > now() - ONLINE


def touch(ticket: Ticket) -> None:
    """The customer's window is here, though it has no socket."""
    fresh = now() - timedelta(seconds=15)
    Ticket.objects.filter(
        Q(customer_online_at=None) | Q(customer_online_at__lt=fresh), pk=ticket.pk
    ).update(customer_online_at=now())


def ended_at(ticket: Ticket) -> datetime:
    """When the live part ended: the last `chat_ended` or `solved` line, else when it began."""
    found = ticket.messages.filter(
        kind=Message.Kind.EVENT, data__code__in=["chat_ended", "solved"]
    ).aggregate(at=Max("created_at"))["at"]
    return found or ticket.solved_at or ticket.created_at


def may_reopen(ticket: Ticket, *, hours: int) -> bool:
    """Whether the customer may take the chat up again: not closed, and ended recently."""
    if ticket.live or ticket.status == Status.CLOSED or ticket.merged_into_id:
        return False
    return ended_at(ticket) > now() - timedelta(hours=hours)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A live chat in which the customer is silent. `prompted`: they were asked already."""

    ticket: Ticket
    since: datetime
    prompted: bool


def quiet(*, since: datetime) -> list[Quiet]:
    """Chats with an agent whose last word is the agent's and older than `since`."""
    said = Message.objects.filter(ticket=OuterRef("pk"), kind=Message.Kind.MESSAGE).order_by("-seq")
    asked = Message.objects.filter(ticket=OuterRef("pk"), data__code="idle_prompt").order_by("-seq")
    rows = (
        Ticket.objects.filter(live=True, assignee__isnull=False)
        .annotate(
            said_by=Subquery(said.values("author_kind")[:1]),
            said_at=Subquery(said.values("created_at")[:1]),
            asked_at=Subquery(asked.values("created_at")[:1]),
        )
        .filter(said_by=Message.Author.AGENT, said_at__lt=since)
        .order_by("said_at")[:200]
    )
    return [
        Quiet(row, row.said_at, bool(row.asked_at and row.asked_at > row.said_at)) for row in rows
    ]


def left_queue(*, since: datetime) -> list[Ticket]:
    """Waiting chats whose window has been gone since before `since`."""
    gone = Q(customer_online_at__lt=since) | Q(customer_online_at=None, created_at__lt=since)
    rows = Ticket.objects.filter(gone, live=True, assignee=None)
    return list(rows.order_by("created_at")[:200])


def unseen_answers(ticket: Ticket, *, after: int = 0) -> list[Message]:
    """Agents' messages above number `after` that the customer has not seen, oldest first."""
    floor = max(after, ticket.customer_seen_seq)
    rows = ticket.messages.filter(
        kind=Message.Kind.MESSAGE, author_kind=Message.Author.AGENT, seq__gt=floor
    )
    return list(rows.select_related("author").prefetch_related("files").order_by("seq")[:50])


def asked_for_email(ticket: Ticket) -> bool:
    """Whether the customer left a chat on this ticket to be answered by email."""
    ended = ticket.messages.filter(kind=Message.Kind.EVENT, data__code="chat_ended")
    return ended.filter(data__outcome="email").exists()


def waiting_by_queue() -> dict[tuple[str, str], int]:
    """How many wait without an agent, by (queue, language)."""
    rows = Ticket.objects.filter(live=True, assignee=None).values_list("queue", "language")
    return {(queue, language): count for queue, language, count in rows.annotate(n=Count("pk"))}


def facts(ticket: Ticket) -> dict[str, Any]:
    """What the customer may know of their ticket, as JSON values."""
    return {
        "ticket": ticket.pk,
        "public_id": ticket.public_id,
        "subject": ticket.subject,
        "status": ticket.status,
        "active": ticket.status in ACTIVE,
        "live": ticket.live,
        "agent": ticket.assignee.shown_name if ticket.assignee else "",
        "version": ticket.version,
        "last": ticket.last_seq,
        "seen": ticket.customer_seen_seq,
        "agent_seen": ticket.agent_seen_seq,
        "rating": ticket.rating,
        "created_at": ticket.created_at.isoformat(),
    }


def category(key: str) -> Category | None:
    """A topic that the pre-chat form offers."""
    if not key:
        return None
    return Category.objects.filter(key=key[:80], offered_in_chat=True).first()
