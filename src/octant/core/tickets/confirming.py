"""Whether we sent a message, and whether an agent works on a ticket: told to its owner only.

Codes and names are looked for among the asker's own messages and tickets. Whoever else types
them makes us do exactly the work, and hears exactly the answer, of ones that do not exist.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from octant.core.people.models import Customer
from octant.core.safety.contacts.normalise import folded
from octant.core.tickets.codes import plain_code, read_code
from octant.core.tickets.models import ACTIVE, Message, Ticket

# As many of a customer's newest messages are looked through.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose messages may be confirmed: a signed-in customer's, or those of one ticket."""

    customer: Customer
    ticket: int | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A message of ours, as its owner may see it."""

    ticket: str
    name: str
    at: datetime
    text: str


def confirm(reach: Reach, typed: str) -> Confirmed | None:
    """The message with this code among those in `reach`. Never stops early."""
    code = read_code(typed)
    if not code:
        return None
    rows = _sent(reach).order_by("-created_at").values_list("pk", "ticket_id", "seq")[:MOST]
    found = 0
    for pk, ticket, seq in rows:
        if hmac.compare_digest(plain_code(ticket, seq), code):
            found = pk
    return _confirmed(found) if found else None


def _sent(reach: Reach) -> QuerySet[Message]:
    rows = Message.objects.filter(
        ticket__customer__in=reach.customer.sees,
        kind=Message.Kind.MESSAGE,
        author_kind=Message.Author.AGENT,
    )
    return rows.filter(ticket=reach.ticket) if reach.ticket else rows


def _confirmed(pk: int) -> Confirmed:
    row = Message.objects.select_related("ticket", "author").get(pk=pk)
    name = row.author.shown_name if row.author else ""
    return Confirmed(row.ticket.public_id, name, row.created_at, row.text)


@dataclass(frozen=True, slots=True)
class AtWork:
    """An agent on a ticket: they have it now, or have answered on it."""

    ticket: str
    name: str
    assigned: bool


def at_work(reach: Reach, typed: str) -> list[AtWork]:
    """On which tickets in `reach` somebody with exactly this public name works or answered.

    Names are read from the reader's tickets and compared here, so nothing depends on whether
    the name belongs to anybody.
    """
    wanted = folded(typed)
    if not wanted:
        return []
    found: dict[str, AtWork] = {}
    for ticket, name, assigned in _workers(reach):
        if hmac.compare_digest(folded(name).encode(), wanted.encode()):
            known = found.get(ticket)
            found[ticket] = AtWork(ticket, name, assigned or bool(known and known.assigned))
    return sorted(found.values(), key=lambda row: not row.assigned)


def _workers(reach: Reach) -> list[tuple[str, str, bool]]:
    tickets = Ticket.objects.filter(customer__in=reach.customer.sees).select_related("assignee")
    if reach.ticket:
        tickets = tickets.filter(pk=reach.ticket)
    named = [
        (row.public_id, row.assignee.shown_name, True)
        for row in tickets.exclude(assignee=None).filter(status__in=ACTIVE)[:MOST]
        if row.assignee
    ]
    spoke = _sent(reach).select_related("author", "ticket").exclude(author=None)
    for row in spoke.order_by("ticket_id", "author_id").distinct("ticket_id", "author_id")[:MOST]:
        named.append((row.ticket.public_id, row.author.shown_name if row.author else "", False))
    return named
