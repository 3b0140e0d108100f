"""How a ticket is worked: assigned, labelled, solved, reopened, merged, rated."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.knowledge.models import Category
from octant.core.outbox.services import publish, tell
from octant.core.people.access import may_answer
from octant.core.people.identities import is_same
from octant.core.people.models import Customer, User
from octant.core.safety import audit
from octant.core.safety.text import Screened
from octant.core.tickets.clocks import merge_clocks, settle
from octant.core.tickets.events import ChatEnded, TicketChanged, TicketRated, TicketSolved
from octant.core.tickets.models import ACTIVE, Message, Priority, Status, Ticket
from octant.core.tickets.services.conversation import event
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_TAGS = 20


def _must_own(ticket: Ticket, customer: Customer) -> None:
    if ticket.customer_id != customer.pk:
        raise NotAllowed(_("This ticket belongs to somebody else."))


def _locked(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


def change(
    ticket: Ticket, actor: User | None, verb: str, alter: Callable[[Ticket], dict[str, Any]]
) -> Ticket:
    """Alter a locked ticket, raise its version, audit, publish, tell. `alter` returns what
    the audit row should say, and sets the fields."""
    if actor is not None and not may_answer(actor):
        raise NotAllowed(_("Only agents may change tickets."))
    row = _locked(ticket)
    before = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    detail = alter(row)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    if not changed:
        return row
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    settle(row)
    if actor is not None:
        audit.record(actor=actor, verb=verb, subject=row, **detail)
    publish(TicketChanged(ticket=row.pk, fields=changed, actor=actor.pk if actor else None))
    tell(f"ticket:{row.pk}", version=row.version)
    tell("desk", ticket=row.pk, version=row.version)
    ticket.refresh_from_db()
    return row


@transaction.atomic
def assign(*, ticket: Ticket, assignee: User | None, actor: User | None) -> None:
    """Give the ticket to an agent, or to nobody. Routing calls this with no actor."""
    if assignee is not None and not may_answer(assignee):
        raise DomainError(_("Choose somebody who answers tickets."), field="assignee")

    def alter(row: Ticket) -> dict[str, Any]:
        row.assignee = assignee
        return {"assignee": assignee.pk if assignee else None}

    change(ticket, actor, "assign", alter)


@transaction.atomic
def set_status(*, ticket: Ticket, status: str, actor: User) -> None:
    """Open or wait; solving and closing have their own verbs."""
    if status not in (Status.OPEN, Status.WAITING):
        raise DomainError(_("Choose a status from the list."), field="status")

    def alter(row: Ticket) -> dict[str, Any]:
        row.status = status
        row.solved_at = row.closed_at = None
        return {"status": status}

    change(ticket, actor, "set_status", alter)


@transaction.atomic
def label(
    *,
    ticket: Ticket,
    actor: User,
    category: Category | None = None,
    priority: int | None = None,
    tags: list[str] | None = None,
    disposition: str | None = None,
) -> None:
    """Set what is given and leave the rest. Tags are short, lower case, at most 20."""
    if priority is not None and priority not in Priority.values:
        raise DomainError(_("Choose a priority from the list."), field="priority")
    cleaned = None if tags is None else _tags(tags)

    def alter(row: Ticket) -> dict[str, Any]:
        if category is not None:
            row.category = category
        if priority is not None:
            row.priority = priority
        if cleaned is not None:
            row.tags = cleaned
        if disposition is not None:
            row.disposition = disposition[:40]
        return {"category": category.key if category else None, "priority": priority}

    change(ticket, actor, "label", alter)


def _tags(tags: list[str]) -> list[str]:
    cleaned = {" ".join(tag.split()).lower()[:40] for tag in tags} - {""}
    if len(cleaned) > MAX_TAGS:
        raise DomainError(_("A ticket can have 20 tags at most."), field="tags")
    return sorted(cleaned)


@transaction.atomic
def solve(
    *,
    ticket: Ticket,
    actor: User | None,
    disposition: str = "",
    customer: Customer | None = None,
) -> None:
    """Mark the problem as solved and end the live part; the customer may reopen it. `customer`:
    they say themselves that it is. Raises `NotAllowed` for another's ticket."""
    if customer is not None:
        _must_own(ticket, customer)
    told = {"outcome": "customer"} if customer is not None else {}

    def alter(row: Ticket) -> dict[str, Any]:
        row.status = Status.SOLVED
        row.solved_at = row.solved_at or now()
        row.waiting_since = None
        if disposition:
            row.disposition = disposition[:40]
        return {"disposition": disposition}

    if ticket.live:
        end_chat(ticket=ticket, outcome="solved", actor=actor)
    if change(ticket, actor, "solve", alter).status == Status.SOLVED:
        event(ticket, "solved", actor=actor, **told)
        by = actor.pk if actor else None
        publish(TicketSolved(ticket=ticket.pk, actor=by, by_customer=customer is not None))


@transaction.atomic
def reopen(*, ticket: Ticket, actor: User | None = None, customer: Customer | None = None) -> None:
    """Take a solved ticket up again, by an agent or by its own customer."""
    if customer is not None:
        _must_own(ticket, customer)
    if ticket.status == Status.CLOSED and actor is None:
        raise Conflict(_("This ticket is closed. Please start a new one."), code="closed")
    if ticket.status in ACTIVE:
        return

    def alter(row: Ticket) -> dict[str, Any]:
        row.status = Status.OPEN
        row.solved_at = row.closed_at = None
        row.waiting_since = now()
        return {}

    change(ticket, actor, "reopen", alter)
    event(ticket, "reopened", actor=actor)


@transaction.atomic
def close(*, ticket: Ticket, actor: User | None = None) -> None:
    """Close for good; writing again needs a new ticket."""

    def alter(row: Ticket) -> dict[str, Any]:
        row.status = Status.CLOSED
        row.closed_at = now()
        row.waiting_since = None
        return {}

    change(ticket, actor, "close", alter)


@transaction.atomic
def end_chat(*, ticket: Ticket, outcome: str, actor: User | None = None) -> None:
    """End the live part. `outcome`: solved, left, idle, no_agents (answered by email)."""

    def alter(row: Ticket) -> dict[str, Any]:
        row.live = False
        return {"outcome": outcome}

    if not ticket.live:
        return
    change(ticket, actor, "end_chat", alter)
    event(ticket, "chat_ended", actor=actor, outcome=outcome)
    publish(ChatEnded(ticket=ticket.pk, outcome=outcome))


@transaction.atomic
def resume_chat(*, ticket: Ticket, customer: Customer, anew: bool = False) -> None:
    """The customer is in the chat window and waits for an agent. `anew`: they come to the chat
    from another way, and so stand at the end of its queue however long they waited there."""
    _must_own(ticket, customer)

    def alter(row: Ticket) -> dict[str, Any]:
        row.live = True
        row.waiting_since = now() if anew else row.waiting_since or now()
        if anew and row.status == Status.WAITING:
            row.status = Status.OPEN
        return {}

    change(ticket, None, "resume_chat", alter)


@transaction.atomic
def merge(*, ticket: Ticket, into: Ticket, actor: User) -> None:
    """Close `ticket` as a double of `into`; both must be the same customer's."""
    if ticket.pk == into.pk:
        raise DomainError(_("A ticket cannot be merged into itself."), field="into")
    if ticket.customer_id != into.customer_id:
        raise DomainError(_not_the_same(ticket, into), field="into")
    if into.merged_into_id is not None:
        raise DomainError(_("That ticket was itself merged into another."), field="into")

    _carry_over(ticket, into)

    def alter(row: Ticket) -> dict[str, Any]:
        row.merged_into = into
        row.status = Status.CLOSED
        row.closed_at = now()
        row.waiting_since = None
        return {"into": into.public_id}

    if ticket.live:
        end_chat(ticket=ticket, outcome="merged", actor=actor)
    change(ticket, actor, "merge", alter)
    event(ticket, "merged_into", actor=actor, other=into.public_id)
    event(into, "merged_from", actor=actor, other=ticket.public_id)


def _not_the_same(ticket: Ticket, into: Ticket) -> "StrOrPromise":
    """Tickets of one person stay apart where they came by different addresses or accounts: they
    could not be told apart again where it turns out that these are two people."""
    if is_same(ticket.customer, into.customer):
        return _(
            "These came by different addresses or accounts of one person. They stay two tickets "
            "of one history."
        )
    return _("Only tickets of the same customer can be merged.")


def _carry_over(ticket: Ticket, into: Ticket) -> None:
    """What the customer still waits for, and since when, goes on as `into`."""
    pair = Ticket.objects.select_for_update().filter(pk__in=[ticket.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in pair}
    gone, stays = rows[ticket.pk], rows[into.pk]
    merge_clocks(gone, stays)
    waits = [at for at in (gone.waiting_since, stays.waiting_since) if at is not None]
    if waits and stays.status in ACTIVE:
        Ticket.objects.filter(pk=stays.pk).update(waiting_since=min(waits))


@transaction.atomic
def escalate(*, ticket: Ticket, priority: int | None = None, queue: str = "") -> None:
    """Raise the priority, never lower it, and hand it to another queue, by nobody's hand."""

    def alter(row: Ticket) -> dict[str, Any]:
        row.priority = max(row.priority, priority or 0)
        row.queue = queue or row.queue
        return {}

    change(ticket, None, "escalate", alter)


@transaction.atomic
def rate(*, ticket: Ticket, customer: Customer, rating: int, comment: Screened) -> None:
    """Take the customer's verdict, 1 to 5; a later one replaces it."""
    _must_own(ticket, customer)
    if rating not in range(1, 6):
        raise DomainError(_("Choose one to five stars."), field="rating")

    def alter(row: Ticket) -> dict[str, Any]:
        row.rating = rating
        row.rating_comment = comment.text[:2000]
        return {}

    change(ticket, None, "rate", alter)
    publish(TicketRated(ticket=ticket.pk, rating=rating))


def mark_delivery(*, message_id: int, state: str) -> None:
    """What a channel reported of a message it carried: sent, failed or unknown."""
    Message.objects.filter(pk=message_id).update(state=state)
    tell_delivery(message_id=message_id)


def tell_delivery(*, message_id: int) -> None:
    """Have the desks that show this message ask again how far it is."""
    found = Message.objects.filter(pk=message_id).values_list("ticket_id", "seq").first()
    if found is not None:
        tell(f"ticket:{found[0]}", delivery=[found[1]])
