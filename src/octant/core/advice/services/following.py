"""Which advice was given, and what was then used. Nothing of what somebody wrote is kept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from octant.core.advice.asker import Lately
from octant.core.advice.models import Given
from octant.core.tickets.models import ACTIVE, Ticket
from octant.kit.clock import now

if TYPE_CHECKING:
    from octant.core.advice.answer import Advice  # which brings numpy along

FOLLOWS = timedelta(days=1)  # what is used later is not counted as following
SAME_MATTER = timedelta(minutes=30)
CONTROLS = ("urgency", "complexity", "preference")


@transaction.atomic
def note_advice(*, asker: Lately, found: "Advice", own: dict[str, str], language: str) -> None:
    """Keep what was advised. `own`: what the asker set by hand, empty where they let it be. The
    page asks again with every change; before anything was used that is one advice."""
    if not asker:
        return
    _alone(asker)
    at, usable = now(), found.first_usable
    row = Given.objects.filter(asker__in=asker, at__gt=at - SAME_MATTER, used="").last()
    row = row or Given(asker=asker[0])
    row.at, row.language, row.category = at, language, found.read.category
    for name in CONTROLS:
        setattr(row, name, getattr(found.understood, name))
        setattr(row, f"own_{name}", own[name])
    row.ways = [way.key for way in found.ways]
    row.first = usable.key if usable else ""
    row.save()


@transaction.atomic
def note_start(*, asker: Lately, way: str) -> bool:
    """The asker pressed the button of `way`. Returns whether that followed an advice."""
    row = _latest(asker, now())
    if row is None or way not in row.ways:
        return False
    _use(row, way)
    row.save()
    return True


@transaction.atomic
def note_ticket(*, asker: Lately, ticket: Ticket) -> None:
    """The asker wrote to us. Saying the same again changes nothing."""
    row = _latest(asker, ticket.created_at)
    if row is None:
        return
    _use(row, ticket.channel)
    if row.ticket_id is None and row.used == ticket.channel:
        row.ticket = ticket
        _end(row, ticket)
    row.save()


@transaction.atomic
def note_end(*, ticket: Ticket) -> None:
    """What became of the ticket, as it stands now; of a double, what became of the other one."""
    for row in Given.objects.select_for_update().filter(ticket=ticket):
        row.ticket = ticket.merged_into or ticket
        _use(row, row.ticket.channel)
        _end(row, row.ticket)
        row.save()


def forget_askers() -> int:
    """Empty the hashes of those whose day is over; returns how many."""
    over = Q(at__lt=now() - FOLLOWS) & ~Q(asker="")
    return Given.objects.filter(over).update(asker="")


def _latest(asker: Lately, at: datetime) -> Given | None:
    """What they were last advised within the day before `at`."""
    rows = Given.objects.select_for_update().filter(asker__in=asker, at__gt=at - FOLLOWS)
    return rows.filter(at__lte=at).order_by("-at").first() if asker else None


def _use(row: Given, way: str) -> None:
    if not row.used:
        row.used = way
    elif row.used != way and not row.second:
        row.second = way


def _end(row: Given, ticket: Ticket) -> None:
    row.ended = ticket.status not in ACTIVE
    row.solved = ticket.solved_at is not None


def _alone(asker: Lately) -> None:
    """Two questions of one asker at the same moment are counted one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [asker[0]])
