"""Tickets that wait for their customer: a reminder once, and in the end closing."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from octant.core.outbox.services import publish
from octant.core.promises.events import CustomerReminded, TicketClosedUnanswered
from octant.core.promises.rules import close_after, remind_after
from octant.core.tickets.models import Status, Ticket
from octant.core.tickets.services.conversation import event
from octant.core.tickets.services.lifecycle import close
from octant.kit.clock import now

AT_ONCE = 200


def remind() -> int:
    """Say once that we wait, where a customer has been silent for `remind_after_days`."""
    after = remind_after()
    if after is None:
        return 0
    rows = _waiting(since=now() - after).filter(reminded_at=None)
    return sum(_remind(pk) for pk in list(rows.values_list("pk", flat=True)[:AT_ONCE]))


def close_unanswered() -> int:
    """Close where nobody answered for `close_after_days`, never sooner after a reminder than
    the two settings are apart."""
    after, first = close_after(), remind_after()
    if after is None:
        return 0
    rows = _waiting(since=now() - after)
    if first is not None and first < after:
        rows = rows.filter(reminded_at__lte=now() - (after - first))
    return sum(_close(pk) for pk in list(rows.values_list("pk", flat=True)[:AT_ONCE]))


def _waiting(*, since: datetime) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(status=Status.WAITING, live=False, paused_at__lte=since)
    return rows.order_by("paused_at")


def _mine(pk: int) -> Ticket | None:
    """The ticket, locked, if it still waits."""
    rows = Ticket.objects.select_for_update(skip_locked=True)
    return rows.filter(pk=pk, status=Status.WAITING, live=False, clocks_stale=False).first()


@transaction.atomic
def _remind(pk: int) -> bool:
    ticket = _mine(pk)
    if ticket is None or ticket.reminded_at is not None:
        return False
    after, first = close_after(), remind_after()
    closes = now() + (after - first) if after and first and after > first else None
    Ticket.objects.filter(pk=pk).update(reminded_at=now())
    event(ticket, "waiting_reminder")
    publish(CustomerReminded(ticket=pk, closes_at=closes.isoformat() if closes else ""))
    return True


@transaction.atomic
def _close(pk: int) -> bool:
    ticket = _mine(pk)
    if ticket is None:
        return False
    close(ticket=ticket)
    event(ticket, "closed_unanswered")
    publish(TicketClosedUnanswered(ticket=pk))
    return True
