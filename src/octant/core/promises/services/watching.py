"""Warn before a promise breaks, and act when it did. Any number of runs may overlap."""

from django.db import transaction

from octant.core.outbox.services import publish, tell
from octant.core.promises.events import PromiseAtRisk
from octant.core.promises.models import Policy, Promise
from octant.core.promises.rules import rules
from octant.core.promises.services.settling import broken, settle, settle_one
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import escalate
from octant.kit.clock import now

AT_ONCE = 500


def settle_stale(limit: int = AT_ONCE) -> int:
    """Settle tickets that messages of chats have marked; returns how many."""
    stale = Ticket.objects.filter(clocks_stale=True).order_by("pk").values_list("pk", flat=True)
    keys = list(stale[:limit])
    among = rules() if keys else []
    return sum(settle_one(pk, among) for pk in keys)


def warn(limit: int = AT_ONCE) -> int:
    """Tell once of each promise whose time to warn has come; returns how many."""
    due = Promise.objects.filter(
        ended_at=None, warned_at=None, broken_at=None, warn_at__lte=now(), due_at__gt=now()
    )
    return sum(
        _warn(pk) for pk in list(due.order_by("warn_at").values_list("pk", flat=True)[:limit])
    )


@transaction.atomic
def _warn(pk: int) -> bool:
    row = _still_open(pk)
    at = now()
    if row is None or row.warned_at is not None or row.warn_at is None or row.due_at is None:
        return False
    if row.broken_at is not None or not row.warn_at <= at < row.due_at:
        return False
    row.warned_at = at
    row.save(update_fields=["warned_at"])
    publish(
        PromiseAtRisk(
            ticket=row.ticket_id,
            clock=row.clock,
            round=row.round,
            due_at=row.due_at.isoformat(),
            policy=row.policy,
        )
    )
    return True


def notice_broken(limit: int = AT_ONCE) -> int:
    """Note each promise whose time is over, once, and do what its policy says."""
    due = Promise.objects.filter(ended_at=None, broken_at=None, due_at__lte=now())
    keys = list(due.order_by("due_at").values_list("pk", flat=True)[:limit])
    return sum(_break(pk) for pk in keys)


@transaction.atomic
def _break(pk: int) -> bool:
    row = _still_open(pk)
    if row is None or row.broken_at is not None or row.due_at is None or row.due_at > now():
        return False
    row.broken_at, row.escalated_at = row.due_at, now()
    row.save(update_fields=["broken_at", "escalated_at"])
    publish(broken(row))
    _escalate(row)
    return True


def _still_open(pk: int) -> Promise | None:
    """The promise if it still runs once its ticket, locked, is up to date; None if it ended
    meanwhile, or another worker has the ticket."""
    held = Ticket.objects.select_for_update(skip_locked=True, of=("self",))
    ticket = held.select_related("customer", "category").filter(promises=pk).first()
    if ticket is None:
        return None
    if ticket.clocks_stale:
        settle(ticket)
    return Promise.objects.select_related("ticket").filter(pk=pk, ended_at=None).first()


def _escalate(row: Promise) -> None:
    policy = Policy.objects.filter(key=row.policy).first()
    ticket = row.ticket
    event(ticket, "promise_broken", outcome=row.clock)
    if policy is not None:
        escalate(ticket=ticket, priority=policy.escalate_priority, queue=policy.escalate_queue)
    if policy is None or policy.notify_leads:
        tell("desk", promise_broken=ticket.pk)
